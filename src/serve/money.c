/* Promises to pay and money received. */
#include <inttypes.h>

#include "book/obligation.h"
#include "book/payment.h"
#include "book/promise.h"
#include "policy/agree.h"
#include "policy/commit.h"
#include "serve/money_view.h"
#include "serve/route.h"

enum { P_CASE, P_AMOUNT, P_DUE_ON, P_CHANNEL, P_OBLIGATION };
static const struct param promise_params[] = {
    [P_CASE] = {"id",            IN_PATH, PARAM_ID,    true,  0, 0, NULL        },
    [P_AMOUNT] = {"amount",        IN_BODY, PARAM_MONEY, true,  0, 0, NULL        },
    [P_DUE_ON] = {"due_on",        IN_BODY, PARAM_DAY,   true,  0, 0, NULL        },
    [P_CHANNEL] = {"channel",       IN_BODY, PARAM_WORD,  false, 0, 0, pay_channels},
    [P_OBLIGATION] = {"obligation_id", IN_BODY, PARAM_ID,    false, 0, 0, NULL        },
};

static status make_promise(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    int64_t id = 0;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    const struct promise_input input = {.key = key,
                                        .obligation_id = request_id(request, P_OBLIGATION),
                                        .due_on = request_day(request, P_DUE_ON),
                                        .amount = request_money(request, P_AMOUNT),
                                        .channel = CHANNEL_NONE,
                                        .pay_channel = request_text(request, P_CHANNEL)};
    TRY(promise_make(op, &input, &id));
    TRY(agree_check_promise(op, key, input.obligation_id, input.due_on, input.amount));
    TRY(policy_decide_case(op, key)); /* grades the promise: money may be there already */
    return promise_write_one(op, reply_json(reply, 201), id);
}

enum { P_ID, P_REASON };
static const struct param cancel_params[] = {
    [P_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [P_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status end_promise(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    struct case_key key;
    TRY(promise_owner(op, id, &key));
    TRY(promise_cancel(op, key.debtor_id, id, request_text(request, P_REASON)));
    return promise_write_one(op, reply_json(reply, 201), id);
}

enum { P_PAID_CASE, P_PAID_AMOUNT, P_VALUE_ON, P_SOURCE, P_REFERENCE };
static const struct param payment_params[] = {
    [P_PAID_CASE] = {"id",        IN_PATH, PARAM_ID,    true, 0, 0,  NULL},
    [P_PAID_AMOUNT] = {"amount",    IN_BODY, PARAM_MONEY, true, 0, 0,  NULL},
    [P_VALUE_ON] = {"value_on",  IN_BODY, PARAM_DAY,   true, 0, 0,  NULL},
    [P_SOURCE] = {"source",    IN_BODY, PARAM_TEXT,  true, 1, 40, NULL},
    [P_REFERENCE] = {"reference", IN_BODY, PARAM_TEXT,  true, 1, 80, NULL},
};

static status take_payment(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_PAID_CASE)};
    int64_t id = 0;
    bool is_new = false;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    const struct payment_order order = {.debtor_id = key.debtor_id,
                                        .case_id = key.case_id,
                                        .source = request_text(request, P_SOURCE),
                                        .reference = request_text(request, P_REFERENCE),
                                        .value_on = request_day(request, P_VALUE_ON),
                                        .amount = request_money(request, P_PAID_AMOUNT)};
    TRY(payment_take(op, &order, &id, &is_new));
    if (!is_new)
        return op_fail(op, E_CONFLICT,
                       "payment \"" STR_FORMAT "\" of source \"" STR_FORMAT "\" is booked already",
                       STR_ARG(order.reference), STR_ARG(order.source));
    return payment_write_one(op, reply_json(reply, 201), key, id);
}

/* clang-format off */
static const struct route rows[] = {
    {"makePromise", "POST", "/v1/cases/{id}/promises", "promise.record", .run = RUN_BOOK, ROUTE_PARAMS(promise_params), .handle = make_promise},
    {"cancelPromise", "POST", "/v1/promises/{id}/cancel", "promise.record", .run = RUN_BOOK, ROUTE_PARAMS(cancel_params), .handle = end_promise},
    {"bookPayment", "POST", "/v1/cases/{id}/payments", "payment.record", .run = RUN_BOOK, ROUTE_PARAMS(payment_params), .handle = take_payment},
};
/* clang-format on */
const struct route_list money_routes = ROUTE_LIST(rows);
