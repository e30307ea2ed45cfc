/* The store in the process: SQLite in WAL mode.
 *
 * A statement is prepared once per connection and used again and again; a query that runs while it
 * runs already gets a second statement, which is kept too.  The first step of a query is taken when
 * it starts, so that a write with RETURNING happens, and fails, at the same call as on PostgreSQL.
 */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#include "store/sqlite.h"
#include "store/turn.h"

/* Why these: the cache holds the hot half of a million cases; the mapping spares the copy of pages
 * that were read; a larger WAL means fewer checkpoints in a bulk load, and its file shrinks after.
 */
#define CACHE_KIB       "131072"
#define MAP_BYTES       "2147483648"
#define WAL_LIMIT_BYTES "134217728"
#define BUSY_MS_DEFAULT 5000

/* What the system said when a file could not be read or written. */
static const char *system_words(const struct op *op, const char *otherwise)
{
    const int number = sqlite3_system_errno(mine(op->db)->handle);
    return number != 0 ? op_errno(op, number) : otherwise;
}

/* SQLite's words name tables and columns, never values, so they may be shown. */
static status fail(struct op *op, int code, const char *what)
{
    sqlite3 *const handle = mine(op->db)->handle;
    const char *const why = sqlite3_errmsg(handle);
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return op_fail(op, E_BUSY, "%s: another process is writing to %s: try again", what,
                       op->db->path);
    case SQLITE_FULL:
        return op_fail(op, E_LIMIT,
                       "%s: the disk of %s is full: free some space and run it again; nothing is "
                       "half done",
                       what, op->db->path);
    case SQLITE_IOERR:
        return op_fail(op, E_STORE,
                       "%s: %s or a file beside it cannot be read or written (%s): see to the disk "
                       "and run it again; nothing is half done",
                       what, op->db->path, system_words(op, why));
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return op_fail(op, E_STORE,
                       "%s: this user may not write to %s: it takes the right to write the file "
                       "and its folder",
                       what, op->db->path);
    case SQLITE_CANTOPEN:
        return op_fail(op, E_STORE, "%s: %s or a file beside it cannot be opened: %s", what,
                       op->db->path, system_words(op, why));
    case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
            code == SQLITE_CONSTRAINT_ROWID)
            return op_fail(op, E_CONFLICT, "%s: already there (%s)", what, why);
        break;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return op_fail(op, E_STORE,
                       "%s: %s is damaged or no SQLite file (%s): restore its last backup under "
                       "another name",
                       what, op->db->path, why);
    default:
        break;
    }
    return op_fail(op, E_STORE, "%s: %s", what, why);
}

status sqlite_fail_query(struct op *op, int code, enum query query)
{
    return fail(op, code, arena_printf(op->arena, "query %s", catalogue_query(query)->name));
}

/* --- statements --- */

static status prepare(struct op *op, enum query query, struct statement **ret_statement)
{
    struct sqlite_db *const own = mine(op->db);
    const struct query_row *const row = catalogue_query(query);
    sqlite3_stmt *handle = NULL;
    const int code = sqlite3_prepare_v3(own->handle, row->text[DB_SQLITE], -1,
                                        SQLITE_PREPARE_PERSISTENT, &handle, NULL);
    if (code != SQLITE_OK)
        return sqlite_fail_query(op, code, query);
    const int count = sqlite3_column_count(handle);
    if (row->column_count >= 0 && count != row->column_count) {
        (void)sqlite3_finalize(handle);
        return op_fail(op, E_INTERNAL, "query %s gives %d columns, its head names %d", row->name,
                       count, row->column_count);
    }
    struct statement *const statement = arena_new(op->db->arena, struct statement);
    statement->handle = handle;
    statement->query = query;
    statement->column_count = count;
    statement->same = own->statements[query];
    own->statements[query] = statement;
    *ret_statement = statement;
    return OK;
}

/* A statement of the query that is not running, and now is. */
static status acquire(struct op *op, enum query query, struct statement **ret_statement)
{
    struct sqlite_db *const own = mine(op->db);
    struct statement *statement = own->statements[query];
    while (statement && statement->is_running)
        statement = statement->same;
    if (!statement)
        TRY(prepare(op, query, &statement));
    assert(statement);
    if (op->db->in_transaction && op->db->intent == DB_READ &&
        !sqlite3_stmt_readonly(statement->handle))
        return op_fail(op, E_INTERNAL, "query %s writes in a transaction that only reads",
                       catalogue_query(query)->name);
    statement->is_running = true;
    statement->has_first = false;
    statement->previous = NULL;
    statement->next = own->running;
    if (own->running)
        own->running->previous = statement;
    own->running = statement;
    *ret_statement = statement;
    return OK;
}

