/* Many writes with few waits: a pipeline that is read at its end, and COPY in binary. */
#include <assert.h>
#include <endian.h>

#include "store/postgresql.h"

#define OID_BOOL       16
#define OID_INT8       20
#define OID_INT2       21
#define OID_INT4       23
#define COPY_BYTES     (64 * 1024) /* sent at a time */
#define COPY_ROWS_MIN  16          /* fewer go through a pipeline: COPY has a start and an end */
#define COPY_SIGNATURE "PGCOPY\n\377\r\n" /* and a NUL; then flags and the size of no extension */

/* --- a pipeline --- */

static enum query query_of(const struct pg_answers *answers, int at)
{
    return answers->queries[at < answers->count ? at : answers->count - 1];
}

/* Takes the answer number at of a pipeline; after a failure all others come as not done. */
static status take_answer(struct op *op, struct pg_answers *answers, int at, PGresult *result,
                          status code)
{
    const ExecStatusType kind = PQresultStatus(result);
    const bool is_done = kind == PGRES_COMMAND_OK || kind == PGRES_TUPLES_OK;
    if (!is_done && kind != PGRES_PIPELINE_ABORTED && code == OK)
        return pg_fail_query(op, query_of(answers, at), result); /* freed there */
    if (is_done)
        answers->changed += pg_count_changed(result);
    if (is_done && answers->keeps && at == answers->count - 1)
        answers->kept = result;
    else
        PQclear(result);
    return code;
}

status pg_read_answers(struct op *op, struct pg_answers *answers)
{
    PGconn *const connection = pg_of(op->db)->connection;
    status code = OK;
    for (int at = 0;;) {
        PGresult *const result = PQgetResult(connection);
        if (!result) { /* between two statements, or the connection is gone */
            if (PQstatus(connection) == CONNECTION_BAD)
                return code != OK ? code : pg_fail_query(op, query_of(answers, at), NULL);
        } else if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return code;
        } else {
            code = take_answer(op, answers, at++, result, code);
        }
    }
}

void pg_expect_answer(struct pg_db *own, enum query query, struct pg_rows *rows)
{
    own->has_answer_out = true;
    own->out_query = query;
    own->out_rows = rows;
    own->out_wanted = 0;
}

status pg_take_answer(struct op *op, int64_t *changed)
{
    struct pg_db *const own = pg_of(op->db);
    status code = OK;
    if (!own->has_answer_out)
        return OK;
    PGresult *result = PQgetResult(own->connection);
    own->has_answer_out = false;
    if (own->out_rows && PQresultStatus(result) == PGRES_TUPLES_OK) {
        own->out_rows->ahead = result;
    } else if (!own->out_rows && (PQresultStatus(result) == PGRES_COMMAND_OK ||
                                  PQresultStatus(result) == PGRES_TUPLES_OK)) {
        const int64_t count = pg_count_changed(result);
        if (changed && PQresultStatus(result) == PGRES_COMMAND_OK)
            *changed += count;
        if (own->out_wanted > 0)
            code = store_check_changed(op, own->out_query, count, own->out_wanted);
        PQclear(result);
    } else {
        code = pg_fail_query(op, own->out_query, result); /* freed there */
    }
    while ((result = PQgetResult(own->connection)))
        PQclear(result);
    return code;
}

static status settle_later(struct op *op)
{
    struct pg_db *const own = pg_of(op->db);
    struct pg_answers answers = {.queries = own->later, .count = own->later_count};
    status code = PQpipelineSync(own->connection) ? pg_read_answers(op, &answers)
                                                  : pg_fail_query(op, own->later[0], NULL);
    own->later_count = 0;
    if (!PQexitPipelineMode(own->connection) && code == OK)
        code = pg_fail(op, "pipeline", NULL);
    return code;
}

bool pg_can_follow(const struct pg_db *own, enum query query)
{
    return own->later_count > 0 && own->later_count < PIPELINE_STRETCH && !own->has_answer_out &&
           own->queries[query].is_prepared;
}

