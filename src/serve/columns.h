/* Keeps the resident columns of a server (policy/resident.h) fresh: a thread with a connection of
 * its own loads them when the server starts and then follows the change sequence, a second behind
 * other processes, more only while they change so much that following takes a tenth of its time,
 * and not while this server itself closes a date.
 * Whoever wants to be sure of the last commit refreshes by itself.
 *
 * Without them the server is as good, only slower where it looks at all cases: nothing waits for
 * the load, and what fails here is logged and tried again. */
#ifndef SERVE_COLUMNS_H
#define SERVE_COLUMNS_H
#include "base/str.h"
#include "policy/resident.h"

struct columns;

/* op gives the clock; the store is opened by the thread.  NULL: the system gives no thread. */
struct columns *columns_start(struct op *op, str store);
/* Stops a load that is under way.  NULL is allowed. */
void columns_stop(struct columns *columns);
/* For the threads of the server; NULL for NULL. */
struct resident *columns_resident(struct columns *columns);
/* The columns as of now, whoever committed last, until the op ends; NULL: none are loaded.  No
 * transaction may be open. */
MUST_CHECK status columns_take(struct op *op, struct resident *resident,
                               const struct resident_view **ret_view);
/* The same as they were when somebody last asked, for whoever has a transaction open. */
const struct resident_view *columns_last(struct op *op, struct resident *resident);
#endif
