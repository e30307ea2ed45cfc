#include "policy/decide.h"

#include <inttypes.h>

#include "base/ids.h"
#include "policy/case_inputs.h"
#include "policy/experiment.h"
#include "record/audit.h"
#include "record/symbol.h"
#include "store/gather.h"

/* A string output as a symbol of the store; 0 for null. */
static int64_t stored(const struct policy *policy, const struct dmn_value *outputs, int place)
{
    if (place < 0 || outputs[place].is_null || outputs[place].value < 0)
        return 0;
    return policy->store_symbols[outputs[place].value];
}

static str word(const struct policy *policy, const struct dmn_value *outputs, int place)
{
    if (place < 0 || outputs[place].is_null)
        return (str){"", 0};
    return dmn_symbols_text(policy->symbols, (dmn_symbol)outputs[place].value);
}

static int64_t whole(const struct dmn_value *outputs, int place, int64_t fallback)
{
    return place < 0 || outputs[place].is_null ? fallback : outputs[place].value;
}

/* Work goes by priority, then by the larger past due amount, then by the case's own key, so that
 * the order never depends on ids. */
static int64_t rank_of(int64_t priority, const struct case_facts *facts)
{
    const int64_t clamped = priority < 0 ? 0 : priority > 1000 ? 1000 : priority;
    int64_t units = facts->past_due_amount / 100;
    units = units < 0 ? 0 : units > UINT32_MAX ? UINT32_MAX : units;
    return (1000 - clamped) << 48 | (UINT32_MAX - units) << 16 | (facts->natural_key & 0xFFFF);
}

/* Whom the step is for.  A message goes to the debtor's own points: others are work of people. */
static status read_role(struct op *op, const struct policy *policy, const struct dmn_value *outputs,
                        int64_t *ret_role)
{
    const str name = word(policy, outputs, policy->outputs[OUTPUT_RECIPIENT]);
    enum party_role role = ROLE_DEBTOR;
    if (name.size > 0 && !party_role_parse(name, &role))
        return op_fail(op, E_INVALID, "treatment.dmn names an unknown recipient \"" STR_FORMAT "\"",
                       STR_ARG(name));
    *ret_role = role;
    return OK;
}

/* Work of people may go to other people: an escalation moves it, and makes none. */
static void escalate(const struct policy *policy, const struct dmn_value *in,
                     struct decision *decision)
{
    __attribute__((uninitialized)) struct dmn_value out[OUTPUTS_MAX];
    struct dmn_hit hit;
    if (policy->escalation_queue < 0 || decision->queue == 0)
        return;
    dmn_plan_decide(policy->escalation, in, out, &hit);
    const int64_t queue = stored(policy, out, policy->escalation_queue);
    if (queue != 0)
        decision->queue = queue;
}

static status apply_tables(struct op *op, const struct policy *policy,
                           const struct case_facts *facts, day on, struct obligation_walk *walk,
                           struct decision *decision, int64_t *ret_wait_days)
{
    /* Four kilobytes of pattern for each case would cost as much as the tables do; what is read of
     * both is written before. */
    __attribute__((uninitialized)) struct dmn_value in[INPUTS_MAX];
    __attribute__((uninitialized)) struct dmn_value out[OUTPUTS_MAX];
    struct dmn_hit segment_hit;
    struct dmn_hit treatment_hit;
    struct dmn_hit priority_hit;
    TRY(case_inputs_read_along(op, policy, facts, on, walk, in));
    dmn_plan_decide(policy->segment, in, out, &segment_hit);
    in[INPUT_segment] = out[0];
    decision->segment = stored(policy, out, 0);
    dmn_plan_decide(policy->priority, in, out, &priority_hit);
    decision->priority = whole(out, 0, 0);
    dmn_plan_decide(policy->treatment, in, out, &treatment_hit);
    decision->step = stored(policy, out, policy->outputs[OUTPUT_STEP]);
    decision->template = stored(policy, out, policy->outputs[OUTPUT_TEMPLATE]);
    decision->queue = stored(policy, out, policy->outputs[OUTPUT_QUEUE]);
    decision->notice_level = whole(out, policy->outputs[OUTPUT_NOTICE_LEVEL], 0);
    decision->rules = (int64_t)(segment_hit.rule + 1) << 16 | (int64_t)(treatment_hit.rule + 1);
    *ret_wait_days = whole(out, policy->outputs[OUTPUT_WAIT_DAYS], -1);
    enum channel channel = CHANNEL_NONE;
    const str name = word(policy, out, policy->outputs[OUTPUT_CHANNEL]);
    if (!str_equal_c(name, "work") && name.size > 0 && !channel_parse(name, &channel))
        return op_fail(op, E_INVALID, "treatment.dmn names an unknown channel \"" STR_FORMAT "\"",
                       STR_ARG(name));
    decision->channel = channel;
    TRY(read_role(op, policy, out, &decision->role));
    if (decision->queue == 0 && channel != CHANNEL_NONE &&
        (channel != CHANNEL_EMAIL || decision->role != ROLE_DEBTOR))
        TRY(symbol_id(op, name, &decision->queue)); /* what no machine sends is work of people */
    escalate(policy, in, decision);
    decision->rank = rank_of(decision->priority, facts);
    return OK;
}

