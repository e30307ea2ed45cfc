/* Reading from PostgreSQL.
 *
 * An ordinary query brings its whole result at once: that is the fewest round trips, and any number
 * of queries can then be open on one connection, each in its own memory.  What it costs is memory
 * in proportion to the result, so a query whose result may be large is marked `-- stream` in sql/
 * and runs as a cursor, FETCH_ROWS rows at a time.  libpq's single-row mode was refused: while it
 * reads, no other query can run on the connection.  A cursor lives in its transaction, so streams
 * want one, on SQLite too. */
#include <assert.h>
#include <endian.h>
#include <stdio.h>

#include "store/postgresql.h"

#define FETCH_ROWS    2048
#define CURSOR_NAME   32
#define CLOSING_BYTES 4096 /* some 150 cursors; more wait for the end of their transaction */

/* --- rows: taken from a list of free ones, given back to it --- */

static struct pg_rows *take_rows(struct pg_db *own, enum query query)
{
    struct pg_rows *rows = own->free;
    if (rows)
        own->free = rows->next;
    else
        rows = arena_new(own->db.arena, struct pg_rows);
    *rows = (struct pg_rows){.row = -1, .query = query, .is_running = true};
    rows->next = own->running;
    if (own->running)
        own->running->previous = rows;
    own->running = rows;
    return rows;
}

/* Nobody wants the next piece any more.  One that is under way stays out as an answer of nobody's:
 * whoever settles reads it, and is told where it failed. */
static void drop_ahead(struct pg_db *own, struct pg_rows *rows)
{
    PQclear(rows->ahead);
    rows->ahead = NULL;
    if (own->has_answer_out && own->out_rows == rows)
        own->out_rows = NULL;
}

static void give_back(struct pg_db *own, struct pg_rows *rows)
{
    if (!rows->is_running)
        return;
    PQclear(rows->result);
    drop_ahead(own, rows);
    rows->result = NULL;
    rows->is_running = false;
    if (rows->previous)
        rows->previous->next = rows->next;
    else
        own->running = rows->next;
    if (rows->next)
        rows->next->previous = rows->previous;
    rows->next = own->free;
    own->free = rows;
}

void pg_end_rows(struct db *db)
{
    struct pg_db *const own = pg_of(db);
    while (own->running)
        give_back(own, own->running);
}

static const char *cursor_name(int cursor, char out[CURSOR_NAME])
{
    (void)snprintf(out, CURSOR_NAME, "stream_%d", cursor);
    return out;
}

/* A cursor holds a snapshot and memory of the server, so it goes before its transaction does: at
 * once, or with the next statement where the connection is busy. */
void pg_close_rows(struct db_rows *rows)
{
    struct pg_rows *const own = rows->state;
    struct pg_db *const db = pg_of(rows->db);
    char name[CURSOR_NAME];
    drop_ahead(db, own);
    if (own->is_running && own->cursor > 0 && db->db.in_transaction && !db->db.is_broken) {
        if (!db->closing.data)
            db->closing = buf_start(db->db.arena, CLOSING_BYTES);
        buf_printf(&db->closing, "CLOSE %s;", cursor_name(own->cursor, name));
        if (!pg_is_busy(db))
            pg_close_cursors(db);
    }
    give_back(db, own);
}

/* --- columns --- */

static enum wire wire_of(Oid type)
{
    static const struct {
        Oid type;
        enum wire wire;
    } wires[] = {
        {16,   WIRE_BOOL }, /* bool */
        {17,   WIRE_BYTES}, /* bytea */
        {19,   WIRE_TEXT }, /* name */
        {20,   WIRE_I64  }, /* int8 */
        {21,   WIRE_I16  }, /* int2 */
        {23,   WIRE_I32  }, /* int4 */
        {25,   WIRE_TEXT }, /* text */
        {1042, WIRE_TEXT }, /* bpchar */
        {1043, WIRE_TEXT }, /* varchar */
    };
    for (size_t i = 0; i < ARRAY_LEN(wires); i++)
        if (wires[i].type == type)
            return wires[i].wire;
    return WIRE_UNKNOWN;
}

