/* The ledger of a case to be read: what is owed by debt and component on a day, and every entry
 * behind it, with the paper that founds the debt.
 *
 * Reads only; amounts are minor units of the case's currency, memory is the op's. */
#ifndef BOOK_LEDGER_VIEW_H
#define BOOK_LEDGER_VIEW_H
#include "base/money.h"
#include "book/touch.h"
#include "money/component.h"

struct ledger_sum {
    struct parts opened;
    struct parts met;
};

struct ledger_debt {
    int64_t id;
    str external_id;
    str product;
    str document_hash; /* empty: no paper is there */
    struct ledger_sum sum;
    const struct debt_terms *terms; /* of interest; NULL: it has none, or nobody asked */
    struct parts accrued;           /* no entry yet: policy/interest.h tells it */
    str unit;                       /* of account, in which principal is owed; empty: money */
    int64_t unit_value;             /* in millionths; 0: nobody has published one */
    day unit_value_on;              /* since when: the last that is published */
};

struct ledger_row {
    str kind; /* opened | adjusted | met */
    str obligation;
    str claim;
    enum component component;
    money amount; /* what is met lessens the debt; below zero: it was taken back */
    day value_on;
    day booked_on; /* DAY_NONE: not known */
    str source;    /* of the payment; empty: none */
    str reference;
    str file; /* of a bank, that told the payment; empty: none did */
    int64_t line;
    int64_t claim_id;
    int64_t payment_id;
};

struct ledger_view {
    struct case_key key;
    int64_t number;
    currency currency;
    day on;
    struct ledger_debt *debts;
    size_t debt_count;
    struct ledger_row *rows;
    size_t row_count;
    money unapplied;
};
/* E_NOT_FOUND: no case has that number. */
MUST_CHECK status ledger_view_find(struct op *op, int64_t number, struct case_key *ret_key);
/* As of the end of a day, by value day.  E_NOT_FOUND: no such case.  E_LIMIT: more entries than
 * LEDGER_VIEW_MAX. */
#define LEDGER_VIEW_MAX 100000
MUST_CHECK status ledger_view_read(struct op *op, struct case_key key, day on,
                                   struct ledger_view *ret_view);
/* Opened less met. */
money ledger_view_open(const struct ledger_view *view);
money ledger_view_accrued(const struct ledger_view *view);

struct json_writer;
/* One object. */
void ledger_view_write(struct json_writer *w, const struct ledger_view *view);
#endif
