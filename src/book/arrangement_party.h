/* Who joins an agreement: a guarantor (aval) or co-debtor who promises that it is kept.
 *
 * The party answers for a debt of the agreement already (obligation_add_party); joining adds the
 * promise, with the evidence that they gave it.  It stands and falls with the agreement, and gives
 * nobody a right to contact them: a contact with a guarantor asks the gate as any other.  Rows are
 * added only.  In a transaction of the caller, who ends it with policy_commit. */
#ifndef BOOK_ARRANGEMENT_PARTY_H
#define BOOK_ARRANGEMENT_PARTY_H
#include "base/words.h"
#include "book/arrangement_store.h"

#define ARRANGEMENT_EVIDENCE_MOST 300 /* bytes */

struct arrangement_party {
    int64_t party_id;
    enum party_role role;
    str name, external_id;
    day joined_on;
    str evidence;
};

/* E_CONFLICT: the agreement neither runs nor waits, or the party joined it already.  E_INVALID: no
 * evidence or too long; the party is neither guarantor nor co-debtor of one of its debts. */
MUST_CHECK status arrangement_join(struct op *op, int64_t debtor_id, int64_t id, int64_t party_id,
                                   str evidence);
/* In the order in which they joined. */
MUST_CHECK status arrangement_parties(struct op *op, const struct arrangement *arrangement,
                                      struct arrangement_party **ret_parties, size_t *ret_count);
#endif
