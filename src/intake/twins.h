/* New parties of an import that may be one person with others: pairs are filed for people to look
 * at (book/duplicate.h), and nobody is merged here.
 *
 * The search costs the same for each party, whatever the size of the book: a key that many share
 * says nothing.  A file of other things than parties is searched when it made no more than
 * TWINS_OTHER_MAX rows; a larger one waits for `acuerdo person find`. */
#ifndef INTAKE_TWINS_H
#define INTAKE_TWINS_H
#include "intake/batch.h"
#include "intake/field.h"

#define TWINS_OTHER_MAX 20000

struct twins {
    int64_t parties; /* that came since the import began, and were compared */
    int64_t pairs;   /* that wait for people */
    bool is_left;    /* something was not compared: the whole search must be run */
};

/* After the import's last transaction; transactions are its own. */
MUST_CHECK status twins_find(struct op *op, enum intake_kind kind, const struct batch *batch,
                             struct twins *ret_twins);
#endif
