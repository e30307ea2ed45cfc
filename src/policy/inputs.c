#include "policy/inputs.h"

#include "base/money.h"
#include "money/age.h"

const struct dmn_input input_list[INPUT_COUNT] = {
#define INPUT_ROW(name, type, scale) {#name, type, scale},
    INPUTS(INPUT_ROW)
#undef INPUT_ROW
};

static const struct dmn_value null_value = {0, true};

static struct dmn_value number(int64_t value)
{
    return (struct dmn_value){value, false};
}

/* Days from an anchor to the day that is decided for; null when there is no anchor. */
static struct dmn_value days_since(const struct case_facts *facts, enum fact fact, int64_t anchor,
                                   day on)
{
    return facts_has(facts, fact) ? number(on - anchor) : null_value;
}

static struct dmn_value days_until(const struct case_facts *facts, enum fact fact, int64_t anchor,
                                   day on)
{
    return facts_has(facts, fact) && anchor >= on ? number(anchor - on) : null_value;
}

/* Minor units to INPUT_AMOUNT_SCALE decimals; what leaves the range stands at its edge, where every
 * table treats it as very large. */
struct dmn_value inputs_amount(int64_t minor, int exponent)
{
    int64_t scaled = minor;
    for (int i = exponent; i < INPUT_AMOUNT_SCALE; i++)
        if (__builtin_mul_overflow(scaled, (int64_t)10, &scaled))
            return number(minor < 0 ? INT64_MIN : INT64_MAX);
    return number(scaled);
}

static struct dmn_value word(const struct case_facts *facts, enum fact fact, int64_t symbol,
                             enum input input, const struct input_words *words)
{
    return words->reads[input] && facts_has(facts, fact)
               ? number(words->of_symbol(words->context, symbol))
               : null_value;
}

static void derive_ages(const struct case_facts *f, day on, struct dmn_value *v)
{
    const day oldest = facts_has(f, FACT_oldest_due_on) ? (day)f->oldest_due_on : DAY_NONE;
    v[INPUT_past_due_days] = number(age_past_due_days(oldest, on));
    v[INPUT_days_to_next_due] = days_until(f, FACT_next_due_on, f->next_due_on, on);
    v[INPUT_days_since_notice] = days_since(f, FACT_last_notice_on, f->last_notice_on, on);
    v[INPUT_days_since_contact] = days_since(f, FACT_last_contact_on, f->last_contact_on, on);
    v[INPUT_days_since_attempt] = days_since(f, FACT_last_attempt_on, f->last_attempt_on, on);
    v[INPUT_days_since_broken] = days_since(f, FACT_last_broken_on, f->last_broken_on, on);
    v[INPUT_days_since_payment] = days_since(f, FACT_last_payment_on, f->last_payment_on, on);
    v[INPUT_days_since_outcome] = days_since(f, FACT_last_outcome_on, f->last_outcome_on, on);
    v[INPUT_case_age_days] = days_since(f, FACT_opened_on, f->opened_on, on);
    v[INPUT_promise_days_left] = days_until(f, FACT_promise_due_on, f->promise_due_on, on);
    v[INPUT_attempts_7_days] =
        number(facts_window_sum(f->attempt_anchor_on, f->attempt_window, on, 7));
    v[INPUT_contacts_7_days] =
        number(facts_window_sum(f->contact_anchor_on, f->contact_window, on, 7));
}

static void derive_amounts(const struct case_facts *f, struct dmn_value *v)
{
    const int exponent = currency_exponent((currency)f->currency);
    v[INPUT_past_due_amount] = inputs_amount(f->past_due_amount, exponent);
    v[INPUT_open_amount] = inputs_amount(f->open_amount, exponent);
    v[INPUT_promise_amount] = inputs_amount(f->promise_amount, exponent);
    v[INPUT_last_payment_amount] = facts_has(f, FACT_last_payment_amount)
                                       ? inputs_amount(f->last_payment_amount, exponent)
                                       : null_value;
    v[INPUT_open_claims] = number(f->open_claims);
    v[INPUT_past_due_claims] = number(f->past_due_claims);
    v[INPUT_notice_level] = number(f->notice_level);
    v[INPUT_promises_kept] = number(f->promises_kept);
    v[INPUT_promises_broken] = number(f->promises_broken);
}

