#include "tests/support/dmn_columns.h"

#include <inttypes.h>

#include "base/shared.h"
#include "tests/check.h"

/* Cells and nulls of all rows, column by column. */
struct spread {
    int64_t **cells;
    uint64_t *validity;
    size_t columns, rows;
};

static struct spread spread_rows(struct op *op, size_t columns, const struct dmn_value *inputs,
                                 size_t rows)
{
    struct spread s = {.columns = columns, .rows = rows};
    s.cells = arena_array(op->arena, columns, sizeof(*s.cells));
    s.validity = arena_array(op->arena, rows, sizeof(*s.validity));
    for (size_t c = 0; c < columns; c++) {
        s.cells[c] = arena_array(op->arena, rows, sizeof(**s.cells));
        for (size_t r = 0; r < rows; r++) {
            const struct dmn_value value = inputs[r * columns + c];
            s.cells[c][r] = value.value; /* of a null too: nobody may look at it */
            s.validity[r] |= (uint64_t)!value.is_null << c;
        }
    }
    return s;
}

static int64_t value_at(const void *values, size_t width, size_t row)
{
    switch (width) {
    case 1:
        return ((const int8_t *)values)[row];
    case 2:
        return ((const int16_t *)values)[row];
    case 4:
        return ((const int32_t *)values)[row];
    default:
        return ((const int64_t *)values)[row];
    }
}

static bool is_valid(const struct vec_bits *valid, size_t row)
{
    return (valid->words[row / 64] >> (row % 64) & 1) != 0;
}

static void check_outputs(struct dmn_batch *batch, size_t output_count, size_t rows)
{
    int64_t values[VEC_ROWS];
    int16_t rules[VEC_ROWS];
    struct dmn_value said[LIMIT_DMN_COLUMNS];
    struct dmn_hit hit;
    struct vec_bits valid;
    for (size_t o = 0; o < output_count; o++) {
        dmn_batch_read(batch, o, values, &valid);
        for (size_t r = 0; r < rows; r++) {
            dmn_batch_row(batch, r, said, &hit);
            check_true(is_valid(&valid, r) == !said[o].is_null);
            check_eq(value_at(values, dmn_batch_width(batch, o), r),
                     said[o].is_null ? 0 : said[o].value);
        }
    }
    dmn_batch_rules(batch, dmn_batch_decisions(batch) - 1, rules);
    for (size_t r = 0; r < rows; r++) {
        dmn_batch_row(batch, r, said, &hit);
        check_eq(rules[r], hit.rule);
    }
}

static void check_rows(struct dmn_batch *batch, const struct dmn_plan *plan, size_t input_count,
                       const struct dmn_value *inputs, size_t rows)
{
    const struct dmn_output *outputs = NULL;
    const size_t output_count = dmn_plan_outputs(plan, &outputs);
    for (size_t r = 0; r < rows; r++) {
        struct dmn_value want[LIMIT_DMN_COLUMNS];
        struct dmn_value got[LIMIT_DMN_COLUMNS];
        struct dmn_hit want_hit;
        struct dmn_hit got_hit;
        dmn_plan_decide(plan, inputs + r * input_count, want, &want_hit);
        dmn_batch_row(batch, r, got, &got_hit);
        check_eq(got_hit.rule, want_hit.rule);
        check_eq(got_hit.second, want_hit.second);
        check_eq(got_hit.violation, want_hit.violation);
        check_eq(got_hit.chain_violation, want_hit.chain_violation);
        for (size_t o = 0; o < output_count; o++) {
            check_true(got[o].is_null == want[o].is_null);
            if (!want[o].is_null)
                check_eq(got[o].value, want[o].value);
        }
    }
    check_outputs(batch, output_count, rows);
}

/* As narrow as they go. */
static struct dmn_vector *chunk_vectors(struct op *op, const struct vec_chunk *chunk,
                                        const struct spread *s)
{
    struct dmn_vector *const vectors = arena_array(op->arena, s->columns, sizeof(*vectors));
    for (size_t c = 0; c < s->columns; c++)
        vectors[c] = (struct dmn_vector){&chunk->columns[c], chunk->masks[c]};
    return vectors;
}

/* As 8 or 4 bytes. */
static struct vec_column *wide_column(struct op *op, const int64_t *cells, size_t rows)
{
    struct vec_column *const column = arena_new(op->arena, struct vec_column);
    int32_t *const narrow = arena_array(op->arena, rows, sizeof(*narrow));
    bool fits = true;
    for (size_t r = 0; r < rows; r++) {
        narrow[r] = (int32_t)cells[r];
        fits = fits && narrow[r] == cells[r];
    }
    *column = (struct vec_column){.shape = VEC_FLAT,
                                  .width = fits ? sizeof(*narrow) : sizeof(*cells),
                                  .cells = fits ? (const void *)narrow : cells};
    return column;
}

static struct dmn_vector *wide_vectors(struct op *op, const struct spread *s)
{
    struct dmn_vector *const vectors = arena_array(op->arena, s->columns, sizeof(*vectors));
    for (size_t c = 0; c < s->columns; c++) {
        struct vec_bits *const valid = arena_new(op->arena, struct vec_bits);
        for (size_t r = 0; r < s->rows; r++)
            valid->words[r / 64] |= (s->validity[r] >> c & 1) << (r % 64);
        vectors[c] = (struct dmn_vector){
            wide_column(op, s->cells[c], s->rows), {valid, false}
        };
    }
    return vectors;
}

void check_dmn_columns(struct op *op, const struct dmn_plan *plan, size_t input_count,
                       const struct dmn_value *inputs, size_t row_count, int roads[3])
{
    const struct spread s = spread_rows(op, input_count, inputs, row_count);
    const struct vec_chunk *const chunk =
        vec_chunk_pack(op->arena, (const int64_t *const *)s.cells, s.columns, s.validity, s.rows);
    struct dmn_batch *batch = NULL;
    check_ok(op, dmn_batch_create(op, plan, &batch));
    for (size_t i = 0; i < dmn_batch_decisions(batch); i++)
        roads[dmn_batch_road(batch, i)]++;
    dmn_batch_decide(batch, chunk_vectors(op, chunk, &s), row_count);
    check_rows(batch, plan, input_count, inputs, row_count);
    shared_drop(chunk);
    dmn_batch_decide(batch, wide_vectors(op, &s), row_count);
    check_rows(batch, plan, input_count, inputs, row_count);
}
