#include "dmn/cover.h"

#include <assert.h>

/* --- axes --- */

static bool is_read_before(const struct dmn_axes *axes, const struct dmn_column *column)
{
    for (size_t i = 0; i < axes->count; i++)
        if (axes->axes[i].is_chained == column->is_chained &&
            axes->axes[i].source == column->source)
            return true;
    return false;
}

static bool reads(const struct dmn_axis *axis, const struct dmn_column *column)
{
    return axis->is_chained == column->is_chained && axis->source == column->source;
}

/* The rules that a value leaves standing in all columns of the axis; false: it cannot come. */
static bool find_row(const struct dmn_step *step, const struct dmn_axis *axis,
                     struct dmn_value value, uint64_t *row)
{
    memcpy(row, step->all, step->words * sizeof(*row));
    for (uint32_t c = 0; c < step->column_count; c++) {
        const struct dmn_column *const column = &step->columns[c];
        if (!reads(axis, column))
            continue;
        if (!value.is_null && column->barred[dmn_column_class_of(column, value)])
            return false;
        const uint64_t *const bits = dmn_column_row(column, value);
        for (uint32_t word = 0; word < step->words; word++)
            row[word] &= bits[word];
    }
    return true;
}

struct classes {
    const struct dmn_step *step;
    struct dmn_axis *axis;
    struct dmn_value *values;
    uint64_t *bits;
    uint64_t *hashes; /* of the rows: most differ in it */
};

static uint64_t hash_of(const uint64_t *row, uint32_t words)
{
    uint64_t hash = 1;
    for (uint32_t word = 0; word < words; word++)
        hash = (hash ^ row[word]) * UINT64_C(0x9E3779B97F4A7C15);
    return hash;
}

/* A class for each different row; values that leave the same rules are one. */
static void add_value(struct classes *classes, struct dmn_value value)
{
    struct dmn_axis *const axis = classes->axis;
    const size_t size = classes->step->words * sizeof(uint64_t);
    uint64_t *const row = classes->bits + (size_t)axis->class_count * classes->step->words;
    if (!find_row(classes->step, axis, value, row))
        return;
    const uint64_t hash = hash_of(row, classes->step->words);
    for (uint32_t i = 0; i < axis->class_count && !value.is_null; i++)
        if (classes->hashes[i] == hash &&
            memcmp(classes->bits + (size_t)i * classes->step->words, row, size) == 0)
            return;
    classes->hashes[axis->class_count] = hash;
    classes->values[axis->class_count] = value;
    axis->has_null = value.is_null;
    axis->class_count += !value.is_null;
}

static bool is_of_type(const struct dmn_domain *domain, int64_t value)
{
    if (domain->type == DMN_BOOLEAN)
        return value == 0 || value == 1;
    if (domain->type == DMN_STRING)
        return value >= DMN_SYMBOL_UNKNOWN && value < (int64_t)dmn_symbols_count(domain->symbols);
    return domain->type != DMN_DATE || (value > INT32_MIN / 2 && value < INT32_MAX / 2);
}

/* A value of every class of one column. */
static void add_cuts(struct classes *classes, const struct dmn_column *column)
{
    const struct dmn_domain *const domain = &classes->axis->domain;
    if (domain->type == DMN_STRING)
        add_value(classes, (struct dmn_value){.value = DMN_SYMBOL_UNKNOWN});
    for (uint32_t i = 0; i < column->cut_count; i++) {
        const int64_t cut = column->cuts[i];
        if (i == 0 && cut > INT64_MIN && is_of_type(domain, cut - 1))
            add_value(classes, (struct dmn_value){.value = cut - 1});
        if (is_of_type(domain, cut))
            add_value(classes, (struct dmn_value){.value = cut});
    }
    if (column->cut_count == 0 && domain->type != DMN_STRING)
        add_value(classes, (struct dmn_value){.value = 0});
}

static const struct dmn_possible *possible_of(const struct dmn_known *known,
                                              const struct dmn_axis *axis)
{
    static const struct dmn_possible anything = {.has_null = true};
    const struct dmn_possible *const list = axis->is_chained ? known->by_slot : known->by_input;
    return list && list[axis->source].is_known ? &list[axis->source] : &anything;
}

static size_t most_classes(const struct dmn_step *step, const struct dmn_axis *axis,
                           const struct dmn_possible *possible)
{
    size_t most = 4 + possible->count;
    for (uint32_t c = 0; c < step->column_count; c++)
        if (reads(axis, &step->columns[c]))
            most += (size_t)step->columns[c].cut_count + 2;
    return most;
}

