/* Verifying the evidence: chains and roots are computed again from the rows (record/audit.h).
 *
 * Links are read by ranges of debtors, with the audited rows of the same range beside them, in one
 * snapshot each; then each signed day is built again from its links.  Two threads share the ranges,
 * then the days.  Nothing is written. */
#ifndef UPKEEP_AUDIT_VERIFY_H
#define UPKEEP_AUDIT_VERIFY_H
#include "record/audit_root.h"
#include "record/audit_start.h"

#define AUDIT_FINDINGS_MOST 10000 /* kept; what comes after is only counted */

/* In the order of the words in audit_faults. */
enum audit_fault {
    FAULT_ROW_CHANGED,    /* it is not what was chained */
    FAULT_ROW_MISSING,    /* it was chained, and is gone */
    FAULT_ROW_UNKNOWN,    /* it is there, and was never chained */
    FAULT_LINK_CHANGED,   /* its hash is not over what it holds */
    FAULT_LINK_MISSING,   /* a number of the chain is gone */
    FAULT_EVENTS_MISSING, /* the case has counted more events than there are: the end was cut */
    FAULT_DAY_CHANGED,    /* the chains of a signed day are not those that were signed */
    FAULT_DAY_UNSIGNED,   /* a closed day has no root */
    FAULT_ROOT_CHANGED,   /* a root is not what was signed, or does not follow the one before */
    FAULT_SIGNATURE,      /* it does not hold, or its key is not known */
    FAULT_NOT_STARTED,    /* rows are not chained yet */
    FAULT_COUNT
};
const char *audit_fault_name(enum audit_fault fault);

struct audit_finding {
    enum audit_fault fault;
    const char *table; /* NULL: no row */
    struct audit_chain chain;
    int64_t row_id;
    int64_t n; /* the link; 0: none */
    day day;   /* DAY_NONE: not known */
    str detail;
};

struct audit_request {
    struct audit_chain chain; /* debtor 0: all */
    bool is_one_case;
    day from, until; /* of links and roots: from the first up to before the second */
    int threads;     /* 1 or 2 */
    str public_key;  /* the key that must have signed; empty: those that the store names */
    void (*tell)(void *context, int64_t rows); /* may be NULL; from either thread, one at a time */
    void *context;
};

struct audit_report {
    struct audit_finding *findings; /* in the order of chains, then of days */
    size_t count, capacity;
    int64_t faults; /* all of them, also those that were not kept */
    int64_t chains, links, rows, erased, days;
    struct audit_start start;
    struct arena *arena;
};

/* No transaction may be open, none is left open.  What is wrong is a finding, not a failure. */
MUST_CHECK status audit_verify(struct op *op, const struct audit_request *request,
                               struct audit_report *ret_report);
/* What a finding says, in the language of op's reader. */
str audit_sentence(struct op *op, const struct audit_finding *finding);
#endif
