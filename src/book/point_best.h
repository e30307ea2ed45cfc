/* Which contact point of a person is to be tried first.
 *
 * One of each kind that can be used: the person's own before a workplace and a reference, then by
 * score (book/point_score.h), verified, priority.  Points are those of all parties of the person.
 * Many persons are asked about at once: as many questions go to the store as for one. */
#ifndef BOOK_POINT_BEST_H
#define BOOK_POINT_BEST_H
#include "base/op.h"

struct point_choice {
    int64_t id;       /* 0: there is none that can be used */
    int64_t owner_id; /* the party that has it: its key opens the value */
    int score;
    str sealed;
};

struct point_best {
    struct point_choice email, phone, address;
};

/* One row of ret_best for each of the debtors, in their order; one may stand there twice. */
MUST_CHECK status point_best_read(struct op *op, const int64_t *debtor_ids, size_t count, day on,
                                  struct point_best *ret_best);
#endif
