/* The gate apart from its hours: who, by which point, with what consent, how often, on hold or not;
 * and the question for a whole day. */
#include "tests/comply/gate_case.h"

#define NOON "2026-11-18 12:00" /* a Wednesday in Mexico City */

static const enum channel contacts[] = {CHANNEL_EMAIL, CHANNEL_SMS,    CHANNEL_WHATSAPP,
                                        CHANNEL_CALL,  CHANNEL_LETTER, CHANNEL_VISIT};

static const struct zone *mexico_city(void)
{
    return gate_zone("America/Mexico_City");
}

/* A request that passes: each case spoils one thing. */
static struct gate_request good_request(enum channel channel, enum purpose purpose)
{
    return (struct gate_request){.channel = channel,
                                 .purpose = purpose,
                                 .at = gate_local(mexico_city(), NOON),
                                 .zone = mexico_city(),
                                 .point = POINT_VERIFIED,
                                 .consent = CONSENT_GIVEN};
}

static void check_refused(const struct gate_verdict *verdict, const char *rule, const char *reason)
{
    check_text(verdict->rule_id, rule);
    check_text(verdict->reason, reason);
    check_eq(verdict->state, GATE_REFUSED);
    check_instant(verdict->until, INSTANT_NONE);
    check_true(verdict->citation[0] != '\0');
    check_true(verdict->pack_version > 0);
}

#define C (1U << PURPOSE_COLLECTION)
#define R (1U << PURPOSE_REMINDER)
#define S (1U << PURPOSE_SERVICE)

/* What forbids, on every channel of contact, and for which purposes; time never cures it. */
static const struct {
    const char *name, *country;
    struct gate_request spoiled; /* role, flags, point, consent, dispute */
    unsigned refused;            /* purposes */
    const char *rule, *reason;
} fact_cases[] = {
    {"deceased",
     "MX",                           {.flags = FLAG_BIT(FLAG_DECEASED)},
     C | R | S,
     "INT-DECEASED",                                                                                            "gate.deceased"      },
    {"represented",
     "MX",                           {.flags = FLAG_BIT(FLAG_REPRESENTED)},
     C | R | S,
     "INT-REPRESENTED",                                                                                         "gate.represented"   },
    {"minor, by law",          "MX", {.flags = FLAG_BIT(FLAG_MINOR)},               C | R | S, "MX-MINOR",      "gate.minor"         },
    {"minor, by policy",
     "ZZ",                           {.flags = FLAG_BIT(FLAG_MINOR)},
     C | R | S,
     "INT-MINOR",                                                                                               "gate.minor"         },
    {"bankrupt",               "MX", {.flags = FLAG_BIT(FLAG_BANKRUPT)},            C | R,     "INT-BANKRUPT",  "gate.bankrupt"      },
    {"vulnerable is no bar",   "MX", {.flags = FLAG_BIT(FLAG_VULNERABLE)},          0,         NULL,            NULL                 },
    {"the gravest is named",
     "MX",                           {.flags = FLAG_BIT(FLAG_DECEASED) | FLAG_BIT(FLAG_BANKRUPT),
      .has_dispute = true,
      .role = ROLE_THIRD_PARTY},
     C | R | S,
     "INT-DECEASED",                                                                                            "gate.deceased"      },
    {"co-debtor",              "MX", {.role = ROLE_CO_DEBTOR},                      0,         NULL,            NULL                 },
    {"guarantor",              "MX", {.role = ROLE_GUARANTOR},                      0,         NULL,            NULL                 },
    {"reference",              "MX", {.role = ROLE_REFERENCE},                      C | R | S, "MX-THIRD",      "gate.third_party"   },
    {"employer",               "MX", {.role = ROLE_EMPLOYER},                       C | R | S, "MX-THIRD",      "gate.third_party"   },
    {"third party",            "MX", {.role = ROLE_THIRD_PARTY},                    C | R | S, "MX-THIRD",      "gate.third_party"   },
    {"co-debtor elsewhere",    "ZZ", {.role = ROLE_CO_DEBTOR},                      C | R | S, "INT-THIRD",     "gate.role"          },
    {"guarantor elsewhere",    "ZZ", {.role = ROLE_GUARANTOR},                      C | R | S, "INT-THIRD",     "gate.role"          },
    {"reference elsewhere",
     "ZZ",                           {.role = ROLE_REFERENCE},
     C | R | S,
     "INT-THIRD",                                                                                               "gate.third_party"   },
    {"unverified point",       "MX", {.point = POINT_UNVERIFIED},                   0,         NULL,            NULL                 },
    {"wrong point",            "MX", {.point = POINT_WRONG},                        C | R | S, "INT-POINT",     "gate.point_wrong"   },
    {"inactive point",
     "MX",                           {.point = POINT_INACTIVE},
     C | R | S,
     "INT-POINT",                                                                                               "gate.point_inactive"},
    {"opted out",              "MX", {.point = POINT_OPTED_OUT},                    C | R | S, "INT-OPTED-OUT", "gate.opted_out"     },
    {"dispute",                "MX", {.has_dispute = true},                         C | R,     "INT-DISPUTE",   "gate.dispute"       },
    {"dispute of a guarantor",
     "MX",                           {.has_dispute = true, .role = ROLE_GUARANTOR},
     C | R,
     "INT-DISPUTE",                                                                                             "gate.dispute"       },
};

