#include "policy/obligation_columns.h"

struct obligation_columns {
    struct vec_column columns[OBLIGATIONS_INPUTS];
    struct vec_bits valid[OBLIGATIONS_INPUTS];
    int64_t *cells[OBLIGATIONS_INPUTS];
};

struct obligation_columns *obligation_columns_create(struct op *op)
{
    struct obligation_columns *const self = arena_new(op->arena, struct obligation_columns);
    for (size_t i = 0; i < OBLIGATIONS_INPUTS; i++) {
        self->cells[i] = arena_array(op->arena, VEC_ROWS, sizeof(int64_t));
        self->columns[i] = (struct vec_column){
            .shape = VEC_FLAT, .width = sizeof(int64_t), .cells = self->cells[i]};
    }
    return self;
}

void obligation_columns_set(struct obligation_columns *self, size_t row, size_t which,
                            struct dmn_value value)
{
    uint64_t *const word = &self->valid[which].words[row / 64];
    const uint64_t bit = UINT64_C(1) << (row % 64);
    self->cells[which][row] = value.value;
    *word = value.is_null ? *word & ~bit : *word | bit;
}

void obligation_columns_put(struct obligation_columns *self, size_t row,
                            const struct obligation_table *table,
                            const struct obligation_walk *walk,
                            const struct obligation_frame *frame)
{
    struct dmn_value values[INPUT_COUNT];
    obligation_inputs_sum(table, walk, frame, values);
    for (size_t i = 0; i < OBLIGATIONS_INPUTS; i++)
        obligation_columns_set(self, row, i, values[INPUT_OBLIGATIONS + i]);
}

void obligation_columns_show(struct obligation_columns *self, struct dmn_vector *vectors)
{
    for (size_t i = 0; i < OBLIGATIONS_INPUTS; i++)
        vectors[INPUT_OBLIGATIONS + i] = (struct dmn_vector){
            &self->columns[i], {&self->valid[i], false}
        };
}