static void give_back(struct sqlite_db *own, struct statement *statement)
{
    if (!statement->is_running)
        return;
    (void)sqlite3_reset(statement->handle); /* repeats the failure that we have reported already */
    statement->is_running = false;
    if (statement->previous)
        statement->previous->next = statement->next;
    else
        own->running = statement->next;
    if (statement->next)
        statement->next->previous = statement->previous;
}

static void end_rows(struct db *db)
{
    struct sqlite_db *const own = mine(db);
    while (own->running)
        give_back(own, own->running);
}

/* lifetime: SQLITE_STATIC when the values outlive the steps, SQLITE_TRANSIENT makes copies. */
static status bind(struct op *op, struct statement *statement, const struct db_arg *args,
                   size_t arg_count, sqlite3_destructor_type lifetime)
{
    for (size_t i = 0; i < arg_count; i++) {
        const struct db_arg *const arg = &args[i];
        const int at = (int)i + 1;
        const char *const data = arg->text.data ? arg->text.data : ""; /* NULL would bind a NULL */
        int code = SQLITE_OK;
        switch (arg->kind) {
        case DB_NULL:
            code = sqlite3_bind_null(statement->handle, at);
            break;
        case DB_I64:
            code = sqlite3_bind_int64(statement->handle, at, arg->i64);
            break;
        case DB_TEXT:
            code = sqlite3_bind_text64(statement->handle, at, data, arg->text.size, lifetime,
                                       SQLITE_UTF8);
            break;
        case DB_BLOB:
            code = sqlite3_bind_blob64(statement->handle, at, data, arg->text.size, lifetime);
            break;
        }
        if (code != SQLITE_OK)
            return sqlite_fail_query(op, code, statement->query);
    }
    return OK;
}

