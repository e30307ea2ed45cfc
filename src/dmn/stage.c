/* Making a table ready for columns: what can be known before a row is seen. */
#include "dmn/stage.h"

#include <assert.h>

/* A table whose policy may look past the first rule that hits. */
static bool sees_all_hits(const struct dmn_step *step)
{
    return step->aggregation != DMN_LIST || step->policy == DMN_UNIQUE || step->policy == DMN_ANY;
}

static uint32_t class_count(const struct dmn_column *column)
{
    return column->cut_count + 2; /* below the first cut, from each on, and null */
}

/* How many combinations of classes there are; 0: more than DMN_BATCH_CELLS. */
static uint32_t cell_count(const struct dmn_step *step)
{
    uint64_t cells = 1;
    for (uint32_t i = 0; i < step->column_count && cells <= DMN_BATCH_CELLS; i++)
        cells *= class_count(&step->columns[i]);
    return cells <= DMN_BATCH_CELLS ? (uint32_t)cells : 0;
}

/* --- outcomes --- */

#define SEATS (2 * DMN_BATCH_CELLS)

/* Outcomes that are alike are one: found by their hash. */
struct gathering {
    struct arena *arena; /* of the gathering alone */
    uint32_t *seats;     /* 0: free, else the number of an outcome, from 1 */
    size_t width;        /* values of an outcome */
    struct dmn_outcomes found;
    size_t hit_capacity, value_capacity;
};

static uint32_t mix(uint32_t hash, uint64_t word)
{
    const uint64_t product = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(product >> 32) ^ (uint32_t)product;
}

static uint32_t hash_of(const struct dmn_hit *hit, const struct dmn_value *values, size_t width)
{
    uint32_t hash = mix(mix((uint32_t)hit->rule, (uint32_t)hit->second), (uint64_t)hit->violation);
    for (size_t i = 0; i < width; i++)
        hash = mix(hash, values[i].is_null ? 1 : (uint64_t)values[i].value);
    return hash % SEATS;
}

static bool is_alike(const struct gathering *g, uint32_t outcome, const struct dmn_hit *hit,
                     const struct dmn_value *values)
{
    assert(g->found.hits && g->found.values); /* a seat that is taken has an outcome */
    const struct dmn_hit *const other = &g->found.hits[outcome];
    const struct dmn_value *const others = g->found.values + outcome * g->width;
    if (other->rule != hit->rule || other->second != hit->second ||
        other->violation != hit->violation)
        return false;
    for (size_t i = 0; i < g->width; i++)
        if (others[i].is_null != values[i].is_null ||
            (!values[i].is_null && others[i].value != values[i].value))
            return false;
    return true;
}

static void add_outcome(struct gathering *g, const struct dmn_hit *hit,
                        const struct dmn_value *values)
{
    struct dmn_outcomes *const found = &g->found;
    found->hits =
        arena_grow(g->arena, found->hits, found->count, &g->hit_capacity, sizeof(*found->hits));
    found->hits[found->count] = *hit;
    for (size_t i = 0; i < g->width; i++) {
        const size_t used = found->count * g->width + i;
        found->values =
            arena_grow(g->arena, found->values, used, &g->value_capacity, sizeof(*found->values));
        found->values[used] = values[i];
    }
    found->count++;
}

static uint16_t find_outcome(struct gathering *g, const struct dmn_hit *hit,
                             const struct dmn_value *values)
{
    uint32_t seat = hash_of(hit, values, g->width);
    while (g->seats[seat] != 0 && !is_alike(g, g->seats[seat] - 1, hit, values))
        seat = (seat + 1) % SEATS;
    if (g->seats[seat] == 0) {
        add_outcome(g, hit, values);
        g->seats[seat] = g->found.count;
    }
    return (uint16_t)(g->seats[seat] - 1);
}

/* The next combination, the last column fastest. */
static void step_classes(const struct dmn_step *step, uint32_t *classes)
{
    for (uint32_t i = step->column_count; i > 0; i--) {
        if (++classes[i - 1] < class_count(&step->columns[i - 1]))
            return;
        classes[i - 1] = 0;
    }
}

static struct dmn_outcomes keep_outcomes(struct op *op, const struct gathering *g)
{
    const struct dmn_outcomes *const found = &g->found;
    struct dmn_outcomes kept = {.count = found->count};
    if (found->count == 0)
        return kept;
    assert(found->hits && found->values);
    kept.hits = arena_array(op->arena, found->count, sizeof(*kept.hits));
    kept.values = arena_array(op->arena, found->count * g->width, sizeof(*kept.values));
    memcpy(kept.hits, found->hits, found->count * sizeof(*kept.hits));
    memcpy(kept.values, found->values, found->count * g->width * sizeof(*kept.values));
    return kept;
}

/* What a rule says by itself comes first, by its number: then which outcome a row has says which
 * rule fired, and nothing is looked up for it. */
