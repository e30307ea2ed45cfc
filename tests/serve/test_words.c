/* What screens are told: masked values, the words of a refusal, instants that they send. */
#include "serve/mask.h"
#include "serve/param.h"
#include "serve/sentence.h"
#include "serve/wording.h"
#include "tests/check.h"

static void test_masks_show_only_what_recognises(void **state)
{
    static const struct {
        const char *kind, *plain, *want;
    } cases[] = {
        {"phone",    "+525512344417",            "+52 •• •••• 4417"},
        {"phone",    "5512344417",               "•• •••• 4417"    },
        {"phone",    "066",                      "•• •••• "        },
        {"phone",    "",                         "•• •••• "        },
        {"email",    "maria@correo.example",     "m•••@correo.example"   },
        {"email",    "ñandu@correo.example",    "•••@•••"         },
        {"email",    "@correo.example",          "•••@•••"         },
        {"email",    "no address",               "•••@•••"         },
        {"document", "SODM800101ABC",            "•••• 1ABC"           },
        {"document", "7K2A",                     "•••• "               },
        {"document", "RFC-áéíó",             "•••• áéíó"       },
        {"address",  "Calle 1 núm. 10, Sonora", "••••"                },
    };
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].plain);
        check_text(mask_value(op->arena, cases[i].kind, str_of(cases[i].plain)), cases[i].want);
    }
}

static void test_instants(void **state)
{
    static const struct {
        const char *text;
        bool is_good;
        instant want;
    } cases[] = {
        {"1970-01-01T00:00:00Z",         true,  0                       },
        {"1970-01-02T01:02:03Z",         true,  INT64_C(90123000000)    },
        {"1970-01-01T00:00:00.5Z",       true,  500000                  },
        {"1970-01-01T00:00:00.000001Z",  true,  1                       },
        {"1969-12-31T23:59:59Z",         true,  -INSTANT_PER_SECOND     },
        {"1970-01-01T23:59:59Z",         true,  INT64_C(86399) * 1000000},
        {"1970-01-01T00:00:00",          false, 0                       },
        {"1970-01-01 00:00:00Z",         false, 0                       },
        {"1970-01-01T24:00:00Z",         false, 0                       },
        {"1970-01-01T00:60:00Z",         false, 0                       },
        {"1970-01-01T00:00:60Z",         false, 0                       },
        {"1970-02-30T00:00:00Z",         false, 0                       },
        {"1970-01-01T00:00:00.Z",        false, 0                       },
        {"1970-01-01T00:00:00.1234567Z", false, 0                       },
        {"1970-01-01T00:00:00.12x4Z",    false, 0                       },
        {"1970-01-01T00:00:00+00:00",    false, 0                       },
        {"1970-01-01T0x:00:00Z",         false, 0                       },
        {"",                             false, 0                       },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        instant got = 77;
        check_case(cases[i].text);
        check_eq(instant_parse(str_of(cases[i].text), &got), cases[i].is_good);
        check_eq(got, cases[i].is_good ? cases[i].want : 77);
    }
}

static void test_refusals_know_their_field(void **state)
{
    struct op *const op = check_op();
    (void)state;
    (void)op_fail(op, E_INVALID, "the promised amount must be above zero");
    check_text(wording_pointer(op), "/amount");
    op_clear(op);
    assert_null(wording_pointer(op));
    (void)op_fail(op, E_INVALID, "outcome \"%.*s\" is %s", 1, "XY", "retired");
    check_text(wording_pointer(op), "/disposition");
    op_clear(op);
    (void)op_fail(op, E_INVALID, "nobody ever says this");
    assert_null(wording_pointer(op));
    op_clear(op);
    (void)op_fail(op, E_INVALID, "the promised amount"); /* less than a form */
    assert_null(wording_pointer(op));
    op_clear(op);
    (void)op_fail(op, E_INVALID, "the promised amount must be above zero, or not"); /* more */
    assert_null(wording_pointer(op));
    op_clear(op);
}

static void test_codes_have_sentences(void **state)
{
    (void)state;
    check_text(sentence_reason(STR("gate.holiday"), false), "Es día feriado.");
    check_text(sentence_reason(STR("gate.holiday"), true), "It is a holiday.");
    assert_null(sentence_reason(STR("wait_gap"), false));
    check_text(sentence_event_kind(STR("payment.taken")), "money");
    check_text(sentence_event_kind(STR("something.new")), "system");
    check_text(sentence_event(STR("something.new"), false), "Pasó algo");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_masks_show_only_what_recognises),
        cmocka_unit_test(test_instants),
        cmocka_unit_test(test_refusals_know_their_field),
        cmocka_unit_test(test_codes_have_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
