/* Pagos por identificar: the money from banks that waits for a person, and what she says of it. */
#include <inttypes.h>

#include "cash/settle.h"
#include "cash/waiting.h"
#include "serve/bank_view.h"
#include "serve/page.h"
#include "store/db.h"

/* --- what waits --- */

static status write_best(struct op *op, struct json_writer *w, int64_t case_id)
{
    struct case_shown best;
    json_key(w, "best");
    if (case_id == 0) {
        json_write_null(w);
        return OK;
    }
    TRY(case_shown_get(op, case_id, &best));
    json_object_open(w);
    case_shown_write(op, w, &best);
    json_object_close(w);
    return OK;
}

static status write_waiting(struct op *op, const struct request *request, struct json_writer *w,
                            const struct waiting *one, int64_t allowed)
{
    const int64_t age = op->business_date - one->aged_from;
    char unit[CURRENCY_TEXT];
    json_object_open(w);
    json_put_id(w, "entry_id", one->entry_id);
    json_put_str(w, "kind", one->kind);
    json_put_i64(w, "open", one->open.minor);
    json_put_c(w, "currency", currency_format(one->currency, unit));
    json_put_day(w, "value_on", one->value_on);
    json_put_i64(w, "age_days", age > 0 ? age : 0);
    json_put_bool(w, "is_late", age > allowed);
    reasons_write(w, one->reason);
    json_put_i64(w, "score", one->score);
    said_write(op, request, w, "reference", one->reference);
    said_write(op, request, w, "counterparty", one->counterparty);
    said_write(op, request, w, "text", one->text);
    TRY(write_best(op, w, one->best_case_id));
    json_object_close(w);
    return OK;
}

static status write_sums(struct op *op, struct json_writer *w)
{
    struct waiting_sum *sums = NULL;
    size_t count = 0;
    TRY(waiting_sums(op, &sums, &count));
    json_key(w, "sums");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        char unit[CURRENCY_TEXT];
        json_object_open(w);
        json_put_str(w, "kind", sums[i].kind);
        json_put_c(w, "currency", currency_format(sums[i].currency, unit));
        json_put_i64(w, "entries", sums[i].entries);
        json_put_i64(w, "open", sums[i].open.minor);
        json_put_i64(w, "late", sums[i].late);
        json_put_day(w, "oldest_on", sums[i].oldest_on);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

enum { P_CURSOR, P_LIMIT };
static const struct param list_params[] = {
    [P_CURSOR] = PARAM_CURSOR,
    [P_LIMIT] = PARAM_LIMIT,
};

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t most = request_number(request, P_LIMIT, PAGE_ROWS_DEFAULT);
    struct waiting *entries = NULL;
    struct cursor cursor;
    size_t count = 0;
    int64_t allowed = 0;
    TRY(cursor_read(op, request, reply, P_CURSOR, 2, &cursor));
    TRY(waiting_days(op, &allowed));
    TRY(waiting_list(op, cursor.is_set ? (day)cursor.parts[0] : DAY_MIN, cursor.parts[1], most + 1,
                     &entries, &count));
    const bool is_more = (int64_t)count > most;
    count -= is_more;
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_put_i64(w, "suspense_days", allowed);
    TRY(write_sums(op, w));
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        TRY(write_waiting(op, request, w, &entries[i], allowed));
    json_array_close(w);
    const int64_t last[] = {is_more ? entries[count - 1].aged_from : 0,
                            is_more ? entries[count - 1].entry_id : 0};
    cursor_write(op, w, "next_cursor", is_more, last, 2);
    json_object_close(w);
    return OK;
}

/* --- one entry --- */