status pg_follow(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                 PGresult **ret_result)
{
    struct pg_db *const own = pg_of(op->db);
    own->later[own->later_count++] = query;
    struct pg_answers answers = {.queries = own->later, .count = own->later_count, .keeps = true};
    status code = pg_send(op, query, args, arg_count);
    if (code == OK)
        code = PQpipelineSync(own->connection) ? pg_read_answers(op, &answers)
                                               : pg_fail_query(op, query, NULL);
    own->later_count = 0;
    if (!PQexitPipelineMode(own->connection) && code == OK)
        code = pg_fail(op, "pipeline", NULL);
    pg_close_cursors(own);
    if (code == OK)
        *ret_result = answers.kept;
    else
        PQclear(answers.kept);
    return code;
}

void pg_close_cursors(struct pg_db *own)
{
    if (own->closing.size > 0 && !own->closing.is_full)
        PQclear(PQexec(own->connection, buf_cstr(&own->closing))); /* or with their transaction */
    buf_clear(&own->closing);
}

status pg_settle(struct op *op)
{
    struct pg_db *const own = pg_of(op->db);
    TRY(pg_take_answer(op, NULL));
    if (own->later_count > 0)
        TRY(settle_later(op));
    pg_close_cursors(own);
    return OK;
}

void pg_drop_later(struct db *db)
{
    struct pg_db *const own = pg_of(db);
    buf_clear(&own->closing); /* they end with their transaction */
    if (!pg_is_busy(own))
        return;
    struct arena *const arena = arena_create();
    struct op op;
    op_init(&op, arena, db, op_clock_system);
    (void)!pg_settle(&op);
    arena_destroy(arena);
}

status pg_run_later(struct op *op, enum query query, const struct db_arg *args, size_t arg_count)
{
    struct pg_db *const own = pg_of(op->db);
    if (own->later_count == PIPELINE_STRETCH || own->has_answer_out ||
        !own->queries[query].is_prepared)
        TRY(pg_prepare(op, query)); /* settles */
    if (own->later_count == 0 && !PQenterPipelineMode(own->connection))
        return pg_fail_query(op, query, NULL);
    own->later[own->later_count++] = query;
    return pg_send(op, query, args, arg_count);
}

/* --- COPY --- */

/* What the server takes each parameter for when nobody says: the type of its column. */
static status find_types(struct op *op, enum query query, struct pg_copy *copy)
{
    const struct query_row *const row = catalogue_query(query);
    PGconn *const connection = pg_of(op->db)->connection;
    PGresult *result = PQprepare(connection, "", row->text[DB_POSTGRESQL], 0, NULL);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail_query(op, query, result);
    PQclear(result);
    result = PQdescribePrepared(connection, "");
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail_query(op, query, result);
    copy->count = PQnparams(result);
    for (int i = 0; i < copy->count; i++)
        copy->types[i] = PQparamtype(result, i);
    PQclear(result);
    return OK;
}

static status copy_of(struct op *op, enum query query, const struct pg_copy **ret_copy)
{
    struct pg_db *const own = pg_of(op->db);
    struct arena *const arena = op->db->arena;
    str target;
    if (!own->queries[query].copy) {
        struct pg_copy *const copy = arena_new(arena, struct pg_copy);
        TRY(store_insert_target(op, query, &target));
        TRY(find_types(op, query, copy));
        copy->text =
            arena_printf(arena, "COPY " STR_FORMAT " FROM STDIN (FORMAT binary)", STR_ARG(target));
        own->queries[query].copy = copy;
    }
    *ret_copy = own->queries[query].copy;
    return OK;
}

static void flush(struct pg_db *own)
{
    if (own->copying.size > 0)
        (void)PQputCopyData(own->connection, own->copying.data, (int)own->copying.size);
    buf_clear(&own->copying); /* what could not be sent is told by the end */
}

static void put(struct pg_db *own, const void *data, size_t size)
{
    if (own->copying.size + size > COPY_BYTES)
        flush(own);
    if (size > COPY_BYTES)
        (void)PQputCopyData(own->connection, data, (int)size);
    else
        buf_add(&own->copying, (str){data, size});
}

