/* 95 % intervals without floating point: values and bounds in millionths.
 *
 * Proportions: Wilson's score interval, which stays within 0 and 1 and says something of 0 of 10.
 * A ratio of two sums over cases (recovered of owed): the ratio's estimate by linearization, whose
 * variance is that of the residuals y - R x; normal, so it needs a few dozen cases.  Pure. */
#ifndef INSIGHT_INTERVAL_H
#define INSIGHT_INTERVAL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INTERVAL_MILLION 1000000

struct interval {
    bool is_known;   /* false: nothing was seen */
    bool has_bounds; /* false: one case says nothing of others */
    int64_t value, low, high;
    int64_t error; /* standard error; of a ratio and of a difference */
};

/* part of whole, whole up to 10^9; not known when whole is 0. */
struct interval interval_of_share(int64_t part, int64_t whole);

/* Two amounts of each case; their sums lie below 2^62. */
struct interval_pair {
    int64_t over;  /* x: owed */
    int64_t under; /* y: recovered */
};
/* Not known when the sum of x is 0; without bounds for a single case. */
struct interval interval_of_ratio(const struct interval_pair *pairs, size_t count);
/* Of a less b, both ratios of other cases. */
struct interval interval_difference(const struct interval *a, const struct interval *b);
/* The root of a square, rounded down. */
uint64_t interval_root(unsigned __int128 square);
#endif