static void spoil(struct gate_request *request, const struct gate_request *spoiled)
{
    request->role = spoiled->role;
    request->flags = spoiled->flags;
    request->has_dispute = spoiled->has_dispute;
    if (spoiled->point != POINT_UNVERIFIED)
        request->point = spoiled->point;
}

static void test_facts(void **state)
{
    size_t asked = 0;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(fact_cases); i++) {
        const struct pack *const pack = gate_pack(fact_cases[i].country, PACK_ORDINARY);
        check_case(fact_cases[i].name);
        for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++)
            for (size_t k = 0; k < ARRAY_LEN(contacts); k++, asked++) {
                struct gate_request request = good_request(contacts[k], (enum purpose)purpose);
                struct gate_verdict verdict;
                spoil(&request, &fact_cases[i].spoiled);
                gate_check(pack, &request, &verdict);
                if (!(fact_cases[i].refused >> purpose & 1)) {
                    check_true(verdict.state != GATE_REFUSED);
                    continue;
                }
                check_refused(&verdict, fact_cases[i].rule, fact_cases[i].reason);
                check_instant(verdict.next_at, INSTANT_NONE);
                check_eq(verdict.next_on, DAY_NONE);
            }
    }
    print_message("    %zu requests\n", asked);
}

/* Work inside the house is for just these cases: somebody has to read the file of the dead. */
static void test_inner_work(void **state)
{
    struct gate_request request = {.channel = CHANNEL_NONE,
                                   .flags = FLAG_BIT(FLAG_DECEASED),
                                   .role = ROLE_THIRD_PARTY,
                                   .point = POINT_OPTED_OUT,
                                   .consent = CONSENT_REVOKED,
                                   .has_dispute = true,
                                   .has_hold = true,
                                   .hold_until = DAY_NONE,
                                   .at = gate_utc("2026-11-22T03:00:00Z")};
    struct gate_verdict verdict;
    (void)state;
    gate_check(gate_pack("MX", PACK_STRICT), &request, &verdict);
    check_eq(verdict.state, GATE_ALLOWED);
    check_text(verdict.rule_id, "INT-UNTIMED");
    check_text(verdict.reason, "gate.allowed");
    check_instant(verdict.next_at, request.at);
    check_eq(verdict.basis, PACK_POLICY);
    instant not_before = INSTANT_NONE;
    request.at = INSTANT_NONE;
    check_true(gate_plan(gate_pack("MX", PACK_STRICT), &request, gate_day("2026-11-22"),
                         &not_before, &verdict));
    check_instant(not_before, gate_utc("2026-11-22T00:00:00Z"));
}

