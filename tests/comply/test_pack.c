/* Packs: what ships, how layers and days of effect combine, and what a bad pack is told. */
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
    check_eq(pack_version(mexico), 4);
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

/* A pack of one rule and more; the status stands apart because cases vary it. */
static const char *pack_text(const char *id, const char *status_word, const char *rest)
{
    return arena_printf(
        check_op()->arena,
        "{'country':'QQ','version':2,'rules':[{'id':'%s','basis':'%s','status':"
        "'%s','confidence':'high','citation':'c','summary':{'es':'x','en':'x'},%s}]}",
        id, strcmp(status_word, "policy_default") == 0 ? "policy" : "law", status_word, rest);
}

#define CAP "'kind':'frequency_cap','channels':['call'],"
#define HEAD(id)                                                                                   \
    "{'id':'" id                                                                                   \
    "','basis':'law','status':'in_force','confidence':'high','citation':'c','summary':"            \
    "{'es':'x','en':'x'},"
#define CLOSED      ",'sat':[],'sun':[],'holiday':[]}"
#define HOURS(open) "'kind':'contact_hours','windows':{'mon_fri':[['" open "','19:00']]" CLOSED

/* A call at noon of a Friday in Bogotá, with given attempts before; the verdict's rule and maxima.
 */
static struct gate_verdict ask_as(const struct pack *pack, const char *at,
                                  enum consent_state consent, const struct gate_count *counts,
                                  size_t count_rows)
{
    const struct zone *const zone = gate_zone("America/Bogota");
    const struct gate_request request = {.channel = CHANNEL_CALL,
                                         .zone = zone,
                                         .consent = consent,
                                         .at = gate_local(zone, at),
                                         .counts = counts,
                                         .count_rows = count_rows};
    struct gate_verdict verdict;
    gate_check(pack, &request, &verdict);
    return verdict;
}

static struct gate_verdict ask(const struct pack *pack, const char *at,
                               const struct gate_count *counts, size_t count_rows)
{
    return ask_as(pack, at, CONSENT_NONE, counts, count_rows);
}

static struct gate_verdict ask_consented(const struct pack *pack, const char *at,
                                         const struct gate_count *counts, size_t count_rows)
{
    return ask_as(pack, at, CONSENT_GIVEN, counts, count_rows);
}

#define IN_FORCE     "in_force"
#define DAY(max)     CAP "'per':'day','max':" #max
#define WEEK(max)    CAP "'per':'week','max':" #max
#define TALKS(max)   CAP "'per':'days','days':7,'count':'contacts','max':" #max
#define FROM(day)    ",'effective_on':'" day "'"
#define UNTIL(day)   ",'repealed_on':'" day "'"
#define DEFAULT_WEEK "INT-DEFAULT-WEEK"

/* After calls on each of the two days before: the maxima that hold, and the rule that refuses.  A
 * law that says how often silences our own numbers; a policy only those of its own span. */
static const struct {
    const char *name, *state, *rest;
    int calls, day_max, week_max;
    const char *rule;
} layer_cases[] = {
    {"hours only",           IN_FORCE,         HOURS("07:00"),              1, 1,  3,  "none"      },
    {"its own day",          IN_FORCE,         DAY(2),                      1, 2,  -1, "none"      },
    {"two a day",            IN_FORCE,         DAY(2),                      2, 2,  -1, "none"      },
    {"our own two a day",    "policy_default", DAY(2),                      2, 2,  3,  DEFAULT_WEEK},
    {"its own week",         IN_FORCE,         WEEK(7),                     2, -1, 7,  "none"      },
    {"a bill",               "bill",           WEEK(1),                     1, 1,  3,  "none"      },
    {"a bill, no figures",   "bill",           CAP "'note':'x'",            1, 1,  3,  "none"      },
    {"not found",            "none_found",     WEEK(1),                     1, 1,  3,  "none"      },
    {"a policy",             "policy_default", WEEK(1),                     1, 1,  1,  "Q"         },
    {"from tomorrow",        IN_FORCE,         WEEK(1) FROM("2026-11-21"),  1, 1,  3,  "none"      },
    {"from today",           IN_FORCE,         WEEK(1) FROM("2026-11-20"),  1, -1, 1,  "Q"         },
    {"repealed today",       IN_FORCE,         WEEK(1) UNTIL("2026-11-20"), 1, 1,  3,  "none"      },
    {"repealed tomorrow",    IN_FORCE,         WEEK(1) UNTIL("2026-11-21"), 1, -1, 1,  "Q"         },
    {"conversations apart",  IN_FORCE,         TALKS(1),                    1, 1,  1,  "none"      },
    {"and attempts still",   IN_FORCE,         TALKS(1),                    2, 1,  3,  DEFAULT_WEEK},
    {"another case's",       IN_FORCE,         WEEK(1) ",'of':'case'",      2, -1, 1,  "none"      },
    {"a maximum of nothing", IN_FORCE,         DAY(0),                      0, 0,  -1, "Q"         },
};

