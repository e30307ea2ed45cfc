#include "money/age.h"

int age_past_due_days(day due_on, day as_of)
{
    return due_on == DAY_NONE || due_on >= as_of ? 0 : as_of - due_on;
}

static int paused_days(day from, day until, const struct age_pause *pauses, size_t pause_count)
{
    int total = 0;
    for (size_t i = 0; i < pause_count; i++) {
        const day start = pauses[i].from > from ? pauses[i].from : from;
        const day end = pauses[i].until < until ? pauses[i].until : until;
        if (end > start)
            total += end - start;
    }
    return total;
}

struct age age_of(day due_on, day as_of, const struct age_rule *rule,
                  const struct age_pause *pauses, size_t pause_count)
{
    struct age age = {.past_due_days = age_past_due_days(due_on, as_of)};
    if (due_on == DAY_NONE || due_on > as_of)
        return age;
    if (rule->count_due_day)
        age.past_due_days = as_of - due_on + 1;
    const int delinquent =
        age.past_due_days - rule->grace_days - paused_days(due_on, as_of, pauses, pause_count);
    age.delinquent_days = delinquent > 0 ? delinquent : 0;
    return age;
}
