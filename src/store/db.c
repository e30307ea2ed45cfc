/* What is the same on both stores: the state of a transaction, checks of arguments, failures made
 * by tests, and the typed reading of columns. */
#include "store/db.h"

#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "store/backend.h"

/* Of all connections of this process: a figure that only grows is a leak. */
static atomic_int open_transactions;
static atomic_llong connections;

/* Every public call that can fail begins here. */
static status enter(struct op *op)
{
    struct db *const db = op->db;
    assert(db);
    if (db->fail_in > 0 && --db->fail_in == 0) {
        db->is_broken = db->in_transaction;
        return op_fail(op, E_STORE, "the store fails here because a test wants it to");
    }
    if (db->is_broken)
        return op_fail(op, E_STORE, "the transaction has failed already: it must be rolled back");
    return OK;
}

/* And ends here.  PostgreSQL ends a transaction at its first failure; we do so on SQLite too, lest
 * code that goes on works on one store only. */
static status leave(struct op *op, status code)
{
    if (code != OK && op->db->in_transaction)
        op->db->is_broken = true;
    return code;
}

static bool kind_fits(char declared, enum db_kind kind)
{
    return kind == DB_NULL || (declared == 'i' && kind == DB_I64) ||
           (declared == 't' && kind == DB_TEXT) || (declared == 'b' && kind == DB_BLOB);
}

static status check_query(struct op *op, enum query query, const struct db_arg *args,
                          size_t arg_count, size_t row_count)
{
    const struct query_row *const row = catalogue_query(query);
    if (!row->text[op->db->backend->dialect])
        return op_fail(op, E_INTERNAL, "query %s is not for this kind of store", row->name);
    if ((int)arg_count != row->parameter_count)
        return op_fail(op, E_INTERNAL, "query %s takes %d values, not %zu", row->name,
                       row->parameter_count, arg_count);
    for (size_t r = 0; r < row_count; r++)
        for (size_t i = 0; i < arg_count; i++)
            if (!kind_fits(row->kinds[i], args[r * arg_count + i].kind))
                return op_fail(op, E_INTERNAL, "query %s: value %zu is of another type than $%zu",
                               row->name, i + 1, i + 1);
    return OK;
}

status store_check_call(struct op *op, enum query query, const struct db_arg *args,
                        size_t arg_count)
{
    TRY(enter(op));
    op->db->statements++;
    return leave(op, check_query(op, query, args, arg_count, 1));
}

status db_begin(struct op *op, enum db_intent intent)
{
    struct db *const db = op->db;
    TRY(enter(op));
    if (db->in_transaction)
        return leave(op, op_fail(op, E_INTERNAL, "a transaction inside a transaction"));
    if (intent == DB_WRITE && db->is_read_only)
        return op_fail(op, E_STORE, "the store was opened for reading only");
    TRY(db->backend->begin(op, intent));
    db->in_transaction = true;
    atomic_fetch_add(&open_transactions, 1);
    db->intent = intent;
    db->transactions++;
    if (intent == DB_WRITE)
        op_hold_time(op, INSTANT_NONE);
    return OK;
}

void db_before_commit(struct op *op, status (*run)(struct op *op))
{
    assert(op->db->in_transaction);
    assert(!op->db->before_commit || op->db->before_commit == run);
    op->db->before_commit = run;
}

static status run_before_commit(struct op *op)
{
    status (*const run)(struct op * op) = op->db->before_commit;
    op->db->before_commit = NULL;
    return run ? run(op) : OK;
}

static status commit(struct op *op, bool is_later)
{
    struct db *const db = op->db;
    TRY(enter(op));
    if (!db->in_transaction)
        return op_fail(op, E_INTERNAL, "commit without a transaction");
    TRY(leave(op, op_check(op)));
    TRY(leave(op, store_gather_finish(op)));
    TRY(leave(op, run_before_commit(op)));
    db->backend->end_rows(db);
    TRY(leave(op, db->backend->commit(op, is_later)));
    db->in_transaction = false;
    atomic_fetch_sub(&open_transactions, 1);
    op_release_time(op);
    return OK;
}

