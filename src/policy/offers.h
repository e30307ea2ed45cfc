/* What may be offered to a person: the ways to pay what is past due of a case, within the limits of
 * the strategy's negotiation model, and what waiting costs.
 *
 * Computed when somebody asks, from the book as it is; nothing is stored.  An offer has a name that
 * stays the same while case, day and capacity do: plan-3 is the plan of three rows.  Amounts are
 * minor units of the case's currency. */
#ifndef POLICY_OFFERS_H
#define POLICY_OFFERS_H
#include "base/format.h"
#include "base/json.h"
#include "money/arrangement.h"
#include "money/offer.h"
#include "money/waiting.h"
#include "policy/guide.h"
#include "policy/interest.h"
#include "policy/late_rule.h"

#define OFFERS_WAIT_DAYS 30 /* the day that the cost of waiting is told for */
#define OFFER_NAME_SIZE  24

struct case_offers {
    struct case_key key;
    currency currency;
    const struct format *format; /* of the organisation: how sentences write amounts */
    day on;
    int64_t open;             /* all that is owed, but for what accrues */
    int64_t accrued;          /* interest by today that no claim charges yet */
    struct offer_terms terms; /* owed: what is past due, which is what is negotiated */
    struct guide guide;
    struct breach_rule breach;
    struct late_rule late;
    struct waiting waiting;
    struct offer *list;
    size_t count;                /* 0: see nothing_because */
    const char *nothing_because; /* a sentence in the op's language; NULL: there are offers */
};

/* E_NOT_FOUND: no such case, or one without facts.  E_INVALID: can_pay below zero. */
MUST_CHECK status case_offers_read(struct op *op, struct case_key key, money can_pay,
                                   struct case_offers *ret_offers);
/* The case that people call by a number.  E_NOT_FOUND. */
MUST_CHECK status case_find_number(struct op *op, int64_t number, struct case_key *ret_key);

/* "full-1", "settlement-2", "plan-3". */
const char *offer_name(const struct offer *offer, char out[OFFER_NAME_SIZE]);
/* NULL: none has the name. */
const struct offer *offer_find(const struct case_offers *offers, str name);
/* Plain sentences in the op's language: what waiting costs, what a missed payment does. */
const char *offers_say_waiting(struct op *op, const struct case_offers *offers);
const char *offers_say_missed(struct op *op, const struct case_offers *offers,
                              const struct offer *offer);
/* One object, as the API and --json show it. */
void case_offers_write(struct op *op, struct json_writer *w, const struct case_offers *offers);
#endif
