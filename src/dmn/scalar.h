/* A decision of any logic that this reader knows, evaluated as written: tables with expressions in
 * any cell, literal expressions, contexts, invocations, lists, relations and business knowledge.
 *
 * The slow road and the plain one: values of FEEL in, a value of FEEL out, exact decimals; what is
 * outside of the profile is refused by name.  Models that a plan holds (plan.h) are decided there.
 */
#ifndef DMN_SCALAR_H
#define DMN_SCALAR_H
#include "dmn/model.h"
#include "feel/expression.h"

/* inputs: values by the names of the model's inputData; those that lack are null.  E_NOT_FOUND: no
 * such decision.  E_INVALID: something in it, or in what it requires, is outside of the profile. */
MUST_CHECK status dmn_scalar_evaluate(struct op *op, const struct dmn_model *model, str decision,
                                      const struct feel_scope *inputs,
                                      struct feel_value *ret_value);
#endif
