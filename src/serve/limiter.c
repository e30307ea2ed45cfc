#include "serve/limiter.h"

#include <pthread.h>

#include "base/limits.h"
#include "record/seal.h"

#define SLOTS 4096 /* logins under watch; beyond them the oldest failure is forgotten */
#define LOCK  (LIMIT_LOGIN_LOCK_MINUTES * 60 * INSTANT_PER_SECOND)

struct slot {
    uint8_t login[SEAL_INDEX_BYTES]; /* keyed digest: memory keeps no names */
    int failures;                    /* 0: free */
    instant last_at;
};

struct limiter {
    pthread_mutex_t mutex;
    struct slot slots[SLOTS];
};

struct limiter *limiter_create(struct arena *arena)
{
    struct limiter *const limiter = arena_new(arena, struct limiter);
    (void)pthread_mutex_init(&limiter->mutex, NULL);
    return limiter;
}

void limiter_destroy(struct limiter *limiter)
{
    (void)pthread_mutex_destroy(&limiter->mutex);
}

static struct slot *find(struct limiter *limiter, const uint8_t login[SEAL_INDEX_BYTES])
{
    for (int i = 0; i < SLOTS; i++)
        if (limiter->slots[i].failures > 0 &&
            memcmp(limiter->slots[i].login, login, SEAL_INDEX_BYTES) == 0)
            return &limiter->slots[i];
    return NULL;
}

static struct slot *take(struct limiter *limiter)
{
    struct slot *oldest = &limiter->slots[0];
    for (int i = 0; i < SLOTS; i++) {
        struct slot *const slot = &limiter->slots[i];
        if (slot->failures == 0)
            return slot;
        if (slot->last_at < oldest->last_at)
            oldest = slot;
    }
    return oldest;
}

int limiter_wait_s(struct limiter *limiter, str login, instant now)
{
    uint8_t key[SEAL_INDEX_BYTES];
    int wait_s = 0;
    seal_token(login, key);
    (void)pthread_mutex_lock(&limiter->mutex);
    struct slot *const slot = find(limiter, key);
    if (slot && slot->last_at + LOCK <= now)
        slot->failures = 0; /* its time is over */
    else if (slot && slot->failures >= LIMIT_LOGIN_FAILURES)
        wait_s = (int)((slot->last_at + LOCK - now) / INSTANT_PER_SECOND) + 1;
    (void)pthread_mutex_unlock(&limiter->mutex);
    return wait_s;
}

void limiter_note_failure(struct limiter *limiter, str login, instant now)
{
    uint8_t key[SEAL_INDEX_BYTES];
    seal_token(login, key);
    (void)pthread_mutex_lock(&limiter->mutex);
    struct slot *slot = find(limiter, key);
    if (!slot) {
        slot = take(limiter);
        slot->failures = 0;
        memcpy(slot->login, key, sizeof(key));
    }
    slot->failures++;
    slot->last_at = now;
    (void)pthread_mutex_unlock(&limiter->mutex);
}

void limiter_note_success(struct limiter *limiter, str login)
{
    uint8_t key[SEAL_INDEX_BYTES];
    seal_token(login, key);
    (void)pthread_mutex_lock(&limiter->mutex);
    struct slot *const slot = find(limiter, key);
    if (slot)
        slot->failures = 0;
    (void)pthread_mutex_unlock(&limiter->mutex);
}
