#include "serve/pool.h"

#include <pthread.h>

#include "store/open.h"

struct pool {
    pthread_mutex_t mutex;
    str store;
    int most;
    int idle_count;
    struct db **idle;
};

struct pool *pool_create(struct arena *arena, str store, int most)
{
    struct pool *const pool = arena_new(arena, struct pool);
    pool->store = str_copy(arena, store);
    pool->most = most;
    pool->idle = arena_array(arena, (size_t)most, sizeof(struct db *));
    (void)pthread_mutex_init(&pool->mutex, NULL);
    return pool;
}

void pool_destroy(struct pool *pool)
{
    for (int i = 0; i < pool->idle_count; i++)
        db_close(pool->idle[i]);
    (void)pthread_mutex_destroy(&pool->mutex);
}

status pool_take(struct op *op, struct pool *pool)
{
    const struct db_options options = {.shares_flush = true};
    struct db *db = NULL;
    (void)pthread_mutex_lock(&pool->mutex);
    if (pool->idle_count > 0)
        db = pool->idle[--pool->idle_count];
    (void)pthread_mutex_unlock(&pool->mutex);
    if (!db)
        TRY(db_open(op, pool->store, &options, &db));
    op->db = db;
    return OK;
}

void pool_give(struct op *op, struct pool *pool)
{
    struct db *const db = op->db;
    op->db = NULL;
    (void)pthread_mutex_lock(&pool->mutex);
    const bool is_kept = pool->idle_count < pool->most;
    if (is_kept)
        pool->idle[pool->idle_count++] = db;
    (void)pthread_mutex_unlock(&pool->mutex);
    if (!is_kept)
        db_close(db);
}
