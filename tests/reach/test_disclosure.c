/* What may be said at a point that may be somebody else's, by the law of the person's country; and
 * every template that ships declares what it says. */
#include "reach/disclosure.h"

#include "base/assets.h"
#include "tests/check.h"

#define ON ((day)20700) /* 2026-09-04 */

static void test_by_country_and_point(void **state)
{
    static const struct {
        const char *country, *template;
        enum point_state point;
        const char *sent, *rule;
    } cases[] = {
        {"MX", "friendly_reminder", POINT_UNVERIFIED, "friendly_reminder", NULL      },
        {"GT", "friendly_reminder", POINT_UNVERIFIED, "please_call",       "GT-THIRD"},
        {"GT", "friendly_reminder", POINT_VERIFIED,   "friendly_reminder", NULL      },
        {"GT", "please_call",       POINT_UNVERIFIED, "please_call",       NULL      },
        {"CO", "firm_notice",       POINT_UNVERIFIED, "please_call",       "CO-THIRD"},
        {"CO", "prelegal_notice",   POINT_UNVERIFIED, "",                  "CO-THIRD"},
        {"CO", "prelegal_notice",   POINT_VERIFIED,   "prelegal_notice",   NULL      },
        {"US", "firm_notice",       POINT_UNVERIFIED, "please_call",       "US-LCM"  },
    };
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct pack *pack = NULL;
        struct disclosure settled;
        check_case(arena_printf(op->arena, "%s %s", cases[i].country, cases[i].template));
        check_ok(op, pack_open(op, str_of(cases[i].country), PACK_ORDINARY, &pack));
        check_ok(op, disclosure_settle(op, pack, str_of(cases[i].template), cases[i].point, ON,
                                       &settled));
        check_str(settled.template, cases[i].sent);
        check_eq(settled.rule != NULL, cases[i].rule != NULL);
        if (cases[i].rule)
            check_text(settled.rule, cases[i].rule);
        check_eq(settled.is_limited, cases[i].rule != NULL && *cases[i].sent != '\0');
    }
}

static void test_an_undeclared_template_stays(void **state)
{
    struct op *const op = check_op();
    const struct pack *pack = NULL;
    struct disclosure settled;
    (void)state;
    check_ok(op, pack_open(op, STR("MX"), PACK_ORDINARY, &pack));
    check_eq(disclosure_settle(op, pack, STR("unheard_of"), POINT_VERIFIED, ON, &settled),
             E_INVALID);
    op_clear(op);
}

/* Who only says "please call" has no value of a debt in it, nor a part that may have one. */
static void test_what_is_limited_says_nothing(void **state)
{
    static const char *const words[] = {"amount",  "claims",  "creditor", "due",         "oldest",
                                        "promise", "payment", "{{>",      "case_number", "deuda",
                                        "saldo",   "pago",    "cobr"};
    static const char *const files[] = {"templates/please_call.es.txt",
                                        "templates/please_call.es.html"};
    (void)state;
    for (size_t f = 0; f < ARRAY_LEN(files); f++) {
        const struct asset *const asset = asset_find(assets_policies, str_of(files[f]));
        check_true(asset != NULL);
        const str text = asset_text(asset);
        for (size_t i = 0; i < ARRAY_LEN(words); i++) {
            check_case(words[i]);
            check_true(memmem(text.data, text.size, words[i], strlen(words[i])) == NULL);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_country_and_point),
                                       cmocka_unit_test(test_an_undeclared_template_stays),
                                       cmocka_unit_test(test_what_is_limited_says_nothing)};
    return cmocka_run_group_tests_name("disclosure", tests, NULL, NULL);
}
