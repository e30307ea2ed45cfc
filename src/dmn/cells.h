/* A cell bound to its column: the integers that it matches, and whether it matches null.
 *
 * Every type is an int64 in the end (scaled number, symbol, 0 or 1, day), so every cell is a set of
 * closed intervals, sorted, apart from each other. */
#ifndef DMN_CELLS_H
#define DMN_CELLS_H
#include "dmn/plan.h"
#include "feel/unary.h"

struct dmn_interval {
    int64_t low, high; /* both inside; low <= high */
};

struct dmn_cell {
    struct dmn_interval *intervals;
    size_t count;
    bool matches_null;
};

/* What the values of a column are. */
struct dmn_domain {
    enum dmn_type type;
    int scale;
    struct dmn_symbols *symbols;
};

/* E_INVALID: a literal of another type, or a range that holds no value of the domain. */
MUST_CHECK status dmn_cell_bind(struct op *op, const struct dmn_domain *domain,
                                const struct feel_tests *tests, struct dmn_cell *ret_cell);
bool dmn_cell_matches(const struct dmn_cell *cell, struct dmn_value value);

/* A literal as a value of the domain.  E_INVALID: another type, or a number that the scale cannot
 * hold. */
MUST_CHECK status dmn_literal_bind(struct op *op, const struct dmn_domain *domain,
                                   const struct feel_literal *literal, struct dmn_value *ret_value);
/* The type of a literal that is not null. */
enum dmn_type dmn_literal_type(const struct feel_literal *literal);
#endif
