/* Simulated people: debtors who pay, promise, break and complain, and the agents who work with
 * them.
 *
 * They do only what users can do: agents lease work items and record results, banks send files of
 * payments, debtors answer. What each does is a function of the seed, the person and the day, and
 * of what the store shows them, so a simulation that was killed goes on where it was. */
#ifndef SAMPLE_PEOPLE_H
#define SAMPLE_PEOPLE_H
#include "sample/portfolio.h"

#define PEOPLE_AGENTS 6

struct people {
    struct sample sample;
    int64_t agents[PEOPLE_AGENTS];
    int64_t supervisor;
    int items_per_agent; /* what one agent gets done in a day */
};

struct people_count {
    int64_t items;
    int64_t contacts;
    int64_t promises;
    int64_t disputes;
    int64_t payments;
};

/* Agents work their queues on the open business date, one transaction for each result. */
MUST_CHECK status people_work(struct op *op, const struct people *people,
                              struct people_count *count);
/* Debtors answer what was sent to them, and a supervisor answers disputes. */
MUST_CHECK status people_answer(struct op *op, const struct people *people,
                                struct people_count *count);
/* Writes the day's payments as a bank would: a CSV for `import payments`.  E_IO. */
MUST_CHECK status people_write_payments(struct op *op, const struct people *people, FILE *out,
                                        struct people_count *count);
#endif
