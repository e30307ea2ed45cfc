/* The late interest that a case bears: the organisation's rate, never above what the law allows.
 *
 * The rate is the setting late_interest.rate_bp; a rate cap of the country's pack narrows it, and
 * where a value that the cap refers to is not known no interest is charged at all.  Rates are a
 * year's in parts per million, by actual days of 365. */
#ifndef POLICY_LATE_RULE_H
#define POLICY_LATE_RULE_H
#include "money/accrual.h"
#include "policy/facts.h"

struct late_rule {
    struct accrual_rule accrual; /* steps are in the op's arena */
    int64_t rate;                /* that applies; 0: none */
    const char *rule;            /* of the pack, that narrowed it; NULL: none did */
};

/* Reads only. */
MUST_CHECK status late_rule_read(struct op *op, const struct case_facts *facts, day on,
                                 struct late_rule *ret_rule);
#endif
