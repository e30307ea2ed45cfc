/* One entry of a bank as the store keeps it: in minor units, with days, and whether it is money.
 *
 * The banks say in many ways that an entry is no money yet, or no longer: a status, an occurrence,
 * a return code.  `money` raises the account for good; `return` takes money back that came before;
 * `none` is only told (own payments, fees, what is expected, orders).  Pure. */
#ifndef CASH_TAKEN_H
#define CASH_TAKEN_H
#include "base/crypto.h"
#include "base/day.h"
#include "base/money.h"

struct bank_entry; /* bank/file.h */

enum taken_kind { TAKEN_NONE, TAKEN_MONEY, TAKEN_RETURN };
const char *taken_kind_name(enum taken_kind kind);

struct taken {
    int64_t number, line; /* in statement and file */
    enum taken_kind kind;
    money amount;
    currency currency;
    bool has_currency;       /* the entry itself says it */
    day value_on, booked_on; /* DAY_NONE: not said */
    str reference;
    str other_references; /* blanks between */
    str counterparty;
    str account; /* the counterparty's; empty: not said */
    str text;
    str level, status, reason,
        words;          /* of an answer to orders (bank/pain002.c); empty: it is none */
    str bank_reference; /* by which the bank itself knows the entry; empty: it does not say */
    char identity[CRYPTO_HEX_SIZE(16)];
};

/* What stands in where the file says nothing. */
struct taken_defaults {
    currency currency;
    str account; /* the statement's own */
};

/* Texts are copied into the op's arena; the identity is left to taken_identify.  E_INVALID: an
 * unknown currency, or more decimals than it has; the text names the line. */
MUST_CHECK status taken_read(struct op *op, const struct bank_entry *entry,
                             const struct taken_defaults *defaults, struct taken *ret_taken);
/* Names the entry by account, value day, amount and the bank's own reference; where the bank has
 * none, by both days, amount, references and texts.  alike: how many of the same statement before
 * it are equal in all of these. */
void taken_identify(struct taken *taken, str account, int alike, struct arena *scratch);
#endif
