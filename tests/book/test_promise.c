/* Grading of promises: the states and guards of the domain, case by case.
 *
 * Days are written relative to the day the promise was made (0); it is due on day 10.  Money rows
 * are in the order of booking: {value day, amount}; a return stands at the value day of its
 * payment, with a minus.  `open` is the open business date: day 11 means that day 10 is closed. */
#include "book/promise.h"
#include "tests/check.h"

#define MADE 20000
#define ROWS 4
#define DUE  10
#define A    100000 /* the amount that was promised */

/* Short names keep a row of the table on a line. */
enum {
    OPEN = PROMISE_OPEN,
    KEPT = PROMISE_KEPT,
    PARTIAL = PROMISE_PARTIAL,
    BROKEN = PROMISE_BROKEN,
    CANCELLED = PROMISE_CANCELLED,
    RESCHEDULED = PROMISE_RESCHEDULED
};

/* clang-format off */ /* a line is a case */
static const struct {
    const char *name;
    int tolerance_days;
    int tolerance_bp;
    int state; /* before */
    struct {
        int on;
        int64_t amount;
    } rows[ROWS];
    int open;
    int want;
    int64_t want_paid;
} cases[] = {
    /* nothing paid */
    {"nothing yet, same day",         0, 0,    OPEN,        {{0, 0}},                              0,  OPEN,        0},
    {"nothing yet, day before due",   0, 0,    OPEN,        {{0, 0}},                              9,  OPEN,        0},
    {"nothing yet, on the due day",   0, 0,    OPEN,        {{0, 0}},                              10, OPEN,        0},
    {"nothing, due day is over",      0, 0,    OPEN,        {{0, 0}},                              11, BROKEN,      0},
    {"nothing, long after",           0, 0,    OPEN,        {{0, 0}},                              99, BROKEN,      0},
    {"tolerance keeps it open",       2, 0,    OPEN,        {{0, 0}},                              11, OPEN,        0},
    {"last day of tolerance",         2, 0,    OPEN,        {{0, 0}},                              12, OPEN,        0},
    {"tolerance is over",             2, 0,    OPEN,        {{0, 0}},                              13, BROKEN,      0},
    {"broken stays broken",           0, 0,    BROKEN,      {{0, 0}},                              20, BROKEN,      0},
    /* paid in full */
    {"paid on the day it was made",   0, 0,    OPEN,        {{0, A}},                              1,  KEPT,        A},
    {"paid early",                    0, 0,    OPEN,        {{3, A}},                              4,  KEPT,        A},
    {"paid on the due day",           0, 0,    OPEN,        {{10, A}},                             11, KEPT,        A},
    {"paid more than promised",       0, 0,    OPEN,        {{5, A + 1}},                          6,  KEPT,        A + 1},
    {"paid in two parts",             0, 0,    OPEN,        {{2, 40000}, {10, 60000}},             11, KEPT,        A},
    {"paid within tolerance days",    2, 0,    OPEN,        {{12, A}},                             13, KEPT,        A},
    {"paid a day after tolerance",    2, 0,    OPEN,        {{13, A}},                             14, BROKEN,      0},
    {"paid a day late, no tolerance", 0, 0,    OPEN,        {{11, A}},                             12, BROKEN,      0},
    {"kept stays kept",               0, 0,    KEPT,        {{5, A}},                              90, KEPT,        A},
    /* tolerance of the amount */
    {"1 % short of 1 %",              0, 100,  OPEN,        {{5, 99000}},                          6,  KEPT,        99000},
    {"a cent more than 1 % short",    0, 100,  OPEN,        {{5, 98999}},                          11, PARTIAL,     98999},
    {"no tolerance, a cent short",    0, 0,    OPEN,        {{5, 99999}},                          11, PARTIAL,     99999},
    {"a cent short, still open",      0, 0,    OPEN,        {{5, 99999}},                          10, OPEN,        99999},
    {"all may be missing at 50 %",    0, 5000, OPEN,        {{5, 50000}},                          6,  KEPT,        50000},
    {"a cent below 50 %",             0, 5000, OPEN,        {{5, 49999}},                          11, PARTIAL,     49999},
    /* a part */
    {"a part, window open",           0, 0,    OPEN,        {{5, 30000}},                          8,  OPEN,        30000},
    {"a part, window over",           0, 0,    OPEN,        {{5, 30000}},                          11, PARTIAL,     30000},
    {"two parts too little",          0, 0,    OPEN,        {{5, 30000}, {9, 30000}},              11, PARTIAL,     60000},
    {"a part and the rest late",      0, 0,    OPEN,        {{5, 30000}, {12, 70000}},             13, PARTIAL,     30000},
    {"partial stays partial",         0, 0,    PARTIAL,     {{5, 30000}},                          50, PARTIAL,     30000},
    /* value days */
    {"money before the promise",      0, 0,    OPEN,        {{-1, A}},                             11, BROKEN,      0},
    {"before and within",             0, 0,    OPEN,        {{-5, 90000}, {1, 10000}},             11, PARTIAL,     10000},
    {"booked late, value in time",    0, 0,    BROKEN,      {{9, A}},                              20, KEPT,        A},
    {"booked late, a part in time",   0, 0,    BROKEN,      {{9, 1000}},                           20, PARTIAL,     1000},
    {"booked late completes a part",  0, 0,    PARTIAL,     {{5, 30000}, {8, 70000}},              30, KEPT,        A},
    {"value on the last tolerated",   3, 0,    BROKEN,      {{13, A}},                             30, KEPT,        A},
    /* returns */
    {"kept, returned later",          0, 0,    KEPT,        {{5, A}, {5, -A}},                     20, BROKEN,      0},
    {"kept, returned in the window",  0, 0,    KEPT,        {{5, A}, {5, -A}},                     7,  BROKEN,      0},
    {"never graded between",          0, 0,    OPEN,        {{5, A}, {5, -A}},                     7,  BROKEN,      0},
    {"returned, then paid again",     0, 0,    BROKEN,      {{5, A}, {5, -A}, {9, A}},             11, KEPT,        A},
    {"returned, paid again too late", 0, 0,    BROKEN,      {{5, A}, {5, -A}, {11, A}},            12, BROKEN,      0},
    {"one of two returned",           0, 0,    KEPT,        {{2, 50000}, {3, 50000}, {3, -50000}}, 11, BROKEN,      50000},
    {"a part returned, still open",   0, 0,    OPEN,        {{2, 40000}, {2, -40000}},             5,  OPEN,        0},
    {"a part returned, window over",  0, 0,    OPEN,        {{2, 40000}, {2, -40000}},             11, BROKEN,      0},
    {"part, return, whole in time",   0, 0,    OPEN,        {{2, 40000}, {2, -40000}, {8, A}},     9,  KEPT,        A},
    {"return of older money",         0, 0,    KEPT,        {{5, A}, {-9, -A}},                    11, KEPT,        A},
    {"still enough after a return",   0, 0,    KEPT,        {{2, A}, {3, A}, {3, -A}},             11, KEPT,        A},
    /* what nobody grades */
    {"cancelled stays cancelled",     0, 0,    CANCELLED,   {{5, A}},                              11, CANCELLED,   A},
    {"rescheduled stays so",          0, 0,    RESCHEDULED, {{5, A}},                              11, RESCHEDULED, A},
};
/* clang-format on */

