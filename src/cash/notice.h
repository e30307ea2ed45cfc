/* Money that a provider of payments tells of, into the book by the same way as a bank's.
 *
 * A notice is kept as a file of one entry: the same notice, or another one of the same payment, is
 * one payment.  What a payment link of ours named, to the cent and in its currency, is booked; any
 * other amount, and a link that is none of ours, waits for a person (Pagos por identificar).  Money
 * that the provider takes back returns the payment that it names, also when the notices come in the
 * wrong order. */
#ifndef CASH_NOTICE_H
#define CASH_NOTICE_H
#include "base/day.h"
#include "base/money.h"
#include "base/op.h"

struct money_notice {
    str provider;
    str id;        /* of the notice */
    str payment;   /* the provider's name of the payment */
    str reference; /* under which we gave it to the provider (pay_link_token); empty: not said */
    bool is_return;
    money amount;
    currency currency;
    instant at;
};

enum notice_outcome { NOTICE_KNOWN, NOTICE_BOOKED, NOTICE_WAITS };
const char *notice_outcome_name(enum notice_outcome outcome);

/* In the caller's transaction, which ends with policy_commit.  A day that is not open yet counts as
 * the open one. */
MUST_CHECK status notice_take(struct op *op, const struct money_notice *notice,
                              enum notice_outcome *ret_outcome);
/* The provider's name of the payment that an entry brought, for a refund.  E_NOT_FOUND: no such
 * entry.  E_INVALID: it came from no provider of that name. */
MUST_CHECK status notice_payment_of(struct op *op, int64_t entry_id, str provider, str *ret_payment,
                                    money *ret_amount, currency *ret_currency);
#endif
