/* Turns: threads of one process that write to one SQLite file wait here in the order in which they
 * came.
 *
 * SQLite itself lets writers poll the file's lock, at which a job that writes in many short
 * transactions comes first again and again, and a person at a screen never.  Other processes still
 * meet at the file's lock.  Thread-safe. */
#ifndef STORE_TURN_H
#define STORE_TURN_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/status.h"

struct turn;

/* The turns of a file, for the life of the process; NULL when there are too many files. */
struct turn *turn_of_file(dev_t device, ino_t number);
/* False: it was not our turn in time. */
bool turn_take(struct turn *turn, int wait_ms);
void turn_give(struct turn *turn);

/* Group commit (ADR 0014): who commits without flushing notes it while it still has its turn, gives
 * the turn to the next, and waits here until the file's log is on the disk.  One of those who wait
 * flushes for all that were noted before it began. */
int64_t turn_note_commit(struct turn *turn);
/* Returns when that commit and all before it are on the disk, by this thread's flush(context) or
 * by another's.  False: a flush has failed; nobody knows what the disk holds of the commits that
 * nobody has confirmed, so it stays false for this and all later ones. */
MUST_CHECK bool turn_flush(struct turn *turn, int64_t commit, bool (*flush)(void *context),
                           void *context);
/* Whether a flush has failed. */
bool turn_is_failed(struct turn *turn);
#endif
