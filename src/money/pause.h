/* Pauses (suspensiones): when they may be made, ended early, and which days they cover.
 *
 * A pause counts from its first day to the day before its end; its flag is also up on the end day.
 * Two pauses may touch, not overlap.  Pure. */
#ifndef MONEY_PAUSE_H
#define MONEY_PAUSE_H
#include "money/age.h"

enum pause_verdict {
    PAUSE_ACCEPTED,
    PAUSE_TOUCHES,    /* accepted: it begins where another ends, or ends where one begins */
    PAUSE_EMPTY,      /* not one day */
    PAUSE_TOO_EARLY,  /* before the debt began */
    PAUSE_OVERLAPS,   /* with one of the same kind */
    PAUSE_NOT_ACTIVE, /* the debt is closed, overpaid or not begun */
    RESUME_NOT_TODAY, /* one resumes on the business date */
    RESUME_HAS_END,   /* a resumption is one day, not a period */
    RESUME_NOTHING,   /* no pause runs */
    PAUSE_VERDICT_COUNT
};
bool pause_is_accepted(enum pause_verdict verdict);

enum pause_verdict pause_check(const struct age_pause *existing, size_t count, day opened_on,
                               struct age_pause asked);
/* end_on: what came with the resumption, DAY_NONE when rightly nothing did. */
enum pause_verdict pause_check_resume(const struct age_pause *existing, size_t count, day resume_on,
                                      day end_on, day business_date);
/* Ends every pause that has begun and lasts longer on that day; one that ends that very day stays
 * as it was.  A pause that begins that day becomes empty, and covers no day. */
void pause_resume(struct age_pause *pauses, size_t count, day resume_on);
/* Whether the flag is up: from the first day to the end day, both included. */
bool pause_is_active(const struct age_pause *pauses, size_t count, day on);
#endif
