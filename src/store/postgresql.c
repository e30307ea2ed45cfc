/* The store on a server: PostgreSQL through libpq; transactions and writes.
 *
 * A query is prepared under its own name at its first use on a connection, with declared types
 * (bigint, text, bytea), and everything travels in binary.  Reading is in postgresql_rows.c, the
 * connection in postgresql_connect.c. */
#include "store/postgresql.h"

#include <assert.h>
#include <endian.h>

#define OID_BYTEA 17
#define OID_INT8  20
#define OID_TEXT  25

static status execute(struct op *op, const char *what, const char *text)
{
    TRY(pg_settle(op));
    if (!op->db->in_transaction)
        TRY(pg_ensure_connected(op));
    PGresult *const result = PQexec(pg_of(op->db)->connection, text);
    const ExecStatusType code = PQresultStatus(result);
    if (code != PGRES_COMMAND_OK && code != PGRES_TUPLES_OK)
        return pg_fail(op, what, result);
    PQclear(result);
    return OK;
}

/* --- transactions --- */

/* A reader sees one state from its first to its last query, as on SQLite.  A writer reads what is
 * committed, and finds out by its row versions or unique keys that another one was faster. */
static status begin(struct op *op, enum db_intent intent)
{
    const char *const text = intent == DB_WRITE ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                                : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    const status code = execute(op, "begin", text);
    if (code == OK || PQstatus(pg_of(op->db)->connection) == CONNECTION_OK)
        return code;
    op_clear(op); /* the server went just now, and nothing is lost yet: once more */
    return execute(op, "begin", text);
}

static status commit(struct op *op, bool is_later)
{
    static const char later[] = "SET LOCAL synchronous_commit = off; COMMIT";
    buf_clear(&pg_of(op->db)->closing); /* they end with their transaction */
    TRY(pg_settle(op));
    PGresult *const result =
        PQexec(pg_of(op->db)->connection, is_later ? later : "COMMIT"); /* of two: the last */
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail(op, "commit", result);
    const bool is_committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
    PQclear(result);
    return is_committed ? OK : op_fail(op, E_STORE, "commit: PostgreSQL rolled back instead");
}

static void rollback(struct db *db)
{
    PGconn *const connection = pg_of(db)->connection;
    pg_end_rows(db);
    pg_drop_later(db);
    if (PQtransactionStatus(connection) != PQTRANS_IDLE)
        PQclear(PQexec(connection, "ROLLBACK")); /* if it fails the connection is gone, so is it */
}

/* --- statements --- */

int pg_parameter_types(enum query query, Oid types[LIMIT_DB_ARGS])
{
    const struct query_row *const row = catalogue_query(query);
    for (int i = 0; i < row->parameter_count; i++)
        types[i] = row->kinds[i] == 'i' ? OID_INT8 : row->kinds[i] == 't' ? OID_TEXT : OID_BYTEA;
    return row->parameter_count;
}

status pg_prepare(struct op *op, enum query query)
{
    struct pg_db *const own = pg_of(op->db);
    const struct query_row *const row = catalogue_query(query);
    Oid types[LIMIT_DB_ARGS];
    TRY(pg_settle(op));
    if (!op->db->in_transaction)
        TRY(pg_ensure_connected(op));
    if (own->queries[query].is_prepared)
        return OK;
    const int count = pg_parameter_types(query, types);
    PGresult *const result =
        PQprepare(own->connection, row->name, row->text[DB_POSTGRESQL], count, types);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail_query(op, query, result);
    PQclear(result);
    own->queries[query].is_prepared = true;
    return OK;
}

static status prepare_and_check(struct op *op, enum query query)
{
    TRY(pg_prepare(op, query));
    PGresult *const result =
        PQdescribePrepared(pg_of(op->db)->connection, catalogue_query(query)->name);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail_query(op, query, result);
    const status code = pg_check_columns(op, query, result);
    PQclear(result);
    if (code != OK || !catalogue_query(query)->set)
        return code;
    return pg_prepare_set(op, query);
}

void pg_bind(const struct db_arg *args, size_t arg_count, struct pg_values *out)
{
    assert(arg_count <= LIMIT_DB_ARGS);
    for (size_t i = 0; i < arg_count; i++) {
        const struct db_arg *const arg = &args[i];
        out->formats[i] = 1;
        out->sizes[i] = 0;
        out->data[i] = NULL; /* a NULL */
        if (arg->kind == DB_I64) {
            out->integers[i] = htobe64((uint64_t)arg->i64);
            out->data[i] = (const char *)&out->integers[i];
            out->sizes[i] = sizeof(out->integers[i]);
        } else if (arg->kind != DB_NULL) {
            assert(arg->text.size <= INT32_MAX);
            out->data[i] = arg->text.data ? arg->text.data : "";
            out->sizes[i] = (int)arg->text.size;
        }
    }
}

/* Rows that a statement changed; a SELECT reports those it read, which are none. */
int64_t pg_count_changed(PGresult *result)
{
    int64_t changed = 0;
    if (strncmp(PQcmdStatus(result), "SELECT", 6) == 0 ||
        !str_to_i64(str_of(PQcmdTuples(result)), &changed))
        return 0;
    return changed;
}

