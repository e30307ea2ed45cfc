/* CNAB 240: what became of orders of payment and of direct debit, segments A, J, O and N.
 *
 * A lot whose operation is C pays others, so its entries are debits; one of operation D debits
 * others for us, so they are credits.  An order is an entry whatever became of it: the amount is
 * what was really paid, `title` what was ordered, and the flag `payment` tells whether it was done
 * (00, 03). A bank that did it without repeating the amount did what was ordered. */
#ifndef BANK_CNAB_ORDER_H
#define BANK_CNAB_ORDER_H
#include "bank/column.h"

/* Of the lot under way. */
struct cnab_orders {
    enum bank_mark mark;
    int64_t count;
    struct bank_total ordered, paid;
};

/* Whether the line is a segment that is an order by itself. */
bool cnab_is_order(const struct bank_line *line);
/* The current line. */
MUST_CHECK status cnab_order_put(struct bank_reading *r, struct cnab_orders *orders);
/* At the trailer of the lot: its sum, of what was ordered or of what was paid. */
void cnab_orders_end(struct bank_reading *r, const struct cnab_orders *orders);
#endif
