/* What the person prefers, and several zones that may be theirs: both only narrow what the law
 * allows, to the minute. */
#include "tests/comply/gate_case.h"

#define HOUR 3600

/* 2026-11-18 is a Wednesday; Mexico City is six hours behind UTC and calls go from 7:00 to 22:00.
 */
static struct gate_request ask(const struct zone *zone, const char *local)
{
    return (struct gate_request){.channel = CHANNEL_CALL,
                                 .zone = zone,
                                 .consent = CONSENT_GIVEN,
                                 .point = POINT_VERIFIED,
                                 .at = gate_local(zone, local)};
}

static struct gate_verdict check(const struct pack *pack, const struct gate_request *request)
{
    struct gate_verdict verdict;
    gate_check(pack, request, &verdict);
    return verdict;
}

static const struct {
    const char *name, *at;
    struct gate_wish wish;
    enum gate_state state;
    const char *rule, *reason;
    const char *until_or_next; /* local; "-": none */
} hours[] = {
  /* evenings: both sides of both edges */
    {"the minute before",
     "2026-11-18 17:59", {0, 18 * HOUR, 20 * HOUR, 0},
     GATE_REFUSED,       GATE_WISH_RULE,
     "gate.wish_hours",    "2026-11-18 18:00"},
    {"the first minute",
     "2026-11-18 18:00", {0, 18 * HOUR, 20 * HOUR, 0},
     GATE_ALLOWED_UNTIL, GATE_WISH_RULE,
     "gate.allowed_until", "2026-11-18 20:00"},
    {"the last minute",
     "2026-11-18 19:59", {0, 18 * HOUR, 20 * HOUR, 0},
     GATE_ALLOWED_UNTIL, GATE_WISH_RULE,
     "gate.allowed_until", "2026-11-18 20:00"},
    {"the minute after",
     "2026-11-18 20:00", {0, 18 * HOUR, 20 * HOUR, 0},
     GATE_REFUSED,       GATE_WISH_RULE,
     "gate.wish_hours",    "2026-11-19 18:00"},
 /* the law comes first, and the wish opens nothing */
    {"the law is narrower",
     "2026-11-18 22:00", {0, 18 * HOUR, 24 * HOUR, 0},
     GATE_REFUSED,       "MX-HOURS",
     "gate.outside_hours", "2026-11-19 18:00"},
    {"the law closes first",
     "2026-11-18 21:59", {0, 18 * HOUR, 24 * HOUR, 0},
     GATE_ALLOWED_UNTIL, "MX-HOURS",
     "gate.allowed_until", "2026-11-18 22:00"},
    {"before the law opens",
     "2026-11-18 06:59", {0, 5 * HOUR, 9 * HOUR, 0},
     GATE_REFUSED,       "MX-HOURS",
     "gate.outside_hours", "2026-11-18 07:00"},
    {"never in common",
     "2026-11-18 12:00", {0, 3 * HOUR, 4 * HOUR, 0},
     GATE_REFUSED,       GATE_WISH_RULE,
     "gate.wish_hours",    "-"               },
 /* days: Monday and Friday */
    {"another day",
     "2026-11-18 12:00", {1 << MONDAY | 1 << FRIDAY, 0, 0, 0},
     GATE_REFUSED,       GATE_WISH_RULE,
     "gate.wish_hours",    "2026-11-20 07:00"},
    {"the day",
     "2026-11-20 12:00", {1 << MONDAY | 1 << FRIDAY, 0, 0, 0},
     GATE_ALLOWED_UNTIL, "MX-HOURS",
     "gate.allowed_until", "2026-11-20 22:00"},
 /* the channel */
    {"another channel",
     "2026-11-18 12:00", {0, 0, 0, CHANNEL_EMAIL},
     GATE_REFUSED,       GATE_WISH_RULE,
     "gate.wish_channel",  "-"               },
    {"that channel",
     "2026-11-18 12:00", {0, 0, 0, CHANNEL_CALL},
     GATE_ALLOWED_UNTIL, "MX-HOURS",
     "gate.allowed_until", "2026-11-18 22:00"},
};

static void test_a_machine_keeps_to_it(void **state)
{
    const struct pack *const pack = gate_pack("MX", PACK_ORDINARY);
    const struct zone *const zone = gate_zone("America/Mexico_City");
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(hours); i++) {
        check_case(hours[i].name);
        struct gate_request request = ask(zone, hours[i].at);
        request.wish = hours[i].wish;
        const struct gate_verdict verdict = check(pack, &request);
        check_eq(verdict.state, hours[i].state);
        check_text(verdict.rule_id, hours[i].rule);
        check_text(verdict.reason, hours[i].reason);
        check_eq(verdict.basis, strcmp(hours[i].rule, GATE_WISH_RULE) == 0 ? PACK_WISH : PACK_LAW);
        check_instant(verdict.state == GATE_REFUSED ? verdict.next_at : verdict.until,
                      gate_local(zone, hours[i].until_or_next));
        check_true(verdict.wish == NULL);
    }
}

static void test_people_are_told(void **state)
{
    const struct pack *const pack = gate_pack("MX", PACK_ORDINARY);
    const struct zone *const zone = gate_zone("America/Mexico_City");
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(hours); i++) {
        check_case(hours[i].name);
        struct gate_request request = ask(zone, hours[i].at);
        const struct gate_verdict lawful = check(pack, &request);
        request.wish = hours[i].wish;
        request.is_by_hand = true;
        const struct gate_verdict verdict = check(pack, &request);
        const bool is_against = lawful.state != GATE_REFUSED && hours[i].state == GATE_REFUSED;
        check_eq(verdict.state, lawful.state);
        check_instant(verdict.until, lawful.until);
        check_instant(verdict.next_at, lawful.next_at);
        check_text(verdict.rule_id, lawful.rule_id);
        check_text(verdict.wish ? verdict.wish : "none", is_against ? hours[i].reason : "none");
        if (is_against)
            check_instant(verdict.wish_at, gate_local(zone, hours[i].until_or_next));
    }
}

