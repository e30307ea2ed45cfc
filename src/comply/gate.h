/* The gate: whether a person may be contacted, the one place that decides it for all channels and
 * faces.
 *
 * Pure: no clock, no store, no allocation; whoever asks has read consents, flags and counters
 * before, and asks again when the contact goes out.  Every verdict names its rule, also an allowed
 * one.  When in doubt nothing goes out.  Instants are UTC; days and weeks are local to the person.
 * Thread-safe. */
#ifndef COMPLY_GATE_H
#define COMPLY_GATE_H
#include "base/words.h"
#include "calendar/zone.h"
#include "comply/gate_wish.h"
#include "comply/pack.h"

/* In the place of a channel: by one that we have no word for.  It counts wherever channels add up,
 * and against no maximum of a single channel. */
#define GATE_CHANNEL_OTHER CHANNEL_COUNT

/* What already went to the contacted person on one local day by one channel (contact_count). */
struct gate_count {
    day on;
    uint8_t channel;   /* enum channel, or GATE_CHANNEL_OTHER */
    bool is_this_case; /* counted for the case asked about: some laws count by debt */
    uint16_t attempts; /* sent, dialled, visited */
    uint16_t contacts; /* somebody answered */
    uint16_t reserved; /* planned and not yet sent */
};

/* Everything that the gate asks about.  What is left zero: a debtor, no flag, no dispute, no hold,
 * a point that nobody verified, a consent that nobody asked for, an unknown zone (refused). */
struct gate_request {
    enum channel channel;
    enum purpose purpose;
    instant at;
    const struct zone *zone;               /* of the contacted person; NULL: not known */
    const struct zone *const *other_zones; /* where it may as well be: it must be lawful in all */
    size_t other_zone_count;
    enum party_role role; /* of the contacted person, in the debt */
    uint32_t flags;       /* FLAG_BIT(party_flag) of the contacted person */
    enum point_state point;
    enum consent_state consent; /* for this channel, point and purpose */
    bool has_dispute;
    bool is_elderly;   /* of the contacted person */
    bool has_suit;     /* a court has the debt */
    bool is_in_relief; /* a breathing space granted by law runs */
    bool is_workplace; /* the contact point is where the person works */
    bool is_automated; /* nobody speaks: a dialler or a recording */
    bool has_hold;     /* of contact, running or to come */
    day hold_from;     /* DAY_NONE: since ever */
    day hold_until;    /* first day without it; DAY_NONE: nobody knows */
    bool has_reserved; /* this contact itself is among the reserved, on reserved_on */
    day reserved_on;
    struct gate_wish wish;
    bool
        is_by_hand; /* a wish is told and does not refuse: who speaks to the person may know more */
    const struct gate_count *counts; /* in any order; 35 days back are enough */
    size_t count_rows;
};

enum gate_state { GATE_ALLOWED, GATE_ALLOWED_UNTIL, GATE_REFUSED };
const char *gate_state_name(enum gate_state state);

#define GATE_NO_MAX (-1)

/* Texts are borrowed from the pack or constant.  The counters are those of the tightest maximum of
 * a day and of a longer span, on the day that was asked about, without the contact itself. */
struct gate_verdict {
    enum gate_state state;
    const char *rule_id;
    const char *citation;
    const char *reason;       /* key of a screen text: "gate.holiday" */
    const char *pack_country; /* the layer that the rule comes from */
    int pack_version;
    enum pack_basis basis;
    instant until;   /* the first instant that is no longer allowed; INSTANT_NONE: refused, or no
                        hour bounds it */
    instant next_at; /* allowed: the instant asked for; refused: the first one that is permitted, or
                        INSTANT_NONE when time alone does not help */
    bool is_lasting; /* refused by what no day cures while the law stays as it is on that day */
    day next_on;     /* the person's day of next_at, or DAY_NONE */
    int day_used;
    int day_max; /* GATE_NO_MAX: none */
    int week_used;
    int week_max;
    const char *wish; /* by hand: allowed, and against this wish: "gate.wish_hours"; NULL: none */
    instant wish_at;  /* the first instant that follows the wish as well, or INSTANT_NONE */
};

#define GATE_COUNTERS_MAX 8
#define GATE_WINDOW_SIZE  16

/* One maximum as it stands on a day: what is used of it, without the contact itself. */
struct gate_counter {
    const char *rule_id;
    int used;
    int max;
    char window[GATE_WINDOW_SIZE]; /* "day", "week", "7 days" */
};

/* Every maximum that binds the request on the person's day d, in the order of the verdicts. */
size_t gate_counters(const struct pack *pack, const struct gate_request *request, day d,
                     struct gate_counter out[GATE_COUNTERS_MAX]);

/* The person's day of an instant; without a zone the one of UTC. */
day gate_day_of(const struct gate_request *request, instant at);

/* May the contact happen at request->at, which must not be INSTANT_NONE? */
void gate_check(const struct pack *pack, const struct gate_request *request,
                struct gate_verdict *ret_verdict);

/* May it happen on the person's day d, and from when on?  Instants before request->at do not count
 * (INSTANT_NONE: the whole day).  True: *ret_not_before is the first permitted instant of the day
 * and the verdict is the one of that instant.  False: the verdict refuses, and its next_at is after
 * the day. */
MUST_CHECK bool gate_plan(const struct pack *pack, const struct gate_request *request, day d,
                          instant *ret_not_before, struct gate_verdict *ret_verdict);
/* The same for who asks about many days: a refusal does not look for the next one. */
MUST_CHECK bool gate_plan_day(const struct pack *pack, const struct gate_request *request, day d,
                              instant *ret_not_before, struct gate_verdict *ret_verdict);
#endif
