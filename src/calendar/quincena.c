#include "calendar/quincena.h"

#define MIDDLE 15

day quincena_after(const struct holiday_calendar *calendar, day d)
{
    for (day month = day_month_start(d); month <= DAY_MAX - 62; month = day_month_end(month) + 1) {
        const day middle = business_day_roll_back(calendar, month + MIDDLE - 1);
        const day last = business_day_roll_back(calendar, day_month_end(month));
        if (middle > d)
            return middle;
        if (last > d)
            return last;
    }
    return DAY_NONE;
}
