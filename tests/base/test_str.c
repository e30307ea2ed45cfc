/* Text: pieces, numbers, UTF-8, and the buffer with a ceiling. */
#include "base/str.h"

#include "tests/check.h"

static void test_comparisons(void **state)
{
    static const struct {
        const char *name;
        str a;
        str b;
        int order;
        bool nocase;
    } cases[] = {
        {"same",             {"abc", 3},      {"abc", 3},  0,  true },
        {"empty",            {"", 0},         {NULL, 0},   0,  true },
        {"prefix",           {"ab", 2},       {"abc", 3},  -1, false},
        {"bytes, not signs", {"\303\261", 2}, {"z", 1},    1,  false},
        {"case",             {"ABC", 3},      {"abc", 3},  -1, true },
        {"NUL inside",       {"a\0b", 3},     {"a\0c", 3}, -1, false},
        {"@ is no letter",   {"@", 1},        {"`", 1},    -1, false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        const int order = str_compare(cases[i].a, cases[i].b);
        const int mirrored = str_compare(cases[i].b, cases[i].a);
        check_eq((order > 0) - (order < 0), cases[i].order);
        check_eq((mirrored > 0) - (mirrored < 0), -cases[i].order);
        check_eq(str_equal(cases[i].a, cases[i].b), cases[i].order == 0);
        check_eq(str_equal_nocase(cases[i].a, cases[i].b), cases[i].nocase);
    }
    check_true(str_equal_c(str_of(NULL), ""));
    check_true(str_starts(STR("abc"), STR("")));
    check_true(str_starts(STR("abc"), STR("abc")));
    check_false(str_starts(STR("abc"), STR("abcd")));
    check_false(str_starts(STR("abc"), STR("b")));
}

static void test_trim(void **state)
{
    static const char *const cases[][2] = {
        {"",          ""   },
        {" ",         ""   },
        {"\t\r\n ",   ""   },
        {"a",         "a"  },
        {"  a b\t\n", "a b"},
        {"a  ",       "a"  },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_str(str_trim(str_of(cases[i][0])), cases[i][1]);
    check_eq(str_trim((str){NULL, 0}).size, 0);
}

static void test_split(void **state)
{
    str rest = STR("a,,bc,");
    (void)state;
    check_str(str_split(&rest, ','), "a");
    check_str(str_split(&rest, ','), "");
    check_str(str_split(&rest, ','), "bc");
    check_str(str_split(&rest, ','), "");
    check_eq(rest.size, 0);
    check_str(str_split(&rest, ','), "");
    rest = (str){NULL, 0};
    check_str(str_split(&rest, ','), "");
    rest = STR("none");
    check_str(str_split(&rest, ','), "none");
    check_eq(rest.size, 0);
}

static void test_whole_numbers(void **state)
{
    static const struct {
        const char *text;
        bool want;
        int64_t value;
    } cases[] = {
        {"0",                    true,  0        },
        {"-0",                   true,  0        },
        {"+7",                   true,  7        },
        {"007",                  true,  7        },
        {"9223372036854775807",  true,  INT64_MAX},
        {"-9223372036854775808", true,  INT64_MIN},
        {"9223372036854775808",  false, 0        },
        {"-9223372036854775809", false, 0        },
        {"92233720368547758070", false, 0        },
        {"",                     false, 0        },
        {"-",                    false, 0        },
        {"+",                    false, 0        },
        {"--1",                  false, 0        },
        {" 1",                   false, 0        },
        {"1 ",                   false, 0        },
        {"1.0",                  false, 0        },
        {"0x1",                  false, 0        },
        {"１",                  false, 0        },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int64_t value = -77;
        check_case(cases[i].text);
        check_eq(str_to_i64(str_of(cases[i].text), &value), cases[i].want);
        check_eq(value, cases[i].want ? cases[i].value : -77);
    }
}

static void test_utf8(void **state)
{
    static const struct {
        const char *name;
        const char *text;
        bool is_good;
        size_t bad_at; /* or characters, when it is good */
    } cases[] = {
        {"empty",                      "",                      true,  0},
        {"ASCII",                      "abc",                   true,  3},
        {"two, three, four bytes",     "ñ€\360\237\230\200", true,  3},
        {"last before the surrogates", "\355\237\277",          true,  1},
        {"first surrogate",            "a\355\240\200",         false, 1},
        {"U+10FFFF",                   "\364\217\277\277",      true,  1},
        {"past it",                    "\364\220\200\200",      false, 0},
        {"overlong slash",             "\300\257",              false, 0},
        {"overlong, three bytes",      "\340\237\277",          false, 0},
        {"overlong, four bytes",       "\360\217\277\277",      false, 0},
        {"lone continuation",          "ab\200",                false, 2},
        {"cut at the end",             "ab\303",                false, 2},
        {"cut inside",                 "\342\202",              false, 0},
        {"Latin-1",                    "Mu\361oz",              false, 2},
        {"FE",                         "\376",                  false, 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const str text = str_of(cases[i].text);
        size_t bad = 77;
        check_case(cases[i].name);
        check_eq(str_is_utf8(text, &bad), cases[i].is_good);
        check_eq(str_is_utf8(text, NULL), cases[i].is_good);
        check_eq(cases[i].is_good ? str_characters(text) : bad, cases[i].bad_at);
    }
}

/* Every code point, written by the definition of UTF-8, is accepted; surrogates are not. */
static void test_every_code_point(void **state)
{
    (void)state;
    for (uint32_t c = 0x80; c <= 0x10FFFF; c++) {
        char text[4];
        size_t size = 0;
        if (c >= 0x10000) {
            text[size++] = (char)(0xF0 | (c >> 18));
            text[size++] = (char)(0x80 | ((c >> 12) & 0x3F));
        } else if (c >= 0x800) {
            text[size++] = (char)(0xE0 | (c >> 12));
        } else {
            text[size++] = (char)(0xC0 | (c >> 6));
        }
        if (c >= 0x800)
            text[size++] = (char)(0x80 | ((c >> 6) & 0x3F));
        text[size++] = (char)(0x80 | (c & 0x3F));
        if (str_is_utf8((str){text, size}, NULL) != (c < 0xD800 || c > 0xDFFF))
            fail_msg("U+%04X", c);
        if (size > 1 && str_is_utf8((str){text, size - 1}, NULL))
            fail_msg("U+%04X cut", c);
    }
}

static void test_copies(void **state)
{
    struct arena *const arena = check_op()->arena;
    char text[] = "abc";
    (void)state;
    const str copy = str_copy(arena, (str){text, 3});
    char *const c_string = str_cstr(arena, (str){text, 2});
    text[0] = 'x';
    check_str(copy, "abc");
    check_text(c_string, "ab");
    check_text(str_cstr(arena, (str){NULL, 0}), "");
}

static void test_buf_grows(void **state)
{
    struct buf buf = buf_start(check_op()->arena, SIZE_MAX);
    size_t size = 0;
    (void)state;
    check_text(buf_cstr(&buf), "");
    check_str(buf_str(&buf), "");
    for (int i = 0; i < 20000; i++) {
        buf_printf(&buf, "%d", i);
        buf_add_char(&buf, ',');
        buf_add_c(&buf, "xy");
        buf_add(&buf, STR("z"));
    }
    const char *at = buf_cstr(&buf);
    for (int i = 0; i < 20000; i++) {
        char want[32];
        const int length = snprintf(want, sizeof(want), "%d,xyz", i);
        check_eq(strncmp(at + size, want, (size_t)length), 0);
        size += (size_t)length;
    }
    check_eq(buf.size, size);
    check_eq(at[size], '\0');
    check_false(buf.is_full);
    buf_clear(&buf);
    check_text(buf_cstr(&buf), "");
}

static void test_buf_adds_whole_numbers(void **state)
{
    static const int64_t values[] = {0, 7, -7, 10, -100, INT64_MAX, INT64_MIN};
    struct op *const op = check_op();
    char want[32];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        struct buf buf = buf_start(op->arena, 64);
        (void)snprintf(want, sizeof(want), "%lld", (long long)values[i]);
        buf_add_i64(&buf, values[i]);
        assert_string_equal(buf_cstr(&buf), want);
    }
}

static void test_buf_keeps_below_its_ceiling(void **state)
{
    struct buf buf = buf_start(check_op()->arena, 5);
    (void)state;
    buf_add_c(&buf, "abcde"); /* exactly */
    check_false(buf.is_full);
    buf_add_c(&buf, "");
    check_false(buf.is_full);
    buf_add_char(&buf, 'f');
    check_true(buf.is_full);
    check_text(buf_cstr(&buf), "abcde");
    buf_clear(&buf);
    buf_printf(&buf, "%s", "abcdef");
    check_true(buf.is_full);
    buf_add_c(&buf, "a"); /* it stays full: half a document is no document */
    check_text(buf_cstr(&buf), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comparisons),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_whole_numbers),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_every_code_point),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_buf_grows),
        cmocka_unit_test(test_buf_adds_whole_numbers),
        cmocka_unit_test(test_buf_keeps_below_its_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
