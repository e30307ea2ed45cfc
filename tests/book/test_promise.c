/* Grading of promises: the states and guards of the domain, case by case.
 *
 * Days are written relative to the day the promise was made (0); it is due on day 10.  Money rows
 * are in the order of booking: {value day, amount}; a return stands at the value day of its
 * payment, with a minus.  `open` is the open business date: day 11 means that day 10 is closed. */
#include "book/promise.h"
#include "tests/check.h"

#define MADE   20000
#define ROWS   4
#define DUE    10
#define AMOUNT 100000
#define NO_ROWS                                                                                    \
    {                                                                                              \
        {                                                                                          \
            0, 0                                                                                   \
        }                                                                                          \
    }

static const struct {
    const char *name;
    int tolerance_days;
    int tolerance_bp;
    enum promise_state state; /* before */
    struct {
        int on;
        int64_t amount;
    } rows[ROWS];
    int open;
    enum promise_state want;
    int64_t want_paid;
} cases[] = {
  /* nothing paid */
    {"nothing yet, same day",         0, 0,    PROMISE_OPEN,    NO_ROWS,                                   0,  PROMISE_OPEN,        0         },
    {"nothing yet, day before due",   0, 0,    PROMISE_OPEN,    NO_ROWS,                                   9,  PROMISE_OPEN,        0         },
    {"nothing yet, on the due day",   0, 0,    PROMISE_OPEN,    NO_ROWS,                                   10, PROMISE_OPEN,        0         },
    {"nothing, due day is over",      0, 0,    PROMISE_OPEN,    NO_ROWS,                                   11, PROMISE_BROKEN,      0         },
    {"nothing, long after",           0, 0,    PROMISE_OPEN,    NO_ROWS,                                   99, PROMISE_BROKEN,      0         },
    {"tolerance keeps it open",       2, 0,    PROMISE_OPEN,    NO_ROWS,                                   11, PROMISE_OPEN,        0         },
    {"last day of tolerance",         2, 0,    PROMISE_OPEN,    NO_ROWS,                                   12, PROMISE_OPEN,        0         },
    {"tolerance is over",             2, 0,    PROMISE_OPEN,    NO_ROWS,                                   13, PROMISE_BROKEN,      0         },
    {"broken stays broken",           0, 0,    PROMISE_BROKEN,  NO_ROWS,                                   20, PROMISE_BROKEN,      0         },
 /* paid in full */
    {"paid on the day it was made",   0, 0,    PROMISE_OPEN,    {{0, AMOUNT}},                             1,  PROMISE_KEPT,        AMOUNT    },
    {"paid early",                    0, 0,    PROMISE_OPEN,    {{3, AMOUNT}},                             4,  PROMISE_KEPT,        AMOUNT    },
    {"paid on the due day",           0, 0,    PROMISE_OPEN,    {{10, AMOUNT}},                            11, PROMISE_KEPT,        AMOUNT    },
    {"paid more than promised",       0, 0,    PROMISE_OPEN,    {{5, AMOUNT + 1}},                         6,  PROMISE_KEPT,        AMOUNT + 1},
    {"paid in two parts",             0, 0,    PROMISE_OPEN,    {{2, 40000}, {10, 60000}},                 11, PROMISE_KEPT,        AMOUNT    },
    {"paid within tolerance days",    2, 0,    PROMISE_OPEN,    {{12, AMOUNT}},                            13, PROMISE_KEPT,        AMOUNT    },
    {"paid a day after tolerance",    2, 0,    PROMISE_OPEN,    {{13, AMOUNT}},                            14, PROMISE_BROKEN,      0         },
    {"paid a day late, no tolerance", 0, 0,    PROMISE_OPEN,    {{11, AMOUNT}},                            12, PROMISE_BROKEN,      0         },
    {"kept stays kept",               0, 0,    PROMISE_KEPT,    {{5, AMOUNT}},                             90, PROMISE_KEPT,        AMOUNT    },
 /* tolerance of the amount */
    {"1 % short of 1 %",              0, 100,  PROMISE_OPEN,    {{5, 99000}},                              6,  PROMISE_KEPT,        99000     },
    {"a cent more than 1 % short",    0, 100,  PROMISE_OPEN,    {{5, 98999}},                              11, PROMISE_PARTIAL,     98999     },
    {"no tolerance, a cent short",    0, 0,    PROMISE_OPEN,    {{5, 99999}},                              11, PROMISE_PARTIAL,     99999     },
    {"a cent short, still open",      0, 0,    PROMISE_OPEN,    {{5, 99999}},                              10, PROMISE_OPEN,        99999     },
    {"all may be missing at 50 %",    0, 5000, PROMISE_OPEN,    {{5, 50000}},                              6,  PROMISE_KEPT,        50000     },
    {"a cent below 50 %",             0, 5000, PROMISE_OPEN,    {{5, 49999}},                              11, PROMISE_PARTIAL,     49999     },
 /* a part */
    {"a part, window open",           0, 0,    PROMISE_OPEN,    {{5, 30000}},                              8,  PROMISE_OPEN,        30000     },
    {"a part, window over",           0, 0,    PROMISE_OPEN,    {{5, 30000}},                              11, PROMISE_PARTIAL,     30000     },
    {"two parts too little",
     0,                                  0,
     PROMISE_OPEN,                                              {{5, 30000}, {9, 30000}},
     11,                                                                                                       PROMISE_PARTIAL,
     60000                                                                                                                                    },
    {"a part and the rest late",
     0,                                  0,
     PROMISE_OPEN,                                              {{5, 30000}, {12, 70000}},
     13,                                                                                                       PROMISE_PARTIAL,
     30000                                                                                                                                    },
    {"partial stays partial",         0, 0,    PROMISE_PARTIAL, {{5, 30000}},                              50, PROMISE_PARTIAL,     30000     },
 /* value days */
    {"money before the promise",      0, 0,    PROMISE_OPEN,    {{-1, AMOUNT}},                            11, PROMISE_BROKEN,      0         },
    {"before and within",
     0,                                  0,
     PROMISE_OPEN,                                              {{-5, 90000}, {1, 10000}},
     11,                                                                                                       PROMISE_PARTIAL,
     10000                                                                                                                                    },
    {"booked late, value in time",    0, 0,    PROMISE_BROKEN,  {{9, AMOUNT}},                             20, PROMISE_KEPT,        AMOUNT    },
    {"booked late, a part in time",   0, 0,    PROMISE_BROKEN,  {{9, 1000}},                               20, PROMISE_PARTIAL,     1000      },
    {"booked late completes a part",
     0,                                  0,
     PROMISE_PARTIAL,                                           {{5, 30000}, {8, 70000}},
     30,                                                                                                       PROMISE_KEPT,
     AMOUNT                                                                                                                                   },
    {"value on the last tolerated",   3, 0,    PROMISE_BROKEN,  {{13, AMOUNT}},                            30, PROMISE_KEPT,        AMOUNT    },
 /* returns */
    {"kept, returned later",
     0,                                  0,
     PROMISE_KEPT,                                              {{5, AMOUNT}, {5, -AMOUNT}},
     20,                                                                                                       PROMISE_BROKEN,
     0                                                                                                                                        },
    {"kept, returned in the window",
     0,                                  0,
     PROMISE_KEPT,                                              {{5, AMOUNT}, {5, -AMOUNT}},
     7,                                                                                                        PROMISE_BROKEN,
     0                                                                                                                                        },
    {"never graded between",          0, 0,    PROMISE_OPEN,    {{5, AMOUNT}, {5, -AMOUNT}},               7,  PROMISE_BROKEN,      0         },
    {"returned, then paid again",
     0,                                  0,
     PROMISE_BROKEN,                                            {{5, AMOUNT}, {5, -AMOUNT}, {9, AMOUNT}},
     11,                                                                                                       PROMISE_KEPT,
     AMOUNT                                                                                                                                   },
    {"returned, paid again too late",
     0,                                  0,
     PROMISE_BROKEN,                                            {{5, AMOUNT}, {5, -AMOUNT}, {11, AMOUNT}},
     12,                                                                                                       PROMISE_BROKEN,
     0                                                                                                                                        },
    {"one of two returned",
     0,                                  0,
     PROMISE_KEPT,                                              {{2, 50000}, {3, 50000}, {3, -50000}},
     11,                                                                                                       PROMISE_BROKEN,
     50000                                                                                                                                    },
    {"a part returned, still open",
     0,                                  0,
     PROMISE_OPEN,                                              {{2, 40000}, {2, -40000}},
     5,                                                                                                        PROMISE_OPEN,
     0                                                                                                                                        },
    {"a part returned, window over",
     0,                                  0,
     PROMISE_OPEN,                                              {{2, 40000}, {2, -40000}},
     11,                                                                                                       PROMISE_BROKEN,
     0                                                                                                                                        },
    {"part, return, whole in time",
     0,                                  0,
     PROMISE_OPEN,                                              {{2, 40000}, {2, -40000}, {8, AMOUNT}},
     9,                                                                                                        PROMISE_KEPT,
     AMOUNT                                                                                                                                   },
    {"return of older money",
     0,                                  0,
     PROMISE_KEPT,                                              {{5, AMOUNT}, {-9, -AMOUNT}},
     11,                                                                                                       PROMISE_KEPT,
     AMOUNT                                                                                                                                   },
    {"still enough after a return",
     0,                                  0,
     PROMISE_KEPT,                                              {{2, AMOUNT}, {3, AMOUNT}, {3, -AMOUNT}},
     11,                                                                                                       PROMISE_KEPT,
     AMOUNT                                                                                                                                   },
 /* what nobody grades */
    {"cancelled stays cancelled",
     0,                                  0,
     PROMISE_CANCELLED,                                         {{5, AMOUNT}},
     11,                                                                                                       PROMISE_CANCELLED,
     AMOUNT                                                                                                                                   },
    {"rescheduled stays so",
     0,                                  0,
     PROMISE_RESCHEDULED,                                       {{5, AMOUNT}},
     11,                                                                                                       PROMISE_RESCHEDULED,
     AMOUNT                                                                                                                                   },
};

