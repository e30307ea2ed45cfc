/* The first pass over a file: every row is read and judged, nothing is written to the store.
 *
 * It finds out what the mapping does not say (how days and amounts are written, the types of
 * attributes), counts, keeps the first refusals for the screen and writes all of them to the
 * quarantine.  Memory: a fixed part, and the keys of the rows (intake/seen.h). */
#ifndef INTAKE_CHECK_H
#define INTAKE_CHECK_H
#include "intake/quarantine.h"

#define CHECK_SHOWN_MAX 20 /* refusals kept for the screen */

/* Told now and then; done and total are bytes of the file. */
struct intake_progress {
    void (*tell)(void *context, const char *phase, uint64_t done, uint64_t total);
    void *context;
};

struct check_options {
    day as_of;                   /* rows dated after it are skipped; DAY_NONE: none are */
    const char *quarantine_path; /* NULL: refused rows are counted and not written */
    struct intake_progress progress;
    /* Asks what only the store knows: whether the obligation of a payment exists.  Refuses the row
     * with row_refuse.  NULL: nobody is asked. */
    status (*judge)(struct op *op, void *context, const struct csv_row *from, struct row *row);
    /* Before the rows that follow are judged: asks at once what all of them need.  Reads as far as
     * it likes and leaves csv where it was; *ret_rows is for how many rows it has asked.  NULL:
     * nobody looks ahead. */
    status (*look_ahead)(struct op *op, void *context, uint64_t *ret_rows);
    void *judge_context;
};

struct check_refusal {
    struct row_reason reason;
    uint64_t row_line;
};

struct check_result {
    uint64_t rows;    /* all of the file */
    uint64_t good;    /* to be applied */
    uint64_t skipped; /* dated after as_of, or left out by the filter */
    uint64_t refused;
    struct check_refusal shown[CHECK_SHOWN_MAX];
    int shown_count;
    const char *quarantine_path;  /* NULL: no row was refused */
    const uint64_t *refused_rows; /* their numbers, in order */
    size_t refused_count;         /* of those: at most LIMIT_REFUSED_ROWS */
};

/* Whether a row is dated after as_of. */
bool check_is_later(const struct row *row, enum intake_kind kind, day as_of);
/* Sets what the mapping leaves open in *plan.  E_INVALID: a column of days or amounts can be read
 * in two ways, and the mapping must say which. */
MUST_CHECK status check_formats(struct op *op, struct csv *csv, struct plan *plan);
/* Judges every row; types of attributes are settled in *plan.  OK also when rows are refused. */
MUST_CHECK status check_rows(struct op *op, struct csv *csv, struct plan *plan,
                             struct row_reader *reader, const struct check_options *options,
                             struct check_result *ret_result);
#endif
