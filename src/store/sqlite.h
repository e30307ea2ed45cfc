/* Inside of the SQLite back end: a connection and its statements, for the files that make it up. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H
#include <sqlite3.h>

#include "store/backend.h"

/* Pages of the log that are moved into the file together, in ordinary work. */
#define WAL_PAGES "8192"

struct statement {
    sqlite3_stmt *handle;
    enum query query;
    int column_count;
    bool is_running;
    bool has_first; /* the step taken when the query started has not been handed out yet */
    bool first_is_row;
    struct statement *same;            /* the next one of the same query */
    struct statement *previous, *next; /* of the running ones */
};

struct sqlite_db {
    struct db db;
    sqlite3 *handle;
    struct statement *statements[QUERY_COUNT];
    struct statement *bulks[QUERY_COUNT]; /* the same insert for BULK_ROWS rows */
    struct statement *running;
    struct turn *turn; /* of the writers of the file; NULL: none */
    bool has_turn;
    bool shares_flush; /* commits of transactions are flushed after the turn, with others' */
};

static inline struct sqlite_db *mine(struct db *db)
{
    return (struct sqlite_db *)db;
}

/* A failure of SQLite, told with the name of the query. */
status sqlite_fail_query(struct op *op, int code, enum query query);
/* Binds, runs to the end and resets; a statement that failed stays to be reset. */
MUST_CHECK status sqlite_run_row(struct op *op, struct statement *statement,
                                 const struct db_arg *args, size_t arg_count, int64_t *changed);
MUST_CHECK status sqlite_run_many(struct op *op, enum query query, const struct db_arg *args,
                                  size_t arg_count, size_t row_count, int64_t *ret_changed);
/* Brings the log of the store to the disk, which all connections write to; context is a handle of
 * SQLite.  False: nobody knows what the disk holds. */
bool sqlite_flush_log(void *context);
MUST_CHECK status sqlite_fail_flush(struct op *op);
/* sqlite_load.c: how the connection works during a large load (store/load.h). */
MUST_CHECK status sqlite_load(struct op *op, enum store_load phase);
/* sqlite_bulk.c: a plain insert of many rows. */
MUST_CHECK status sqlite_bulk(struct op *op, enum query query, const struct db_arg *args,
                              size_t arg_count, size_t row_count);
#endif
