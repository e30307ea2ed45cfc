/* Packs: what ships, how layers and days of effect combine, and what a bad pack is told. */
#include "base/assets.h"
#include "tests/comply/gate_case.h"

static void test_shipped(void **state)
{
    const struct pack *const mexico = gate_pack("MX", PACK_ORDINARY);
    const struct pack *const other = gate_pack("ZZ", PACK_ORDINARY);
    (void)state;
    check_text(pack_country(mexico), "MX");
    check_text(pack_country(other), "INT");
    check_text(pack_country(gate_pack("INT", PACK_ORDINARY)), "INT");
    check_text(pack_country(gate_pack("../packs/MX", PACK_ORDINARY)), "INT");
    check_eq(pack_version(mexico), 1);
    check_true(holiday_is(pack_calendar(mexico), gate_day("2026-09-16")));
    check_false(holiday_is(pack_calendar(other), gate_day("2026-09-16")));
    const struct pack_rule *const hours = pack_rule_find(mexico, STR("MX-HOURS"));
    check_eq(hours->basis, PACK_LAW);
    check_eq(hours->effective_on, gate_day("2015-01-06"));
    check_text(pack_basis_name(hours->basis), "law");
    check_text(pack_basis_name(PACK_POLICY), "policy");
    check_text(hours->status, "in_force");
    check_text(hours->confidence, "high");
    check_true(pack_rule_find(mexico, STR("MX-NOTHING")) == NULL);
    check_true(pack_rule_find(other, STR("MX-HOURS")) == NULL);
}

/* Each rule says where it stands; nothing of the default passes for law; no bill is enforced. */
static void test_every_rule_is_told(void **state)
{
    const struct pack *const pack = gate_pack("MX", PACK_ORDINARY);
    (void)state;
    check_true(pack_rule_count(pack) > 20);
    for (size_t i = 0; i < pack_rule_count(pack); i++) {
        const struct pack_rule *const rule = pack_rule_at(pack, i);
        check_case(rule->id);
        check_true(rule->citation[0] && rule->summary_es[0] && rule->summary_en[0]);
        check_true(rule == pack_rule_find(pack, str_of(rule->id)));
        if (strcmp(rule->country, "INT") == 0)
            check_eq(rule->basis, PACK_POLICY);
        if (strcmp(rule->status, "bill") == 0)
            check_false(rule->is_enforced);
    }
    check_false(pack_rule_find(pack, STR("MX-FREQ"))->is_enforced);
    check_false(pack_rule_find(pack, STR("MX-IDENT"))->is_enforced);
    check_false(pack_rule_find(pack, STR("MX-HOURS-STRICT"))->is_enforced);
    check_true(pack_rule_find(gate_pack("MX", PACK_STRICT), STR("MX-HOURS-STRICT"))->is_enforced);
}

#define HEAD(status)                                                                               \
    "\"basis\":\"law\",\"status\":\"" status "\",\"confidence\":\"high\",\"citation\":\"c\","      \
    "\"summary\":{\"es\":\"x\",\"en\":\"x\"}"
#define PACK(rules) "{\"country\":\"QQ\",\"version\":2,\"rules\":[" rules "]}"
#define CAP(id, status, more)                                                                      \
    "{\"id\":\"" id "\",\"kind\":\"frequency_cap\"," HEAD(status) ",\"channels\":[\"call\"]," more \
                                                                  "}"
#define HOURS(id, open, more)                                                                      \
    "{\"id\":\"" id "\",\"kind\":\"contact_hours\"," HEAD(                                         \
        "in_force") ",\"channels\":[\"call\"],"                                                    \
                    "\"windows\":{\"mon_fri\":[[\"" open                                           \
                    "\",\"19:00\"]],\"sat\":[],\"sun\":[],\"holiday\":[]}" more "}"

static status parse(struct op *op, const char *text, const struct pack **ret_pack)
{
    const str layers[] = {str_of(text),
                          asset_text(asset_find(assets_policies, STR("packs/INT.json")))};
    return pack_parse(op, layers, 2, PACK_ORDINARY, ret_pack);
}

/* A call at noon of a Friday in Bogotá, with given attempts before; the verdict's rule and maxima.
 */
