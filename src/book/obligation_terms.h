/* The terms by which a debt bears interest (condiciones): its rates, on what, how days count, and
 * whose limits hold.
 *
 * They may have late fees by level of arrears (book/late_fee.h).
 *
 * Where they name a unit of account (UF, UVR, UDI, UVA), the principal is owed in it: see
 * book/readjust.h.
 *
 * Terms are told for a debt, or for a portfolio whose debts have none of their own; they hold from
 * a day on, until the next.  Nothing is edited: other terms are a row more, of one day the latest
 * counts, and what was charged by those of before is put right by the next accrual
 * (policy/interest.h).  Rates are a year's in parts per million.  Texts are borrowed by put, in the
 * op's arena when read. */
#ifndef BOOK_OBLIGATION_TERMS_H
#define BOOK_OBLIGATION_TERMS_H
#include "book/obligation.h"
#include "book/touch.h"
#include "money/component.h"
#include "money/day_count.h"
#include "money/fee.h"

#define TERMS_BASES_DEFAULT (1U << COMPONENT_PRINCIPAL)
#define TERMS_CAP_NONE      "none"

struct obligation_terms {
    day from_on;
    enum day_count basis;
    int64_t rate;      /* ordinary: on all that bears, from its day of issue */
    int64_t late_rate; /* besides, on what of it is past due */
    unsigned bases;    /* 1 << component: with interest among them, interest bears interest */
    str cap;           /* of the country's limits those that refer to this kind of rate_cap, behind
                          a dot its segment; empty: all; TERMS_CAP_NONE: no published one */
    str country;       /* whose limits and units; empty: the organisation's */
    str unit;          /* of index_value, in which principal is owed, by its values in the debt's
                          currency; empty: money */
    struct fee_levels fees; /* in their currency: a debt in another one has none */
};

/* In the caller's transaction.  E_INVALID: no first day, no rate or one out of range, nothing that
 * bears, a cap, country or unit that is none; the text says which. */
MUST_CHECK status obligation_terms_put(struct op *op, const struct obligation_ref *obligation,
                                       const struct obligation_terms *terms,
                                       enum book_change *ret_change);
MUST_CHECK status portfolio_terms_put(struct op *op, int64_t portfolio_id,
                                      const struct obligation_terms *terms);

/* What holds for one debt of a case, each from its day on. */
struct debt_terms {
    int64_t obligation_id;
    str source, external_id;
    currency currency;
    struct obligation_terms *of; /* in order of their days */
    size_t count;                /* above 0 */
    size_t portfolio_count;      /* so many of the first are its portfolio's */
};
/* Debts without terms are left out. */
MUST_CHECK status debt_terms_load(struct op *op, struct case_key key, struct debt_terms **ret_terms,
                                  size_t *ret_count);
/* Those that hold on a day; NULL: none do yet. */
const struct obligation_terms *debt_terms_on(const struct debt_terms *terms, day on);

struct db_rows;
/* Of a row's nine columns from `column` on: from_on, basis, rate, late_rate, bases, cap, country,
 * unit, fees.
 * E_INTERNAL: a basis or fees that are none. */
MUST_CHECK status obligation_terms_read(struct op *op, const struct db_rows *row, int column,
                                        struct obligation_terms *ret_terms);
struct json_writer;
/* One object. */
void obligation_terms_write(struct json_writer *w, const struct obligation_terms *terms,
                            bool is_own);
#endif
