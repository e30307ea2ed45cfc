/* The operation: what one request, command or job carries from its first line to its last.
 *
 * It owns the memory (arena), the connection to the store and its transaction, says who acts and
 * what time it is, and holds the text of a failure.  Only what every operation needs may enter.
 * One thread uses an operation at a time. */
#ifndef BASE_OP_H
#define BASE_OP_H
#include <assert.h>
#include <stdarg.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/limits.h"
#include "base/say.h"
#include "base/status.h"

struct db; /* store/db.h */

/* Where the time comes from: tests and the simulation own it. */
struct op_clock {
    instant (*now)(void *context);
    void *context;
};
extern const struct op_clock op_clock_system;

struct op {
    struct arena *arena;
    struct db *db; /* NULL in pure work */
    struct op_clock clock;
    int64_t actor_id;       /* user who acts; 0 is the system itself */
    day business_date;      /* the store's open date; DAY_NONE until it is known */
    instant floor;          /* op_now is not before it (record/organisation.h) */
    bool holds_time;        /* a transaction that writes runs: its time is one instant */
    instant held;           /* that instant; INSTANT_NONE: nobody has asked for it yet */
    void *touched;          /* the cases that this transaction touches (book/touch.h) */
    void *unit;             /* what a transaction of many rows knows (book/unit.h); NULL: nothing */
    enum language language; /* of who reads the texts; English until a face sets it */
    status code;            /* of the last failure */
    const char *form;       /* its English format, by which a face knows it; NULL: no failure */
    char text[LIMIT_FAILURE_TEXT];
};

/* arena is borrowed and must outlive the op. */
void op_init(struct op *op, struct arena *arena, struct db *db, struct op_clock clock);

/* Records the failure and returns code.  The text is for the person who must act: which thing, why,
 * what to do.  The first failure stays until op_clear: later ones are its echoes. */
status op_fail(struct op *op, status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The code is said again where it is used: compilers and analysers then see a failure there. */
#define op_fail(op, code, ...) ((void)op_fail((op), (code), __VA_ARGS__), op_failure(code))
static inline status op_failure(status code)
{
    assert(code != OK);
    return code;
}
void op_clear(struct op *op);
/* A sentence for whoever reads it, in the arena, of at most LIMIT_SAID_BYTES. */
const char *op_say(struct op *op, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A sentence or a word of ours without values, as one value of another: op_fail(…, op_word(…)). */
const char *op_word(const struct op *op, const char *english);
/* What the system says of an error number. */
const char *op_errno(const struct op *op, int error);
/* E_LIMIT when the arena is past its budget; called between batches and before each commit. */
MUST_CHECK status op_check(struct op *op);
/* The time.  A transaction that writes has one: that of the first call in it, so that its rows
 * carry the same instant, by which a later replay knows them.  A clock that lags behind op->floor
 * by at most OP_LAG_MAX is taken to the floor: what is recorded after a slice of the close must not
 * look older than the slice. */
#define OP_LAG_MAX (60 * INSTANT_PER_SECOND)
instant op_now(struct op *op);
/* The store begins and ends transactions that write; at: the instant it has, INSTANT_NONE: that of
 * the first call of op_now. */
void op_hold_time(struct op *op, instant at);
void op_release_time(struct op *op);
#endif
