/* Opening a store by its address, and bringing its schema up to date.
 *
 * `path.db` or `sqlite:path.db` is SQLite in the process; `postgresql://…` is a server.  Only this
 * module knows that there are two back ends. */
#ifndef STORE_OPEN_H
#define STORE_OPEN_H
#include "store/db.h"

struct db_options {
    bool create;       /* make the SQLite file if it is not there */
    bool read_only;    /* no lease is needed */
    int busy_ms;       /* how long to wait for a lock; 0 = default 5000 */
    bool shares_flush; /* many threads of the process write: they wait for one flush together */
    bool unsafe_speed; /* fsync off: for tests and throw-away benchmarks, never from a command */
};

/* The file of a store in a file, as the address names it; NULL for a store on a server.  Pure. */
const char *db_file(struct arena *arena, str url);
/* The connection belongs to the caller, one per thread; WAL and synchronous=FULL on SQLite.
 * E_NOT_FOUND: no such file or database; E_BUSY: no connection. */
MUST_CHECK status db_open(struct op *op, str url, const struct db_options *options,
                          struct db **ret_db);
void db_close(struct db *db);
/* The address as it may be shown: three stars stand for a password. */
str db_url_shown(struct arena *arena, str url);
/* Another connection to the store of op->db, for a second thread that reads. */
MUST_CHECK status db_open_beside(struct op *op, struct db **ret_db);

/* Applies the migrations that the store lacks, one transaction each, under a lock; a store newer
 * than this program is refused with E_CONFLICT.  *ret_applied (may be NULL) says how many.  The
 * owner (db_own) also makes the indexes that a killed load has left out (store/load.h). */
MUST_CHECK status db_migrate(struct op *op, int *ret_applied);
/* Spreads a migrated store over the nodes of a Citus cluster, each table as its `-- place:` says,
 * one statement a transaction: reference tables, then those of a person by debtor_id, together,
 * then those of one shard, together.  What is placed already is left: a killed call is called
 * again.  *ret_placed (may be NULL) counts.  E_CONFLICT: not PostgreSQL, or without Citus. */
MUST_CHECK status db_distribute(struct op *op, int *ret_placed);
/* Whether db_distribute could do it: the same failures, and nothing is changed. */
MUST_CHECK status db_can_distribute(struct op *op);
/* The migration that the store has, 0 for an empty one; and the one that this program knows. */
MUST_CHECK status db_schema_version(struct op *op, int *ret_version);
int db_schema_known(void);
/* Makes the tables of a schema (0: only those of the store itself) in the caller's transaction, on
 * a store that has none: a rollback leaves nothing.  For restoring, which then migrates forward.
 * E_CONFLICT: there is a schema, or it is newer than this program. */
MUST_CHECK status db_make_schema(struct op *op, int version);
/* Prepares every query on op->db and fails with the name of the first that the store refuses. */
MUST_CHECK status db_prepare_all(struct op *op);

/* One process owns a SQLite store for writing: takes an exclusive lock beside the file and keeps it
 * until db_close.  E_BUSY names the holder's pid.  On PostgreSQL it does nothing. */
MUST_CHECK status db_own(struct op *op);
/* For tests of failure: the n-th coming store call on this connection fails with E_STORE; 0 = none.
 */
void db_fail_call(struct db *db, int n);
#endif
