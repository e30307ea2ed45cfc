/* Sums per currency and key: a hash table of small rows of integers, read out in order.
 *
 * The table lives in the op's arena and grows with the number of groups, never with the book. */
#ifndef INSIGHT_GROUP_H
#define INSIGHT_GROUP_H
#include "base/money.h"
#include "base/op.h"
#include "base/str.h"

struct group {
    currency currency;
    bool is_total; /* of its currency: the key is then empty */
    str key;
    int64_t *sums;
};

struct group_table {
    int sum_count;
    size_t count;
    size_t slot_count; /* power of two */
    struct group *slots;
};

/* sum_count: the integers of each group. */
struct group_table group_table_start(struct op *op, int sum_count);
/* The sums of a group, zero when it is new; valid until the table ends.  The key is copied. */
int64_t *group_sums(struct op *op, struct group_table *table, currency unit, str key);
/* The sums of the total of a currency, which stands before its groups. */
int64_t *group_total(struct op *op, struct group_table *table, currency unit);
/* All groups by currency, total first, then by the bytes of the key; table->count of them. */
const struct group *group_sorted(struct op *op, const struct group_table *table);
#endif
