#include "policy/obligation_batch.h"

#include "base/money.h"
#include "policy/columns.h"

#define OUTCOMES    (UINT16_MAX + 1) /* of a table */
#define NO_CURRENCY INT64_MIN        /* none was looked at yet */

struct obligation_batch {
    const struct obligation_table *table;
    const bool *asked;
    struct dmn_batch *batch; /* NULL: the strategy has no table, nothing is judged */
    struct dmn_vector vectors[INPUT_COUNT];
    struct vec_column columns[INPUT_COUNT];
    struct vec_bits valid[INPUT_COUNT];
    int64_t *cells[INPUT_COUNT]; /* NULL: not read */
    struct obligation_judged *judged;
    size_t capacity;
    uint32_t *of_outcome; /* place in met; 0: not met yet */
    struct obligation_judged *met;
    size_t met_count, met_capacity;
    dmn_symbol *words; /* of the tables, by word of the block */
};

/* --- the obligations of a chunk --- */

static struct obligation_facts *add_facts(struct op *op, struct obligation_rows *rows)
{
    rows->list =
        arena_grow(op->arena, rows->list, rows->count, &rows->capacity, sizeof(*rows->list));
    return &rows->list[rows->count++];
}

static void read_case(struct op *op, struct obligation_rows *rows, size_t row)
{
    int64_t *const *const cells = rows->reader.cells;
    const size_t first = rows->count;
    for (size_t i = rows->reader.firsts[row]; i < rows->reader.firsts[row + 1]; i++) {
        const size_t at = first + (size_t)cells[CLAIM_DEBT][i];
        const day due_on = (day)cells[CLAIM_DUE_ON][i];
        if (at == rows->count)
            obligation_facts_start(add_facts(op, rows), (day)cells[CLAIM_OPENED_ON][i], due_on,
                                   cells[CLAIM_IS_DISPUTED][i] != 0,
                                   (dmn_symbol)cells[CLAIM_PRODUCT][i]);
        obligation_facts_add(&rows->list[at], due_on, cells[CLAIM_OPEN][i], rows->on);
    }
}

void obligation_rows_read(struct op *op, struct obligation_rows *rows,
                          const struct vec_chunk *chunk, const struct claim_block *claims, day on)
{
    claim_reader_read(op->arena, &rows->reader, claims);
    vec_column_read(&chunk->columns[COLUMN_OF_FACT(currency)], chunk->count, rows->currencies);
    rows->on = on;
    rows->count = 0;
    rows->case_count = chunk->count;
    for (size_t row = 0; row < chunk->count; row++) {
        rows->firsts[row] = rows->count;
        read_case(op, rows, row);
    }
    rows->firsts[chunk->count] = rows->count;
}

/* --- the table --- */

status obligation_batch_create(struct op *op, const struct obligation_table *table,
                               const bool *asked, struct obligation_batch **ret_batch)
{
    struct obligation_batch *const self = arena_new(op->arena, struct obligation_batch);
    self->table = table;
    self->asked = asked;
    *ret_batch = self;
    if (!table->plan)
        return OK;
    self->of_outcome = arena_array(op->arena, OUTCOMES, sizeof(*self->of_outcome));
    self->met = arena_grow(op->arena, NULL, 0, &self->met_capacity, sizeof(*self->met));
    self->met_count = 1; /* the first is nobody's */
    for (size_t i = INPUT_OBLIGATION; i < INPUT_INDICATOR; i++) {
        if (!dmn_plan_reads(table->plan, i))
            continue;
        self->cells[i] = arena_array(op->arena, VEC_ROWS, sizeof(**self->cells));
        self->columns[i] = (struct vec_column){
            .shape = VEC_FLAT, .width = sizeof(int64_t), .cells = self->cells[i]};
        self->vectors[i] = (struct dmn_vector){
            &self->columns[i], {&self->valid[i], false}
        };
    }
    return dmn_batch_create(op, table->plan, &self->batch);
}

static void find_words(struct op *op, struct obligation_batch *self,
                       const struct claim_block *block)
{
    self->words = arena_array(op->arena, block->word_count, sizeof(*self->words));
    for (size_t i = 0; i < block->word_count; i++)
        self->words[i] = dmn_symbols_find(self->table->symbols, block->words[i]);
}

/* What a case's currency says; mostly all cases have the same. */
static void set_currency(const struct obligation_batch *self, int64_t code, int64_t *known,
                         struct obligation_setting *setting)
{
    char text[CURRENCY_TEXT];
    if (code == *known)
        return;
    *known = code;
    setting->exponent = currency_exponent((currency)code);
    setting->currency =
        dmn_symbols_find(self->table->symbols, str_of(currency_format((currency)code, text)));
}

