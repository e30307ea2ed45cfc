/* The kernels of this machine and the plain ones: the same integers on random arrays. */
#include "dmn/kernels.h"
#include "tests/check.h"
#include "vec/bits.h"

#define ROUNDS 300
#define CUTS   40

static uint64_t seed = 1;

static uint64_t roll(void)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return seed ^ seed >> 29;
}

/* Arrays of one round; cells of all widths share their bits. */
struct arrays {
    size_t count;
    uint64_t cells[VEC_ROWS];
    uint64_t cuts[CUTS];
    uint64_t table[VEC_ROWS];
    uint32_t small[VEC_ROWS]; /* below 256: codes, outcomes, indexes */
    uint16_t outcomes[VEC_ROWS];
    uint8_t codes[VEC_ROWS];
    uint32_t places[3 * VEC_ROWS]; /* of bitmaps of up to eight words among the cuts */
};

static void fill(struct arrays *a)
{
    a->count = roll() % VEC_ROWS + 1;
    for (size_t r = 0; r < VEC_ROWS; r++) {
        a->cells[r] = roll();
        a->table[r] = roll();
        a->small[r] = (uint32_t)(roll() % 256);
        a->outcomes[r] = (uint16_t)a->small[r];
        a->codes[r] = (uint8_t)a->small[r];
    }
    for (size_t i = 0; i < ARRAY_LEN(a->places); i++)
        a->places[i] = (uint32_t)(roll() % (CUTS - 8));
    for (size_t c = 0; c < CUTS; c++)
        a->cuts[c] = a->cells[roll() % VEC_ROWS]; /* equal ones among them */
}

/* What all kernels do to the arrays, one after the other. */
struct result {
    uint32_t index[VEC_ROWS];
    int32_t found[8][VEC_ROWS];
    uint16_t outcomes[VEC_ROWS];
    uint16_t rules[VEC_ROWS];
    uint8_t bytes[VEC_ROWS];
    uint16_t words[VEC_ROWS];
    uint32_t longs[VEC_ROWS];
    uint64_t quads[VEC_ROWS];
};

static void run(const struct dmn_kernels *k, const struct arrays *a, struct result *result)
{
    const size_t n = a->count;
    const void *const cells = a->cells;
    const void *const cuts = a->cuts;
    const void *const table = a->table;
    memset(result, 0, sizeof(*result));
    k->add_part(n, 7, result->index);
    k->add_parts(n, table, result->index);
    k->add_bytes(n, a->codes, table, result->index);
    k->add_outcomes(n, a->outcomes, table, result->index);
    k->add_cuts_16(n, cells, cuts, CUTS, 3, result->index);
    k->add_cuts_32(n, cells, cuts, CUTS, 50, result->index);
    k->add_cuts_64(n, cells, cuts, CUTS, 1000, result->index);
    k->add_span_16(n, cells, -100, 155, table, result->index);
    k->add_span_32(n, cells, -100, 155, table, result->index);
    k->add_span_64(n, cells, -100, 155, table, result->index);
    for (uint32_t words = 1; words < 8; words++) {
        const uint64_t *const bits[] = {cuts, table, cells};
        k->first_bits(n, 3, bits, a->places, cells, words, result->found[words]);
    }
    k->look_up(n, table, a->small, result->outcomes);
    k->take_rules(n, 100, a->outcomes, result->rules);
    k->take_8(n, table, a->outcomes, result->bytes);
    k->take_16(n, table, a->outcomes, result->words);
    k->take_32(n, table, a->outcomes, result->longs);
    k->take_64(n, table, a->outcomes, result->quads);
}

static void test_both_say_the_same(void **state)
{
    static struct arrays arrays;
    static struct result plain;
    static struct result chosen;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        fill(&arrays);
        run(&dmn_kernels_plain, &arrays, &plain);
        run(dmn_kernels_choose(), &arrays, &chosen);
        assert_memory_equal(&plain, &chosen, sizeof(plain));
    }
    print_message("    %s\n", dmn_kernels_choose() == &dmn_kernels_plain
                                  ? "this machine has the plain ones only"
                                  : "AVX2 against plain");
}

/* A cut belongs to the class that begins there, also at the ends of a type. */
static void test_a_cut_is_not_above_itself(void **state)
{
    const int32_t cells[] = {INT32_MIN, -1, 0, 41, 42, 43, INT32_MAX};
    const int32_t cuts[] = {0, 42, INT32_MAX};
    const uint32_t want[] = {0, 0, 10, 10, 20, 20, 30};
    uint32_t index[ARRAY_LEN(cells)] = {0};
    (void)state;
    dmn_kernels_choose()->add_cuts_32(ARRAY_LEN(cells), cells, cuts, ARRAY_LEN(cuts), 10, index);
    assert_memory_equal(index, want, sizeof(want));
}

/* The default is an outcome behind the rules, and no rule. */
static void test_rules(void **state)
{
    const uint16_t outcomes[] = {0, 1, 39, 40, 41, UINT16_MAX};
    const uint16_t want[] = {0, 1, 39, UINT16_MAX, UINT16_MAX, UINT16_MAX};
    uint16_t rules[ARRAY_LEN(outcomes)] = {0};
    (void)state;
    dmn_kernels_choose()->take_rules(ARRAY_LEN(outcomes), 40, outcomes, rules);
    assert_memory_equal(rules, want, sizeof(want));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_both_say_the_same),
                                       cmocka_unit_test(test_a_cut_is_not_above_itself),
                                       cmocka_unit_test(test_rules)};
    return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
