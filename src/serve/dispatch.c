#include "serve/dispatch.h"

#include "base/crypto.h"
#include "policy/commit.h"
#include "record/idempotency.h"
#include "record/organisation.h"
#include "store/db.h"

#define KEY_CHARACTERS_MIN 8
#define KEY_CHARACTERS_MAX 64

/* --- who asks --- */

static bool is_same_text(str a, str b)
{
    return a.size == b.size && crypto_equal(a.data, b.data, a.size);
}

static status check_session(struct op *op, struct request *request, struct reply *reply)
{
    struct session *const session = arena_new(op->arena, struct session);
    const status code =
        request->token.size > 0
            ? session_find(op, request->token, session)
            : op_fail(op, E_DENIED, "there is no session, or it has ended: sign in again");
    if (code == E_DENIED)
        reply->problem_status = 401;
    if (code != OK)
        return code;
    request->session = session;
    op->actor_id = session->user_id;
    if (!str_equal_c(request->method, "GET") &&
        !is_same_text(request->csrf_token, session->csrf_token))
        return op_fail(op, E_DENIED, "X-CSRF-Token is missing or is not the one of the session");
    const char *const permission = request->route->permission;
    if (permission && !user_may(session, permission))
        return op_fail(op, E_DENIED, "the permission %s is missing", permission);
    return OK;
}

/* --- running --- */

static status check_whole(struct op *op, const struct reply *reply)
{
    return reply->body.is_full
               ? op_fail(op, E_LIMIT, "the answer would be larger than %d bytes", REPLY_BYTES_MAX)
               : OK;
}

static status run_read(struct op *op, const struct request *request, struct reply *reply)
{
    TRY(db_begin(op, DB_READ));
    TRY(request->route->handle(op, request, reply));
    TRY(check_whole(op, reply));
    return db_commit(op);
}

static status check_key(struct op *op, const struct request *request)
{
    const str key = request->idempotency_key;
    return key.size >= KEY_CHARACTERS_MIN && key.size <= KEY_CHARACTERS_MAX
               ? OK
               : op_fail(op, E_INVALID,
                         "Idempotency-Key is missing: 8 to 64 visible ASCII characters, one for "
                         "each wish");
}

static void reply_again(struct reply *reply, const struct idempotency_answer *answer)
{
    (void)reply_json(reply, answer->http_status);
    buf_add(&reply->body, answer->body);
    reply_header(reply, "Idempotent-Replay", "true");
}

/* The handler and, with a key, the keeping of its answer, in the transaction that is open. */
static status run_handler(struct op *op, const struct request *request, struct reply *reply,
                          const char *hash)
{
    struct idempotency_answer answer;
    bool found = false;
    if (hash) {
        const status code = idempotency_find(op, request->idempotency_key, hash, &answer, &found);
        if (code == E_CONFLICT)
            reply->problem_status = 422; /* the contract's word for a key that was used */
        if (code != OK)
            return code;
    }
    if (found) {
        reply_again(reply, &answer);
        return OK;
    }
    TRY(request->route->handle(op, request, reply));
    TRY(check_whole(op, reply));
    if (!hash)
        return OK;
    answer = (struct idempotency_answer){reply->status, buf_str(&reply->body)};
    return idempotency_put(op, request->idempotency_key, hash, &answer);
}

/* Two requests with one key at the same moment, on a store with several writers: the second finds
 * the key taken when it books, and then gives the answer of the first. */
static status answer_of_first(struct op *op, const struct request *request, struct reply *reply,
                              const char *hash)
{
    struct idempotency_answer answer;
    bool found = false;
    struct op probe = *op;
    op_clear(&probe);
    if (idempotency_find(&probe, request->idempotency_key, hash, &answer, &found) != OK || !found)
        return op->code;
    op_clear(op);
    reply_again(reply, &answer);
    return OK;
}

static status run_write(struct op *op, const struct request *request, struct reply *reply)
{
    char hash[IDEMPOTENCY_HASH_SIZE];
    const bool has_key = request->route->run == RUN_BOOK;
    if (has_key) {
        TRY(check_key(op, request));
        idempotency_hash(request->method, request->path, request->body, hash);
    }
    TRY(db_begin(op, DB_WRITE));
    status code = run_handler(op, request, reply, has_key ? hash : NULL);
    if (code == OK)
        code = policy_commit(op);
    if (code == OK)
        return OK;
    db_rollback(op);
    return code == E_CONFLICT && has_key && reply->problem_status == 0
               ? answer_of_first(op, request, reply, hash)
               : code;
}

static status run(struct op *op, const struct request *request, struct reply *reply)
{
    switch (request->route->run) {
    case RUN_PLAIN:
        TRY(request->route->handle(op, request, reply));
        return check_whole(op, reply);
    case RUN_READ:
        return run_read(op, request, reply);
    case RUN_WRITE:
    case RUN_BOOK:
        return run_write(op, request, reply);
    }
    return op_fail(op, E_INTERNAL, "a route that runs in no known way");
}

static status check_body_type(struct op *op, const struct request *request, struct reply *reply)
{
    if (request->body.size == 0 || request->has_body_type || request->route->takes_bytes)
        return OK;
    reply->problem_status = 415;
    return op_fail(op, E_INVALID, "a body must be application/json");
}

static status serve(struct op *op, struct request *request, struct reply *reply)
{
    str captured[ROUTE_CAPTURES_MAX] = {0};
    TRY(route_find(op, request, reply, &request->route, captured));
    if (!request->route->is_public)
        TRY(check_session(op, request, reply));
    TRY(check_body_type(op, request, reply));
    TRY(params_read(op, request, reply, captured));
    if (request->route->run != RUN_PLAIN)
        TRY(organisation_read_date(op));
    return run(op, request, reply);
}

void dispatch(struct op *op, struct request *request, struct reply *reply)
{
    if (serve(op, request, reply) == OK)
        return;
    if (op->db) /* the watching machine is answered without a store too */
        db_rollback(op);
    reply_problem(op, request, reply);
}
