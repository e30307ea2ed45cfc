/* The walk through all states: days, histories of contacts, and what the strategy may do in each.
 * For the room alone. */
#ifndef PROVE_WALK_H
#define PROVE_WALK_H
#include "comply/trail.h"
#include "prove/model.h"

/* Days of one edition of the law that stand for all of their kind. */
#define KINDS 2 /* ordinary, holiday */
struct edition_days {
    day from;
    day until;          /* first day after */
    day days[8][KINDS]; /* by weekday; DAY_NONE: there is none */
};

/* Who may be contacted, apart from when and how often: whatever time does not cure. */
enum person_state {
    PERSON_NEVER,    /* the strategy's limits forbid it */
    PERSON_LAWFUL,   /* whatever the limits let through, the law does */
    PERSON_UNLAWFUL, /* the limits let somebody through whom the law does not */
};
struct person {
    enum person_state state;
    struct gate_request request; /* one that the limits let through; unlawful: that one */
    struct proof_circumstance circumstance;
    const char *rule_id; /* unlawful */
    const char *citation;
    const char *reason;
};

struct persons; /* answers that are kept */
struct persons *persons_start(struct model *model, const struct edition_days *days);
/* The answer for a move. */
const struct person *persons_ask(struct persons *persons, const struct move *move);
int64_t persons_count(const struct persons *persons);

/* What a channel and purpose may do on a day, as far as time decides. */
struct timing {
    bool is_wanted; /* the limits allow it today */
    bool is_lawful;
    const char *rule_id;
    const char *citation;
    const char *reason;
    int32_t second; /* of the first moment that the limits allow, or that the law does not */
};
/* Fills it for the counts that the request carries; it changes request->at. */
void timing_compare(const struct model *model, struct gate_request *request, day d,
                    struct timing *timing);

/* Fills what a step says of a move. */
void tell_move(const struct model *model, const struct move *move, struct proof_step *step);

/* How the shortest counter-example ends, and the states before it. */
struct violation {
    bool is_found;
    bool has_doubt; /* before it, something that only other counts of the tables would plan */
    struct proof_step *steps; /* days are left to the caller: weekday and kind are told */
    size_t count;
    struct step_kind {
        uint8_t weekday;
        uint8_t is_holiday;
        uint8_t back; /* days before the last */
    } * kinds;
    const char *rule_id;
    const char *citation;
    const char *reason;
    int32_t second; /* of the local day */
};

struct walk_count {
    int64_t states;
    int64_t contacts;
    int64_t persons;
    uint8_t *rules_seen; /* by rule of treatment.dmn */
};

/* What is gone through. */
struct walk_plan {
    const struct edition_days *days;
    const struct trail *trail;
    const struct rows *free_rows;     /* of all inputs */
    const struct rows *followed_rows; /* of those that no history tells */
    bool is_exact;
    bool is_uncounted; /* no maximum binds, the strategy's neither: all that is found is a doubt */
};

/* Goes through all states of one edition, until a counter-example is found.  E_LIMIT: a bound was
 * reached before the end. */
MUST_CHECK status walk_all(struct model *model, const struct walk_plan *plan,
                           struct walk_count *count, struct violation *ret_violation);
#endif
