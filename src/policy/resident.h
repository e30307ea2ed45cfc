/* Resident columns: what case_facts and case_decision hold of all cases, in memory, for whoever
 * looks at all of them at once.
 *
 * A cache and nothing more: the store holds the truth.  It is loaded by sequential reads, and kept
 * current from the change sequence (policy/changes.h), so it misses no commit of any process on the
 * store: where the sequence stands is noted before the load begins, and each refresh reads, in one
 * transaction, which cases changed since and what they are now.
 *
 * Threads: a refresh makes the next view beside the last one, sharing the chunks in which nothing
 * changed, and then puts it in its place under a lock that is held for a few instructions.  Readers
 * hold a view for as long as they work and are never waited for; a view that nobody holds is
 * freed.  Refreshes take turns. */
#ifndef POLICY_RESIDENT_H
#define POLICY_RESIDENT_H
#include "policy/resident_build.h"

struct resident;

/* Nothing is loaded yet.  options: of resident_load. */
struct resident *resident_create(const struct load_options *options);
/* Views that are still held stay.  NULL is allowed. */
void resident_destroy(struct resident *resident);

/* A connection that nobody but refreshes use from here on, until NULL or another one is given.
 * While it lives the server has not gone down since the last refresh, so that a refresh by a
 * connection that was made later needs not read everything again.  Not owned. */
void resident_keep(struct resident *resident, struct db *db);

/* From the next refresh on views have the claims that facts of obligations are made of, too; it
 * reads everything once more where they are not there yet.  Any thread; once more does nothing. */
void resident_ask_claims(struct resident *resident);

/* Brings it to what the store is now: everything at first and whenever changes were forgotten that
 * it has not seen, otherwise the cases that changed.  No transaction may be open, and none is left
 * open.  After a failure the last view stands and the next refresh tries again. */
MUST_CHECK status resident_refresh(struct op *op, struct resident *resident);

/* Many cases are about to change one after the other, as in a close, or are done: whoever only
 * keeps the columns fresh by the way waits until then, because following step by step costs as much
 * as what is followed.  Calls nest; NULL is allowed. */
void resident_storm_begin(struct resident *resident);
void resident_storm_end(struct resident *resident);
bool resident_in_storm(struct resident *resident);

/* The view as of the last refresh, held by the caller (shared_drop); NULL: none yet. */
const struct resident_view *resident_take(struct resident *resident);

struct resident_stats {
    int64_t cases; /* of the last view; 0 without one */
    int64_t chunks;
    int64_t bytes;
    int64_t claims, claim_bytes; /* 0 where nobody has asked for them */
    int64_t loads;               /* of everything */
    int64_t merges;              /* refreshes that found changes */
    int64_t debtors;             /* read again by these */
    instant load_us;             /* the last load took */
    instant
        refreshed_at; /* the last refresh ended, by the system's clock; INSTANT_NONE: none has */
};
struct resident_stats resident_stats(struct resident *resident);
#endif
