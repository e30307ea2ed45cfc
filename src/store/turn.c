#include "store/turn.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <time.h>

enum { FILES_MAX = 256, MS_PER_SECOND = 1000, NS_PER_MS = 1000000 };

struct waiter {
    struct waiter *next;
    bool is_called;
    pthread_cond_t called;
};

struct turn {
    dev_t device;
    ino_t number;
    bool is_taken;
    struct waiter *first; /* who came first */
    struct waiter *last;
    int64_t committed; /* commits noted so far */
    int64_t durable;   /* those of them that are on the disk */
    bool is_flushing;
    bool is_failed; /* a flush has failed */
    pthread_cond_t flushed;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct turn turns[FILES_MAX];
static size_t turn_count;

struct turn *turn_of_file(dev_t device, ino_t number)
{
    struct turn *found = NULL;
    (void)pthread_mutex_lock(&mutex);
    for (size_t i = 0; i < turn_count && !found; i++)
        if (turns[i].device == device && turns[i].number == number)
            found = &turns[i];
    if (!found && turn_count < FILES_MAX) {
        found = &turns[turn_count++];
        *found =
            (struct turn){.device = device, .number = number, .flushed = PTHREAD_COND_INITIALIZER};
    }
    (void)pthread_mutex_unlock(&mutex);
    return found;
}

static void line_up(struct turn *turn, struct waiter *waiter)
{
    if (turn->last)
        turn->last->next = waiter;
    else
        turn->first = waiter;
    turn->last = waiter;
}

static void step_out(struct turn *turn, const struct waiter *waiter)
{
    struct waiter *before = NULL;
    for (struct waiter *at = turn->first; at != waiter; at = at->next)
        before = at;
    if (before)
        before->next = waiter->next;
    else
        turn->first = waiter->next;
    if (turn->last == waiter)
        turn->last = before;
}

static struct timespec deadline_in(int wait_ms)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    const long ns = at.tv_nsec + (long)(wait_ms % MS_PER_SECOND) * NS_PER_MS;
    at.tv_sec += wait_ms / MS_PER_SECOND + ns / ((long)MS_PER_SECOND * NS_PER_MS);
    at.tv_nsec = ns % ((long)MS_PER_SECOND * NS_PER_MS);
    return at;
}

bool turn_take(struct turn *turn, int wait_ms)
{
    const struct timespec deadline = deadline_in(wait_ms);
    struct waiter waiter = {.called = PTHREAD_COND_INITIALIZER};
    int code = 0;
    (void)pthread_mutex_lock(&mutex);
    if (!turn->is_taken) {
        turn->is_taken = waiter.is_called = true;
    } else {
        line_up(turn, &waiter);
        while (!waiter.is_called && code != ETIMEDOUT)
            code = pthread_cond_clockwait(&waiter.called, &mutex, CLOCK_MONOTONIC, &deadline);
        if (!waiter.is_called)
            step_out(turn, &waiter);
    }
    (void)pthread_mutex_unlock(&mutex);
    (void)pthread_cond_destroy(&waiter.called);
    return waiter.is_called;
}

/* The turn goes from hand to hand: nobody who comes later can snatch it. */
void turn_give(struct turn *turn)
{
    (void)pthread_mutex_lock(&mutex);
    struct waiter *const next = turn->first;
    turn->is_taken = next != NULL;
    if (next) {
        turn->first = next->next;
        if (!turn->first)
            turn->last = NULL;
        next->is_called = true;
        (void)pthread_cond_signal(&next->called);
    }
    (void)pthread_mutex_unlock(&mutex);
}

int64_t turn_note_commit(struct turn *turn)
{
    (void)pthread_mutex_lock(&mutex);
    const int64_t commit = ++turn->committed;
    (void)pthread_mutex_unlock(&mutex);
    return commit;
}

/* Under the mutex, which is free while the disk works: commits that are noted meanwhile wait for
 * the next flush. */
static void flush_all(struct turn *turn, bool (*flush)(void *context), void *context)
{
    const int64_t target = turn->committed;
    turn->is_flushing = true;
    (void)pthread_mutex_unlock(&mutex);
    const bool is_done = flush(context);
    (void)pthread_mutex_lock(&mutex);
    turn->is_flushing = false;
    if (is_done)
        turn->durable = target;
    else
        turn->is_failed = true;
    (void)pthread_cond_broadcast(&turn->flushed);
}

bool turn_flush(struct turn *turn, int64_t commit, bool (*flush)(void *context), void *context)
{
    (void)pthread_mutex_lock(&mutex);
    while (turn->durable < commit && !turn->is_failed) {
        if (turn->is_flushing)
            (void)pthread_cond_wait(&turn->flushed, &mutex);
        else
            flush_all(turn, flush, context);
    }
    const bool is_durable = turn->durable >= commit;
    (void)pthread_mutex_unlock(&mutex);
    return is_durable;
}

bool turn_is_failed(struct turn *turn)
{
    (void)pthread_mutex_lock(&mutex);
    const bool is_failed = turn->is_failed;
    (void)pthread_mutex_unlock(&mutex);
    return is_failed;
}
