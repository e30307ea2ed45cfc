#include "money/pause.h"

bool pause_is_accepted(enum pause_verdict verdict)
{
    return verdict == PAUSE_ACCEPTED || verdict == PAUSE_TOUCHES;
}

enum pause_verdict pause_check(const struct age_pause *existing, size_t count, day opened_on,
                               struct age_pause asked)
{
    bool touches = false;
    if (asked.until <= asked.from)
        return PAUSE_EMPTY;
    if (asked.from < opened_on)
        return PAUSE_TOO_EARLY;
    for (size_t i = 0; i < count; i++) {
        if (asked.from < existing[i].until && existing[i].from < asked.until)
            return PAUSE_OVERLAPS;
        touches |= asked.from == existing[i].until || asked.until == existing[i].from;
    }
    return touches ? PAUSE_TOUCHES : PAUSE_ACCEPTED;
}

enum pause_verdict pause_check_resume(const struct age_pause *existing, size_t count, day resume_on,
                                      day end_on, day business_date)
{
    if (resume_on != business_date)
        return RESUME_NOT_TODAY;
    if (end_on != DAY_NONE)
        return RESUME_HAS_END;
    return pause_is_active(existing, count, resume_on) ? PAUSE_ACCEPTED : RESUME_NOTHING;
}

void pause_resume(struct age_pause *pauses, size_t count, day resume_on)
{
    for (size_t i = 0; i < count; i++)
        if (pauses[i].from <= resume_on && resume_on < pauses[i].until)
            pauses[i].until = resume_on;
}

bool pause_is_active(const struct age_pause *pauses, size_t count, day on)
{
    for (size_t i = 0; i < count; i++)
        if (pauses[i].from <= on && on <= pauses[i].until)
            return true;
    return false;
}
