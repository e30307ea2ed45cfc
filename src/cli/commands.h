/* The list of commands: a new one is a file of its own and a line here. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H
#include "cli/command.h"

/* In the order of the help. */
#define COMMANDS(X)                                                                                \
    X(init)                                                                                        \
    X(import)                                                                                      \
    X(bank)                                                                                        \
    X(pay)                                                                                         \
    X(payroll)                                                                                     \
    X(close)                                                                                       \
    X(replay)                                                                                      \
    X(strategy)                                                                                    \
    X(dmn)                                                                                         \
    X(explain)                                                                                     \
    X(offers)                                                                                      \
    X(arrangement)                                                                                 \
    X(case)                                                                                        \
    X(paper)                                                                                       \
    X(facts)                                                                                       \
    X(report)                                                                                      \
    X(document)                                                                                    \
    X(sample)                                                                                      \
    X(demo)                                                                                        \
    X(consent)                                                                                     \
    X(work)                                                                                        \
    X(outbox)                                                                                      \
    X(ledger)                                                                                      \
    X(terms)                                                                                       \
    X(rate)                                                                                        \
    X(comply)                                                                                      \
    X(approval)                                                                                    \
    X(pack)                                                                                        \
    X(party)                                                                                       \
    X(person)                                                                                      \
    X(setting)                                                                                     \
    X(backup)                                                                                      \
    X(restore)                                                                                     \
    X(audit)                                                                                       \
    X(doctor)                                                                                      \
    X(key)                                                                                         \
    X(privacy)                                                                                     \
    X(user)                                                                                        \
    X(tool)                                                                                        \
    X(serve)

#define COMMAND_EXTERN(name) extern const struct command command_##name;
COMMANDS(COMMAND_EXTERN)
#undef COMMAND_EXTERN
#endif
