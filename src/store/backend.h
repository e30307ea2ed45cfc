/* Inside of the store: what a connection is, and what each of the two back ends does for it.
 *
 * db.c checks what is common to both (arguments, transactions, injected failures) and calls the
 * back end through its table.  Nothing outside src/store and the tests' own support includes this.
 */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H
#include "store/open.h"
#include "store/table.h"

enum { DIALECT_COUNT = DB_POSTGRESQL + 1 };

/* One named query; a NULL text means that the store of this dialect has no use for it. */
struct query_row {
    const char *name;
    const char *text[DIALECT_COUNT];
    const char *kinds; /* of the parameters, a letter each: i 64-bit integer, t text, b blob */
    int parameter_count;
    int column_count; /* that the head names; -1: it leaves them to C */
    bool is_stream;   /* fetched piece by piece, inside a transaction */
    bool needs_citus; /* no store without it understands it */
    const char *set;  /* of a write, for PostgreSQL: each parameter an array; NULL: none */
    bool is_aside;    /* rows that are kept back do not matter to it (store/gather.h) */
};

struct migration_statement {
    const char *text[DIALECT_COUNT]; /* NULL: nothing to do on this dialect */
};

struct migration {
    int version;
    const char *name;
    const struct migration_statement *statements;
    int statement_count;
};

/* Where Citus is to put a table. */
struct store_table {
    const char *name;
    const char *place; /* debtor, reference, one_shard */
    int version;       /* the migration that makes it */
};

const struct query_row *catalogue_query(enum query query);
const struct migration *catalogue_migrations(int *ret_count);
const struct store_table *catalogue_tables(int *ret_count);
const struct table_shape *catalogue_shapes(int *ret_count);

/* The values of one row among many; nothing may be added to the NULL of a query without values. */
static inline const struct db_arg *args_of_row(const struct db_arg *args, size_t arg_count,
                                               size_t row)
{
    return arg_count > 0 ? args + row * arg_count : NULL;
}

struct backend;

/* What a large load (store/load.h) does now. */
enum store_load { LOAD_ROWS, LOAD_INDEXES, LOAD_NONE };

/* A connection; each back end has it as the first member of its own struct. */
struct db {
    const struct backend *backend;
    struct arena *arena; /* lives as long as the connection */
    const char *url;     /* by which it was opened */
    const char *path;    /* of the SQLite file; NULL on PostgreSQL */
    int lock_fd;         /* the file of db_own, or -1 */
    int busy_ms;
    bool is_read_only;
    bool is_unsafe; /* no fsync */
    bool in_transaction;
    bool is_broken; /* a call inside the transaction failed: only rollback is left */
    enum db_intent intent;
    status (*before_commit)(struct op *op); /* of this transaction; NULL: none */
    int64_t transactions;                   /* begun so far */
    int64_t statements;                     /* named queries asked so far: for tests */
    int64_t connection;                     /* db_connection_number */
    void *caches[DB_CACHE_COUNT];           /* of higher floors (db_cache) */
    struct gather *gather;                  /* rows kept back (gather.c); NULL: never any */
    struct gather *own_gather;              /* while another one is lent */
    bool is_gather_lent;
    int fail_in; /* calls until the injected failure; 0 is none */
};

/* All work on op->db.  Rules common to all: text on the op, outputs on success only, a db_rows
 * whose state is NULL has no more rows. */
struct backend {
    enum db_dialect dialect;
    void (*close)(struct db *db);
    status (*begin)(struct op *op, enum db_intent intent);
    status (*commit)(struct op *op, bool is_later); /* is_later: db_commit_later */
    void (*rollback)(struct db *db);                /* and gives back every running statement */
    void (*end_rows)(struct db *db);                /* gives back every running statement */
    status (*prepare)(struct op *op, enum query query);
    status (*execute)(struct op *op, const char *what,
                      const char *text);                  /* one statement without values: DDL */
    status (*load)(struct op *op, enum store_load phase); /* NULL: as always */
    status (*hold)(struct op *op, int64_t number, bool *ret_given); /* NULL: always given */
    status (*run_many)(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                       size_t row_count, int64_t *ret_changed); /* NULL: nobody asks */
    status (*replace_many)(struct op *op, enum query query, const struct db_arg *args,
                           size_t arg_count, size_t row_count); /* NULL: by run_many */
    status (*run_later)(struct op *op, enum query query, const struct db_arg *args,
                        size_t arg_count); /* NULL: at once */
    status (*bulk)(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                   size_t row_count); /* NULL: as run_many */
    status (*query)(struct op *op, enum query query, const struct db_arg *args, size_t arg_count,
                    struct db_rows *ret_rows);
    status (*next)(struct op *op, struct db_rows *rows, bool *ret_has_row);
    void (*close_rows)(struct db_rows *rows);
    status (*fetch_chunk)(struct op *op, struct db_rows *rows, int64_t *const *columns,
                          int column_count, int max_rows, int *ret_count);
    bool (*is_null)(const struct db_rows *rows, int column);
    int64_t (*i64)(const struct db_rows *rows, int column);                  /* NULL is 0 */
    str (*bytes)(const struct db_rows *rows, int column, enum db_kind kind); /* NULL is empty */
};

MUST_CHECK status sqlite_open(struct op *op, const char *path, const struct db_options *options,
                              struct db **ret_db);
MUST_CHECK status postgresql_open(struct op *op, const char *url, const struct db_options *options,
                                  struct db **ret_db);
/* The table and the columns of a plain insert: `t (a, b)` of `INSERT INTO t (a, b) VALUES ($1,
 * $2)`.  E_INTERNAL: the query is another one. */
MUST_CHECK status store_insert_target(struct op *op, enum query query, str *ret_target);
/* What every call with a statement checks: the state of the transaction, the values. */
MUST_CHECK status store_check_call(struct op *op, enum query query, const struct db_arg *args,
                                   size_t arg_count);
/* E_STORE: an update of rows that are all there has changed fewer. */
MUST_CHECK status store_check_changed(struct op *op, enum query query, int64_t changed,
                                      size_t wanted);
/* db_bulk_insert of rows whose values have passed store_check_call. */
MUST_CHECK status store_bulk_checked(struct op *op, enum query query, const struct db_arg *args,
                                     size_t arg_count, size_t row_count);
/* gather.c: before a statement, what it may speak of is written; before the commit all of it; at a
 * rollback nothing is kept. */
MUST_CHECK status store_gather_settle(struct op *op, enum query query);
MUST_CHECK status store_gather_finish(struct op *op);
void store_gather_end(struct db *db);
/* One more to a server; its number. */
int64_t store_count_connection(void);
/* db_rollback, for a connection that no operation holds. */
void store_rollback(struct db *db);
/* distribute.c: places the tables that have no place yet, when the store is distributed already. */
MUST_CHECK status distribute_new_tables(struct op *op);
/* *ret_is_whole false: it is distributed, and a table has no place, as after a killed migration. */
MUST_CHECK status distribution_is_whole(struct op *op, bool *ret_is_whole);
/* A statement that is no named query: DDL of migrations, and the databases that tests make.  A
 * failure begins with what. */
MUST_CHECK status store_execute(struct op *op, const char *what, const char *text);
#endif
