/* The inputs of a model that nobody gives: as its own text declares them.
 *
 * For looking at a file by itself.  An input without a type takes that of the first literal that a
 * column asks it for; a number is as fine as the finest literal.  Lists, structures and types that
 * tables do not have are left out.  Lives in the op's arena. */
#ifndef DMN_OFFER_H
#define DMN_OFFER_H
#include "dmn/plan.h"

/* E_LIMIT: the arena is over its budget. */
MUST_CHECK status dmn_inputs_offer(struct op *op, const struct dmn_model *model,
                                   struct dmn_input **ret_inputs, size_t *ret_count);
#endif
