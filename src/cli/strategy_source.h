/* Where a command finds a strategy: a folder, a name that ships with the program, or the store. */
#ifndef CLI_STRATEGY_SOURCE_H
#define CLI_STRATEGY_SOURCE_H
#include "cli/command.h"
#include "policy/strategy.h"

/* A word with a slash, or the name of a folder that is there, is a folder with the four files; any
 * other one ships with the program.  *ret_name: without the path.  E_NOT_FOUND: neither.  E_IO: a
 * file cannot be read, and which. */
MUST_CHECK status strategy_find(struct cli *cli, str word, struct strategy_source *ret_source,
                                str *ret_name);
#endif
