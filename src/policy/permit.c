#include "policy/permit.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/party.h"
#include "policy/override.h"
#include "policy/reply_due.h"
#include "record/audit.h"
#include "record/event.h"
#include "store/db.h"

/* Which rules were asked: country, version and hash, so that a verdict can be given again. */
static const char *pack_text(struct op *op, const struct pack *pack,
                             const struct gate_verdict *verdict)
{
    return arena_printf(op->arena, "%s %d %s", verdict->pack_country, verdict->pack_version,
                        pack_hash(pack));
}

/* The case and its rules, with the person locked. */
struct asked {
    const struct policy *policy;
    const struct policy_place *place;
    struct case_facts facts;
};

static status read_asked(struct op *op, struct case_key key, struct asked *asked)
{
    bool found = false;
    TRY(reservation_lock(op, key.debtor_id));
    TRY(policy_get(op, &asked->policy));
    TRY(facts_get(op, key, &asked->facts, &found));
    if (!found)
        return op_fail(op, E_STORE, "case %" PRId64 " has no facts", key.case_id);
    asked->policy = policy_of(asked->policy, &asked->facts);
    return policy_place(op, asked->policy, asked->facts.country, asked->facts.zone, &asked->place);
}

static status hold(struct op *op, const struct asked *asked, const struct gate_verdict *verdict,
                   struct reservation *reservation, int64_t *ret_id)
{
    reservation->rule = verdict->rule_id;
    reservation->pack = pack_text(op, asked->place->pack, verdict);
    reservation->on = verdict->next_on;
    return reservation_hold(op, reservation, ret_id);
}

/* Two people may have lifted the rule that refuses; what every other rule says still holds. */
static status lift(struct op *op, const struct asked *asked, struct reservation *reservation,
                   struct permit *permit)
{
    struct override_ready ready;
    struct gate_verdict verdict;
    TRY(override_find(op, reservation->key, reservation->channel, &ready));
    if (ready.id == 0 || !str_equal_c(ready.rule, permit->verdict.rule_id))
        return OK;
    TRY(decision_gate_waiving(op, asked->policy, &asked->facts, reservation->channel, op_now(op),
                              ready.rule, &verdict));
    if (verdict.state == GATE_REFUSED) {
        permit->verdict = verdict; /* of another rule */
        return OK;
    }
    TRY(hold(op, asked, &verdict, reservation, &permit->id));
    permit->override_id = ready.id;
    return override_use(op, reservation->key, ready.id, permit->id);
}

/* Who asked was told of the wish, and may have a newer word of the person. */
static status tell_against_wish(struct op *op, struct case_key key, enum channel channel,
                                const struct permit *permit)
{
    struct buf payload = buf_start(op->arena, 1024);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "permit_id", permit->id);
    json_put_c(&w, "channel", channel_name(channel));
    json_put_c(&w, "wish", permit->verdict.wish);
    json_put_instant(&w, "wish_at", permit->verdict.wish_at);
    json_object_close(&w);
    const struct event event = {key.debtor_id, key.case_id, "contact.against_wish", 1,
                                buf_str(&payload)};
    return event_append(op, &event);
}

static status mean_point(struct op *op, struct case_key key, enum channel channel, int64_t point_id,
                         struct case_facts *facts)
{
    enum point_use use = POINT_PERSONAL;
    int64_t owner_id = 0;
    if (point_id == 0)
        return OK;
    TRY(contact_point_owner(op, key.debtor_id, point_id, &owner_id));
    TRY(contact_point_use(op, owner_id, point_id, &use));
    facts_set_use(facts, channel, use);
    return OK;
}

status permit_ask(struct op *op, struct case_key key, enum channel channel, int64_t outbox_id,
                  struct permit *ret_permit)
{
    return permit_ask_point(op, key, channel, 0, outbox_id, ret_permit);
}

status permit_ask_point(struct op *op, struct case_key key, enum channel channel, int64_t point_id,
                        int64_t outbox_id, struct permit *ret_permit)
{
    const instant now = op_now(op);
    struct asked asked;
    struct permit permit = {0};
    struct reservation reservation = {.key = key,
                                      .person_id = key.debtor_id,
                                      .channel = channel,
                                      .point_id = point_id,
                                      .outbox_id = outbox_id,
                                      .expires_at = INSTANT_NONE};
    TRY(read_asked(op, key, &asked));
    TRY(mean_point(op, key, channel, point_id, &asked.facts));
    TRY(decision_gate(op, asked.policy, &asked.facts, channel, now, outbox_id, &permit.verdict));
    if (outbox_id == 0)
        reservation.expires_at = now + PERMIT_SECONDS * INSTANT_PER_SECOND;
    if (permit.verdict.state != GATE_REFUSED)
        TRY(hold(op, &asked, &permit.verdict, &reservation, &permit.id));
    else if (outbox_id == 0)
        TRY(lift(op, &asked, &reservation, &permit));
    if (permit.id != 0 && permit.verdict.wish)
        TRY(tell_against_wish(op, key, channel, &permit));
    permit.expires_at = reservation.expires_at;
    permit.point_id = point_id;
    *ret_permit = permit;
    return OK;
}