static enum point_state point_of(const struct case_facts *facts, enum channel channel)
{
    const int64_t flags = facts->reach_flags;
    const bool is_mail = channel == CHANNEL_EMAIL;
    const bool is_paper = channel == CHANNEL_LETTER || channel == CHANNEL_VISIT;
    const int64_t any = is_mail ? REACH_EMAIL : is_paper ? REACH_ADDRESS : REACH_PHONE;
    const int64_t verified = is_mail    ? REACH_EMAIL_VERIFIED
                             : is_paper ? REACH_ADDRESS_VERIFIED
                                        : REACH_PHONE_VERIFIED;
    if (!(flags & any)) /* a point that a revoked consent took away: the consent is the reason */
        return facts_consent(facts, channel) == CONSENT_REVOKED ? POINT_UNVERIFIED : POINT_INACTIVE;
    return flags & verified ? POINT_VERIFIED : POINT_UNVERIFIED;
}

static bool has_flag(const struct case_facts *facts, enum party_flag flag)
{
    return (facts->party_flags & FLAG_BIT(flag)) != 0;
}

static bool is_reachable(const struct case_facts *facts, enum channel channel)
{
    const enum point_state state = point_of(facts, channel);
    return (state == POINT_VERIFIED || state == POINT_UNVERIFIED) &&
           facts_consent(facts, channel) != CONSENT_REVOKED;
}

/* A channel by which nobody reaches the person is no wish: silence would be worse than the other
 * one. */
static struct gate_wish wish_of(const struct case_facts *facts)
{
    const struct contact_preference wish = facts_wish(facts);
    const bool is_usable = wish.channel != CHANNEL_NONE && is_reachable(facts, wish.channel);
    return (struct gate_wish){wish.days, wish.opens_s, wish.closes_s,
                              is_usable ? wish.channel : CHANNEL_NONE};
}

status decision_request(struct op *op, const struct policy *policy, const struct case_facts *facts,
                        enum channel channel, enum party_role role, const struct gate_count *counts,
                        size_t count_rows, struct gate_request *ret_request,
                        const struct policy_place **ret_place)
{
    policy = policy_of(policy, facts);
    *ret_request = (struct gate_request){
        .channel = channel,
        .purpose = facts->past_due_claims > 0 ? PURPOSE_COLLECTION : PURPOSE_REMINDER,
        .at = INSTANT_NONE,
        .role = role,
        .flags = (uint32_t)facts->party_flags,
        .is_elderly = has_flag(facts, FLAG_ELDERLY),
        .has_suit = has_flag(facts, FLAG_SUED),
        .is_in_relief = has_flag(facts, FLAG_MORATORIUM),
        .point = point_of(facts, channel),
        .consent = facts_consent(facts, channel),
        .has_dispute = facts->disputes_open > 0,
        .has_hold = facts->is_held != 0,
        .hold_from = DAY_NONE,
        .hold_until = DAY_NONE,
        .counts = counts,
        .count_rows = count_rows,
    };
    if (role == ROLE_DEBTOR) {
        const enum point_use use = facts_use(facts, channel);
        ret_request->wish = wish_of(facts);
        ret_request->is_workplace = use == POINT_WORKPLACE;
        ret_request->role = use == POINT_REFERENCE ? ROLE_REFERENCE : role;
    }
    TRY(policy_place(op, policy, facts->country, facts->zone, ret_place));
    const struct policy_place *const place = *ret_place;
    ret_request->zone = place->zone_count > 0 ? place->zones[0] : NULL;
    ret_request->other_zones = place->zones + 1;
    ret_request->other_zone_count = place->zone_count > 1 ? place->zone_count - 1 : 0;
    return OK;
}