static status step(struct op *op, struct statement *statement, bool *ret_is_row)
{
    const int code = sqlite3_step(statement->handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return sqlite_fail_query(op, code, statement->query);
    *ret_is_row = code == SQLITE_ROW;
    return OK;
}

/* --- transactions --- */

static status execute(struct op *op, const char *what, const char *text)
{
    const int code = sqlite3_exec(mine(op->db)->handle, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? OK : fail(op, code, what);
}

/* Ends a write that has its turn, after the transaction. */
static void give_turn(struct sqlite_db *own)
{
    if (own->shares_flush && own->has_turn) /* what runs outside a transaction flushes by itself */
        (void)sqlite3_exec(own->handle, "PRAGMA synchronous = FULL", NULL, NULL, NULL);
    if (own->has_turn)
        turn_give(own->turn);
    own->has_turn = false;
}

status sqlite_fail_flush(struct op *op)
{
    return op_fail(op, E_STORE,
                   "commit: the disk of %s did not confirm what was written: what was booked in "
                   "the last moments may be lost; see to the disk and start the program again",
                   op->db->path);
}

static status begin_write(struct op *op)
{
    struct sqlite_db *const own = mine(op->db);
    if (own->turn && !turn_take(own->turn, op->db->busy_ms))
        return op_fail(op, E_BUSY, "begin: another write of this process takes too long");
    own->has_turn = own->turn != NULL;
    if (own->shares_flush && turn_is_failed(own->turn)) {
        give_turn(own);
        return sqlite_fail_flush(op);
    }
    const status code = execute(op, "begin",
                                own->shares_flush ? "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE"
                                                  : "BEGIN IMMEDIATE");
    if (code != OK)
        give_turn(own);
    return code;
}

static status begin(struct op *op, enum db_intent intent)
{
    return intent == DB_WRITE ? begin_write(op) : execute(op, "begin", "BEGIN");
}

bool sqlite_flush_log(void *context)
{
    sqlite3_file *log = NULL;
    sqlite3 *const handle = context;
    return sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&log) ==
               SQLITE_OK &&
           log && log->pMethods && log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

/* With synchronous=NORMAL a COMMIT writes its pages to the log and leaves them to the system; the
 * flush that FULL would make under our turn comes after it, one for all who wait. */
static status commit_and_flush(struct op *op)
{
    struct sqlite_db *const own = mine(op->db);
    TRY(execute(op, "commit", "COMMIT"));
    const int64_t number = turn_note_commit(own->turn);
    give_turn(own);
    return turn_flush(own->turn, number, sqlite_flush_log, own->handle) ? OK
                                                                        : sqlite_fail_flush(op);
}

/* After a failure the turn stays ours until the rollback. */
static status commit(struct op *op, bool is_later)
{
    struct sqlite_db *const own = mine(op->db);
    (void)is_later; /* a log of one file is on the disk sooner than its turns could be told apart */
    if (own->shares_flush && own->has_turn)
        return commit_and_flush(op);
    TRY(execute(op, "commit", "COMMIT"));
    give_turn(own);
    return OK;
}

static void rollback(struct db *db)
{
    sqlite3 *const handle = mine(db)->handle;
    end_rows(db);
    if (!sqlite3_get_autocommit(handle)) /* a full disk may have ended it already */
        (void)sqlite3_exec(handle, "ROLLBACK", NULL, NULL, NULL);
    give_turn(mine(db));
}

/* --- queries --- */

static status prepare_only(struct op *op, enum query query)
{
    struct statement *statement = mine(op->db)->statements[query];
    return statement ? OK : prepare(op, query, &statement);
}

status sqlite_run_row(struct op *op, struct statement *statement, const struct db_arg *args,
                      size_t arg_count, int64_t *changed)
{
    sqlite3 *const handle = mine(op->db)->handle;
    bool is_row = false;
    TRY(bind(op, statement, args, arg_count, SQLITE_STATIC));
    do {
        TRY(step(op, statement, &is_row));
    } while (is_row);
    if (!sqlite3_stmt_readonly(statement->handle))
        *changed += sqlite3_changes64(handle);
    (void)sqlite3_reset(statement->handle);
    return OK;
}

status sqlite_run_many(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                       size_t row_count, int64_t *ret_changed)
{
    struct statement *statement = NULL;
    int64_t changed = 0;
    status code = OK;
    TRY(acquire(op, query, &statement));
    for (size_t r = 0; r < row_count && code == OK; r++)
        code = sqlite_run_row(op, statement, args_of_row(args, arg_count, r), arg_count, &changed);
    give_back(mine(op->db), statement);
    if (code == OK && ret_changed)
        *ret_changed = changed;
    return code;
}

static status query_start(struct op *op, enum query query, const struct db_arg *args,
                          size_t arg_count, struct db_rows *ret_rows)
{
    struct statement *statement = NULL;
    bool is_row = false;
    TRY(acquire(op, query, &statement));
    status code = bind(op, statement, args, arg_count, SQLITE_TRANSIENT);
    if (code == OK)
        code = step(op, statement, &is_row);
    if (code != OK) {
        give_back(mine(op->db), statement);
        return code;
    }
    statement->has_first = true;
    statement->first_is_row = is_row;
    *ret_rows = (struct db_rows){op->db, statement, query};
    return OK;
}

static void close_rows(struct db_rows *rows)
{
    give_back(mine(rows->db), rows->state);
}

static status next(struct op *op, struct db_rows *rows, bool *ret_has_row)
{
    struct statement *const statement = rows->state;
    bool is_row = false;
    if (!statement->is_running || statement->query != rows->query)
        return op_fail(op, E_INTERNAL, "rows of query %s are read after their transaction",
                       catalogue_query(rows->query)->name);
    if (statement->has_first) {
        statement->has_first = false;
        is_row = statement->first_is_row;
    } else {
        TRY(step(op, statement, &is_row));
    }
    if (!is_row)
        db_rows_close(rows);
    *ret_has_row = is_row;
    return OK;
}

/* --- columns --- */

static sqlite3_stmt *handle_of(const struct db_rows *rows, int column)
{
    const struct statement *const statement = rows->state;
    assert(column >= 0 && column < statement->column_count);
    return statement->handle;
}

static bool is_null(const struct db_rows *rows, int column)
{
    return sqlite3_column_type(handle_of(rows, column), column) == SQLITE_NULL;
}

static int64_t i64(const struct db_rows *rows, int column)
{
    sqlite3_stmt *const handle = handle_of(rows, column);
    const int type = sqlite3_column_type(handle, column);
    assert(type == SQLITE_INTEGER || type == SQLITE_NULL); /* a text or a real is a defect in SQL */
    return sqlite3_column_int64(handle, column);
}

static str bytes(const struct db_rows *rows, int column, enum db_kind kind)
{
    sqlite3_stmt *const handle = handle_of(rows, column);
    const int type = sqlite3_column_type(handle, column);
    assert(type == SQLITE_NULL || type == (kind == DB_TEXT ? SQLITE_TEXT : SQLITE_BLOB));
    const char *const data = sqlite3_column_blob(handle, column);
    return data ? (str){data, (size_t)sqlite3_column_bytes(handle, column)} : STR("");
}

static status fetch_chunk(struct op *op, struct db_rows *rows, int64_t *const *columns,
                          int column_count, int max_rows, int *ret_count)
{
    const struct statement *const statement = rows->state;
    int count = 0;
    if (column_count > statement->column_count)
        return op_fail(op, E_INTERNAL, "query %s has %d columns, not %d",
                       catalogue_query(rows->query)->name, statement->column_count, column_count);
    while (count < max_rows) {
        bool has_row = false;
        TRY(next(op, rows, &has_row));
        if (!has_row)
            break;
        for (int c = 0; c < column_count; c++) {
            const int64_t value = sqlite3_column_int64(statement->handle, c);
            /* Only a zero may be a NULL, or a text: asking each cell would double the time. */
            columns[c][count] = value != 0 || !is_null(rows, c) ? value : INT64_MIN;
        }
        count++;
    }
    *ret_count = count;
    return OK;
}

/* --- opening --- */

static void finalize_all(struct sqlite_db *own)
{
    for (int q = 0; q < QUERY_COUNT; q++)
        for (struct statement *s = own->statements[q]; s; s = s->same)
            (void)sqlite3_finalize(s->handle);
    for (int q = 0; q < QUERY_COUNT; q++)
        if (own->bulks[q])
            (void)sqlite3_finalize(own->bulks[q]->handle);
}

static void close_handle(struct db *db)
{
    struct sqlite_db *const own = mine(db);
    end_rows(db);
    finalize_all(own);
    const int code = sqlite3_close(own->handle);
    assert(code == SQLITE_OK);
    (void)code;
}

static const struct backend sqlite_backend = {
    .dialect = DB_SQLITE,
    .close = close_handle,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .end_rows = end_rows,
    .prepare = prepare_only,
    .execute = execute,
    .load = sqlite_load,
    .run_many = sqlite_run_many,
    .bulk = sqlite_bulk,
    .query = query_start,
    .next = next,
    .close_rows = close_rows,
    .fetch_chunk = fetch_chunk,
    .is_null = is_null,
    .i64 = i64,
    .bytes = bytes,
};

/* What the connection is set to before its first query. */
static status configure(struct op *op, const struct db_options *options)
{
    sqlite3 *const handle = mine(op->db)->handle;
    (void)sqlite3_extended_result_codes(handle, 1);
    (void)sqlite3_busy_timeout(handle, op->db->busy_ms);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL); /* "x" is a name, no text */
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    TRY(execute(op, "open",
                "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                "PRAGMA cache_size = -" CACHE_KIB "; PRAGMA mmap_size = " MAP_BYTES));
    if (options->read_only)
        return OK;
    TRY(execute(op, "open",
                "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = " WAL_PAGES ";"
                "PRAGMA journal_size_limit = " WAL_LIMIT_BYTES));
    return execute(op, "open",
                   options->unsafe_speed ? "PRAGMA synchronous = OFF"
                                         : "PRAGMA synchronous = FULL");
}

/* Nobody asks how much memory the library holds, and counting it takes a lock at every piece. */
static void configure_library(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static status open_file(struct op *op, const struct db_options *options)
{
    const int mode = options->read_only
                         ? SQLITE_OPEN_READONLY
                         : SQLITE_OPEN_READWRITE | (options->create ? SQLITE_OPEN_CREATE : 0);
    const char *const path = op->db->path;
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, configure_library);
    if ((!options->create || options->read_only) && access(path, F_OK) != 0)
        return op_fail(op, E_NOT_FOUND, "there is no store %s: acuerdo init makes one", path);
    /* One connection, one thread: SQLite need not lock for us. */
    const int code = sqlite3_open_v2(path, &mine(op->db)->handle, mode | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_CANTOPEN)
        return op_fail(op, E_NOT_FOUND, "the store %s cannot be opened: %s", path,
                       op_errno(op, sqlite3_system_errno(mine(op->db)->handle)));
    return code == SQLITE_OK ? configure(op, options) : fail(op, code, "open");
}

static void find_turn(struct sqlite_db *own)
{
    struct stat file;
    if (!own->db.is_read_only && stat(own->db.path, &file) == 0)
        own->turn = turn_of_file(file.st_dev, file.st_ino);
}

status sqlite_open(struct op *op, const char *path, const struct db_options *options,
                   struct db **ret_db)
{
    struct arena *const arena = arena_create();
    struct sqlite_db *const own = arena_new(arena, struct sqlite_db);
    struct db *const before = op->db;
    own->db = (struct db){.backend = &sqlite_backend,
                          .arena = arena,
                          .path = arena_copy(arena, path, strlen(path)),
                          .lock_fd = -1,
                          .busy_ms = options->busy_ms > 0 ? options->busy_ms : BUSY_MS_DEFAULT,
                          .is_read_only = options->read_only,
                          .is_unsafe = options->unsafe_speed};
    op->db = &own->db; /* for the words of a failure */
    const status code = open_file(op, options);
    op->db = before;
    if (code != OK) {
        (void)sqlite3_close(own->handle);
        arena_destroy(arena);
        return code;
    }
    find_turn(own);
    own->shares_flush = options->shares_flush && own->turn && !options->unsafe_speed;
    *ret_db = &own->db;
    return OK;
}
