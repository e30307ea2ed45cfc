/* The members of acuerdo audit. */
#ifndef CLI_AUDITS_H
#define CLI_AUDITS_H
#include "cli/command.h"

/* In the order of the help. */
#define AUDITS(X)                                                                                  \
    X(verify)                                                                                      \
    X(root)                                                                                        \
    X(list)                                                                                        \
    X(key)                                                                                         \
    X(file)                                                                                        \
    X(check_file)

#define AUDIT_EXTERN(name) extern const struct command audit_command_##name;
AUDITS(AUDIT_EXTERN)
#undef AUDIT_EXTERN

/* --from and --to (that day too); without them all days. */
MUST_CHECK status audit_days(struct cli *cli, day *ret_from, day *ret_until);
/* The chain of a case by its number or id.  E_NOT_FOUND. */
MUST_CHECK status audit_find_case(struct cli *cli, str text, int64_t *ret_debtor_id,
                                  int64_t *ret_case_id);
#endif
