#include "book/arrangement_party.h"

#include <inttypes.h>

#include "base/json.h"
#include "record/event.h"

static bool takes_in(const struct arrangement *arrangement, int64_t obligation_id)
{
    bool is = arrangement->debt_count == 0;
    for (size_t i = 0; i < arrangement->debt_count; i++)
        is |= arrangement->debts[i] == obligation_id;
    return is;
}

/* As what the party answers for a debt of the agreement; a guarantor for one is one for it. */
static status find_role(struct op *op, const struct arrangement *arrangement, int64_t party_id,
                        enum party_role *ret_role)
{
    struct db_rows rows;
    bool has_row = false;
    enum party_role role = ROLE_DEBTOR;
    enum party_role found = ROLE_DEBTOR;
    TRY(db_query(op, Q_OBLIGATION_PARTY_ROLES,
                 DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->key.case_id),
                         ARG_ID(party_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (takes_in(arrangement, db_id(&rows, 0)) && party_role_parse(db_text(&rows, 1), &role) &&
            (role == ROLE_GUARANTOR || (role == ROLE_CO_DEBTOR && found == ROLE_DEBTOR)))
            found = role;
    }
    *ret_role = found;
    return found != ROLE_DEBTOR
               ? OK
               : op_fail(op, E_INVALID,
                         "the party is neither guarantor nor co-debtor of a debt of arrangement "
                         "%" PRId64,
                         arrangement->id);
}

static status check_joins(struct op *op, const struct arrangement *arrangement, int64_t party_id,
                          str evidence)
{
    bool found = false;
    if (!str_equal_c(arrangement->state, "active") && !str_equal_c(arrangement->state, "pending"))
        return op_fail(op, E_CONFLICT, "arrangement %" PRId64 " is %s", arrangement->id,
                       op_word(op, str_cstr(op->arena, arrangement->state)));
    if (evidence.size == 0 || evidence.size > ARRANGEMENT_EVIDENCE_MOST)
        return op_fail(op, E_INVALID, "say how the party agreed, in 1 to %d bytes",
                       ARRANGEMENT_EVIDENCE_MOST);
    TRY(db_query_one(
        op, Q_ARRANGEMENT_PARTY_GET,
        DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->id), ARG_ID(party_id)),
        NULL, NULL, &found));
    return found ? op_fail(op, E_CONFLICT, "the party has joined the arrangement already") : OK;
}

static status tell(struct op *op, const struct arrangement *arrangement, int64_t party_id,
                   enum party_role role)
{
    struct buf payload = buf_start(op->arena, 512);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "arrangement_id", arrangement->id);
    json_put_id(&w, "party_id", party_id);
    json_put_c(&w, "role", party_role_name(role));
    json_object_close(&w);
    const struct event event = {arrangement->key.debtor_id, arrangement->key.case_id,
                                "arrangement.joined", 1, buf_str(&payload)};
    touch_case(op, arrangement->key.debtor_id, arrangement->key.case_id);
    return event_append(op, &event);
}

status arrangement_join(struct op *op, int64_t debtor_id, int64_t id, int64_t party_id,
                        str evidence)
{
    struct arrangement arrangement;
    enum party_role role = ROLE_DEBTOR;
    const str said = str_trim(evidence);
    TRY(arrangement_get(op, debtor_id, id, &arrangement));
    TRY(touch_lock(op, debtor_id, arrangement.key.case_id));
    TRY(arrangement_get(op, debtor_id, id, &arrangement));
    TRY(check_joins(op, &arrangement, party_id, said));
    TRY(find_role(op, &arrangement, party_id, &role));
    TRY(db_run(op, Q_ARRANGEMENT_PARTY_INSERT,
               DB_ARGS(ARG_ID(debtor_id), ARG_ID(id), ARG_ID(party_id),
                       ARG_TEXT_C(party_role_name(role)), ARG_DAY(op->business_date),
                       ARG_TEXT(said), ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))),
               NULL));
    return tell(op, &arrangement, party_id, role);
}

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    struct arrangement_party *const party = out;
    party->name = db_text_copy(op, row, 1);
    party->external_id = db_text_copy(op, row, 13);
    return OK;
}

status arrangement_parties(struct op *op, const struct arrangement *arrangement,
                           struct arrangement_party **ret_parties, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct arrangement_party *parties = NULL;
    TRY(db_query(op, Q_ARRANGEMENT_PARTY_LIST,
                 DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        parties = arena_grow(op->arena, parties, count, &capacity, sizeof(*parties));
        struct arrangement_party *const party = &parties[count++];
        *party = (struct arrangement_party){.party_id = db_id(&rows, 0),
                                            .joined_on = db_day(&rows, 2),
                                            .evidence = db_text_copy(op, &rows, 3)};
        if (!party_role_parse(db_text(&rows, 1), &party->role))
            return op_fail(op, E_STORE, "arrangement %" PRId64 " has a party of no role",
                           arrangement->id);
    }
    for (size_t i = 0; i < count; i++)
        TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(parties[i].party_id)), read_name,
                         &parties[i], &has_row));
    *ret_parties = parties;
    *ret_count = count;
    return OK;
}