/* A plan for a day begins when the person's hours do, and waits for their day. */
static void test_a_plan_waits(void **state)
{
    const struct pack *const pack = gate_pack("MX", PACK_ORDINARY);
    const struct zone *const zone = gate_zone("America/Mexico_City");
    struct gate_request request = ask(zone, "2026-11-18 12:00");
    struct gate_verdict verdict;
    instant not_before = INSTANT_NONE;
    (void)state;
    request.at = INSTANT_NONE;
    request.wish = (struct gate_wish){1 << THURSDAY, 18 * HOUR, 20 * HOUR, CHANNEL_NONE};
    check_false(gate_plan(pack, &request, gate_day("2026-11-18"), &not_before, &verdict));
    check_text(verdict.rule_id, GATE_WISH_RULE);
    check_eq(verdict.next_on, gate_day("2026-11-19"));
    check_true(gate_plan(pack, &request, gate_day("2026-11-19"), &not_before, &verdict));
    check_instant(not_before, gate_local(zone, "2026-11-19 18:00"));
}

/* A letter has no hour in which it is read. */
static void test_letters_have_no_hours(void **state)
{
    const struct pack *const pack = gate_pack("MX", PACK_ORDINARY);
    struct gate_request request = ask(gate_zone("America/Mexico_City"), "2026-11-18 12:00");
    (void)state;
    request.channel = CHANNEL_LETTER;
    request.wish = (struct gate_wish){1 << SUNDAY, 18 * HOUR, 20 * HOUR, CHANNEL_NONE};
    check_true(check(pack, &request).state != GATE_REFUSED);
    request.wish.channel = CHANNEL_CALL;
    check_text(check(pack, &request).rule_id, GATE_WISH_RULE);
}

/* --- several zones --- */

#define ZONES_MAX 4

/* The first and the last minute, in UTC, of what all zones of a country allow on 2026-11-18, from
 * the clocks of its outermost zones.  Hours: Mexico 7 to 22, Brazil 8 to 20, Chile 8 to 20,
 * Ecuador 7 to 22 by our default. */
static const struct {
    const char *country;
    const char *zones[ZONES_MAX];
    const char *open, *close;
} wide[] = {
    {"MX",
     {"America/Mexico_City", "America/Tijuana", "America/Cancun", "America/Hermosillo"},
     "2026-11-18T15:00",                                                                                       "2026-11-19T03:00"},
    {"MX", {"America/Cancun", "America/Mexico_City"},                                      "2026-11-18T13:00", "2026-11-19T03:00"},
    {"BR",
     {"America/Sao_Paulo", "America/Noronha", "America/Rio_Branco", "America/Manaus"},
     "",                                                                                                       ""                },
    {"CL", {"America/Santiago", "Pacific/Easter", "America/Punta_Arenas"},                 "",                 ""                },
    {"EC", {"America/Guayaquil", "Pacific/Galapagos"},                                     "",                 ""                },
    {"US",
     {"America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "America/Anchorage"},
     "",                                                                                                       ""                },
};

/* What one zone allows of the day. */
static void window_of(const struct pack *pack, const char *id, instant *open, instant *close)
{
    struct gate_request request = ask(gate_zone(id), "2026-11-18 12:00");
    struct gate_verdict verdict;
    request.at = INSTANT_NONE;
    check_true(gate_plan(pack, &request, gate_day("2026-11-18"), open, &verdict));
    *close = verdict.until;
}

static void test_lawful_in_every_zone(void **state)
{
    const instant minute = 60 * INSTANT_PER_SECOND;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wide); i++) {
        check_case(wide[i].country);
        const struct pack *const pack = gate_pack(wide[i].country, PACK_ORDINARY);
        const struct zone *zones[ZONES_MAX];
        size_t count = 0;
        instant open = 0;
        instant close = INT64_MAX;
        for (; count < ZONES_MAX && wide[i].zones[count]; count++) {
            instant opens = 0;
            instant closes = 0;
            zones[count] = gate_zone(wide[i].zones[count]);
            window_of(pack, wide[i].zones[count], &opens, &closes);
            open = opens > open ? opens : open;
            close = closes < close ? closes : close;
        }
        if (wide[i].open[0]) {
            check_instant(open, gate_utc(wide[i].open));
            check_instant(close, gate_utc(wide[i].close));
        }
        check_true(open < close);
        struct gate_request request = ask(zones[0], "2026-11-18 12:00");
        request.other_zones = zones + 1;
        request.other_zone_count = count - 1;
        request.at = open - minute;
        const struct gate_verdict before = check(pack, &request);
        check_eq(before.state, GATE_REFUSED);
        check_instant(before.next_at, open);
        request.at = open;
        check_eq(check(pack, &request).state, GATE_ALLOWED_UNTIL);
        check_instant(check(pack, &request).until, close);
        request.at = close - minute;
        check_eq(check(pack, &request).state, GATE_ALLOWED_UNTIL);
        request.at = close;
        const struct gate_verdict after = check(pack, &request);
        check_eq(after.state, GATE_REFUSED);
        check_true(after.next_at > close);
        request.at = after.next_at; /* and that one is allowed */
        check_eq(check(pack, &request).state, GATE_ALLOWED_UNTIL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_machine_keeps_to_it), cmocka_unit_test(test_people_are_told),
        cmocka_unit_test(test_a_plan_waits),          cmocka_unit_test(test_letters_have_no_hours),
        cmocka_unit_test(test_lawful_in_every_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