static struct gate_verdict ask(const struct pack *pack, const char *at,
                               const struct gate_count *counts, size_t count_rows)
{
    const struct zone *const zone = gate_zone("America/Bogota");
    const struct gate_request request = {.channel = CHANNEL_CALL,
                                         .zone = zone,
                                         .at = gate_local(zone, at),
                                         .counts = counts,
                                         .count_rows = count_rows};
    struct gate_verdict verdict;
    gate_check(pack, &request, &verdict);
    return verdict;
}

static void test_layers(void **state)
{
    static const struct {
        const char *name, *text;
        int calls; /* attempts by call on each of the two days before */
        int day_max, week_max;
        const char *rule; /* NULL: allowed */
    } cases[] = {
        {"nothing said: the default",                      PACK(HOURS("Q-H", "07:00",      "")),                                                           1,              1,                                                                               3,                                                        NULL                                                                },
        {"a day's maximum leaves the week to the default",
         PACK(CAP("Q-D",                                                     "in_force",   "\"max\":2,\"per\":\"day\"")),                                  1,              2,                                                                               3,                                                        NULL                                                                },
        {"two a day reach the week of the default",
         PACK(CAP("Q-D",                                                     "in_force",   "\"max\":2,\"per\":\"day\"")),                                  2,              2,                                                                               3,                                                        "INT-DEFAULT-WEEK"                                                  },
        {"its own week silences the default's",
         PACK(CAP("Q-W",                                                     "in_force",   "\"max\":7,\"per\":\"week\"")),                                 2,              1,                                                                               7,                                                        NULL                                                                },
        {"a bill is not enforced",                         PACK(CAP("Q-W",   "bill",       "\"max\":1,\"per\":\"week\"")),                                 1,              1,                                                                               3,
         NULL                                                                                                                                                                                                                                                                                                                                                                             },
        {"a bill needs no figures",                        PACK(CAP("Q-W",   "bill",       "\"note\":\"none yet\"")),                                      1,              1,                                                                               3,
         NULL                                                                                                                                                                                                                                                                                                                                                                             },
        {"what was not found is not enforced",
         PACK(CAP("Q-W",                                                     "none_found", "\"max\":1,\"per\":\"week\"")),                                 1,              1,                                                                               3,                                                        NULL                                                                },
        {"not yet in force",
         PACK(CAP("Q-W",                                                     "in_force",   "\"max\":1,\"per\":\"week\",\"effective_on\":\"2026-11-21\"")),
         1,                                                                                                                                                                1,                                                                               3,                                                        NULL                                                                },
        {"in force from today",
         PACK(CAP("Q-W",                                                     "in_force",   "\"max\":1,\"per\":\"week\",\"effective_on\":\"2026-11-20\"")),
         1,                                                                                                                                                                1,                                                                               1,                                                        "Q-W"                                                               },
        {"repealed today",
         PACK(CAP("Q-W",                                                     "in_force",   "\"max\":1,\"per\":\"week\",\"repealed_on\":\"2026-11-20\"")),
         1,                                                                                                                                                                1,                                                                               3,                                                        NULL                                                                },
        {"repealed tomorrow",
         PACK(CAP("Q-W",                                                     "in_force",   "\"max\":1,\"per\":\"week\",\"repealed_on\":\"2026-11-21\"")),
         1,                                                                                                                                                                1,                                                                               1,                                                        "Q-W"                                                               },
        {"two of one span: the tighter",
         PACK(CAP("Q-A",                                                     "in_force",   "\"max\":9,\"per\":\"week\"") "," CAP(
             "Q-B",                                                "in_force",     "\"max\":2,\"per\":\"days\",\"days\":7")),
         1,                                                                                                                                                                                                                                                                                                           1,                                                                    2, "Q-B"},
        {"conversations are counted apart",
         PACK(CAP("Q-C",                                                           "in_force",
         "\"max\":1,\"per\":\"days\",\"days\":7,"
                  "\"count\":\"contacts\"")),
         2,                                                                             1,                                                                                                                                                                                                               1,                                                                                                                                                                                                                                                                                                           NULL                                                                                                                                                                                                                                                                                                 },
        {"by case: another case's attempts do not count",
         PACK(CAP("Q-K",                                                            "in_force",                          "\"max\":1,\"per\":\"week\",\"of\":\"case\"")),                                                                                                                                   2,                                                                            1,                                                                                    1,         NULL},
        {"a maximum of nothing",                                            PACK(CAP("Q-N",                                                            "in_force",                                                   "\"max\":0,\"per\":\"day\"")),                                                        0, 0, 3,
         "Q-N"                                                           },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        const struct pack *pack = NULL;
        check_case(cases[i].name);
        check_ok(op, parse(op, cases[i].text, &pack));
        const uint16_t calls = (uint16_t)cases[i].calls;
        const struct gate_count counts[] = {
            {.on = gate_day("2026-11-19"), .channel = CHANNEL_CALL, .attempts = calls},
            {.on = gate_day("2026-11-18"), .channel = CHANNEL_CALL, .attempts = calls},
        };
        const struct gate_verdict verdict =
            ask(pack, "2026-11-20 12:00", counts, ARRAY_LEN(counts));
        check_eq(verdict.day_max, cases[i].day_max);
        check_eq(verdict.week_max, cases[i].week_max);
        check_eq(verdict.state == GATE_REFUSED, cases[i].rule != NULL);
        if (cases[i].rule)
            check_text(verdict.rule_id, cases[i].rule);
    }
}

