/* The store connections of the server's threads, and what the threads share. */
#ifndef SERVE_POOL_H
#define SERVE_POOL_H
#include "base/op.h"
#include "base/str.h"

struct pool;

/* At most most connections, opened when they are first needed. */
struct pool *pool_create(struct arena *arena, str store, int most);
void pool_destroy(struct pool *pool);
/* Puts a connection into op->db; the caller gives it back.  Fails as db_open. */
MUST_CHECK status pool_take(struct op *op, struct pool *pool);
void pool_give(struct op *op, struct pool *pool);
#endif
