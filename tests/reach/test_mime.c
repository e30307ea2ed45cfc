/* Mails as bytes: addresses, encoded words, lines, and that no value can add a header. */
#include "reach/mime.h"
#include "tests/check.h"

static void test_addresses(void **state)
{
    static const struct {
        const char *address;
        bool want;
    } cases[] = {
        {"ana@example.mx",              true },
        {"ana.maria+x@sub.example.com", true },
        {"o'neil@example.com",          true },
        {"",                            false},
        {"@example.com",                false},
        {"ana",                         false},
        {"ana@",                        false},
        {"ana@@example.com",            false},
        {"a b@example.com",             false},
        {"ana@example.com\r\nBcc: x@y", false},
        {"ana@example.com>",            false},
        {"\"ana\"@example.com",         false},
        {"ana@exa,mple.com",            false},
        {"josé@example.com",           false},
        {"ana@.example.com",            false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].address);
        check_eq(mime_is_address(str_of(cases[i].address)), cases[i].want);
    }
    check_str(mime_domain(STR("ana@example.mx")), "example.mx");
}

static void test_words(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"Su cuenta",                                                    "Su cuenta"                               },
        {"Estimación",                                                  "=?UTF-8?B?RXN0aW1hY2nDs24=?="            },
        {"a\r\nBcc: x@example.com",                                      "=?UTF-8?B?YQ0KQmNjOiB4QGV4YW1wbGUuY29t?="},
        {"ñañañañañañañañañañañañañañañañañañañaña",
         "=?UTF-8?B?w7Fhw7Fhw7Fhw7Fhw7Fhw7Fhw7Fhw7Fhw7Fhw7Fhw7Fhw7Fhw7Fh?=\r\n"
         " =?UTF-8?B?w7Fhw7Fhw7Fhw7Fhw7Fhw7Fhw7Fh?="                                                               },
    };
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf out = buf_start(op->arena, 4096);
        check_case(cases[i].text);
        mime_write_words(&out, str_of(cases[i].text));
        check_text(buf_cstr(&out), cases[i].want);
    }
}

static void test_quoted_printable(void **state)
{
    /* clang-format off */
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"a=b", "a=3Db\r\n"},
        {"uno \ndos\t\ntres", "uno=20\r\ndos=09\r\ntres\r\n"},
        {"\n\nx\n", "\r\n\r\nx\r\n"},
        {"ñ", "=C3=B1\r\n"},
        {"a\rb", "a=0Db\r\n"},
        {"1234567890123456789012345678901234567890123456789012345678901234567890" "1234567890",
         "1234567890123456789012345678901234567890123456789012345678901234567890" "12345=\r\n"
         "67890\r\n"},
    };
    /* clang-format on */
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf out = buf_start(op->arena, 4096);
        check_case(cases[i].want);
        mime_write_quoted_printable(&out, str_of(cases[i].text));
        check_text(buf_cstr(&out), cases[i].want);
    }
}

/* A mail whose every value tries to break out. */
static void test_nothing_adds_a_header(void **state)
{
    struct op *const op = check_op();
    struct buf out = buf_start(op->arena, 1 << 16);
    const struct mime_mail mail = {
        .from = STR("cobranza@example.mx"),
        .from_name = STR("Cobranza\r\nBcc: a@example.com"),
        .reply_to = STR("hola@example.mx"),
        .subject = STR("Hola\r\nBcc: b@example.com\r\n\r\ncuerpo"),
        .message_id = STR("7@example.mx"),
        .unsubscribe = STR("hola@example.mx"),
        .language = STR("es"),
        .at = INT64_C(1772720130000000), /* 2026-03-05 14:15:30 UTC */
        .offset = -6 * 3600,
        .text = STR("--=_acuerdo_part\nBcc: c@example.com\n."),
        .html = STR("<p>x</p>"),
    };
    (void)state;
    mime_write(&mail, &out);
    check_false(out.is_full);
    const char *const text = buf_cstr(&out);
    const char *const end = strstr(text, "\r\n\r\n");
    check_true(end != NULL);
    check_true(strstr(text, "\nBcc:") == NULL || strstr(text, "\nBcc:") > end);
    check_true(strstr(text, "Date: Thu, 5 Mar 2026 08:15:30 -0600\r\n") != NULL);
    check_true(strstr(text, "Message-ID: <7@example.mx>\r\n") != NULL);
    check_true(strstr(text, "List-Unsubscribe: <mailto:hola@example.mx?subject=BAJA>\r\n") != NULL);
    check_true(strstr(text, "--=3D_acuerdo_part\r\n") != NULL); /* no boundary of its own */
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        const size_t size = strcspn(line, "\n");
        check_true(size <= 77 && size > 0 && line[size - 1] == '\r');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_quoted_printable),
        cmocka_unit_test(test_nothing_adds_a_header),
    };
    return cmocka_run_group_tests_name("mime", tests, NULL, NULL);
}