static void derive_flags(const struct case_facts *f, struct dmn_value *v)
{
    v[INPUT_has_open_promise] = number(f->promises_open > 0);
    v[INPUT_has_dispute] = number(f->disputes_open > 0);
    v[INPUT_is_deceased] = number((f->party_flags & FLAG_BIT(FLAG_DECEASED)) != 0);
    v[INPUT_is_represented] = number((f->party_flags & FLAG_BIT(FLAG_REPRESENTED)) != 0);
    v[INPUT_is_bankrupt] = number((f->party_flags & FLAG_BIT(FLAG_BANKRUPT)) != 0);
    v[INPUT_is_vulnerable] = number((f->party_flags & FLAG_BIT(FLAG_VULNERABLE)) != 0);
    v[INPUT_is_held] = number(f->is_held != 0);
    v[INPUT_is_arranged] = number(f->is_arranged != 0);
    v[INPUT_has_email] = number((f->reach_flags & REACH_EMAIL) != 0);
    v[INPUT_has_phone] = number((f->reach_flags & REACH_PHONE) != 0);
    v[INPUT_has_address] = number((f->reach_flags & REACH_ADDRESS) != 0);
}

int inputs_complexity(const struct case_facts *f, day on)
{
    const int attempts = facts_window_sum(f->attempt_anchor_on, f->attempt_window, on, 7);
    const int contacts = facts_window_sum(f->contact_anchor_on, f->contact_window, on, 7);
    int points = 0;
    points += f->promises_broken > f->promises_kept ? 2 : 0; /* the word does not hold */
    points += f->promises_broken >= 2 ? 1 : 0;
    points -= f->promises_kept > f->promises_broken ? 1 : 0; /* it does */
    points += attempts >= 3 && contacts == 0 ? 1 : 0;        /* nobody answers */
    points += f->disputes_open > 0 ? 1 : 0;
    points += f->notice_level >= 3 ? 1 : 0; /* a firm notice changed nothing */
    points -= contacts > 0 ? 1 : 0;
    return points <= 0 ? 1 : points <= 2 ? 2 : 3;
}

static void derive_seldom_flags(const struct case_facts *f, struct dmn_value *v)
{
    v[INPUT_is_elderly] = number((f->party_flags & FLAG_BIT(FLAG_ELDERLY)) != 0);
    v[INPUT_is_sued] = number((f->party_flags & FLAG_BIT(FLAG_SUED)) != 0);
    v[INPUT_in_moratorium] = number((f->party_flags & FLAG_BIT(FLAG_MORATORIUM)) != 0);
    v[INPUT_has_verified_email] = number((f->reach_flags & REACH_EMAIL_VERIFIED) != 0);
    v[INPUT_has_verified_phone] = number((f->reach_flags & REACH_PHONE_VERIFIED) != 0);
    v[INPUT_has_verified_address] = number((f->reach_flags & REACH_ADDRESS_VERIFIED) != 0);
}

static void derive_seldom(const struct case_facts *f, day on, const struct input_words *words,
                          struct dmn_value *v)
{
    const int exponent = currency_exponent((currency)f->currency);
    v[INPUT_next_due_amount] =
        facts_has(f, FACT_next_due_on) ? inputs_amount(f->next_due_amount, exponent) : null_value;
    v[INPUT_unapplied_amount] = inputs_amount(f->unapplied_amount, exponent);
    v[INPUT_disputed_amount] = inputs_amount(f->disputed_amount, exponent);
    v[INPUT_paid_amount] = inputs_amount(f->paid_amount, exponent);
    v[INPUT_days_since_kept] = days_since(f, FACT_last_kept_on, f->last_kept_on, on);
    v[INPUT_callback_days_left] = days_until(f, FACT_callback_on, f->callback_on, on);
    v[INPUT_promises_open] = number(f->promises_open);
    v[INPUT_disputes_open] = number(f->disputes_open);
    v[INPUT_unknown_sends] = number(f->unknown_sends);
    v[INPUT_complexity] = number(inputs_complexity(f, on));
    derive_seldom_flags(f, v);
    for (int i = INPUT_OBLIGATIONS; i < INPUT_INDICATOR; i++)
        v[i] = null_value;
    for (int i = 0; i < INDICATOR_COUNT; i++)
        v[INPUT_INDICATOR + i] = words->indicators ? words->indicators[i] : null_value;
}

void inputs_derive(const struct case_facts *facts, day on, const struct input_words *words,
                   struct dmn_value ret_values[INPUT_COUNT])
{
    derive_ages(facts, on, ret_values);
    derive_amounts(facts, ret_values);
    derive_flags(facts, ret_values);
    ret_values[INPUT_last_outcome] =
        word(facts, FACT_last_outcome, facts->last_outcome, INPUT_last_outcome, words);
    ret_values[INPUT_product] = word(facts, FACT_product, facts->product, INPUT_product, words);
    ret_values[INPUT_party_kind] =
        word(facts, FACT_party_kind, facts->party_kind, INPUT_party_kind, words);
    ret_values[INPUT_country] = word(facts, FACT_country, facts->country, INPUT_country, words);
    ret_values[INPUT_stage] = word(facts, FACT_stage, facts->stage, INPUT_stage, words);
    ret_values[INPUT_currency] = number(words->of_currency(words->context, facts->currency));
    ret_values[INPUT_segment] = null_value;
    if (words->reads_seldom)
        derive_seldom(facts, on, words, ret_values);
}
