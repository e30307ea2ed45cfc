#include "record/audit_start.h"

#include "record/organisation.h"

#define CASES_AT_ONCE 5000

static status read_start(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct audit_start *)out = (struct audit_start){.day = db_day(row, 0),
                                                      .at = db_instant(row, 1),
                                                      .until_debtor_id = db_i64(row, 2),
                                                      .rows = db_i64(row, 3),
                                                      .is_done = db_i64(row, 4) != 0,
                                                      .from_table = AUDIT_EVENT,
                                                      .again_on = db_day(row, 6)};
    if (!db_is_null(row, 5))
        ((struct audit_start *)out)->from_table = (enum audit_table)db_i64(row, 5);
    return OK;
}

bool audit_start_is_day(const struct audit_start *start, day on)
{
    return on == start->day || (start->again_on != DAY_NONE && on == start->again_on);
}

status audit_start_get(struct op *op, struct audit_start *ret_start, bool *ret_found)
{
    return db_query_one(op, Q_AUDIT_START_GET, DB_NO_ARGS, read_start, ret_start, ret_found);
}

static struct db_arg read_value(const struct db_rows *rows, int column, char kind)
{
    if (db_is_null(rows, column))
        return ARG_NULL;
    if (kind == 'i')
        return ARG_I64(db_i64(rows, column));
    return kind == 't' ? ARG_TEXT(db_text(rows, column)) : ARG_BLOB(db_blob(rows, column));
}

int64_t audit_read_row(const struct db_rows *rows, enum audit_table table, struct db_arg *values)
{
    const char *const kinds = audit_shapes[table].kinds;
    for (int c = 0; kinds[c]; c++)
        values[c] = read_value(rows, c + 1, kinds[c]);
    return db_i64(rows, 0);
}

/* --- rows of an earlier program --- */

static status chain_table(struct op *op, enum audit_table table, int64_t from, int64_t until,
                          int64_t *rows_noted)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    struct db_arg values[LIMIT_DB_ARGS];
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, shape->range, DB_ARGS(ARG_I64(from), ARG_I64(until)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const int64_t chain = audit_read_row(&rows, table, values);
        TRY(audit_note(op, table, chain, values, (size_t)audit_column_count(shape)));
        ++*rows_noted;
    }
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* The debtors from one on, some thousand cases, in one transaction. */
static status chain_range(struct op *op, const struct audit_start *start, int64_t *rows_noted)
{
    int64_t until = 0;
    bool found = false;
    TRY(audit_note_earlier(op));
    TRY(db_query_one(op, Q_DEBTOR_STEP,
                     DB_ARGS(ARG_I64(start->until_debtor_id), ARG_I64(CASES_AT_ONCE)), read_id,
                     &until, &found));
    if (!found)
        until = INT64_MAX;
    else if (until == start->until_debtor_id)
        until++; /* one debtor with more cases than that */
    for (int table = (int)start->from_table; table < AUDIT_TABLE_COUNT; table++)
        TRY(chain_table(op, (enum audit_table)table, start->until_debtor_id, until, rows_noted));
    return db_run(
        op, Q_AUDIT_START_MOVE,
        DB_ARGS(ARG_ID(until), ARG_I64(*rows_noted), ARG_BOOL(!found), ARG_DAY(op->business_date)),
        NULL);
}

/* One step under the lock of the organisation, so that two servers take turns. */
static status chain_step(struct op *op, bool *ret_is_done, int64_t *rows_noted)
{
    struct audit_start start;
    bool found = false;
    int64_t rows = 0;
    TRY(db_query_one(op, Q_OPEN_DATE_TAKE, DB_NO_ARGS, NULL, NULL, &found));
    *ret_is_done = !found;
    if (!found)
        return OK;
    TRY(organisation_read_date(op));
    TRY(audit_start_get(op, &start, &found));
    if (!found)
        TRY(db_run(op, Q_AUDIT_START_INSERT,
                   DB_ARGS(ARG_DAY(op->business_date), ARG_INSTANT(op_now(op)), ARG_BOOL(false)),
                   NULL));
    if (!found)
        TRY(audit_start_get(op, &start, &found));
    if (!start.is_done)
        TRY(chain_range(op, &start, &rows));
    *rows_noted += rows;
    TRY(audit_start_get(op, &start, &found));
    *ret_is_done = start.is_done;
    return OK;
}

status audit_start_earlier(struct op *op, int64_t *ret_rows)
{
    struct audit_start start;
    bool found = false;
    int64_t rows = 0;
    TRY(audit_start_get(op, &start, &found));
    bool is_done = found && start.is_done;
    while (!is_done) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(db_begin(op, DB_WRITE));
        status code = chain_step(op, &is_done, &rows);
        if (code == OK)
            code = db_commit(op);
        if (code != OK) {
            db_rollback(op);
            return code;
        }
        arena_release(op->arena, mark);
    }
    if (ret_rows)
        *ret_rows = rows;
    return OK;
}
