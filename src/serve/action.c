/* Gestiones: recording what came of a contact, and taking it back. */
#include <inttypes.h>

#include "book/action.h"
#include "book/obligation.h"
#include "book/party.h"
#include "book/promise.h"
#include "calendar/zone.h"
#include "policy/agree.h"
#include "policy/commit.h"
#include "policy/permit.h"
#include "policy/work.h"
#include "record/setting.h"
#include "record/symbol.h"
#include "serve/decision_view.h"
#include "serve/money_view.h"
#include "serve/queue_item.h"
#include "serve/route.h"
#include "serve/shield.h"
#include "serve/wording.h"

enum {
    P_CASE,
    P_CHANNEL,
    P_DIRECTION,
    P_POINT,
    P_DISPOSITION,
    P_NOTE,
    P_DURATION,
    P_WORK_ITEM,
    P_PROMISE,
    P_PROMISE_AMOUNT,
    P_PROMISE_DUE_ON,
    P_PROMISE_CHANNEL,
    P_CALLBACK,
    P_PERMIT
};
static const char *const channels[] = {"call", "whatsapp", "sms", "email", "letter", "visit", NULL};
static const char *const directions[] = {"outbound", "inbound", NULL};
enum { DIRECTION_OUTBOUND, DIRECTION_INBOUND };
/* clang-format off */
static const struct param action_params[] = {
    [P_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [P_CHANNEL] = {"channel", IN_BODY, PARAM_WORD, true, 0, 0, channels},
    [P_DIRECTION] = {"direction", IN_BODY, PARAM_WORD, true, 0, 0, directions},
    [P_POINT] = {"contact_point_id", IN_BODY, PARAM_ID, false, 0, 0, NULL},
    [P_DISPOSITION] = {"disposition", IN_BODY, PARAM_TEXT, true, 1, 64, NULL},
    [P_NOTE] = {"note", IN_BODY, PARAM_TEXT, false, 0, LIMIT_NOTE_CHARACTERS, NULL},
    [P_DURATION] = {"duration_s", IN_BODY, PARAM_INTEGER, false, 0, 86400, NULL},
    [P_WORK_ITEM] = {"work_item_id", IN_BODY, PARAM_ID, false, 0, 0, NULL},
    [P_PROMISE] = {"promise", IN_BODY, PARAM_OBJECT, false, 0, 0, NULL},
    [P_PROMISE_AMOUNT] = {"promise/amount", IN_BODY, PARAM_MONEY, true, 0, 0, NULL},
    [P_PROMISE_DUE_ON] = {"promise/due_on", IN_BODY, PARAM_DAY, true, 0, 0, NULL},
    [P_PROMISE_CHANNEL] = {"promise/channel", IN_BODY, PARAM_WORD, false, 0, 0, pay_channels},
    [P_CALLBACK] = {"callback_at", IN_BODY, PARAM_INSTANT, false, 0, 0, NULL},
    [P_PERMIT] = {"permit_id", IN_BODY, PARAM_ID, false, 0, 0, NULL},
};
/* clang-format on */

struct outcome {
    int64_t flags;
    bool is_found;
};

static status read_flags(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 1);
    return OK;
}

static bool has(const struct outcome *outcome, enum outcome_flag flag)
{
    return (outcome->flags & OUTCOME_BIT(flag)) != 0;
}

/* An unknown one is refused by the book, in its own words. */
static status find_outcome(struct op *op, str code, struct outcome *ret_outcome)
{
    *ret_outcome = (struct outcome){0};
    return db_query_one(op, Q_DISPOSITION_GET, DB_ARGS(ARG_TEXT(code)), read_flags,
                        &ret_outcome->flags, &ret_outcome->is_found);
}

/* A result that is a promise says which one, and no other result carries one. */
static status check_promise(struct op *op, const struct request *request,
                            const struct outcome *outcome)
{
    const str code = request_text(request, P_DISPOSITION);
    const bool is_there = request_has(request, P_PROMISE);
    if (!outcome->is_found || has(outcome, OUTCOME_PROMISE) == is_there)
        return OK;
    if (is_there)
        return op_fail(op, E_INVALID, "an outcome \"" STR_FORMAT "\" carries no promise",
                       STR_ARG(code));
    return op_fail(op, E_INVALID,
                   "an outcome \"" STR_FORMAT "\" asks for a promise with amount and day",
                   STR_ARG(code));
}

static status check_point(struct op *op, int64_t debtor_id, int64_t point_id)
{
    int64_t party_id = 0;
    return point_id == 0 ? OK : contact_point_owner(op, debtor_id, point_id, &party_id);
}

/* The day of the appointment on the person's own calendar. */
static status callback_day(struct op *op, const struct case_facts *facts, instant at, day *ret_day)
{
    const struct policy *policy = NULL;
    const struct policy_place *place = NULL;
    *ret_day = DAY_NONE;
    if (at == INSTANT_NONE)
        return OK;
    TRY(policy_get(op, &policy));
    TRY(policy_place(op, policy, facts->country, facts->zone, &place));
    *ret_day = zone_to_local(place->zone_count > 0 ? place->zones[0] : policy->zone, at).day;
    return OK;
}