static void test_grades(void **state)
{
    (void)state;
    assert_true(ARRAY_LEN(cases) >= 40);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct promise promise = {.made_on = MADE,
                                        .due_on = MADE + DUE,
                                        .amount = {AMOUNT},
                                        .tolerance_days = cases[i].tolerance_days,
                                        .tolerance_bp = cases[i].tolerance_bp,
                                        .state = cases[i].state};
        struct promise_money rows[ROWS];
        size_t count = 0;
        check_case(cases[i].name);
        while (count < ROWS && cases[i].rows[count].amount != 0) {
            rows[count] = (struct promise_money){MADE + cases[i].rows[count].on,
                                                 {cases[i].rows[count].amount}};
            count++;
        }
        const struct promise_tally tally = promise_tally(&promise, rows, count);
        check_eq(tally.paid.minor, cases[i].want_paid);
        check_text(promise_state_name(promise_grade(&promise, &tally, MADE + cases[i].open)),
                   promise_state_name(cases[i].want));
    }
}

/* Grading again on any later day, as often as one likes, changes only what time changes. */
static void test_grading_is_idempotent(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct promise promise = {.made_on = MADE,
                                  .due_on = MADE + DUE,
                                  .amount = {AMOUNT},
                                  .tolerance_days = cases[i].tolerance_days,
                                  .tolerance_bp = cases[i].tolerance_bp,
                                  .state = cases[i].want};
        struct promise_money rows[ROWS];
        size_t count = 0;
        for (; count < ROWS && cases[i].rows[count].amount != 0; count++)
            rows[count] = (struct promise_money){MADE + cases[i].rows[count].on,
                                                 {cases[i].rows[count].amount}};
        check_case(cases[i].name);
        const struct promise_tally tally = promise_tally(&promise, rows, count);
        check_eq(promise_grade(&promise, &tally, MADE + cases[i].open), cases[i].want);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_grades),
                                       cmocka_unit_test(test_grading_is_idempotent),
                                       cmocka_unit_test(test_recheck)};
    return cmocka_run_group_tests_name("promise", tests, NULL, NULL);
}
