/* The access log of a server: what was shown in the clear is noted in memory and written together,
 * a few times a second, so that nobody waits for it (record/access.h).
 *
 * When the store does not take rows, what waits is kept and tried again; once ACCESS_WAITING_MAX
 * wait, nothing more is shown in the clear: access_log_add says no, and the request fails.  A stop
 * writes what waits; a kill loses what was shown in the last ACCESS_PAUSE_US. */
#ifndef SERVE_ACCESS_H
#define SERVE_ACCESS_H
#include "record/access.h"

#define ACCESS_WAITING_MAX 8192
#define ACCESS_PAUSE_US    (INSTANT_PER_SECOND / 5)

struct access_log;

/* A thread with a connection of its own to the store; the texts of what is added are literals. */
struct access_log *access_log_start(struct op *op, str store);
void access_log_stop(struct access_log *log);
/* Nothing is noted where no field is set.  E_BUSY: too many wait. */
MUST_CHECK status access_log_add(struct op *op, struct access_log *log,
                                 const struct access *access);
#endif
