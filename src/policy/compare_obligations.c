#include "policy/compare_obligations.h"

bool model_asks_obligations(const struct dmn_model *model)
{
    for (size_t i = 0; i < model->input_count; i++)
        for (size_t o = INPUT_OBLIGATIONS; o < INPUT_OBLIGATION; o++)
            if (str_equal_c(model->inputs[i].name, input_list[o].name))
                return true;
    return false;
}

status compared_obligations_compile(struct op *op, const struct dmn_model *model,
                                    const struct input_schema *of_one, struct dmn_symbols *symbols,
                                    const struct dmn_plan *segment,
                                    const struct dmn_plan *treatment,
                                    struct compared_obligations *ret_side)
{
    struct compared_obligations *const side = ret_side;
    const struct dmn_plan *plan = NULL;
    bool is_asked = false;
    *side = (struct compared_obligations){.model = model};
    if (model)
        TRY(dmn_plan_compile(op, model, "obligation", of_one->inputs, of_one->count, symbols,
                             &plan));
    TRY(obligation_table_of(op, plan, symbols, &side->table));
    for (size_t i = INPUT_OBLIGATIONS; i < INPUT_OBLIGATION; i++) {
        const bool is_read = dmn_plan_reads(segment, i) || dmn_plan_reads(treatment, i);
        if (is_read && !plan && i >= INPUT_worst_obligation)
            return op_fail(op, E_INVALID,
                           "the tables ask for %s, which obligation.dmn gives, and the strategy "
                           "has no such file",
                           input_list[i].name);
        side->asked[i - INPUT_OBLIGATIONS] = is_read;
        is_asked |= is_read;
    }
    if (is_asked)
        side->columns = obligation_columns_create(op);
    return OK;
}

/* Both judge by the same table: what one makes serves both. */
static void share(struct compare_obligations *self)
{
    for (size_t i = 0; i < OBLIGATIONS_INPUTS; i++)
        self->before.asked[i] |= self->after.asked[i];
    self->after.columns = self->before.columns;
    self->after.batch = NULL;
}

status compare_obligations_start(struct op *op, const struct resident_view *view, day on,
                                 struct compare_obligations *self)
{
    struct compared_obligations *const sides[] = {&self->before, &self->after};
    self->view = view;
    self->on = on;
    if (!self->before.columns && !self->after.columns)
        return OK;
    if (!view->claims) {
        if (!op->db)
            return op_fail(op, E_INVALID,
                           "the tables ask for facts of obligations, which a store alone has");
        return obligation_walk_range(op, INT64_MIN, INT64_MAX, &self->walk);
    }
    self->rows = arena_new(op->arena, struct obligation_rows);
    const bool is_shared =
        self->before.columns && self->after.columns && self->before.model == self->after.model;
    if (is_shared)
        share(self);
    for (size_t s = 0; s < ARRAY_LEN(sides); s++)
        if (sides[s]->columns && !(is_shared && s > 0))
            TRY(obligation_batch_create(op, &sides[s]->table, sides[s]->asked, &sides[s]->batch));
    return OK;
}

static status take_walk(struct op *op, struct compare_obligations *self,
                        const struct vec_chunk *chunk)
{
    const struct compared_obligations *const sides[] = {&self->before, &self->after};
    for (size_t row = 0; row < chunk->count; row++) {
        const struct case_key key = {vec_column_at(&chunk->columns[COLUMN_DEBTOR], row),
                                     vec_column_at(&chunk->columns[COLUMN_CASE], row)};
        const struct obligation_frame frame = {
            (currency)vec_column_at(&chunk->columns[COLUMN_OF_FACT(currency)], row), self->on};
        TRY(obligation_walk_take(op, &self->walk, key, self->on));
        for (size_t s = 0; s < ARRAY_LEN(sides); s++)
            if (sides[s]->columns)
                obligation_columns_put(sides[s]->columns, row, &sides[s]->table, &self->walk,
                                       &frame);
    }
    return OK;
}

status compare_obligations_take(struct op *op, struct compare_obligations *self, size_t chunk)
{
    const struct resident_view *const view = self->view;
    struct compared_obligations *const sides[] = {&self->before, &self->after};
    if (!self->before.columns && !self->after.columns)
        return OK;
    if (!self->rows)
        return take_walk(op, self, view->chunks[chunk]);
    obligation_rows_read(op, self->rows, view->chunks[chunk], view->claims[chunk], self->on);
    for (size_t s = 0; s < ARRAY_LEN(sides); s++)
        if (sides[s]->batch)
            obligation_batch_sum(op, sides[s]->batch, self->rows, sides[s]->columns);
    return OK;
}

void compare_obligations_close(struct compare_obligations *self)
{
    obligation_walk_close(&self->walk);
}
