/* Where a command finds a strategy: a folder, what ships with the program, or the store. */
#ifndef CLI_STRATEGY_SOURCE_H
#define CLI_STRATEGY_SOURCE_H
#include "cli/command.h"
#include "policy/strategy_state.h"

/* The files of a folder; *ret_name: without the path.  E_NOT_FOUND: one that it must have is
 * missing, and which.  E_IO: a file cannot be read. */
MUST_CHECK status strategy_read_folder(struct cli *cli, str word,
                                       struct strategy_source *ret_source, str *ret_name);
/* A word with a slash, or the name of a folder that is there, is a folder; any other one ships with
 * the program.  E_NOT_FOUND: neither. */
MUST_CHECK status strategy_find_files(struct cli *cli, str word, struct strategy_source *ret_source,
                                      str *ret_name);
/* NAME or NAME@VERSION in the open store; without a version the newest. */
MUST_CHECK status strategy_find_stored(struct cli *cli, str word, struct strategy_row *ret_row);
#endif