static void test_grades(void **state)
{
    (void)state;
    assert_true(ARRAY_LEN(cases) >= 40);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct promise promise = {.made_on = MADE,
                                        .due_on = MADE + DUE,
                                        .amount = {A},
                                        .tolerance_days = cases[i].tolerance_days,
                                        .tolerance_bp = cases[i].tolerance_bp,
                                        .state = (enum promise_state)cases[i].state};
        struct promise_money rows[ROWS];
        size_t count = 0;
        check_case(cases[i].name);
        while (count < ROWS && cases[i].rows[count].amount != 0) {
            rows[count] = (struct promise_money){
                0, MADE + cases[i].rows[count].on, {cases[i].rows[count].amount}};
            count++;
        }
        const struct promise_tally tally = promise_tally(&promise, rows, count);
        check_eq(tally.paid.minor, cases[i].want_paid);
        check_text(promise_state_name(promise_grade(&promise, &tally, MADE + cases[i].open)),
                   promise_state_name((enum promise_state)cases[i].want));
    }
}

/* Grading again on any later day, as often as one likes, changes only what time changes. */
static void test_grading_is_idempotent(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct promise promise = {.made_on = MADE,
                                  .due_on = MADE + DUE,
                                  .amount = {A},
                                  .tolerance_days = cases[i].tolerance_days,
                                  .tolerance_bp = cases[i].tolerance_bp,
                                  .state = (enum promise_state)cases[i].want};
        struct promise_money rows[ROWS];
        size_t count = 0;
        for (; count < ROWS && cases[i].rows[count].amount != 0; count++)
            rows[count] = (struct promise_money){
                0, MADE + cases[i].rows[count].on, {cases[i].rows[count].amount}};
        check_case(cases[i].name);
        const struct promise_tally tally = promise_tally(&promise, rows, count);
        check_eq((int)promise_grade(&promise, &tally, MADE + cases[i].open), cases[i].want);
    }
}

/* Ids grow with time: 1 and 2 are payments booked before the promise 3, and 4 is one after. */
static void test_money_known_before(void **state)
{
    const struct promise promise = {.id = 3, .made_on = MADE, .due_on = MADE + DUE, .amount = {A}};
    const struct promise_money rows[] = {
        {1, MADE,     {A}     }, /* the morning's payment */
        {1, MADE,     {-A}    }, /* its return takes nothing from the promise */
        {2, MADE + 5, {10}    }, /* a cheque known already, good in five days */
        {4, MADE,     {A - 10}}, /* paid on the spot */
    };
    (void)state;
    static const int64_t want[] = {0, 0, 10, A};
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct promise_tally tally = promise_tally(&promise, rows, i + 1);
        check_eq(tally.paid.minor, want[i]);
        check_eq(promise_grade(&promise, &tally, MADE), want[i] == A ? KEPT : OPEN);
    }
}

static void test_recheck(void **state)
{
    struct promise promise = {
        .made_on = MADE, .due_on = MADE + DUE, .tolerance_days = 2, .state = PROMISE_OPEN};
    (void)state;
    check_eq(promise_recheck_on(&promise), MADE + 13);
    promise.state = PROMISE_KEPT;
    check_eq(promise_recheck_on(&promise), DAY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grades), cmocka_unit_test(test_grading_is_idempotent),
        cmocka_unit_test(test_money_known_before), cmocka_unit_test(test_recheck)};
    return cmocka_run_group_tests_name("promise", tests, NULL, NULL);
}
