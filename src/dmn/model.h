/* A DMN file as data: decisions, their tables, inputs and types, all cells still text.
 *
 * Loading checks structure (rows as wide as the table, names that are unique, hit policies that
 * exist); what cells and types mean is checked when a decision is compiled (plan.h), so one
 * unsupported decision does not bar its neighbours.  Immutable; lives in the op's arena, with every
 * text in it. */
#ifndef DMN_MODEL_H
#define DMN_MODEL_H
#include "base/op.h"
#include "base/str.h"

enum dmn_hit_policy {
    DMN_UNIQUE,
    DMN_ANY,
    DMN_FIRST,
    DMN_PRIORITY,
    DMN_COLLECT,
    DMN_RULE_ORDER,
    DMN_OUTPUT_ORDER
};
enum dmn_aggregation { DMN_LIST, DMN_SUM, DMN_MIN, DMN_MAX, DMN_COUNT };

/* A column of a table. */
struct dmn_clause {
    str id;         /* empty: it has none */
    str name;       /* of an output; empty when the decision has only one */
    str label;      /* what people read; may be empty */
    str expression; /* of an input: the name whose value is tested */
    str type_ref;   /* may be empty */
    str values;     /* inputValues or outputValues; may be empty */
    bool has_default;
    str default_entry; /* of an output */
};

struct dmn_rule {
    str id;            /* empty: it has none */
    str *inputs;       /* table.input_count cells */
    str *outputs;      /* table.output_count entries */
    str annotation[2]; /* what people read, by enum language; one stands for both */
    int line;          /* in the file */
};

struct dmn_table {
    enum dmn_hit_policy policy;
    enum dmn_aggregation aggregation; /* DMN_LIST unless the policy is COLLECT */
    struct dmn_clause *inputs, *outputs;
    size_t input_count, output_count;
    struct dmn_rule *rules;
    size_t rule_count;
};

struct dmn_node; /* dmn/xml.h */

enum dmn_need { DMN_NEEDS_INPUT, DMN_NEEDS_DECISION, DMN_NEEDS_KNOWLEDGE };
struct dmn_requirement {
    enum dmn_need need;
    str href;
};

struct dmn_decision {
    str id, name, type_ref;
    str logic; /* the element that holds the logic, "decisionTable" or another; empty for none */
    const struct dmn_table *table; /* NULL unless the logic is a decision table in FEEL */
    struct dmn_requirement *requirements;
    size_t requirement_count;
    const struct dmn_node *node; /* as it stands in the file */
};

struct dmn_input_data {
    str id, name, type_ref;
};

struct dmn_item { /* itemDefinition or itemComponent */
    str name, type_ref;
    str allowed_values;
    bool is_list;
    struct dmn_item *components;
    size_t component_count;
};

struct dmn_model {
    str name;            /* as given to dmn_model_load: what messages call it */
    str uri;             /* the model's own namespace, for hrefs */
    const char *version; /* "1.1" to "1.5" */
    struct dmn_item *items;
    struct dmn_input_data *inputs;
    struct dmn_decision *decisions;
    size_t item_count, input_count, decision_count;
    const struct dmn_node *root; /* of the file */
};

/* name is what people know the model by, such as its file name.  E_INVALID: not XML, not DMN, or
 * its structure is broken; E_LIMIT: too large (base/limits.h).  Texts say where. */
MUST_CHECK status dmn_model_load(struct op *op, str xml, const char *name,
                                 struct dmn_model **ret_model);

/* By name, blanks normalised; NULL when there is none. */
const struct dmn_decision *dmn_model_decision(const struct dmn_model *model, str name);
/* What href points to in this model (#id or uri#id), or NULL. */
const struct dmn_decision *dmn_model_find_decision(const struct dmn_model *model, str href);
const struct dmn_input_data *dmn_model_find_input(const struct dmn_model *model, str href);

/* U, A, F, P, C, R or O. */
char dmn_hit_policy_letter(enum dmn_hit_policy policy);
/* "UNIQUE", "RULE ORDER" …, as the file has it, and back; false: there is none of the name. */
const char *dmn_hit_policy_name(enum dmn_hit_policy policy);
MUST_CHECK bool dmn_hit_policy_parse(str name, enum dmn_hit_policy *ret_policy);
/* "SUM" …; empty for DMN_LIST. */
const char *dmn_aggregation_name(enum dmn_aggregation aggregation);
MUST_CHECK bool dmn_aggregation_parse(str name, enum dmn_aggregation *ret_aggregation);
/* The language of an annotation column, by its name: DMN has no other place for it. */
#define DMN_ANNOTATION_ES "Por qué está aquí"
#define DMN_ANNOTATION_EN "Why it is here"
bool dmn_annotation_is_english(str name);
#endif
