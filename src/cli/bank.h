/* The verbs of `acuerdo bank` that live in files of their own. */
#ifndef CLI_BANK_H
#define CLI_BANK_H
#include "cash/take.h"
#include "cli/command.h"

/* The queue (cli/bank_pending.c). */
extern const struct command bank_pending, bank_show;
/* Payment references (cli/bank_reference.c). */
extern const struct command bank_scheme, bank_reference;
/* Direct debit (cli/bank_debit.c). */
extern const struct command bank_mandate, bank_mandates, bank_revoke, bank_debit, bank_debits,
    bank_withdraw;
/* What became of a file that was taken (cli/bank.c). */
void bank_taken_print(struct cli *cli, const struct take_result *result);
#endif