/* A send whose fate is unknown bars another one until a person has looked. */
static status refuse_unknown(struct op *op, struct decision *decision)
{
    decision->verdict = VERDICT_REFUSED;
    TRY(symbol_id(op, STR("OUTBOX-UNKNOWN"), &decision->verdict_rule));
    return symbol_id(op, STR("unknown_send"), &decision->silence);
}

/* Work of people goes by the channel that the person prefers, where people can use it and the gate
 * allows it that day; else by the one of the strategy, whose times are still the person's. */
static bool try_wished_channel(const struct policy_place *place, struct gate_request *request,
                               const struct case_facts *facts, day on, struct decision *decision,
                               struct gate_verdict *verdict)
{
    const enum channel wished = request->wish.channel;
    if (decision->queue == 0 || wished == CHANNEL_NONE)
        return false;
    request->wish.channel = CHANNEL_NONE;
    if (wished == CHANNEL_EMAIL || wished == request->channel)
        return false;
    struct gate_request other = *request;
    other.channel = wished;
    other.point = point_of(facts, wished);
    other.consent = facts_consent(facts, wished);
    other.is_workplace = facts_use(facts, wished) == POINT_WORKPLACE;
    if (facts_use(facts, wished) == POINT_REFERENCE)
        return false;
    if (!gate_plan(place->pack, &other, on, &decision->not_before, verdict))
        return false;
    decision->channel = wished;
    return true;
}

static status permit(struct op *op, const struct policy *policy, const struct case_facts *facts,
                     day on, const struct gate_count *counts, size_t count_rows,
                     struct decision *decision)
{
    struct gate_request request;
    struct gate_verdict verdict;
    const struct policy_place *place = NULL;
    if (decision->channel == CHANNEL_EMAIL && facts->unknown_sends > 0)
        return refuse_unknown(op, decision);
    TRY(decision_request(op, policy, facts, (enum channel)decision->channel,
                         (enum party_role)decision->role, counts, count_rows, &request, &place));
    const bool is_allowed = try_wished_channel(place, &request, facts, on, decision, &verdict) ||
                            gate_plan(place->pack, &request, on, &decision->not_before, &verdict);
    decision->verdict = is_allowed ? VERDICT_ALLOWED : VERDICT_REFUSED;
    TRY(symbol_id(op, str_of(verdict.rule_id), &decision->verdict_rule));
    if (is_allowed)
        return OK;
    decision->next_action_on = verdict.next_on;
    return symbol_id(op, str_of(verdict.reason), &decision->silence);
}

/* Nobody is contacted and nobody works: the step itself says why, and when we look again. */
static status be_silent(struct op *op, const struct case_facts *facts, day on, int64_t wait_days,
                        struct decision *decision)
{
    decision->silence = decision->step;
    if (decision->silence == 0) /* no rule of the strategy speaks of such a case */
        TRY(symbol_id(op, STR("no_rule"), &decision->silence));
    decision->is_glance = wait_days >= 0;
    decision->next_action_on = wait_days >= 0                ? on + wait_days
                               : facts->recheck_on < DAY_MAX ? facts->recheck_on
                                                             : DAY_NONE;
    return OK;
}

/* Whether the arm leaves alone what the tables want: a hold-out does, but for what the law or the
 * person asks for, which are the duties of strategy.json. */
static bool is_held_out(const struct arm *arm, const struct decision *decision)
{
    const bool acts = decision->channel != CHANNEL_NONE || decision->queue != 0;
    return arm && arm->is_hold_out && acts && !policy_is_duty(arm->policy, decision->step);
}

static status hold_out(struct op *op, const struct case_facts *facts, day on,
                       struct decision *decision)
{
    decision->channel = CHANNEL_NONE;
    decision->queue = 0;
    decision->template = 0;
    decision->notice_level = 0;
    TRY(be_silent(op, facts, on, -1, decision));
    decision->is_glance = true; /* its arm decides, not the day */
    return symbol_id(op, STR(EXPERIMENT_HOLD_OUT), &decision->silence);
}

