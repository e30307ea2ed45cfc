/* What the person prefers, and the clocks that may be the person's: how both narrow a span of a day
 * that the law leaves.  Pure; instants are UTC. */
#ifndef COMPLY_GATE_WISH_H
#define COMPLY_GATE_WISH_H
#include "base/words.h"
#include "calendar/zone.h"
#include "comply/pack.h"

/* When and how the person prefers to be reached (book/consent.h): it narrows what the law allows
 * and never widens it.  All zero: nothing is wished.  Of a letter only the channel counts. */
struct gate_wish {
    uint32_t days;        /* bit 1 << enum weekday; 0: any day */
    int32_t opens_s;      /* second of the person's day */
    int32_t closes_s;     /* first second outside; 0: any hour */
    enum channel channel; /* CHANNEL_NONE: none, or one by which nobody reaches the person */
};
bool gate_wish_is_any(const struct gate_wish *wish);

/* The rule that a verdict names when only the wish refuses, or closes first; it stands in no pack:
 * the country and version of the verdict are those of the pack that was asked. */
#define GATE_WISH_RULE  "PERSON-WISH"
#define GATE_WISH_HOURS "gate.wish_hours"
const struct pack_rule *gate_wish_rule(void);
struct rule;
extern const struct rule gate_wish_as_rule; /* the same, for the gate */

/* The zones in which the person may live. */
struct gate_clocks {
    const struct zone *zone; /* NULL: the clock of UTC */
    const struct zone *const *others;
    size_t other_count;
};
/* When these clocks show a second of a day: the last of them, or the first. */
instant gate_clock(const struct gate_clocks *clocks, day d, int32_t second, enum zone_pick pick,
                   bool is_last);

/* A span of a day: what the law leaves from an instant on, then what the wish leaves of that. */
struct gate_leave {
    instant law_open;
    instant open, close; /* open >= close: the wish leaves nothing */
    bool is_wish_close;  /* the wish ends it before the law does */
};
/* wish NULL: none. */
struct gate_leave gate_wish_cut(const struct gate_wish *wish, const struct gate_clocks *clocks,
                                day d, instant open, instant close);
#endif