static const struct {
    const char *name;
    enum channel channel;
    enum consent_state consent;
    const char *rule, *reason; /* NULL: allowed */
} consent_cases[] = {
    {"mail, nobody asked",     CHANNEL_EMAIL,    CONSENT_NONE,    NULL,                   NULL                  },
    {"mail, given",            CHANNEL_EMAIL,    CONSENT_GIVEN,   NULL,                   NULL                  },
    {"mail, expired",          CHANNEL_EMAIL,    CONSENT_EXPIRED, NULL,                   NULL                  },
    {"mail, revoked",          CHANNEL_EMAIL,    CONSENT_REVOKED, "INT-CONSENT",          "gate.consent_revoked"},
    {"message, nobody asked",  CHANNEL_SMS,      CONSENT_NONE,    NULL,                   NULL                  },
    {"message, revoked",       CHANNEL_SMS,      CONSENT_REVOKED, "INT-CONSENT",          "gate.consent_revoked"},
    {"WhatsApp, nobody asked", CHANNEL_WHATSAPP, CONSENT_NONE,    "INT-CONSENT-WHATSAPP",
     "gate.consent_missing"                                                                                     },
    {"WhatsApp, given",        CHANNEL_WHATSAPP, CONSENT_GIVEN,   NULL,                   NULL                  },
    {"WhatsApp, expired",      CHANNEL_WHATSAPP, CONSENT_EXPIRED, "INT-CONSENT-WHATSAPP",
     "gate.consent_expired"                                                                                     },
    {"WhatsApp, revoked",      CHANNEL_WHATSAPP, CONSENT_REVOKED, "INT-CONSENT-WHATSAPP",
     "gate.consent_revoked"                                                                                     },
    {"call, nobody asked",     CHANNEL_CALL,     CONSENT_NONE,    NULL,                   NULL                  },
    {"call, revoked",          CHANNEL_CALL,     CONSENT_REVOKED, "INT-CONSENT",          "gate.consent_revoked"},
    {"letter, revoked",        CHANNEL_LETTER,   CONSENT_REVOKED, "INT-CONSENT",          "gate.consent_revoked"},
    {"visit, revoked",         CHANNEL_VISIT,    CONSENT_REVOKED, "INT-CONSENT",          "gate.consent_revoked"},
    {"visit, nobody asked",    CHANNEL_VISIT,    CONSENT_NONE,    NULL,                   NULL                  },
};

static void test_consent(void **state)
{
    const struct pack *const pack = gate_pack("MX", PACK_ORDINARY);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(consent_cases); i++)
        for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
            struct gate_request request =
                good_request(consent_cases[i].channel, (enum purpose)purpose);
            struct gate_verdict verdict;
            check_case(consent_cases[i].name);
            request.consent = consent_cases[i].consent;
            gate_check(pack, &request, &verdict);
            if (consent_cases[i].rule)
                check_refused(&verdict, consent_cases[i].rule, consent_cases[i].reason);
            else
                check_true(verdict.state != GATE_REFUSED);
        }
}

static void test_unknown_zone(void **state)
{
    static const char *const countries[] = {"MX", "ZZ"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(countries); i++)
        for (size_t k = 0; k < ARRAY_LEN(contacts); k++)
            for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
                struct gate_request request = good_request(contacts[k], (enum purpose)purpose);
                struct gate_verdict verdict;
                instant not_before = 7;
                request.zone = NULL;
                gate_check(gate_pack(countries[i], PACK_ORDINARY), &request, &verdict);
                check_refused(&verdict, "INT-ZONE", "gate.zone_unknown");
                check_instant(verdict.next_at, INSTANT_NONE);
                check_false(gate_plan(gate_pack(countries[i], PACK_ORDINARY), &request,
                                      gate_day("2026-11-18"), &not_before, &verdict));
                check_eq(not_before, 7);
            }
}

