/* Strategies: a directory of decision models with settings, templates and examples, stored by
 * content and versioned.
 *
 * A version never changes once it is stored: an edit is another version.  One decides on a day; an
 * old day is decided again with the one of its time (policy/past.h).  How a version comes to decide
 * is strategy_state.h. */
#ifndef POLICY_STRATEGY_H
#define POLICY_STRATEGY_H
#include "policy/attributes.h"
#include "policy/obligation_inputs.h"

struct strategy_models {
    struct dmn_symbols *symbols;
    const struct dmn_plan *segment;
    const struct dmn_plan *treatment;
    const struct dmn_plan *priority;
    const struct dmn_plan *negotiation; /* NULL: it has none */
    const struct dmn_plan *escalation;  /* NULL: it has none */
    struct obligation_table obligation; /* without a plan: it has none */
};

/* A letter of the strategy's own: "templates/firm_notice.es.txt". */
struct strategy_template {
    str path;
    str text;
};

/* The files of a strategy as texts; one that it may do without is empty then. */
struct strategy_source {
    str segment;
    str treatment;
    str priority;
    str settings;
    str negotiation;
    str escalation;
    str obligation;
    str cases;
    str readme;
    const struct strategy_template *templates;
    size_t template_count;
};

/* The names of the files, and where each stands in a source. */
#define STRATEGY_PARTS 9
struct strategy_part {
    const char *path;
    const char *word; /* what an API calls it */
    bool is_needed;
    size_t offset;
};
extern const struct strategy_part strategy_parts[STRATEGY_PARTS];
static inline str *strategy_part_of(struct strategy_source *source, size_t part)
{
    return (str *)((char *)source + strategy_parts[part].offset);
}
/* Whether the file is one of tables. */
bool strategy_part_is_model(size_t part);
/* The part that an API calls so, or whose file has the path; STRATEGY_PARTS: none. */
size_t strategy_part_named(str word_or_path);
#define STRATEGY_TEMPLATES      "templates/"
#define STRATEGY_TEMPLATES_MAX  64
#define STRATEGY_FILE_BYTES_MAX ((size_t)LIMIT_DMN_BYTES)

/* A strategy to be stored. */
struct strategy_new {
    str name;
    const struct strategy_source *source;
    const char *state;
    day active_from;  /* DAY_NONE: it does not decide yet */
    int64_t based_on; /* a version of the name; 0: none */
    int64_t id;       /* made */
    int64_t version;  /* made */
};
/* Stores rows and files; nothing is checked.  E_LIMIT: a file is too large. */
MUST_CHECK status strategy_insert(struct op *op, struct strategy_new *strategy);
/* Every word that the tables put out becomes a symbol of the store. */
MUST_CHECK status strategy_intern(struct op *op, const struct dmn_symbols *symbols);
/* From the day on, what decides now no longer does, but for one strategy. */
MUST_CHECK status strategy_supersede(struct op *op, day from, int64_t but_id);
/* Those whose last day is over are retired; the close asks when it opens a day. */
MUST_CHECK status strategy_retire_past(struct op *op);

/* Stores a strategy as a new version of its name and makes it active from the open date on; the one
 * before stays to be read.  For what ships, and for tests: others go through strategy_state.h.
 * E_INVALID: a model does not compile for this store's inputs; nothing is kept then. */
MUST_CHECK status strategy_install(struct op *op, str name, const struct strategy_source *source);
/* The texts of a strategy that ships with the program; E_NOT_FOUND: there is none of the name. */
MUST_CHECK status strategy_shipped(struct op *op, str name, struct strategy_source *ret_source);
/* Stores the strategy that ships with the program as version 1 and makes it active. */
MUST_CHECK status strategy_install_default(struct op *op);
/* The one that decides on the open date; E_NOT_FOUND when there is none. */
MUST_CHECK status strategy_active(struct op *op, int64_t *ret_id, str *ret_name, int *ret_version);
/* The name and version of a stored one; E_NOT_FOUND: there is none. */
MUST_CHECK status strategy_name(struct op *op, int64_t id, str *ret_name, int *ret_version);
/* The countries of the organisation and of its persons: whose law a strategy must keep. */
MUST_CHECK status strategy_countries(struct op *op, str **ret_countries, size_t *ret_count);
/* The texts of a stored strategy. */
MUST_CHECK status strategy_texts(struct op *op, int64_t id, struct strategy_source *ret_source);
/* One file of a stored strategy by its path; *ret_found false: it has none. */
MUST_CHECK status strategy_file(struct op *op, int64_t id, str path, str *ret_text,
                                bool *ret_found);
/* The schema as the part may ask for it: facts of one obligation are for obligation.dmn, which may
 * ask for nothing else; what the part may not ask for has a name that no table can write. */
struct input_schema strategy_part_schema(struct op *op, const struct input_schema *schema,
                                         bool is_of_obligation);
/* Compiles texts, or a stored strategy, for a schema of inputs into op's arena.  E_INVALID: what is
 * wrong, in which file, decision, rule and column. */
MUST_CHECK status strategy_compile_source(struct op *op, const struct strategy_source *source,
                                          const struct input_schema *schema,
                                          struct strategy_models *ret_models);
MUST_CHECK status strategy_compile(struct op *op, int64_t id, const struct input_schema *schema,
                                   struct strategy_models *ret_models,
                                   struct strategy_source *ret_source);
#endif
