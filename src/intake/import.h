/* Importing a file: first all of it is checked, then it is applied in short transactions.
 *
 * One refused row means that nothing is applied, unless good rows are accepted without the rest;
 * refused rows lie in the quarantine (intake/quarantine.h) either way.  A killed import goes on
 * where it was when the same file comes again with the same mapping and day.  Importing a file
 * twice changes nothing the second time.
 *
 * Days: rows dated after as_of are skipped; a settlement is taken up to as_of and never after the
 * open business date; payments and actions dated after that date are refused. */
#ifndef INTAKE_IMPORT_H
#define INTAKE_IMPORT_H
#include "intake/batch.h"
#include "intake/check.h"
#include "intake/twins.h"

struct import_request {
    enum intake_kind kind;
    const char *path;
    const char *mapping_path;    /* NULL: columns are known by their names */
    const char *quarantine_path; /* NULL: beside the file */
    day as_of;                   /* DAY_NONE: all rows */
    bool is_dry_run;             /* check only */
    bool accepts_good;           /* apply the good rows though others are refused */
    bool finds_twins;            /* new parties are compared with others afterwards */
    int threads;                 /* 1: the caller's alone; 0 or 2: another one prepares */
    struct intake_progress progress;
};

enum import_outcome {
    IMPORT_APPLIED,
    IMPORT_CHECKED, /* a dry run */
    IMPORT_REFUSED  /* rows were refused, nothing was applied */
};

struct import_result {
    enum import_outcome outcome;
    const struct csv *csv; /* what was found out about the file; in the op's arena */
    const struct plan *plan;
    struct check_result check;
    struct batch batch; /* what was applied, by this run and the killed ones before it */
    bool is_resumed;
    int prepared;       /* transactions that another thread had prepared */
    struct twins twins; /* where they were asked for */
};

/* OK with IMPORT_REFUSED when rows were refused: the caller tells it.  E_INVALID: the file as a
 * whole, its header or the mapping.  E_CONFLICT: the mapping is for another kind.  E_LIMIT: good
 * rows cannot be accepted beside more than LIMIT_REFUSED_ROWS refused ones.  Transactions are its
 * own. */
MUST_CHECK status intake_import(struct op *op, const struct import_request *request,
                                struct import_result *ret_result);
#endif
