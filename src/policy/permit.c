#include "policy/permit.h"

#include <inttypes.h>

#include "book/reservation.h"

/* Which rules were asked: country, version and hash, so that a verdict can be given again. */
static const char *pack_text(struct op *op, const struct pack *pack,
                             const struct gate_verdict *verdict)
{
    return arena_printf(op->arena, "%s %d %s", verdict->pack_country, verdict->pack_version,
                        pack_hash(pack));
}

static status hold(struct op *op, const struct policy *policy, const struct case_facts *facts,
                   const struct gate_verdict *verdict, struct reservation *reservation,
                   int64_t *ret_id)
{
    const struct pack *pack = NULL;
    TRY(policy_pack(op, policy, facts->country, &pack));
    reservation->rule = verdict->rule_id;
    reservation->pack = pack_text(op, pack, verdict);
    reservation->on = verdict->next_on;
    return reservation_hold(op, reservation, ret_id);
}

status permit_ask(struct op *op, struct case_key key, enum channel channel, int64_t outbox_id,
                  struct permit *ret_permit)
{
    const instant now = op_now(op);
    const struct policy *policy = NULL;
    struct case_facts facts;
    struct permit permit = {0};
    struct reservation reservation = {.key = key,
                                      .person_id = key.debtor_id,
                                      .channel = channel,
                                      .outbox_id = outbox_id,
                                      .expires_at = INSTANT_NONE};
    bool found = false;
    TRY(reservation_lock(op, key.debtor_id));
    TRY(policy_get(op, &policy));
    TRY(facts_get(op, key, &facts, &found));
    if (!found)
        return op_fail(op, E_STORE, "case %" PRId64 " has no facts", key.case_id);
    TRY(decision_gate(op, policy, &facts, channel, now, &permit.verdict));
    if (outbox_id == 0)
        reservation.expires_at = now + PERMIT_SECONDS * INSTANT_PER_SECOND;
    if (permit.verdict.state != GATE_REFUSED)
        TRY(hold(op, policy, &facts, &permit.verdict, &reservation, &permit.id));
    permit.expires_at = reservation.expires_at;
    *ret_permit = permit;
    return OK;
}
