/* Ladders: the levels of notices and of states that a debt climbs, one at a time.
 *
 * A level is reached by days since the due day, by a balance, or by days since the level before it
 * was sent.  A run climbs one level at most, and only from a level whose notice was sent: who is
 * late with a run sends the missed notice, and does not jump.  Pure; codes are borrowed. */
#ifndef MONEY_LADDER_H
#define MONEY_LADDER_H
#include "base/day.h"

enum ladder_rule {
    LADDER_NET_DAYS,       /* so many days after the due day */
    LADDER_END_OF_MONTH,   /* the end of the month in which those days end */
    LADDER_AFTER_PREVIOUS, /* so many days after the level before it was sent */
};

struct ladder_level {
    const char *code;
    enum ladder_rule rule;
    int days;
    int notice_days; /* least days between the notice before it and this level; 0: none */
};

/* How far a debt has come. */
struct ladder_standing {
    int level;       /* 0: none yet; 1 is the first */
    day sent_on;     /* when the notice of that level was sent; DAY_NONE: it was not */
    bool is_blocked; /* a dispute: no level is climbed */
    day grace_on;    /* protected up to and with this day; DAY_NONE: not at all */
};

/* The first day on which a level can be climbed; DAY_NONE: never, for it waits for the notice of
 * the level before it, and that was not sent.  number from 1. */
day ladder_eligible_on(const struct ladder_level *levels, int number, day due_on, day previous_on);
/* The level that a run on that day climbs to; 0: none. */
int ladder_next(const struct ladder_level *levels, int count, const struct ladder_standing *from,
                day due_on, day run_on);

/* States by a number (days, a balance): the code with the highest bound that is reached. */
struct ladder_bound {
    const char *code;
    int64_t least;
};
/* NULL: below every bound, all is clear.  Any order of bounds. */
const char *ladder_state(const struct ladder_bound *bounds, size_t count, int64_t value);
#endif