/* Days are counted from Wednesday 2026-11-18, the day of NOON. */
#define ROWS 5
static const struct {
    const char *name;
    enum channel channel;
    enum purpose purpose;
    struct {
        int day;
        enum channel channel;
        uint16_t attempts, reserved;
    } rows[ROWS];
    int own; /* day of the own reservation; 99: none */
    const char *rule, *reason;
    int day_used, week_used;
    int next; /* day of the next permitted instant, when refused */
} cap_cases[] = {
    {"nothing yet",                       CHANNEL_CALL, PURPOSE_COLLECTION, {{0}},      99, NULL,                 NULL, 0, 0, 0},
    {"yesterday",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{-1, CHANNEL_CALL, 1, 0}},
     99,                                                                                    NULL,
     NULL,                                                                                                              0,
     1,                                                                                                                       0},
    {"one today",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{0, CHANNEL_CALL, 1, 0}},
     99,                                                                                    "INT-DEFAULT-DAY",
     "gate.day_max",                                                                                                    1,
     1,                                                                                                                       1},
    {"one today by another channel",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{0, CHANNEL_SMS, 1, 0}},
     99,                                                                                    "INT-DEFAULT-DAY",
     "gate.day_max",                                                                                                    1,
     1,                                                                                                                       1},
    {"one planned today",
     CHANNEL_EMAIL,                                     PURPOSE_COLLECTION,
     {{0, CHANNEL_CALL, 0, 1}},
     99,                                                                                    "INT-DEFAULT-DAY",
     "gate.day_max",                                                                                                    1,
     1,                                                                                                                       1},
    {"its own plan",
     CHANNEL_EMAIL,                                     PURPOSE_COLLECTION,
     {{0, CHANNEL_EMAIL, 0, 1}},
     0,                                                                                     NULL,
     NULL,                                                                                                              0,
     0,                                                                                                                       0},
    {"its own plan and another",
     CHANNEL_EMAIL,                                     PURPOSE_COLLECTION,
     {{0, CHANNEL_EMAIL, 0, 1}, {0, CHANNEL_CALL, 0, 1}},
     0,                                                                                     "INT-DEFAULT-DAY",
     "gate.day_max",                                                                                                    1,
     1,                                                                                                                       1},
    {"its own plan of yesterday",
     CHANNEL_EMAIL,                                     PURPOSE_COLLECTION,
     {{-1, CHANNEL_EMAIL, 0, 1}, {-3, CHANNEL_EMAIL, 1, 0}, {-4, CHANNEL_EMAIL, 1, 0}},
     -1,
     NULL,                                                                                                        NULL,
     0,                                                                                                                    2,
     0                                                                                                                         },
    {"a letter today does not count",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{0, CHANNEL_LETTER, 1, 0}},
     99,                                                                                    NULL,
     NULL,                                                                                                              0,
     0,                                                                                                                       0},
    {"inner work does not count",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{0, CHANNEL_NONE, 9, 0}},
     99,                                                                                    NULL,
     NULL,                                                                                                              0,
     0,                                                                                                                       0},
    {"two in the week",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{-1, CHANNEL_CALL, 1, 0}, {-6, CHANNEL_SMS, 1, 0}},
     99,                                                                                    NULL,
     NULL,                                                                                                              0,
     2,                                                                                                                       0},
    {"three in seven days",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{-1, CHANNEL_CALL, 1, 0}, {-3, CHANNEL_SMS, 1, 0}, {-6, CHANNEL_EMAIL, 1, 0}},
     99,                                                                                    "INT-DEFAULT-WEEK",
     "gate.week_max",                                                                                                   0,
     3,                                                                                                                       1},
    {"three in eight days",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{-1, CHANNEL_CALL, 1, 0}, {-3, CHANNEL_SMS, 1, 0}, {-7, CHANNEL_EMAIL, 1, 0}},
     99,                                                                                    NULL,
     NULL,                                                                                                              0,
     2,                                                                                                                       0},
    {"three on days that leave together",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{-1, CHANNEL_CALL, 3, 0}},
     99,                                                                                    "INT-DEFAULT-WEEK",
     "gate.week_max",                                                                                                   0,
     3,                                                                                                                       6},
    {"over the maximum already",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{-1, CHANNEL_CALL, 2, 0}, {-2, CHANNEL_CALL, 2, 0}},
     99,                                                                                    "INT-DEFAULT-WEEK",
     "gate.week_max",                                                                                                   0,
     4,                                                                                                                       5},
    {"planned for the days to come",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{1, CHANNEL_CALL, 0, 1}, {2, CHANNEL_CALL, 0, 1}, {4, CHANNEL_CALL, 0, 1}},
     99,                                                                                    "INT-DEFAULT-WEEK",
     "gate.week_max",                                                                                                   0,
     3,                                                                                                                       8},
    {"both sides of today",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{-2, CHANNEL_CALL, 1, 0}, {2, CHANNEL_CALL, 0, 1}, {4, CHANNEL_CALL, 0, 1}},
     99,                                                                                    "INT-DEFAULT-WEEK",
     "gate.week_max",                                                                                                   0,
     3,                                                                                                                       5},
    {"day and week: the day is named",
     CHANNEL_CALL,                                      PURPOSE_COLLECTION,
     {{0, CHANNEL_CALL, 1, 0}, {-1, CHANNEL_CALL, 1, 0}, {-2, CHANNEL_CALL, 1, 0}},
     99,                                                                                    "INT-DEFAULT-DAY",
     "gate.day_max",                                                                                                    1,
     3,                                                                                                                       5},
    {"a reminder counts as well",
     CHANNEL_SMS,                                       PURPOSE_REMINDER,
     {{0, CHANNEL_CALL, 1, 0}},
     99,                                                                                    "INT-DEFAULT-DAY",
     "gate.day_max",                                                                                                    1,
     1,                                                                                                                       1},
    {"service has no maximum",
     CHANNEL_SMS,                                       PURPOSE_SERVICE,
     {{0, CHANNEL_SMS, 7, 0}},
     99,                                                                                    NULL,
     NULL,                                                                                                              0,
     0,                                                                                                                       0},
    {"a letter this week",
     CHANNEL_LETTER,                                    PURPOSE_COLLECTION,
     {{-2, CHANNEL_LETTER, 1, 0}},
     99,                                                                                    "INT-DEFAULT-LETTER",
     "gate.week_max",                                                                                                   0,
     1,                                                                                                                       5},
    {"a call does not stop a letter",
     CHANNEL_LETTER,                                    PURPOSE_COLLECTION,
     {{0, CHANNEL_CALL, 1, 0}},
     99,                                                                                    NULL,
     NULL,                                                                                                              0,
     0,                                                                                                                       0},
};

