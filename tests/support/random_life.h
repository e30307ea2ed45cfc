/* A small book that lives through random days of all kinds of change: debts and their corrections,
 * money that is backdated, split over debts, returned and left over, promises kept, broken, ended
 * and replaced, arrangements, results, disputes, holds, consents, points, persons, also merged and
 * parted, attributes, sends of unknown fate, other strategies; also while a close runs, between its
 * slices.
 */
#ifndef TESTS_SUPPORT_RANDOM_LIFE_H
#define TESTS_SUPPORT_RANDOM_LIFE_H
#include "book/obligation.h"
#include "book/touch.h"
#include "tests/support/store.h"

#define LIFE_PERSONS 160
#define LIFE_LATER   20
#define LIFE_DAYS    7
#define LIFE_DATE    20000

struct random_person {
    struct case_key key;
    struct obligation_ref debts[2];
    int64_t points[2];
    int64_t last_payment; /* 0: none that can still be returned */
    int64_t last_dispute;
    int64_t last_promise;
    int64_t merge; /* that holds this party and another; 0: none */
};

struct random_life {
    struct op op;
    struct op beside; /* works while a close runs */
    uint64_t random;
    int serial;
    int arranged;         /* how often somebody agreed */
    int64_t unknown_send; /* 0: none */
    struct random_person persons[LIFE_PERSONS];
};

/* A fresh test store of Mexico at LIFE_DATE; the same seed gives the same life.  The last
 * LIFE_LATER persons come while it runs. */
void random_life_open(struct random_life *life, uint64_t seed);
void random_life_close(struct random_life *life);
/* LIFE_DAYS days, each with its close. */
void random_life_run(struct random_life *life);
/* Closes the open date in small slices, with changes between them. */
void random_life_close_date(struct random_life *life, int threads);
/* A strategy that an attribute decides by. */
void random_life_change_strategy(struct random_life *life, int limit);
/* As an import does it, in a transaction of the caller. */
void random_life_set_attribute(struct random_life *life, struct op *op, int n);
#endif
