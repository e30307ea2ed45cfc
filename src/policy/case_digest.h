/* What a slice of the close leaves behind for its replay: sums over its cases.
 *
 * The digest of the decisions is by natural keys and words, so that it does not depend on ids or on
 * the order of slices: the parts add up, and two stores that lived the same have the same.  The
 * sums of the facts are one for each cell of a row, so that a replay says which fact differs; ids
 * and symbols enter as they are, since only the same store is replayed. */
#ifndef POLICY_CASE_DIGEST_H
#define POLICY_CASE_DIGEST_H
#include "policy/decide.h"

struct case_sums {
    uint64_t decisions;
    uint64_t facts[FACT_CELLS]; /* by the cells of struct case_facts */
};

/* Adds a case.  E_STORE: a symbol of the decision is missing. */
MUST_CHECK status case_sums_add(struct op *op, const struct case_facts *facts,
                                const struct decision *decision, struct case_sums *sums);
void case_sums_join(struct case_sums *sums, const struct case_sums *more);
#endif
