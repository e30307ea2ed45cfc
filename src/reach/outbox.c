#include "reach/outbox.h"

#include <inttypes.h>
#include <stdlib.h>

#include "store/db.h"

#define RETRY_FIRST_S 60
#define RETRY_FACTOR  4 /* 1, 4, 16, 64, 256 minutes: a bad morning of a mail server */

instant outbox_retry_at(instant now, int attempts)
{
    instant pause = RETRY_FIRST_S * INSTANT_PER_SECOND;
    for (int i = 1; i < attempts && i < LIMIT_OUTBOX_ATTEMPTS; i++)
        pause *= RETRY_FACTOR;
    return now + pause;
}

static void read_row(struct op *op, const struct db_rows *rows, struct outbox_row *out)
{
    *out = (struct outbox_row){
        .id = db_id(rows, 0),
        .key = {db_id(rows, 1), db_id(rows, 2)},
        .person_id = db_id(rows, 3),
        .point_id = db_id(rows, 4),
        .channel = (enum channel)db_i64(rows, 5),
        .step = db_i64(rows, 6),
        .template = db_text_copy(op, rows, 7),
        .notice_level = (int)db_i64(rows, 8),
        .plan_date = db_day(rows, 9),
        .state = db_text_copy(op, rows, 10),
        .not_before = db_instant(rows, 11),
        .leased_until = db_instant(rows, 12),
        .attempts = (int)db_i64(rows, 13),
        .message_id = db_text_copy(op, rows, 14),
        .document_hash = db_text_copy(op, rows, 15),
        .last_error = db_text_copy(op, rows, 16),
        .verdict_rule = db_text_copy(op, rows, 17),
        .sent_at = db_instant(rows, 18),
        .updated_at = db_instant(rows, 19),
    };
}

static status read_one(struct op *op, struct db_rows *row, void *out)
{
    read_row(op, row, out);
    return OK;
}

status outbox_get(struct op *op, int64_t id, struct outbox_row *ret_row)
{
    bool found = false;
    TRY(db_query_one(op, Q_OUTBOX_GET, DB_ARGS(ARG_ID(id)), read_one, ret_row, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "there is no message %" PRId64, id);
}

status outbox_list(struct op *op, str state, int64_t after_id, struct outbox_row **ret_rows,
                   size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    struct outbox_row *const list = arena_array(op->arena, LIMIT_PAGE_ROWS, sizeof(*list));
    TRY(db_query(op, Q_OUTBOX_LIST,
                 DB_ARGS(ARG_TEXT(state), ARG_I64(after_id), ARG_I64(LIMIT_PAGE_ROWS)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        read_row(op, &rows, &list[count++]);
    }
    *ret_rows = list;
    *ret_count = count;
    return OK;
}

status outbox_count_states(struct op *op, struct outbox_state_count **ret_counts, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    struct outbox_state_count *const list = arena_array(op->arena, 16, sizeof(*list));
    TRY(db_query(op, Q_OUTBOX_COUNTS, DB_NO_ARGS, &rows));
    while (count < 16) { /* there are ten states */
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list[count++] = (struct outbox_state_count){db_text_copy(op, &rows, 0), db_i64(&rows, 1)};
    }
    db_rows_close(&rows);
    *ret_counts = list;
    *ret_count = count;
    return OK;
}

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

status outbox_count_due(struct op *op, int64_t *ret_count)
{
    bool found = false;
    *ret_count = 0;
    return db_query_one(op, Q_OUTBOX_COUNT_DUE,
                        DB_ARGS(ARG_INSTANT(op_now(op)), ARG_I64(CHANNEL_EMAIL)), read_number,
                        ret_count, &found);
}

static int compare_ids(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Reads the ids that a query returns, at most max. */
static status take_ids(struct op *op, struct db_rows *rows, int64_t *ids, size_t max,
                       size_t *ret_count)
{
    bool has_row = false;
    *ret_count = 0;
    while (*ret_count < max) {
        TRY(db_next(op, rows, &has_row));
        if (!has_row)
            break;
        ids[(*ret_count)++] = db_id(rows, 0);
    }
    db_rows_close(rows);
    qsort(ids, *ret_count, sizeof(*ids), compare_ids);
    return OK;
}

status outbox_lease(struct op *op, int64_t ret_ids[LIMIT_OUTBOX_LEASE], size_t *ret_count,
                    instant *ret_lease)
{
    struct db_rows rows;
    const instant now = op_now(op);
    *ret_lease = now + LIMIT_OUTBOX_LEASE_S * INSTANT_PER_SECOND;
    TRY(db_begin(op, DB_WRITE));
    TRY(db_query(op, Q_OUTBOX_LEASE,
                 DB_ARGS(ARG_INSTANT(now), ARG_INSTANT(*ret_lease), ARG_I64(LIMIT_OUTBOX_LEASE),
                         ARG_I64(CHANNEL_EMAIL)),
                 &rows));
    TRY(take_ids(op, &rows, ret_ids, LIMIT_OUTBOX_LEASE, ret_count));
    return db_commit(op);
}

status outbox_release(struct op *op, const int64_t *ids, size_t count, instant lease)
{
    if (count == 0)
        return OK;
    TRY(db_begin(op, DB_WRITE));
    for (size_t i = 0; i < count; i++)
        TRY(db_run(op, Q_OUTBOX_RELEASE,
                   DB_ARGS(ARG_ID(ids[i]), ARG_INSTANT(lease), ARG_INSTANT(op_now(op))), NULL));
    return db_commit(op);
}
