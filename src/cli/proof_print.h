/* What a person reads of a proof. */
#ifndef CLI_PROOF_PRINT_H
#define CLI_PROOF_PRINT_H
#include "cli/command.h"
#include "prove/proof.h"

/* Text or JSON, as cli asks. */
void proof_print(struct cli *cli, const struct proof_request *request, const struct proof *proof);
/* OK when it is proved; E_REFUSED with the rule when it is refuted; E_LIMIT when it is open. */
MUST_CHECK status proof_refuse(struct op *op, const struct proof_request *request,
                               const struct proof *proof);
#endif
