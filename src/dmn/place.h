/* Where in a model something is refused, so that every refusal can be found on the screen. */
#ifndef DMN_PLACE_H
#define DMN_PLACE_H
#include "base/op.h"
#include "base/str.h"

/* From the whole to the cell; empty or 0 leaves a part out, an empty model all of it.  Rules and
 * columns count from 1. */
struct dmn_place {
    str model;
    str decision;
    size_t rule;
    size_t column;
    bool is_output; /* the column is one of the outputs, which count from 1 again */
    str column_name;
    str cell; /* what stands there */
};

/* "model 'm', decision 'd', rule 4, column 2 (past_due_days), '< x': " and then the sentence. */
MUST_CHECK status dmn_refuse(struct op *op, const struct dmn_place *place, status code,
                             const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Puts the place before the text of the failure that the op already carries. */
MUST_CHECK status dmn_refuse_here(struct op *op, const struct dmn_place *place);
#endif
