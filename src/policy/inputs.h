/* What a strategy's tables can ask about a case: the inputs, derived from facts for one day.
 *
 * Ages and windows exist only here: they are computed from anchors when a decision asks, for the
 * day that is decided for.  Amounts are given in units of the currency with four decimals, whatever
 * the currency's exponent; counts and days are whole.  The list is the contract with strategy
 * authors. */
#ifndef POLICY_INPUTS_H
#define POLICY_INPUTS_H
#include "dmn/plan.h"
#include "policy/facts.h"

#define INPUT_AMOUNT_SCALE 4

#define INPUTS(X)                                                                                  \
    X(past_due_days, DMN_NUMBER, 0)                                                                \
    X(days_to_next_due, DMN_NUMBER, 0)                                                             \
    X(past_due_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                             \
    X(open_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                                 \
    X(open_claims, DMN_NUMBER, 0)                                                                  \
    X(past_due_claims, DMN_NUMBER, 0)                                                              \
    X(notice_level, DMN_NUMBER, 0)                                                                 \
    X(days_since_notice, DMN_NUMBER, 0)                                                            \
    X(days_since_contact, DMN_NUMBER, 0)                                                           \
    X(days_since_attempt, DMN_NUMBER, 0)                                                           \
    X(attempts_7_days, DMN_NUMBER, 0)                                                              \
    X(contacts_7_days, DMN_NUMBER, 0)                                                              \
    X(promises_kept, DMN_NUMBER, 0)                                                                \
    X(promises_broken, DMN_NUMBER, 0)                                                              \
    X(days_since_broken, DMN_NUMBER, 0)                                                            \
    X(promise_days_left, DMN_NUMBER, 0)                                                            \
    X(promise_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                              \
    X(days_since_payment, DMN_NUMBER, 0)                                                           \
    X(last_payment_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                         \
    X(days_since_outcome, DMN_NUMBER, 0)                                                           \
    X(case_age_days, DMN_NUMBER, 0)                                                                \
    X(has_open_promise, DMN_BOOLEAN, 0)                                                            \
    X(has_dispute, DMN_BOOLEAN, 0)                                                                 \
    X(is_deceased, DMN_BOOLEAN, 0)                                                                 \
    X(is_represented, DMN_BOOLEAN, 0)                                                              \
    X(is_bankrupt, DMN_BOOLEAN, 0)                                                                 \
    X(is_vulnerable, DMN_BOOLEAN, 0)                                                               \
    X(is_held, DMN_BOOLEAN, 0)                                                                     \
    X(has_email, DMN_BOOLEAN, 0)                                                                   \
    X(has_phone, DMN_BOOLEAN, 0)                                                                   \
    X(has_address, DMN_BOOLEAN, 0)                                                                 \
    X(last_outcome, DMN_STRING, 0)                                                                 \
    X(product, DMN_STRING, 0)                                                                      \
    X(party_kind, DMN_STRING, 0)                                                                   \
    X(country, DMN_STRING, 0)                                                                      \
    X(currency, DMN_STRING, 0)                                                                     \
    X(stage, DMN_STRING, 0)                                                                        \
    X(segment, DMN_STRING, 0)

enum input {
#define INPUT_NUMBER(name, type, scale) INPUT_##name,
    INPUTS(INPUT_NUMBER)
#undef INPUT_NUMBER
        INPUT_COUNT
};
extern const struct dmn_input input_list[INPUT_COUNT];

/* Translates a fact's symbol (or a packed currency) into the symbol that the tables know. */
struct input_words {
    dmn_symbol (*of_symbol)(void *context, int64_t symbol);
    dmn_symbol (*of_currency)(void *context, int64_t currency);
    const bool *reads; /* INPUT_COUNT: words that no table reads are not looked up */
    void *context;
};

/* Fills all inputs but segment, which the first table answers.  Pure but for the words. */
void inputs_derive(const struct case_facts *facts, day on, const struct input_words *words,
                   struct dmn_value ret_values[INPUT_COUNT]);
#endif