/* --- what was done by hand --- */

static status tell_unpermitted(struct op *op, const struct action_input *in, int64_t action_id,
                               const struct unpermitted *what)
{
    struct buf payload = buf_start(op->arena, 1024);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "action_id", action_id);
    json_put_c(&w, "channel", channel_name(in->channel));
    json_put_c(&w, "lack", permit_lack_name(what->lack));
    json_put_c(&w, "state", gate_state_name(what->verdict.state));
    json_put_c(&w, "rule", what->verdict.rule_id);
    json_object_close(&w);
    const struct event event = {in->key.debtor_id, in->key.case_id, "contact.unpermitted", 1,
                                buf_str(&payload)};
    return event_append(op, &event);
}

static status record_unpermitted(struct op *op, const struct asked *asked,
                                 const struct action_input *in, int64_t action_id,
                                 const struct unpermitted *what)
{
    const struct gate_verdict *const verdict = &what->verdict;
    TRY(audit_insert(op, AUDIT_UNPERMITTED, 0,
                     DB_ARGS(ARG_ID(in->key.debtor_id), ARG_ID(id_make()), ARG_ID(in->key.case_id),
                             ARG_ID(action_id), ARG_DAY(op->business_date), ARG_I64(in->channel),
                             ARG_TEXT_C(permit_lack_name(what->lack)),
                             ARG_TEXT_C(verdict->state == GATE_REFUSED ? "refused" : "allowed"),
                             ARG_TEXT_C(verdict->rule_id), ARG_TEXT_C(verdict->reason),
                             ARG_TEXT_C(pack_text(op, asked->place->pack, verdict)),
                             ARG_ID(op->actor_id), ARG_INSTANT(op_now(op)))));
    return tell_unpermitted(op, in, action_id, what);
}

/* A permit for one point is none for another; one for the best point of the channel is none for a
 * workplace or a reference that the gate was not asked about. */
static status compare_point(struct op *op, const struct action_input *in,
                            struct reservation_place *place)
{
    enum point_use use = POINT_PERSONAL;
    int64_t owner_id = 0;
    struct case_facts facts;
    bool found = false;
    if (place->lack != LACK_NOTHING || in->point_id == 0 || place->point_id == in->point_id)
        return OK;
    if (place->point_id == 0) {
        TRY(contact_point_owner(op, in->key.debtor_id, in->point_id, &owner_id));
        TRY(contact_point_use(op, owner_id, in->point_id, &use));
        if (use == POINT_PERSONAL)
            return OK;
        TRY(facts_get(op, in->key, &facts, &found));
    }
    if (!found || facts_use(&facts, in->channel) != use)
        place->lack = LACK_OTHER;
    return OK;
}

status permit_record(struct op *op, const struct action_input *input, int64_t *ret_id,
                     struct unpermitted *ret_unpermitted)
{
    struct unpermitted what = {.lack = LACK_NOTHING};
    struct action_input action = *input;
    struct reservation_place place = {.lack = LACK_NOTHING};
    struct asked asked;
    bool is_attempt = false;
    bool is_dispute = false;
    TRY(action_is_attempt(op, input, &is_attempt));
    TRY(action_disputes(op, input, &is_dispute));
    if (is_dispute)
        TRY(reply_due_today(op, input->key.debtor_id, &action.dispute_due_on));
    if (is_attempt) {
        TRY(reservation_look(op, input->key.debtor_id, input->permit_id, &input->key,
                             input->channel, &place));
        TRY(compare_point(op, input, &place));
    } else if (input->permit_id != 0) { /* nobody was called: the place is free again */
        TRY(reservation_release(op, input->key.debtor_id, input->permit_id));
        action.permit_id = 0;
    }
    what.lack = place.lack;
    if (what.lack != LACK_NOTHING) { /* asked before the contact itself counts */
        TRY(read_asked(op, input->key, &asked));
        TRY(mean_point(op, input->key, input->channel, input->point_id, &asked.facts));
        TRY(decision_gate(op, asked.policy, &asked.facts, input->channel, op_now(op), 0,
                          &what.verdict));
        action.permit_id = 0;
    }
    TRY(action_record(op, &action, ret_id));
    if (what.lack != LACK_NOTHING)
        TRY(record_unpermitted(op, &asked, &action, *ret_id, &what));
    *ret_unpermitted = what;
    return OK;
}
