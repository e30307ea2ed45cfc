#include "book/arrangement_store.h"

#include <inttypes.h>

#include "base/json_fields.h"
#include "record/event.h"

static const char *const role_names[] = {"superseded", "row", "discount"};

bool arrangement_reamortises(const struct arrangement *arrangement)
{
    return str_equal_c(arrangement->kind, ARRANGEMENT_REAMORTISE);
}

bool arrangement_restructures(const struct arrangement *arrangement)
{
    return str_equal_c(arrangement->kind, ARRANGEMENT_REAGE) ||
           arrangement_reamortises(arrangement);
}

static status parse_debts(struct op *op, json_t *debts, struct arrangement *arrangement)
{
    arrangement->debt_count = json_array_size(debts);
    arrangement->debts =
        arena_array(op->arena, arrangement->debt_count + 1, sizeof(*arrangement->debts));
    for (size_t i = 0; i < arrangement->debt_count; i++)
        if (!str_to_i64(str_of(json_string_value(json_array_get(debts, i))),
                        &arrangement->debts[i]))
            return op_fail(op, E_STORE, "arrangement %" PRId64 " has an unreadable plan",
                           arrangement->id);
    return OK;
}

/* Rows alone, or an object of rows and chosen debts. */
static status parse_plan(struct op *op, str text, struct arrangement *arrangement)
{
    json_t *root = NULL;
    TRY(json_parse(op, text, &root));
    TRY(parse_debts(op, json_object_get(root, "debts"), arrangement));
    if (json_is_object(root))
        root = json_object_get(root, "rows");
    const size_t count = json_array_size(root);
    arrangement->rows = arena_array(op->arena, count, sizeof(*arrangement->rows));
    arrangement->interests = arena_array(op->arena, count, sizeof(*arrangement->interests));
    for (size_t i = 0; i < count; i++) {
        const json_t *const row = json_array_get(root, i);
        if (!day_parse(str_of(json_string_value(json_array_get(row, 0))),
                       &arrangement->rows[i].due_on))
            return op_fail(op, E_STORE, "arrangement %" PRId64 " has an unreadable plan",
                           arrangement->id);
        arrangement->rows[i].amount = json_integer_value(json_array_get(row, 1));
        arrangement->interests[i] = json_integer_value(json_array_get(row, 2)); /* none: 0 */
        arrangement->interest += arrangement->interests[i];
    }
    arrangement->row_count = count;
    return OK;
}

static status read_row(struct op *op, const struct db_rows *row, int64_t debtor_id,
                       struct arrangement *out)
{
    *out = (struct arrangement){
        .id = db_id(row, 0),
        .key = {debtor_id, db_id(row, 1)},
        .kind = db_text_copy(op, row, 2),
        .made_on = db_day(row, 3),
        .owed = db_i64(row, 4),
        .total = db_i64(row, 5),
        .discount = db_i64(row, 6),
        .missed = (int)db_i64(row, 7),
        .grace_days = (int)db_i64(row, 8),
        .excess = (unsigned)db_i64(row, 9),
        .state = db_text_copy(op, row, 11),
        .active_at = db_instant(row, 12),
        .counts_from = db_day(row, 13),
        .check_on = db_day(row, 14),
        .ended_on = db_day(row, 15),
        .user_id = db_id(row, 16),
        .began_on = db_day(row, 17),
        .joint_id = db_id(row, 18),
    };
    return parse_plan(op, db_text_copy(op, row, 10), out);
}

struct reading {
    int64_t debtor_id;
    struct arrangement *out;
};

static status read_one(struct op *op, struct db_rows *row, void *context)
{
    const struct reading *const reading = context;
    return read_row(op, row, reading->debtor_id, reading->out);
}

