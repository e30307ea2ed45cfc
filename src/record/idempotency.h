/* Idempotency: a request that is sent twice is carried out once.
 *
 * The answer to a request with an Idempotency-Key is stored in the transaction that carries it out,
 * and given again to whoever repeats the same request.  Keys belong to a user (op->actor_id). */
#ifndef RECORD_IDEMPOTENCY_H
#define RECORD_IDEMPOTENCY_H
#include "base/op.h"
#include "base/str.h"

#define IDEMPOTENCY_HASH_SIZE 65

struct idempotency_answer {
    int http_status;
    str body; /* JSON */
};

/* The digest of what was asked: method, path and body. */
void idempotency_hash(str method, str path, str body, char out[IDEMPOTENCY_HASH_SIZE]);
/* E_CONFLICT: the key was used for another request.  E_INVALID: not 1 to 200 visible ASCII. */
MUST_CHECK status idempotency_find(struct op *op, str key, const char *request_hash,
                                   struct idempotency_answer *ret_answer, bool *ret_found);
/* In the transaction of the request.  E_CONFLICT: another request with the key was first; roll back
 * and find its answer. */
MUST_CHECK status idempotency_put(struct op *op, str key, const char *request_hash,
                                  const struct idempotency_answer *answer);
/* Forgets answers given before an instant. */
MUST_CHECK status idempotency_forget(struct op *op, instant before, int64_t *ret_count);
#endif