static void build_axis(struct op *op, const struct dmn_step *step, const struct dmn_known *known,
                       struct dmn_axis *axis)
{
    const struct dmn_possible *const possible = possible_of(known, axis);
    const size_t most = most_classes(step, axis, possible);
    struct classes classes = {step, axis, arena_array(op->arena, most, sizeof(struct dmn_value)),
                              arena_array(op->arena, most, step->words * sizeof(uint64_t)),
                              arena_array(op->arena, most, sizeof(uint64_t))};
    for (size_t i = 0; i < possible->count; i++)
        add_value(&classes, possible->values[i]);
    for (uint32_t c = 0; c < step->column_count && !possible->is_known; c++)
        if (reads(axis, &step->columns[c]))
            add_cuts(&classes, &step->columns[c]);
    if (possible->has_null)
        add_value(&classes, (struct dmn_value){.is_null = true});
    axis->values = classes.values;
    axis->bits = classes.bits;
}

void dmn_axes_build(struct op *op, const struct dmn_step *step, const struct dmn_known *known,
                    struct dmn_axes *ret_axes)
{
    struct dmn_axes axes = {.step = step};
    axes.axes = arena_array(op->arena, step->column_count, sizeof(*axes.axes));
    for (uint32_t c = 0; c < step->column_count; c++) {
        const struct dmn_column *const column = &step->columns[c];
        if (is_read_before(&axes, column))
            continue;
        struct dmn_axis *const axis = &axes.axes[axes.count++];
        *axis = (struct dmn_axis){.is_chained = column->is_chained,
                                  .source = column->source,
                                  .column = c,
                                  .domain = column->domain};
        build_axis(op, step, known, axis);
    }
    *ret_axes = axes;
}

/* --- walks --- */

static bool has_bit(const uint64_t *set, uint32_t bit)
{
    return set[bit / 64] >> (bit % 64) & 1;
}

static const uint64_t *class_bits(const struct dmn_cover *cover, size_t axis, uint32_t class)
{
    return cover->axes->axes[axis].bits + (size_t) class * cover->words;
}

static uint32_t class_end(const struct dmn_cover *cover, size_t axis)
{
    const struct dmn_axis *const a = &cover->axes->axes[axis];
    return a->class_count + (a->has_null && cover->with_nulls ? 1 : 0);
}

static bool is_inside(const struct dmn_cover *cover, size_t axis, uint32_t class)
{
    return cover->rule_bit < 0 ||
           has_bit(class_bits(cover, axis, class), (uint32_t)cover->rule_bit);
}

void dmn_cover_start(struct op *op, const struct dmn_axes *axes, struct dmn_cover *ret_cover)
{
    const uint32_t words = axes->step->words;
    *ret_cover = (struct dmn_cover){.op = op,
                                    .axes = axes,
                                    .words = words,
                                    .steps_left = DMN_COVER_STEPS,
                                    .with_nulls = true,
                                    .rule_bit = -1};
    ret_cover->full = arena_array(op->arena, (axes->count + 1) * words, sizeof(uint64_t));
    ret_cover->sets = arena_array(op->arena, (axes->count + 2) * words, sizeof(uint64_t));
    ret_cover->choice = arena_array(op->arena, axes->count, sizeof(uint32_t));
}

/* From the last axis to the first: a rule stays while it has every class inside. */
static void find_full(struct dmn_cover *cover)
{
    const uint32_t words = cover->words;
    memcpy(cover->full + cover->axes->count * words, cover->axes->step->all,
           words * sizeof(uint64_t));
    for (size_t axis = cover->axes->count; axis-- > 0;) {
        uint64_t *const full = cover->full + axis * words;
        memcpy(full, full + words, words * sizeof(uint64_t));
        for (uint32_t class = 0; class < class_end(cover, axis); class ++) {
            if (!is_inside(cover, axis, class))
                continue;
            const uint64_t *const bits = class_bits(cover, axis, class);
            for (uint32_t word = 0; word < words; word++)
                full[word] &= bits[word];
        }
    }
}

static bool is_empty(const uint64_t *set, uint32_t words)
{
    uint64_t any = 0;
    for (uint32_t word = 0; word < words; word++)
        any |= set[word];
    return any == 0;
}

static bool meets(const uint64_t *a, const uint64_t *b, uint32_t words)
{
    uint64_t any = 0;
    for (uint32_t word = 0; word < words; word++)
        any |= a[word] & b[word];
    return any != 0;
}

static uint64_t *set_at(struct dmn_cover *cover, size_t axis)
{
    return cover->sets + axis * cover->words;
}

/* Nothing is left, so the later axes may stand anywhere inside; false: one has no class at all. */
static bool choose_rest(struct dmn_cover *cover, size_t axis)
{
    for (; axis < cover->axes->count; axis++) {
        uint32_t class = 0;
        while (class < class_end(cover, axis) && !is_inside(cover, axis, class))
            class ++;
        if (class == class_end(cover, axis))
            return false;
        cover->choice[axis] = class;
    }
    return true;
}

