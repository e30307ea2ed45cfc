#include "policy/ranking.h"

#include <stdlib.h>

#include "record/symbol.h"
#include "store/db.h"

static int compare_ranks(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* The ranks of one queue, best first, against what its people can do. */
static status rank_queue(struct op *op, const struct policy *policy, day on,
                         const struct wanted *wanted, int64_t queue, int64_t *ret_last_rank)
{
    str name;
    size_t count = 0;
    int64_t *const ranks = arena_array(op->arena, wanted->count, sizeof(*ranks));
    TRY(symbol_text(op, queue, &name));
    const int64_t capacity = policy_capacity(policy, name);
    for (size_t i = 0; i < wanted->count; i++)
        if (wanted->rows[i].queue == queue && plan_wants_work(&wanted->rows[i], on))
            ranks[count++] = wanted->rows[i].rank;
    *ret_last_rank = INT64_MAX;
    if ((int64_t)count > capacity) {
        qsort(ranks, count, sizeof(*ranks), compare_ranks);
        *ret_last_rank = capacity > 0 ? ranks[capacity - 1] : -1;
    }
    return db_run(op, Q_QUEUE_PLAN_PUT,
                  DB_ARGS(ARG_DAY(on), ARG_I64(queue), ARG_I64(count), ARG_I64(capacity),
                          ARG_I64(*ret_last_rank)),
                  NULL);
}

status ranking_make(struct op *op, const struct policy *policy, day on, const struct wanted *wanted,
                    struct queue_limits *limits)
{
    limits->count = 0;
    for (size_t i = 0; i < wanted->count; i++) {
        const int64_t queue = wanted->rows[i].queue;
        int64_t last_rank = 0;
        if (queue == 0 || queue_limits_find(limits, queue, &last_rank))
            continue;
        if (limits->count == QUEUES_MAX)
            return op_fail(op, E_LIMIT, "the strategy names more than %d queues", QUEUES_MAX);
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(rank_queue(op, policy, on, wanted, queue, &last_rank));
        arena_release(op->arena, mark);
        limits->queue[limits->count] = queue;
        limits->last_rank[limits->count++] = last_rank;
    }
    return OK;
}
