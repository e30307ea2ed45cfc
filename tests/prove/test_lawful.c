/* Lawful variants: none is refused.  Some by their limits, some by their tables alone, some that
 * use the law of a country itself as their limits; and what only tables hold back is refuted as
 * soon as a gap is too short. */
#include <stdlib.h>
#include <string.h>

#include "tests/prove/variant.h"

/* A change of one limit of strategy.json that stays within the law. */
static const struct {
    const char *country;
    const char *limit;
    const char *from;
    const char *to;
} limits[] = {
    {"MX", "MX-PLAN-HOURS",    "\"mon_fri\": [[\"07:00\", \"22:00\"]]",
     "\"mon_fri\": [[\"09:00\", \"18:00\"]]"                                                                                           },
    {"MX", "MX-PLAN-HOURS",    "\"sun\": [[\"07:00\", \"22:00\"]]",                     "\"sun\": []"                                  },
    {"MX", "MX-PLAN-HOURS",    "\"mon_fri\": [[\"07:00\", \"22:00\"]]",
     "\"mon_fri\": [[\"07:00\", \"13:00\"], [\"15:00\", \"22:00\"]]"                                                                   },
 /* a holiday never opens what its weekday keeps closed */
    {"MX", "MX-PLAN-HOURS",    "\"holiday\": [[\"07:00\", \"22:00\"]]",
     "\"holiday\": [[\"06:00\", \"23:00\"]]"                                                                                           },
    {"MX", "MX-PLAN-MESSAGES", "\"mon_fri\": [[\"08:00\", \"18:00\"]]",
     "\"mon_fri\": [[\"09:00\", \"17:00\"]]"                                                                                           },
    {"MX", "MX-PLAN-CAPS",     "\"max\": 3",                                            "\"max\": 1"                                   },
    {"MX", "MX-PLAN-CAPS",     "\"days\": 7",                                           "\"days\": 14"                                 },
    {"MX", "MX-PLAN-CAPS",     "\"email\", \"sms\", \"whatsapp\", \"call\", \"visit\"",
     "\"email\", \"sms\", \"whatsapp\", \"call\", \"visit\", \"letter\""                                                               },
    {"MX", "MX-PLAN-LETTERS",  "\"days\": 7",                                           "\"days\": 30"                                 },
    {"MX", "PLAN-CONSENT",     "\"need\": \"not_revoked\"",                             "\"need\": \"given\""                          },
    {"MX", "PLAN-DEBTOR",      "[\"debtor\"]",                                          "[\"debtor\", \"guarantor\"]"                  },
    {"CO", "CO-PLAN-HOURS",    "\"sat\": [[\"08:00\", \"15:00\"]]",                     "\"sat\": []"                                  },
    {"CO", "CO-PLAN-HOURS",    "\"mon_fri\": [[\"07:00\", \"19:00\"]]",
     "\"mon_fri\": [[\"08:00\", \"12:00\"], [\"14:00\", \"18:00\"]]"                                                                   },
    {"CO", "CO-PLAN-CAPS",     "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 1, \"per\": \"week\", \"together\": true}"                                                                             },
    {"CO", "CO-PLAN-CAPS",     "[\"collection\", \"reminder\"]",
     "[\"collection\", \"reminder\", \"service\"]"                                                                                     },
    {"CO", "CO-PLAN-VISITS",   "[\"visit\"]",                                           "[\"visit\", \"vulnerable\"]"                  },
    {"CL", "CL-PLAN-CALLS",    "\"per\": \"week\"",                                     "\"per\": \"days\", \"days\": 7"               },
 /* nobody is called on a Sunday, so the week may begin there */
    {"CL", "CL-PLAN-CALLS",    "\"per\": \"week\"",                                     "\"per\": \"week\", \"week_start\": \"sunday\""},
    {"CL", "CL-PLAN-CAPS",     "\"days\": 2",                                           "\"days\": 4"                                  },
    {"CL", "CL-PLAN-MESSAGES", "\"mon_fri\": [[\"08:00\", \"18:00\"]]",                 "\"mon_fri\": []"                              },
    {"PE", "PE-PLAN-HOURS",    "\"mon_fri\": [[\"07:00\", \"20:00\"]]",
     "\"mon_fri\": [[\"07:01\", \"19:59\"]]"                                                                                           },
    {"PE", "PE-PLAN-CAPS",     "{\"max\": 1, \"per\": \"day\", \"together\": true}",
     "{\"max\": 1, \"per\": \"days\", \"days\": 3, \"together\": true}"                                                                },
    {"PE", "PLAN-PERSON",      "\"point_inactive\"",                                    "\"point_inactive\", \"point_unverified\""     },
};

