/* A check on its way: for the files of this room only. */
#ifndef DMN_CHECKING_H
#define DMN_CHECKING_H
#include "dmn/check.h"
#include "dmn/cover.h"

#define DMN_SHOWN_MAX 10 /* findings of one kind in one table; the rest is counted */

/* What is known of a decision's outputs once its table was looked at. */
struct dmn_seen {
    bool is_done;
    struct dmn_possible *outputs; /* by output */
};

struct dmn_checking {
    struct op *op;
    const struct dmn_check *check;
    const struct dmn_input *inputs;
    size_t input_count;
    struct dmn_seen *seen; /* by decision of the model */
    struct dmn_finding *list;
    size_t count, capacity;
};

/* Adds a finding and returns it, to be filled further. */
struct dmn_finding *dmn_finding_add(struct dmn_checking *self, enum dmn_weight weight,
                                    enum dmn_problem problem, str decision);
/* One that the op's failure is the text of; clears the op. */
struct dmn_finding *dmn_finding_of_failure(struct dmn_checking *self, enum dmn_problem problem,
                                           str decision);

/* Names, types and cells, one by one (check_cells.c); false: the decision cannot be compiled. */
bool dmn_check_cells(struct dmn_checking *self, const struct dmn_decision *decision);
/* A compiled table: gaps, overlaps, rules that never fire (check_table.c). */
void dmn_check_table(struct dmn_checking *self, const struct dmn_plan *plan,
                     const struct dmn_step *step);
#endif