status arrangement_get(struct op *op, int64_t debtor_id, int64_t id,
                       struct arrangement *ret_arrangement)
{
    struct reading reading = {debtor_id, ret_arrangement};
    bool found = false;
    TRY(db_query_one(op, Q_ARRANGEMENT_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(id)), read_one,
                     &reading, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no arrangement %" PRId64 " of this debtor", id);
}

static status read_key(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct case_key *)out = (struct case_key){db_id(row, 0), db_id(row, 1)};
    return OK;
}

status arrangement_owner(struct op *op, int64_t id, struct case_key *ret_key)
{
    bool found = false;
    TRY(db_query_one(op, Q_ARRANGEMENT_OWNER, DB_ARGS(ARG_ID(id)), read_key, ret_key, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no arrangement %" PRId64, id);
}

/* Its parts are known by their ids alone. */
static status list_parts(struct op *op, const struct arrangement *arrangement,
                         struct agreement *ret_agreement)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_JOINT_ARRANGEMENT_PART_LIST,
                 DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->joint_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        ret_agreement->parts = arena_grow(op->arena, ret_agreement->parts, ret_agreement->count,
                                          &capacity, sizeof(*ret_agreement->parts));
        ret_agreement->parts[ret_agreement->count++] = (struct arrangement){
            .id = db_id(&rows, 0), .key = {arrangement->key.debtor_id, db_id(&rows, 1)}
        };
    }
}

static status read_agreement(struct op *op, int64_t debtor_id, int64_t id, bool is_taken,
                             struct agreement *ret_agreement)
{
    struct arrangement named;
    struct agreement of = {.count = 0};
    TRY(arrangement_get(op, debtor_id, id, &named));
    if (named.joint_id) {
        TRY(list_parts(op, &named, &of));
    } else {
        of.parts = arena_array(op->arena, 1, sizeof(*of.parts));
        of.parts[of.count++] = named;
    }
    for (size_t i = 0; i < of.count && is_taken; i++)
        TRY(touch_lock(op, debtor_id, of.parts[i].key.case_id));
    for (size_t i = 0; i < of.count && (is_taken || named.joint_id); i++)
        TRY(arrangement_get(op, debtor_id, of.parts[i].id, &of.parts[i]));
    *ret_agreement = of;
    return OK;
}

status agreement_get(struct op *op, int64_t debtor_id, int64_t id, struct agreement *ret_agreement)
{
    return read_agreement(op, debtor_id, id, false, ret_agreement);
}

status agreement_take(struct op *op, int64_t debtor_id, int64_t id, struct agreement *ret_agreement)
{
    return read_agreement(op, debtor_id, id, true, ret_agreement);
}

