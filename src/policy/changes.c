#include "policy/changes.h"

#include <inttypes.h>

#include "store/db.h"

int change_partition(int64_t debtor_id)
{
    const uint64_t mixed = (uint64_t)debtor_id * UINT64_C(0x9E3779B97F4A7C15);
    return (int)(mixed >> 60) % SEED_PARTITIONS;
}

static status read_seq(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

enum { CHANGE_ARGS = 4 };

/* The rows of a partition, in the order of the keys, after its counter has moved. */
static status number_changes(struct op *op, int partition, const struct case_key *keys,
                             size_t count, int64_t here, struct db_arg **args)
{
    int64_t seq = 0;
    bool found = false;
    TRY(db_query_one(op, Q_CHANGE_NEXT,
                     DB_ARGS(ARG_I64(partition), ARG_I64(here), ARG_INSTANT(op_now(op))), read_seq,
                     &seq, &found));
    if (!found)
        return op_fail(op, E_STORE, "change partition %d is missing", partition);
    for (size_t i = 0; i < count; i++) {
        if (change_partition(keys[i].debtor_id) != partition)
            continue;
        const struct db_arg row[CHANGE_ARGS] = {ARG_I64(partition), ARG_I64(seq - --here),
                                                ARG_ID(keys[i].debtor_id), ARG_ID(keys[i].case_id)};
        memcpy(*args, row, sizeof(row));
        *args += CHANGE_ARGS;
    }
    return OK;
}

status change_note(struct op *op, const struct case_key *keys, size_t count)
{
    struct db_arg *const rows = arena_array(op->arena, count * CHANGE_ARGS, sizeof(*rows));
    struct db_arg *next = rows;
    for (int partition = 0; partition < SEED_PARTITIONS; partition++) {
        int64_t here = 0;
        for (size_t i = 0; i < count; i++)
            here += change_partition(keys[i].debtor_id) == partition;
        if (here > 0)
            TRY(number_changes(op, partition, keys, count, here, &next));
    }
    if (count == 1)
        return db_run_later(op, Q_CHANGE_INSERT, rows, CHANGE_ARGS);
    return count > 0 ? db_bulk_insert(op, Q_CHANGE_INSERT, rows, CHANGE_ARGS, count) : OK;
}

static status read_total(struct op *op, struct db_rows *row, void *out)
{
    struct change_total *const total = out;
    (void)op;
    *total = (struct change_total){db_i64(row, 0), db_instant(row, 1)};
    return OK;
}

status change_total(struct op *op, struct change_total *ret_total)
{
    bool found = false;
    return db_query_one(op, Q_CHANGE_TOTAL, DB_NO_ARGS, read_total, ret_total, &found);
}

status change_forget(struct op *op)
{
    for (int partition = 0; partition < SEED_PARTITIONS; partition++)
        TRY(db_run(op, Q_CHANGE_FORGET, DB_ARGS(ARG_I64(partition), ARG_I64(CHANGES_KEPT)), NULL));
    return OK;
}

/* --- readers --- */

/* Where every partition stands. */
static status read_heads(struct op *op, int64_t heads[SEED_PARTITIONS])
{
    struct db_rows rows;
    bool has_row = false;
    int found = 0;
    TRY(db_query(op, Q_CHANGE_HEADS, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const int64_t partition = db_i64(&rows, 0);
        if (partition < 0 || partition >= SEED_PARTITIONS)
            return op_fail(op, E_STORE, "there is no change partition %" PRId64, partition);
        heads[partition] = db_i64(&rows, 1);
        found++;
    }
    return found == SEED_PARTITIONS ? OK
                                    : op_fail(op, E_STORE, "%d of %d change partitions are there",
                                              found, SEED_PARTITIONS);
}

status change_reader_start(struct op *op, struct change_reader *ret_reader)
{
    struct change_reader reader;
    TRY(read_heads(op, reader.seen));
    *ret_reader = reader;
    return OK;
}

struct key_list {
    struct case_key *keys;
    size_t count;
    size_t capacity;
};

/* The changes of one partition after a number, up to its head; false in *ret_is_whole: the next one
 * is not there any more. */
static status read_partition(struct op *op, int partition, int64_t seen, int64_t head,
                             struct key_list *list, bool *ret_is_whole)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t last = seen;
    TRY(db_query(op, Q_CHANGE_SINCE, DB_ARGS(ARG_I64(partition), ARG_I64(seen)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row || db_i64(&rows, 0) != last + 1)
            break;
        list->keys =
            arena_grow(op->arena, list->keys, list->count, &list->capacity, sizeof(*list->keys));
        list->keys[list->count++] = (struct case_key){db_id(&rows, 1), db_id(&rows, 2)};
        last++;
    }
    db_rows_close(&rows);
    *ret_is_whole = last == head;
    if (last == head || last == seen)
        return OK;
    return op_fail(op, E_STORE, "change %" PRId64 " of partition %d is missing", last + 1,
                   partition);
}

status change_read(struct op *op, struct change_reader *reader, struct case_key **ret_keys,
                   size_t *ret_count, bool *ret_is_behind)
{
    int64_t heads[SEED_PARTITIONS];
    struct key_list list = {0};
    bool is_whole = true;
    if (!db_in_transaction(op))
        return op_fail(op, E_INTERNAL, "changes are read in a transaction");
    TRY(read_heads(op, heads));
    for (int p = 0; p < SEED_PARTITIONS && is_whole; p++)
        if (heads[p] != reader->seen[p])
            TRY(read_partition(op, p, reader->seen[p], heads[p], &list, &is_whole));
    if (is_whole)
        memcpy(reader->seen, heads, sizeof(heads));
    *ret_keys = list.keys;
    *ret_count = is_whole ? list.count : 0;
    *ret_is_behind = !is_whole;
    return OK;
}
