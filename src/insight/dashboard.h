/* The figures of the Tablero at the end of a day, one block per currency.
 *
 * Ageing has the usual buckets (insight/range.h); the coming seven days start the day after; what
 * was recovered, promised and done is of the thirty days that end with the date.  Recovered is
 * money received less what was returned, by value date.  Computed from the book by its dates. */
#ifndef INSIGHT_DASHBOARD_H
#define INSIGHT_DASHBOARD_H
#include "base/json.h"
#include "base/money.h"
#include "insight/activity.h"

#define DASHBOARD_RANGES   6
#define DASHBOARD_COMING   7
#define DASHBOARD_LOOKBACK 30

struct count_amount {
    int64_t count;
    int64_t amount; /* minor units */
};

struct dashboard_block {
    currency currency;
    int64_t balance;
    int64_t past_due;
    struct count_amount ageing[DASHBOARD_RANGES]; /* from not yet due to the oldest */
    struct count_amount coming[DASHBOARD_COMING]; /* open claims that fall due date + 1 + i */
    struct count_amount due_today;                /* promises due on the date, not replaced */
    struct count_amount kept;                     /* graded in the thirty days */
    struct count_amount broken;                   /* graded in the thirty days */
    struct count_amount open;                     /* promises open at the end of the date */
    int64_t recovered[DASHBOARD_LOOKBACK];        /* of date - 29 + i */
    struct activity activity;                     /* of the thirty days */
};

struct dashboard {
    day date;
    const struct dashboard_block *blocks;
    int block_count;
};

/* date DAY_NONE: the last closed day.  E_NOT_FOUND: the store is empty.  E_LIMIT: sums that leave
 * the range of money. */
MUST_CHECK status dashboard_read(struct op *op, day date, struct dashboard *ret_dashboard);
/* The object that GET /v1/dashboard answers. */
void dashboard_write(struct json_writer *json, const struct dashboard *dashboard);
#endif
