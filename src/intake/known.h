/* What the store knows already about the things that a row names, and whether the row may stand
 * beside it.
 *
 * The thing that a row is about is called by the mapping's source; what it refers to by the source
 * named in "refers_to", which is the same unless the mapping says otherwise.  Only reads. */
#ifndef INTAKE_KNOWN_H
#define INTAKE_KNOWN_H
#include "book/claim.h"
#include "book/touch.h"
#include "intake/made.h"
#include "intake/row.h"

struct known {
    bool has_party;
    int64_t party_id;
    bool has_obligation;
    struct obligation_ref obligation;
    int64_t creditor_id;
    str product;
    currency currency; /* of the obligation */
    day opened_on;
    bool has_claim;
    struct claim claim;
    int64_t claim_debtor_id;
};

/* One thing by kind ("party", "payment"…), source and external id. */
MUST_CHECK status known_ref(struct op *op, const char *kind, str source, str external_id,
                            int64_t *ret_debtor_id, int64_t *ret_id, bool *ret_found);
/* What the payment of a settled row is called. */
str known_settlement(struct op *op, str claim_external_id);
MUST_CHECK status known_of_row(struct op *op, const struct mapping *mapping, const struct row *row,
                               struct known *ret_known);
/* Asks at once for what the store calls the things that rows name: known_of_row then need not ask
 * for each.  In a unit of work (book/unit.h); the rows' texts are borrowed until it ends.
 * made: names that it need not ask for, as the store had none of the file's sources; NULL: it asks
 * for all.  E_CONFLICT: as reference_learn. */
MUST_CHECK status known_learn(struct op *op, const struct mapping *mapping, const struct row *rows,
                              size_t count, struct made *made);
/* Whether the store has any name of the file's sources; if not, the unit of work knows that too. */
MUST_CHECK status known_learn_any(struct op *op, const struct mapping *mapping, bool *ret_any);
/* The case that a payment or an action is about: of its claim, its obligation, or its party with
 * the row's creditor and currency.  *ret_found false: there is none. */
MUST_CHECK status known_case(struct op *op, const struct plan *plan, const struct row *row,
                             const struct known *known, struct case_key *ret_key,
                             currency *ret_currency, bool *ret_found);

/* Refuses a row that the book would not take: its obligation belongs to another party, the
 * payment's debt is not there, more is paid than the claim's new amount… */
MUST_CHECK status known_judge(struct op *op, const struct plan *plan,
                              const struct row_reader *reader, const struct csv_row *from,
                              struct row *row);
#endif