status arrangement_list(struct op *op, struct case_key key, struct arrangement **ret_list,
                        size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct arrangement *list = NULL;
    TRY(db_query(op, Q_ARRANGEMENT_LIST, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        TRY(read_row(op, &rows, key.debtor_id, &list[count++]));
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

static enum arranged_role role_of(str name)
{
    return str_equal_c(name, role_names[ARRANGED_SUPERSEDED]) ? ARRANGED_SUPERSEDED
           : str_equal_c(name, role_names[ARRANGED_ROW])      ? ARRANGED_ROW
                                                              : ARRANGED_DISCOUNT;
}

status arranged_load(struct op *op, int64_t debtor_id, int64_t arrangement_id,
                     struct arranged_claim **ret_claims, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct arranged_claim *claims = NULL;
    TRY(db_query(op, Q_ARRANGEMENT_CLAIM_LIST, DB_ARGS(ARG_ID(debtor_id), ARG_ID(arrangement_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        claims = arena_grow(op->arena, claims, count, &capacity, sizeof(*claims));
        claims[count++] = (struct arranged_claim){
            .id = db_id(&rows, 0),
            .role = role_of(db_text(&rows, 1)),
            .number = (int)db_i64(&rows, 2),
            .amount = db_i64(&rows, 3),
            .paid_before = db_i64(&rows, 4),
            .obligation_id = db_id(&rows, 5),
            .due_on = db_day(&rows, 6),
            .amount_now = db_i64(&rows, 7),
            .paid_now = db_i64(&rows, 8),
            .is_open = str_equal_c(db_text(&rows, 9), "open"),
            .is_told = str_equal_c(db_text(&rows, 10), "schedule"),
        };
    }
    *ret_claims = claims;
    *ret_count = count;
    return OK;
}

status arranged_returns(struct op *op, const struct arrangement *arrangement,
                        struct arranged_return **ret_returns, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct arranged_return *returns = NULL;
    TRY(db_query(op, Q_ARRANGEMENT_RETURN_LIST,
                 DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->key.case_id),
                         ARG_INSTANT(arrangement->active_at)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        returns = arena_grow(op->arena, returns, count, &capacity, sizeof(*returns));
        returns[count++] =
            (struct arranged_return){db_day(&rows, 0), db_id(&rows, 1), db_i64(&rows, 2)};
    }
    *ret_returns = returns;
    *ret_count = count;
    return OK;
}

status arranged_debts(struct op *op, const struct arrangement *arrangement,
                      struct arranged_debt **ret_debts, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    size_t capacity = 0;
    struct arranged_debt *debts = NULL;
    TRY(db_query(op, Q_ARRANGEMENT_DEBT_LIST,
                 DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        debts = arena_grow(op->arena, debts, count, &capacity, sizeof(*debts));
        debts[count++] = (struct arranged_debt){
            .obligation_id = db_id(&rows, 0),
            .external_id = db_text_copy(op, &rows, 1),
            .product = db_text_copy(op, &rows, 2),
            .agreed = db_i64(&rows, 3),
            .discount = db_i64(&rows, 4),
        };
    }
    *ret_debts = debts;
    *ret_count = count;
    return OK;
}

status arranged_note(struct op *op, int64_t debtor_id, int64_t arrangement_id,
                     const struct arranged_claim *claim)
{
    return db_run(op, Q_ARRANGEMENT_CLAIM_INSERT,
                  DB_ARGS(ARG_ID(debtor_id), ARG_ID(arrangement_id), ARG_ID(claim->id),
                          ARG_TEXT_C(role_names[claim->role]), ARG_I64(claim->number),
                          ARG_MONEY(((money){claim->amount})),
                          ARG_MONEY(((money){claim->paid_before}))),
                  NULL);
}

status arrangement_write_state(struct op *op, const struct arrangement *arrangement)
{
    TRY(db_run_later(op, Q_ARRANGEMENT_KEEP_PAST,
                     DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->id),
                             ARG_TEXT(arrangement->state), ARG_INSTANT(op_now(op)))));
    return db_run(op, Q_ARRANGEMENT_SET_STATE,
                  DB_ARGS(ARG_ID(arrangement->key.debtor_id), ARG_ID(arrangement->id),
                          ARG_TEXT(arrangement->state), ARG_INSTANT(arrangement->active_at),
                          ARG_DAY(arrangement->counts_from), ARG_DAY(arrangement->check_on),
                          ARG_DAY(arrangement->ended_on), ARG_DAY(arrangement->began_on),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

status arrangement_tell(struct op *op, const struct arrangement *arrangement, const char *kind,
                        str reason)
{
    struct buf payload = buf_start(op->arena, 8192);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "arrangement_id", arrangement->id);
    if (arrangement->joint_id)
        json_put_id(&w, "joint_id", arrangement->joint_id);
    json_put_str(&w, "state", arrangement->state);
    json_put_i64(&w, "owed", arrangement->owed);
    json_put_i64(&w, "total", arrangement->total);
    json_put_i64(&w, "discount", arrangement->discount);
    if (reason.size > 0)
        json_put_str(&w, "reason", reason);
    json_object_close(&w);
    const struct event event = {arrangement->key.debtor_id, arrangement->key.case_id, kind, 1,
                                buf_str(&payload)};
    touch_case(op, arrangement->key.debtor_id, arrangement->key.case_id);
    return event_append(op, &event);
}