/* One input of obligations from one on; *row: the case of that one. */
static void fill_input(struct obligation_batch *self, const struct obligation_rows *rows,
                       size_t from, size_t count, size_t row, enum input input)
{
    struct obligation_setting setting = {.on = rows->on};
    struct vec_bits *const valid = &self->valid[input];
    int64_t *const cells = self->cells[input];
    int64_t known = NO_CURRENCY;
    memset(valid, 0, sizeof(*valid));
    for (size_t i = 0; i < count; i++) {
        const struct obligation_facts *const facts = &rows->list[from + i];
        while (rows->firsts[row + 1] <= from + i)
            row++;
        set_currency(self, rows->currencies[row], &known, &setting);
        setting.product = self->words[facts->product];
        const struct dmn_value value = obligation_input_value(facts, &setting, input);
        cells[i] = value.value;
        valid->words[i / 64] |= (uint64_t)!value.is_null << (i % 64);
    }
}

static struct obligation_judged read_row(const struct obligation_batch *self, size_t row)
{
    struct dmn_value outputs[OBLIGATION_OUTPUTS_MAX];
    struct dmn_hit hit;
    dmn_batch_row(self->batch, row, outputs, &hit);
    return obligation_judged_of(self->table, outputs, &hit);
}

/* Rows of one outcome are judged alike: it is looked at once. */
static const struct obligation_judged *meet(struct op *op, struct obligation_batch *self,
                                            uint16_t outcome, size_t row)
{
    uint32_t *const place = &self->of_outcome[outcome];
    if (*place == 0) {
        self->met = arena_grow(op->arena, self->met, self->met_count, &self->met_capacity,
                               sizeof(*self->met));
        *place = (uint32_t)self->met_count;
        self->met[self->met_count++] = read_row(self, row);
    }
    return &self->met[*place];
}

static void judge_some(struct op *op, struct obligation_batch *self,
                       const struct obligation_rows *rows, size_t from, size_t count, size_t row)
{
    for (int i = INPUT_OBLIGATION; i < INPUT_INDICATOR; i++)
        if (self->cells[i])
            fill_input(self, rows, from, count, row, (enum input)i);
    dmn_batch_decide(self->batch, self->vectors, count);
    const uint16_t *const outcomes = dmn_batch_outcomes(self->batch);
    for (size_t i = 0; i < count; i++)
        self->judged[from + i] = outcomes ? *meet(op, self, outcomes[i], i) : read_row(self, i);
}

static void judge_all(struct op *op, struct obligation_batch *self,
                      const struct obligation_rows *rows)
{
    static const struct obligation_judged not_judged = {-1, DMN_SYMBOL_UNKNOWN, -1, false};
    size_t row = 0;
    if (rows->count > self->capacity) {
        self->capacity = rows->count + rows->count / 2;
        self->judged = arena_array(op->arena, self->capacity, sizeof(*self->judged));
    }
    for (size_t i = 0; i < rows->count && !self->batch; i++)
        self->judged[i] = not_judged;
    if (!self->batch)
        return;
    find_words(op, self, rows->reader.block);
    for (size_t from = 0; from < rows->count; from += VEC_ROWS) {
        const size_t left = rows->count - from;
        while (rows->firsts[row + 1] <= from)
            row++;
        judge_some(op, self, rows, from, left < VEC_ROWS ? left : VEC_ROWS, row);
    }
}

/* --- the cases --- */

void obligation_batch_sum(struct op *op, struct obligation_batch *self,
                          const struct obligation_rows *rows, struct obligation_columns *columns)
{
    judge_all(op, self, rows);
    int64_t known = NO_CURRENCY;
    int exponent = 0;
    for (size_t row = 0; row < rows->case_count; row++) {
        struct obligation_total total = obligation_total_start();
        for (size_t i = rows->firsts[row]; i < rows->firsts[row + 1]; i++)
            obligation_total_add(&total, &rows->list[i], &self->judged[i]);
        if (rows->currencies[row] != known) {
            known = rows->currencies[row];
            exponent = currency_exponent((currency)known);
        }
        for (size_t i = 0; i < OBLIGATIONS_INPUTS; i++)
            if (self->asked[i])
                obligation_columns_set(
                    columns, row, i,
                    obligation_total_value(&total, exponent, (enum input)(INPUT_OBLIGATIONS + i)));
    }
}
