/* Notes what a test tries of a rule of law and what came of it, for `acuerdo comply register`.
 *
 * A line `rule, test, case, outcome, at` goes to the file that ACUERDO_TEST_RESULTS names
 * (scripts/test sets it); without the variable nothing is written.  A case notes `begun` before it
 * is tried and `passed` after, so that one that stops the program is known as failed. */
#ifndef TESTS_COMPLY_RESULT_H
#define TESTS_COMPLY_RESULT_H
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/str.h"

static inline void result_note(const char *test, str rule, int number, const char *outcome)
{
    const char *const path = getenv("ACUERDO_TEST_RESULTS");
    const time_t now = time(NULL);
    struct tm utc;
    char at[32];
    if (!path || !*path)
        return;
    FILE *const file = fopen(path, "ae");
    if (!file)
        return;
    (void)gmtime_r(&now, &utc);
    (void)strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%SZ", &utc);
    (void)fprintf(file, STR_FORMAT "\t%s\t%d\t%s\t%s\n", STR_ARG(rule), test, number, outcome, at);
    (void)fclose(file);
}
#endif