status decision_make_along(struct op *op, const struct policy *champion,
                           const struct case_facts *facts, day on, const struct gate_count *counts,
                           size_t count_rows, struct obligation_walk *walk,
                           struct decision *ret_decision)
{
    const struct arm *const arm = policy_arm(champion, facts);
    const struct policy *const policy = arm ? arm->policy : champion;
    struct decision decision = {.debtor_id = facts->debtor_id,
                                .case_id = facts->case_id,
                                .strategy_id = policy->strategy_id,
                                .arm = arm ? arm->symbol : 0,
                                .decided_on = on,
                                .next_action_on = on,
                                .not_before = INSTANT_NONE};
    int64_t wait_days = 0;
    TRY(apply_tables(op, policy, facts, on, walk, &decision, &wait_days));
    if (is_held_out(arm, &decision))
        TRY(hold_out(op, facts, on, &decision));
    else if (decision.channel != CHANNEL_NONE)
        TRY(permit(op, policy, facts, on, counts, count_rows, &decision));
    else if (decision.queue == 0)
        TRY(be_silent(op, facts, on, wait_days, &decision));
    if (decision.channel == CHANNEL_CALL && facts_has(facts, FACT_callback_on) &&
        facts->callback_on > on && decision.verdict == VERDICT_ALLOWED) {
        decision.next_action_on = facts->callback_on; /* the person asked to be called then */
        TRY(symbol_id(op, STR("callback"), &decision.silence));
    }
    *ret_decision = decision;
    return OK;
}

status decision_make(struct op *op, const struct policy *policy, const struct case_facts *facts,
                     day on, const struct gate_count *counts, size_t count_rows,
                     struct decision *ret_decision)
{
    return decision_make_along(op, policy, facts, on, counts, count_rows, NULL, ret_decision);
}

bool decision_same(const struct decision *a, const struct decision *b)
{
    return a->strategy_id == b->strategy_id && a->segment == b->segment && a->step == b->step &&
           a->channel == b->channel && a->template == b->template && a->queue == b->queue &&
           a->notice_level == b->notice_level && a->rules == b->rules && a->verdict == b->verdict &&
           a->verdict_rule == b->verdict_rule && a->silence == b->silence && a->arm == b->arm;
}

bool decision_differs(const struct decision *decision, const struct decision *carried)
{
    return !decision_same(decision, carried) ||
           (decision->silence != 0 && !decision->is_glance &&
            decision->next_action_on != carried->next_action_on);
}

static status read_decision(struct op *op, struct db_rows *row, void *out)
{
    struct decision *const decision = out;
    int64_t *const cells = &decision->strategy_id;
    (void)op;
    for (int i = 0; i < 13; i++)
        cells[i] = db_i64(row, i);
    decision->next_action_on = db_day(row, 13);
    return OK;
}

status decision_get(struct op *op, struct case_key key, struct decision *ret_decision,
                    bool *ret_found)
{
    *ret_decision = (struct decision){.debtor_id = key.debtor_id, .case_id = key.case_id};
    return db_query_one(op, Q_CASE_DECISION_GET,
                        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), read_decision,
                        ret_decision, ret_found);
}

/* watching until the strategy acts, open from then on, closed when nothing is open. */
static const char *state_of(const struct case_facts *facts, const struct decision *decision)
{
    const bool acts = decision->channel != CHANNEL_NONE || decision->queue != 0;
    const bool is_new = facts->notice_level == 0 && !facts_has(facts, FACT_last_outcome_on);
    if (facts->case_state == CASE_CLOSED)
        return "closed";
    return acts ? "working" : is_new ? "watching" : "open";
}

enum { PUT_ARGS = 16, HISTORY_ARGS = 18, STATE_ARGS = 5 };

static void put_args(const struct decision *d, struct db_arg out[PUT_ARGS])
{
    const struct db_arg args[PUT_ARGS] = {
        ARG_ID(d->debtor_id),     ARG_ID(d->case_id),
        ARG_ID(d->strategy_id),   ARG_I64(d->segment),
        ARG_I64(d->step),         ARG_I64(d->channel),
        ARG_I64(d->template),     ARG_I64(d->queue),
        ARG_I64(d->notice_level), ARG_I64(d->rules),
        ARG_I64(d->verdict),      ARG_I64(d->verdict_rule),
        ARG_I64(d->silence),      ARG_I64(d->arm),
        ARG_I64(d->decided_on),   ARG_DAY((day)d->next_action_on)};
    memcpy(out, args, sizeof(args));
}

static void history_args(struct op *op, const struct decision *d, const char *cause,
                         struct db_arg out[HISTORY_ARGS])
{
    const struct db_arg args[HISTORY_ARGS] = {ARG_ID(d->debtor_id),
                                              ARG_ID(d->case_id),
                                              ARG_ID(id_make()),
                                              ARG_I64(d->decided_on),
                                              ARG_INSTANT(op_now(op)),
                                              ARG_TEXT_C(cause),
                                              ARG_ID(d->strategy_id),
                                              ARG_I64(d->segment),
                                              ARG_I64(d->step),
                                              ARG_I64(d->channel),
                                              ARG_I64(d->template),
                                              ARG_I64(d->rules),
                                              ARG_I64(d->verdict),
                                              ARG_I64(d->verdict_rule),
                                              ARG_I64(d->silence),
                                              ARG_I64(d->priority),
                                              ARG_DAY((day)d->next_action_on),
                                              ARG_I64(d->arm)};
    memcpy(out, args, sizeof(args));
}

