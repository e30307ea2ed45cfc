#include "dmn/sentence.h"

static const char *because_text(struct op *op, const struct dmn_explained *explained)
{
    struct buf out = buf_start(op->arena, LIMIT_SAID_BYTES);
    for (size_t i = 0; i < explained->because_count; i++) {
        const struct dmn_condition *const c = &explained->because[i];
        buf_add_c(&out, i > 0 ? "; " : "");
        buf_add_c(&out, op_say(op, "%s is %s (asks for %s)", str_cstr(op->arena, c->input),
                               str_cstr(op->arena, c->value), str_cstr(op->arena, c->cell)));
    }
    return buf_cstr(&out);
}

static const char *violation_text(struct op *op, const struct dmn_explained *explained)
{
    const char *const name = str_cstr(op->arena, explained->decision);
    const struct dmn_hit *const hit = &explained->hit;
    if (hit->violation == DMN_SUM_OVERFLOWS)
        return op_say(op, "%s: the sum of the rules that match is too large, so there is no result",
                      name);
    if (hit->violation == DMN_VALUE_OUTSIDE)
        return op_say(op,
                      "%s: a value is not among those that its column declares, so no rule "
                      "matches",
                      name);
    return op_say(op, "%s: rules %d and %d match at once, so there is no result", name,
                  hit->rule + 1, hit->second + 1);
}

const char *dmn_sentence_decision(struct op *op, const struct dmn_explained *explained)
{
    const char *const name = str_cstr(op->arena, explained->decision);
    const char *const note = str_cstr(op->arena, explained->annotation);
    const int rule = explained->hit.rule + 1;
    if (explained->hit.violation != DMN_NO_VIOLATION)
        return violation_text(op, explained);
    if (rule == 0)
        return op_say(op, "%s: no rule matches, so the default holds", name);
    if (explained->because_count == 0)
        return *note
                   ? op_say(op, "%s: rule %d, which takes whatever is left (%s)", name, rule, note)
                   : op_say(op, "%s: rule %d, which takes whatever is left", name, rule);
    return *note ? op_say(op, "%s: rule %d (%s), because %s", name, rule, note,
                          because_text(op, explained))
                 : op_say(op, "%s: rule %d, because %s", name, rule, because_text(op, explained));
}

const char *dmn_sentence_rule(struct op *op, const struct dmn_explained *explained, size_t rule)
{
    const struct dmn_reason *const reason = &explained->reasons[rule];
    if (reason->matches)
        return op_say(op, "rule %zu matches too, and rule %d comes first", rule + 1,
                      explained->hit.rule + 1);
    return op_say(op, "rule %zu does not: %s is %s (asks for %s)", rule + 1,
                  str_cstr(op->arena, reason->input), str_cstr(op->arena, reason->value),
                  str_cstr(op->arena, reason->cell));
}
