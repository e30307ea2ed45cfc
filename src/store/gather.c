#include "store/gather.h"

#include <assert.h>

#include "store/backend.h"

#define TABLES_MAX    24
#define ROWS_AT_FIRST 256
#define RETAIN_BYTES  ((size_t)32 << 20) /* more than the texts of a transaction */

/* The rows of one table, value after value. */
struct waiting {
    enum query query;
    struct db_arg *args;
    size_t arg_count;
    size_t row_count;
    size_t capacity;    /* rows */
    struct arena *room; /* of args; stays for the next transactions */
};

struct gather {
    struct arena *texts; /* of the values; emptied when they are written */
    struct waiting tables[TABLES_MAX];
    size_t table_count;
    bool is_on;
    bool is_writing;
    bool has_rows;
    status (*complete)(struct op *op, void *context);
    void *context;
};

static void release(void *thing)
{
    struct gather *const gather = thing;
    arena_destroy(gather->texts);
    for (size_t i = 0; i < gather->table_count; i++)
        arena_destroy(gather->tables[i].room);
}

struct gather *db_gather_create(struct arena *arena)
{
    struct gather *const gather = arena_new(arena, struct gather);
    gather->texts = arena_create();
    arena_retain(gather->texts, RETAIN_BYTES);
    arena_defer(arena, release, gather);
    return gather;
}

void db_gather_lend(struct op *op, struct gather *gather)
{
    struct db *const db = op->db;
    assert(!db->is_gather_lent);
    db->own_gather = db->gather;
    db->gather = gather;
    db->is_gather_lent = true;
}

void db_gather_return(struct op *op)
{
    struct db *const db = op->db;
    if (!db->is_gather_lent)
        return;
    db->gather->is_on = false;
    db->gather = db->own_gather;
    db->is_gather_lent = false;
}

status db_gather_start(struct op *op, status (*complete)(struct op *op, void *context),
                       void *context)
{
    struct db *const db = op->db;
    if (!db->in_transaction)
        return op_fail(op, E_INTERNAL, "rows are kept back in a transaction");
    if (!db->gather)
        db->gather = db_gather_create(db->arena);
    db->gather->is_on = true;
    db->gather->complete = complete;
    db->gather->context = context;
    return OK;
}

bool db_gathers(const struct op *op)
{
    return op->db->gather && op->db->gather->is_on;
}

/* The rows of a query; NULL when there are too many tables. */
static struct waiting *table_of(struct gather *gather, enum query query)
{
    size_t at = 0;
    while (at < gather->table_count && gather->tables[at].query != query)
        at++;
    if (at == TABLES_MAX)
        return NULL;
    if (at == gather->table_count)
        gather->tables[gather->table_count++] = (struct waiting){.query = query};
    return &gather->tables[at];
}

/* Twice as much room; the smaller one is given back. */
static void grow(struct waiting *table, size_t arg_count)
{
    const size_t capacity = table->capacity ? 2 * table->capacity : ROWS_AT_FIRST;
    struct arena *const room = arena_create();
    struct db_arg *const args = arena_array(room, capacity * arg_count, sizeof(*args));
    if (table->row_count > 0)
        memcpy(args, table->args, table->row_count * arg_count * sizeof(*args));
    arena_destroy(table->room);
    table->room = room;
    table->args = args;
    table->capacity = capacity;
    table->arg_count = arg_count;
}

static struct db_arg *add_row(struct waiting *table, size_t arg_count)
{
    if (table->row_count == table->capacity)
        grow(table, arg_count);
    return table->args + table->row_count++ * arg_count;
}

status db_insert(struct op *op, enum query query, const struct db_arg *args, size_t arg_count)
{
    struct gather *const gather = op->db->gather;
    if (!db_gathers(op))
        return db_run_later(op, query, args, arg_count);
    TRY(store_check_call(op, query, args, arg_count));
    struct waiting *const table = table_of(gather, query);
    if (!table)
        return op_fail(op, E_INTERNAL, "rows of more than %d tables are kept back", TABLES_MAX);
    struct db_arg *const row = add_row(table, arg_count);
    for (size_t i = 0; i < arg_count; i++) {
        row[i] = args[i];
        if (args[i].kind == DB_TEXT || args[i].kind == DB_BLOB)
            row[i].text = str_copy(gather->texts, args[i].text);
    }
    gather->has_rows = true;
    return OK;
}

void db_gather_clear(struct gather *gather)
{
    for (size_t i = 0; i < gather->table_count; i++)
        gather->tables[i].row_count = 0;
    gather->has_rows = false;
    arena_reset(gather->texts);
}

static status write_all(struct op *op, struct gather *gather)
{
    if (gather->complete)
        TRY(gather->complete(op, gather->context));
    for (size_t i = 0; i < gather->table_count; i++) {
        const struct waiting *const table = &gather->tables[i];
        TRY(store_bulk_checked(op, table->query, table->args, table->arg_count, table->row_count));
    }
    return OK;
}

status db_gather_write(struct op *op)
{
    struct gather *const gather = op->db->gather;
    if (!db_gathers(op) || gather->is_writing)
        return OK;
    if (op->db->intent == DB_READ)
        return op_fail(op, E_INTERNAL, "rows are kept back in a transaction that only reads");
    gather->is_writing = true;
    const status code = write_all(op, gather);
    gather->is_writing = false;
    if (code == OK)
        db_gather_clear(gather);
    return code;
}

status store_gather_settle(struct op *op, enum query query)
{
    struct gather *const gather = op->db->gather;
    if (!gather || !gather->has_rows || catalogue_query(query)->is_aside)
        return OK;
    return db_gather_write(op);
}

status store_gather_finish(struct op *op)
{
    TRY(db_gather_write(op));
    store_gather_end(op->db);
    return OK;
}

void store_gather_end(struct db *db)
{
    if (!db->gather)
        return;
    db_gather_clear(db->gather);
    db->gather->is_on = false;
    db->gather->is_writing = false;
}