static void test_layers(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(layer_cases); i++) {
        const struct pack *pack = NULL;
        const char *const text = pack_text("Q", layer_cases[i].state, layer_cases[i].rest);
        struct op *const op = check_op();
        check_case(layer_cases[i].name);
        check_ok(op, gate_parse(op, text, &pack));
        const uint16_t calls = (uint16_t)layer_cases[i].calls;
        const struct gate_count counts[] = {
            {.on = gate_day("2026-11-19"), .channel = CHANNEL_CALL, .attempts = calls},
            {.on = gate_day("2026-11-18"), .channel = CHANNEL_CALL, .attempts = calls},
        };
        const struct gate_verdict verdict =
            ask(pack, "2026-11-20 12:00", counts, ARRAY_LEN(counts));
        check_eq(verdict.day_max, layer_cases[i].day_max);
        check_eq(verdict.week_max, layer_cases[i].week_max);
        check_text(verdict.state == GATE_REFUSED ? verdict.rule_id : "none", layer_cases[i].rule);
    }
}

#define TWO_CAPS                                                                                   \
    "{'country':'QQ','version':2,'rules':[" HEAD("Q-H") HOURS("07:00") "}," HEAD("Q-W") CAP        \
        "'max':1,'per':'week','of':'case'}," HEAD("Q-C") CAP                                       \
        "'max':1,'per':'days','days':10,'count':'contacts'}]}"

/* The calendar week ends on Sunday; conversations and cases are what their rules count. */
static void test_counting(void **state)
{
    struct op *const op = check_op();
    const struct pack *pack = NULL;
    const struct gate_count counts[] = {
        {.on = gate_day("2026-11-20"),
         .channel = CHANNEL_CALL,
         .is_this_case = true,
         .attempts = 1,
         .contacts = 1},
    };
    (void)state;
    check_ok(op, gate_parse(op, TWO_CAPS, &pack));
    check_text(ask(pack, "2026-11-22 12:00", counts, 1).rule_id, "Q-W");
    const struct gate_count monday = {
        .on = gate_day("2026-11-23"), .channel = CHANNEL_CALL, .is_this_case = true, .reserved = 1};
    check_text(ask(pack, "2026-11-22 12:00", &monday, 1).rule_id, "Q-H"); /* the next week's */
    check_text(ask(pack, "2026-11-24 12:00", &monday, 1).rule_id, "Q-W");
    const struct gate_verdict verdict = ask(pack, "2026-11-23 12:00", counts, 1);
    check_text(verdict.rule_id, "Q-C");
    check_instant(verdict.next_at, gate_local(gate_zone("America/Bogota"), "2026-11-30 07:00"));
}

#define TWO_LAWS                                                                                   \
    "{'country':'QQ','version':2,'rules':[" HEAD("Q-NEW") "'effective_on':'2026-11-20'," HOURS(    \
        "10:00") "}," HEAD("Q-OLD") "'effective_on':'2020-01-01'," HOURS("07:00") "}]}"

/* A newer law takes the place of an older one on its day, whatever the order of the file. */
static void test_newer_law(void **state)
{
    struct op *const op = check_op();
    const struct pack *pack = NULL;
    (void)state;
    check_ok(op, gate_parse(op, TWO_LAWS, &pack));
    check_text(ask(pack, "2026-11-19 08:00", NULL, 0).rule_id, "Q-OLD");
    check_eq(ask(pack, "2026-11-19 08:00", NULL, 0).state, GATE_ALLOWED_UNTIL);
    check_text(ask(pack, "2026-11-20 08:00", NULL, 0).rule_id, "Q-NEW");
    check_eq(ask(pack, "2026-11-20 08:00", NULL, 0).state, GATE_REFUSED);
    check_instant(ask(pack, "2026-11-19 20:00", NULL, 0).next_at,
                  gate_local(gate_zone("America/Bogota"), "2026-11-20 10:00"));
}