static void number_rules(struct gathering *g, const struct dmn_step *step)
{
    for (uint32_t i = 0; i < step->rule_count; i++) {
        const struct dmn_hit hit = {.rule = (int32_t)i, .second = -1};
        (void)find_outcome(g, &hit, step->values + i * g->width);
    }
}

static void decide_classes(struct op *op, struct dmn_stage *stage, uint32_t cells)
{
    const struct dmn_step *const step = stage->step;
    struct arena *const arena = arena_create();
    struct gathering g = {.arena = arena, .width = step->output_count};
    struct dmn_value *const values = arena_array(arena, g.width, sizeof(*values));
    uint32_t classes[LIMIT_DMN_COLUMNS] = {0};
    uint16_t *const by_classes = arena_array(op->arena, cells, sizeof(*by_classes));
    g.seats = arena_array(arena, SEATS, sizeof(*g.seats));
    if (step->aggregation == DMN_LIST)
        number_rules(&g, step);
    for (uint32_t cell = 0; cell < cells; cell++) {
        struct dmn_hit hit = {0};
        dmn_step_decide_classes(step, classes, values, &hit);
        by_classes[cell] = find_outcome(&g, &hit, values);
        step_classes(step, classes);
    }
    stage->by_classes = by_classes;
    stage->outcomes = keep_outcomes(op, &g);
    arena_destroy(arena);
}

/* A rule is an outcome by its number; then the default, and the default for a value outside. */
static void list_rules(struct op *op, struct dmn_stage *stage)
{
    const struct dmn_step *const step = stage->step;
    const size_t width = step->output_count;
    struct dmn_outcomes *const all = &stage->outcomes;
    all->count = step->rule_count + 2;
    all->hits = arena_array(op->arena, all->count, sizeof(*all->hits));
    all->values = arena_array(op->arena, all->count * width, sizeof(*all->values));
    for (uint32_t i = 0; i < all->count; i++) {
        const uint32_t row = i < step->rule_count ? i : step->rule_count;
        all->hits[i] = (struct dmn_hit){.rule = i < step->rule_count ? (int32_t)i : -1,
                                        .second = -1,
                                        .violation = i == step->rule_count + 1 ? DMN_VALUE_OUTSIDE
                                                                               : DMN_NO_VIOLATION};
        memcpy(all->values + i * width, step->values + row * width, width * sizeof(*all->values));
    }
}

static void make_room(struct op *op, struct dmn_stage *stage)
{
    stage->outcomes.count = VEC_ROWS;
    stage->outcomes.hits = arena_array(op->arena, VEC_ROWS, sizeof(*stage->outcomes.hits));
    stage->outcomes.values = arena_array(op->arena, VEC_ROWS * (size_t)stage->step->output_count,
                                         sizeof(*stage->outcomes.values));
}

/* --- outputs --- */

static uint8_t width_of(int64_t value)
{
    return value == (int8_t)value    ? 1
           : value == (int16_t)value ? 2
           : value == (int32_t)value ? 4
                                     : 8;
}

static void put_cell(void *cells, uint8_t width, uint32_t at, int64_t value)
{
    if (width == 1)
        ((int8_t *)cells)[at] = (int8_t)value;
    else if (width == 2)
        ((int16_t *)cells)[at] = (int16_t)value;
    else if (width == 4)
        ((int32_t *)cells)[at] = (int32_t)value;
    else
        ((int64_t *)cells)[at] = value;
}

static struct dmn_packed pack_output(struct op *op, const struct dmn_stage *stage, uint32_t output)
{
    const struct dmn_outcomes *const all = &stage->outcomes;
    const struct dmn_value *const first = all->values + output;
    const size_t width = stage->step->output_count;
    bool *const valid = arena_array(op->arena, all->count, sizeof(*valid));
    struct dmn_packed packed = {.width = 1, .valid = valid};
    for (uint32_t i = 0; i < all->count; i++) {
        const struct dmn_value value = first[i * width];
        valid[i] = !value.is_null;
        packed.has_null = packed.has_null || value.is_null;
        if (!value.is_null && width_of(value.value) > packed.width)
            packed.width = width_of(value.value);
    }
    void *const cells = arena_array(op->arena, all->count, packed.width);
    for (uint32_t i = 0; i < all->count; i++)
        if (valid[i])
            put_cell(cells, packed.width, i, first[i * width].value);
    packed.cells = cells;
    return packed;
}

static void pack_outputs(struct op *op, struct dmn_stage *stage)
{
    const uint32_t count = stage->step->output_count;
    stage->rules = arena_array(op->arena, stage->outcomes.count, sizeof(*stage->rules));
    stage->is_numbered = stage->road != DMN_BY_ROW;
    for (uint32_t i = 0; i < stage->outcomes.count; i++) {
        const int32_t rule = stage->outcomes.hits[i].rule;
        stage->rules[i] = (uint16_t)rule;
        stage->is_numbered &= rule == (i < stage->step->rule_count ? (int32_t)i : -1);
    }
    stage->packed = arena_array(op->arena, count, sizeof(*stage->packed));
    for (uint32_t i = 0; i < count && stage->road != DMN_BY_ROW; i++)
        stage->packed[i] = pack_output(op, stage, i);
}

