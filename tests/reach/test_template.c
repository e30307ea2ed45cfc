/* The template engine: what each tag does, and that whatever is wrong names its line. */
#include "reach/template.h"
#include "tests/check.h"

#define TEXT TEMPLATE_TEXT
#define HTML TEMPLATE_HTML

static bool find_partial(void *context, str name, str *ret_text)
{
    (void)context;
    if (str_equal_c(name, "part"))
        *ret_text = STR("<{{name}}>");
    else if (str_equal_c(name, "again"))
        *ret_text = STR("{{>again}}");
    else
        return false;
    return true;
}

static const struct template_source source = {find_partial, NULL};

static struct template_values *sample_values(struct op *op)
{
    struct template_values *const values = template_values(op->arena);
    template_put(values, "name", STR("Ana & <b>\"O'Neil\"</b>"));
    template_put(values, "empty", STR(""));
    template_put(values, "line", STR("one\r\ntwo"));
    template_put_flag(values, "yes", true);
    template_put_flag(values, "no", false);
    template_put(values, "nobody", STR(""));
    for (int i = 1; i <= 2; i++)
        template_put(template_add_row(values, "rows"), "n", i == 1 ? STR("1") : STR("2"));
    return values;
}

static void test_tags(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *text;
        enum template_form form;
        const char *want;
    } cases[] = {
        {"nothing to fill", "a {b} } c", TEXT, "a {b} } c"},
        {"a value", "Hola, {{name}}!", TEXT, "Hola, Ana & <b>\"O'Neil\"</b>!"},
        {"escaped in HTML", "{{ name }}", HTML,
         "Ana &amp; &lt;b&gt;&quot;O&#39;Neil&quot;&lt;/b&gt;"},
        {"an empty value", "[{{empty}}]", TEXT, "[]"},
        {"no line breaks come in", "{{line}}", TEXT, "one  two"},
        {"a true flag", "{{#yes}}a{{/yes}}{{^yes}}b{{/yes}}", TEXT, "a"},
        {"a false flag", "{{#no}}a{{/no}}{{^no}}b{{/no}}", TEXT, "b"},
        {"a list", "{{#rows}}<{{n}}>{{/rows}}", TEXT, "<1><2>"},
        {"outer names in a list", "{{#rows}}{{n}}{{#yes}}+{{/yes}}{{/rows}}", TEXT, "1+2+"},
        {"an empty list", "{{#nobody}}x{{/nobody}}{{^nobody}}-{{/nobody}}", TEXT, "-"},
        {"alone on its line", "a\n  {{#rows}}\n- {{n}}\n{{/rows}}\nb\n", TEXT,
         "a\n- 1\n- 2\nb\n"},
        {"not alone", "a {{#yes}} b\n{{/yes}}c", TEXT, "a  b\nc"},
        {"a remark", "a{{! {b} }}c\n{{! d }}\ne", TEXT, "ac\ne"},
        {"a partial", "({{>part}})", HTML,
         "(<Ana &amp; &lt;b&gt;&quot;O&#39;Neil&quot;&lt;/b&gt;>)"},
        {"nested", "{{#yes}}{{#no}}x{{/no}}{{#yes}}y{{/yes}}{{/yes}}", TEXT, "y"},
    };
    /* clang-format on */
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        str got = STR("");
        check_case(cases[i].name);
        check_ok(op, template_render(op, STR("t"), str_of(cases[i].text), cases[i].form,
                                     sample_values(op), &source, &got));
        check_str(got, cases[i].want);
    }
}

static void test_mistakes(void **state)
{
    static const struct {
        const char *text;
        status want;
        const char *words;
    } cases[] = {
        {"a\nb {{nome}}",           E_INVALID, "line 2: there is no value called \"nome\""},
        {"{{#rows}}{{x}}{{/rows}}", E_INVALID, "no value called \"x\""                    },
        {"{{#nome}}x{{/nome}}",     E_INVALID, "no value called \"nome\""                 },
        {"\n\n{{name",              E_INVALID, "line 3: a {{ has no }}"                   },
        {"{{#yes}}a",               E_INVALID, "section yes is not closed"                },
        {"{{#yes}}a{{/no}}",        E_INVALID, "{{/no}} closes the section yes"           },
        {"a{{/yes}}",               E_INVALID, "{{/yes}} closes nothing"                  },
        {"{{>nowhere}}",            E_INVALID, "there is no template \"nowhere\""         },
        {"{{>again}}",              E_LIMIT,   "nested more than"                         },
        {"{{{name}}}",              E_INVALID, "no value called \"{name\""                },
    };
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        str got = STR("untouched");
        check_case(cases[i].text);
        op_clear(op);
        check_eq(template_render(op, STR("t"), str_of(cases[i].text), TEMPLATE_TEXT,
                                 sample_values(op), &source, &got),
                 cases[i].want);
        check_true(strstr(op->text, cases[i].words) != NULL);
        check_str(got, "untouched");
    }
    op_clear(op);
}

static void test_lengths(void **state)
{
    struct op *const op = check_op();
    struct template_values *const values = template_values(op->arena);
    struct buf longest = buf_start(op->arena, 1 << 20);
    str got = STR("");
    (void)state;
    for (int i = 0; i < 1000; i++)
        buf_add(&longest, STR("ñ"));
    template_put(values, "long", buf_str(&longest));
    check_ok(op, template_render(op, STR("t"), STR("{{long}}"), TEMPLATE_TEXT, values, NULL, &got));
    check_true(got.size <= TEMPLATE_VALUE_BYTES);
    check_true(str_is_utf8(got, NULL)); /* cut between two characters */
    for (int i = 0; i < 2000; i++)
        (void)template_add_row(values, "rows");
    check_eq(template_render(op, STR("t"), STR("{{#rows}}{{long}}{{/rows}}"), TEMPLATE_TEXT, values,
                             NULL, &got),
             E_LIMIT);
    op_clear(op);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_lengths),
    };
    return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