static size_t fill_counts(size_t index, struct gate_count counts[ROWS])
{
    size_t count = 0;
    for (size_t k = 0; k < ROWS; k++)
        if (cap_cases[index].rows[k].attempts + cap_cases[index].rows[k].reserved > 0)
            counts[count++] =
                (struct gate_count){.on = gate_day("2026-11-18") + cap_cases[index].rows[k].day,
                                    .channel = (uint8_t)cap_cases[index].rows[k].channel,
                                    .attempts = cap_cases[index].rows[k].attempts,
                                    .reserved = cap_cases[index].rows[k].reserved};
    return count;
}

static void check_cap(size_t i, const struct gate_verdict *verdict)
{
    const bool is_letter = cap_cases[i].channel == CHANNEL_LETTER;
    const bool is_service = cap_cases[i].purpose == PURPOSE_SERVICE;
    check_eq(verdict->day_used, cap_cases[i].day_used);
    check_eq(verdict->week_used, cap_cases[i].week_used);
    check_eq(verdict->day_max, is_letter || is_service ? GATE_NO_MAX : 1);
    check_eq(verdict->week_max, is_service ? GATE_NO_MAX : is_letter ? 1 : 3);
    if (!cap_cases[i].rule) {
        check_true(verdict->state != GATE_REFUSED);
        return;
    }
    check_refused(verdict, cap_cases[i].rule, cap_cases[i].reason);
    check_eq(verdict->next_on, gate_day("2026-11-18") + cap_cases[i].next);
    check_instant(verdict->next_at, zone_to_instant(mexico_city(), verdict->next_on,
                                                    is_letter ? 0 : 7 * 3600, ZONE_FIRST));
}

