/* What becomes of an entry: payments of cases, or the queue of what waits for a person.
 *
 * The money of an entry is what was matched (bank_match, a payment each) plus what is pending
 * (bank_pending), always to the minor unit; what a person dismisses is nobody's by that word.  All
 * run in the caller's transaction, which ends with policy_commit. */
#ifndef CASH_SETTLE_H
#define CASH_SETTLE_H
#include "cash/match.h"
#include "cash/taken.h"

/* What settles or waits: an entry in the store. */
struct settle_entry {
    int64_t id;
    enum taken_kind kind;
    str identity;
    money open; /* of its amount: not matched yet */
    currency currency;
    day value_on; /* DAY_NONE: not said */
    day aged_from;
    str reference, other_references, counterparty, account, text;
};

/* E_NOT_FOUND: no entry of that id with something pending. */
MUST_CHECK status settle_load(struct op *op, int64_t entry_id, struct settle_entry *ret_entry);

/* Money: books what is surely somebody's (*ret_is_settled), else begins a spell in the queue.  A
 * return: takes back the one payment of a case that it can mean, else waits.  doubt: why it waits
 * whatever the book says; NULL: nothing speaks against it. */
MUST_CHECK status settle_first(struct op *op, const struct matcher *matcher,
                               const struct settle_entry *entry, const char *doubt,
                               bool *ret_is_settled);
/* The same for an entry that waits: changes nothing when it still does. */
MUST_CHECK status settle_again(struct op *op, const struct matcher *matcher, int64_t entry_id,
                               bool *ret_is_settled);

/* Whose it is without a search: a payment link said so. */
struct settle_target {
    int64_t debtor_id, case_id;
    int64_t claim_id; /* 0: the profile chooses */
    str reason;       /* words, as of a match */
    money most;       /* what is more waits as `rest`; 0: all of it is booked */
};
/* Books an entry of money that is new.  Failures as payment_take. */
MUST_CHECK status settle_to(struct op *op, const struct settle_entry *entry,
                            const struct settle_target *target);
/* It waits for a person; the target is the only candidate.  NULL: there is none. */
MUST_CHECK status settle_wait(struct op *op, const struct settle_entry *entry, const char *reason,
                              const struct settle_target *target);

struct settle_order {
    int64_t entry_id;
    int64_t case_number;
    str claim;    /* what a source calls it; empty: the profile chooses */
    money amount; /* 0: all that is open */
    str reason;
};
/* A person says whose money it is, whole or in part.  E_NOT_FOUND: no such case or claim.
 * E_INVALID: another currency, more than is open, no value day.  E_CONFLICT: nothing is pending. */
MUST_CHECK status settle_assign(struct op *op, const struct settle_order *order);
/* It is no debtor's money: leaves the queue for good.  E_INVALID: no reason. */
MUST_CHECK status settle_dismiss(struct op *op, int64_t entry_id, str reason);
/* Takes back every payment that stands for an entry, by new rows; all of it waits again, and the
 * account is no longer taken for the debtor's.  A dismissed entry waits again too.  E_CONFLICT:
 * there is nothing to undo.  E_INVALID: no reason. */
MUST_CHECK status settle_undo(struct op *op, int64_t entry_id, str reason, int64_t *ret_count);
#endif
