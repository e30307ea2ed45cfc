#include "policy/override.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/reservation.h"
#include "record/audit.h"
#include "store/db.h"

#define HOUR (INT64_C(3600) * INSTANT_PER_SECOND)

struct asking {
    const struct policy *policy;
    const struct policy_place *place;
    struct case_facts facts;
};

static status read_asking(struct op *op, struct case_key key, struct asking *asking)
{
    bool found = false;
    TRY(reservation_lock(op, key.debtor_id));
    TRY(policy_get(op, &asking->policy));
    TRY(facts_get(op, key, &asking->facts, &found));
    if (!found)
        return op_fail(op, E_STORE, "case %" PRId64 " has no facts", key.case_id);
    asking->policy = policy_of(asking->policy, &asking->facts);
    return policy_place(op, asking->policy, asking->facts.country, asking->facts.zone,
                        &asking->place);
}

/* Whether it is the one rule that stands in the way, and one that may be lifted. */
static bool may_waive(const struct asking *asking, const struct gate_verdict *verdict)
{
    const struct pack_rule *const rule =
        pack_rule_find(asking->place->pack, str_of(verdict->rule_id));
    return rule && pack_rule_may_waive(rule);
}

static status gate_without(struct op *op, const struct asking *asking, enum channel channel,
                           const struct gate_verdict *verdict, struct gate_verdict *ret_without)
{
    return decision_gate_waiving(op, asking->policy, &asking->facts, channel, op_now(op),
                                 str_of(verdict->rule_id), ret_without);
}

static status may_lift(struct op *op, const struct asking *asking, enum channel channel,
                       const struct gate_verdict *verdict, bool *ret_may)
{
    struct gate_verdict without = {.state = GATE_REFUSED};
    if (may_waive(asking, verdict))
        TRY(gate_without(op, asking, channel, verdict, &without));
    *ret_may = without.state != GATE_REFUSED;
    return OK;
}

static status check_rule(struct op *op, const struct asking *asking, enum channel channel,
                         const struct gate_verdict *verdict)
{
    struct gate_verdict without;
    if (verdict->state != GATE_REFUSED)
        return op_fail(op, E_CONFLICT, "the gate permits this contact: no override is needed");
    if (!may_waive(asking, verdict))
        return op_fail(op, E_DENIED, "rule %s is never overridden", verdict->rule_id);
    TRY(gate_without(op, asking, channel, verdict, &without));
    if (without.state == GATE_REFUSED)
        return op_fail(op, E_DENIED, "without rule %s, rule %s refuses as well", verdict->rule_id,
                       without.rule_id);
    return OK;
}

static status insert(struct op *op, struct case_key key, enum channel channel, str why,
                     const struct asking *asking, const struct override_asked *asked)
{
    const struct gate_verdict *const verdict = &asked->verdict;
    const char *const pack = arena_printf(op->arena, "%s %d %s", verdict->pack_country,
                                          verdict->pack_version, pack_hash(asking->place->pack));
    return audit_insert(op, AUDIT_OVERRIDE, 0,
                        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(asked->id), ARG_ID(key.case_id),
                                ARG_DAY(op->business_date), ARG_I64(channel),
                                ARG_TEXT_C(verdict->rule_id), ARG_TEXT_C(pack),
                                ARG_TEXT(str_trim(why)), ARG_ID(asked->approval_id),
                                ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))));
}

status override_ask(struct op *op, struct case_key key, enum channel channel, str why,
                    struct override_asked *ret_asked)
{
    struct asking asking;
    struct override_asked asked = {.id = id_make()};
    const struct approval_request request = {
        .subject_kind = OVERRIDE_SUBJECT,
        .subject_id = asked.id,
        .rule = OVERRIDE_PERMISSION,
        .expires_at = op_now(op) + OVERRIDE_ASK_HOURS * HOUR,
        .reason = why,
    };
    TRY(read_asking(op, key, &asking));
    TRY(decision_gate(op, asking.policy, &asking.facts, channel, op_now(op), 0, &asked.verdict));
    TRY(check_rule(op, &asking, channel, &asked.verdict));
    TRY(approval_request(op, &request, &asked.approval_id));
    TRY(insert(op, key, channel, why, &asking, &asked));
    *ret_asked = asked;
    return OK;
}

