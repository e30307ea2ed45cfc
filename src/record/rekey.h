/* The change of the master key: every person gets a new key under it, and what is sealed or
 * digested is made anew, person by person, while everybody works.
 *
 * Both keys are in the key file meanwhile, and each value opens with the one it is under.  A kill
 * leaves persons of both kinds; started again it goes on with those that wait.  Once none waits the
 * old key is retired: nothing of the store needs it, only backups of before do. */
#ifndef RECORD_REKEY_H
#define RECORD_REKEY_H
#include "base/op.h"

#define REKEY_PERSONS 200 /* in one transaction: a tenth of a second on SQLite */

struct rekey_key {
    int number;
    str mark;
    str state; /* current | open | retired | forgotten */
    bool is_in_file;
    instant made_at;
    instant retired_at; /* INSTANT_NONE: not retired */
};

/* In its own transaction: the current key, unless a change goes on, gives way to the next one of
 * the key file, which is made when there is none.  *ret_number is the key that all go under. */
MUST_CHECK status rekey_start(struct op *op, int *ret_number);
/* One transaction with up to REKEY_PERSONS persons; *ret_done 0: none waits any more. */
MUST_CHECK status rekey_step(struct op *op, int64_t *ret_done);
/* Persons who still wait. */
MUST_CHECK status rekey_waiting(struct op *op, int64_t *ret_count);
/* In its own transaction: retires the old keys, in the store and then in the file.  E_CONFLICT:
 * somebody still waits. */
MUST_CHECK status rekey_finish(struct op *op);
/* Takes a retired key out of the file, and with it every value of a backup that is under it.
 * E_CONFLICT: the store needs it.  E_NOT_FOUND. */
MUST_CHECK status rekey_forget(struct op *op, int number);
/* All that the store has used, by number. */
MUST_CHECK status rekey_list(struct op *op, struct rekey_key **ret_keys, size_t *ret_count);

/* Columns with sealed values, "table.column", ended by NULL: all that a change of keys and an
 * erasure have to know. */
extern const char *const rekey_columns[];
#endif
