/* Many rows in one statement: each parameter is an array in binary, and unnest makes rows of them.
 *
 * A server parses, binds and starts a statement for each row of a pipeline; here once for all. */
#include <endian.h>

#include "store/postgresql.h"

#define OID_BYTEA_ARRAY 1001
#define OID_TEXT_ARRAY  1009
#define OID_INT8_ARRAY  1016
#define OID_BYTEA       17
#define OID_INT8        20
#define OID_TEXT        25

/* Rows of one statement: some megabytes of values at most. */
#define SET_ROWS_MAX 4096

static Oid element_of(char kind)
{
    return kind == 'i' ? OID_INT8 : kind == 't' ? OID_TEXT : OID_BYTEA;
}

static const char *set_name(struct op *op, enum query query)
{
    return arena_printf(op->arena, "%s:set", catalogue_query(query)->name);
}

status pg_prepare_set(struct op *op, enum query query)
{
    struct pg_db *const own = pg_of(op->db);
    const struct query_row *const row = catalogue_query(query);
    Oid types[LIMIT_DB_ARGS];
    if (own->queries[query].is_set_prepared)
        return OK;
    for (int i = 0; i < row->parameter_count; i++)
        types[i] = row->kinds[i] == 'i'   ? OID_INT8_ARRAY
                   : row->kinds[i] == 't' ? OID_TEXT_ARRAY
                                          : OID_BYTEA_ARRAY;
    PGresult *const result =
        PQprepare(own->connection, set_name(op, query), row->set, row->parameter_count, types);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail_query(op, query, result);
    PQclear(result);
    own->queries[query].is_set_prepared = true;
    return OK;
}

static char *put_32(char *at, int64_t value)
{
    const uint32_t wire = htobe32((uint32_t)value);
    memcpy(at, &wire, sizeof(wire));
    return at + sizeof(wire);
}

static char *put_value(char *at, const struct db_arg *arg)
{
    if (arg->kind == DB_NULL)
        return put_32(at, -1);
    if (arg->kind == DB_I64) {
        const uint64_t wire = htobe64((uint64_t)arg->i64);
        at = put_32(at, sizeof(wire));
        memcpy(at, &wire, sizeof(wire));
        return at + sizeof(wire);
    }
    at = put_32(at, (int64_t)arg->text.size);
    if (arg->text.size > 0)
        memcpy(at, arg->text.data, arg->text.size);
    return at + arg->text.size;
}

/* One parameter of all rows as an array of one dimension, counted from 1. */
static str array_of(struct op *op, char kind, const struct db_arg *args, size_t arg_count,
                    size_t row_count)
{
    size_t size = 5 * sizeof(uint32_t);
    bool has_null = false;
    for (size_t r = 0; r < row_count; r++) {
        const struct db_arg *const arg = &args[r * arg_count];
        has_null |= arg->kind == DB_NULL;
        size += sizeof(uint32_t) + (arg->kind == DB_NULL  ? 0
                                    : arg->kind == DB_I64 ? sizeof(int64_t)
                                                          : arg->text.size);
    }
    char *const data = arena_alloc(op->arena, size);
    char *at = put_32(data, 1);
    at = put_32(at, has_null);
    at = put_32(at, element_of(kind));
    at = put_32(at, (int64_t)row_count);
    at = put_32(at, 1);
    for (size_t r = 0; r < row_count; r++)
        at = put_value(at, &args[r * arg_count]);
    return (str){data, size};
}

static status send_piece(struct op *op, enum query query, const struct db_arg *args,
                         size_t arg_count, size_t row_count)
{
    struct pg_db *const own = pg_of(op->db);
    const struct query_row *const row = catalogue_query(query);
    const char *data[LIMIT_DB_ARGS];
    int sizes[LIMIT_DB_ARGS];
    int formats[LIMIT_DB_ARGS];
    for (size_t i = 0; i < arg_count; i++) {
        const str array = array_of(op, row->kinds[i], args + i, arg_count, row_count);
        if (array.size > INT32_MAX)
            return op_fail(op, E_LIMIT, "query %s: too many bytes for one statement", row->name);
        data[i] = array.data;
        sizes[i] = (int)array.size;
        formats[i] = 1;
    }
    if (!PQsendQueryPrepared(own->connection, set_name(op, query), (int)arg_count, data, sizes,
                             formats, 1))
        return pg_fail_query(op, query, NULL);
    pg_expect_answer(own, query, NULL);
    return OK;
}

static status run_set(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                      size_t row_count, bool is_exact, int64_t *ret_changed)
{
    int64_t changed = 0;
    TRY(pg_prepare_set(op, query));
    for (size_t done = 0; done < row_count; done += SET_ROWS_MAX) {
        const struct arena_mark mark = arena_mark(op->arena);
        const size_t left = row_count - done;
        const size_t piece = left < SET_ROWS_MAX ? left : SET_ROWS_MAX;
        TRY(pg_take_answer(op, NULL)); /* of the piece before it */
        TRY(send_piece(op, query, args_of_row(args, arg_count, done), arg_count, piece));
        pg_of(op->db)->out_wanted = is_exact ? piece : 0;
        arena_release(op->arena, mark); /* libpq has a copy of what it did not send yet */
        if (ret_changed)
            TRY(pg_take_answer(op, &changed));
    }
    if (ret_changed)
        *ret_changed = changed;
    return OK;
}

status pg_run_set(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                  size_t row_count, int64_t *ret_changed)
{
    return run_set(op, query, args, arg_count, row_count, false, ret_changed);
}

status pg_replace_set(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                      size_t row_count)
{
    return run_set(op, query, args, arg_count, row_count, true, NULL);
}