/* What the class of the axis leaves of the set goes one further. */
static void take_class(struct dmn_cover *cover, size_t axis, uint32_t class)
{
    const uint64_t *const bits = class_bits(cover, axis, class);
    const uint64_t *const set = set_at(cover, axis);
    uint64_t *const next = set_at(cover, axis + 1);
    for (uint32_t word = 0; word < cover->words; word++)
        next[word] = set[word] & bits[word];
    cover->choice[axis] = class;
}

/* Depth is the number of axes, at most LIMIT_DMN_COLUMNS. */
static enum dmn_found walk(struct dmn_cover *cover, size_t axis)
{
    enum dmn_found found = DMN_NONE;
    if (is_empty(set_at(cover, axis), cover->words))
        return choose_rest(cover, axis) ? DMN_FOUND : DMN_NONE;
    if (meets(set_at(cover, axis), cover->full + axis * cover->words, cover->words))
        return DMN_NONE;
    for (uint32_t class = 0; class < class_end(cover, axis); class ++) {
        if (!is_inside(cover, axis, class))
            continue;
        cover->steps_left -= 1 + cover->words / 8;
        if (cover->steps_left < 0)
            return DMN_NOT_KNOWN;
        take_class(cover, axis, class);
        found = walk(cover, axis + 1);
        if (found != DMN_NONE)
            return found;
    }
    return DMN_NONE;
}

void dmn_cover_everywhere(struct dmn_cover *cover, bool with_nulls)
{
    cover->with_nulls = with_nulls;
    cover->rule_bit = -1;
    find_full(cover);
}

enum dmn_found dmn_cover_hole(struct dmn_cover *cover, const uint64_t *set, uint32_t first)
{
    assert(cover->rule_bit < 0);
    memcpy(set_at(cover, 0), set, cover->words * sizeof(*set));
    if (first == UINT32_MAX)
        return walk(cover, 0);
    assert(cover->axes->count > 0);
    take_class(cover, 0, first);
    return walk(cover, 1);
}

bool dmn_cover_can_match(const struct dmn_cover *cover, uint32_t bit, size_t *ret_axis)
{
    for (size_t axis = 0; axis < cover->axes->count; axis++) {
        bool is_some = false;
        for (uint32_t class = 0; class < class_end(cover, axis); class ++)
            is_some = is_some || has_bit(class_bits(cover, axis, class), bit);
        if (is_some)
            continue;
        *ret_axis = axis;
        return false;
    }
    return true;
}

enum dmn_found dmn_cover_beyond(struct dmn_cover *cover, uint32_t bit, int32_t *ret_by)
{
    uint64_t *const before = set_at(cover, 0);
    *ret_by = -1;
    dmn_cover_overlaps(cover, bit, before);
    for (uint32_t word = 0; word < cover->words; word++)
        before[word] &= word < bit / 64    ? UINT64_MAX
                        : word == bit / 64 ? (UINT64_C(1) << (bit % 64)) - 1
                                           : 0;
    cover->rule_bit = (int32_t)bit;
    find_full(cover);
    for (uint32_t word = 0; word < cover->words && *ret_by < 0; word++)
        if (before[word] & cover->full[word])
            *ret_by = (int32_t)(word * 64) + __builtin_ctzll(before[word] & cover->full[word]);
    return walk(cover, 0);
}

void dmn_cover_overlaps(const struct dmn_cover *cover, uint32_t bit, uint64_t *ret_set)
{
    memcpy(ret_set, cover->axes->step->all, cover->words * sizeof(*ret_set));
    uint64_t *const any = arena_array(cover->op->arena, cover->words, sizeof(*any));
    for (size_t axis = 0; axis < cover->axes->count; axis++) {
        memset(any, 0, cover->words * sizeof(*any));
        for (uint32_t class = 0; class < class_end(cover, axis); class ++) {
            const uint64_t *const bits = class_bits(cover, axis, class);
            for (uint32_t word = 0; word < cover->words && has_bit(bits, bit); word++)
                any[word] |= bits[word];
        }
        for (uint32_t word = 0; word < cover->words; word++)
            ret_set[word] &= any[word];
    }
}

void dmn_cover_meet(struct dmn_cover *cover, uint32_t bit, uint32_t other)
{
    for (size_t axis = 0; axis < cover->axes->count; axis++) {
        uint32_t class = 0;
        while (class < class_end(cover, axis) && !(has_bit(class_bits(cover, axis, class), bit) &&
                                                   has_bit(class_bits(cover, axis, class), other)))
            class ++;
        assert(class < class_end(cover, axis));
        cover->choice[axis] = class;
    }
}
