/* The verbs of `acuerdo privacy` that live in a file of their own. */
#ifndef CLI_PRIVACY_H
#define CLI_PRIVACY_H
#include "cli/command.h"
#include "privacy/person.h"

/* The register (cli/privacy_register.c). */
extern const struct command privacy_request, privacy_requests, privacy_answer, privacy_extend;

/* The person of --party.  E_INVALID: none was named. */
MUST_CHECK status privacy_person_of(struct cli *cli, struct person *ret_person);
#endif
