/* What a person reads of a proof. */
#ifndef CLI_PROOF_PRINT_H
#define CLI_PROOF_PRINT_H
#include "cli/command.h"
#include "prove/proof.h"

/* Text or JSON, as cli asks. */
void proof_print(struct cli *cli, const struct proof_request *request, const struct proof *proof);
#endif
