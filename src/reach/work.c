#include "reach/work.h"

#include <time.h>

#include "base/log.h"
#include "reach/resolve.h"
#include "store/db.h"

#define IDLE_MS      1000  /* between looks at an empty outbox */
#define PAUSE_MS     2000  /* after the first failure; doubles */
#define PAUSE_MAX_MS 60000 /* a server that is back is found within a minute */
#define SLICE_MS     100   /* how soon a stop is seen */

static bool is_stopping(const struct reach_options *options)
{
    return options->stop && atomic_load(options->stop);
}

static void wait_ms(const struct reach_options *options, int ms)
{
    const struct timespec slice = {0, SLICE_MS * 1000000L};
    for (int waited = 0; waited < ms && !is_stopping(options); waited += SLICE_MS)
        (void)nanosleep(&slice, NULL);
}

static void note(struct work_counts *counts, int64_t id, enum send_outcome outcome)
{
    counts->of[outcome]++;
    log_write(outcome == SEND_SENT ? LOG_DEBUG : LOG_INFO, "message",
              (const struct log_field[]){
                  LOG_I64("outbox_id", id), {"outcome", send_outcome_name(outcome), 0}
    },
              2);
}

/* Sends what was leased, in order, until the server is down or a stop is asked for; *ret_done says
 * how many need nothing more. */
static status send_leased(struct op *op, const struct sender *sender, const int64_t *ids,
                          size_t count, instant lease, struct work_counts *counts, size_t *ret_done)
{
    for (size_t i = 0; i < count && !(sender->stop && atomic_load(sender->stop)); i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        enum send_outcome outcome = SEND_LOST;
        TRY(send_message(op, sender, ids[i], lease, &outcome));
        note(counts, ids[i], outcome);
        *ret_done = i + 1;
        if (outcome == SEND_DOWN)
            return op_fail(op, E_BUSY, "the mail server takes no mail now");
        arena_release(op->arena, mark);
    }
    return OK;
}

status reach_work_batch(struct op *op, const struct reach_options *options,
                        struct work_counts *counts, size_t *ret_leased)
{
    int64_t ids[LIMIT_OUTBOX_LEASE];
    struct sender sender;
    instant lease = INSTANT_NONE;
    size_t count = 0;
    size_t done = 0;
    const struct arena_mark mark = arena_mark(op->arena); /* its end closes the connection */
    *ret_leased = 0;
    TRY(sender_open(op, options, &sender));
    TRY(outbox_lease(op, ids, &count, &lease));
    *ret_leased = count;
    counts->leased += (int64_t)count;
    const status code = send_leased(op, &sender, ids, count, lease, counts, &done);
    db_rollback(op); /* of a failure; the op keeps its words */
    touch_clear(op);
    const status released = outbox_release(op, ids + done, count - done, lease);
    arena_release(op->arena, mark);
    return code != OK ? code : released;
}

static status work_once(struct op *op, const struct reach_options *options,
                        struct work_counts *counts, size_t *ret_leased)
{
    int64_t unknown = 0;
    TRY(outbox_recover(op, false, &unknown));
    counts->recovered += unknown;
    return reach_work_batch(op, options, counts, ret_leased);
}

/* After a failure nothing of it may stay with the op. */
static void clear_failure(struct op *op)
{
    log_event(LOG_WARN, "work_failed", LOG_STATUS("status", op->code));
    db_rollback(op);
    touch_clear(op);
    op_clear(op);
}

static status take_over(struct op *op, bool is_alone, struct work_counts *counts)
{
    int64_t unknown = 0;
    if (!is_alone)
        return OK;
    TRY(outbox_recover(op, true, &unknown));
    counts->recovered += unknown;
    return OK;
}

status reach_work_loop(struct op *op, const struct reach_options *options, enum work_mode mode,
                       bool is_alone, struct work_counts *counts)
{
    int pause_ms = PAUSE_MS;
    TRY(take_over(op, is_alone, counts));
    while (!is_stopping(options)) {
        const struct arena_mark mark = arena_mark(op->arena);
        size_t leased = 0;
        const status code = work_once(op, options, counts, &leased);
        if (code != OK && mode != WORK_FOREVER)
            return code;
        if (code != OK)
            clear_failure(op);
        arena_release(op->arena, mark);
        if (mode == WORK_ONCE || (mode == WORK_DRAIN && leased == 0))
            return OK;
        if (code != OK)
            wait_ms(options, pause_ms);
        else if (leased == 0)
            wait_ms(options, IDLE_MS);
        pause_ms = code == OK                    ? PAUSE_MS
                   : pause_ms < PAUSE_MAX_MS / 2 ? pause_ms * 2
                                                 : PAUSE_MAX_MS;
    }
    return OK;
}
