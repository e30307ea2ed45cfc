#include "calendar/business_day.h"

bool business_day_is(const struct holiday_calendar *calendar, day d)
{
    return !holiday_is_weekend(calendar, d) && !holiday_is(calendar, d);
}

static day roll(const struct holiday_calendar *calendar, day d, int step)
{
    while (d >= DAY_MIN && d <= DAY_MAX && !business_day_is(calendar, d))
        d += step;
    return d >= DAY_MIN && d <= DAY_MAX ? d : DAY_NONE;
}

day business_day_roll_forward(const struct holiday_calendar *calendar, day d)
{
    return roll(calendar, d, 1);
}

day business_day_roll_back(const struct holiday_calendar *calendar, day d)
{
    return roll(calendar, d, -1);
}

day business_day_add(const struct holiday_calendar *calendar, day d, int count)
{
    const int step = count < 0 ? -1 : 1;
    for (int left = count; left != 0 && d != DAY_NONE; left -= step)
        d = roll(calendar, d + step, step);
    return d;
}

int business_day_count(const struct holiday_calendar *calendar, day from, day until)
{
    int count = 0;
    if (until < from)
        return -business_day_count(calendar, until - 1, from - 1);
    for (day d = from; d < until; d++)
        count += business_day_is(calendar, d + 1);
    return count;
}
