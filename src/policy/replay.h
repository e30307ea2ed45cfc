/* Replay: computes the facts and decisions of a past close again, from what was known then, and
 * compares them with what the close left: a digest of its decisions and a sum for each fact, by
 * slice (ADR 0015).
 *
 * Nothing is written in the store.  The program's own code and packs are today's: where the run was
 * made by another program or with other packs, that is told beside the result. */
#ifndef POLICY_REPLAY_H
#define POLICY_REPLAY_H
#include "policy/case_digest.h"

#define REPLAY_DIFFERENCES 200 /* told; the others are counted */

struct replay_options {
    void (*tell)(void *context, day date, int64_t done, int64_t total); /* may be NULL */
    void *context;
};

struct replay_slice {
    int number;
    int64_t from, until; /* debtors */
    instant known_at;
    int64_t strategy_id;
    int64_t cases_then, cases_now; /* now: in the replay */
    struct case_sums then, now;
    bool differs;
};

/* One field of a case's decision that differs; of a case that only one side has, the field is
 * "case". */
struct replay_difference {
    int slice;
    int64_t case_number; /* what people read; 0: there is no such case any more */
    int64_t case_id;
    const char *field;
    const char *then;
    const char *now;
};

struct replay_result {
    day date;
    int64_t cases;
    uint64_t digest_then, digest_now;
    struct replay_slice *slices;
    size_t slice_count;
    size_t differing; /* slices */
    struct replay_difference *differences;
    size_t difference_count;  /* in the array */
    int64_t difference_total; /* found */
    const char *program;      /* that closed */
    bool has_other_rules;     /* its packs were others */
};

/* Replays one date in a transaction of its own; results live in the op's arena.  E_NOT_FOUND: the
 * date was not closed here.  E_CONFLICT: its close is not finished, or was made before history was
 * kept, so that it cannot be replayed. */
MUST_CHECK status replay_day(struct op *op, day date, const struct replay_options *options,
                             struct replay_result *ret_result);

/* One case as a past close saw it, and as it is now. */
struct replay_case {
    struct case_key key;
    int slice;
    bool was_known;
    struct case_facts facts;  /* replayed */
    struct decision decision; /* replayed */
    bool has_recorded;
    struct decision recorded; /* the fields that decision_field_name lists */
    struct case_facts facts_now;
    struct decision decision_now;
    bool has_now;
};
/* Failures as above; E_NOT_FOUND also when no case has the number. */
MUST_CHECK status replay_one_case(struct op *op, day date, int64_t number,
                                  struct replay_case *ret_case);
#endif
