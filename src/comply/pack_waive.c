/* A pack in which one rule says nothing: what the gate would say if somebody lifted it. */
#include <limits.h>

#include "comply/pack.h"
#include "comply/pack_table.h"

/* Open all day, without maximum, without ban: the rule keeps its place, lest another one takes it.
 */
static void silence(struct rule *rule)
{
    for (int kind = 0; kind < DAY_KIND_COUNT; kind++) {
        rule->windows[kind].count = 1;
        rule->windows[kind].list[0].open = 0;
        rule->windows[kind].list[0].close = 24 * 3600;
    }
    for (int i = 0; i < rule->cap_count; i++) {
        rule->caps[i].rule = rule;
        rule->caps[i].max = INT_MAX;
    }
    rule->facts = 0;
}

static const struct rule *find(const struct pack *pack, str id)
{
    for (size_t i = 0; i < pack->rule_count; i++)
        if (str_equal_c(id, pack->rules[i].info.id))
            return &pack->rules[i];
    return NULL;
}

/* A strategy repeats our policy as its own limit, so that it is lawful by itself; what binds its
 * plans does not bind two persons who lift the policy. */
static bool is_lifted(const struct rule *rule, const struct rule *named)
{
    return str_equal_c(str_of(named->info.id), rule->info.id) ||
           (rule->is_beneath && rule->kind == named->kind);
}

status pack_waive(struct op *op, const struct pack *pack, str id, const struct pack **ret_pack)
{
    struct pack *const waived = arena_new(op->arena, struct pack);
    struct rule *const rules = arena_array(op->arena, pack->rule_count, sizeof(*rules));
    const struct rule *const named = find(pack, id);
    if (!named)
        return op_fail(op, E_NOT_FOUND, "pack %s has no rule " STR_FORMAT, pack->country,
                       STR_ARG(id));
    for (size_t i = 0; i < pack->rule_count; i++) {
        rules[i] = pack->rules[i];
        if (is_lifted(&rules[i], named))
            silence(&rules[i]);
    }
    *waived = *pack;
    waived->rules = rules;
    TRY(pack_compile(op, waived));
    *ret_pack = waived;
    return OK;
}

/* What a law says stays said; of our own policy, how often and when.  A ban is never lifted, and a
 * pack may say otherwise of any rule. */
bool pack_rule_may_waive(const struct pack_rule *rule)
{
    if (rule->override != OVERRIDE_UNSAID)
        return rule->override == OVERRIDE_ALLOWED;
    return rule->basis == PACK_POLICY &&
           (strcmp(rule->kind, "contact_hours") == 0 || strcmp(rule->kind, "frequency_cap") == 0);
}
