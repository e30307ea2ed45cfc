/* Evaluating from the inside: for the files of this room only. */
#ifndef DMN_SCALAR_LOGIC_H
#define DMN_SCALAR_LOGIC_H
#include "dmn/scalar.h"
#include "dmn/xml.h"

struct dmn_scalar {
    struct op *op;
    const struct dmn_model *model;
    const struct feel_scope *inputs;
    struct feel_names members; /* of all types, outputs and contexts of the model */
    struct feel_value *values; /* by decision */
    bool *is_done;
    int depth;
    status code; /* of the first thing that was refused while values were computed */
};

/* The expression that a node holds, as its first known child (scalar.c). */
struct feel_value dmn_scalar_logic(struct dmn_scalar *self, const struct dmn_node *node,
                                   const struct feel_scope *scope);
/* A text of FEEL; null, and code set, where it is refused. */
struct feel_value dmn_scalar_text(struct dmn_scalar *self, str text,
                                  const struct feel_scope *scope);
bool dmn_scalar_cell(struct dmn_scalar *self, str text, struct feel_value asked,
                     const struct feel_scope *scope);
/* A decisionTable (scalar_table.c). */
struct feel_value dmn_scalar_table(struct dmn_scalar *self, const struct dmn_node *node,
                                   const struct feel_scope *scope);
#endif