/* The calendar week ends on Sunday; conversations and cases are what their rules count. */
static void test_counting(void **state)
{
    struct op *const op = check_op();
    const struct pack *pack = NULL;
    const struct gate_count counts[] = {
        {.on = gate_day("2026-11-20"),
         .channel = CHANNEL_CALL,
         .attempts = 1,
         .contacts = 1,
         .is_this_case = true},
    };
    struct gate_verdict verdict;
    (void)state;
    check_ok(
        op,
        parse(op,
              PACK(HOURS("Q-H", "07:00", "") "," CAP(
                  "Q-W", "in_force",
                  "\"max\":1,\"per\":\"week\",\"of\":\"case\"") "," CAP("Q-C", "in_force",
                                                                        "\"max\":1,\"per\":"
                                                                        "\"days\",\"days\":10,"
                                                                        "\"count\":\"contacts\"")),
              &pack));
    verdict = ask(pack, "2026-11-22 12:00", counts, 1);
    check_text(verdict.rule_id, "Q-W");
    verdict = ask(pack, "2026-11-23 12:00", counts, 1);
    check_text(verdict.rule_id, "Q-C");
    check_instant(verdict.next_at, gate_local(gate_zone("America/Bogota"), "2026-11-30 07:00"));
}

/* A newer law takes the place of an older one on its day, in either order of the file. */
static void test_newer_law(void **state)
{
    struct op *const op = check_op();
    const struct pack *pack = NULL;
    (void)state;
    check_ok(op, parse(op,
                       PACK(HOURS("Q-NEW", "10:00", ",\"effective_on\":\"2026-11-20\"") "," HOURS(
                           "Q-OLD", "07:00", ",\"effective_on\":\"2020-01-01\"")),
                       &pack));
    check_text(ask(pack, "2026-11-19 08:00", NULL, 0).rule_id, "Q-OLD");
    check_eq(ask(pack, "2026-11-19 08:00", NULL, 0).state, GATE_ALLOWED_UNTIL);
    check_text(ask(pack, "2026-11-20 08:00", NULL, 0).rule_id, "Q-NEW");
    check_eq(ask(pack, "2026-11-20 08:00", NULL, 0).state, GATE_REFUSED);
    check_instant(ask(pack, "2026-11-19 20:00", NULL, 0).next_at,
                  gate_local(gate_zone("America/Bogota"), "2026-11-20 10:00"));
}

