/* JSON: what the writer writes, the reader reads; what is not JSON is refused with its place. */
#include "base/json.h"

#include "tests/check.h"

static void test_writer(void **state)
{
    struct buf out = buf_start(check_op()->arena, 4096);
    struct json_writer w = json_start(&out);
    (void)state;
    json_object_open(&w);
    json_put_str(&w, "text", STR("a\"b\\c\nd\te\001ñ/"));
    json_put_c(&w, "none", NULL);
    json_put_c(&w, "some", "x");
    json_put_i64(&w, "least", INT64_MIN);
    json_put_id(&w, "id", INT64_MAX);
    json_put_id(&w, "no_id", 0);
    json_put_bool(&w, "yes", true);
    json_put_day(&w, "day", 0);
    json_put_day(&w, "no_day", DAY_NONE);
    json_put_instant(&w, "at", 1);
    json_put_instant(&w, "never", INSTANT_NONE);
    json_key(&w, "empty");
    json_object_open(&w);
    json_object_close(&w);
    json_key(&w, "list");
    json_array_open(&w);
    json_write_i64(&w, 1);
    json_write_null(&w);
    json_array_open(&w);
    json_array_close(&w);
    json_write_raw(&w, STR("{\"raw\":1}"));
    json_write_str(&w, (str){NULL, 0});
    json_array_close(&w);
    json_object_close(&w);
    check_false(out.is_full);
    check_text(buf_cstr(&out),
               "{\"text\":\"a\\\"b\\\\c\\nd\\u0009e\\u0001ñ/\",\"none\":null,\"some\":\"x\","
               "\"least\":-9223372036854775808,\"id\":\"9223372036854775807\",\"no_id\":null,"
               "\"yes\":true,\"day\":\"1970-01-01\",\"no_day\":null,"
               "\"at\":\"1970-01-01T00:00:00.000001Z\",\"never\":null,\"empty\":{},"
               "\"list\":[1,null,[],{\"raw\":1},\"\"]}");
}

/* Every byte below 0x80, and a few above, come back as they were. */
static void test_texts_come_back(void **state)
{
    struct op *const op = check_op();
    char text[0x80 + 8];
    size_t size = 0;
    json_t *root = NULL;
    (void)state;
    for (int c = 1; c < 0x80; c++)
        text[size++] = (char)c;
    memcpy(text + size, "ñ€\342\200\250", 8);
    size += 8;
    struct buf out = buf_start(op->arena, 4096);
    struct json_writer w = json_start(&out);
    json_array_open(&w);
    json_write_str(&w, (str){text, size});
    json_array_close(&w);
    check_ok(op, json_parse(op, buf_str(&out), &root));
    const json_t *const item = json_array_get(root, 0);
    check_eq(json_string_length(item), size);
    check_eq(memcmp(json_string_value(item), text, size), 0);
}

static void test_a_full_buffer_is_seen(void **state)
{
    struct buf out = buf_start(check_op()->arena, 8);
    struct json_writer w = json_start(&out);
    (void)state;
    json_object_open(&w);
    json_put_str(&w, "key", STR("more than eight"));
    json_object_close(&w);
    check_true(out.is_full);
}

static void test_numbers_stay_exact(void **state)
{
    struct op *const op = check_op();
    json_t *root = NULL;
    (void)state;
    check_ok(op, json_parse(op, STR("[9007199254740993,-9223372036854775808]"), &root));
    check_eq(json_integer_value(json_array_get(root, 0)), INT64_C(9007199254740993));
    check_eq(json_integer_value(json_array_get(root, 1)), INT64_MIN);
}

static void test_not_json(void **state)
{
    static const struct {
        const char *name;
        const char *text;
        const char *words; /* in the refusal */
    } cases[] = {
        {"empty",              "",                      "line 1"          },
        {"a comma too many",   "[1,\n2,\n]",            "line 3, column 1"},
        {"twice the same key", "{\"a\":1,\"a\":2}",     "duplicate"       },
        {"single quotes",      "{'a':1}",               "line 1, column 2"},
        {"more after it",      "{} x",                  "line 1, column 4"},
        {"NaN",                "[NaN]",                 "line 1"          },
        {"too large",          "[1e400]",               "line 1"          },
        {"integer too large",  "[9223372036854775808]", "line 1"          },
        {"bad UTF-8",          "[\"\361\"]",            "line 1"          },
        {"lone surrogate",     "[\"\\ud800\"]",         "line 1"          },
        {"NUL in a text",      "[\"\\u0000\"]",         "line 1"          },
        {"not closed",         "{\"a\":[1",             "line 1"          },
        {"only a number",      "7",                     "line 1"          },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        json_t *root = NULL;
        check_case(cases[i].name);
        check_eq(json_parse(op, str_of(cases[i].text), &root), E_INVALID);
        check_true(root == NULL);
        if (!strstr(op->text, cases[i].words))
            fail_msg("\"%s\" does not say \"%s\"", op->text, cases[i].words);
    }
    struct op *const op = check_op();
    json_t *root = NULL;
    check_eq(json_parse(op, (str){NULL, 0}, &root), E_INVALID);
    check_true(strstr(op->text, "line 1") != NULL);
}

static void test_deep_input_is_refused(void **state)
{
    struct op *const op = check_op();
    struct buf text = buf_start(op->arena, 1 << 20);
    json_t *root = NULL;
    (void)state;
    for (int i = 0; i < 100000; i++)
        buf_add_char(&text, '[');
    check_eq(json_parse(op, buf_str(&text), &root), E_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writer),
        cmocka_unit_test(test_texts_come_back),
        cmocka_unit_test(test_a_full_buffer_is_seen),
        cmocka_unit_test(test_numbers_stay_exact),
        cmocka_unit_test(test_not_json),
        cmocka_unit_test(test_deep_input_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