status pg_check_columns(struct op *op, enum query query, const PGresult *result)
{
    struct pg_query *const own = &pg_of(op->db)->queries[query];
    const struct query_row *const row = catalogue_query(query);
    const int count = PQnfields(result);
    if (own->wires)
        return OK;
    if (row->column_count >= 0 && count != row->column_count)
        return op_fail(op, E_INTERNAL, "query %s gives %d columns, its head names %d", row->name,
                       count, row->column_count);
    enum wire *const wires =
        arena_array(op->db->arena, (size_t)(count > 0 ? count : 1), sizeof(*wires));
    for (int c = 0; c < count; c++) {
        wires[c] = wire_of(PQftype(result, c));
        if (wires[c] == WIRE_UNKNOWN)
            return op_fail(
                op, E_INTERNAL,
                "query %s, column %d (%s): PostgreSQL type %u is not known here, CAST it "
                "to BIGINT or TEXT",
                row->name, c, PQfname(result, c), PQftype(result, c));
    }
    own->wires = wires;
    return OK;
}

static const struct pg_rows *rows_of(const struct db_rows *rows, int column)
{
    const struct pg_rows *const own = rows->state;
    assert(own->is_running && own->row >= 0 && own->row < own->row_count);
    assert(column >= 0 && column < PQnfields(own->result));
    return own;
}

bool pg_is_null(const struct db_rows *rows, int column)
{
    const struct pg_rows *const own = rows_of(rows, column);
    return PQgetisnull(own->result, own->row, column);
}

static int64_t decode(const char *data, enum wire wire)
{
    uint64_t wide = 0;
    uint32_t middle = 0;
    uint16_t narrow = 0;
    switch (wire) {
    case WIRE_I64:
        memcpy(&wide, data, sizeof(wide));
        return (int64_t)be64toh(wide);
    case WIRE_I32:
        memcpy(&middle, data, sizeof(middle));
        return (int32_t)be32toh(middle);
    case WIRE_I16:
        memcpy(&narrow, data, sizeof(narrow));
        return (int16_t)be16toh(narrow);
    case WIRE_BOOL:
        return data[0] != 0;
    case WIRE_TEXT:
    case WIRE_BYTES:
    case WIRE_UNKNOWN:
        break;
    }
    assert(false && "a text read as an integer");
    return 0;
}

int64_t pg_i64(const struct db_rows *rows, int column)
{
    const struct pg_rows *const own = rows_of(rows, column);
    if (PQgetisnull(own->result, own->row, column))
        return 0;
    return decode(PQgetvalue(own->result, own->row, column), own->wires[column]);
}

str pg_bytes(const struct db_rows *rows, int column, enum db_kind kind)
{
    const struct pg_rows *const own = rows_of(rows, column);
    if (PQgetisnull(own->result, own->row, column))
        return STR("");
    assert(own->wires[column] == (kind == DB_TEXT ? WIRE_TEXT : WIRE_BYTES));
    return (str){PQgetvalue(own->result, own->row, column),
                 (size_t)PQgetlength(own->result, own->row, column)};
}

/* --- running --- */

/* Keeps the result as the piece at hand; on failure the result is freed. */
static status take_result(struct op *op, struct pg_rows *own, PGresult *result)
{
    if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail_query(op, own->query, result);
    PQclear(own->result);
    own->result = result;
    own->row = -1;
    own->row_count = PQntuples(result);
    TRY(pg_check_columns(op, own->query, result));
    own->wires = pg_of(op->db)->queries[own->query].wires;
    return OK;
}

/* From the second piece on the next is asked for when one comes, so the server makes it while this
 * one is read; who stops within the first has nothing made for nothing.  Whatever else wants the
 * connection before takes it out of the way (pg_settle). */
static status ask_ahead(struct op *op, struct pg_rows *own, const char *fetch)
{
    struct pg_db *const db = pg_of(op->db);
    if (!PQsendQueryParams(db->connection, fetch, 0, NULL, NULL, NULL, NULL, 1))
        return pg_fail_query(op, own->query, NULL);
    pg_expect_answer(db, own->query, own);
    return OK;
}

