#include "policy/override.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/reservation.h"
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
    return policy_place(op, asking->policy, asking->facts.country, asking->facts.zone,
                        &asking->place);
}

/* It must be the one rule that stands in the way, and one that may be lifted. */
static status check_rule(struct op *op, const struct asking *asking, enum channel channel,
                         const struct gate_verdict *verdict)
{
    const struct pack_rule *const rule =
        pack_rule_find(asking->place->pack, str_of(verdict->rule_id));
    struct gate_verdict without;
    if (verdict->state != GATE_REFUSED)
        return op_fail(op, E_CONFLICT, "the gate permits this contact: no override is needed");
    if (!rule || !pack_rule_may_waive(rule))
        return op_fail(op, E_DENIED, "rule %s is never overridden", verdict->rule_id);
    TRY(decision_gate_waiving(op, asking->policy, &asking->facts, channel, op_now(op),
                              str_of(verdict->rule_id), &without));
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
    return db_run(op, Q_OVERRIDE_INSERT,
                  DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(asked->id), ARG_ID(key.case_id),
                          ARG_DAY(op->business_date), ARG_I64(channel),
                          ARG_TEXT_C(verdict->rule_id), ARG_TEXT_C(pack), ARG_TEXT(str_trim(why)),
                          ARG_ID(asked->approval_id), ARG_ID(op->actor_id),
                          ARG_INSTANT(op_now(op))),
                  NULL);
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

status override_use(struct op *op, struct case_key key, int64_t id, int64_t permit_id)
{
    int64_t changed = 0;
    TRY(db_run(
        op, Q_OVERRIDE_USE,
        DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(id), ARG_ID(permit_id), ARG_INSTANT(op_now(op))),
        &changed));
    return changed == 1 ? OK : op_fail(op, E_CONFLICT, "override %" PRId64 " was used already", id);
}