/* What a contact by this channel costs the house; work inside it has no setting. */
static status cost_of(struct op *op, const struct outcome *outcome, str channel, bool is_inbound,
                      money *ret_cost)
{
    ret_cost->minor = 0;
    if (is_inbound || !has(outcome, OUTCOME_ATTEMPT))
        return OK;
    const char *const name = arena_printf(op->arena, "cost." STR_FORMAT, STR_ARG(channel));
    return setting_i64(op, name, op->business_date, setting_initial_i64(name), &ret_cost->minor);
}

/* An outbound contact by the channel that was decided carries out the decided step.  A notice is
 * given when it is on paper or the person was there to hear it. */
static status carried_step(struct op *op, struct case_key key, const struct outcome *outcome,
                           struct action_input *in)
{
    struct decision decision;
    bool found = false;
    TRY(decision_get(op, key, &decision, &found));
    if (!found || in->is_inbound || decision.channel != (int64_t)in->channel)
        return OK;
    if (has(outcome, OUTCOME_RIGHT_PARTY) || in->channel == CHANNEL_LETTER)
        in->notice_level = (int)decision.notice_level;
    return symbol_text(op, decision.step, &in->step);
}

static status fill_action(struct op *op, const struct request *request, struct case_key key,
                          const struct outcome *outcome, struct action_input *in)
{
    struct case_facts facts;
    bool found = false;
    const str channel = request_text(request, P_CHANNEL);
    *in = (struct action_input){
        .key = key,
        .is_inbound = request_number(request, P_DIRECTION, 0) == DIRECTION_INBOUND,
        .point_id = request_id(request, P_POINT),
        .permit_id = request_id(request, P_PERMIT),
        .disposition = request_text(request, P_DISPOSITION),
        .note = request_text(request, P_NOTE),
        .duration_s = (int)request_number(request, P_DURATION, 0),
        .amount = request_money(request, P_PROMISE_AMOUNT),
    };
    if (!channel_parse(channel, &in->channel))
        return op_fail(op, E_INTERNAL, "a channel of the route is not in base/words.h");
    TRY(check_point(op, key.debtor_id, in->point_id));
    TRY(facts_get(op, key, &facts, &found));
    TRY(callback_day(op, &facts, request_instant(request, P_CALLBACK), &in->callback_on));
    TRY(cost_of(op, outcome, channel, in->is_inbound, &in->cost));
    return carried_step(op, key, outcome, in);
}

static status record_promise(struct op *op, const struct request *request, struct reply *reply,
                             const struct action_input *action, int64_t action_id)
{
    int64_t id = 0;
    if (!request_has(request, P_PROMISE))
        return OK;
    const struct promise_input input = {.key = action->key,
                                        .due_on = request_day(request, P_PROMISE_DUE_ON),
                                        .amount = request_money(request, P_PROMISE_AMOUNT),
                                        .channel = action->channel,
                                        .pay_channel = request_text(request, P_PROMISE_CHANNEL),
                                        .action_id = action_id};
    status code = promise_make(op, &input, &id);
    if (code == OK)
        code = agree_check_promise(op, input.key, 0, input.due_on, input.amount);
    if (code != OK) { /* the field lies inside the order's promise */
        const char *const pointer = wording_pointer(op);
        if (pointer)
            reply_error(reply, arena_printf(op->arena, "/promise%s", pointer),
                        arena_printf(op->arena, "%s", op->text));
    }
    return code;
}

static status finish_item(struct op *op, const struct request *request, struct case_key key,
                          int64_t action_id)
{
    const int64_t id = request_id(request, P_WORK_ITEM);
    struct work_item item;
    if (id == 0)
        return OK;
    TRY(work_get(op, id, &item));
    if (item.key.case_id != key.case_id)
        return op_fail(op, E_INVALID, "work item %" PRId64 " belongs to another case", id);
    return work_done(op, id, action_id);
}

/* --- the answer --- */

struct written {
    struct json_writer *w;
    struct case_key key;
    int64_t user_id;
    str disposition;
};

static status write_action(struct op *op, struct db_rows *row, void *out)
{
    struct written *const written = out;
    struct json_writer *const w = written->w;
    enum channel channel = CHANNEL_NONE;
    written->key = (struct case_key){db_id(row, 0), db_id(row, 2)};
    written->user_id = db_id(row, 5);
    written->disposition = db_text_copy(op, row, 10);
    if (!w)
        return OK;
    json_object_open(w);
    json_put_id(w, "id", db_id(row, 1));
    json_put_id(w, "case_id", db_id(row, 2));
    json_put_instant(w, "at", db_instant(row, 3));
    json_put_day(w, "day", db_day(row, 4));
    person_write(w, "actor", db_id(row, 5), db_text(row, 6));
    channel_write(w, "channel", channel_parse(db_text(row, 7), &channel) ? channel : CHANNEL_NONE);
    json_put_str(w, "direction", db_text(row, 8));
    json_put_id(w, "contact_point_id", db_id(row, 9));
    json_put_str(w, "disposition", db_text(row, 10));
    json_put_str(w, "note", db_text(row, 11));
    json_put_i64(w, "duration_s", db_i64(row, 12));
    json_put_id(w, "corrects_id", db_id(row, 13));
    json_object_close(w);
    return OK;
}

