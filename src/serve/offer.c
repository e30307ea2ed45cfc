/* What a case may be offered. */
#include "book/obligation.h"
#include "policy/offers.h"
#include "serve/shield.h"

enum { P_CASE, P_CAN_PAY };
static const struct param offer_params[] = {
    [P_CASE] = {"id",      IN_PATH,  PARAM_ID,      true,  0, 0,                  NULL},
    [P_CAN_PAY] = {"can_pay", IN_QUERY, PARAM_INTEGER, false, 1, LIMIT_AMOUNT_MINOR, NULL},
};

static status show_offers(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    struct case_offers offers;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    TRY(shield_check(op, request, key));
    TRY(case_offers_read(op, key, (money){request_number(request, P_CAN_PAY, 0)}, &offers));
    case_offers_write(op, reply_json(reply, 200), &offers);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listOffers", "GET", "/v1/cases/{id}/offers", "case.read", .run = RUN_READ, ROUTE_PARAMS(offer_params), .handle = show_offers},
};
/* clang-format on */
const struct route_list offer_routes = ROUTE_LIST(rows);
