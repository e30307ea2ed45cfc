/* One agreement over several cases of a debtor (convenio conjunto): a head, and an arrangement in
 * each case.
 *
 * The head says what was agreed with the person: the payments, what is owed and what is paid in
 * all; money/joint.h says what each case has of them.  Each case keeps its own ledger, rows and
 * replay.  The parts have one state: they begin, are kept, broken, undone and reinstated in one
 * transaction, under the locks of their cases in the order of ids, so that a discount is waived in
 * all of them or in none (book/arrangement.h).  A case that is paid before the others waits.
 *
 * Rows are added only.  Amounts are minor units of the one currency of the cases.  All run in a
 * transaction of the caller, who ends it with policy_commit. */
#ifndef BOOK_JOINT_ARRANGEMENT_H
#define BOOK_JOINT_ARRANGEMENT_H
#include "book/arrangement.h"
#include "book/payment.h"
#include "money/joint.h"

struct joint_input {
    int64_t debtor_id;
    const int64_t *cases; /* ids, growing, from 2 to JOINT_PARTS_MAX */
    const int64_t *owed;  /* past due today in each, above zero */
    size_t case_count;
    const char *kind; /* full | settlement | plan */
    const struct arrangement_plan_row *rows;
    size_t row_count;
    int missed, grace_days; /* as struct arrangement_input has them */
    unsigned excess;
};

/* The first part's id stands for the whole.  E_INVALID: as arrangement_propose; a payment that is
 * too small for every case to have something of it.  E_CONFLICT: a case has an arrangement that is
 * pending or active. */
MUST_CHECK status joint_propose(struct op *op, const struct joint_input *input,
                                int64_t *ret_arrangement_id);

struct joint_part {
    struct arrangement arrangement;
    int64_t case_number;
    str creditor;
};
struct joint_arrangement {
    int64_t id;
    str kind;
    day made_on;
    int64_t owed, total;
    struct arrangement_plan_row *rows;
    size_t row_count;
    struct joint_part *parts; /* in the order of their cases' ids */
    size_t count;
};
/* E_NOT_FOUND */
MUST_CHECK status joint_get(struct op *op, int64_t debtor_id, int64_t joint_id,
                            struct joint_arrangement *ret_joint);

struct agreement_share {
    struct case_key key;
    int64_t payment_id;
    money amount;
};
/* Money that names an agreement, of one case or several: each case has what meets its oldest
 * payments due and what went back meanwhile, due on the day of the return, of one day that with the
 * smaller id first, and the first what is left; there it is a payment like others, by the order of
 * the case.  Its reference is the order's with "-1", "-2"… where it is divided.  order->case_id and
 * claim_id are not looked at.  E_NOT_FOUND: the debtor has no such arrangement.  E_CONFLICT: the
 * agreement does not run, or the reference is taken.  E_INVALID, E_LIMIT: as payment_take.  E_BUSY:
 * somebody holds one of the cases for long. */
MUST_CHECK status agreement_pay(struct op *op, int64_t arrangement_id,
                                const struct payment_order *order,
                                struct agreement_share **ret_shares, size_t *ret_count);
#endif
