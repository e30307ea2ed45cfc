/* The ledger of a debt once more, slow and written apart from src/money/ledger.c: no instalments
 * with chains, no groups that are served, but one list of lines, of which every cent that comes
 * looks for the best.  For the default components, one instalment after another: charges, money,
 * returns, reversals, arrangements and breaches, plans and waivers, write-offs of one debt. */
#ifndef TESTS_REFERENCE_LEDGER_NAIVE_H
#define TESTS_REFERENCE_LEDGER_NAIVE_H
#include "money/age.h"
#include "money/plan.h"

#define NAIVE_LINES_MAX 256
#define NAIVE_DEBTS_MAX 4 /* and their numbers are below it */

struct naive_line {
    int64_t event_id;
    enum component component;
    day due_on, instalment_due, age_on;
    int home; /* which instalment */
    int64_t claim;
    int64_t debt;
    int64_t open;
    int64_t first;  /* as it was opened */
    bool sleeps;    /* an arrangement stands for it */
    int64_t before; /* what was open when that was made */
    int64_t kept;   /* of it, what would be waived */
    bool is_plan;   /* of the arrangement that runs */
    bool is_discount;
    bool is_moved; /* a plan took it over, be it due or not */
};

/* Money and what is left of it. */
struct naive_purse {
    int64_t event_id;
    int64_t claim;
    int64_t left;
};

struct naive {
    struct naive_line lines[NAIVE_LINES_MAX];
    int count;
    int64_t unapplied;
    day dues[NAIVE_LINES_MAX]; /* of instalments, as they were opened */
    bool is_plan_due[NAIVE_LINES_MAX];
    int due_count;
    struct {
        int64_t event_id;
        int64_t debt;
        enum component component;
        int64_t amount;
        int line;
    } met[4096];
    int met_count;
    struct naive_purse purses[NAIVE_LINES_MAX];
    int purse_count;
    bool is_arranged;
    int plan_dues; /* dues from here on came with the plan or after it */
    int64_t waived;
    bool is_due_apart; /* what falls due on the day of the money waits for all that is overdue */
};

/* Days since the oldest that is past due, less the days that a pause holds, one day after another.
 */
int naive_delinquent_days(const struct naive *naive, day as_of, const struct age_pause *pauses,
                          size_t pause_count);

/* By profile_default: what is overdue and what falls due on the day are one class. */
void naive_ledger(const struct ledger_event *events, size_t count, day as_of, struct naive *ret);
/* As a case is replayed where no rule was recorded (book/allocation_rule.h): overdue, due and
 * future are a class each.  It differs where a charge joined an instalment that falls due later. */
void naive_case_ledger(const struct ledger_event *events, size_t count, day as_of,
                       struct naive *ret);
#endif
