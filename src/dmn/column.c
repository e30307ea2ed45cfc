#include "dmn/column.h"

#include <stdlib.h>

static size_t end_count(const struct dmn_cell *cells, size_t count)
{
    size_t ends = 0;
    for (size_t i = 0; i < count; i++)
        ends += 2 * cells[i].count;
    return ends;
}

static size_t add_ends(const struct dmn_cell *cells, size_t count, int64_t *cuts, size_t used)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < cells[i].count; j++) {
            const struct dmn_interval interval = cells[i].intervals[j];
            if (interval.low > INT64_MIN)
                cuts[used++] = interval.low;
            if (interval.high < INT64_MAX)
                cuts[used++] = interval.high + 1;
        }
    return used;
}

static int by_value(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void find_cuts(struct op *op, const struct dmn_column_source *source,
                      struct dmn_column *column)
{
    const size_t listed_count = source->listed ? 1 : 0;
    const size_t room = end_count(source->cells, source->cell_count) +
                        end_count(source->allowed, source->allowed_count) +
                        end_count(source->listed, listed_count);
    int64_t *const cuts = arena_array(op->arena, room, sizeof(*cuts));
    size_t used = add_ends(source->cells, source->cell_count, cuts, 0);
    used = add_ends(source->allowed, source->allowed_count, cuts, used);
    used = add_ends(source->listed, listed_count, cuts, used);
    if (used > 0)
        qsort(cuts, used, sizeof(*cuts), by_value);
    size_t kept = 0;
    for (size_t i = 0; i < used; i++)
        if (kept == 0 || cuts[kept - 1] != cuts[i])
            cuts[kept++] = cuts[i];
    column->cuts = cuts;
    column->cut_count = (uint32_t)kept;
}

static void set_bit(uint64_t *bitmap, size_t bit)
{
    bitmap[bit / 64] |= UINT64_C(1) << (bit % 64);
}

/* Sets the rule's bit in every class that its cell covers. */
static void paint(const struct dmn_column *column, const struct dmn_cell *cell, size_t rule,
                  uint64_t *bits)
{
    for (size_t i = 0; i < cell->count; i++) {
        const uint32_t last = dmn_column_class(column, cell->intervals[i].high);
        for (uint32_t class = dmn_column_class(column, cell->intervals[i].low); class <= last;
             class ++)
            set_bit(bits + (size_t) class * column->words, rule);
    }
    if (cell->matches_null)
        set_bit(bits + ((size_t)column->cut_count + 1) * column->words, rule);
}

/* Any value of the class: all of them match alike. */
static struct dmn_value sample(const struct dmn_column *column, uint32_t class)
{
    return (struct dmn_value){.value = class == 0 ? INT64_MIN : column->cuts[class - 1]};
}

/* A class outside the allowed values counts as null, one outside the listed values matches nothing.
 * A null passes: it is the absence of a value, not a value outside. */
static void restrict_classes(struct op *op, const struct dmn_column_source *source,
                             struct dmn_column *column, uint64_t *bits)
{
    const size_t size = column->words * sizeof(*bits);
    const uint64_t *const null_row = bits + ((size_t)column->cut_count + 1) * column->words;
    bool *const outside = arena_array(op->arena, (size_t)column->cut_count + 2, sizeof(*outside));
    bool *const barred = arena_array(op->arena, (size_t)column->cut_count + 2, sizeof(*barred));
    for (uint32_t class = 0; class <= column->cut_count; class ++) {
        uint64_t *const row = bits + (size_t) class * column->words;
        bool is_allowed = true;
        for (size_t i = 0; i < source->allowed_count; i++)
            is_allowed = is_allowed && dmn_cell_matches(&source->allowed[i], sample(column, class));
        if (!is_allowed) {
            memcpy(row, null_row, size);
        } else if (source->listed && !dmn_cell_matches(source->listed, sample(column, class))) {
            memset(row, 0, size);
            outside[class] = true;
        }
        barred[class] = !is_allowed || outside[class];
    }
    column->outside = source->listed ? outside : NULL;
    column->barred = barred;
}

status dmn_column_build(struct op *op, const struct dmn_column_source *source, size_t *budget,
                        struct dmn_column *column)
{
    find_cuts(op, source, column);
    column->words = (uint32_t)((source->cell_count + 63) / 64);
    const size_t size = ((size_t)column->cut_count + 2) * column->words * sizeof(*column->bits);
    if (size > *budget)
        return op_fail(op, E_LIMIT, "the rules tell too many values apart: %u in this column",
                       column->cut_count);
    *budget -= size;
    uint64_t *const bits = arena_alloc(op->arena, size);
    column->bits = bits;
    for (size_t rule = 0; rule < source->cell_count; rule++)
        paint(column, &source->cells[rule], rule, bits);
    restrict_classes(op, source, column, bits);
    return OK;
}