static void test_caps(void **state)
{
    const struct pack *const pack = gate_pack("MX", PACK_ORDINARY);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cap_cases); i++) {
        struct gate_count counts[ROWS];
        struct gate_request request = good_request(cap_cases[i].channel, cap_cases[i].purpose);
        struct gate_verdict verdict;
        check_case(cap_cases[i].name);
        request.counts = counts;
        request.count_rows = fill_counts(i, counts);
        request.has_reserved = cap_cases[i].own != 99;
        request.reserved_on = gate_day("2026-11-18") + cap_cases[i].own;
        gate_check(pack, &request, &verdict);
        check_cap(i, &verdict);
    }
}

static const struct {
    const char *name;
    enum purpose purpose;
    const char *from, *until; /* "-": DAY_NONE */
    bool is_refused;
    const char *next; /* "-": time does not help */
} hold_cases[] = {
    {"running",               PURPOSE_COLLECTION, "2026-11-10", "2026-11-20", true,  "2026-11-20 07:00"},
    {"ends today",            PURPOSE_COLLECTION, "2026-11-10", "2026-11-18", false, "-"               },
    {"ends tomorrow",         PURPOSE_REMINDER,   "2026-11-10", "2026-11-19", true,  "2026-11-19 07:00"},
    {"begins today",          PURPOSE_COLLECTION, "2026-11-18", "2026-11-19", true,  "2026-11-19 07:00"},
    {"begins tomorrow",       PURPOSE_COLLECTION, "2026-11-19", "2026-11-29", false, "-"               },
    {"since ever",            PURPOSE_COLLECTION, "-",          "2027-06-01", true,  "2027-06-01 07:00"},
    {"nobody knows the end",  PURPOSE_COLLECTION, "2026-11-01", "-",          true,  "-"               },
    {"does not stop service", PURPOSE_SERVICE,    "2026-11-01", "-",          false, "-"               },
    {"as good as for ever",   PURPOSE_COLLECTION, "2026-11-01", "9999-12-31", true,  "-"               },
};

static day day_or_none(const char *text)
{
    return text[0] == '-' ? DAY_NONE : gate_day(text);
}

static void test_holds(void **state)
{
    const struct pack *const pack = gate_pack("MX", PACK_ORDINARY);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(hold_cases); i++) {
        struct gate_request request = good_request(CHANNEL_CALL, hold_cases[i].purpose);
        struct gate_verdict verdict;
        check_case(hold_cases[i].name);
        request.has_hold = true;
        request.hold_from = day_or_none(hold_cases[i].from);
        request.hold_until = day_or_none(hold_cases[i].until);
        gate_check(pack, &request, &verdict);
        check_eq(verdict.state == GATE_REFUSED, hold_cases[i].is_refused);
        if (!hold_cases[i].is_refused)
            continue;
        check_refused(&verdict, "INT-HOLD", "gate.hold");
        check_instant(verdict.next_at, gate_local(mexico_city(), hold_cases[i].next));
    }
}

/* The evening before, a maximum reached, a Sunday and a holiday of the strict mode: one answer. */
static void test_everything_at_once(void **state)
{
    const struct gate_count counts[] = {
        {.on = gate_day("2026-11-13"), .channel = CHANNEL_CALL, .attempts = 1},
        {.on = gate_day("2026-11-12"), .channel = CHANNEL_SMS,  .attempts = 1},
        {.on = gate_day("2026-11-11"), .channel = CHANNEL_CALL, .attempts = 1},
    };
    struct gate_request request = good_request(CHANNEL_CALL, PURPOSE_COLLECTION);
    struct gate_verdict verdict;
    (void)state;
    request.at = gate_local(mexico_city(), "2026-11-13 22:30"); /* Friday */
    request.counts = counts;
    request.count_rows = ARRAY_LEN(counts);
    gate_check(gate_pack("MX", PACK_STRICT), &request, &verdict);
    check_refused(&verdict, "INT-DEFAULT-DAY", "gate.day_max");
    /* Monday 16 is a holiday, Tuesday 17 still sees three in seven days: 11, 12, 13. */
    check_instant(verdict.next_at, gate_local(mexico_city(), "2026-11-18 07:00"));
    request.has_hold = true;
    request.hold_from = gate_day("2026-11-18");
    request.hold_until = gate_day("2026-11-21"); /* Saturday */
    gate_check(gate_pack("MX", PACK_STRICT), &request, &verdict);
    check_instant(verdict.next_at, gate_local(mexico_city(), "2026-11-23 07:00"));
}