static status fetch_piece(struct op *op, struct pg_rows *own)
{
    char name[CURSOR_NAME];
    char fetch[CURSOR_NAME + 32];
    TRY(pg_settle(op));
    (void)snprintf(fetch, sizeof(fetch), "FETCH %d FROM %s", FETCH_ROWS,
                   cursor_name(own->cursor, name));
    PGresult *const result =
        own->ahead ? own->ahead
                   : PQexecParams(pg_of(op->db)->connection, fetch, 0, NULL, NULL, NULL, NULL, 1);
    own->ahead = NULL;
    TRY(take_result(op, own, result));
    own->is_last = own->row_count < FETCH_ROWS;
    const bool is_ahead = own->is_long && !own->is_last;
    own->is_long = true;
    return is_ahead ? ask_ahead(op, own, fetch) : OK;
}

static status start_stream(struct op *op, struct pg_rows *own, const struct pg_values *values)
{
    struct pg_db *const db = pg_of(op->db);
    char name[CURSOR_NAME];
    Oid types[LIMIT_DB_ARGS];
    const int count = pg_parameter_types(own->query, types);
    own->cursor = ++db->cursor_count;
    const char *const text = arena_printf(op->arena, "DECLARE %s BINARY NO SCROLL CURSOR FOR %s",
                                          cursor_name(own->cursor, name),
                                          catalogue_query(own->query)->text[DB_POSTGRESQL]);
    PGresult *const result = PQexecParams(db->connection, text, count, types, values->data,
                                          values->sizes, values->formats, 1);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return pg_fail_query(op, own->query, result);
    PQclear(result);
    return fetch_piece(op, own);
}

static status start_whole(struct op *op, struct pg_rows *own, const struct pg_values *values,
                          size_t arg_count)
{
    PGresult *const result =
        PQexecPrepared(pg_of(op->db)->connection, catalogue_query(own->query)->name, (int)arg_count,
                       values->data, values->sizes, values->formats, 1);
    own->is_last = true;
    return take_result(op, own, result);
}

static status start_behind(struct op *op, struct pg_rows *own, const struct db_arg *args,
                           size_t arg_count)
{
    PGresult *result = NULL;
    own->is_last = true;
    TRY(pg_follow(op, own->query, args, arg_count, &result));
    return take_result(op, own, result);
}

status pg_query(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                struct db_rows *ret_rows)
{
    const bool is_stream = catalogue_query(query)->is_stream;
    const bool follows = !is_stream && pg_can_follow(pg_of(op->db), query);
    struct pg_values values;
    if (!follows)
        TRY(pg_prepare(op, query));
    pg_bind(args, arg_count, &values);
    struct pg_rows *const own = take_rows(pg_of(op->db), query);
    const status code = is_stream ? start_stream(op, own, &values)
                        : follows ? start_behind(op, own, args, arg_count)
                                  : start_whole(op, own, &values, arg_count);
    if (code != OK) {
        give_back(pg_of(op->db), own);
        return code;
    }
    *ret_rows = (struct db_rows){op->db, own, query};
    return OK;
}

status pg_next(struct op *op, struct db_rows *rows, bool *ret_has_row)
{
    struct pg_rows *const own = rows->state;
    if (!own->is_running || own->query != rows->query)
        return op_fail(op, E_INTERNAL, "rows of query %s are read after their transaction",
                       catalogue_query(rows->query)->name);
    if (own->row + 1 >= own->row_count && !own->is_last)
        TRY(fetch_piece(op, own));
    if (own->row + 1 >= own->row_count) {
        db_rows_close(rows);
        *ret_has_row = false;
        return OK;
    }
    own->row++;
    *ret_has_row = true;
    return OK;
}

status pg_fetch_chunk(struct op *op, struct db_rows *rows, int64_t *const *columns,
                      int column_count, int max_rows, int *ret_count)
{
    const struct pg_rows *const own = rows->state;
    int count = 0;
    if (column_count > PQnfields(own->result))
        return op_fail(op, E_INTERNAL, "query %s has %d columns, not %d",
                       catalogue_query(rows->query)->name, PQnfields(own->result), column_count);
    while (count < max_rows) {
        bool has_row = false;
        TRY(pg_next(op, rows, &has_row));
        if (!has_row)
            break;
        for (int c = 0; c < column_count; c++)
            columns[c][count] = PQgetisnull(own->result, own->row, c)
                                    ? INT64_MIN
                                    : decode(PQgetvalue(own->result, own->row, c), own->wires[c]);
        count++;
    }
    *ret_count = count;
    return OK;
}