/* Every country with a pack; those of most users first. */
static const char *const countries[] = {"MX", "CO", "CL", "PE", "AR", "BO", "BR", "CR", "DO", "EC",
                                        "ES", "GB", "GT", "HN", "PA", "PY", "SV", "US", "UY"};
#define MOST_USED 4

static void test_limits(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
        if (!variant_is_due(i))
            continue;
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, limits[i].country);
        check_case(arena_printf(op.arena, "%s: %s becomes %s", limits[i].limit, limits[i].from,
                                limits[i].to));
        request.source.settings = variant_limit(&op, request.source.settings, limits[i].limit,
                                                limits[i].from, limits[i].to);
        variant_check_proved(&op, &request);
        variant_end(&op);
    }
}

/* What ships beside the default: all four where most of its users are, elsewhere one of them in
 * turn; ACUERDO_TEST_ALL=1 takes all everywhere. */
static void test_other_trades(void **state)
{
    static const char *const names[] = {"retail", "utilities", "invoices", "payroll"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names) * ARRAY_LEN(countries); i++) {
        const size_t place = i / ARRAY_LEN(names);
        const bool is_turn = i % ARRAY_LEN(names) == place % ARRAY_LEN(names);
        if (!variant_is_due(i) || (place >= MOST_USED && !is_turn && !getenv("ACUERDO_TEST_ALL")))
            continue;
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, countries[place]);
        request.name = str_of(names[i % ARRAY_LEN(names)]);
        check_case(arena_printf(op.arena, STR_FORMAT " in " STR_FORMAT, STR_ARG(request.name),
                                STR_ARG(request.country)));
        check_ok(&op, strategy_shipped(&op, request.name, &request.source));
        variant_check_proved(&op, &request);
        variant_end(&op);
    }
}

/* The rules of a pack, without the brackets of their list. */
static const char *rules_of(struct op *op, const char *country)
{
    const char *const path = arena_printf(op->arena, "policies/packs/%s.json", country);
    char *const text = str_cstr(op->arena, test_read_file(op, path));
    char *const first = strchr(strstr(text, "\"rules\""), '[') + 1;
    *strrchr(first, ']') = '\0';
    return first;
}

/* Limits that are the law's own words.  The maxima of PY (unanswered attempts) have more states
 * than any bound; but the limits keep each of them, so that is proved without counting. */
static void test_law_as_limits(void **state)
{
    (void)state;
    for (size_t i = MOST_USED; i < ARRAY_LEN(countries); i++) {
        const bool is_large = strcmp(countries[i], "PY") == 0 || strcmp(countries[i], "US") == 0;
        if (!variant_is_due(i) && !is_large)
            continue;
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, countries[i]);
        struct proof proof;
        struct buf out = buf_start(op.arena, VARIANT_BYTES);
        check_case(countries[i]);
        buf_printf(&out, "{\"limits\": {\"%s\": [%s,", countries[i], rules_of(&op, countries[i]));
        buf_printf(&out, "%s]}}", rules_of(&op, "INT"));
        assert_false(out.is_full);
        request.source.settings = buf_str(&out);
        request.states_max = is_large ? 5000 : 0;
        check_ok(&op, proof_make(&op, &request, &proof));
        check_eq(proof.verdict, PROOF_PROVED);
        check_eq(proof.is_uncounted, is_large);
        variant_end(&op);
    }
}

/* --- what the tables alone hold back --- */

#define DATA(name, type)                                                                           \
    "<inputData id=\"in_" name "\" name=\"" name "\"><variable name=\"" name "\" typeRef=\"" type  \
    "\"/></inputData>"
#define NEED(name)                                                                                 \
    "<informationRequirement><requiredInput href=\"#in_" name "\"/></informationRequirement>"
#define INPUT_DATA                                                                                 \
    DATA("past_due_days", "number")                                                                \
    DATA("has_email", "boolean")                                                                   \
    DATA("days_since_attempt", "number") DATA("attempts_7_days", "number")
#define NEEDS                                                                                      \
    NEED("past_due_days") NEED("has_email") NEED("days_since_attempt") NEED("attempts_7_days")
