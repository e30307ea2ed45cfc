/* Wrong passwords per login, whether there is such an account or not: after some of them the login
 * is refused for a while before any work is done.
 *
 * The store counts too and locks accounts for good (record/session.h); this only spares the work
 * and tells the person how long to wait, without telling whether the account exists.  Kept in
 * memory, thread-safe. */
#ifndef SERVE_LIMITER_H
#define SERVE_LIMITER_H
#include "base/day.h"
#include "base/str.h"

struct limiter;

struct limiter *limiter_create(struct arena *arena);
void limiter_destroy(struct limiter *limiter);
/* Seconds that the login still has to wait; 0: it may try. */
int limiter_wait_s(struct limiter *limiter, str login, instant now);
void limiter_note_failure(struct limiter *limiter, str login, instant now);
void limiter_note_success(struct limiter *limiter, str login);
#endif