/* w NULL: only looks. */
static status find_action(struct op *op, int64_t id, struct json_writer *w,
                          struct written *ret_written)
{
    bool found = false;
    *ret_written = (struct written){.w = w};
    TRY(db_query_one(op, Q_SERVE_ACTION, DB_ARGS(ARG_ID(id)), write_action, ret_written, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no action %" PRId64 " of this debtor", id);
}

/* What the gate would have said of a contact that had no permit; null where nothing lacks. */
static status write_unpermitted(struct op *op, struct json_writer *w, struct case_key key,
                                enum channel channel, const struct unpermitted *what,
                                bool is_english)
{
    struct case_facts facts;
    bool found = false;
    json_key(w, "unpermitted");
    if (!what || what->lack == LACK_NOTHING) {
        json_write_null(w);
        return OK;
    }
    TRY(facts_get(op, key, &facts, &found));
    json_object_open(w);
    json_put_c(w, "lack", permit_lack_name(what->lack));
    json_key(w, "gate");
    TRY(gate_verdict_write(op, w, &facts, channel, &what->verdict, is_english));
    json_object_close(w);
    return OK;
}

/* The case is decided anew before the answer is written, so that the answer shows it. */
static status write_receipt(struct op *op, const struct request *request, struct reply *reply,
                            struct case_key key, int64_t action_id, int64_t work_item_id,
                            const struct action_input *action, const struct unpermitted *what)
{
    struct written written;
    struct queue_item item;
    struct shield_cover cover;
    struct decided_policies decided = {0};
    TRY(policy_decide_case(op, key));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_key(w, "action");
    TRY(find_action(op, action_id, w, &written));
    TRY(decision_view_write(op, w, key, request->is_english));
    json_key(w, "work_item");
    if (work_item_id == 0) {
        json_write_null(w);
    } else {
        TRY(queue_item_get(op, work_item_id, &item));
        TRY(shield_cover_of(op, request, &cover));
        TRY(queue_item_write(op, w, &cover, &decided, &item));
    }
    TRY(write_unpermitted(op, w, key, action ? action->channel : CHANNEL_NONE, what,
                          request->is_english));
    json_object_close(w);
    return OK;
}

static status create(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    struct outcome outcome;
    struct action_input action;
    struct unpermitted unpermitted;
    int64_t id = 0;
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    TRY(find_outcome(op, request_text(request, P_DISPOSITION), &outcome));
    TRY(check_promise(op, request, &outcome));
    TRY(fill_action(op, request, key, &outcome, &action));
    TRY(permit_record(op, &action, &id, &unpermitted));
    TRY(record_promise(op, request, reply, &action, id));
    TRY(finish_item(op, request, key, id));
    return write_receipt(op, request, reply, key, id, request_id(request, P_WORK_ITEM), &action,
                         &unpermitted);
}

/* --- taking back --- */

enum { P_ID, P_REASON };
static const struct param correction_params[] = {
    [P_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [P_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status cancel_promise(struct op *op, struct case_key key, int64_t action_id, str reason)
{
    int64_t id = 0;
    bool found = false;
    TRY(db_query_one(op, Q_SERVE_PROMISE_OF_ACTION,
                     DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_ID(action_id)),
                     read_id, &id, &found));
    return found ? promise_cancel(op, key.debtor_id, id, reason) : OK;
}

static status correct(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t action_id = request_id(request, P_ID);
    const str reason = request_text(request, P_REASON);
    struct written old;
    int64_t id = 0;
    int64_t item_id = 0;
    TRY(find_action(op, action_id, NULL, &old));
    if (old.user_id != op->actor_id)
        return op_fail(op, E_DENIED, "action %" PRId64 " is somebody else's", action_id);
    TRY(action_correct(op, old.key.debtor_id, action_id, reason, &id));
    TRY(cancel_promise(op, old.key, action_id, reason));
    TRY(work_reopen(op, action_id, &item_id));
    return write_receipt(op, request, reply, old.key, id, item_id, NULL, NULL);
}

/* clang-format off */
static const struct route rows[] = {
    {"recordAction", "POST", "/v1/cases/{id}/actions", "action.record", .run = RUN_BOOK, ROUTE_PARAMS(action_params), .handle = create},
    {"correctAction", "POST", "/v1/actions/{id}/correction", "action.correct", .run = RUN_BOOK, ROUTE_PARAMS(correction_params), .handle = correct},
};
/* clang-format on */
const struct route_list action_routes = ROUTE_LIST(rows);
