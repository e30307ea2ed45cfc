/* Turns: threads of one process that write to one SQLite file wait here in the order in which they
 * came.
 *
 * SQLite itself lets writers poll the file's lock, at which a job that writes in many short
 * transactions comes first again and again, and a person at a screen never.  Other processes still
 * meet at the file's lock.  Thread-safe. */
#ifndef STORE_TURN_H
#define STORE_TURN_H
#include <stdbool.h>
#include <sys/stat.h>

struct turn;

/* The turns of a file, for the life of the process; NULL when there are too many files. */
struct turn *turn_of_file(dev_t device, ino_t number);
/* False: it was not our turn in time. */
bool turn_take(struct turn *turn, int wait_ms);
void turn_give(struct turn *turn);
#endif