static status write_candidates(struct op *op, struct json_writer *w, int64_t entry_id)
{
    struct candidate_shown *candidates = NULL;
    size_t count = 0;
    TRY(waiting_candidates(op, entry_id, &candidates, &count));
    json_key(w, "candidates");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        case_shown_write(op, w, &candidates[i].of_case);
        json_put_str(w, "creditor_name", candidates[i].of_case.creditor_name);
        json_put_c(w, "claim",
                   candidates[i].claim.size > 0 ? str_cstr(op->arena, candidates[i].claim) : NULL);
        json_put_i64(w, "score", candidates[i].score);
        reasons_write(w, candidates[i].reason);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

enum { P_ID };
static const struct param id_params[] = {
    [P_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL}
};

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    TRY(bank_entry_write(op, request, w, id));
    TRY(write_candidates(op, w, id));
    TRY(bank_matches_write(op, request, w, id));
    json_object_close(w);
    return OK;
}

/* --- what a person says --- */

/* {"open": what still waits of it}. */
static status answer_open(struct op *op, struct reply *reply, int64_t entry_id)
{
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "entry_id", entry_id);
    TRY(bank_open_write(op, w, entry_id));
    json_object_close(w);
    return OK;
}

enum { A_ID, A_CASE, A_CLAIM, A_AMOUNT, A_REASON };
static const struct param assign_params[] = {
    [A_ID] = {"id",      IN_PATH, PARAM_ID,    true,  0, 0,   NULL},
    [A_CASE] = {"case_id", IN_BODY, PARAM_ID,    true,  0, 0,   NULL},
    [A_CLAIM] = {"claim",   IN_BODY, PARAM_TEXT,  false, 1, 80,  NULL},
    [A_AMOUNT] = {"amount",  IN_BODY, PARAM_MONEY, false, 0, 0,   NULL},
    [A_REASON] = {"reason",  IN_BODY, PARAM_TEXT,  true,  1, 300, NULL},
};

static status assign(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_shown of_case;
    const struct settle_order order = {.entry_id = request_id(request, A_ID),
                                       .claim = request_text(request, A_CLAIM),
                                       .amount = request_money(request, A_AMOUNT),
                                       .reason = request_text(request, A_REASON)};
    struct settle_order whose = order;
    if (request_has(request, A_AMOUNT) && order.amount.minor <= 0) {
        reply_error(reply, "/amount",
                    request_say(request, "Más que cero, o nada para darlo todo.",
                                "Above zero, or nothing to give all of it."));
        return op_fail(op, E_INVALID, "a field is not valid");
    }
    TRY(case_shown_get(op, request_id(request, A_CASE), &of_case));
    whose.case_number = of_case.number;
    TRY(settle_assign(op, &whose));
    return answer_open(op, reply, order.entry_id);
}

enum { R_ID, R_REASON };
static const struct param reason_params[] = {
    [R_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [R_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status dismiss(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, R_ID);
    TRY(settle_dismiss(op, id, request_text(request, R_REASON)));
    return answer_open(op, reply, id);
}

static status undo(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, R_ID);
    int64_t count = 0;
    TRY(settle_undo(op, id, request_text(request, R_REASON), &count));
    return answer_open(op, reply, id);
}

/* clang-format off */
static const struct route rows[] = {
    {"listBankPending", "GET", "/v1/bank/pending", "payment.match", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
    {"readBankEntry", "GET", "/v1/bank/entries/{id}", "payment.match", .run = RUN_READ, ROUTE_PARAMS(id_params), .handle = show},
    {"assignBankEntry", "POST", "/v1/bank/entries/{id}/assign", "payment.match", .run = RUN_BOOK, ROUTE_PARAMS(assign_params), .handle = assign},
    {"dismissBankEntry", "POST", "/v1/bank/entries/{id}/dismiss", "payment.match", .run = RUN_BOOK, ROUTE_PARAMS(reason_params), .handle = dismiss},
    {"undoBankEntry", "POST", "/v1/bank/entries/{id}/undo", "payment.return", .run = RUN_BOOK, ROUTE_PARAMS(reason_params), .handle = undo},
};
/* clang-format on */
const struct route_list bank_routes = ROUTE_LIST(rows);
