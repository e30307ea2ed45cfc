/* Rows of facts and decisions become columns and come back bit for bit, whatever they hold. */
#include "policy/columns.h"

#include "base/shared.h"
#include "tests/check.h"

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

struct row {
    struct case_facts facts;
    struct decision decision;
    bool is_decided;
};

/* A cell as case_facts may one day hold it: mostly small, now and then whatever fits. */
static int64_t random_cell(uint64_t *random, int column)
{
    static const int64_t extremes[] = {INT64_MIN, INT64_MAX, INT32_MIN, INT32_MAX, DAY_MAX, 0};
    const uint64_t usual = next_random(random) % (UINT64_C(3) << column % 40);
    return next_random(random) % 300 == 0 ? extremes[next_random(random) % ARRAY_LEN(extremes)]
                                          : (int64_t)usual - column % 5;
}

static void fill(struct row *rows, size_t count, uint64_t *random)
{
    for (size_t i = 0; i < count; i++) {
        int64_t *const facts = &rows[i].facts.debtor_id;
        int64_t *const carried = &rows[i].decision.strategy_id;
        rows[i] = (struct row){.is_decided = next_random(random) % 10 > 0};
        for (int c = 0; c < FACT_CELLS; c++)
            facts[c] = random_cell(random, c);
        rows[i].facts.debtor_id = (int64_t)(i / 3) * 1000003; /* in key order, as rows are */
        rows[i].facts.case_id = (int64_t)i * 7 + 1;
        rows[i].facts.validity = next_random(random) | next_random(random);
        for (int c = 0; rows[i].is_decided && c < (int)COLUMNS_DECISION; c++)
            carried[c] = random_cell(random, c);
        rows[i].decision.debtor_id = rows[i].facts.debtor_id;
        rows[i].decision.case_id = rows[i].facts.case_id;
    }
}

static void put(struct column_rows *rows, const struct row *row)
{
    const int64_t *const facts = &row->facts.creditor_id;
    const int64_t *const carried = &row->decision.strategy_id;
    const size_t at = rows->count++;
    rows->cells[COLUMN_DEBTOR][at] = row->facts.debtor_id;
    rows->cells[COLUMN_CASE][at] = row->facts.case_id;
    rows->cells[COLUMN_RECHECK_ON][at] = row->facts.recheck_on;
    rows->cells[COLUMN_NATURAL_KEY][at] = row->facts.natural_key;
    rows->validity[at] = (int64_t)row->facts.validity;
    for (int fact = 0; fact < FACT_COUNT; fact++)
        rows->cells[COLUMN_FACTS + fact][at] = facts[fact];
    for (int c = 0; c < (int)COLUMNS_DECISION; c++)
        rows->cells[COLUMN_DECISIONS + c][at] = carried[c];
    rows->cells[COLUMN_IS_DECIDED][at] = row->is_decided;
}

static void check_row(const struct vec_chunk *chunk, size_t at, const struct row *want)
{
    struct case_facts facts;
    struct decision decision = {.step = 77};
    column_get_facts(chunk, at, &facts);
    check_true(facts_equal(&facts, &want->facts));
    check_eq(column_get_decision(chunk, at, &decision), want->is_decided);
    if (want->is_decided)
        assert_memory_equal(&decision, &want->decision, offsetof(struct decision, is_glance));
    else
        check_eq(decision.step, 77);
    check_eq(column_find(chunk, (struct case_key){facts.debtor_id, facts.case_id}), at);
    check_eq(column_find(chunk, (struct case_key){facts.debtor_id, facts.case_id - 1}), at);
    check_eq(column_find(chunk, (struct case_key){facts.debtor_id, facts.case_id + 1}), at + 1);
}

static void test_random_rows(void **state)
{
    struct op *const op = check_op();
    const struct arena_mark mark = arena_mark(op->arena);
    struct row *const rows = arena_array(op->arena, VEC_ROWS, sizeof(*rows));
    struct column_rows packed;
    uint64_t random = 7;
    (void)state;
    column_rows_init(op->arena, NULL, &packed);
    for (int turn = 0; turn < 8; turn++) {
        const size_t count = turn ? VEC_ROWS - (size_t)turn * 200 : 1;
        fill(rows, count, &random);
        for (size_t i = 0; i < count; i++)
            put(&packed, &rows[i]);
        const struct vec_chunk *const chunk = column_rows_pack(op->arena, &packed, count, NULL);
        check_eq(packed.count, 0);
        for (size_t i = 0; i < count; i++)
            check_row(chunk, i, &rows[i]);
        shared_drop(chunk);
    }
    arena_release(op->arena, mark);
}

/* One value that needs more room widens its column in the next chunk, and only that. */
static void test_a_column_widens(void **state)
{
    struct op *const op = check_op();
    const struct arena_mark mark = arena_mark(op->arena);
    struct column_rows before;
    struct column_rows after;
    (void)state;
    column_rows_init(op->arena, NULL, &before);
    column_rows_init(op->arena, NULL, &after);
    for (int i = 0; i < 1000; i++) {
        const struct row row = {
            .facts = {.debtor_id = 1,
                      .case_id = i + 1,
                      .validity = 1,
                      .open_amount = i,
                      .open_claims = i % 9}
        };
        put(&before, &row);
    }
    const struct vec_chunk *const narrow = column_rows_pack(op->arena, &before, 1000, NULL);
    check_eq(narrow->columns[COLUMN_OF_FACT(open_amount)].width, 2);
    check_eq(narrow->columns[COLUMN_OF_FACT(open_claims)].width, 1);
    check_eq(narrow->columns[COLUMN_OF_FACT(country)].shape, VEC_CONST);
    column_rows_add_chunk(&after, narrow, NULL);
    after.cells[COLUMN_OF_FACT(open_amount)][500] = INT64_MAX;
    const struct vec_chunk *const wide = column_rows_pack(op->arena, &after, 1000, NULL);
    check_eq(wide->columns[COLUMN_OF_FACT(open_amount)].width, 8);
    check_eq(wide->columns[COLUMN_OF_FACT(open_claims)].width, 1);
    for (size_t i = 0; i < 1000; i++) {
        struct case_facts facts;
        column_get_facts(wide, i, &facts);
        check_true(facts.open_amount == (i == 500 ? INT64_MAX : (int64_t)i));
        check_eq(facts.open_claims, i % 9);
        check_eq(facts.validity, 1);
    }
    shared_drop(narrow);
    shared_drop(wide);
    arena_release(op->arena, mark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_rows),
        cmocka_unit_test(test_a_column_widens),
    };
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
