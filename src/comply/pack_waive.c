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

status pack_waive(struct op *op, const struct pack *pack, str id, const struct pack **ret_pack)
{
    struct pack *const waived = arena_new(op->arena, struct pack);
    struct rule *const rules = arena_array(op->arena, pack->rule_count, sizeof(*rules));
    bool found = false;
    for (size_t i = 0; i < pack->rule_count; i++) {
        rules[i] = pack->rules[i];
        if (!str_equal_c(id, rules[i].info.id))
            continue;
        silence(&rules[i]);
        found = true;
    }
    if (!found)
        return op_fail(op, E_NOT_FOUND, "pack %s has no rule " STR_FORMAT, pack->country,
                       STR_ARG(id));
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
