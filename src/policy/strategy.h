/* Strategies: a directory of decision models with settings, stored by content and versioned.
 *
 * A strategy has segment.dmn, treatment.dmn, priority.dmn and strategy.json.  The one that ships
 * with the program is installed and made active by `acuerdo init`.  Only one is active on a day. */
#ifndef POLICY_STRATEGY_H
#define POLICY_STRATEGY_H
#include "policy/attributes.h"

struct strategy_models {
    struct dmn_symbols *symbols;
    const struct dmn_plan *segment;
    const struct dmn_plan *treatment;
    const struct dmn_plan *priority;
};

/* The files of a strategy as texts. */
struct strategy_source {
    str segment;
    str treatment;
    str priority;
    str settings;
};

/* Stores a strategy as a new version of its name and makes it active; the one before stays to be
 * read.  E_INVALID: a model does not compile for this store's inputs; nothing is kept then. */
MUST_CHECK status strategy_install(struct op *op, str name, const struct strategy_source *source);
/* The texts of a strategy that ships with the program; E_NOT_FOUND: there is none of the name. */
MUST_CHECK status strategy_shipped(struct op *op, str name, struct strategy_source *ret_source);
/* The names of the files that a strategy must have, in the order of strategy_source. */
#define STRATEGY_FILES 4
extern const char *const strategy_file_names[STRATEGY_FILES];
/* Stores the strategy that ships with the program as version 1 and makes it active. */
MUST_CHECK status strategy_install_default(struct op *op);
/* The id of the active strategy; E_NOT_FOUND when there is none. */
MUST_CHECK status strategy_active(struct op *op, int64_t *ret_id, str *ret_name, int *ret_version);
/* The countries of the organisation and of its persons: whose law a strategy must keep. */
MUST_CHECK status strategy_countries(struct op *op, str **ret_countries, size_t *ret_count);
/* The texts of a stored strategy. */
MUST_CHECK status strategy_texts(struct op *op, int64_t id, struct strategy_source *ret_source);
/* Compiles a stored strategy for a schema of inputs into op's arena, and gives its settings. */
MUST_CHECK status strategy_compile(struct op *op, int64_t id, const struct input_schema *schema,
                                   struct strategy_models *ret_models, str *ret_settings);
#endif
