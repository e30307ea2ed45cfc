/* Facts of obligations for a comparison of two versions, each with its own obligation.dmn: from the
 * claims of the view where it has them, or along one walk over the store.  One thread. */
#ifndef POLICY_COMPARE_OBLIGATIONS_H
#define POLICY_COMPARE_OBLIGATIONS_H
#include "dmn/model.h"
#include "policy/obligation_batch.h"
#include "policy/resident_view.h"

/* Of one version. */
struct compared_obligations {
    const struct dmn_model *model; /* NULL: it has none */
    struct obligation_table table;
    bool asked[OBLIGATIONS_INPUTS];
    struct obligation_columns *columns; /* NULL: it asks for none of them */
    struct obligation_batch *batch;     /* NULL: by a walk, or as the version before does */
};

struct compare_obligations {
    const struct resident_view *view;
    day on;
    struct compared_obligations before, after;
    struct obligation_walk walk;
    struct obligation_rows *rows; /* NULL: by a walk */
};

/* Compiles the table of a version, and looks what its other tables ask for.  of_one: the schema of
 * obligation.dmn. */
MUST_CHECK status compared_obligations_compile(struct op *op, const struct dmn_model *model,
                                               const struct input_schema *of_one,
                                               struct dmn_symbols *symbols,
                                               const struct dmn_plan *segment,
                                               const struct dmn_plan *treatment,
                                               struct compared_obligations *ret_side);
/* Whether the tables of a model name facts of obligations among their inputs. */
bool model_asks_obligations(const struct dmn_model *model);
/* When both versions are compiled. */
MUST_CHECK status compare_obligations_start(struct op *op, const struct resident_view *view, day on,
                                            struct compare_obligations *self);
/* The columns of both versions for a chunk of the view; chunks only rise. */
MUST_CHECK status compare_obligations_take(struct op *op, struct compare_obligations *self,
                                           size_t chunk);
void compare_obligations_close(struct compare_obligations *self);
#endif