static status run_one(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                      int64_t *ret_changed)
{
    struct pg_values values;
    PGresult *result = NULL;
    if (pg_can_follow(pg_of(op->db), query)) {
        TRY(pg_follow(op, query, args, arg_count, &result));
        *ret_changed = pg_count_changed(result);
        PQclear(result);
        return OK;
    }
    TRY(pg_prepare(op, query));
    pg_bind(args, arg_count, &values);
    result = PQexecPrepared(pg_of(op->db)->connection, catalogue_query(query)->name, (int)arg_count,
                            values.data, values.sizes, values.formats, 1);
    const ExecStatusType code = PQresultStatus(result);
    if (code != PGRES_COMMAND_OK && code != PGRES_TUPLES_OK)
        return pg_fail_query(op, query, result);
    *ret_changed = pg_count_changed(result);
    PQclear(result);
    return OK;
}

/* --- many rows --- */

#define SET_ROWS_MIN   8  /* fewer go through a pipeline: a set is planned for its rows */
#define LATER_ROWS_MAX 64 /* more are sent in stretches of their own */

status pg_send(struct op *op, enum query query, const struct db_arg *args, size_t arg_count)
{
    struct pg_values values;
    pg_bind(args, arg_count, &values);
    return PQsendQueryPrepared(pg_of(op->db)->connection, catalogue_query(query)->name,
                               (int)arg_count, values.data, values.sizes, values.formats, 1)
               ? OK
               : pg_fail_query(op, query, NULL);
}

static status run_stretch(struct op *op, enum query query, const struct db_arg *args,
                          size_t arg_count, size_t row_count, int64_t *changed)
{
    struct pg_answers answers = {.queries = &query, .count = 1};
    for (size_t r = 0; r < row_count; r++)
        TRY(pg_send(op, query, args_of_row(args, arg_count, r), arg_count));
    if (!PQpipelineSync(pg_of(op->db)->connection))
        return pg_fail_query(op, query, NULL);
    const status code = pg_read_answers(op, &answers);
    *changed += answers.changed;
    return code;
}

static status run_pipeline(struct op *op, enum query query, const struct db_arg *args,
                           size_t arg_count, size_t row_count, int64_t *ret_changed)
{
    PGconn *const connection = pg_of(op->db)->connection;
    status code = OK;
    int64_t changed = 0;
    if (!PQenterPipelineMode(connection))
        return pg_fail_query(op, query, NULL);
    for (size_t done = 0; done < row_count && code == OK; done += PIPELINE_STRETCH) {
        const size_t left = row_count - done;
        code = run_stretch(op, query, args_of_row(args, arg_count, done), arg_count,
                           left < PIPELINE_STRETCH ? left : PIPELINE_STRETCH, &changed);
    }
    if (!PQexitPipelineMode(connection) && code == OK)
        code = pg_fail_query(op, query, NULL);
    if (code == OK)
        *ret_changed = changed;
    return code;
}

static status run_later_each(struct op *op, enum query query, const struct db_arg *args,
                             size_t arg_count, size_t row_count)
{
    for (size_t r = 0; r < row_count; r++)
        TRY(pg_run_later(op, query, args_of_row(args, arg_count, r), arg_count));
    return OK;
}

static status run_many(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                       size_t row_count, int64_t *ret_changed)
{
    const bool is_set = row_count >= SET_ROWS_MIN && catalogue_query(query)->set;
    int64_t ignored = 0;
    if (!ret_changed && !is_set && row_count <= LATER_ROWS_MAX && op->db->in_transaction)
        return run_later_each(op, query, args, arg_count, row_count);
    if (!ret_changed && !is_set)
        ret_changed = &ignored;
    if (row_count == 1)
        return run_one(op, query, args, arg_count, ret_changed);
    TRY(pg_prepare(op, query));
    if (is_set)
        return pg_run_set(op, query, args, arg_count, row_count, ret_changed);
    return run_pipeline(op, query, args, arg_count, row_count, ret_changed);
}

static status replace_many(struct op *op, enum query query, const struct db_arg *args,
                           size_t arg_count, size_t row_count)
{
    int64_t changed = 0;
    if (row_count >= SET_ROWS_MIN && catalogue_query(query)->set) {
        TRY(pg_prepare(op, query));
        return pg_replace_set(op, query, args, arg_count, row_count);
    }
    TRY(run_many(op, query, args, arg_count, row_count, &changed));
    return store_check_changed(op, query, changed, row_count);
}

/* --- opening --- */

static void close_connection(struct db *db)
{
    pg_end_rows(db);
    PQfinish(pg_of(db)->connection);
}

static const struct backend postgresql_backend = {
    .dialect = DB_POSTGRESQL,
    .close = close_connection,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .end_rows = pg_end_rows,
    .prepare = prepare_and_check,
    .execute = execute,
    .hold = pg_hold,
    .run_many = run_many,
    .replace_many = replace_many,
    .run_later = pg_run_later,
    .bulk = pg_bulk,
    .query = pg_query,
    .next = pg_next,
    .close_rows = pg_close_rows,
    .fetch_chunk = pg_fetch_chunk,
    .is_null = pg_is_null,
    .i64 = pg_i64,
    .bytes = pg_bytes,
};

status postgresql_open(struct op *op, const char *url, const struct db_options *options,
                       struct db **ret_db)
{
    struct arena *const arena = arena_create();
    struct pg_db *const own = arena_new(arena, struct pg_db);
    struct db *const before = op->db;
    own->db = (struct db){.backend = &postgresql_backend,
                          .arena = arena,
                          .lock_fd = -1,
                          .busy_ms = options->busy_ms > 0 ? options->busy_ms : PG_BUSY_MS,
                          .is_read_only = options->read_only,
                          .is_unsafe = options->unsafe_speed};
    op->db = &own->db;
    const status code = pg_connect(op, url);
    op->db = before;
    if (code != OK) {
        PQfinish(own->connection);
        arena_destroy(arena);
        return code;
    }
    *ret_db = &own->db;
    return OK;
}
