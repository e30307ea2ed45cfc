/* Business days: the days that are neither a weekly day of rest nor a holiday of a calendar.
 *
 * Pure.  A result that would leave the years 1 to 9999 is DAY_NONE. */
#ifndef CALENDAR_BUSINESS_DAY_H
#define CALENDAR_BUSINESS_DAY_H
#include "calendar/holiday.h"

bool business_day_is(const struct holiday_calendar *calendar, day d);
/* The count-th business day after d, which itself does not count; before d when count is negative;
 * d itself when it is 0. */
day business_day_add(const struct holiday_calendar *calendar, day d, int count);
/* d when it is a business day, else the next one, or the one before. */
day business_day_roll_forward(const struct holiday_calendar *calendar, day d);
day business_day_roll_back(const struct holiday_calendar *calendar, day d);
/* The business days after from up to and including until; negative when until comes first, so
 * that business_day_add(from, count) is until whenever until is a business day after from. */
int business_day_count(const struct holiday_calendar *calendar, day from, day until);
#endif