static const struct {
    const char *name;
    enum pack_mode mode;
    enum channel channel;
    const char *day, *after; /* after: request->at, "-" for the whole day */
    bool is_permitted;
    const char *at; /* not_before, or next_at when refused */
    const char *rule;
} plan_cases[] = {
    {"a whole day",              PACK_ORDINARY, CHANNEL_CALL,   "2026-11-18", "-",                true,  "2026-11-18 07:00",
     "MX-HOURS"                                                                                                                               },
    {"planned the day before",   PACK_ORDINARY, CHANNEL_CALL,   "2026-11-18", "2026-11-17 23:00", true,
     "2026-11-18 07:00",                                                                                                     "MX-HOURS"       },
    {"planned at noon",          PACK_ORDINARY, CHANNEL_CALL,   "2026-11-18", "2026-11-18 12:00", true,
     "2026-11-18 12:00",                                                                                                     "MX-HOURS"       },
    {"planned too late",         PACK_ORDINARY, CHANNEL_CALL,   "2026-11-18", "2026-11-18 22:00", false,
     "2026-11-19 07:00",                                                                                                     "MX-HOURS"       },
    {"planned for the past",     PACK_ORDINARY, CHANNEL_CALL,   "2026-11-18", "2026-11-20 12:00", false,
     "2026-11-20 12:00",                                                                                                     "MX-HOURS"       },
    {"a Sunday in strict mode",  PACK_STRICT,   CHANNEL_CALL,   "2026-11-22", "-",                false,
     "2026-11-23 07:00",                                                                                                     "MX-HOURS-STRICT"},
    {"a holiday in strict mode", PACK_STRICT,   CHANNEL_EMAIL,  "2026-11-16", "-",                false,
     "2026-11-17 07:00",                                                                                                     "MX-HOURS-STRICT"},
    {"a letter",                 PACK_ORDINARY, CHANNEL_LETTER, "2026-11-22", "-",                true,  "2026-11-22 00:00",
     "INT-UNTIMED"                                                                                                                            },
    {"a letter, later that day", PACK_ORDINARY, CHANNEL_LETTER, "2026-11-22", "2026-11-22 23:59",
     true,                                                                                               "2026-11-22 23:59", "INT-UNTIMED"    },
    {"a letter for yesterday",   PACK_ORDINARY, CHANNEL_LETTER, "2026-11-22", "2026-11-23 00:00",
     false,                                                                                              "2026-11-23 00:00", "INT-UNTIMED"    },
};

static void test_plan(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(plan_cases); i++) {
        const instant want = gate_local(mexico_city(), plan_cases[i].at);
        struct gate_request request = good_request(plan_cases[i].channel, PURPOSE_COLLECTION);
        struct gate_verdict verdict;
        instant not_before = INSTANT_NONE;
        check_case(plan_cases[i].name);
        request.at = gate_local(mexico_city(), plan_cases[i].after);
        check_eq(gate_plan(gate_pack("MX", plan_cases[i].mode), &request,
                           gate_day(plan_cases[i].day), &not_before, &verdict),
                 plan_cases[i].is_permitted);
        check_text(verdict.rule_id, plan_cases[i].rule);
        check_instant(verdict.next_at, want);
        check_instant(not_before, plan_cases[i].is_permitted ? want : INSTANT_NONE);
        check_eq(verdict.state == GATE_REFUSED, !plan_cases[i].is_permitted);
    }
}

static void test_names(void **state)
{
    (void)state;
    check_text(gate_state_name(GATE_ALLOWED), "allowed");
    check_text(gate_state_name(GATE_ALLOWED_UNTIL), "allowed_until");
    check_text(gate_state_name(GATE_REFUSED), "refused");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_inner_work),
        cmocka_unit_test(test_consent),
        cmocka_unit_test(test_unknown_zone),
        cmocka_unit_test(test_caps),
        cmocka_unit_test(test_holds),
        cmocka_unit_test(test_everything_at_once),
        cmocka_unit_test(test_plan),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
