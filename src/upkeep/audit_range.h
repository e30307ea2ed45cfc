/* One range of debtors under examination: its links, and the rows that they name. */
#ifndef UPKEEP_AUDIT_RANGE_H
#define UPKEEP_AUDIT_RANGE_H
#include "upkeep/audit_verify.h"

/* Where findings go; called by one thread at a time. */
struct audit_sink {
    void (*find)(void *context, const struct audit_finding *finding);
    void *context;
};

struct audit_counts {
    int64_t chains, links, rows, erased;
};

/* In a transaction that reads. */
MUST_CHECK status audit_check_range(struct op *op, const struct audit_request *request,
                                    const struct audit_start *start, int64_t from, int64_t until,
                                    const struct audit_sink *sink, struct audit_counts *counts);
/* One signed day; before: the digest of the statement before it. */
MUST_CHECK status audit_check_day(struct op *op, const struct audit_request *request,
                                  const struct audit_root *root, const uint8_t before[MERKLE_BYTES],
                                  const struct audit_sink *sink);
#endif
