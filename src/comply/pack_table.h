/* The inside of a pack, for the room alone: the tables that the gate looks the rules up in. */
#ifndef COMPLY_PACK_TABLE_H
#define COMPLY_PACK_TABLE_H
#include "comply/pack_rules.h"

#define SLOT_CAPS_MAX  8 /* maxima on one channel and purpose */
#define SLOT_HOURS_MAX 8 /* rules that bound its hours */
#define SPANS_MAX      8 /* of a day, when several rules cut it */

/* What all rules of hours leave of a day; rule is the one that closes the span. */
struct spans {
    int count;
    struct {
        int32_t open;
        int32_t close;
        const struct rule *rule;
    } list[SPANS_MAX];
};

/* All that is enforced for one channel and purpose on a day. */
struct slot {
    uint32_t blocks; /* facts that forbid */
    int cap_count;
    int hours_count;
    bool is_untimed;
    const struct rule *hours[SLOT_HOURS_MAX];
    uint32_t hours_days[SLOT_HOURS_MAX]; /* the kinds of day for which hours[i] speaks */
    struct spans open[2][DAY_HOLIDAY];   /* ordinary or holiday; weekday, Saturday, Sunday */
    const struct cap *caps[SLOT_CAPS_MAX];
    const struct rule *base[DAY_KIND_COUNT];
    const struct rule *roles;
    const struct rule *blockers[FACT_COUNT];
};

/* What is enforced from a day on, until the next edition. */
struct edition {
    day from;
    struct slot slots[CHANNEL_COUNT][PURPOSE_COUNT];
};

#define PACK_EDITIONS_MAX 32 /* days on which the law changed, as far as one pack knows */

struct pack {
    const char *country;
    int version;
    char hash[PACK_HASH_SIZE];
    const struct holiday_calendar *calendar;
    const struct rule *rules;
    size_t rule_count;
    const char *const *zones; /* IANA names, the one of most people first */
    size_t zone_count;
    size_t first;                   /* rule of the country's layer */
    const struct edition *editions; /* by day; the first begins with time */
    size_t edition_count;
};

/* Fills the editions from the rules. */
MUST_CHECK status pack_compile(struct op *op, struct pack *pack);
#endif
