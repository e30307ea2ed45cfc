/* Creditors, portfolios, cases and obligations: who owes what to whom.
 *
 * Rows are created and updated by what their source calls them; an unchanged row writes nothing.
 * Every change touches the case.  Amounts are minor units of the obligation's currency. */
#ifndef BOOK_OBLIGATION_H
#define BOOK_OBLIGATION_H
#include "base/money.h"
#include "book/party.h"

/* An empty external_id is the organisation itself as its own creditor; a unit of work asks once. */
MUST_CHECK status creditor_find(struct op *op, str external_id, int64_t *ret_id, bool *ret_found);
/* Asks for it now, so that creditor_find need not in this unit of work; there may be none. */
MUST_CHECK status creditor_learn(struct op *op, str external_id);
/* Gets or makes. */
MUST_CHECK status creditor_ensure(struct op *op, str external_id, str name, int64_t *ret_id);
MUST_CHECK status portfolio_ensure(struct op *op, int64_t creditor_id, str external_id,
                                   day assigned_on, int64_t *ret_id);
/* E_NOT_FOUND: the creditor has none of that name.  An empty creditor is the organisation. */
MUST_CHECK status portfolio_find(struct op *op, str creditor, str external_id,
                                 int64_t *ret_creditor_id, int64_t *ret_id);
/* The case of debtor + creditor + currency; it exists from its first obligation on. */
MUST_CHECK status case_ensure(struct op *op, int64_t debtor_id, int64_t creditor_id,
                              currency of_debt, day opened_on, int64_t *ret_case_id);
/* E_NOT_FOUND: no such case. */
MUST_CHECK status case_debtor(struct op *op, int64_t case_id, int64_t *ret_debtor_id);

struct obligation_input {
    str source;
    str external_id;
    int64_t debtor_id;
    int64_t creditor_id;
    int64_t portfolio_id; /* 0: none */
    str product;
    currency currency;
    day opened_on;
    str document_hash; /* empty: not there yet */
};
struct obligation_ref {
    int64_t debtor_id;
    int64_t id;
    int64_t case_id;
};
/* What the book holds of an obligation. */
struct obligation {
    int64_t case_id;
    int64_t creditor_id;
    int64_t portfolio_id; /* 0: none */
    str product;
    str document_hash; /* empty: not there yet */
    currency currency;
    day opened_on;
};
MUST_CHECK status obligation_get(struct op *op, int64_t debtor_id, int64_t id,
                                 struct obligation *ret_obligation, bool *ret_found);
/* E_CONFLICT: known already with another debtor, creditor or currency: these never change. */
MUST_CHECK status obligation_upsert(struct op *op, const struct obligation_input *input,
                                    struct obligation_ref *ret_ref, enum book_change *ret_change);
/* E_NOT_FOUND */
MUST_CHECK status obligation_find(struct op *op, str source, str external_id,
                                  struct obligation_ref *ret_ref);
/* The paper that founds the debt, by its hash (record/document.h). */
MUST_CHECK status obligation_set_document(struct op *op, const struct obligation_ref *obligation,
                                          str hash);
MUST_CHECK status obligation_add_party(struct op *op, const struct obligation_ref *obligation,
                                       int64_t party_id, enum party_role role);
#endif
