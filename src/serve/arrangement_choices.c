/* Around an arrangement: which other cases one could take in, who could join it, and what a person
 * joined for others. */
#include "book/obligation.h"
#include "policy/agree.h"
#include "serve/queue_item.h"
#include "serve/shield.h"

enum { P_CASE };
static const struct param case_params[] = {
    [P_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status read_case(struct op *op, const struct request *request, struct case_key *ret_key)
{
    *ret_key = (struct case_key){0, request_id(request, P_CASE)};
    TRY(case_debtor(op, ret_key->case_id, &ret_key->debtor_id));
    return shield_check(op, request, *ret_key);
}

/* What the shield covers of another case is not told from this one either. */
static status is_covered(struct op *op, const struct request *request, int64_t case_id,
                         bool *ret_is_covered)
{
    struct shield_cover cover;
    struct case_key key = {0, case_id};
    TRY(shield_cover_of(op, request, &cover));
    TRY(case_debtor(op, case_id, &key.debtor_id));
    return shield_covers(op, &cover, key, ret_is_covered);
}

/* Of the same person and currency, with something past due, and nothing agreed. */
static status write_cases(struct op *op, const struct request *request, struct json_writer *w,
                          struct case_key key)
{
    struct db_rows rows;
    bool has_row = false;
    bool covered = false;
    TRY(db_query(op, Q_SERVE_ARRANGEMENT_CASES,
                 DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_DAY(op->business_date)),
                 &rows));
    json_key(w, "cases");
    json_array_open(w);
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(is_covered(op, request, db_id(&rows, 0), &covered));
        if (db_i64(&rows, 3) == 0 || covered)
            continue;
        json_object_open(w);
        json_put_id(w, "case_id", db_id(&rows, 0));
        case_number_write(op, w, "case_number", db_i64(&rows, 1));
        json_put_str(w, "creditor", db_text_copy(op, &rows, 2));
        json_put_i64(w, "past_due", db_i64(&rows, 3));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

/* Who answers for a debt of the case. */
static status write_parties(struct op *op, struct json_writer *w, struct case_key key)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_SERVE_ARRANGEMENT_PARTIES,
                 DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    json_key(w, "parties");
    json_array_open(w);
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        json_object_open(w);
        json_put_id(w, "party_id", db_id(&rows, 0));
        json_put_str(w, "role", db_text_copy(op, &rows, 1));
        json_put_str(w, "name", db_text_copy(op, &rows, 2));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status choices(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key;
    TRY(read_case(op, request, &key));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    TRY(write_cases(op, request, w, key));
    TRY(write_parties(op, w, key));
    json_object_close(w);
    return OK;
}

static status joined(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key;
    struct db_rows rows;
    bool has_row = false;
    bool covered = false;
    char code[CURRENCY_TEXT];
    TRY(read_case(op, request, &key));
    TRY(db_query(op, Q_SERVE_ARRANGEMENTS_JOINED, DB_ARGS(ARG_ID(key.debtor_id)), &rows));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(is_covered(op, request, db_id(&rows, 1), &covered));
        if (covered)
            continue;
        json_object_open(w);
        json_put_id(w, "arrangement_id", db_id(&rows, 0));
        json_put_id(w, "case_id", db_id(&rows, 1));
        case_number_write(op, w, "case_number", db_i64(&rows, 2));
        json_put_str(w, "party_name", db_text_copy(op, &rows, 3));
        json_put_c(w, "currency", currency_format((currency)db_i64(&rows, 4), code));
        json_put_str(w, "kind", db_text_copy(op, &rows, 5));
        json_put_str(w, "state", db_text_copy(op, &rows, 6));
        json_put_i64(w, "total", db_i64(&rows, 7));
        json_put_str(w, "role", db_text_copy(op, &rows, 8));
        json_put_day(w, "joined_on", db_day(&rows, 9));
        json_put_str(w, "evidence", db_text_copy(op, &rows, 10));
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listArrangementChoices", "GET", "/v1/cases/{id}/arrangements/choices", "case.read", .run = RUN_READ, ROUTE_PARAMS(case_params), .handle = choices},
    {"listJoinedArrangements", "GET", "/v1/cases/{id}/arrangements/joined", "case.read", .run = RUN_READ, ROUTE_PARAMS(case_params), .handle = joined},
};
/* clang-format on */
const struct route_list choice_routes = ROUTE_LIST(rows);
