/* Inputs over columns are those of single cases, bit for bit: random facts with and without values.
 * Words need a store; tests/cli/test_dmn.py compares them through the program. */
#include "tests/check.h"

#include "base/shared.h"
#include "policy/input_columns.h"

#define CHUNKS 40
#define TODAY  20600

static uint64_t seed = 3;

static int64_t pick(int64_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)below);
}

static bool is_word(int input)
{
    return input == INPUT_last_outcome || input == INPUT_product || input == INPUT_party_kind ||
           input == INPUT_country || input == INPUT_stage || input == INPUT_segment;
}

static int64_t random_fact(int fact, const currency *currencies)
{
    if (fact == FACT_currency)
        return currencies[pick(3)];
    if (fact >= FACT_open_amount && fact <= FACT_paid_amount)
        return pick(50) == 0 ? INT64_MAX - pick(9) : pick(10000000) - 1000;
    if (fact == FACT_attempt_window || fact == FACT_contact_window)
        return pick(3) == 0 ? 0 : pick(INT64_C(1) << 31) << 8 | pick(100);
    if (fact >= FACT_opened_on && fact <= FACT_contact_anchor_on)
        return TODAY - 60 + pick(90);
    if (fact >= FACT_last_outcome && fact <= FACT_zone)
        return 0;
    return fact == FACT_party_flags || fact == FACT_reach_flags ? pick(256) : pick(4);
}

/* As the store has them: a null cell holds 0. */
static const struct vec_chunk *random_chunk(struct arena *arena, const currency *currencies)
{
    struct column_rows rows;
    column_rows_init(arena, NULL, &rows);
    rows.count = 1 + (size_t)pick(VEC_ROWS);
    for (size_t row = 0; row < rows.count; row++) {
        for (int c = 0; c < COLUMN_COUNT; c++)
            rows.cells[c][row] = 0;
        rows.cells[COLUMN_DEBTOR][row] = rows.cells[COLUMN_CASE][row] = (int64_t)row + 1;
        rows.validity[row] = 0;
        for (int fact = 0; fact < FACT_COUNT; fact++) {
            const bool is_word_fact = fact >= FACT_last_outcome && fact <= FACT_zone;
            const bool is_day = fact >= FACT_opened_on && fact <= FACT_last_kept_on;
            if (is_word_fact || ((is_day || fact == FACT_last_payment_amount) && pick(4) == 0))
                continue;
            rows.cells[COLUMN_FACTS + fact][row] = random_fact(fact, currencies);
            rows.validity[row] |= (int64_t)(UINT64_C(1) << fact);
        }
    }
    return column_rows_pack(arena, &rows, rows.count, NULL);
}

static dmn_symbol no_word(void *context, int64_t symbol)
{
    (void)context;
    (void)symbol;
    return DMN_SYMBOL_UNKNOWN;
}

static dmn_symbol find_currency(void *context, int64_t code)
{
    char text[CURRENCY_TEXT];
    return dmn_symbols_find(context, str_of(currency_format((currency)code, text)));
}

static bool is_valid(const struct dmn_vector *vector, size_t row)
{
    if (!vector->valid.bits)
        return vector->valid.is_set;
    return vector->valid.bits->words[row / 64] >> (row % 64) & 1;
}

static void check_chunk(struct op *op, struct input_columns *self, const bool *reads,
                        struct dmn_symbols *symbols, const struct vec_chunk *chunk)
{
    const struct input_words words = {.of_symbol = no_word,
                                      .of_currency = find_currency,
                                      .reads = reads,
                                      .reads_seldom = true,
                                      .context = symbols};
    const struct dmn_vector *vectors = NULL;
    check_ok(op, input_columns_derive(op, self, chunk, TODAY, &vectors));
    for (size_t row = 0; row < chunk->count; row++) {
        struct dmn_value want[INPUT_COUNT];
        struct case_facts facts;
        column_get_facts(chunk, row, &facts);
        inputs_derive(&facts, TODAY, &words, want);
        for (int i = 0; i < INPUT_COUNT; i++) {
            if (!reads[i])
                continue;
            const bool has = is_valid(&vectors[i], row);
            if (has == want[i].is_null ||
                (has && vec_column_at(vectors[i].column, row) != want[i].value))
                print_error("input %s, row %zu\n", input_list[i].name, row);
            check_eq(has, !want[i].is_null);
            if (has)
                check_eq(vec_column_at(vectors[i].column, row), want[i].value);
        }
    }
}

static void test_inputs(void **state)
{
    struct op *const op = check_op();
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    bool reads[INPUT_COUNT];
    currency currencies[3];
    (void)state;
    check_true(currency_parse(STR("MXN"), &currencies[0]));
    check_true(currency_parse(STR("CLP"), &currencies[1]));
    check_true(currency_parse(STR("USD"), &currencies[2]));
    (void)dmn_symbols_add(symbols, STR("MXN"));
    (void)dmn_symbols_add(symbols, STR("CLP"));
    for (int i = 0; i < INPUT_COUNT; i++)
        reads[i] = !is_word(i);
    struct input_columns *const self = input_columns_create(op, reads, symbols);
    for (int c = 0; c < CHUNKS; c++) {
        const struct vec_chunk *const chunk = random_chunk(op->arena, currencies);
        check_chunk(op, self, reads, symbols, chunk);
        shared_drop(chunk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_inputs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
