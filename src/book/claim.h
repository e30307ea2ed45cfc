/* Claims: one amount with one due day, an invoice or an instalment; what is paid of it.
 *
 * The state of a claim and of its obligation follows what is paid.  Every change touches the case.
 * Amounts are minor units of the obligation's currency.  What a source says of a claim comes in
 * through book/claim_entry.h, which also lets credit meet it. */
#ifndef BOOK_CLAIM_H
#define BOOK_CLAIM_H
#include "book/obligation.h"
#include "book/reference.h"
#include "money/component.h"

struct claim_input {
    str source;
    str external_id;
    int32_t number;
    day issued_on;
    day due_on;
    money amount;        /* of all its parts */
    bool tells_parts;    /* the source says what it is made of */
    struct parts others; /* all but its principal */
    int64_t payment_id;  /* the return that opens it; 0: none does */
};

struct claim {
    int64_t id;
    int64_t obligation_id;
    int64_t case_id;
    int32_t number;
    day issued_on;
    day due_on;
    money amount;
    money paid;
    bool is_open;
    bool is_superseded; /* by the plan of an arrangement */
};
/* E_NOT_FOUND */
MUST_CHECK status claim_get(struct op *op, int64_t debtor_id, int64_t id, struct claim *ret_claim);
MUST_CHECK status claim_find(struct op *op, str source, str external_id, int64_t *ret_debtor_id,
                             int64_t *ret_id);
/* Puts money on a claim (negative takes it off): paid, settlement day and states follow. */
MUST_CHECK status claim_add_paid(struct op *op, int64_t debtor_id, int64_t id, money amount,
                                 day value_on);

/* Takes out of a claim what is not paid of it: a plan stands for it, or it is waived.  What it
 * amounted to stays in claim_past. */
MUST_CHECK status claim_supersede(struct op *op, int64_t debtor_id, int64_t id);
/* The claim amounts to so much again, or to what is paid where that is more; open if not paid. */
MUST_CHECK status claim_restore(struct op *op, int64_t debtor_id, int64_t id, money amount);

/* Writes a new claim; origin is schedule, return, charge or arrangement. */
MUST_CHECK status claim_create(struct op *op, const struct obligation_ref *obligation,
                               const struct claim_input *input, const char *origin,
                               int64_t *ret_id);
/* Another amount and composition of a claim that we made ourselves; what is paid of it is told
 * next, by claim_put_paid. */
MUST_CHECK status claim_put_parts(struct op *op, const struct obligation_ref *obligation,
                                  int64_t id, const struct parts *parts);
/* Writes what is paid of a claim and when it was settled (DAY_NONE: it is not); the
 * state of its obligation follows. */
MUST_CHECK status claim_put_paid(struct op *op, int64_t debtor_id, int64_t id, money paid,
                                 day settled_on);
/* Brings a known claim to what its source says.  A number of 0 leaves what is there.  Of a claim
 * that a plan superseded the amount is kept for the day on which it is owed again.  E_CONFLICT:
 * less than what is paid already, or the claim of another obligation. */
MUST_CHECK status claim_change(struct op *op, const struct obligation_ref *obligation,
                               const struct claim_input *input, const struct reference *ref,
                               enum book_change *ret_change);
#endif
