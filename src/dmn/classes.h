/* What a plan can tell apart: the values of an input fall into classes, and a row of classes leaves
 * a set of rules standing.
 *
 * Two rows that leave the same set are decided alike, whatever the hit policy, so a proof over all
 * rows goes through sets and not through values.  A set is dmn_plan_set_words words; it knows the
 * columns that read an input of the caller, those of chained decisions follow from them.  Pure. */
#ifndef DMN_CLASSES_H
#define DMN_CLASSES_H
#include "dmn/plan.h"

size_t dmn_plan_set_words(const struct dmn_plan *plan);
/* The set of all rules. */
void dmn_plan_set_start(const struct dmn_plan *plan, uint64_t *set);
/* Takes out the rules that the value of an input does not leave standing. */
void dmn_plan_set_narrow(const struct dmn_plan *plan, size_t input, struct dmn_value value,
                         uint64_t *set);
/* The values at which a class of the input begins, in every column that reads it, in no order and
 * with repetitions; below the least of them lies one more class.  Returns how many there are, of
 * which at most capacity are written. */
size_t dmn_plan_cuts(const struct dmn_plan *plan, size_t input, int64_t *ret_cuts, size_t capacity);
/* The rules of the plan's own table that are left, one after the other: begin with *bit 0 and call
 * until -1.  Sets of all inputs leave out what chained columns say, so more may be left than match.
 */
int32_t dmn_plan_set_next(const struct dmn_plan *plan, const uint64_t *set, size_t *bit);
/* The set of those rules of the plan's own table that is_in holds for, by rule; nothing of others.
 */
void dmn_plan_set_pick(const struct dmn_plan *plan, const bool *is_in, uint64_t *set);
#endif
