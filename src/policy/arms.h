/* Which arm of an experiment a case belongs to: a pure split by a hash.
 *
 * Arms are asked in their order; the last one has the rest.  An arm takes the case when a hash of
 * the case's natural key and of the arm lies below its share of what the arms before it left, so
 *  - each arm gets its share of all cases, whatever the others get;
 *  - a larger share of an arm keeps every case that it had;
 *  - another share of an arm is not noticed by the arms before it; of those after it, an arm that
 *    lost cases to the one that grew makes up for them from the arms after itself.
 * The hash of an arm is seeded by the names of experiment and arm, not by ids: two stores that hold
 * the same cases split them alike, and an experiment that begins again under its name finds its
 * cases where they were.  All is arithmetic of 64 and 128 bits; shares are basis points. */
#ifndef POLICY_ARMS_H
#define POLICY_ARMS_H
#include <stdbool.h>

#include "base/str.h"

#define ARMS_WHOLE 10000 /* basis points: all cases */
#define ARMS_MAX   8     /* of an experiment, with the champion */

struct policy;

struct arm {
    str name;
    uint64_t seed;
    int64_t share;               /* of all cases, in basis points */
    int64_t symbol;              /* of the store: "experiment/arm", as decisions name it */
    bool is_hold_out;            /* its cases are not contacted */
    const struct policy *policy; /* that decides its cases */
};

/* The arms of the day. */
struct arms {
    int64_t experiment_id; /* 0: there is none, and no arm */
    const struct arm *list;
    size_t count;
};

/* The first eight bytes of the digest of "experiment", U+001F, "arm", little-endian. */
uint64_t arm_seed(str experiment, str arm);
/* The place of the arm of a case; the shares before the last one are at most ARMS_WHOLE. */
size_t arms_pick(const struct arm *arms, size_t count, int64_t natural_key);
#endif
