/* A plain insert of many rows: so many of them in one statement. */
#include "store/sqlite.h"

/* Rows of one statement of a bulk insert: they share what it costs to start one and to find the
 * place in each index.  More gains little. */
#define BULK_ROWS 32

/* The text of the insert up to its VALUES, and then a row of parameters for each row.  It fails at
 * the first row that does: a failure ends the transaction anyway, so SQLite need not keep a copy of
 * each page that the statement changes, to undo it alone. */
static str bulk_text(struct op *op, enum query query, str target, size_t arg_count)
{
    static const char how[] = " OR FAIL";
    const char *const one = catalogue_query(query)->text[DB_SQLITE];
    const str verb = {one, strlen("INSERT")};
    const str head = {one + verb.size, (size_t)(target.data + target.size - one) - verb.size};
    const size_t size = verb.size + sizeof(how) + head.size + BULK_ROWS * (arg_count + 1) * 4;
    struct buf text = buf_start(op->arena, size);
    buf_add(&text, verb);
    buf_add_c(&text, how);
    buf_add(&text, head);
    buf_add_c(&text, "VALUES ");
    for (size_t i = 0; i < BULK_ROWS * arg_count; i++)
        buf_add_c(&text, i == 0 ? "(?" : i % arg_count == 0 ? "),(?" : ",?");
    buf_add_char(&text, ')');
    return buf_str(&text);
}

static status find_bulk(struct op *op, enum query query, size_t arg_count,
                        struct statement **ret_statement)
{
    struct sqlite_db *const own = mine(op->db);
    str target;
    if (!own->bulks[query]) {
        sqlite3_stmt *handle = NULL;
        TRY(store_insert_target(op, query, &target));
        const str text = bulk_text(op, query, target, arg_count);
        const int code = sqlite3_prepare_v3(own->handle, text.data, (int)text.size,
                                            SQLITE_PREPARE_PERSISTENT, &handle, NULL);
        if (code != SQLITE_OK)
            return sqlite_fail_query(op, code, query);
        own->bulks[query] = arena_new(op->db->arena, struct statement);
        own->bulks[query]->handle = handle;
        own->bulks[query]->query = query;
    }
    *ret_statement = own->bulks[query];
    return OK;
}

status sqlite_bulk(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                   size_t row_count)
{
    struct statement *many = NULL;
    const size_t left = row_count % BULK_ROWS;
    int64_t changed = 0;
    status code = OK;
    if (row_count >= BULK_ROWS)
        TRY(find_bulk(op, query, arg_count, &many));
    TRY(sqlite_run_many(op, query, args, arg_count, left,
                        &changed)); /* it also sees that we may write */
    for (size_t r = left; many && r < row_count && code == OK; r += BULK_ROWS)
        code = sqlite_run_row(op, many, args_of_row(args, arg_count, r), BULK_ROWS * arg_count,
                              &changed);
    if (many && code != OK)
        (void)sqlite3_reset(many->handle); /* repeats the failure that we have reported already */
    return code;
}