static void state_args(struct op *op, const struct case_facts *facts, const struct decision *d,
                       struct db_arg out[STATE_ARGS])
{
    const bool is_closed = facts->case_state == CASE_CLOSED;
    const struct db_arg args[STATE_ARGS] = {
        ARG_ID(facts->debtor_id), ARG_ID(facts->case_id), ARG_TEXT_C(state_of(facts, d)),
        ARG_DAY(is_closed ? (day)d->decided_on : DAY_NONE), ARG_INSTANT(op_now(op))};
    memcpy(out, args, sizeof(args));
}

status decision_carry_first(struct op *op, const struct case_facts *facts,
                            const struct decision *decision, const char *cause,
                            const char **ret_state, day *ret_closed_on)
{
    struct db_arg args[HISTORY_ARGS];
    put_args(decision, args);
    TRY(db_insert(op, Q_CASE_DECISION_INSERT, args, PUT_ARGS));
    history_args(op, decision, cause, args);
    TRY(audit_insert_first(op, AUDIT_DECISION, args, HISTORY_ARGS));
    *ret_state = state_of(facts, decision);
    *ret_closed_on = facts->case_state == CASE_CLOSED ? (day)decision->decided_on : DAY_NONE;
    return OK;
}

/* Rows of what cases carry: of those that carry something already, and of the others. */
static status put_all(struct op *op, const struct carry *carries, size_t count)
{
    struct db_arg *const args = arena_array(op->arena, count * PUT_ARGS, sizeof(*args));
    size_t replaced = 0;
    size_t added = 0;
    for (size_t i = 0; i < count; i++)
        put_args(carries[i].decision,
                 args + (carries[i].carried ? replaced++ : count - ++added) * PUT_ARGS);
    if (replaced > 0)
        TRY(db_replace_many(op, Q_CASE_DECISION_REPLACE, args, PUT_ARGS, replaced));
    return added > 0 ? db_run_many(op, Q_CASE_DECISION_PUT, args + replaced * PUT_ARGS, PUT_ARGS,
                                   added, NULL)
                     : OK;
}

status decision_carry_all(struct op *op, const struct carry *carries, size_t count,
                          const char *cause, int64_t *ret_changed)
{
    struct db_arg *const rows = arena_array(op->arena, count * HISTORY_ARGS, sizeof(*rows));
    struct db_arg *const states = arena_array(op->arena, count * STATE_ARGS, sizeof(*states));
    size_t changed = 0;
    for (size_t i = 0; i < count; i++) {
        const struct carry *const c = &carries[i];
        if (c->carried && decision_same(c->decision, c->carried))
            continue; /* the same, for another day */
        history_args(op, c->decision, cause, rows + changed * HISTORY_ARGS);
        state_args(op, c->facts, c->decision, states + changed * STATE_ARGS);
        changed++;
    }
    *ret_changed = (int64_t)changed;
    TRY(put_all(op, carries, count));
    if (changed == 0)
        return OK;
    TRY(audit_insert_many(op, AUDIT_DECISION, 0, rows, HISTORY_ARGS, changed));
    return db_run_many(op, Q_CASE_STATE_FOLLOW, states, STATE_ARGS, changed, NULL);
}

status decision_carry(struct op *op, const struct case_facts *facts,
                      const struct decision *decision, const struct decision *carried,
                      const char *cause, bool *ret_changed)
{
    struct db_arg args[HISTORY_ARGS];
    *ret_changed = false;
    if (carried && !decision_differs(decision, carried))
        return OK;
    put_args(decision, args);
    TRY(db_run_later(op, Q_CASE_DECISION_PUT, args, PUT_ARGS));
    if (carried && decision_same(decision, carried))
        return OK; /* the same, for another day */
    *ret_changed = true;
    history_args(op, decision, cause, args);
    TRY(audit_insert(op, AUDIT_DECISION, 0, args, HISTORY_ARGS));
    state_args(op, facts, decision, args);
    return db_run_later(op, Q_CASE_STATE_FOLLOW, args, STATE_ARGS);
}
