/* One slice of the close: the cases of a range of debtors, worked on in one transaction.
 *
 * Reading and writing are two steps, so that another connection may read the next slice while one
 * is written (policy/ahead.h).  Rows are read in key order and merged: facts, carried decisions and
 * contact counts of the range, each with one sequential read. */
#ifndef POLICY_SLICE_H
#define POLICY_SLICE_H
#include "policy/case_digest.h"
#include "policy/plan.h"
#include "policy/resident_view.h"
#include "record/audit.h"

struct slice {
    int number;
    int64_t from;  /* first debtor */
    int64_t until; /* first debtor of the next slice */
    int phase_done;
};

struct slice_count {
    int64_t cases;
    int64_t fact_rows;
    int64_t decision_rows;
    int64_t changes; /* noted in the change sequence */
    struct case_sums sums;
    struct plan_count plan;
};

/* The decisions that want a message or work, in key order over all slices. */
struct wanted {
    struct arena *arena;
    struct decision *rows;
    size_t count;
    size_t capacity;
};

#define QUEUES_MAX 64
struct queue_limits {
    size_t count;
    int64_t queue[QUEUES_MAX];
    int64_t last_rank[QUEUES_MAX];
};
bool queue_limits_find(const struct queue_limits *limits, int64_t queue, int64_t *ret_last_rank);

/* A case that a slice's writer must see: its facts moved, its decision differs, it wants something,
 * or it is not decided yet. */
struct found_case {
    struct case_facts facts; /* as of the day; as stored while it is not decided */
    struct decision decision;
    struct decision carried;
    const struct gate_count *counts; /* of a case that the calendar has reached */
    size_t count_rows;
    struct obligation_list obligations; /* of the same, where a strategy asks for them */
    const struct book_view *view;       /* of a case whose promises must be graded first */
    bool has_carried;
    bool is_decided;
    bool is_moved;
    bool differs;
};
struct slice_found {
    struct found_case *rows; /* in key order */
    size_t count;
    size_t capacity;
    int64_t cases;            /* read, also those that nobody must see */
    bool is_from_memory;      /* by columns, not from the store */
    struct case_sums sums;    /* of the cases that are decided */
    struct audit_head *heads; /* of the chains that its decisions go into */
    size_t head_count;
};
/* Where facts, carried decisions and, if the view has them, obligations come from: the store, or
 * columns in memory.  These are only
 * believed while the change sequence stands at `total` in the reader's snapshot: then nobody has
 * changed a case since they were read but the close itself, in other slices. */
struct slice_source {
    const struct resident_view *view; /* NULL: the store */
    int64_t total;
};
/* Phase 1, reading: follows the cases that the calendar has reached and decides all of the slice as
 * of `on`, save those whose promises must be graded.  Writes nothing but symbols that no row has
 * carried before; a connection that may not write fails then. */
MUST_CHECK status slice_read(struct op *op, const struct policy *policy, const struct slice *slice,
                             day on, const struct slice_source *source,
                             struct slice_found *ret_found);
/* Phase 1, writing: what moved and what differs, and the cases that are not decided yet.  Where
 * evidence was written for one of its cases since it was read the commit fails with E_CONFLICT:
 * then it is read again. */
MUST_CHECK status slice_write(struct op *op, const struct policy *policy, day on,
                              const struct slice_found *found, struct wanted *wanted,
                              struct slice_count *count);
/* What phase 3 works from. */
struct slice_wishes {
    const struct policy *policy;
    const struct wanted *wanted;
    size_t next; /* walks over wanted, from slice to slice */
    const struct queue_limits *limits;
    bool has_events; /* since phase 1: its decisions may be old and are made again */
};
/* Phase 3: makes the outbox and the work items what the wanted rows say. */
MUST_CHECK status slice_plan(struct op *op, const struct slice *slice, day run_date,
                             struct slice_wishes *wishes, struct plan_count *count);
/* The keys of all cases of a range, in the op's arena. */
MUST_CHECK status slice_keys(struct op *op, int64_t from, int64_t until, struct case_key **ret_keys,
                             size_t *ret_count);
#endif