#define COLUMN(name)                                                                               \
    "<input id=\"c_" name "\"><inputExpression typeRef=\"number\"><text>" name                     \
    "</text></inputExpression></input>"
#define CELL(text) "<inputEntry><text>" text "</text></inputEntry>"
#define OUT(text)  "<outputEntry><text>" text "</text></outputEntry>"

#define MODEL(decision)                                                                            \
    "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" id=\"m\" name=\"m\" "     \
    "namespace=\"https://acuerdo.example/t\">" INPUT_DATA "<decision id=\"" decision               \
    "\" name=\"" decision "\">" NEEDS "<decisionTable id=\"t\" hitPolicy=\"FIRST\">"
#define MODEL_END "</decisionTable></decision></definitions>"

static const char segment[] = MODEL("segment")
    COLUMN("past_due_days") "<output name=\"segment\" typeRef=\"string\"/><rule>" CELL("&gt; 0")
        OUT("\"late\"") "</rule><rule>" CELL("-") OUT("\"current\"") "</rule>" MODEL_END;

static str treatment(struct op *op, const char *gap, const char *attempts)
{
    static const char columns[] =
        COLUMN("past_due_days") "<input id=\"c_has_email\"><inputExpression "
                                "typeRef=\"boolean\"><text>has_email</text></inputExpression>"
                                "</input>" COLUMN("days_since_attempt") COLUMN("attempts_7_days");
    static const char outputs[] = "<output name=\"step\" typeRef=\"string\"/>"
                                  "<output name=\"channel\" typeRef=\"string\"/>"
                                  "<output name=\"template\" typeRef=\"string\"/>";
    struct buf out = buf_start(op->arena, VARIANT_BYTES);
    buf_add_c(&out, MODEL("treatment"));
    buf_add_c(&out, columns);
    buf_add_c(&out, outputs);
    buf_printf(&out, "<rule>" CELL("&gt; 0") CELL("true") CELL("%s") CELL("%s"), gap, attempts);
    buf_add_c(&out, OUT("\"remind\"") OUT("\"email\"") OUT("\"friendly_reminder\"") "</rule>");
    buf_add_c(&out, "<rule>" CELL("-") CELL("-") CELL("-") CELL("-") OUT("\"watch\"")
                        OUT("\"none\"") OUT("null") "</rule>" MODEL_END);
    return buf_str(&out);
}

/* Hours and persons are limits of the strategy, how often it writes is in its tables. */
static const char settings[] =
    "{\"limits\": {\"*\": ["
    "{\"id\": \"H\", \"kind\": \"contact_hours\", \"windows\": {\"mon_fri\": [[\"09:00\", "
    "\"17:00\"]], \"sat\": [], \"sun\": [], \"holiday\": []}, \"summary\": {\"es\": \"-\", "
    "\"en\": \"-\"}},"
    "{\"id\": \"P\", \"kind\": \"forbidden_contact\", \"when\": [\"deceased\", \"represented\", "
    "\"minor\", \"bankrupt\", \"sued\", \"moratorium\", \"dispute\", \"hold\", \"workplace\", "
    "\"point_wrong\", \"point_inactive\"], \"summary\": {\"es\": \"-\", \"en\": \"-\"}},"
    "{\"id\": \"C\", \"kind\": \"channel_consent\", \"need\": \"given\", \"summary\": {\"es\": "
    "\"-\", \"en\": \"-\"}}]}}";

static const struct {
    const char *country;
    const char *gap;
    const char *attempts;
    const char *rule; /* that is broken; NULL: none */
} tables[] = {
    {"MX", "null, &gt;= 3", "-",      NULL              },
    {"MX", "null, &gt;= 7", "-",      NULL              },
    {"MX", "null, &gt;= 1", "&lt; 3", NULL              },
    {"PE", "null, &gt;= 1", "&lt; 2", NULL              },
    {"CL", "null, &gt;= 3", "&lt; 2", NULL              },
    {"CL", "null, &gt;= 4", "-",      NULL              },
    {"CL", "null, &gt;= 7", "-",      NULL              },
    {"MX", "null, &gt;= 1", "-",      "INT-DEFAULT-WEEK"},
 /* Monday, Wednesday, Friday: a fourth one in seven days would fall on a weekend */
    {"MX", "null, &gt;= 2", "-",      NULL              },
    {"MX", "null, &gt;= 1", "&lt; 4", "INT-DEFAULT-WEEK"},
    {"CL", "null, &gt;= 1", "&lt; 2", "CL-FREQ-B"       },
    {"CL", "null, &gt;= 2", "-",      "CL-FREQ-B"       },
 /* who calls us on Monday is not written to on Tuesday, and the tables do not see that */
    {"CO", "null, &gt;= 7", "-",      "CO-FREQ"         },
};