/* --- columns --- */

static struct dmn_narrow narrow(struct op *op, const struct dmn_column *column, uint8_t width)
{
    const int64_t least = width == 2 ? INT16_MIN : INT32_MIN;
    const int64_t most = width == 2 ? INT16_MAX : INT32_MAX;
    void *const cuts = arena_array(op->arena, column->cut_count, width);
    struct dmn_narrow narrow = {.cuts = cuts};
    for (uint32_t i = 0; i < column->cut_count && column->cuts[i] <= most; i++) {
        if (column->cuts[i] <= least)
            narrow.base++;
        else
            put_cell(cuts, width, narrow.count++, column->cuts[i]);
    }
    return narrow;
}

static uint32_t part_of(const struct dmn_feed *feed, struct dmn_value value)
{
    return feed->stride * dmn_column_class_of(feed->column, value);
}

#define SPAN_CUTS 8    /* up to here counting them is as quick as a load */
#define SPAN_MAX  4096 /* values: the parts stay in the nearest cache */

static struct dmn_span span_of(struct op *op, const struct dmn_feed *feed)
{
    const struct dmn_column *const column = feed->column;
    struct dmn_span span = {0};
    int64_t width = 0;
    if (column->cut_count <= SPAN_CUTS || column->cuts[0] == INT64_MIN)
        return span;
    span.low = column->cuts[0] - 1;
    span.high = column->cuts[column->cut_count - 1];
    if (__builtin_sub_overflow(span.high, span.low, &width) || width >= SPAN_MAX)
        return (struct dmn_span){0};
    uint32_t *const parts = arena_array(op->arena, (size_t)width + 1, sizeof(*parts));
    for (int64_t i = 0; i <= width; i++)
        parts[i] = part_of(feed, (struct dmn_value){.value = span.low + i});
    span.parts = parts;
    return span;
}

void dmn_feed_follow(struct dmn_feed *feed)
{
    const struct dmn_outcomes *const all = &feed->from->outcomes;
    const size_t width = feed->from->step->output_count;
    for (uint32_t i = 0; i < all->count; i++)
        feed->by_outcome[i] = part_of(feed, all->values[i * width + feed->output]);
}

static void find_source(struct op *op, const struct dmn_stage *stages, struct dmn_feed *feed)
{
    const struct dmn_stage *from = stages;
    while (feed->column->source < from->step->slot ||
           feed->column->source >= from->step->slot + from->step->output_count)
        from++;
    feed->from = from;
    feed->output = feed->column->source - from->step->slot;
    feed->by_outcome = arena_array(op->arena, from->outcomes.count, sizeof(*feed->by_outcome));
    dmn_feed_follow(feed);
}

static void build_feed(struct op *op, const struct dmn_stage *stages, struct dmn_feed *feed)
{
    if (feed->column->is_chained) {
        find_source(op, stages, feed);
        return;
    }
    for (int value = INT8_MIN; value <= INT8_MAX; value++)
        feed->by_byte[(uint8_t)value] = part_of(feed, (struct dmn_value){.value = value});
    feed->narrow_16 = narrow(op, feed->column, 2);
    feed->narrow_32 = narrow(op, feed->column, 4);
    feed->span = span_of(op, feed);
}

/* An index of DMN_BY_CLASSES is a number whose digits are classes; elsewhere each column has an
 * index of its own: where its bitmap begins, or the class itself. */
static void build_feeds(struct op *op, const struct dmn_stage *stages, struct dmn_stage *stage)
{
    const struct dmn_step *const step = stage->step;
    uint32_t stride = stage->road == DMN_BY_BITMAPS ? step->words : 1;
    stage->feeds = arena_array(op->arena, step->column_count, sizeof(*stage->feeds));
    for (uint32_t i = step->column_count; i > 0; i--) {
        struct dmn_feed *const feed = &stage->feeds[i - 1];
        feed->column = &step->columns[i - 1];
        feed->stride = stride;
        if (stage->road == DMN_BY_CLASSES)
            stride *= class_count(feed->column);
        build_feed(op, stages, feed);
    }
}

status dmn_stage_build(struct op *op, const struct dmn_plan *plan, const struct dmn_stage *stages,
                       struct dmn_stage *stage)
{
    const struct dmn_step *const step = &plan->steps[stage - stages];
    const uint32_t cells = cell_count(step);
    stage->step = step;
    stage->of_row = arena_array(op->arena, VEC_ROWS, sizeof(*stage->of_row));
    stage->road = cells > 0 ? DMN_BY_CLASSES : sees_all_hits(step) ? DMN_BY_ROW : DMN_BY_BITMAPS;
    if (stage->road == DMN_BY_CLASSES)
        decide_classes(op, stage, cells);
    else if (stage->road == DMN_BY_BITMAPS)
        list_rules(op, stage);
    else
        make_room(op, stage);
    build_feeds(op, stages, stage);
    pack_outputs(op, stage);
    return op_check(op);
}