static void test_refusals(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"[]",                                                           "pack: an object"                     },
        {"{\"country\":\"QQ\",\"version\":1}",                           "\"rules\" is missing"                },
        {"{\"country\":\"QQ\",\"rules\":[]}",                            "\"version\" is missing"              },
        {"{\"country\":\"QQ\",\"version\":1,\"rules\":[],\"rule\":1}",   "unknown field \"rule\""              },
        {PACK("{\"id\":\"A\"}"),                                         "rule A: the text \"kind\" is missing"},
        {PACK("{\"id\":\"A\",\"kind\":\"hours\"," HEAD("in_force") "}"),
         "no kind of rule \"hours\""                                                                           },
        {PACK("{\"id\":\"A\",\"kind\":\"content\"," HEAD("law") "}"),    "must be one of in_force"             },
        {PACK("{\"id\":\"A\",\"kind\":\"content\",\"basis\":\"law\",\"status\":\"bill\","
              "\"confidence\":\"low\",\"citation\":\"c\"}"),
         "\"summary\" is missing"                                                                              },
        {PACK(CAP("A",                                                   "in_force",                             "\"max\":1")), "\"per\" is missing"},
        {PACK(CAP("A",                                          "in_force",                                                                                "\"per\":\"day\"")), "\"max\" is missing"},
        {PACK(CAP("A",           "in_force","\"max\":-1,\"per\":\"day\"")), "from 0 to 1000"},
        {PACK(CAP("A",                                                              "in_force",                                                                                         "\"max\":1,\"per\":\"month\"")), "one of day, week, days"},
        {PACK(CAP("A",                                "in_force",                                                                                                        "\"max\":1,\"per\":\"days\"")), "\"days\" is missing"},
        {PACK(CAP("A",                                                   "in_force",                  "\"max\":1,\"per\":\"day\",\"effective_on\":\"2026-13-01\"")),
         "must be a day"},
        {PACK(CAP("A",                                      "in_force",
         "\"max\":1,\"per\":\"day\",\"effective_on\":\"2026-01-02\","
                  "\"repealed_on\":\"2026-01-02\"")),
         "not after"},
        {PACK(CAP("A",                     "in_force","\"max\":1,\"per\":\"day\",\"purposes\":[\"sales\"]")),
         "unknown word \"sales\""},
        {PACK(CAP("INT-ZONE",                                                              "in_force",                                                                                         "\"max\":1,\"per\":\"day\"")), "used twice"},
        {PACK(HOURS("A", "20:00",                                                                                        "")), "in order and apart"},
        {PACK(HOURS("A",                                                   "7:00",                                          "")), "in order and apart"},
        {PACK(HOURS("A",                                                    "07:60",                                                                                          "")), "in order and apart"},
        {PACK(HOURS("A",                                "07:00",                                                                                           "") "," HOURS("B", "08:00", "")), "A and B both decide"},
        {PACK("{\"id\":\"A\",\"kind\":\"contact_hours\"," HEAD(
             "in_force") ","
                         "\"windows\":{\"mon_fri\":[]}}"),
         "\"sat\" is missing"                                                                                 },
        {PACK("{\"id\":\"A\",\"kind\":\"contact_hours\"," HEAD("in_force") ",\"windows\":null}"),
         "an object or \"any\""},
        {PACK("{\"id\":\"A\",\"kind\":\"channel_consent\"," HEAD("in_force") ",\"need\":\"yes\"}"),
         "one of given, not_revoked"                                                                               },
        {PACK(
             "{\"id\":\"A\",\"kind\":\"allowed_roles\"," HEAD("in_force") ",\"roles\":[\"aunt\"]}"),
         "unknown word \"aunt\""                                                                               },
        {PACK("{\"id\":\"A\",\"kind\":\"forbidden_contact\"," HEAD("in_force") ",\"when\":[]}"),
         "missing or empty"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        const struct pack *pack = NULL;
        check_case(cases[i].want);
        check_eq(parse(op, cases[i].text, &pack), E_INVALID);
        check_true(pack == NULL);
        if (!strstr(op->text, cases[i].want))
            fail_msg("got \"%s\"", op->text);
    }
}

/* Without the default below, a pack must say everything itself. */
static void test_alone(void **state)
{
    struct op *op = check_op();
    const struct pack *pack = NULL;
    const str lone = STR(PACK(HOURS("Q-H", "07:00", "")));
    (void)state;
    check_eq(pack_parse(op, &lone, 1, PACK_ORDINARY, &pack), E_INVALID);
    check_true(strstr(op->text, "no rule sets the hours of none") != NULL);
    op = check_op();
    check_eq(pack_parse(op, &lone, 0, PACK_ORDINARY, &pack), E_LIMIT);
    const str careless = STR(PACK("{\"id\":\"A\",\"kind\":\"contact_hours\"," HEAD(
        "in_force") ",\"channels\":[\"none\",\"email\",\"sms\",\"whatsapp\",\"call\",\"letter\","
                    "\"visit\"],\"windows\":{\"mon_fri\":[[\"00:00\",\"24:00\"]],\"sat\":[],"
                    "\"sun\":[],\"holiday\":[]}}"));
    op = check_op();
    check_eq(pack_parse(op, &careless, 1, PACK_ORDINARY, &pack), E_INVALID);
    check_true(strstr(op->text, "unknown time zone") != NULL);
    check_true(pack == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped),   cmocka_unit_test(test_every_rule_is_told),
        cmocka_unit_test(test_layers),    cmocka_unit_test(test_counting),
        cmocka_unit_test(test_newer_law), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
