#include "book/touch.h"

#include <stdlib.h>
#include <string.h>

#include "book/unit.h"
#include "store/db.h"

struct touched {
    struct case_key *keys;
    size_t count;
    size_t capacity;
};

static bool key_equal(const struct case_key *a, const struct case_key *b)
{
    return a->debtor_id == b->debtor_id && a->case_id == b->case_id;
}

status touch_lock(struct op *op, int64_t debtor_id, int64_t case_id)
{
    const struct case_key key = {debtor_id, case_id};
    bool found = false;
    if (unit_find_case(op, key)) /* nobody else sees it yet */
        return OK;
    if (db_dialect_of(op->db) == DB_SQLITE) /* its transactions that write come one by one */
        return OK;
    return db_query_one(op, Q_CASE_LOCK, DB_ARGS(ARG_ID(debtor_id), ARG_ID(case_id)), NULL, NULL,
                        &found);
}

void touch_case(struct op *op, int64_t debtor_id, int64_t case_id)
{
    unit_forget_debtor(op, debtor_id);
    touch_known(op, debtor_id, case_id);
}

void touch_known(struct op *op, int64_t debtor_id, int64_t case_id)
{
    const struct case_key key = {debtor_id, case_id};
    if (!op->touched)
        op->touched = arena_new(op->arena, struct touched);
    struct touched *const list = op->touched;
    if (list->count > 0 && key_equal(&list->keys[list->count - 1], &key))
        return;
    list->keys =
        arena_grow(op->arena, list->keys, list->count, &list->capacity, sizeof(*list->keys));
    list->keys[list->count++] = key;
}

static int compare_keys(const void *left, const void *right)
{
    const struct case_key *const a = left;
    const struct case_key *const b = right;
    if (a->debtor_id != b->debtor_id)
        return a->debtor_id < b->debtor_id ? -1 : 1;
    return (a->case_id > b->case_id) - (a->case_id < b->case_id);
}

size_t touch_list(struct op *op, const struct case_key **ret_keys)
{
    struct touched *const list = op->touched;
    *ret_keys = NULL;
    if (!list || list->count == 0)
        return 0;
    qsort(list->keys, list->count, sizeof(*list->keys), compare_keys);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++)
        if (!key_equal(&list->keys[i], &list->keys[kept - 1]))
            list->keys[kept++] = list->keys[i];
    list->count = kept;
    *ret_keys = list->keys;
    return kept;
}

void touch_clear(struct op *op)
{
    op->touched = NULL;
}