static void put_16(struct pg_db *own, int value)
{
    const uint16_t wire = htobe16((uint16_t)value);
    put(own, &wire, sizeof(wire));
}

static void put_32(struct pg_db *own, int64_t value)
{
    const uint32_t wire = htobe32((uint32_t)value);
    put(own, &wire, sizeof(wire));
}

/* An integer in the width of its column; false: it does not fit. */
static bool put_integer(struct pg_db *own, Oid type, int64_t value)
{
    const uint64_t wide = htobe64((uint64_t)value);
    switch (type) {
    case OID_INT8:
        put_32(own, sizeof(wide));
        put(own, &wide, sizeof(wide));
        return true;
    case OID_INT4:
        put_32(own, sizeof(int32_t));
        put_32(own, value);
        return value == (int32_t)value;
    case OID_INT2:
        put_32(own, sizeof(int16_t));
        put_16(own, (int)value);
        return value == (int16_t)value;
    case OID_BOOL:
        put_32(own, 1);
        put(own, value ? "\1" : "\0", 1);
        return true;
    default:
        return false;
    }
}

static status put_row(struct op *op, const struct query_row *row, const struct pg_copy *copy,
                      const struct db_arg *args)
{
    struct pg_db *const own = pg_of(op->db);
    assert(args); /* a COPY without columns is none */
    put_16(own, copy->count);
    for (int c = 0; c < copy->count; c++) {
        const struct db_arg *const arg = &args[c];
        if (arg->kind == DB_NULL) {
            put_32(own, -1);
        } else if (arg->kind != DB_I64) {
            put_32(own, (int64_t)arg->text.size);
            put(own, arg->text.data, arg->text.size);
        } else if (!put_integer(own, copy->types[c], arg->i64)) {
            return op_fail(op, E_STORE, "query %s: value %d does not fit into its column",
                           row->name, c + 1);
        }
    }
    return OK;
}

static status put_rows(struct op *op, enum query query, const struct pg_copy *copy,
                       const struct db_arg *args, size_t arg_count, size_t row_count)
{
    struct pg_db *const own = pg_of(op->db);
    put(own, COPY_SIGNATURE, sizeof(COPY_SIGNATURE));
    put_32(own, 0);
    put_32(own, 0);
    for (size_t r = 0; r < row_count; r++)
        TRY(put_row(op, catalogue_query(query), copy, args + r * arg_count));
    put_16(own, -1);
    flush(own);
    return OK;
}

/* Gives a COPY up, for a failure that stands on the op already. */
static void give_up(PGconn *connection)
{
    PGresult *result = NULL;
    (void)PQputCopyEnd(connection, "given up");
    while ((result = PQgetResult(connection)))
        PQclear(result);
}

/* Its answer is not waited for: the next rows are made ready while the server writes these. */
static status end_copy(struct op *op, enum query query, status code)
{
    struct pg_db *const own = pg_of(op->db);
    if (code != OK) {
        give_up(own->connection);
        return code;
    }
    if (PQputCopyEnd(own->connection, NULL) != 1)
        return pg_fail_query(op, query, NULL);
    pg_expect_answer(own, query, NULL);
    return op->db->in_transaction ? OK : pg_take_answer(op, NULL);
}

static status copy_in(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                      size_t row_count)
{
    struct pg_db *const own = pg_of(op->db);
    const struct pg_copy *copy = NULL;
    TRY(copy_of(op, query, &copy));
    assert(args && copy->count == (int)arg_count);
    PGresult *const result = PQexec(own->connection, copy->text);
    if (PQresultStatus(result) != PGRES_COPY_IN)
        return pg_fail_query(op, query, result);
    PQclear(result);
    if (!own->copying.data)
        own->copying = buf_start(op->db->arena, COPY_BYTES + 1);
    buf_clear(&own->copying);
    return end_copy(op, query, put_rows(op, query, copy, args, arg_count, row_count));
}

status pg_bulk(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
               size_t row_count)
{
    if (row_count < COPY_ROWS_MIN)
        return op->db->backend->run_many(op, query, args, arg_count, row_count, NULL);
    TRY(pg_settle(op));
    return copy_in(op, query, args, arg_count, row_count);
}
