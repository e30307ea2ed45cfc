/* Orders to a bank to collect money from accounts of debtors: direct debit, as the file it wants.
 *
 *   pain.008.001.02 … .10  ISO 20022; one payment instruction for each day of collection
 *   cnab240, cnab400       remessa of the banks of Brazil, as most of them read it; in cnab240
 *                          segments P and Q, without agency, agreement and address: a bank that
 *                          wants them gets its own columns first.  No segment B: it tells more of
 * an A, an order of payment, and these collect asobancaria            facturación 2001, lines of
 * 220 columns
 *
 * Amounts are minor units of the header's currency, which must have two decimals.  Texts are UTF-8;
 * files in columns get capitals without accents, cut where they do not fit.  Pure. */
#ifndef BANK_DEBIT_H
#define BANK_DEBIT_H
#include "base/money.h"
#include "base/op.h"

struct debit_header {
    str format;
    str message; /* a name for the file that was not used before */
    str creditor_name;
    str creditor_id; /* SEPA creditor id, CNPJ or NIT */
    str account;     /* of the creditor; an IBAN in pain.008 where it is one */
    str bank;        /* its code: three digits in the files in columns */
    currency currency;
    day created_on;
    int64_t sequence; /* of the file at the bank, from 1 */
};

struct debit_order {
    str reference; /* comes back with the answer: an id, a payment reference */
    str mandate;   /* what the debtor signed */
    day signed_on;
    str name;
    str document;
    str account;
    str bank; /* of the debtor */
    day due_on;
    money amount; /* above zero */
};

/* Appends the whole file to out.  E_INVALID: an unknown format, a currency without two decimals, no
 * orders, or a value that the format cannot hold; the text names the order. */
MUST_CHECK status bank_debit_write(struct op *op, const struct debit_header *header,
                                   const struct debit_order *orders, size_t count, struct buf *out);
#endif
