/* Erasure: words about a person go, class by class; figures stay, with a person who has no name.
 *
 * What may go at a person's wish is how to reach her and who she is: contact and identity.  What
 * was done and said stays until its time is over (evidence), and what was owed and paid longer
 * (book): privacy/retention.h takes it then.  With the identity the person's key is destroyed, so
 * that her values open in no copy of the store (record/seal_person.h). */
#ifndef PRIVACY_ERASE_H
#define PRIVACY_ERASE_H
#include "privacy/person.h"
#include "privacy/tables.h"

struct erase_class {
    int64_t rows;     /* that have words now */
    bool is_done;     /* the class went before, and nothing of it has come since */
    bool is_due;      /* goes when it is carried out */
    day kept_until;   /* DAY_NONE: it need not be kept */
    const char *rule; /* by which it is kept */
};

/* What would go and what would stay, on a day. */
struct erase_plan {
    struct erase_class classes[PRIVACY_SYSTEM];
};
/* is_wish: the person asks, so contact and identity go at once; else all goes by its time. */
MUST_CHECK status erase_plan_make(struct op *op, const struct person *person, day on, bool is_wish,
                                  struct erase_plan *ret_plan);

/* Carries a plan out, in a transaction of the caller that ends with policy_commit.  *ret_rows: rows
 * that changed, by class.  E_REFUSED: something stands against it (person_check_bars). */
MUST_CHECK status erase_carry_out(struct op *op, const struct person *person,
                                  const struct erase_plan *plan, int64_t request_id,
                                  int64_t ret_rows[PRIVACY_SYSTEM]);
/* Contact and identity of a person who was erased before and came back with a backup: nothing can
 * stand against it. */
MUST_CHECK status erase_again(struct op *op, int64_t debtor_id);
#endif
