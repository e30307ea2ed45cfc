/* Arrears: what of a ledger is past due on a day, since when, and in which range.
 *
 * Pure; the age of a line is age_of (money/age.h). */
#ifndef MONEY_ARREARS_H
#define MONEY_ARREARS_H
#include "money/age.h"
#include "money/ledger.h"
#include "money/range.h"

/* grace_days of the rule holds for the debt as a whole; that of a single instalment is a setting.
 */
struct arrears_rule {
    struct age_rule age;
    bool grace_of_instalments; /* an instalment has the grace of the debt */
    const struct age_pause *pauses;
    size_t pause_count;
    const struct range *ranges;
    size_t range_count;
};

struct arrears {
    struct age age;
    day since;            /* due day of the oldest that is past due; DAY_NONE: nothing is */
    day delinquent_on;    /* since + grace */
    struct parts overdue; /* by component */
    int64_t amount;
    const struct range *range; /* of the delinquent days; NULL: none */
};
void arrears_of(const struct ledger *ledger, const struct arrears_rule *rule, day as_of,
                struct arrears *ret_arrears);

/* One instalment that is past due.  A returned payment has a row of its own. */
struct arrears_row {
    const struct ledger_instalment *instalment;
    day since;
    struct age age;
    int64_t amount;
    const struct range *range;
};
/* Rows in the op's arena, oldest instalment first. */
void arrears_rows(struct op *op, const struct ledger *ledger, const struct arrears_rule *rule,
                  day as_of, struct arrears_row **ret_rows, size_t *ret_count);
#endif
