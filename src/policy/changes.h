/* The change sequence: which cases changed, in the order in which transactions committed.
 *
 * A partition of debtors has one row with its last number.  A transaction takes its numbers from
 * that row as its last statement and holds the row until it commits, so a number never becomes
 * visible before a smaller one of its partition, and a reader that goes on from the last number it
 * saw misses nothing, whoever writes.  (A sequence of the database gives no such order: the slower
 * of two writers would commit a number that the reader has passed.)  */
#ifndef POLICY_CHANGES_H
#define POLICY_CHANGES_H
#include "book/touch.h"
#include "record/seed.h"

/* Notes changed cases in the change sequence of their partitions, with the time of the
 * transaction; the last write before a commit. */
MUST_CHECK status change_note(struct op *op, const struct case_key *keys, size_t count);
/* Where the sequences of all partitions stand together, and the latest instant of a change. */
struct change_total {
    int64_t total;
    instant last_at;
};
MUST_CHECK status change_total(struct op *op, struct change_total *ret_total);
int change_partition(int64_t debtor_id);
/* Forgets all but the last CHANGES_KEPT changes of each partition; part of the close. */
#define CHANGES_KEPT 500000 /* some days of a large store: a reader that lags more starts anew */
MUST_CHECK status change_forget(struct op *op);

/* The last number that a reader knows of each partition. */
struct change_reader {
    int64_t seen[SEED_PARTITIONS];
};
/* Stands at the end of all partitions: what the reader loads after this it need not read again. */
MUST_CHECK status change_reader_start(struct op *op, struct change_reader *ret_reader);
/* The cases that changed since, in the op's arena, partition after partition, each in the order of
 * its commits; the reader moves on.  In a transaction of the caller, so that what is loaded for
 * these cases is of the same moment.  *ret_is_behind: changes were forgotten already: start anew
 * and load everything; then no key is given. */
MUST_CHECK status change_read(struct op *op, struct change_reader *reader,
                              struct case_key **ret_keys, size_t *ret_count, bool *ret_is_behind);
#endif
