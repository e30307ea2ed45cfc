/* What the tests last said of each rule of law: the file that scripts/test has them write.
 *
 * A line is `rule, test, case, outcome, at` between tabs; a case writes `begun` before it is tried
 * and `passed` after, so one that only began has failed.  The last line of a case counts. */
#ifndef CLI_RESULTS_H
#define CLI_RESULTS_H
#include "base/op.h"
#include "base/str.h"

#define RESULTS_BYTES_MAX ((size_t)256 << 20)

/* One test program's word on one rule. */
struct result {
    str rule;
    str test;
    int passed; /* cases */
    int failed;
    str at; /* of the last case, as it was written: 2026-11-21T08:00:00Z */
};

struct results {
    const struct result *list; /* by rule, then test */
    size_t count;
};

/* E_IO: the file cannot be read.  E_INVALID: a line is not as said above; the text names it. */
MUST_CHECK status results_read(struct op *op, const char *path, struct results *ret_results);
/* The first of a rule and how many follow each other; NULL: no test named it. */
const struct result *results_of(const struct results *results, const char *rule, size_t *ret_count);
#endif
