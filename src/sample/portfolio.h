/* A generated Latin American portfolio: the same seed gives the same people and debts, of any size.
 *
 * Nothing of it is real: names are combined from lists, e-mails end in .example (RFC 2606),
 * telephone numbers carry the +52 55 5500 range that is never dialled here.  It feeds the demo and
 * the benchmarks through the same import as real files.  Pure but for the stream that is written
 * to. */
#ifndef SAMPLE_PORTFOLIO_H
#define SAMPLE_PORTFOLIO_H
#include <stdio.h>

#include "base/money.h"
#include "base/op.h"

struct sample {
    uint64_t seed;
    int32_t debtors;
    day start; /* the day on which the portfolio is handed over */
};

/* How a person deals with debts; what the simulation makes of it is in sample/people.h. */
enum temper {
    TEMPER_PUNCTUAL,  /* pays before the due day */
    TEMPER_FORGETFUL, /* pays once reminded */
    TEMPER_STRAINED,  /* promises, and often keeps it */
    TEMPER_EVASIVE,   /* promises and breaks it, or does not answer */
    TEMPER_UNABLE,    /* cannot pay now */
    TEMPER_DISPUTES,  /* says that something is wrong */
    TEMPER_COUNT
};

#define SAMPLE_TEXT 96

struct sample_person {
    int32_t number; /* 0 to debtors - 1 */
    enum temper temper;
    bool is_company;
    char external_id[SAMPLE_TEXT];
    char name[SAMPLE_TEXT];
    char document[SAMPLE_TEXT];
    char email[SAMPLE_TEXT];   /* empty: none is known */
    char phone[SAMPLE_TEXT];   /* empty: none is known */
    char address[SAMPLE_TEXT]; /* empty: none is known */
    const char *region;
    const char *zone;
    int debts;
};

struct sample_debt {
    char external_id[SAMPLE_TEXT];
    const char *product;
    const char *creditor;
    day opened_on;
    day first_due_on;
    int period_days; /* 0: monthly */
    int instalments;
    int first_unpaid; /* of the hand-over: earlier ones are paid and not in the file */
    money instalment; /* pesos and cents */
    int issue_days;   /* an instalment is known so many days before it is due */
};

void sample_person(const struct sample *sample, int32_t number, struct sample_person *out);
void sample_debt(const struct sample *sample, int32_t person, int index, struct sample_debt *out);
day sample_due_on(const struct sample_debt *debt, int instalment);

/* Writes CSV of kind receivables (with a header): the claims that become known in [from, through].
 * At the hand-over that is everything unpaid: from = DAY_MIN.  E_IO: the stream fails. */
MUST_CHECK status sample_write_receivables(struct op *op, const struct sample *sample, day from,
                                           day through, FILE *out, int64_t *ret_rows);
/* A number that depends on the seed and three others only. */
uint64_t sample_hash(const struct sample *sample, uint64_t a, uint64_t b, uint64_t c);
#endif
