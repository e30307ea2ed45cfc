/* The second pass over a file: its rows go to the book, some thousand in a transaction.
 *
 * A pass knows where it stands and what it has counted.  One thread uses it at a time; who takes it
 * over may go back to a mark.  Rows were judged before (intake/check.h). */
#ifndef INTAKE_PASS_H
#define INTAKE_PASS_H
#include "intake/apply.h"
#include "intake/batch.h"
#include "intake/check.h"
#include "intake/chunk.h"
#include "intake/made.h"

struct pass {
    const struct plan *plan;
    const struct check_result *check; /* whose refused rows are passed over */
    day as_of;                        /* rows dated after it are skipped; DAY_NONE: none are */
    struct csv *csv;
    struct row_reader *reader;
    struct applier *applier;
    struct made *made;  /* names that need not be asked for; NULL: all are (intake/known.h) */
    struct batch batch; /* what was dealt with so far */
    size_t next_refused;
    struct chunk chunk; /* the rows at hand; begins as its arena */
    bool is_end;        /* no rows are left */
};

/* Where a pass stands. */
struct pass_mark {
    struct batch batch;
    struct csv_position at;
    size_t next_refused;
};
struct pass_mark pass_mark(const struct pass *pass);
/* Back to the mark: what was applied after it was not written. */
MUST_CHECK status pass_back(struct op *op, struct pass *pass, const struct pass_mark *mark);

/* Applies the rows that come next, about row_max of them or up to the end, all rows in a row that
 * are about one party together.  In a unit of work (book/unit.h) that keeps what it makes. */
MUST_CHECK status pass_rows(struct op *op, struct pass *pass, size_t row_max);
#endif