static void test_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        if (!variant_is_due(i))
            continue;
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, tables[i].country);
        check_case(arena_printf(op.arena, "%s: a gap of %s days, attempts in seven days %s",
                                tables[i].country, tables[i].gap, tables[i].attempts));
        request.source.segment = str_of(segment);
        request.source.treatment = treatment(&op, tables[i].gap, tables[i].attempts);
        request.source.settings = str_of(settings);
        request.is_alone = true;
        if (tables[i].rule)
            variant_check_refuted(&op, &request, tables[i].rule);
        else
            variant_check_proved(&op, &request);
        request.is_alone = false; /* the tables see one case: another one may write the same day */
        struct proof proof;
        check_ok(&op, proof_make(&op, &request, &proof));
        check_eq(proof.verdict, PROOF_REFUTED);
        check_ok(&op, proof_rehearse(&op, &request, &proof));
        variant_end(&op);
    }
}

/* What the proof does not know is refused by name. */
/* --- what was imported --- */

#define TYPED(name, type)                                                                          \
    "<input id=\"c_" name "\"><inputExpression typeRef=\"" type "\"><text>" name                   \
    "</text></inputExpression></input>"

/* A reminder every day: of whom attributes say so. */
static str treatment_by_attributes(struct op *op, const char *region, const char *score,
                                   const char *is_vip, const char *since)
{
    struct buf out = buf_start(op->arena, VARIANT_BYTES);
    buf_add_c(&out, "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" id=\"m\" "
                    "name=\"m\" namespace=\"https://acuerdo.example/t\">" INPUT_DATA DATA(
                        "attr_region", "string") DATA("attr_score", "number")
                        DATA("attr_vip", "boolean") DATA("attr_since", "date"));
    buf_add_c(&out, "<decision id=\"treatment\" name=\"treatment\">" NEEDS NEED("attr_region")
                        NEED("attr_score") NEED("attr_vip")
                            NEED("attr_since") "<decisionTable id=\"t\" hitPolicy=\"FIRST\">");
    buf_add_c(&out,
              COLUMN("past_due_days") TYPED("has_email", "boolean") COLUMN("days_since_attempt")
                  TYPED("attr_region", "string") TYPED("attr_score", "number") TYPED("attr_vip",
                                                                                     "boolean")
                      TYPED("attr_since", "date") "<output name=\"step\" typeRef=\"string\"/>"
                                                  "<output name=\"channel\" typeRef=\"string\"/>"
                                                  "<output name=\"template\" typeRef=\"string\"/>");
    buf_printf(&out,
               "<rule>" CELL("&gt; 0") CELL("true") CELL("null, &gt;= 1") CELL("%s") CELL("%s")
                   CELL("%s") CELL("%s") OUT("\"remind\"") OUT("\"email\"")
                       OUT("\"friendly_reminder\"") "</rule>",
               region, score, is_vip, since);
    buf_add_c(&out, "<rule>" CELL("-") CELL("-") CELL("-") CELL("-") CELL("-") CELL("-") CELL("-")
                        OUT("\"watch\"") OUT("\"none\"") OUT("null") "</rule>" MODEL_END);
    assert_false(out.is_full);
    return buf_str(&out);
}

static size_t count_imported(const struct proof *proof)
{
    const struct proof_step *const last = &proof->steps[proof->step_count - 1];
    size_t count = 0;
    for (size_t i = 0; i < last->fact_count; i++)
        count += last->facts[i].input == INPUT_COUNT;
    return count;
}

/* A counter-example that hangs on what was imported is lived: the attributes are planted in the
 * debt, of each type, a word that no table knows, and none at all. */
