/* What the tables are told of one case: its inputs, with the words of the store as symbols of the
 * tables, and the attributes and obligations where a table asks for them. */
#ifndef POLICY_CASE_INPUTS_H
#define POLICY_CASE_INPUTS_H
#include "policy/policy.h"

/* ret_values has room for INPUTS_MAX; the segment is null.  E_STORE: a word of the store is
 * missing.
 */
MUST_CHECK status case_inputs_read(struct op *op, const struct policy *policy,
                                   const struct case_facts *facts, day on,
                                   struct dmn_value *ret_values);
/* The same along a walk that has the case before it, which spares a query; NULL: there is none. */
MUST_CHECK status case_inputs_read_along(struct op *op, const struct policy *policy,
                                         const struct case_facts *facts, day on,
                                         struct obligation_walk *walk,
                                         struct dmn_value *ret_values);
#endif
