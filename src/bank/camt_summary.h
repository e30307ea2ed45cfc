/* TxsSummry of camt: what a bank states of a statement's entries, against what was read. */
#ifndef BANK_CAMT_SUMMARY_H
#define BANK_CAMT_SUMMARY_H
#include "bank/reading.h"

struct camt_summary {
    int64_t counts[3]; /* all, credits, debits; -1: not stated */
    struct bank_total credit, debit;
    struct bank_total sum; /* of both together; some banks write credits less debits */
    struct bank_total net; /* credits less debits, without its sign */
    enum bank_mark net_mark;
};

/* Settles the control of the file with that of the open statement, and adds to its totals. */
void camt_summary_judge(struct bank_reading *r, const struct camt_summary *summary,
                        int64_t credit_count, int64_t debit_count);
#endif
