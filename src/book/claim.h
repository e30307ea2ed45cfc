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
    bool is_made;        /* it takes over what others owed: its entries follow (claim_part_move) */
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

/* Takes out of a claim what is not paid of it: it is written off.  What it amounted to stays in
 * claim_past. */
MUST_CHECK status claim_supersede(struct op *op, int64_t debtor_id, int64_t id);

/* Writes a new claim; origin is schedule, return, charge or arrangement. */
MUST_CHECK status claim_create(struct op *op, const struct obligation_ref *obligation,
                               const struct claim_input *input, const char *origin,
                               int64_t *ret_id);
/* Another amount and composition of a claim that we made ourselves; what is paid of it is told
 * next, by claim_put_standing. */
MUST_CHECK status claim_put_parts(struct op *op, const struct obligation_ref *obligation,
                                  int64_t id, const struct parts *parts);
/* As a replay says it is. */
struct claim_standing {
    money amount;
    money paid;
    day settled_on;     /* DAY_NONE: it is not */
    bool is_superseded; /* nothing of it is open, and a plan or a loss took the rest */
};
/* Writes it; the state of its obligation follows, what it amounted to stays in claim_past.  Of the
 * claim as the store has it now: ids, amount and state. */
MUST_CHECK status claim_change_standing(struct op *op, int64_t debtor_id, const struct claim *claim,
                                        const struct claim_standing *standing);
/* The same of a claim that nobody has read yet. */
MUST_CHECK status claim_put_standing(struct op *op, int64_t debtor_id, int64_t id,
                                     const struct claim_standing *standing);
/* Brings a known claim to what its source says.  A number of 0 leaves what is there.  Of a claim
 * that a plan superseded the amount is kept for the day on which it is owed again.  E_CONFLICT:
 * less than what is paid already, or the claim of another obligation. */
MUST_CHECK status claim_change(struct op *op, const struct obligation_ref *obligation,
                               const struct claim_input *input, const struct reference *ref,
                               enum book_change *ret_change);
#endif
