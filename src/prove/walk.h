/* The walk through all states: days, histories of contacts, and what the strategy may do in each.
 * For the room alone. */
#ifndef PROVE_WALK_H
#define PROVE_WALK_H
#include "prove/states.h"

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

/* Goes through all states of one edition, until a counter-example is found.  E_LIMIT: a bound was
 * reached before the end. */
MUST_CHECK status walk_all(struct model *model, const struct walk_plan *plan,
                           struct walk_count *count, struct violation *ret_violation);
#endif