status db_commit(struct op *op)
{
    return commit(op, false);
}

status db_commit_later(struct op *op)
{
    return commit(op, true);
}

void store_rollback(struct db *db)
{
    store_gather_end(db);
    if (db->in_transaction) {
        db->backend->rollback(db);
        atomic_fetch_sub(&open_transactions, 1);
    } else {
        db->backend->end_rows(db); /* those that an early return has left behind */
    }
    db->in_transaction = false;
    db->is_broken = false;
    db->before_commit = NULL;
}

void db_rollback(struct op *op)
{
    store_rollback(op->db);
    op_release_time(op);
}

int db_open_transactions(void)
{
    return atomic_load(&open_transactions);
}

bool db_in_transaction(const struct op *op)
{
    return op->db->in_transaction;
}

status db_run(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
              int64_t *ret_changed)
{
    int64_t changed = 0;
    TRY(store_check_call(op, query, args, arg_count));
    TRY(leave(op, store_gather_settle(op, query)));
    TRY(leave(op, op->db->backend->run_many(op, query, args, arg_count, 1, &changed)));
    if (ret_changed)
        *ret_changed = changed;
    return OK;
}

status db_run_later(struct op *op, enum query query, const struct db_arg *args, size_t arg_count)
{
    const struct backend *const backend = op->db->backend;
    if (!backend->run_later || !op->db->in_transaction)
        return db_run(op, query, args, arg_count, NULL);
    TRY(store_check_call(op, query, args, arg_count));
    TRY(leave(op, store_gather_settle(op, query)));
    return leave(op, backend->run_later(op, query, args, arg_count));
}

/* Rows that are written in one go, in the transaction or in one of their own. */
struct row_set {
    enum query query;
    const struct db_arg *args;
    size_t arg_count;
    size_t row_count;
    bool is_bulk;
    bool is_checked; /* its values were, one by one */
    bool is_exact;   /* each changes one row */
};

/* To a back end that waits for the number of rows anyhow. */
static status replace_rows(struct op *op, const struct row_set *set)
{
    int64_t changed = 0;
    TRY(op->db->backend->run_many(op, set->query, set->args, set->arg_count, set->row_count,
                                  &changed));
    return store_check_changed(op, set->query, changed, set->row_count);
}

static status write_rows(struct op *op, const struct row_set *set, int64_t *ret_changed)
{
    const struct backend *const backend = op->db->backend;
    str target;
    TRY(check_query(op, set->query, set->args, set->arg_count,
                    set->is_checked ? 0 : set->row_count));
    TRY(store_gather_settle(op, set->query));
    if (set->is_bulk)
        TRY(store_insert_target(op, set->query, &target));
    if (set->is_exact)
        return backend->replace_many ? backend->replace_many(op, set->query, set->args,
                                                             set->arg_count, set->row_count)
                                     : replace_rows(op, set);
    return set->is_bulk && backend->bulk
               ? backend->bulk(op, set->query, set->args, set->arg_count, set->row_count)
               : backend->run_many(op, set->query, set->args, set->arg_count, set->row_count,
                                   ret_changed);
}

static status run_rows(struct op *op, const struct row_set *set, int64_t *ret_changed)
{
    TRY(enter(op));
    if (set->row_count == 0)
        return OK;
    if (op->db->in_transaction)
        return leave(op, write_rows(op, set, ret_changed));
    TRY(db_begin(op, DB_WRITE)); /* all of them or none */
    status code = leave(op, write_rows(op, set, ret_changed));
    if (code == OK)
        code = db_commit(op);
    if (code != OK)
        db_rollback(op);
    return code;
}

