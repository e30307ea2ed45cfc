/* A column of a compiled table: values fall into classes, each class has a bitmap of rules.
 *
 * The ends of all intervals of the column cut the integers into classes; the values of a class
 * match the same rules.  A row costs a count of the cuts below its value and one AND per word. */
#ifndef DMN_COLUMN_H
#define DMN_COLUMN_H
#include "dmn/cells.h"

struct dmn_column {
    const int64_t *cuts; /* ascending; a class begins at each, and one lies below the first */
    uint32_t cut_count;
    uint32_t words;       /* 64-bit words of one bitmap */
    const uint64_t *bits; /* a bitmap per class, then the one for null */
    const bool *outside;  /* by class: not among the inputValues; NULL without inputValues */
    const bool *barred;   /* by class: the types do not allow it, or it is outside */
    bool is_chained;      /* the value comes from a decision of the plan, not from the caller */
    uint32_t source;      /* slot of the plan, or input of the caller */
    struct dmn_domain domain;
};

/* What a column is made from. */
struct dmn_column_source {
    const struct dmn_cell *cells; /* in the order of the bits */
    size_t cell_count;
    const struct dmn_cell *allowed; /* allowedValues of its types: a value outside counts as null */
    size_t allowed_count;
    const struct dmn_cell *listed; /* inputValues: a value outside matches no rule; or NULL */
};

/* Fills cuts, bits and outside.  budget is what bitmaps may still take, in bytes; it is reduced.
 * E_LIMIT: it is not enough. */
MUST_CHECK status dmn_column_build(struct op *op, const struct dmn_column_source *source,
                                   size_t *budget, struct dmn_column *column);

#define DMN_FEW_CUTS 16 /* up to here counting all beats searching */

static inline uint32_t dmn_column_class(const struct dmn_column *column, int64_t value)
{
    const int64_t *const cuts = column->cuts;
    if (column->cut_count <= DMN_FEW_CUTS) {
        uint32_t class = 0;
        for (uint32_t i = 0; i < column->cut_count; i++)
            class += cuts[i] <= value;
        return class;
    }
    uint32_t low = 0;
    for (uint32_t left = column->cut_count; left > 0;) {
        const uint32_t half = left / 2;
        const bool is_above = cuts[low + half] <= value;
        low += is_above ? half + 1 : 0;
        left = is_above ? left - half - 1 : half;
    }
    return low;
}

/* Null has a class of its own, behind those of the values. */
static inline uint32_t dmn_column_class_of(const struct dmn_column *column, struct dmn_value value)
{
    return value.is_null ? column->cut_count + 1 : dmn_column_class(column, value.value);
}

/* The rules that the value leaves standing. */
static inline const uint64_t *dmn_column_row(const struct dmn_column *column,
                                             struct dmn_value value)
{
    return column->bits + (size_t)dmn_column_class_of(column, value) * column->words;
}
#endif
