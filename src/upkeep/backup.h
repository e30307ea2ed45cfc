/* Backup and restore: a file with every row of a store, the same form for SQLite and PostgreSQL.
 *
 * A backup is one snapshot, taken beside a working store, and is read again from end to end before
 * it gets its name.  It restores into an empty store of either kind.  Sealed values stay sealed:
 * the key file is in no backup, and without it they never open again.  Who was signed in is not
 * kept.
 *
 * After a restore nobody is contacted until a person says so (reach/hold.h): what was waiting may
 * have left the old store since. */
#ifndef UPKEEP_BACKUP_H
#define UPKEEP_BACKUP_H
#include "upkeep/values.h"

struct backup_table {
    str name;
    struct row_sum sum;
};

/* What a backup says of itself. */
struct backup_manifest {
    int schema;       /* of the store that was backed up */
    str program;      /* version */
    str store;        /* sqlite | postgresql */
    str organisation; /* name; empty: the store had none yet */
    day open_date;
    instant made_at;
    bool is_encrypted;
    int64_t bytes; /* of the file */
    int64_t rows;
    struct backup_table *tables;
    size_t table_count;
};

struct backup_progress {
    void (*tell)(void *context, const char *table, int64_t rows);
    void *context;
};

struct backup_request {
    const char *path;
    str passphrase; /* empty: not encrypted */
    struct backup_progress progress;
    const char *key_path; /* of the key file, for a restore: who was erased since stays erased */
};

/* Writes the store of op->db into a new file, as of one moment.  No transaction may be open; none
 * is left open.  A failure leaves no file.  E_CONFLICT: the file is there, or the store is newer
 * than this program.  E_STORE: the store is damaged; the text says what to do. */
MUST_CHECK status backup_write(struct op *op, const struct backup_request *request,
                               struct backup_manifest *ret_manifest);

/* Reads a backup from end to end and compares it with its manifest.  Failures as frames_open and
 * frames_next; E_CONFLICT: its schema is newer than this program's. */
MUST_CHECK status backup_verify(struct op *op, const struct backup_request *request,
                                struct backup_manifest *ret_manifest);

/* What is done with the pieces of a backup while it is read; each may be NULL. */
struct backup_reader {
    void *context;
    status (*head)(struct op *op, void *context, const struct backup_manifest *head);
    status (*rows)(struct op *op, void *context, const struct table_shape *shape,
                   const struct db_arg *values, size_t row_count);
};
/* backup_verify with somebody who takes the rows. */
MUST_CHECK status backup_read(struct op *op, const struct backup_request *request,
                              const struct backup_reader *reader,
                              struct backup_manifest *ret_manifest);

struct restore_result {
    struct backup_manifest manifest;
    int64_t held;   /* messages that wait for a person */
    int migrations; /* run after it, because the backup was of an older program */
    int64_t erased; /* persons who were erased since the backup, and are again */
};
/* Makes a store at an address out of a backup, verified before and after; op has no connection and
 * gets none.  A failure leaves nothing.  E_CONFLICT: there is a store already. */
MUST_CHECK status restore_store(struct op *op, const struct backup_request *request, str store,
                                struct restore_result *ret_result);
#endif
