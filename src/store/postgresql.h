/* Inside of the PostgreSQL back end: a connection, and the rows of a running query. */
#ifndef STORE_POSTGRESQL_H
#define STORE_POSTGRESQL_H
#include <libpq-fe.h>

#include "store/backend.h"

#define PG_BUSY_MS 5000 /* default of db_options.busy_ms */

/* How a value comes over the wire; all others are refused: a sum() of int8 is numeric and wants a
 * CAST. */
enum wire { WIRE_UNKNOWN, WIRE_I64, WIRE_I32, WIRE_I16, WIRE_BOOL, WIRE_TEXT, WIRE_BYTES };

struct pg_rows {
    PGresult *result; /* all rows, or the piece of a stream that is at hand */
    PGresult *ahead;  /* the stream's next piece, when it came before it was wanted */
    int row;          /* the current one; -1 before the first */
    int row_count;    /* of result */
    enum query query;
    int cursor; /* number of the stream's cursor, 0 for an ordinary query */
    bool is_running;
    bool is_last;                    /* a stream has no further piece */
    bool is_long;                    /* a second piece was wanted: the third is asked for ahead */
    enum wire *wires;                /* of the columns; lives with the query in pg_db */
    struct pg_rows *previous, *next; /* of the running ones, or of the free ones */
};

/* An insert as a COPY: what it copies to, and the types of the columns. */
struct pg_copy {
    const char *text;
    int count;
    Oid types[LIMIT_DB_ARGS];
};

struct pg_query {
    bool is_prepared;
    bool is_set_prepared;
    enum wire *wires;     /* NULL until the first result is seen */
    struct pg_copy *copy; /* NULL until the first bulk insert */
};

/* Statements sent before their answers are read: each answer is about 40 bytes, so all answers of
 * a stretch fit into the socket's buffers and neither side waits for the other to read. */
#define PIPELINE_STRETCH 512

struct pg_db {
    struct db db;
    PGconn *connection;
    struct pg_query queries[QUERY_COUNT];
    struct pg_rows *running;
    struct pg_rows *free;
    int cursor_count; /* names the cursors of this connection */
    int64_t held;     /* the number of db_hold; 0: none */
    bool has_hold;    /* the present session has it */
    int later_count;  /* statements that were sent and not yet answered */
    enum query later[PIPELINE_STRETCH];
    bool has_answer_out; /* or one was, without a pipeline: a set, a COPY, the next of a stream */
    enum query out_query;
    struct pg_rows *out_rows; /* whose next piece it is; NULL: a write's, or wanted by nobody */
    size_t out_wanted;        /* rows that a write must have changed; 0: any number */
    struct buf copying;       /* what COPY is about to send */
    struct buf closing;       /* CLOSE of cursors that nobody reads any more */
};

static inline struct pg_db *pg_of(struct db *db)
{
    return (struct pg_db *)db;
}

/* postgresql_connect.c */
MUST_CHECK status pg_connect(struct op *op, const char *url);
/* Outside a transaction nothing is lost with a connection: it is simply made again. */
MUST_CHECK status pg_ensure_connected(struct op *op);
MUST_CHECK status pg_hold(struct op *op, int64_t number, bool *ret_given);
/* Turns a failed result (NULL: the connection itself) into a status with text; frees it. */
status pg_fail(struct op *op, const char *what, PGresult *result);
status pg_fail_query(struct op *op, enum query query, PGresult *result);

/* The values of one execution as libpq wants them, all binary. */
struct pg_values {
    const char *data[LIMIT_DB_ARGS];
    int sizes[LIMIT_DB_ARGS];
    int formats[LIMIT_DB_ARGS];
    uint64_t integers[LIMIT_DB_ARGS]; /* in network order */
};
void pg_bind(const struct db_arg *args, size_t arg_count, struct pg_values *out);
MUST_CHECK status pg_prepare(struct op *op, enum query query);
/* The declared types of the parameters (object ids); returns how many. */
int pg_parameter_types(enum query query, Oid types[LIMIT_DB_ARGS]);

MUST_CHECK status pg_send(struct op *op, enum query query, const struct db_arg *args,
                          size_t arg_count);

/* postgresql_bulk.c: many writes with few waits.  Whatever else uses the connection settles first:
 * it reads the answers of what was sent and not answered. */
MUST_CHECK status pg_run_later(struct op *op, enum query query, const struct db_arg *args,
                               size_t arg_count);
MUST_CHECK status pg_settle(struct op *op);
/* A statement behind what was sent and not answered, with one wait for all: whether it can be, and
 * its own result, the caller's to clear.  A failure may be of what went before. */
bool pg_can_follow(const struct pg_db *own, enum query query);
MUST_CHECK status pg_follow(struct op *op, enum query query, const struct db_arg *args,
                            size_t arg_count, PGresult **ret_result);
void pg_drop_later(struct db *db); /* before a rollback: whatever became of it */
static inline bool pg_is_busy(const struct pg_db *own)
{
    return own->later_count > 0 || own->has_answer_out;
}
void pg_close_cursors(struct pg_db *own);
/* The one answer that is out, if there is one: rows of a write are added to changed (may be NULL),
 * a piece of a stream is kept with the stream. */
MUST_CHECK status pg_take_answer(struct op *op, int64_t *changed);
void pg_expect_answer(struct pg_db *own, enum query query, struct pg_rows *rows);
MUST_CHECK status pg_bulk(struct op *op, enum query query, const struct db_arg *args,
                          size_t arg_count, size_t row_count);
/* postgresql_set.c: all rows in one statement; the query has a text for that.  Without ret_changed
 * its last answer is not waited for: whoever settles gets it, and its failure. */
MUST_CHECK status pg_run_set(struct op *op, enum query query, const struct db_arg *args,
                             size_t arg_count, size_t row_count, int64_t *ret_changed);
/* The same, and it is a failure when an answer tells of fewer rows than there were. */
MUST_CHECK status pg_replace_set(struct op *op, enum query query, const struct db_arg *args,
                                 size_t arg_count, size_t row_count);
MUST_CHECK status pg_prepare_set(struct op *op, enum query query);
/* What comes back from a pipeline. */
struct pg_answers {
    const enum query *queries; /* one for each answer, or one for all */
    int count;
    bool keeps;      /* the result of the last one: the caller's to clear */
    PGresult *kept;  /* NULL: it was not done */
    int64_t changed; /* rows, by all of them */
};
/* Reads up to the end mark; the first failure is told, what follows it comes back as not done. */
MUST_CHECK status pg_read_answers(struct op *op, struct pg_answers *answers);
int64_t pg_count_changed(PGresult *result);

/* postgresql_rows.c: the part of the back end's table that reads. */
MUST_CHECK status pg_query(struct op *op, enum query query, const struct db_arg *args,
                           size_t arg_count, struct db_rows *ret_rows);
MUST_CHECK status pg_next(struct op *op, struct db_rows *rows, bool *ret_has_row);
MUST_CHECK status pg_fetch_chunk(struct op *op, struct db_rows *rows, int64_t *const *columns,
                                 int column_count, int max_rows, int *ret_count);
/* Checks the columns of a result against the head of the query, and remembers their types. */
MUST_CHECK status pg_check_columns(struct op *op, enum query query, const PGresult *result);
void pg_close_rows(struct db_rows *rows);
void pg_end_rows(struct db *db); /* forgets all; cursors end with their transaction */
bool pg_is_null(const struct db_rows *rows, int column);
int64_t pg_i64(const struct db_rows *rows, int column);
str pg_bytes(const struct db_rows *rows, int column, enum db_kind kind);
#endif
