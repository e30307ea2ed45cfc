/* Whatever goes into a column comes out bit for bit, in the narrowest shape that holds it; and a
 * choice of rows is the one that a plain loop makes. */
#include "vec/column.h"

#include "tests/check.h"

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A packed column with the memory that it points at. */
struct packed {
    struct vec_column column;
    int64_t words[VEC_DICT_MAX];
    int64_t cells[VEC_ROWS];
};

static void pack(const int64_t *cells, size_t count, struct packed *ret_packed)
{
    static struct vec_plan plan;
    vec_column_plan(cells, count, &plan);
    check_true(vec_plan_word_bytes(&plan) <= sizeof(ret_packed->words));
    check_true(vec_plan_cell_bytes(&plan, count) <= sizeof(ret_packed->cells));
    ret_packed->column = vec_column_pack(&plan, cells, count, ret_packed->words, ret_packed->cells);
}

static void check_values(const struct packed *packed, const int64_t *cells, size_t count)
{
    static int64_t values[VEC_ROWS + 1];
    values[count] = 77;
    vec_column_read(&packed->column, count, values);
    check_eq(values[count], 77);
    for (size_t row = 0; row < count; row++) {
        check_true(values[row] == cells[row]);
        check_true(vec_column_at(&packed->column, row) == cells[row]);
    }
    for (unsigned w = 1; w < packed->column.word_count; w++)
        check_true(packed->column.words[w - 1] < packed->column.words[w]);
}

static void check_choice(const struct packed *packed, const int64_t *cells, size_t count,
                         int64_t low, int64_t high)
{
    struct vec_bits rows;
    size_t chosen = 0;
    vec_column_between(&packed->column, count, low, high, &rows);
    for (size_t row = 0; row < VEC_ROWS; row++) {
        const bool want = row < count && cells[row] >= low && cells[row] <= high;
        check_eq(rows.words[row / 64] >> row % 64 & 1, want);
        chosen += want;
    }
    check_eq(vec_bits_count(&rows), chosen);
}

static const struct {
    const char *name;
    int64_t low, high; /* the extremes among the values */
    bool is_dense;     /* as many values as rows, else a dozen */
    enum vec_shape shape;
    uint8_t width;
} shapes[] = {
    {"one value",            5,             5,                      true,  VEC_CONST, 0},
    {"one extreme value",    INT64_MIN,     INT64_MIN,              false, VEC_CONST, 0},
    {"one byte",             INT8_MIN,      INT8_MAX,               true,  VEC_FLAT,  1},
    {"just past a byte",     INT8_MIN,      INT8_MAX + 1,           true,  VEC_FLAT,  2},
    {"days",                 0,             20500,                  true,  VEC_FLAT,  2},
    {"few days",             19000,         20500,                  false, VEC_FLAT,  2},
    {"two bytes",            INT16_MIN,     INT16_MAX,              true,  VEC_FLAT,  2},
    {"just past two",        INT16_MIN - 1, INT16_MAX,              true,  VEC_FLAT,  4},
    {"no day among days",    INT32_MIN,     20500,                  false, VEC_DICT,  1},
    {"four bytes",           INT32_MIN,     INT32_MAX,              true,  VEC_FLAT,  4},
    {"just past four",       INT32_MIN,     (int64_t)INT32_MAX + 1, true,  VEC_FLAT,  8},
    {"few ids",              1,             INT64_MAX / 2,          false, VEC_DICT,  1},
    {"all there is",         INT64_MIN,     INT64_MAX,              true,  VEC_FLAT,  8},
    {"all there is, seldom", INT64_MIN,     INT64_MAX,              false, VEC_DICT,  1},
};

/* Values from low to high, both among them. */
static void fill(int64_t *cells, size_t count, int64_t low, int64_t high, bool is_dense)
{
    const uint64_t span = (uint64_t)high - (uint64_t)low;
    const size_t steps = is_dense ? count - 1 : 11;
    for (size_t row = 0; row < count; row++) {
        const size_t at = (row * 7) % (steps + 1);
        cells[row] = at == steps ? high : (int64_t)((uint64_t)low + span / steps * at);
    }
}

static void test_the_narrowest_shape(void **state)
{
    static int64_t cells[VEC_ROWS];
    static struct packed packed;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
        const size_t count = VEC_ROWS - i; /* not only whole words of rows */
        check_case(shapes[i].name);
        fill(cells, count, shapes[i].low, shapes[i].high, shapes[i].is_dense);
        pack(cells, count, &packed);
        check_eq(packed.column.shape, shapes[i].shape);
        check_eq(packed.column.width, shapes[i].width);
        check_values(&packed, cells, count);
        check_choice(&packed, cells, count, shapes[i].low, shapes[i].high);
        check_choice(&packed, cells, count, INT64_MIN, INT64_MAX);
        check_choice(&packed, cells, count, cells[count / 2], cells[count / 2]);
        check_choice(&packed, cells, count, cells[count / 3], cells[count / 2]);
        check_choice(&packed, cells, count, 1, 0);
    }
}

static void test_a_dictionary_is_full_at_256(void **state)
{
    static int64_t cells[VEC_ROWS];
    static struct packed packed;
    (void)state;
    for (size_t values = 255; values <= 257; values++) {
        for (size_t row = 0; row < VEC_ROWS; row++)
            cells[row] = INT64_MIN + (int64_t)(row * 31 % values) * 1000003;
        pack(cells, VEC_ROWS, &packed);
        check_eq(packed.column.shape, values <= 256 ? VEC_DICT : VEC_FLAT);
        check_values(&packed, cells, VEC_ROWS);
        check_choice(&packed, cells, VEC_ROWS, INT64_MIN + 5000000, INT64_MIN + 90000000);
    }
}

/* Few rows: the dictionary itself would be larger than what it saves. */
static void test_a_short_column(void **state)
{
    static const int64_t cells[] = {INT64_MAX, 0, INT64_MIN};
    static struct packed packed;
    (void)state;
    for (size_t count = 1; count <= ARRAY_LEN(cells); count++) {
        pack(cells, count, &packed);
        check_eq(packed.column.shape, count == 1 ? VEC_CONST : VEC_FLAT);
        check_values(&packed, cells, count);
        check_choice(&packed, cells, count, 0, INT64_MAX);
    }
}

static void test_random_columns(void **state)
{
    static int64_t cells[VEC_ROWS];
    static struct packed packed;
    uint64_t random = 20240607;
    (void)state;
    for (int turn = 0; turn < 3000; turn++) {
        const size_t count = 1 + next_random(&random) % (turn % 4 ? 200 : VEC_ROWS);
        const unsigned shift = (unsigned)(next_random(&random) % 64);
        const uint64_t distinct = 1 + next_random(&random) % (turn % 3 ? 20 : 5000);
        const uint64_t start = next_random(&random);
        for (size_t row = 0; row < count; row++) {
            uint64_t pick = start + next_random(&random) % distinct;
            cells[row] = (int64_t)next_random(&pick) >> shift;
        }
        pack(cells, count, &packed);
        check_values(&packed, cells, count);
        const int64_t a = cells[next_random(&random) % count];
        const int64_t b = (int64_t)next_random(&random) >> shift;
        check_choice(&packed, cells, count, a < b ? a : b, a < b ? b : a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_narrowest_shape),
        cmocka_unit_test(test_a_dictionary_is_full_at_256),
        cmocka_unit_test(test_a_short_column),
        cmocka_unit_test(test_random_columns),
    };
    return cmocka_run_group_tests_name("column", tests, NULL, NULL);
}
