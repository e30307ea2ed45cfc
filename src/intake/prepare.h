/* A second thread that prepares the next transaction of an import while the present one is written.
 *
 * It has a connection of its own, which only reads.  It reads rows and takes them to the book in a
 * unit of work that keeps back what it makes (book/unit.h); the writer then decides the cases, so
 * that both have as much to do, and writes all rows as its own.  Rows that are not about new
 * parties alone, and words that the store does not have yet, cannot be prepared: the writer takes
 * them by itself.  So all that can fail here costs time only. */
#ifndef INTAKE_PREPARE_H
#define INTAKE_PREPARE_H
#include "intake/pass.h"

struct prepare;

/* A transaction that waits to be written. */
struct prepared {
    bool is_ready;           /* false: it could not be prepared */
    struct pass_mark before; /* where the pass stood */
    struct batch batch;      /* of the pass, after it */
    bool is_end;             /* no rows are left */
    uint64_t offset;         /* bytes of the file that were read */
    struct prepared_rows *rows;
};

/* The pass and the store of op must outlive it; NULL: there is no second thread to be had. */
struct prepare *prepare_start(struct op *op, struct pass *pass);
/* NULL is allowed. */
void prepare_stop(struct prepare *prepare);

/* Asks for the transaction that comes next; until it is taken the pass belongs to the thread.
 * after: the transaction before it, which is being written meanwhile; NULL: all before is. */
void prepare_ask(struct prepare *prepare, const struct prepared *after);
/* Waits for it; the pass belongs to the caller again.  It holds until the next but one is asked. */
const struct prepared *prepare_take(struct prepare *prepare);
/* Writes and commits it.  E_CONFLICT: what it was prepared against has changed; nothing was
 * written, and its rows are to be taken anew. */
MUST_CHECK status prepared_write(struct op *op, const struct prepared *prepared);
#endif
