/* What every test includes: cmocka, an operation to run in, and a few checks that name the case. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/crypto.h"
#include "base/op.h"

/* Names the row of a table-driven test; a failing check prints it. */
static inline void check_case(const char *name)
{
    print_message("    case: %s\n", name);
}

#define check_eq(got, want)     assert_int_equal((got), (want))
#define check_text(got, want)   assert_string_equal((got), (want))
#define check_true(condition)   assert_true(condition)
#define check_false(condition)  assert_false(condition)
#define check_str(got, literal) check_str_((got), (literal), __FILE__, __LINE__)

static inline void check_str_(str got, const char *want, const char *file, int line)
{
    if (!str_equal_c(got, want)) {
        print_error("got \"%.*s\", want \"%s\"\n", (int)got.size, got.data, want);
        _fail(file, line);
    }
}

/* Succeeds or shows the operation's own words. */
#define check_ok(op, expression) check_ok_((op), (expression), __FILE__, __LINE__)
static inline void check_ok_(const struct op *op, status code, const char *file, int line)
{
    if (code != OK) {
        print_error("%s: %s\n", status_name(code), op->text);
        _fail(file, line);
    }
}

/* One operation without a store, for pure code; lives as long as the test program. */
static inline struct op *check_op(void)
{
    static struct op op;
    if (!op.arena) {
        op_init(&op, arena_create(), NULL, op_clock_system);
        if (crypto_start(&op) != OK)
            print_error("%s\n", op.text);
    }
    op_clear(&op);
    return &op;
}
#endif
