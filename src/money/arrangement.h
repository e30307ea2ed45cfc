/* Arrangements (convenios) and settlements (quitas) in a ledger.
 *
 * LEDGER_ARRANGE agrees on `amount`, in `count` rows from `due_on` on; what is open beyond it is
 * the discount, which stays owed until every row is paid and is waived then.  What was open neither
 * takes money nor ages meanwhile.  LEDGER_BREACH restores it with its own due days, less what was
 * paid, and the discount with it; the reversal of a breach reinstates the plan, the reversal of the
 * arrangement undoes it as if it had never been.  Pure. */
#ifndef MONEY_ARRANGEMENT_H
#define MONEY_ARRANGEMENT_H
#include "money/ledger.h"

/* Breached once `missed` rows (at least 1) are unpaid for more than `days` days. */
struct breach_rule {
    int missed;
    int days;
};
/* Of the arrangement that runs; false where none does. */
bool arrangement_is_breached(const struct ledger *ledger, const struct breach_rule *rule,
                             day as_of);
#endif
