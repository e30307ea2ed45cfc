#include "policy/arrangements_due.h"

#include "book/arrangement.h"
#include "policy/commit.h"
#include "store/db.h"

#define DUE_MOST 1000000 /* of one close */
#define TRIES    20      /* when other writers are in the way */

static status load_due(struct op *op, struct case_key **ret_keys, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    size_t count = 0;
    struct case_key *keys = NULL;
    TRY(db_query(op, Q_ARRANGEMENT_DUE, DB_ARGS(ARG_DAY(op->business_date), ARG_I64(DUE_MOST)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        keys = arena_grow(op->arena, keys, count, &capacity, sizeof(*keys));
        keys[count++] = (struct case_key){db_id(&rows, 0), db_id(&rows, 1)};
    }
    *ret_keys = keys;
    *ret_count = count;
    return OK;
}

static status review_one(struct op *op, struct case_key key)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(arrangement_review(op, key, op->business_date));
    return policy_commit(op);
}

static status review_again(struct op *op, struct case_key key)
{
    status code = E_BUSY;
    for (int tries = 0; tries < TRIES && code == E_BUSY; tries++) {
        op_clear(op);
        code = review_one(op, key);
        if (code != OK) {
            db_rollback(op);
            touch_clear(op);
        }
    }
    return code;
}

status arrangements_review_due(struct op *op)
{
    struct case_key *keys = NULL;
    size_t count = 0;
    TRY(load_due(op, &keys, &count));
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(review_again(op, keys[i]));
        arena_release(op->arena, mark);
    }
    return OK;
}
