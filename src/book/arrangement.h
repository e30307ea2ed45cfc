/* Arrangements (convenios) and settlements (quitas) of a case: a plan takes the place of what is
 * past due.
 *
 * States (domain.md): pending → active → completed | breached | cancelled; pending → rejected;
 * breached → active again when it is reinstated; completed → active again when money that had paid
 * it goes back.  A case has at most one that is pending or active; it takes in every debt of the
 * case that is past due, or those that were chosen, and begins, breaks and is undone for all of
 * them at once.
 *
 * A re-age (reestructura) makes new instalments of all that is open of its debts, due or not: it is
 * completed as soon as it is approved, its rows are claims like others, which age and may be
 * arranged in their turn, and it is undone as long as nothing is built on it.  A re-amortisation
 * does so for one debt with a new schedule, whose rows bear interest of their own in the place of
 * interest that was not due yet.
 *
 * When it becomes active the claims that were past due on the day of the proposal are superseded
 * and each row of the plan is a claim, cut where it passes from one debt to the next and made of
 * the components that it took over; a discount is a claim of its own that falls due after the last
 * row and takes no money: it is waived when all is paid, and not before.  Open promises are
 * cancelled: the plan stands for them.  What is moved is said by money/plan.h and written by the
 * replay of the case (book/rebook.h); a plan that is breached or undone is no part of the replay,
 * so the old claims are owed again with their own days and components, and money has met them by
 * its own day.  A reinstatement takes that back.
 *
 * A return after the plan was completed: the waiver is taken back and the plan counts again, with
 * what went back owed beside it; unpaid for longer than the days of grace it is a missed row, which
 * breaches like any other.  Where another arrangement has begun or waits, that one is looked at
 * first, and this one once that has ended.
 *
 * Nothing is edited: claims keep what they amounted to (claim_past), entries and allocations are
 * taken back by rows, each step is an event.  Amounts are minor units of the case's currency; days
 * are business dates of the operation.  All run in a transaction of the caller, who ends it with
 * policy_commit.
 */
#ifndef BOOK_ARRANGEMENT_H
#define BOOK_ARRANGEMENT_H
#include "book/arrangement_store.h"
#include "money/component.h"

#define ARRANGEMENT_SUBJECT "arrangement" /* of an approval that is asked for one */

struct arrangement_input {
    struct case_key key;
    const char *kind;     /* full | settlement | plan | reage | reamortise */
    int64_t owed;         /* past due today of its debts, all of it; of reage: open; of reamortise:
                             arrangement_reamortised */
    const int64_t *debts; /* obligations that are chosen */
    size_t debt_count;    /* 0: all of the case */
    const struct arrangement_plan_row *rows;
    size_t row_count;
    const int64_t *interests; /* of reamortise: of each row's amount; else NULL */
    int missed, grace_days;   /* breached with so many rows unpaid for longer than so many days */
    unsigned excess;          /* the limits that it passes (money/offer.h) */
    int64_t joint_id;         /* of the agreement that it is a part of; 0: none */
};

/* E_INVALID: rows that are none, out of order, before today or with an amount of 0 or below, a
 * total above what is owed.  E_CONFLICT: the case has one that is pending or active. */
MUST_CHECK status arrangement_propose(struct op *op, const struct arrangement_input *input,
                                      int64_t *ret_id);
/* What a new schedule would take over of a debt today, by component.  E_NOT_FOUND: no such case. */
MUST_CHECK status arrangement_reamortised(struct op *op, struct case_key key, int64_t obligation_id,
                                          struct parts *ret_open);
/* E_CONFLICT: the case has one that is pending or active. */
MUST_CHECK status arrangement_check_alone(struct op *op, struct case_key key);
/* These four are of the whole agreement, whichever of its parts is named.
 * Pending → active.  E_CONFLICT: it is not pending; what is past due is not what it was. */
MUST_CHECK status arrangement_activate(struct op *op, int64_t debtor_id, int64_t id);
/* Pending → rejected.  E_CONFLICT. */
MUST_CHECK status arrangement_reject(struct op *op, int64_t debtor_id, int64_t id, str reason);
/* Pending or active, or a re-age that stands → cancelled: undone.  E_CONFLICT, also where another
 * arrangement stands for claims of a re-age; E_INVALID: no reason. */
MUST_CHECK status arrangement_cancel(struct op *op, int64_t debtor_id, int64_t id, str reason);
/* Breached → active.  Rows that are overdue have their days of grace from today on.  E_CONFLICT: it
 * is not breached, another one is there, or a claim of it has grown or gone since; E_INVALID: no
 * reason. */
MUST_CHECK status arrangement_reinstate(struct op *op, int64_t debtor_id, int64_t id, str reason);

/* Completes or breaches the active one of a case by what is paid on the open date, after opening a
 * completed one whose money went back; nothing where there is none.  Of several cases it is
 * completed when all parts are paid, and its missed payments are those of which any part is missed;
 * money that went back is one of them whatever debts it had met, and of one day so many as the case
 * with the most has, since what was paid as one goes back in each part.
 * Part of every policy_commit, and of the close for those whose day has come; it touches the cases
 * of all parts. */
MUST_CHECK status arrangement_review(struct op *op, struct case_key key, day open_date);

#endif