static void test_attributes(void **state)
{
    static const struct {
        const char *region, *score, *is_vip, *since;
        size_t imported; /* that the last contact needs */
    } rows[] = {
        {"\"norte\"",      "&gt; 5.5", "true",  "&gt;= date(\"2026-01-01\")", 4},
        {"not(\"norte\")", "-1.25",    "false", "-",                          4},
        {"null",           "null",     "-",     "null",                       1},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, "MX");
        struct proof proof = {0};
        check_case(rows[i].region);
        request.source.segment = str_of(segment);
        request.source.treatment = treatment_by_attributes(&op, rows[i].region, rows[i].score,
                                                           rows[i].is_vip, rows[i].since);
        request.source.settings = str_of(settings);
        request.is_alone = true;
        check_ok(&op, proof_make(&op, &request, &proof));
        check_eq(proof.verdict, PROOF_REFUTED);
        check_text(proof.rule_id, "INT-DEFAULT-WEEK");
        check_true(count_imported(&proof) <= rows[i].imported);
        check_true(i == 2 || count_imported(&proof) >= 3);
        check_ok(&op, proof_rehearse(&op, &request, &proof));
        variant_end(&op);
    }
}

static void test_unknown(void **state)
{
    struct op op = variant_op();
    struct proof_request request = variant_request(&op, "MX");
    struct proof proof;
    (void)state;
    request.source.treatment =
        variant_replace(&op, request.source.treatment, 0, "name=\"min_gap_days\"", "name=\"fee\"");
    check_eq(proof_make(&op, &request, &proof), E_INVALID);
    check_true(strstr(op.text, "\"fee\"") != NULL);
    op_clear(&op);
    request = variant_request(&op, "ZZ");
    check_eq(proof_make(&op, &request, &proof), E_NOT_FOUND);
    op_clear(&op);
    request = variant_request(&op, "MX");
    request.states_max = 100; /* a bound that is reached is no proof */
    check_ok(&op, proof_make(&op, &request, &proof));
    check_eq(proof.verdict, PROOF_OPEN);
    check_true(strstr(proof.why, "100") != NULL);
    variant_end(&op);
}

static void test_count(void **state)
{
    size_t lawful = ARRAY_LEN(limits) + ARRAY_LEN(countries);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        lawful += tables[i].rule == NULL;
    check_true(lawful >= 30);
}

/* The strategy that ships, in every country, within the bound, and every row that contacts is seen
 * to fire. */
static void test_shipped(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(countries); i++) {
        if (i >= MOST_USED && !variant_is_due(i))
            continue;
        struct op op = variant_op();
        struct proof_request request = variant_request(&op, countries[i]);
        struct proof proof;
        check_case(countries[i]);
        check_ok(&op, proof_make(&op, &request, &proof));
        check_eq(proof.verdict, PROOF_PROVED);
        check_false(proof.is_uncounted);
        check_eq(proof.table_rules_seen, proof.table_rules);
        check_true(proof.states > 100 && proof.table_rules > 10);
        variant_end(&op);
    }
}

/* What the house forbids itself is asked as the law is: its own hours end before the strategy's. */
static void test_own_rules(void **state)
{
    static const char own[] =
        "{\"country\":\"MX\",\"version\":1,\"rules\":[{\"id\":\"CASA-H\",\"kind\":"
        "\"contact_hours\",\"basis\":\"policy\",\"status\":\"policy_default\",\"confidence\":"
        "\"high\",\"citation\":\"Manual\",\"summary\":{\"es\":\"x\",\"en\":\"x\"},\"channels\":"
        "[\"call\"],\"windows\":{\"mon_fri\":[[\"09:00\",\"18:00\"]],\"sat\":[[\"09:00\","
        "\"18:00\"]],\"sun\":null,\"holiday\":null}}]}";
    struct op op = variant_op();
    struct proof_request request = variant_request(&op, "MX");
    struct proof proof;
    (void)state;
    check_ok(&op, own_rules_of_text(&op, STR(own), &request.own));
    check_ok(&op, proof_make(&op, &request, &proof));
    check_eq(proof.verdict, PROOF_REFUTED);
    check_text(proof.rule_id, "CASA-H");
    check_ok(&op, proof_rehearse(&op, &request, &proof));
    request.own.country = STR("CO"); /* holds elsewhere */
    request.country = STR("PE");
    variant_check_proved(&op, &request);
    variant_end(&op);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count),        cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_unknown),      cmocka_unit_test(test_tables),
        cmocka_unit_test(test_attributes),   cmocka_unit_test(test_law_as_limits),
        cmocka_unit_test(test_limits),       cmocka_unit_test(test_own_rules),
        cmocka_unit_test(test_other_trades),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
