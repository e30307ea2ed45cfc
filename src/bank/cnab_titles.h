/* Titles as the control records of collection count and sum them, CNAB 240 and 400.
 *
 * A figure that is zero, blank or no number says nothing: many banks fill none.  Of a sum nobody
 * says whether it is of the titles' values or of what was paid: it agrees when it is one of both.
 */
#ifndef BANK_CNAB_TITLES_H
#define BANK_CNAB_TITLES_H
#include "bank/column.h"

struct cnab_titles {
    int64_t count;
    struct bank_total title, paid;
};
/* What a control record states. */
struct cnab_stated {
    int64_t count;           /* 0: nothing */
    struct bank_total value; /* not known: nothing */
};

/* What was paid of a title, a field of the current line.  Blank is zero, but of a payment a fault,
 * and then unknown. */
struct bank_amount cnab_paid(struct bank_reading *r, struct bank_columns columns, bool is_payment);

void cnab_titles_add(struct cnab_titles *titles, struct bank_amount title, struct bank_amount paid);
/* Adds what two fields of the current line state. */
void cnab_stated_add(const struct bank_reading *r, struct bank_columns count,
                     struct bank_columns value, struct cnab_stated *stated);
/* Settles the control and tells what differs; `column` is where the statement begins.  The file may
 * count any one of the tallies, of which the first is told. */
void cnab_titles_judge(struct bank_reading *r, int column, const struct cnab_stated *stated,
                       const struct cnab_titles *tallies, size_t count);
#endif
