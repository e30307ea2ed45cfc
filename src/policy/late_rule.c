#include "policy/late_rule.h"

#include "policy/charge.h"
#include "record/setting.h"
#include "record/symbol.h"

#define RATE         "late_interest.rate_bp"
#define PPM_OF_POINT 100 /* a basis point in parts per million */

/* The lowest of the caps; what is unknown allows nothing. */
static void narrow(const struct charge_answers *answers, struct late_rule *late)
{
    if (answers->verdict == CHARGE_UNKNOWN)
        late->rate = 0;
    for (size_t i = 0; i < answers->count; i++) {
        const struct charge_answer *const answer = &answers->list[i];
        const bool has_most =
            answer->verdict == CHARGE_ALLOWED || answer->verdict == CHARGE_REFUSED;
        if (answer->verdict == CHARGE_UNKNOWN || (has_most && answer->most < late->rate)) {
            late->rate = has_most ? answer->most : 0;
            late->rule = answer->rule->id;
        }
    }
}

static status ask_law(struct op *op, const struct case_facts *facts, day on, struct late_rule *late)
{
    struct charge_place place = {.on = on, .currency = (currency)facts->currency};
    const struct charge_rate asked = {.rate = late->rate, .agreed = late->rate};
    struct charge_answers *const answers = arena_new(op->arena, struct charge_answers);
    TRY(symbol_text(op, facts->country, &place.country));
    TRY(charge_ask_rate(op, &place, &asked, answers));
    narrow(answers, late);
    return OK;
}

status late_rule_read(struct op *op, const struct case_facts *facts, day on,
                      struct late_rule *ret_rule)
{
    struct late_rule late = {.rule = NULL};
    struct interest_step *const step = arena_new(op->arena, struct interest_step);
    TRY(setting_i64(op, RATE, on, setting_initial_i64(RATE), &late.rate));
    late.rate *= PPM_OF_POINT;
    if (late.rate > 0)
        TRY(ask_law(op, facts, on, &late));
    *step = (struct interest_step){DAY_MIN, late.rate};
    late.accrual = (struct accrual_rule){
        .interest = {.basis = DAY_COUNT_ACTUAL_365, .rates = {step, 1}},
        .bases = 1U << COMPONENT_PRINCIPAL,
        .charged = COMPONENT_LATE_INTEREST,
        .only_overdue = true,
    };
    *ret_rule = late;
    return OK;
}
