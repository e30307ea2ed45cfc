/* The store: one small interface over SQLite and PostgreSQL.
 *
 * All SQL is in sql/ as named queries, embedded as enum query (store/queries.h, generated).  A
 * statement is prepared once per connection.  Values are 64-bit integers, texts and blobs; a day is
 * an integer day, an instant an integer of microseconds, money an integer of minor units, on both
 * stores: nothing converts on the way (ADR 0003).  A NULL day, instant or code is the _NONE value.
 *
 * Every call takes the connection from op->db.  Failures: E_BUSY (locked, connection lost: may be
 * tried again after rollback), E_CONFLICT (a unique key is taken), E_LIMIT (disk full), E_STORE
 * (the rest).  After a failure inside a transaction only db_rollback is useful. */
#ifndef STORE_DB_H
#define STORE_DB_H
#include "base/money.h"
#include "base/op.h"
#include "store/queries.h"

enum db_dialect { DB_SQLITE, DB_POSTGRESQL };
enum db_intent { DB_READ, DB_WRITE };
enum db_kind { DB_NULL, DB_I64, DB_TEXT, DB_BLOB };

struct db_arg {
    enum db_kind kind;
    int64_t i64;
    str text; /* also the bytes of a blob; borrowed during the call */
};

static inline struct db_arg db_arg_i64(int64_t value, bool is_null)
{
    return (struct db_arg){
        is_null ? DB_NULL : DB_I64, value, {NULL, 0}
    };
}
static inline struct db_arg db_arg_text(const char *text)
{
    return (struct db_arg){text ? DB_TEXT : DB_NULL, 0, str_of(text)};
}
#define ARG_NULL       db_arg_i64(0, true)
#define ARG_I64(v)     db_arg_i64((int64_t)(v), false)
#define ARG_BOOL(v)    db_arg_i64((v) ? 1 : 0, false)
#define ARG_ID(v)      db_arg_i64((v), (v) == 0) /* id 0 is no id: NULL */
#define ARG_DAY(v)     db_arg_i64((v), (v) == DAY_NONE)
#define ARG_INSTANT(v) db_arg_i64((v), (v) == INSTANT_NONE)
#define ARG_MONEY(v)   db_arg_i64((v).minor, false)
#define ARG_TEXT(v)    ((struct db_arg){DB_TEXT, 0, (v)})
#define ARG_TEXT_C(v)  db_arg_text(v) /* NULL is NULL */
#define ARG_BLOB(v)    ((struct db_arg){DB_BLOB, 0, (v)})
#define DB_ARGS(...)                                                                               \
    ((const struct db_arg[]){__VA_ARGS__}), ARRAY_LEN(((const struct db_arg[]){__VA_ARGS__}))
#define DB_NO_ARGS NULL, 0

/* Ids for a query that takes many at once (sql/README.md), as the store reads them. */
struct db_arg db_arg_ids(struct op *op, const int64_t *ids, size_t count);

/* A running query: opaque to callers, on their stack.  Its statement is given back when db_next
 * finds no row, at db_rows_close, or when the transaction ends.  The same query may run twice at
 * once (nested). */
struct db_rows {
    struct db *db;
    void *state;
    enum query query;
};

MUST_CHECK status db_begin(struct op *op, enum db_intent intent);
MUST_CHECK status db_commit(struct op *op);
/* The same for a step of a job that does it again when it is not there: its rows may reach the disk
 * only with the next db_commit of anybody on the store, which never comes there before them
 * (ADR 0024).  On SQLite it is db_commit. */
MUST_CHECK status db_commit_later(struct op *op);
void db_rollback(struct op *op); /* without a transaction: nothing */
bool db_in_transaction(const struct op *op);
/* run(op) is called by db_commit when all rows of this transaction are written, once; what it
 * writes belongs to the transaction, and its failure is the commit's.  One for a connection. */
void db_before_commit(struct op *op, status (*run)(struct op *op));
/* Transactions that are open now on any connection of this process. */
int db_open_transactions(void);

/* Runs one statement; *ret_changed (may be NULL) is the number of rows changed. */
MUST_CHECK status db_run(struct op *op, enum query query, const struct db_arg *args,
                         size_t arg_count, int64_t *ret_changed);
