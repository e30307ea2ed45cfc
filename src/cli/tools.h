/* The tools: the parsers and calendars of the product, for scripts.  A new one is a file of its own
 * (tool_NAME.c), which ends with `const struct command tool_NAME`, and a line here.
 *
 * They need no store.  What they print is tab-separated, without a header, or JSON by lines. */
#ifndef CLI_TOOLS_H
#define CLI_TOOLS_H
#include "cli/command.h"

/* In the order of the help. */
#define TOOLS(X)                                                                                   \
    X(holidays)                                                                                    \
    X(business_day)                                                                                \
    X(zone)                                                                                        \
    X(id)                                                                                          \
    X(phone)                                                                                       \
    X(place)                                                                                       \
    X(contact_check)                                                                               \
    X(fee_cap)                                                                                     \
    X(interest_cap)                                                                                \
    X(statement)                                                                                   \
    X(ledger)                                                                                      \
    X(reference)                                                                                   \
    X(debit)

#define TOOL_EXTERN(name) extern const struct command tool_##name;
TOOLS(TOOL_EXTERN)
#undef TOOL_EXTERN
#endif