static void check_fails(const char *text, const char *want)
{
    struct op *const op = check_op();
    const struct pack *pack = NULL;
    check_case(want);
    check_eq(gate_parse(op, text, &pack), E_INVALID);
    check_true(pack == NULL);
    if (!strstr(op->text, want))
        fail_msg("got \"%s\"", op->text);
}

static void test_refused_packs(void **state)
{
    (void)state;
    check_fails("[]", "pack: an object");
    check_fails("{'country':'QQ','version':1}", "\"rules\" is missing");
    check_fails("{'country':'QQ','rules':[]}", "\"version\" is missing");
    check_fails("{'country':'QQ','version':1,'rule':1}", "unknown field \"rule\"");
    check_fails("{'country':'QQ','version':1,'rules':[{'id':'A'}]}", "rule A: the text \"kind\"");
    check_fails(pack_text("INT-ZONE", "in_force", CAP "'max':1,'per':'day'"), "used twice");
    check_fails("{'country':'QQ','version':2,'rules':[" HEAD("A") HOURS("07:00") "}," HEAD("B")
                    HOURS("08:00") "}]}",
                "A and B both decide");
}

static void test_refused_rules(void **state)
{
    static const struct {
        const char *rest, *want;
    } cases[] = {
        {"'kind':'hours'",                                      "no kind of rule \"hours\""},
        {"'kind':'content','colour':1",                         "unknown field \"colour\"" },
        {CAP "'max':1",                                         "\"per\" is missing"       },
        {CAP "'per':'day'",                                     "\"max\" is missing"       },
        {CAP "'max':-1,'per':'day'",                            "from 0 to 1000"           },
        {CAP "'max':1.5,'per':'day'",                           "from 0 to 1000"           },
        {CAP "'max':1,'per':'month'",                           "one of day, week, days"   },
        {CAP "'max':1,'per':'days'",                            "\"days\" is missing"      },
        {CAP "'max':1,'per':'day','together':1",                "must be true or false"    },
        {CAP "'max':1,'per':'day','of':'debt'",                 "one of person, case"      },
        {CAP "'max':1,'per':'day','effective_on':'2026-13-01'", "must be a day"            },
        {CAP "'max':1,'per':'day','purposes':['sales']",        "unknown word \"sales\""   },
        {CAP "'max':1,'per':'day','mode':'lax'",                "one of strict"            },
        {HOURS("20:00"),                                        "in order and apart"       },
        {HOURS("7:00"),                                         "in order and apart"       },
        {HOURS("07:60"),                                        "in order and apart"       },
        {HOURS("+7:00"),                                        "in order and apart"       },
        {"'kind':'contact_hours','windows':{'mon_fri':[]}",     "\"sat\" is missing"       },
        {"'kind':'contact_hours','windows':null",               "an object or \"any\""     },
        {"'kind':'channel_consent','need':'yes'",               "one of given, not_revoked"},
        {"'kind':'allowed_roles','roles':['aunt']",             "unknown word \"aunt\""    },
        {"'kind':'forbidden_contact','when':[]",                "missing or empty"         },
        {"'kind':'forbidden_contact','when':['Tuesday']",       "unknown word \"Tuesday\"" },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_fails(pack_text("A", "in_force", cases[i].rest), cases[i].want);
    check_fails(pack_text("A", "law", "'kind':'content'"), "must be one of in_force");
    check_fails(pack_text("A", "in_force",
                          CAP "'max':1,'per':'day','effective_on':'2026-01-02','repealed_on':"
                              "'2026-01-02'"),
                "not after");
}

/* Without the default below, a pack must say everything itself, also what to do in doubt. */
static void test_alone(void **state)
{
    static const char *const wants[] = {"sets the hours of none", "unknown time zone"};
    const char *const texts[] = {
        pack_text("A", "in_force", HOURS("07:00")),
        pack_text(
            "A", "in_force",
            "'channels':['none','email','sms','whatsapp','call','letter','visit']," HOURS("07:00")),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct op *const op = check_op();
        const struct pack *pack = NULL;
        char *const quoted = arena_copy(op->arena, texts[i], strlen(texts[i]));
        for (char *at = quoted; (at = strchr(at, '\'')) != NULL;)
            *at = '"';
        const str lone = str_of(quoted);
        check_case(wants[i]);
        check_eq(pack_parse(op, &lone, 1, PACK_ORDINARY, &pack), E_INVALID);
        check_true(strstr(op->text, wants[i]) != NULL);
        check_eq(pack_parse(op, &lone, 0, PACK_ORDINARY, &pack), E_LIMIT);
        check_true(pack == NULL);
    }
}

#define OWN(windows, max)                                                                          \
    "{'country':'OWN','version':3,'rules':[{'id':'OWN-H','kind':'contact_hours','basis':'policy'," \
    "'status':'policy_default','confidence':'high','citation':'c','summary':{'es':'x','en':'x'},"  \
    "'channels':['call'],'windows':{'mon_fri':[[" windows                                          \
    "]],'sat':null,'sun':null,'holiday':null}},{'id':'OWN-F','kind':'frequency_cap','basis':"      \
    "'policy','status':'policy_default','confidence':'high','citation':'c','summary':{'es':'x',"   \
    "'en':'x'},'channels':['call'],'max':" #max ",'per':'week'}]}"

static const struct pack *own_pack(const char *text)
{
    struct op *const op = check_op();
    const struct pack *pack = NULL;
    char *const quoted = arena_copy(op->arena, text, strlen(text));
    for (char *at = quoted; (at = strchr(at, '\'')) != NULL;)
        *at = '"';
    check_ok(op, pack_open_own(op, STR("CO"), PACK_ORDINARY, str_of(quoted), &pack));
    return pack;
}

/* The organisation's own rules narrow what the law leaves, and never widen it. */
static void test_own_rules(void **state)
{
    const struct gate_count monday = {
        .on = gate_day("2026-11-09"), .channel = CHANNEL_CALL, .attempts = 1};
    (void)state;
    const struct pack *const narrow = own_pack(OWN("'09:00','17:00'", 1));
    const struct pack *const lax = own_pack(OWN("'05:00','23:00'", 9));
    check_text(pack_country(narrow), "CO");
    check_true(strcmp(pack_hash(narrow), pack_hash(lax)) != 0);
    check_true(strcmp(pack_hash(lax), pack_hash(gate_pack("CO", PACK_ORDINARY))) != 0);
    check_text(ask_consented(narrow, "2026-11-11 08:59", NULL, 0).rule_id, "OWN-H");
    check_eq(ask_consented(narrow, "2026-11-11 09:00", NULL, 0).state, GATE_ALLOWED_UNTIL);
    check_text(ask_consented(narrow, "2026-11-11 17:00", NULL, 0).rule_id, "OWN-H");
    check_text(ask_consented(narrow, "2026-11-14 08:00", NULL, 0).rule_id, "CO-HOURS");
    check_text(ask_consented(narrow, "2026-11-11 12:00", &monday, 1).rule_id, "OWN-F");
    check_text(ask_consented(lax, "2026-11-11 06:59", NULL, 0).rule_id, "CO-HOURS");
    check_text(ask_consented(lax, "2026-11-11 19:00", NULL, 0).rule_id, "CO-HOURS");
    check_eq(ask_consented(lax, "2026-11-11 12:00", &monday, 1).state, GATE_ALLOWED_UNTIL);
    check_text(ask_consented(lax, "2026-11-09 12:00", &monday, 1).rule_id, "CO-FREQ");
    check_text(ask_consented(lax, "2026-12-25 12:00", NULL, 0).reason, "gate.holiday");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped),       cmocka_unit_test(test_every_rule_is_told),
        cmocka_unit_test(test_layers),        cmocka_unit_test(test_counting),
        cmocka_unit_test(test_newer_law),     cmocka_unit_test(test_refused_packs),
        cmocka_unit_test(test_refused_rules), cmocka_unit_test(test_alone),
        cmocka_unit_test(test_own_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
