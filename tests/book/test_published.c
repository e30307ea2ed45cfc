/* Published rows: corrected by further rows, found by the day, printed exactly. */
#include "book/published.h"

#include "tests/support/organisation.h"

static struct op *open_store(void)
{
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    return op;
}

static void close_store(struct op *op)
{
    check_ok(op, db_commit(op));
    test_store_close(op);
}

static struct published uf(day from_on, int64_t value)
{
    return (struct published){.country = STR("CL"),
                              .name = STR("UF"),
                              .from_on = from_on,
                              .value = value,
                              .currency = CURRENCY('C', 'L', 'P'),
                              .source = STR("Banco Central")};
}

static void put(struct op *op, const struct published *row, enum book_change want)
{
    enum book_change change = BOOK_UNCHANGED;
    check_ok(op, published_put(op, PUBLISHED_INDEX, row, &change));
    check_eq(change, want);
}

static int64_t find(struct op *op, const char *country, day on, int *ret_revision)
{
    struct published row = {.value = 0};
    bool found = false;
    check_ok(op, published_find(op, PUBLISHED_INDEX, str_of(country), STR("UF"), on, &row, &found));
    *ret_revision = row.revision;
    return found ? row.value : 0;
}

static void test_the_last_revision_of_the_last_day_counts(void **state)
{
    struct op *const op = open_store();
    struct published row = uf(100, 39000000000);
    int revision = 0;
    (void)state;
    put(op, &row, BOOK_CREATED);
    put(op, &row, BOOK_UNCHANGED);
    row.value = 39123450000;
    put(op, &row, BOOK_UPDATED);
    row = uf(102, 39200000000);
    put(op, &row, BOOK_CREATED);
    check_eq(find(op, "CL", 99, &revision), 0);
    check_eq(find(op, "CL", 100, &revision), 39123450000);
    check_eq(revision, 2);
    check_eq(find(op, "CL", 101, &revision), 39123450000);
    check_eq(find(op, "CL", 500, &revision), 39200000000);
    check_eq(revision, 1);
    check_eq(find(op, "UY", 500, &revision), 0);
    row.source = STR("otra fuente"); /* the same value from elsewhere is told too */
    put(op, &row, BOOK_UPDATED);
    close_store(op);
}

static status count(struct op *op, const struct published *row, void *context)
{
    (void)op;
    *(int64_t *)context += row->revision;
    return OK;
}

static void test_a_list_is_of_a_day_or_of_all_rows(void **state)
{
    struct op *const op = open_store();
    struct published row = uf(100, 1);
    int64_t sum = 0;
    (void)state;
    put(op, &row, BOOK_CREATED);
    row.value = 2;
    put(op, &row, BOOK_UPDATED);
    struct published_query query = {.country = STR("CL"), .on = 100, .most = 10};
    check_ok(op, published_list(op, PUBLISHED_INDEX, &query, count, &sum));
    check_eq(sum, 2);
    query = (struct published_query){.on = DAY_NONE, .most = 10};
    check_ok(op, published_list(op, PUBLISHED_INDEX, &query, count, &sum));
    check_eq(sum, 2 + 1 + 2);
    query = (struct published_query){.name = STR("UVR"), .on = 100, .most = 10};
    check_ok(op, published_list(op, PUBLISHED_INDEX, &query, count, &sum));
    check_eq(sum, 5);
    close_store(op);
}

static void test_what_cannot_be_is_refused(void **state)
{
    struct op *const op = open_store();
    enum book_change change = BOOK_UNCHANGED;
    struct published wrong[5];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        wrong[i] = uf(100, 1);
    wrong[0].value = 0;
    wrong[1].source = STR("  ");
    wrong[2].name = STR("U F");
    wrong[3].country = STR("Chile");
    wrong[4].from_on = DAY_NONE;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        check_eq(published_put(op, PUBLISHED_INDEX, &wrong[i], &change), E_INVALID);
        op_clear(op);
    }
    wrong[0].value = PUBLISHED_RATE_MOST + 1;
    check_eq(published_put(op, PUBLISHED_RATE, &wrong[0], &change), E_INVALID);
    op_clear(op);
    close_store(op);
}

static void test_names(void **state)
{
    static const char *const good[] = {"UF", "tmc.op_90d", "a.b", "9"};
    static const char *const bad[] = {"", ".", "a.", ".a", "a.b.c", "a b", "á", "a\n"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        check_true(published_is_name(str_of(good[i])));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        check_false(published_is_name(str_of(bad[i])));
}

static void test_values_are_printed_exactly(void **state)
{
    static const struct {
        enum published_table table;
        int64_t value;
        const char *want;
    } cases[] = {
        {PUBLISHED_RATE,  345600,      "34.56"               },
        {PUBLISHED_RATE,  1,           "0.0001"              },
        {PUBLISHED_RATE,  1000000,     "100"                 },
        {PUBLISHED_INDEX, 39123450000, "39123.45"            },
        {PUBLISHED_INDEX, 8123456,     "8.123456"            },
        {PUBLISHED_INDEX, INT64_MAX,   "9223372036854.775807"},
    };
    char text[PUBLISHED_TEXT_SIZE];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_text(published_format(cases[i].table, cases[i].value, text), cases[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_last_revision_of_the_last_day_counts),
        cmocka_unit_test(test_a_list_is_of_a_day_or_of_all_rows),
        cmocka_unit_test(test_what_cannot_be_is_refused),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_values_are_printed_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