/* Runs one statement for each of row_count rows of arg_count values (args is row after row), in
 * order: a loop, on PostgreSQL a set or a pipeline.  Without ret_changed as db_run_later. */
MUST_CHECK status db_run_many(struct op *op, enum query query, const struct db_arg *args,
                              size_t arg_count, size_t row_count, int64_t *ret_changed);
/* The same for updates of one row each: E_STORE where one is not there, told as by db_run_later. */
MUST_CHECK status db_replace_many(struct op *op, enum query query, const struct db_arg *args,
                                  size_t arg_count, size_t row_count);
/* As db_run, where nobody needs the number of rows: a failure may be told later in the transaction,
 * at the latest by db_commit, so such writes go out together.  Outside it is db_run. */
MUST_CHECK status db_run_later(struct op *op, enum query query, const struct db_arg *args,
                               size_t arg_count);
/* As db_run_many for a plain insert (`INSERT INTO t (…) VALUES ($1, $2, …)`, nothing after it), as
 * fast as the store takes rows: COPY on PostgreSQL, many rows a statement on SQLite; a failure may
 * be told later. */
MUST_CHECK status db_bulk_insert(struct op *op, enum query query, const struct db_arg *args,
                                 size_t arg_count, size_t row_count);

MUST_CHECK status db_query(struct op *op, enum query query, const struct db_arg *args,
                           size_t arg_count, struct db_rows *ret_rows);
MUST_CHECK status db_next(struct op *op, struct db_rows *rows, bool *ret_has_row);
void db_rows_close(struct db_rows *rows);
/* One row or none, closed before it returns: *ret_found says which; texts are read before by
 * reader, which is called at most once. */
MUST_CHECK status db_query_one(struct op *op, enum query query, const struct db_arg *args,
                               size_t arg_count,
                               status (*reader)(struct op *op, struct db_rows *row, void *out),
                               void *out, bool *ret_found);

/* Columns of the current row, from 0; texts and blobs are borrowed until the next db_next. */
bool db_is_null(const struct db_rows *rows, int column);
int64_t db_i64(const struct db_rows *rows, int column); /* NULL is 0 */
int64_t db_id(const struct db_rows *rows, int column);  /* NULL is 0 */
day db_day(const struct db_rows *rows, int column);     /* NULL is DAY_NONE */
instant db_instant(const struct db_rows *rows, int column);
money db_money(const struct db_rows *rows, int column);
str db_text(const struct db_rows *rows, int column); /* NULL is the empty text */
str db_blob(const struct db_rows *rows, int column);
str db_text_copy(struct op *op, const struct db_rows *rows, int column);

/* Up to max_rows rows of integer columns straight into arrays: columns[c][r]; a NULL becomes
 * INT64_MIN.  *ret_count < max_rows means the end, and the rows are closed. */
MUST_CHECK status db_fetch_chunk(struct op *op, struct db_rows *rows, int64_t *const *columns,
                                 int column_count, int max_rows, int *ret_count);

/* Holds a number, not 0, for the life of this connection, also when it is lost and made again; one
 * number a connection.  *ret_given false: another process on the store has it.  The one owner of a
 * SQLite file is always given it. */
MUST_CHECK status db_hold(struct op *op, int64_t number, bool *ret_given);
enum db_dialect db_dialect_of(const struct db *db);

/* What a higher floor keeps with the connection: its own place, NULL at first, and memory. */
enum db_cache {
    DB_CACHE_SYMBOL,
    DB_CACHE_POLICY,
    DB_CACHE_AUDIT,
    DB_CACHE_ATLAS,
    DB_CACHE_SEAL,
    DB_CACHE_PACK,
    DB_CACHE_COUNT
};
void **db_cache(struct db *db, enum db_cache which);
struct arena *db_arena(struct db *db);
/* Connections to servers that this process has made, and which of them this one is, from 1 (0: a
 * file); one made again is another: a server that forgot what db_commit_later wrote ended them. */
int64_t db_connections(void);
int64_t db_connection_number(const struct db *db);
/* Whether a transaction runs that only reads. */
bool db_only_reads(const struct db *db);
/* Which transaction runs, counted from 1 on this connection; 0 when none does. */
int64_t db_transaction_number(const struct db *db);
#endif
