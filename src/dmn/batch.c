#include "dmn/batch.h"

#include <assert.h>

#include "dmn/stage.h"

/* Up to here counting all cuts beats searching them, as a vector of rows goes at once. */
#define COUNTED_CUTS 64

struct dmn_batch {
    const struct dmn_plan *plan;
    const struct dmn_kernels *kernels;
    struct dmn_stage *stages; /* of the plan's steps */
    const struct dmn_vector *inputs;
    size_t count;
    uint32_t *parts;   /* of one column with nulls */
    uint32_t *indexes; /* VEC_ROWS of each column, or of the table */
};

status dmn_batch_create(struct op *op, const struct dmn_plan *plan, struct dmn_batch **ret_batch)
{
    struct dmn_batch *const batch = arena_new(op->arena, struct dmn_batch);
    size_t arrays = 1;
    assert(!plan->is_list);
    *batch = (struct dmn_batch){.plan = plan, .kernels = dmn_kernels_choose()};
    batch->stages = arena_array(op->arena, plan->step_count, sizeof(*batch->stages));
    for (size_t i = 0; i < plan->step_count; i++) {
        TRY(dmn_stage_build(op, plan, batch->stages, &batch->stages[i]));
        if (batch->stages[i].road != DMN_BY_CLASSES && plan->steps[i].column_count > arrays)
            arrays = plan->steps[i].column_count;
    }
    batch->parts = arena_array(op->arena, VEC_ROWS, sizeof(*batch->parts));
    batch->indexes = arena_array(op->arena, arrays * VEC_ROWS, sizeof(*batch->indexes));
    *ret_batch = batch;
    return op_check(op);
}

/* --- what a column adds --- */

static void add_searched(const struct dmn_feed *feed, const struct vec_column *column, size_t count,
                         uint32_t *index)
{
    for (size_t r = 0; r < count; r++)
        index[r] += feed->stride * dmn_column_class(feed->column, vec_column_at(column, r));
}

static void add_dictionary(const struct dmn_batch *batch, const struct dmn_feed *feed,
                           const struct vec_column *column, uint32_t *index)
{
    uint32_t parts[VEC_DICT_MAX];
    for (size_t i = 0; i < column->word_count; i++)
        parts[i] = feed->stride * dmn_column_class(feed->column, column->words[i]);
    batch->kernels->add_bytes(batch->count, column->cells, parts, index);
}

static void add_counted(const struct dmn_batch *batch, const struct dmn_feed *feed,
                        const struct vec_column *column, uint32_t *index)
{
    const struct dmn_kernels *const kernels = batch->kernels;
    const size_t count = batch->count;
    const struct dmn_narrow *const narrow =
        column->width == 2 ? &feed->narrow_16 : &feed->narrow_32;
    if (column->width == 8) {
        kernels->add_cuts_64(count, column->cells, feed->column->cuts, feed->column->cut_count,
                             feed->stride, index);
        return;
    }
    if (narrow->base > 0)
        kernels->add_part(count, narrow->base * feed->stride, index);
    if (column->width == 2)
        kernels->add_cuts_16(count, column->cells, narrow->cuts, narrow->count, feed->stride,
                             index);
    else
        kernels->add_cuts_32(count, column->cells, narrow->cuts, narrow->count, feed->stride,
                             index);
}

static void add_span(const struct dmn_batch *batch, const struct dmn_feed *feed,
                     const struct vec_column *column, uint32_t *index)
{
    const struct dmn_kernels *const kernels = batch->kernels;
    const struct dmn_span *const span = &feed->span;
    if (column->width == 2)
        kernels->add_span_16(batch->count, column->cells, span->low, span->high, span->parts,
                             index);
    else if (column->width == 4)
        kernels->add_span_32(batch->count, column->cells, span->low, span->high, span->parts,
                             index);
    else
        kernels->add_span_64(batch->count, column->cells, span->low, span->high, span->parts,
                             index);
}

static void add_flat(const struct dmn_batch *batch, const struct dmn_feed *feed,
                     const struct vec_column *column, uint32_t *index)
{
    if (column->width == 1)
        batch->kernels->add_bytes(batch->count, column->cells, feed->by_byte, index);
    else if (feed->span.parts)
        add_span(batch, feed, column, index);
    else if (feed->column->cut_count > COUNTED_CUTS)
        add_searched(feed, column, batch->count, index);
    else
        add_counted(batch, feed, column, index);
}

static void add_values(const struct dmn_batch *batch, const struct dmn_feed *feed,
                       const struct vec_column *column, uint32_t *index)
{
    if (column->shape == VEC_CONST)
        batch->kernels->add_part(
            batch->count, feed->stride * dmn_column_class(feed->column, column->words[0]), index);
    else if (column->shape == VEC_DICT)
        add_dictionary(batch, feed, column, index);
    else
        add_flat(batch, feed, column, index);
}

static uint32_t null_part(const struct dmn_feed *feed)
{
    return feed->stride * (feed->column->cut_count + 1);
}