status db_run_many(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                   size_t row_count, int64_t *ret_changed)
{
    const struct row_set set = {query, args, arg_count, row_count, false, false, false};
    int64_t changed = 0;
    TRY(run_rows(op, &set, ret_changed ? &changed : NULL));
    if (ret_changed)
        *ret_changed = changed;
    return OK;
}

status db_replace_many(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                       size_t row_count)
{
    const struct row_set set = {query, args, arg_count, row_count, false, false, true};
    return run_rows(op, &set, NULL);
}

status store_check_changed(struct op *op, enum query query, int64_t changed, size_t wanted)
{
    return changed == (int64_t)wanted
               ? OK
               : op_fail(op, E_STORE,
                         "query %s changed %" PRId64 " rows of %zu: the others are not in the "
                         "store; run acuerdo doctor",
                         catalogue_query(query)->name, changed, wanted);
}

static const char *skip_space(const char *at)
{
    while (isspace((unsigned char)*at))
        at++;
    return at;
}

/* Whether what follows VALUES is all parameters in order, and nothing else. */
static bool is_all_parameters(const char *at, int parameter_count)
{
    for (int i = 1; i <= parameter_count; i++) {
        char *end = NULL;
        at = skip_space(at);
        if (*at++ != (i == 1 ? '(' : ','))
            return false;
        at = skip_space(at);
        if ((*at != '$' && *at != '?') || strtol(at + 1, &end, 10) != i)
            return false;
        at = end;
    }
    at = skip_space(at);
    return *at == ')' && *skip_space(at + 1) == '\0';
}

status store_insert_target(struct op *op, enum query query, str *ret_target)
{
    static const char before[] = "INTO ";
    const struct query_row *const row = catalogue_query(query);
    const char *const text = row->text[op->db->backend->dialect];
    const char *const into = strstr(text, before);
    const char *const values = into ? strstr(into, "VALUES") : NULL;
    if (text[0] != 'I' || !values ||
        !is_all_parameters(values + strlen("VALUES"), row->parameter_count))
        return op_fail(op, E_INTERNAL, "query %s is no plain insert: db_run_many takes it",
                       row->name);
    *ret_target = (str){into + strlen(before), (size_t)(values - into) - strlen(before)};
    return OK;
}

status db_bulk_insert(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                      size_t row_count)
{
    const struct row_set set = {query, args, arg_count, row_count, true, false, false};
    int64_t ignored = 0;
    return run_rows(op, &set, &ignored);
}

status store_bulk_checked(struct op *op, enum query query, const struct db_arg *args,
                          size_t arg_count, size_t row_count)
{
    const struct row_set set = {query, args, arg_count, row_count, true, true, false};
    int64_t ignored = 0;
    return run_rows(op, &set, &ignored);
}

enum { I64_TEXT_MAX = 20 };

struct db_arg db_arg_ids(struct op *op, const int64_t *ids, size_t count)
{
    const bool is_json = op->db->backend->dialect == DB_SQLITE;
    struct buf text = buf_start(op->arena, count * (I64_TEXT_MAX + 1) + 2);
    buf_add_char(&text, is_json ? '[' : '{');
    for (size_t i = 0; i < count; i++)
        buf_printf(&text, i > 0 ? ",%" PRId64 : "%" PRId64, ids[i]);
    buf_add_char(&text, is_json ? ']' : '}');
    return ARG_TEXT(buf_str(&text));
}

status db_query(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                struct db_rows *ret_rows)
{
    TRY(store_check_call(op, query, args, arg_count));
    TRY(leave(op, store_gather_settle(op, query)));
    if (catalogue_query(query)->is_stream && !op->db->in_transaction)
        return op_fail(op, E_INTERNAL, "query %s is a stream: it needs a transaction",
                       catalogue_query(query)->name);
    return leave(op, op->db->backend->query(op, query, args, arg_count, ret_rows));
}

