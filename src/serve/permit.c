/* Permits: an agent asks before calling, and keeps the place until the result is recorded. */
#include "policy/permit.h"

#include "book/obligation.h"
#include "serve/decision_view.h"
#include "serve/route.h"

enum { P_CASE, P_CHANNEL, P_POINT };
static const char *const channels[] = {"call", "whatsapp", "sms", "email", "letter", "visit", NULL};
static const struct param permit_params[] = {
    [P_CASE] = {"id",               IN_PATH, PARAM_ID,   true,  0, 0, NULL    },
    [P_CHANNEL] = {"channel",          IN_BODY, PARAM_WORD, true,  0, 0, channels},
    [P_POINT] = {"contact_point_id", IN_BODY, PARAM_ID,   false, 0, 0, NULL    },
};

static void write_permit(struct json_writer *w, const struct permit *permit)
{
    json_key(w, "permit");
    if (permit->id == 0) {
        json_write_null(w);
        return;
    }
    json_object_open(w);
    json_put_id(w, "id", permit->id);
    json_put_instant(w, "expires_at", permit->expires_at);
    json_put_id(w, "override_id", permit->override_id);
    json_put_id(w, "contact_point_id", permit->point_id);
    json_object_close(w);
}

/* A refusal is an answer too: it names the rule and the next permitted time. */
static status create(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    enum channel channel = CHANNEL_NONE;
    struct permit permit;
    struct case_facts facts;
    bool found = false;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    if (!channel_parse(request_text(request, P_CHANNEL), &channel))
        return op_fail(op, E_INTERNAL, "a channel of the route is not in base/words.h");
    const int64_t point_id = request_has(request, P_POINT) ? request_id(request, P_POINT) : 0;
    TRY(permit_ask_point(op, key, channel, point_id, 0, &permit));
    TRY(facts_get(op, key, &facts, &found));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    write_permit(w, &permit);
    json_key(w, "gate");
    TRY(gate_verdict_write(op, w, &facts, channel, &permit.verdict, request->is_english));
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"askPermit", "POST", "/v1/cases/{id}/permits", "action.record", .run = RUN_BOOK, ROUTE_PARAMS(permit_params), .handle = create},
};
/* clang-format on */
const struct route_list permit_routes = ROUTE_LIST(rows);
