/* The ledger of a debt once more, slow and written apart from src/money/ledger.c: no instalments
 * with chains, no groups that are served, but one list of lines, of which every cent that comes
 * looks for the best.  For the default profile and for charges, money, returns and reversals. */
#ifndef TESTS_REFERENCE_LEDGER_NAIVE_H
#define TESTS_REFERENCE_LEDGER_NAIVE_H
#include "money/ledger.h"

#define NAIVE_LINES_MAX 256

struct naive_line {
    int64_t event_id;
    enum component component;
    day due_on, instalment_due, age_on;
    int64_t open;
};

struct naive {
    struct naive_line lines[NAIVE_LINES_MAX];
    int count;
    int64_t unapplied;
    day dues[NAIVE_LINES_MAX]; /* of instalments, as they were opened */
    int due_count;
    struct {
        int64_t event_id;
        enum component component;
        int64_t amount;
    } met[4096];
    int met_count;
};

void naive_ledger(const struct ledger_event *events, size_t count, day as_of, struct naive *ret);
#endif
