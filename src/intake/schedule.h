/* A row that is a schedule: so many instalments, a month or several apart.
 *
 * schedule.count says how many.  With schedule.start, instalment k falls due k steps after that day
 * (a loan's first instalment a month after it was paid out); without it the first falls due on
 * claim.due_on.  A step is schedule.months, 1 unless said.  Months are always counted from the same
 * day, so that 31 January gives 28 February and then 31 March.  Pure but for the arena. */
#ifndef INTAKE_SCHEDULE_H
#define INTAKE_SCHEDULE_H
#include "intake/row.h"

/* Turns the row into its instalment number part + 1: due day, number, and the claim's id with
 * "/number" behind it; sets part_count.  NULL, or why the row is refused, and for which field. */
const char *schedule_apply(struct op *op, struct row *row, int part, enum field *ret_culprit);
#endif
