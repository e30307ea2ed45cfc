#include "money/ladder.h"

day ladder_eligible_on(const struct ladder_level *levels, int number, day due_on, day previous_on)
{
    const struct ladder_level *const level = &levels[number - 1];
    if (number > 1 && previous_on == DAY_NONE)
        return DAY_NONE;
    day from = due_on + level->days;
    if (level->rule == LADDER_AFTER_PREVIOUS) {
        if (previous_on == DAY_NONE)
            return DAY_NONE;
        from = previous_on + level->days;
    } else if (level->rule == LADDER_END_OF_MONTH) {
        from = day_month_end(from);
    }
    if (number > 1 && from < previous_on + level->notice_days)
        from = previous_on + level->notice_days;
    return from;
}

int ladder_next(const struct ladder_level *levels, int count, const struct ladder_standing *from,
                day due_on, day run_on)
{
    if (from->is_blocked || from->level >= count ||
        (from->grace_on != DAY_NONE && run_on <= from->grace_on))
        return 0;
    const day eligible_on = ladder_eligible_on(levels, from->level + 1, due_on, from->sent_on);
    return eligible_on != DAY_NONE && eligible_on <= run_on ? from->level + 1 : 0;
}

const char *ladder_state(const struct ladder_bound *bounds, size_t count, int64_t value)
{
    const struct ladder_bound *reached = NULL;
    for (size_t i = 0; i < count; i++)
        if (value >= bounds[i].least && (!reached || bounds[i].least > reached->least))
            reached = &bounds[i];
    return reached ? reached->code : NULL;
}