status db_next(struct op *op, struct db_rows *rows, bool *ret_has_row)
{
    TRY(enter(op));
    if (!rows->state) {
        *ret_has_row = false;
        return OK;
    }
    return leave(op, rows->db->backend->next(op, rows, ret_has_row));
}

void db_rows_close(struct db_rows *rows)
{
    if (rows->state)
        rows->db->backend->close_rows(rows);
    rows->state = NULL;
}

status db_query_one(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                    status (*reader)(struct op *op, struct db_rows *row, void *out), void *out,
                    bool *ret_found)
{
    struct db_rows rows;
    bool found = false;
    TRY(db_query(op, query, args, arg_count, &rows));
    status code = db_next(op, &rows, &found);
    if (code == OK && found && reader)
        code = reader(op, &rows, out);
    db_rows_close(&rows);
    if (code == OK)
        *ret_found = found;
    return code;
}

bool db_is_null(const struct db_rows *rows, int column)
{
    assert(rows->state);
    return rows->db->backend->is_null(rows, column);
}

int64_t db_i64(const struct db_rows *rows, int column)
{
    assert(rows->state);
    return rows->db->backend->i64(rows, column);
}

int64_t db_id(const struct db_rows *rows, int column)
{
    return db_i64(rows, column);
}

day db_day(const struct db_rows *rows, int column)
{
    const int64_t value = db_i64(rows, column);
    if (value == 0 && db_is_null(rows, column))
        return DAY_NONE;
    assert(value >= DAY_MIN && value <= DAY_MAX);
    return (day)value;
}

instant db_instant(const struct db_rows *rows, int column)
{
    const int64_t value = db_i64(rows, column);
    return value == 0 && db_is_null(rows, column) ? INSTANT_NONE : value;
}

money db_money(const struct db_rows *rows, int column)
{
    return (money){db_i64(rows, column)};
}

str db_text(const struct db_rows *rows, int column)
{
    assert(rows->state);
    return rows->db->backend->bytes(rows, column, DB_TEXT);
}

str db_blob(const struct db_rows *rows, int column)
{
    assert(rows->state);
    return rows->db->backend->bytes(rows, column, DB_BLOB);
}

str db_text_copy(struct op *op, const struct db_rows *rows, int column)
{
    return str_copy(op->arena, db_text(rows, column));
}

status db_fetch_chunk(struct op *op, struct db_rows *rows, int64_t *const *columns,
                      int column_count, int max_rows, int *ret_count)
{
    TRY(enter(op));
    if (!rows->state) {
        *ret_count = 0;
        return OK;
    }
    return leave(
        op, rows->db->backend->fetch_chunk(op, rows, columns, column_count, max_rows, ret_count));
}

status db_hold(struct op *op, int64_t number, bool *ret_given)
{
    const struct backend *const backend = op->db->backend;
    TRY(enter(op));
    if (backend->hold)
        return leave(op, backend->hold(op, number, ret_given));
    *ret_given = true;
    return OK;
}

enum db_dialect db_dialect_of(const struct db *db)
{
    return db->backend->dialect;
}

void **db_cache(struct db *db, enum db_cache which)
{
    return &db->caches[which];
}

struct arena *db_arena(struct db *db)
{
    return db->arena;
}

bool db_only_reads(const struct db *db)
{
    return db->in_transaction && db->intent == DB_READ;
}

int64_t db_connections(void)
{
    return atomic_load(&connections);
}

int64_t store_count_connection(void)
{
    return atomic_fetch_add(&connections, 1) + 1;
}

int64_t db_connection_number(const struct db *db)
{
    return db->connection;
}

int64_t db_transaction_number(const struct db *db)
{
    return db->in_transaction ? db->transactions : 0;
}

void db_fail_call(struct db *db, int n)
{
    db->fail_in = n;
}

status store_execute(struct op *op, const char *what, const char *text)
{
    return leave(op, op->db->backend->execute(op, what, text));
}
