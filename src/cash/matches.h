/* The rows that say which entry paid what: append-only, an undo is a row with minus the amount. */
#ifndef CASH_MATCHES_H
#define CASH_MATCHES_H
#include "cash/settle.h"

struct match_row {
    int64_t id; /* of a row in the store */
    int64_t debtor_id, case_id;
    int64_t claim_id; /* 0: the profile chose */
    int64_t payment_id;
    money amount;
    const char *how; /* machine | person | undo */
    int score, margin;
    str reason;
    int64_t undoes_id; /* 0: it undoes nothing */
};

MUST_CHECK status match_row_put(struct op *op, int64_t entry_id, const struct match_row *row);
/* How many an entry has, undone ones and undoes too. */
MUST_CHECK status match_row_count(struct op *op, int64_t entry_id, int *ret_count);
/* Those that nobody has taken back. */
MUST_CHECK status match_row_standing(struct op *op, int64_t entry_id, struct match_row **ret_rows,
                                     size_t *ret_count);
/* The one standing payment that a return can mean: the same amount and currency, and a reference
 * that both have.  *ret_found false: there is none, or more than one. */
MUST_CHECK status match_row_of_return(struct op *op, const struct settle_entry *entry,
                                      struct match_row *ret_row, bool *ret_found);
/* That account paid this case; and no longer.  An empty account says nothing. */
MUST_CHECK status match_row_learn(struct op *op, const struct match_row *row, str account);
MUST_CHECK status match_row_unlearn(struct op *op, const struct match_row *row, str account);
#endif
