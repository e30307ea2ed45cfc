/* The ledger of a case: what is owed by component on a day, and every entry behind it. */
#include "book/ledger_view.h"

#include "book/obligation.h"
#include "policy/interest.h"
#include "serve/shield.h"

enum { P_CASE, P_ON };
static const struct param ledger_params[] = {
    [P_CASE] = {"id", IN_PATH,  PARAM_ID,  true,  0, 0, NULL},
    [P_ON] = {"on", IN_QUERY, PARAM_DAY, false, 0, 0, NULL},
};

static status read_ledger(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    struct ledger_view view;
    const day on = request_day(request, P_ON);
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    TRY(shield_check(op, request, key));
    TRY(interest_view_read(op, key, on == DAY_NONE ? op->business_date : on, &view));
    ledger_view_write(reply_json(reply, 200), &view);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"readLedger", "GET", "/v1/cases/{id}/ledger", "case.read", .run = RUN_READ, ROUTE_PARAMS(ledger_params), .handle = read_ledger},
};
/* clang-format on */
const struct route_list ledger_routes = ROUTE_LIST(rows);
