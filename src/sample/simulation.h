/* A simulated business: it receives its files, sends its mail, works its queues and closes its
 * days.
 *
 * Each day is one call and begins at the store's open date, so a simulation that was stopped goes
 * on. The clock of the operation shows the simulated day. */
#ifndef SAMPLE_SIMULATION_H
#define SAMPLE_SIMULATION_H
#include "calendar/holiday.h"
#include "calendar/zone.h"
#include "policy/close.h"
#include "sample/mailbox.h"
#include "sample/people.h"

struct simulation {
    struct people people;
    const struct zone *zone;
    const struct holiday_calendar *calendar;
    const char *smtp_url;
    const char *folder; /* where the files of the day are written */
    instant now;
};

struct simulation_day {
    day date;
    bool is_business_day;
    int64_t claims; /* that arrived */
    int64_t sent;
    struct people_count people;
    struct close_result close;
};

/* Gives op the simulated clock. */
void simulation_take_clock(struct op *op, struct simulation *simulation);
/* Lives the open business date and closes it. */
MUST_CHECK status simulation_live_day(struct op *op, struct simulation *simulation,
                                      struct simulation_day *ret_day);
#endif
