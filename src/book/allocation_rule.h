/* Allocation rules: in which order money meets what a case owes, as data, from a day on.
 *
 * Where no rule was recorded, the age classes of `allocation_profile` hold with the components in
 * the order of profile_default.  A rule counts for money whose value day is its day or later, so
 * what was booked under another one stays as it is; the rule of a portfolio holds for cases whose
 * debts all lie in it, and goes before the organisation's. */
#ifndef BOOK_ALLOCATION_RULE_H
#define BOOK_ALLOCATION_RULE_H
#include "book/touch.h"
#include "money/ledger.h"

struct allocation_rule {
    int64_t portfolio_id; /* 0: of the organisation */
    day from_on;
    str profile; /* money/profile.h */
    enum future_rule future;
    bool is_vertical;
};
/* Records a rule, in the caller's transaction.  E_INVALID: a profile that says something else, or
 * nothing; a day before the business date. */
MUST_CHECK status allocation_rule_put(struct op *op, const struct allocation_rule *rule);
/* What holds for a case; it lives in the op's arena. */
MUST_CHECK status allocation_rule_load(struct op *op, struct case_key key,
                                       struct ledger_rules *ret_rules);
/* The order of age classes where no rule is: names of money/profile.h.  At most
 * ALLOCATION_CLASSES_MAX. */
#define ALLOCATION_CLASSES_MAX PROFILE_GROUPS_MAX
MUST_CHECK status allocation_rule_classes(struct op *op, str ret_classes[ALLOCATION_CLASSES_MAX],
                                          size_t *ret_count);
#endif
