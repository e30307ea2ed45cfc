/* Explanations of decisions, printed. */
#ifndef CLI_EXPLAINED_H
#define CLI_EXPLAINED_H
#include "base/json.h"
#include "cli/command.h"
#include "dmn/plan.h"

/* One sentence why, and, with_others, one for each other rule. */
void explained_print(struct cli *cli, const struct dmn_explained *explained, bool with_others);
void explained_write(struct cli *cli, struct json_writer *w, const struct dmn_explained *explained);
#endif
