/* Quincenas: the days on which most people in Latin America are paid, the 15th and the last of the
 * month, moved back to a business day.  Pure. */
#ifndef CALENDAR_QUINCENA_H
#define CALENDAR_QUINCENA_H
#include "calendar/business_day.h"

/* The first one after d; DAY_NONE past the calendar's end. */
day quincena_after(const struct holiday_calendar *calendar, day d);
#endif
