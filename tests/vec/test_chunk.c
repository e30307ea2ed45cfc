/* Rows packed into a chunk come out bit for bit, cells and nulls; bits of rows count as they say.
 */
#include "vec/chunk.h"

#include <string.h>

#include "base/shared.h"
#include "tests/check.h"

#define COLUMNS 9

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void test_bits(void **state)
{
    static const size_t counts[] = {0, 1, 63, 64, 65, 1000, VEC_ROWS - 1, VEC_ROWS};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        struct vec_bits bits;
        size_t seen = 0;
        vec_bits_all(&bits, counts[i]);
        check_eq(vec_bits_count(&bits), counts[i]);
        for (size_t row = vec_bits_next(&bits, 0); row < VEC_ROWS;
             row = vec_bits_next(&bits, row + 1))
            check_eq(row, seen++);
        check_eq(seen, counts[i]);
    }
}

static void test_next_and_and(void **state)
{
    struct vec_bits bits = {{0}};
    struct vec_bits odd;
    (void)state;
    memset(odd.words, 0xAA, sizeof(odd.words));
    bits.words[0] = UINT64_C(1) << 63 | 1;
    bits.words[5] = 6;
    check_eq(vec_bits_next(&bits, 0), 0);
    check_eq(vec_bits_next(&bits, 1), 63);
    check_eq(vec_bits_next(&bits, 64), 5 * 64 + 1);
    check_eq(vec_bits_next(&bits, 5 * 64 + 3), VEC_ROWS);
    check_eq(vec_bits_next(&bits, VEC_ROWS), VEC_ROWS);
    vec_bits_and(&bits, &odd);
    check_eq(vec_bits_count(&bits), 2);
    check_eq(vec_bits_next(&bits, 0), 63);
    vec_bits_without(&bits, &odd);
    check_eq(vec_bits_count(&bits), 0);
}

static void test_transpose(void **state)
{
    uint64_t random = 99;
    uint64_t rows[64];
    uint64_t columns[64];
    (void)state;
    for (int i = 0; i < 64; i++)
        columns[i] = rows[i] = next_random(&random);
    vec_bits_transpose(columns);
    for (unsigned r = 0; r < 64; r++)
        for (unsigned c = 0; c < 64; c++)
            check_eq(columns[c] >> r & 1, rows[r] >> c & 1);
    vec_bits_transpose(columns);
    assert_memory_equal(columns, rows, sizeof(rows));
}

/* Rows with extremes in every column, and nulls that some facts never, always or at times have. */
struct rows {
    int64_t cells[COLUMNS][VEC_ROWS];
    uint64_t validity[VEC_ROWS];
};

static void fill(struct rows *rows, size_t count, uint64_t *random)
{
    static const int64_t extremes[] = {INT64_MIN, INT64_MAX, DAY_MAX, DAY_NONE, 0, -1};
    const uint64_t always = next_random(random);
    const uint64_t at_times = next_random(random) & next_random(random);
    for (size_t row = 0; row < count; row++) {
        rows->validity[row] = (always & ~at_times) | (next_random(random) & at_times);
        for (size_t c = 0; c < COLUMNS; c++) {
            const bool is_extreme = next_random(random) % 50 == 0 && c > 4;
            const int64_t usual = (int64_t)(next_random(random) >> (8 * c % 63));
            rows->cells[c][row] =
                is_extreme ? extremes[next_random(random) % ARRAY_LEN(extremes)] : usual;
        }
    }
}

static void check_chunk(const struct vec_chunk *chunk, const struct rows *rows, size_t count)
{
    static uint64_t validity[VEC_ROWS];
    check_eq(chunk->count, count);
    check_eq(chunk->column_count, COLUMNS);
    vec_chunk_read_validity(chunk, validity);
    for (size_t row = 0; row < count; row++) {
        check_true(validity[row] == rows->validity[row]);
        check_true(vec_chunk_validity_at(chunk, row) == rows->validity[row]);
        for (size_t c = 0; c < COLUMNS; c++)
            check_true(vec_column_at(&chunk->columns[c], row) == rows->cells[c][row]);
    }
    for (int fact = 0; fact < VEC_MASKS; fact++) {
        struct vec_bits bits;
        vec_bits_all(&bits, count);
        vec_chunk_only_valid(chunk, fact, &bits);
        for (size_t row = 0; row < count; row++)
            check_eq(bits.words[row / 64] >> row % 64 & 1, rows->validity[row] >> fact & 1);
        check_eq(vec_bits_next(&bits, count), VEC_ROWS);
    }
}

static void test_rows_come_back(void **state)
{
    static struct rows rows;
    static const size_t counts[] = {1, 2, 63, 64, 65, 700, VEC_ROWS - 1, VEC_ROWS};
    struct op *const op = check_op();
    const int64_t *columns[COLUMNS];
    uint64_t random = 4711;
    (void)state;
    for (size_t c = 0; c < COLUMNS; c++)
        columns[c] = rows.cells[c];
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        fill(&rows, counts[i], &random);
        const struct vec_chunk *const chunk =
            vec_chunk_pack(op->arena, columns, COLUMNS, rows.validity, counts[i]);
        check_chunk(chunk, &rows, counts[i]);
        shared_drop(chunk);
    }
}

static void test_what_is_alike_takes_no_room(void **state)
{
    static struct rows rows;
    struct op *const op = check_op();
    const int64_t *columns[COLUMNS];
    (void)state;
    for (size_t c = 0; c < COLUMNS; c++)
        columns[c] = rows.cells[c];
    for (size_t row = 0; row < VEC_ROWS; row++)
        rows.validity[row] = 3;
    const struct vec_chunk *const chunk =
        vec_chunk_pack(op->arena, columns, COLUMNS, rows.validity, VEC_ROWS);
    check_true(shared_size(chunk) < VEC_ROWS * 2);
    check_true(chunk->masks[1].is_set && !chunk->masks[1].bits);
    check_false(chunk->masks[2].is_set || chunk->masks[2].bits);
    shared_drop(chunk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bits),
        cmocka_unit_test(test_next_and_and),
        cmocka_unit_test(test_transpose),
        cmocka_unit_test(test_rows_come_back),
        cmocka_unit_test(test_what_is_alike_takes_no_room),
    };
    return cmocka_run_group_tests_name("chunk", tests, NULL, NULL);
}