status override_decide(struct op *op, int64_t approval_id, bool is_approved, str reason,
                       struct approval *ret_approval)
{
    const instant now = op_now(op);
    int64_t changed = 0;
    TRY(approval_decide(op, approval_id, is_approved, reason, ret_approval));
    if (!str_equal_c(ret_approval->subject_kind, OVERRIDE_SUBJECT))
        return OK;
    TRY(db_run(op, Q_OVERRIDE_DECIDE,
               DB_ARGS(ARG_ID(approval_id),
                       ARG_TEXT(is_approved ? STR("approved") : STR("rejected")),
                       ARG_ID(op->actor_id), ARG_INSTANT(now),
                       ARG_INSTANT(is_approved ? now + OVERRIDE_VALID_HOURS * HOUR : INSTANT_NONE)),
               &changed));
    return changed == 1
               ? OK
               : op_fail(op, E_STORE, "approval %" PRId64 " is of no override", approval_id);
}

static status read_ready(struct op *op, struct db_rows *row, void *out)
{
    *(struct override_ready *)out =
        (struct override_ready){db_id(row, 0), db_text_copy(op, row, 1)};
    return OK;
}

status override_find(struct op *op, struct case_key key, enum channel channel,
                     struct override_ready *ret_ready)
{
    bool found = false;
    *ret_ready = (struct override_ready){.rule = STR("")};
    return db_query_one(op, Q_OVERRIDE_READY,
                        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_I64(channel),
                                ARG_INSTANT(op_now(op))),
                        read_ready, ret_ready, &found);
}

/* --- what a screen says --- */

const char *override_state_name(enum override_state state)
{
    static const char *const names[] = {"none", "available", "asked", "approved", "rejected"};
    return names[state];
}

struct last_override {
    str state;
    instant asked_at;
    instant valid_until;
};

static status read_last(struct op *op, struct db_rows *row, void *out)
{
    *(struct last_override *)out =
        (struct last_override){db_text_copy(op, row, 0), db_instant(row, 1), db_instant(row, 2)};
    return OK;
}

static struct override_look look_of(struct op *op, const struct last_override *last)
{
    const instant asked_until = last->asked_at + OVERRIDE_ASK_HOURS * HOUR;
    if (str_equal_c(last->state, "asked") && asked_until > op_now(op))
        return (struct override_look){OVERRIDE_ASKED, asked_until};
    if (str_equal_c(last->state, "approved") && last->valid_until > op_now(op))
        return (struct override_look){OVERRIDE_APPROVED, last->valid_until};
    if (str_equal_c(last->state, "rejected") && asked_until > op_now(op))
        return (struct override_look){OVERRIDE_REJECTED, INSTANT_NONE};
    return (struct override_look){OVERRIDE_AVAILABLE, INSTANT_NONE};
}

status override_look(struct op *op, const struct case_facts *facts, enum channel channel,
                     const struct gate_verdict *verdict, struct override_look *ret_look)
{
    struct asking asking = {.facts = *facts};
    struct last_override last = {
        .state = {"", 0}
    };
    bool may = false;
    bool found = false;
    *ret_look = (struct override_look){OVERRIDE_NONE, INSTANT_NONE};
    if (verdict->state != GATE_REFUSED)
        return OK;
    TRY(policy_get(op, &asking.policy));
    asking.policy = policy_of(asking.policy, facts);
    TRY(policy_place(op, asking.policy, facts->country, facts->zone, &asking.place));
    TRY(may_lift(op, &asking, channel, verdict, &may));
    if (!may)
        return OK;
    TRY(db_query_one(op, Q_OVERRIDE_LAST,
                     DB_ARGS(ARG_ID(facts->debtor_id), ARG_ID(facts->case_id), ARG_I64(channel)),
                     read_last, &last, &found));
    *ret_look = look_of(op, &last);
    return OK;
}

status override_use(struct op *op, struct case_key key, int64_t id, int64_t permit_id)
{
    int64_t changed = 0;
    TRY(db_run(
        op, Q_OVERRIDE_USE,
        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(id), ARG_ID(permit_id), ARG_INSTANT(op_now(op))),
        &changed));
    return changed == 1 ? OK : op_fail(op, E_CONFLICT, "override %" PRId64 " was used already", id);
}
