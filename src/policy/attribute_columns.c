#include "policy/attribute_columns.h"

#include "store/db.h"

struct attribute_columns {
    const struct input_schema *schema;
    const struct dmn_symbols *symbols;
    bool is_open, has_row;
    struct db_rows rows;
    struct vec_column columns[LIMIT_ATTRIBUTES];
    struct vec_bits valid[LIMIT_ATTRIBUTES];
    int64_t *cells[LIMIT_ATTRIBUTES]; /* NULL: not read */
};

status attribute_columns_open(struct op *op, const struct input_schema *schema, const bool *reads,
                              const struct dmn_symbols *symbols,
                              struct attribute_columns **ret_columns)
{
    struct attribute_columns *const self = arena_new(op->arena, struct attribute_columns);
    self->schema = schema;
    self->symbols = symbols;
    for (size_t i = INPUT_COUNT; i < schema->count; i++) {
        if (!reads[i])
            continue;
        self->is_open = true;
        self->cells[i - INPUT_COUNT] = arena_array(op->arena, VEC_ROWS, sizeof(int64_t));
        self->columns[i - INPUT_COUNT] = (struct vec_column){
            .shape = VEC_FLAT, .width = sizeof(int64_t), .cells = self->cells[i - INPUT_COUNT]};
    }
    if (self->is_open) {
        TRY(db_query(op, Q_ATTRIBUTES_OF_CASES, DB_NO_ARGS, &self->rows));
        TRY(db_next(op, &self->rows, &self->has_row));
    }
    *ret_columns = self;
    return OK;
}

static void put(struct attribute_columns *self, size_t row)
{
    const int64_t id = db_id(&self->rows, 2);
    size_t at = 0;
    while (at < self->schema->count - INPUT_COUNT && self->schema->attribute_ids[at] != id)
        at++;
    if (at == self->schema->count - INPUT_COUNT || !self->cells[at])
        return;
    const struct dmn_value value = input_attribute_value(&self->schema->inputs[INPUT_COUNT + at],
                                                         self->symbols, &self->rows, 3);
    if (value.is_null)
        return;
    self->cells[at][row] = value.value;
    self->valid[at].words[row / 64] |= UINT64_C(1) << (row % 64);
}

static status take_case(struct op *op, struct attribute_columns *self, struct case_key key,
                        size_t row)
{
    int order = 0;
    while (self->has_row &&
           (order = case_key_compare(
                (struct case_key){db_id(&self->rows, 0), db_id(&self->rows, 1)}, key)) <= 0) {
        if (order == 0)
            put(self, row);
        TRY(db_next(op, &self->rows, &self->has_row));
    }
    return OK;
}

status attribute_columns_take(struct op *op, struct attribute_columns *self,
                              const struct vec_chunk *chunk, struct dmn_vector *vectors)
{
    if (!self->is_open)
        return OK;
    for (size_t i = 0; i < self->schema->count - INPUT_COUNT; i++) {
        if (!self->cells[i])
            continue;
        memset(self->cells[i], 0, chunk->count * sizeof(int64_t));
        memset(&self->valid[i], 0, sizeof(self->valid[i]));
        vectors[INPUT_COUNT + i] = (struct dmn_vector){
            &self->columns[i], {&self->valid[i], false}
        };
    }
    for (size_t row = 0; row < chunk->count; row++) {
        const struct case_key key = {vec_column_at(&chunk->columns[COLUMN_DEBTOR], row),
                                     vec_column_at(&chunk->columns[COLUMN_CASE], row)};
        TRY(take_case(op, self, key, row));
    }
    return OK;
}

void attribute_columns_close(struct attribute_columns *self)
{
    if (self->is_open && self->has_row)
        db_rows_close(&self->rows);
}
