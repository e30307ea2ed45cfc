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
#define INPUT_RATE_SCALE   2 /* of indicators: percents with two decimals */

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
    X(is_arranged, DMN_BOOLEAN, 0)                                                                 \
    X(has_email, DMN_BOOLEAN, 0)                                                                   \
    X(has_phone, DMN_BOOLEAN, 0)                                                                   \
    X(has_address, DMN_BOOLEAN, 0)                                                                 \
    X(last_outcome, DMN_STRING, 0)                                                                 \
    X(product, DMN_STRING, 0)                                                                      \
    X(party_kind, DMN_STRING, 0)                                                                   \
    X(country, DMN_STRING, 0)                                                                      \
    X(currency, DMN_STRING, 0)                                                                     \
    X(stage, DMN_STRING, 0)                                                                        \
    X(segment, DMN_STRING, 0)                                                                      \
    INPUTS_SELDOM(X)

/* Computed only for a strategy that reads one of them. */
#define INPUTS_SELDOM(X)                                                                           \
    X(next_due_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                             \
    X(unapplied_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                            \
    X(disputed_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                             \
    X(paid_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                                 \
    X(days_since_kept, DMN_NUMBER, 0)                                                              \
    X(callback_days_left, DMN_NUMBER, 0)                                                           \
    X(promises_open, DMN_NUMBER, 0)                                                                \
    X(disputes_open, DMN_NUMBER, 0)                                                                \
    X(unknown_sends, DMN_NUMBER, 0)                                                                \
    X(is_elderly, DMN_BOOLEAN, 0)                                                                  \
    X(is_sued, DMN_BOOLEAN, 0)                                                                     \
    X(in_moratorium, DMN_BOOLEAN, 0)                                                               \
    X(has_verified_email, DMN_BOOLEAN, 0)                                                          \
    X(has_verified_phone, DMN_BOOLEAN, 0)                                                          \
    X(has_verified_address, DMN_BOOLEAN, 0)                                                        \
    X(complexity, DMN_NUMBER, 0)                                                                   \
    INPUTS_OBLIGATIONS(X)

/* Of all obligations of the case on which something is owed (policy/obligation_inputs.h).  They lie
 * in the store, and are read there only for a strategy that asks for one of them. */
#define INPUTS_OBLIGATIONS(X)                                                                      \
    X(obligations_open, DMN_NUMBER, 0)                                                             \
    X(obligations_past_due, DMN_NUMBER, 0)                                                         \
    X(worst_obligation, DMN_STRING, 0)                                                             \
    X(worst_obligation_level, DMN_NUMBER, 0)                                                       \
    X(obligations_at_worst, DMN_NUMBER, 0)                                                         \
    X(has_flagged_obligation, DMN_BOOLEAN, 0)                                                      \
    X(obligations_flagged, DMN_NUMBER, 0)                                                          \
    X(flagged_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                              \
    INPUTS_OBLIGATION(X)

/* Of one obligation: what obligation.dmn, and no other table, can ask. */
#define INPUTS_OBLIGATION(X)                                                                       \
    X(obligation_past_due_days, DMN_NUMBER, 0)                                                     \
    X(obligation_days_to_next_due, DMN_NUMBER, 0)                                                  \
    X(obligation_past_due_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                  \
    X(obligation_open_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                      \
    X(obligation_next_due_amount, DMN_NUMBER, INPUT_AMOUNT_SCALE)                                  \
    X(obligation_open_claims, DMN_NUMBER, 0)                                                       \
    X(obligation_past_due_claims, DMN_NUMBER, 0)                                                   \
    X(obligation_age_days, DMN_NUMBER, 0)                                                          \
    X(obligation_has_dispute, DMN_BOOLEAN, 0)                                                      \
    X(obligation_product, DMN_STRING, 0)                                                           \
    X(obligation_currency, DMN_STRING, 0)                                                          \
    INPUTS_INDICATOR(X)

/* Of the organisation, the same for every case of a day (policy/indicator.h). */
#define INPUTS_INDICATOR(X)                                                                        \
    X(kpi_coverage, DMN_NUMBER, INPUT_RATE_SCALE)                                                  \
    X(kpi_contactability, DMN_NUMBER, INPUT_RATE_SCALE)                                            \
    X(kpi_kept, DMN_NUMBER, INPUT_RATE_SCALE)                                                      \
    X(kpi_recovery, DMN_NUMBER, INPUT_RATE_SCALE)

enum input {
#define INPUT_NUMBER(name, type, scale) INPUT_##name,
    INPUTS(INPUT_NUMBER)
#undef INPUT_NUMBER
        INPUT_COUNT
};
#define INPUT_SELDOM    INPUT_next_due_amount /* the first of them */
#define INPUT_INDICATOR INPUT_kpi_coverage
/* Of a case's obligations: from the first on to before the first of one obligation, and these. */
#define INPUT_OBLIGATIONS       INPUT_obligations_open
#define INPUT_OBLIGATION        INPUT_obligation_past_due_days
#define OBLIGATIONS_INPUTS      (INPUT_OBLIGATION - INPUT_OBLIGATIONS)
#define INPUT_IS_OBLIGATIONS(i) ((i) >= INPUT_OBLIGATIONS && (i) < INPUT_OBLIGATION)
#define INPUT_IS_OBLIGATION(i)  ((i) >= INPUT_OBLIGATION && (i) < INPUT_INDICATOR)
#define INDICATOR_COUNT         (INPUT_COUNT - INPUT_INDICATOR)
extern const struct dmn_input input_list[INPUT_COUNT];

/* Translates a fact's symbol (or a packed currency) into the symbol that the tables know. */
struct input_words {
    dmn_symbol (*of_symbol)(void *context, int64_t symbol);
    dmn_symbol (*of_currency)(void *context, int64_t currency);
    const bool *reads; /* INPUT_COUNT: words that no table reads are not looked up */
    bool reads_seldom; /* any from INPUT_SELDOM on; these are not written otherwise */
    const struct dmn_value *indicators; /* INDICATOR_COUNT of the day; NULL: none is known */
    void *context;
};

/* How hard a case is to collect, from interactions and from how promises were kept: 1 easy, 2
 * ordinary, 3 hard.  docs/facts.md says how it is counted.  Pure. */
int inputs_complexity(const struct case_facts *facts, day on);
/* Minor units of a currency to INPUT_AMOUNT_SCALE decimals; what leaves the range stands at its
 * edge.  Pure. */
struct dmn_value inputs_amount(int64_t minor, int exponent);
/* Fills all inputs but segment, which the first table answers, and those of obligations, which are
 * null.  Pure but for the words. */
void inputs_derive(const struct case_facts *facts, day on, const struct input_words *words,
                   struct dmn_value ret_values[INPUT_COUNT]);
#endif
