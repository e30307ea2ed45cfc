/* Where the banks of Brazil put what in CNAB 240 and 400, as data.
 *
 * A new bank is a row of cnab_layout.c; what it leaves out is as Febraban has it. */
#ifndef BANK_CNAB_LAYOUT_H
#define BANK_CNAB_LAYOUT_H
#include "bank/column.h"

/* A detail of CNAB 400: one line. */
struct cnab400_layout {
    const char *bank;     /* COMPE code; NULL: the common one */
    const char *details;  /* record types that are details */
    const char *payments; /* occurrences that are money received, a blank between them */
    struct bank_columns occurrence, occurred_on, due_on, our_number, document, title, paid,
        credited_on, name;
    bool is_credit_year_first; /* YYYYMMDD, not DDMMYYYY */
};

/* What the trailer of CNAB 400 counts and sums of this file's details.  What a bank counts of its
 * whole portfolio, as most do in columns 18-39, is no control and has no row. */
struct cnab400_control {
    const char *bank;
    const char *occurrences; /* of those details; NULL: of all */
    struct bank_columns count, value;
};
#define CNAB400_CONTROLS_MAX 4 /* of one bank */

/* Segments T and U of CNAB 240. */
struct cnab240_layout {
    const char *bank;
    const char *payments;
    struct bank_columns agency, account;                           /* of the file's header */
    struct bank_columns our_number, document, due_on, title, name; /* of T */
};

/* Fields that the bank's row leaves out are filled from the common row. */
struct cnab400_layout cnab400_layout_of(str bank);
struct cnab240_layout cnab240_layout_of(str bank);
size_t cnab400_controls_of(str bank, const struct cnab400_control **ret_controls);
/* False: 000 and 999 are no bank's code. */
bool cnab_is_bank(str bank);
bool cnab_is_known_bank(str bank);
#endif