/* Whatever stands where there is no value is not asked. */
static void put_nulls(size_t count, const struct vec_bits *valid, uint32_t part, uint32_t *parts)
{
    for (size_t first = 0; first < count; first += 64) {
        uint64_t nulls = ~valid->words[first / 64];
        if (count - first < 64)
            nulls &= (UINT64_C(1) << (count - first)) - 1;
        for (; nulls != 0; nulls &= nulls - 1)
            parts[first + (size_t)__builtin_ctzll(nulls)] = part;
    }
}

static void add_input(const struct dmn_batch *batch, const struct dmn_feed *feed, uint32_t *index)
{
    const struct dmn_vector *const vector = &batch->inputs[feed->column->source];
    if (!vector->valid.bits && !vector->valid.is_set) {
        batch->kernels->add_part(batch->count, null_part(feed), index);
    } else if (!vector->valid.bits) {
        add_values(batch, feed, vector->column, index);
    } else {
        memset(batch->parts, 0, batch->count * sizeof(*batch->parts));
        add_values(batch, feed, vector->column, batch->parts);
        put_nulls(batch->count, vector->valid.bits, null_part(feed), batch->parts);
        batch->kernels->add_parts(batch->count, batch->parts, index);
    }
}

static void add_feed(const struct dmn_batch *batch, struct dmn_feed *feed, uint32_t *index)
{
    if (!feed->from) {
        add_input(batch, feed, index);
        return;
    }
    if (feed->from->road == DMN_BY_ROW)
        dmn_feed_follow(feed);
    batch->kernels->add_outcomes(batch->count, feed->from->of_row, feed->by_outcome, index);
}

/* --- the roads of a table --- */

static void decide_by_classes(const struct dmn_batch *batch, struct dmn_stage *stage)
{
    memset(batch->indexes, 0, batch->count * sizeof(*batch->indexes));
    for (uint32_t i = 0; i < stage->step->column_count; i++)
        add_feed(batch, &stage->feeds[i], batch->indexes);
    batch->kernels->look_up(batch->count, stage->by_classes, batch->indexes, stage->of_row);
}

/* An index for each column: indexes[i * VEC_ROWS + r]. */
static void index_columns(const struct dmn_batch *batch, struct dmn_stage *stage)
{
    for (uint32_t i = 0; i < stage->step->column_count; i++) {
        uint32_t *const index = batch->indexes + (size_t)i * VEC_ROWS;
        memset(index, 0, batch->count * sizeof(*index));
        add_feed(batch, &stage->feeds[i], index);
    }
}

/* The classes of one row, from what its indexes count. */
static void row_classes(const struct dmn_batch *batch, const struct dmn_stage *stage, size_t row,
                        uint32_t *ret_classes)
{
    for (uint32_t i = 0; i < stage->step->column_count; i++)
        ret_classes[i] = batch->indexes[(size_t)i * VEC_ROWS + row] / stage->feeds[i].stride;
}

static uint16_t no_rule(const struct dmn_batch *batch, const struct dmn_stage *stage, size_t row)
{
    uint32_t classes[LIMIT_DMN_COLUMNS];
    row_classes(batch, stage, row, classes);
    return (uint16_t)(stage->step->rule_count +
                      (dmn_step_is_outside(stage->step, classes) ? 1 : 0));
}

static void decide_by_bitmaps(const struct dmn_batch *batch, struct dmn_stage *stage)
{
    const struct dmn_step *const step = stage->step;
    const uint64_t *bits[LIMIT_DMN_COLUMNS];
    int32_t found[VEC_ROWS];
    index_columns(batch, stage);
    for (uint32_t i = 0; i < step->column_count; i++)
        bits[i] = step->columns[i].bits;
    batch->kernels->first_bits(batch->count, step->column_count, bits, batch->indexes, step->all,
                               step->words, found);
    for (size_t r = 0; r < batch->count; r++)
        stage->of_row[r] =
            found[r] >= 0 ? (uint16_t)step->rule_of_bit[found[r]] : no_rule(batch, stage, r);
}

static void decide_by_row(const struct dmn_batch *batch, struct dmn_stage *stage)
{
    const struct dmn_step *const step = stage->step;
    struct dmn_outcomes *const outcomes = &stage->outcomes;
    uint32_t classes[LIMIT_DMN_COLUMNS];
    index_columns(batch, stage);
    outcomes->count = (uint32_t)batch->count;
    for (size_t r = 0; r < batch->count; r++) {
        row_classes(batch, stage, r, classes);
        dmn_step_decide_classes(step, classes, outcomes->values + r * step->output_count,
                                &outcomes->hits[r]);
        stage->of_row[r] = (uint16_t)r;
        stage->rules[r] = (uint16_t)outcomes->hits[r].rule;
    }
}

