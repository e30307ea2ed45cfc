/* The operation, its failures, what a status means outside, the log, and embedded files. */
#include "base/op.h"

#include <unistd.h>

#include "base/assets.h"
#include "base/log.h"
#include "tests/check.h"

static instant fixed_now(void *context)
{
    return *(const instant *)context;
}

static void test_the_clock_belongs_to_the_operation(void **state)
{
    instant at = 42;
    struct op op;
    (void)state;
    op_init(&op, check_op()->arena, NULL, (struct op_clock){fixed_now, &at});
    check_eq(op_now(&op), 42);
    at = 43;
    check_eq(op_now(&op), 43);
    check_eq(op.business_date, DAY_NONE);
    check_eq(op.code, OK);
    check_text(op.text, "");
    op_init(&op, check_op()->arena, NULL, op_clock_system);
    check_true(op_now(&op) > INT64_C(1577836800000000)); /* after 2020 */
}

/* What a transaction records has one instant, and never one that the store has passed. */
static void test_a_transaction_has_one_time(void **state)
{
    instant at = 42;
    struct op op;
    (void)state;
    op_init(&op, check_op()->arena, NULL, (struct op_clock){fixed_now, &at});
    op_hold_time(&op, INSTANT_NONE);
    check_eq(op_now(&op), 42);
    at = 43;
    check_eq(op_now(&op), 42);
    op_hold_time(&op, 50);
    check_eq(op_now(&op), 50);
    op_release_time(&op);
    check_eq(op_now(&op), 43);
    op.floor = 60;
    check_eq(op_now(&op), 60);
    at = 61;
    check_eq(op_now(&op), 61);
    op.floor = at + OP_LAG_MAX + 1; /* a clock that was far ahead once does not hold us there */
    check_eq(op_now(&op), 61);
}

static void test_the_first_failure_stays(void **state)
{
    struct op *const op = check_op();
    (void)state;
    check_eq(op_fail(op, E_CONFLICT, "claim %d is closed", 7), E_CONFLICT);
    check_eq(op_fail(op, E_STORE, "an echo"), E_STORE);
    check_eq(op->code, E_CONFLICT);
    check_text(op->text, "claim 7 is closed");
    op_clear(op);
    check_eq(op->code, OK);
    check_text(op->text, "");
    (void)op_fail(op, E_INVALID, "%0600d", 1); /* a longer text is cut, and ends */
    check_eq(strlen(op->text), LIMIT_FAILURE_TEXT - 1);
    op_clear(op);
}

static void test_what_a_status_means(void **state)
{
    (void)state;
    for (int a = 0; a < STATUS_COUNT; a++) {
        check_true(status_http((status)a) >= 200 && status_http((status)a) < 600);
        check_eq(status_http((status)a) == 200, a == OK);
        check_eq(status_exit((status)a) == 0, a == OK);
        check_true(status_exit((status)a) <= 3);
        for (int b = 0; b < a; b++)
            check_true(strcmp(status_name((status)a), status_name((status)b)) != 0);
    }
    check_true(status_is_retryable(E_BUSY));
    check_false(status_is_retryable(E_INVALID));
    check_eq(status_exit(E_REFUSED), 3);
    check_eq(status_http(E_CONFLICT), 409);
}

static void log_something(void)
{
    const struct log_field many[] = {LOG_I64("a", INT64_MIN), LOG_STATUS("code", E_BUSY)};
    struct log_field flood[64];
    log_event(LOG_DEBUG, "hidden", LOG_I64("x", 1));
    log_write(LOG_WARN, "seen", many, 2);
    for (size_t i = 0; i < ARRAY_LEN(flood); i++)
        flood[i] = LOG_I64("a_rather_long_name_of_a_field", 1);
    log_write(LOG_ERROR, "flood", flood, ARRAY_LEN(flood));
    log_set_level(LOG_ERROR);
    log_event(LOG_WARN, "too_low", LOG_I64("x", 1));
    log_set_level(LOG_INFO);
}

static void test_log_lines(void **state)
{
    static const char line[] = " level=warn event=seen a=-9223372036854775808 code=busy";
    int ends[2];
    char text[8192];
    (void)state;
    check_eq(pipe(ends), 0);
    const int saved = dup(STDERR_FILENO);
    (void)dup2(ends[1], STDERR_FILENO);
    log_something();
    (void)dup2(saved, STDERR_FILENO);
    (void)close(saved);
    (void)close(ends[1]);
    const ssize_t size = read(ends[0], text, sizeof(text));
    (void)close(ends[0]);
    check_true(size > 0);
    str rest = {text, (size_t)size};
    const str first = str_split(&rest, '\n');
    check_true(str_starts(first, STR("at=20")));
    check_true(memmem(first.data, first.size, line, strlen(line)) != NULL);
    const str second = str_split(&rest, '\n');
    check_true(second.size > 500 && second.size < 1024); /* cut, and still one line */
    check_eq(rest.size, 0);
}

static void test_assets(void **state)
{
    static const unsigned char bytes[] = "hola";
    static const struct asset table[] = {
        {"a/b.txt", bytes, 4},
        {"c",       bytes, 0},
        {NULL,      NULL,  0}
    };
    (void)state;
    check_str(asset_text(asset_find(table, STR("a/b.txt"))), "hola");
    check_eq(asset_find(table, STR("c"))->size, 0);
    check_true(asset_find(table, STR("a/b")) == NULL);
    check_true(asset_find(table, STR("")) == NULL);
    for (const struct asset *asset = assets_policies; asset->path; asset++) {
        check_eq(asset->data[asset->size], '\0');
        check_true(asset_find(assets_policies, str_of(asset->path)) == asset);
        check_true(!asset[1].path || strcmp(asset->path, asset[1].path) < 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_clock_belongs_to_the_operation),
        cmocka_unit_test(test_a_transaction_has_one_time),
        cmocka_unit_test(test_the_first_failure_stays),
        cmocka_unit_test(test_what_a_status_means),
        cmocka_unit_test(test_log_lines),
        cmocka_unit_test(test_assets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
