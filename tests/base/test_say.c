/* Sentences in two languages: values go through whole, whatever they hold; nothing is looked up but
 * a format of ours; a cut leaves no half character. */
#include "base/say.h"

#include <errno.h>
#include <inttypes.h>

#include "base/op.h"
#include "tests/check.h"

static const char *say(enum language language, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static const char *say(enum language language, size_t size, const char *format, ...)
{
    static char text[LIMIT_SAID_BYTES];
    va_list args;
    va_start(args, format);
    say_text(text, size, language, format, args);
    va_end(args);
    return text;
}

static void test_catalogue_is_sorted(void **state)
{
    (void)state;
    check_eq(said_count > 500, true);
    for (size_t i = 1; i < said_count; i++) {
        check_case(said_rows[i].form);
        check_eq(strcmp(said_rows[i - 1].form, said_rows[i].form) < 0, true);
        check_text(say_word(LANGUAGE_ES, said_rows[i].form), said_rows[i].es);
    }
}

static void test_spanish_orders_the_values(void **state)
{
    const str word = STR("tenperr");
    (void)state;
    check_text(say(LANGUAGE_EN, 512, "the open business date is %s: close it before %s", "A", "B"),
               "the open business date is A: close it before B");
    check_text(say(LANGUAGE_ES, 512, "the open business date is %s: close it before %s", "A", "B"),
               "la fecha de proceso abierta es A: ciérrela antes que B");
    check_text(say(LANGUAGE_ES, 512, "no case %" PRId64 " of this debtor", INT64_MIN),
               "No hay expediente -9223372036854775808.");
    check_text(say(LANGUAGE_ES, 512, "\"" STR_FORMAT "\" is not one of %s", 3, word.data, "x, y"),
               "«ten» no es ninguno de: x, y");
    check_text(say(LANGUAGE_ES, 512, "byte 0x%02X at offset %" PRIu64 " is no letter of %s%s", 10U,
                   UINT64_MAX, "UTF-8", ""),
               "el byte 0x0A en la posición 18446744073709551615 no es una letra de UTF-8");
    check_text(say(LANGUAGE_ES, 512, "decimal and group are both \"%c\"", ','),
               "decimal y group son los dos «,»");
    check_text(say(LANGUAGE_ES, 512, "a sentence that nobody wrote, %d", 7),
               "a sentence that nobody wrote, 7");
}

/* A value that reads like a format or like one of our sentences stays what it is. */
static void test_values_are_never_read(void **state)
{
    static const char *const values[] = {"%1 %2 %s %n", "semicolon", "100 %", "", "a\nb", "«»"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        char wanted[64];
        check_case(values[i]);
        (void)snprintf(wanted, sizeof(wanted), "%s: se espera un objeto { … }", values[i]);
        check_text(say(LANGUAGE_ES, 512, "%s: an object is expected", values[i]), wanted);
    }
}

static void test_a_cut_leaves_no_half_character(void **state)
{
    (void)state;
    /* "línea 4: ñ" has two bytes at 1 and at 9 */
    for (size_t size = 1; size < 14; size++) {
        const char *const text = say(LANGUAGE_ES, size, "line %d: %s", 4, "ñ");
        check_eq(strlen(text) < size, true);
        check_eq(str_is_utf8(str_of(text), NULL), true);
    }
    check_text(say(LANGUAGE_ES, 12, "line %d: %s", 4, "ñ"), "línea 4: ");
    check_text(say(LANGUAGE_ES, 13, "line %d: %s", 4, "ñ"), "línea 4: ñ");
    check_text(say(LANGUAGE_EN, 10, "line %d: %s", 4, "ñ"), "line 4: ");
}

static void test_values_longer_than_a_page_are_cut(void **state)
{
    static char long_value[3 * LIMIT_SAID_BYTES];
    (void)state;
    memset(long_value, 'x', sizeof(long_value) - 1);
    const char *const text = say(LANGUAGE_ES, 64, "line %d: %s", 4, long_value);
    check_eq(strlen(text), 63);
    check_eq(strlen(say(LANGUAGE_ES, LIMIT_SAID_BYTES, "\"%s\" is no setting: %s, %s", long_value,
                        long_value, "end")),
             LIMIT_SAID_BYTES - 1);
    /* what comes after a value that fills the page has no room, and does no harm */
    check_eq(strlen(say(LANGUAGE_ES, LIMIT_SAID_BYTES,
                        "template %s, line %d: there is no template "
                        "\"%s\"",
                        long_value, 1, long_value)) < LIMIT_SAID_BYTES,
             true);
}

static void test_failures_speak_the_language_of_the_op(void **state)
{
    struct op *const op = check_op();
    (void)state;
    op->language = LANGUAGE_ES;
    check_eq(op_fail(op, E_NOT_FOUND, "there is no user %d", 7), E_NOT_FOUND);
    check_text(op->text, "no hay usuario 7");
    check_text(op->form, "there is no user %d");
    op_clear(op);
    check_eq(op->form == NULL, true);
    check_eq(op_fail(op, E_INTERNAL, "a wheel came off: %d", 3), E_INTERNAL);
    check_text(op->text, "Falla interna: a wheel came off: 3");
    op_clear(op);
    check_eq(op_fail(op, E_STORE, "%s", "said already"), E_STORE);
    check_text(op->text, "said already");
    op_clear(op);
    check_text(op_errno(op, ENOENT), "no existe el archivo o la carpeta");
    check_text(op_say(op, "%s is missing", "claim.due_on"), "falta claim.due_on");
    op->language = LANGUAGE_EN;
    check_eq(op_fail(op, E_INTERNAL, "a wheel came off: %d", 3), E_INTERNAL);
    check_text(op->text, "a wheel came off: 3");
    check_text(op_errno(op, ENOENT), "No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue_is_sorted),
        cmocka_unit_test(test_spanish_orders_the_values),
        cmocka_unit_test(test_values_are_never_read),
        cmocka_unit_test(test_a_cut_leaves_no_half_character),
        cmocka_unit_test(test_values_longer_than_a_page_are_cut),
        cmocka_unit_test(test_failures_speak_the_language_of_the_op),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
