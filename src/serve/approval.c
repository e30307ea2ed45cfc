/* Second looks: an override of the gate is asked for, and what waits for a decision is decided. */
#include "book/obligation.h"
#include "policy/override.h"
#include "serve/decision_view.h"
#include "serve/route.h"

enum { P_CASE, P_CHANNEL, P_REASON };
static const char *const channels[] = {"call", "whatsapp", "sms", "email", "letter", "visit", NULL};
static const struct param override_params[] = {
    [P_CASE] = {"id",      IN_PATH, PARAM_ID,   true, 0, 0,   NULL    },
    [P_CHANNEL] = {"channel", IN_BODY, PARAM_WORD, true, 0, 0,   channels},
    [P_REASON] = {"reason",  IN_BODY, PARAM_TEXT, true, 1, 300, NULL    },
};

static status ask(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    enum channel channel = CHANNEL_NONE;
    struct override_asked asked;
    struct case_facts facts;
    bool found = false;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    if (!channel_parse(request_text(request, P_CHANNEL), &channel))
        return op_fail(op, E_INTERNAL, "a channel of the route is not in base/words.h");
    TRY(override_ask(op, key, channel, request_text(request, P_REASON), &asked));
    TRY(facts_get(op, key, &facts, &found));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "id", asked.id);
    json_put_id(w, "approval_id", asked.approval_id);
    json_key(w, "gate");
    TRY(gate_verdict_write(op, w, &facts, channel, &asked.verdict, request->is_english));
    json_object_close(w);
    return OK;
}

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct approval *approvals = NULL;
    size_t count = 0;
    (void)request;
    TRY(approval_list(op, &approvals, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        approval_write(w, &approvals[i]);
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { D_ID, D_DECISION, D_REASON };
static const char *const decisions[] = {"approve", "reject", NULL};
static const struct param decide_params[] = {
    [D_ID] = {"id",       IN_PATH, PARAM_ID,   true, 0, 0,   NULL     },
    [D_DECISION] = {"decision", IN_BODY, PARAM_WORD, true, 0, 0,   decisions},
    [D_REASON] = {"reason",   IN_BODY, PARAM_TEXT, true, 1, 300, NULL     },
};

/* Deciding needs the permission that the approval itself names; who asked does not decide. */
static status decide(struct op *op, const struct request *request, struct reply *reply)
{
    struct approval approval;
    TRY(override_decide(op, request_id(request, D_ID),
                        str_equal_c(request_text(request, D_DECISION), "approve"),
                        request_text(request, D_REASON), &approval));
    approval_write(reply_json(reply, 201), &approval);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"askOverride", "POST", "/v1/cases/{id}/overrides", "gate.override", .run = RUN_BOOK, ROUTE_PARAMS(override_params), .handle = ask},
    {"listApprovals", "GET", "/v1/approvals", "gate.approve", .run = RUN_READ, .handle = list},
    {"decideApproval", "POST", "/v1/approvals/{id}/decision", "gate.approve", .run = RUN_BOOK, ROUTE_PARAMS(decide_params), .handle = decide},
};
/* clang-format on */
const struct route_list approval_routes = ROUTE_LIST(rows);
