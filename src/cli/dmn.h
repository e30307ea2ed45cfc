/* acuerdo dmn: the members of the group, and where they find models. */
#ifndef CLI_DMN_H
#define CLI_DMN_H
#include "cli/command.h"
#include "dmn/check.h"
#include "dmn/cover.h"
#include "policy/attributes.h"

extern const struct command dmn_check_command;
extern const struct command dmn_decide_command;
extern const struct command dmn_diff_command;
extern const struct command dmn_explain_command;
extern const struct command dmn_export_command;
extern const struct command dmn_import_command;

/* A model and what its tables may ask. */
struct dmn_source {
    str name; /* of the file, without its folder */
    str text;
    struct dmn_model *model; /* NULL: it is none, and failure says why */
    const char *failure;
    struct dmn_input *inputs; /* of a strategy: facts; of a file by itself: what it declares, with
                                 the types of facts that have the same name */
    size_t input_count;
    struct dmn_possible *by_input; /* what the segment's table can say; NULL: nothing is known */
};

struct dmn_sources {
    struct dmn_source *list;
    size_t count;
    struct dmn_symbols *symbols; /* of all */
};

/* The models of the words: files, folders (all their .dmn files, a strategy), or strategies that
 * ship with the program.  with_facts: files too may ask facts only.  E_NOT_FOUND, E_IO, E_INVALID:
 * which file, and why. */
MUST_CHECK status dmn_sources_read(struct cli *cli, const str *words, size_t count, bool with_facts,
                                   struct dmn_sources *ret_sources);
/* The models of the active strategy of the open store, and its strategy.json. */
MUST_CHECK status dmn_sources_of_active(struct cli *cli, struct dmn_sources *ret_sources,
                                        str *ret_settings);
/* By the name of the file; NULL: there is none. */
const struct dmn_source *dmn_sources_find(const struct dmn_sources *sources, const char *name);
/* The decision of a source that the command asks for: the one that is named, or the last of the
 * file, on which no other depends.  E_NOT_FOUND: there is none. */
MUST_CHECK status dmn_source_decision(struct cli *cli, const struct dmn_source *source, str name,
                                      const struct dmn_decision **ret_decision);
/* The same for a command whose first word is a file; name: of a decision, or empty. */
MUST_CHECK status dmn_source_read(struct cli *cli, str name, struct dmn_sources *ret_sources,
                                  const struct dmn_decision **ret_decision);
/* Whether the decision gives a list of rows. */
bool dmn_gives_list(const struct dmn_decision *decision);
#endif
