/* Providers of payments: what we ask of one, and what it tells us, whichever it is.
 *
 * create and refund call the provider and block; read is pure but for the op's arena.  A provider
 * keeps our reference with the payment and gives it back with each notice.  Amounts are minor units
 * of ISO 4217, whatever the provider counts in. */
#ifndef REACH_PROVIDER_H
#define REACH_PROVIDER_H
#include "base/day.h"
#include "base/money.h"
#include "base/op.h"

/* How the provider is reached; borrowed, never logged. */
struct provider_account {
    str url;    /* of its interface */
    str key;    /* by which we are known to it */
    str secret; /* by which its notices are known to us */
};

struct provider_order {
    str reference; /* ours */
    money amount;
    currency currency;
    str title;    /* what the person reads on the provider's page: no word of a debt */
    str back_url; /* where the person comes back to */
};

struct provider_refund {
    str payment; /* the provider's name of it */
    money amount;
    currency currency;
    str key; /* the same one asks for the same refund */
};

enum provider_event {
    PROVIDER_NOTHING, /* a notice that moves no money */
    PROVIDER_PAID,
    PROVIDER_RETURNED /* a refund or a chargeback */
};

struct provider_notice {
    enum provider_event event;
    str id;        /* of the notice: the same one twice is one */
    str payment;   /* the provider's name of the payment */
    str reference; /* ours; empty: the notice does not say it */
    money amount;
    currency currency;
    instant at;
};

struct provider {
    const char *name;
    /* The page on which the person pays.  E_INVALID: the provider refuses it, or the currency.
     * E_BUSY: it does not answer; asking again is safe. */
    status (*create)(struct op *op, const struct provider_account *account,
                     const struct provider_order *order, str *ret_url);
    /* E_DENIED: the signature is not the provider's, or is older than it may be.  E_INVALID: what
     * is signed cannot be read. */
    status (*read)(struct op *op, const struct provider_account *account, str signature, str body,
                   struct provider_notice *ret_notice);
    /* Asks for it; the money itself comes back with a notice.  Failures as create. */
    status (*refund)(struct op *op, const struct provider_account *account,
                     const struct provider_refund *refund);
};

/* NULL: none of that name. */
const struct provider *provider_find(str name);
/* The one that the setting pay.provider names, with pay.provider_url, ACUERDO_PAY_KEY and
 * ACUERDO_PAY_SECRET; *ret_provider NULL: there is none.  E_INVALID: a secret is missing. */
MUST_CHECK status provider_of_house(struct op *op, const struct provider **ret_provider,
                                    struct provider_account *ret_account);

extern const struct provider provider_stripe;
#endif
