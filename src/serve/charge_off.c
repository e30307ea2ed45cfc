/* The standing of a case's debts: charged off, recovered, written off. */
#include "book/obligation.h"
#include "policy/write_off.h"
#include "serve/shield.h"

static status case_of(struct op *op, const struct request *request, int param,
                      struct case_key *ret_key)
{
    *ret_key = (struct case_key){0, request_id(request, param)};
    TRY(case_debtor(op, ret_key->case_id, &ret_key->debtor_id));
    return shield_check(op, request, *ret_key);
}

static status show(struct op *op, struct reply *reply, int http_status, struct case_key key,
                   int64_t approval_id)
{
    struct debt_standing *debts = NULL;
    size_t count = 0;
    TRY(debt_standings(op, key, &debts, &count));
    struct json_writer *const w = reply_json(reply, http_status);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        debt_standing_write(w, &debts[i]);
    json_array_close(w);
    json_key(w, "approval_id");
    if (approval_id != 0)
        json_write_id(w, approval_id);
    else
        json_write_null(w);
    json_object_close(w);
    return OK;
}

enum { L_CASE };
static const struct param list_params[] = {
    [L_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key;
    TRY(case_of(op, request, L_CASE, &key));
    return show(op, reply, 200, key, 0);
}

enum { P_CASE, P_DEBT, P_STEP, P_REASON };
static const char *const steps[] = {"charge_off", "resume", "write_off", NULL};
static const struct param step_params[] = {
    [P_CASE] = {"id",            IN_PATH, PARAM_ID,   true, 0, 0,   NULL },
    [P_DEBT] = {"obligation_id", IN_BODY, PARAM_ID,   true, 0, 0,   NULL },
    [P_STEP] = {"step",          IN_BODY, PARAM_WORD, true, 0, 0,   steps},
    [P_REASON] = {"reason",        IN_BODY, PARAM_TEXT, true, 1, 300, NULL },
};

static status step(struct op *op, const struct request *request, struct reply *reply)
{
    const str word = request_text(request, P_STEP);
    const str reason = request_text(request, P_REASON);
    const int64_t debt = request_id(request, P_DEBT);
    struct case_key key;
    int64_t approval_id = 0;
    TRY(case_of(op, request, P_CASE, &key));
    if (str_equal_c(word, "charge_off"))
        TRY(charge_off_make(op, key, debt, reason));
    else if (str_equal_c(word, "resume"))
        TRY(charge_off_resume(op, key, debt, reason));
    else
        TRY(write_off_request(op, key, debt, reason, &approval_id));
    return show(op, reply, 201, key, approval_id);
}

/* clang-format off */
static const struct route rows[] = {
    {"listDebtStandings", "GET", "/v1/cases/{id}/debts", "case.read", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
    {"changeDebtStanding", "POST", "/v1/cases/{id}/debts", "debt.charge_off", .run = RUN_BOOK, ROUTE_PARAMS(step_params), .handle = step},
};
/* clang-format on */
const struct route_list charge_off_routes = ROUTE_LIST(rows);
