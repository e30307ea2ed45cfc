/* What a person sees of direct debits: files, what became of their orders, and what the next file
 * would hold; and a file that was written, once more.
 *
 * Reads, but for the note of who took accounts out of the house.  Texts live in the op's arena;
 * amounts are minor units of the file's currency. */
#ifndef CASH_DEBIT_VIEW_H
#define CASH_DEBIT_VIEW_H
#include "cash/mandate.h"

struct debit_shown {
    int64_t id;
    struct debit_header head; /* created_on: when it was made */
    int64_t creditor_id;
    str creditor;
    day collect_on;
    int64_t orders;
    money amount;
    day withdrawn_on; /* DAY_NONE: it stands */
    str withdrawn_why;
};
/* The newest first. */
MUST_CHECK status debit_shown_all(struct op *op, int64_t most, struct debit_shown **ret_list,
                                  size_t *ret_count);
/* E_NOT_FOUND. */
MUST_CHECK status debit_shown_get(struct op *op, int64_t id, struct debit_shown *ret_file);

/* Orders of a file in one state. */
struct debit_sum {
    str state; /* under_way | paid | returned | rejected | withdrawn */
    str said;  /* by the bank, of what is under way: accepted | pending; empty: nothing yet */
    int64_t orders;
    money amount;
};
MUST_CHECK status debit_sums(struct op *op, int64_t file_id, struct debit_sum **ret_list,
                             size_t *ret_count);

struct debit_order_shown {
    int64_t id, case_id;
    str reference, mandate, holder;
    money amount;
    str state;
    day ended_on;
    str said, said_code, said_words;
    day said_on;
    int64_t entry_id; /* of a bank, that ended it; 0: none */
};
/* As written, from the one that follows after_id; 0: the first.  state: empty: all. */
MUST_CHECK status debit_orders_page(struct op *op, int64_t file_id, int64_t after_id, str state,
                                    int64_t most, struct debit_order_shown **ret_list,
                                    size_t *ret_count);

/* A file that was made, the same bytes while mandates and persons are as they were.  E_NOT_FOUND;
 * E_CONFLICT: it is of a time when its head was not kept, or a person was erased. */
MUST_CHECK status debit_write_again(struct op *op, int64_t file_id, struct buf *out);

#define DEBIT_CURRENCIES_MAX 16 /* of one creditor; more are not told */
struct debit_creditor {
    int64_t id;
    str name;
    currency currencies[DEBIT_CURRENCIES_MAX]; /* of its cases with a mandate that stands */
    size_t currency_count;
};
MUST_CHECK status debit_creditors(struct op *op, int64_t most, struct debit_creditor **ret_list,
                                  size_t *ret_count);
#endif