void dmn_batch_decide(struct dmn_batch *batch, const struct dmn_vector *inputs, size_t count)
{
    assert(count <= VEC_ROWS);
    batch->inputs = inputs;
    batch->count = count;
    for (size_t i = 0; i < batch->plan->step_count; i++) {
        struct dmn_stage *const stage = &batch->stages[i];
        if (stage->road == DMN_BY_CLASSES)
            decide_by_classes(batch, stage);
        else if (stage->road == DMN_BY_BITMAPS)
            decide_by_bitmaps(batch, stage);
        else
            decide_by_row(batch, stage);
    }
}

/* --- what it said --- */

static const struct dmn_stage *last_stage(const struct dmn_batch *batch)
{
    return &batch->stages[batch->plan->step_count - 1];
}

size_t dmn_batch_width(const struct dmn_batch *batch, size_t output)
{
    const struct dmn_stage *const stage = last_stage(batch);
    return stage->road == DMN_BY_ROW ? sizeof(int64_t) : stage->packed[output].width;
}

static void read_rows(const struct dmn_batch *batch, size_t output, int64_t *ret_values,
                      struct vec_bits *ret_valid)
{
    const struct dmn_stage *const stage = last_stage(batch);
    const struct dmn_value *const first = stage->outcomes.values + output;
    for (size_t r = 0; r < batch->count; r++) {
        const struct dmn_value value = first[r * stage->step->output_count];
        ret_values[r] = value.is_null ? 0 : value.value;
        if (ret_valid && value.is_null)
            ret_valid->words[r / 64] &= ~(UINT64_C(1) << (r % 64));
    }
}

static void read_valid(const struct dmn_batch *batch, const struct dmn_packed *packed,
                       struct vec_bits *ret_valid)
{
    const uint16_t *const of_row = last_stage(batch)->of_row;
    for (size_t first = 0; first < batch->count; first += 64) {
        const size_t count = batch->count - first < 64 ? batch->count - first : 64;
        uint64_t word = 0;
        for (size_t r = 0; r < count; r++)
            word |= (uint64_t)packed->valid[of_row[first + r]] << r;
        ret_valid->words[first / 64] = word;
    }
}

static void read_packed(const struct dmn_batch *batch, const struct dmn_packed *packed,
                        void *ret_values)
{
    const struct dmn_kernels *const kernels = batch->kernels;
    const uint16_t *const of_row = last_stage(batch)->of_row;
    if (packed->width == 1)
        kernels->take_8(batch->count, packed->cells, of_row, ret_values);
    else if (packed->width == 2)
        kernels->take_16(batch->count, packed->cells, of_row, ret_values);
    else if (packed->width == 4)
        kernels->take_32(batch->count, packed->cells, of_row, ret_values);
    else
        kernels->take_64(batch->count, packed->cells, of_row, ret_values);
}

void dmn_batch_read(struct dmn_batch *batch, size_t output, void *ret_values,
                    struct vec_bits *ret_valid)
{
    const struct dmn_stage *const stage = last_stage(batch);
    assert(output < stage->step->output_count);
    if (ret_valid)
        vec_bits_all(ret_valid, batch->count);
    if (stage->road == DMN_BY_ROW) {
        read_rows(batch, output, ret_values, ret_valid);
        return;
    }
    read_packed(batch, &stage->packed[output], ret_values);
    if (ret_valid && stage->packed[output].has_null)
        read_valid(batch, &stage->packed[output], ret_valid);
}

size_t dmn_batch_decisions(const struct dmn_batch *batch)
{
    return batch->plan->step_count;
}

enum dmn_road dmn_batch_road(const struct dmn_batch *batch, size_t decision)
{
    assert(decision < batch->plan->step_count);
    return batch->stages[decision].road;
}

void dmn_batch_rules(const struct dmn_batch *batch, size_t decision, int16_t *ret_rules)
{
    const struct dmn_stage *const stage = &batch->stages[decision];
    assert(decision < batch->plan->step_count);
    if (stage->is_numbered)
        batch->kernels->take_rules(batch->count, (uint16_t)stage->step->rule_count, stage->of_row,
                                   (uint16_t *)ret_rules);
    else
        batch->kernels->take_16(batch->count, stage->rules, stage->of_row, (uint16_t *)ret_rules);
}

const uint16_t *dmn_batch_outcomes(const struct dmn_batch *batch)
{
    const struct dmn_stage *const stage = last_stage(batch);
    return stage->road == DMN_BY_ROW ? NULL : stage->of_row;
}

void dmn_batch_row(const struct dmn_batch *batch, size_t row, struct dmn_value *ret_outputs,
                   struct dmn_hit *ret_hit)
{
    const struct dmn_stage *const last = last_stage(batch);
    const size_t width = last->step->output_count;
    assert(row < batch->count);
    *ret_hit = last->outcomes.hits[last->of_row[row]];
    memcpy(ret_outputs, last->outcomes.values + last->of_row[row] * width,
           width * sizeof(*ret_outputs));
    ret_hit->chain_violation = DMN_NO_VIOLATION;
    for (const struct dmn_stage *stage = batch->stages;
         stage < last && ret_hit->chain_violation == DMN_NO_VIOLATION; stage++)
        ret_hit->chain_violation = stage->outcomes.hits[stage->of_row[row]].violation;
}
