/* The formats of bank/debit.h, one function each; orders are checked and sorted by day. */
#ifndef BANK_DEBIT_FORMATS_H
#define BANK_DEBIT_FORMATS_H
#include "bank/debit.h"

struct debit_file {
    const struct debit_header *header;
    const struct debit_order *orders;
    size_t count;
    int64_t total;
    struct buf *out;
};

void bank_debit_pain(const struct debit_file *file);
void bank_debit_cnab240(const struct debit_file *file);
void bank_debit_cnab400(const struct debit_file *file);
void bank_debit_asobancaria(const struct debit_file *file);
#endif
