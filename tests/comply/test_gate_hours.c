/* The hours of the gate: the edges of Mexico's windows where its clocks changed, weekdays,
 * holidays, and which rule speaks where a country sets none. */
#include "tests/comply/gate_case.h"

/* A day's window from 07:00 to 22:00 as UTC, and the opening of the next day.  The instants come
 * from another implementation of the zones. */
static const struct {
    const char *zone, *open, *close, *next_open;
} clock_cases[] = {
  /* the last night of winter time */
    {"America/Mexico_City",   "2022-04-02T13:00", "2022-04-03T04:00", "2022-04-03T12:00"},
    {"America/Mexico_City",   "2022-04-03T12:00", "2022-04-04T03:00", "2022-04-04T12:00"},
    {"America/Mexico_City",   "2022-10-29T12:00", "2022-10-30T03:00", "2022-10-30T13:00"},
 /* the last change of the clock */
    {"America/Mexico_City",   "2022-10-30T13:00", "2022-10-31T04:00", "2022-10-31T13:00"},
 /* no summer time any more */
    {"America/Mexico_City",   "2023-04-02T13:00", "2023-04-03T04:00", "2023-04-03T13:00"},
    {"America/Mexico_City",   "2023-07-01T13:00", "2023-07-02T04:00", "2023-07-02T13:00"},
    {"America/Merida",        "2022-10-29T12:00", "2022-10-30T03:00", "2022-10-30T13:00"},
    {"America/Merida",        "2022-10-30T13:00", "2022-10-31T04:00", "2022-10-31T13:00"},
    {"America/Merida",        "2023-04-02T13:00", "2023-04-03T04:00", "2023-04-03T13:00"},
    {"America/Cancun",        "2022-10-29T12:00", "2022-10-30T03:00", "2022-10-30T12:00"},
 /* never changes */
    {"America/Cancun",        "2022-10-30T12:00", "2022-10-31T03:00", "2022-10-31T12:00"},
    {"America/Tijuana",       "2022-10-30T14:00", "2022-10-31T05:00", "2022-10-31T14:00"},
    {"America/Tijuana",       "2022-11-05T14:00", "2022-11-06T05:00", "2022-11-06T15:00"},
 /* the border keeps its changes */
    {"America/Tijuana",       "2022-11-06T15:00", "2022-11-07T06:00", "2022-11-07T15:00"},
    {"America/Tijuana",       "2023-03-11T15:00", "2023-03-12T06:00", "2023-03-12T14:00"},
    {"America/Tijuana",       "2023-03-12T14:00", "2023-03-13T05:00", "2023-03-13T14:00"},
    {"America/Tijuana",       "2026-11-01T15:00", "2026-11-02T06:00", "2026-11-02T15:00"},
    {"America/Ciudad_Juarez", "2022-10-29T13:00", "2022-10-30T04:00", "2022-10-30T13:00"},
 /* to Central with Chihuahua */
    {"America/Ciudad_Juarez", "2022-10-30T13:00", "2022-10-31T04:00", "2022-10-31T13:00"},
    {"America/Ciudad_Juarez", "2022-11-29T13:00", "2022-11-30T04:00", "2022-11-30T14:00"},
 /* back to Mountain, with El Paso */
    {"America/Ciudad_Juarez", "2022-11-30T14:00", "2022-12-01T05:00", "2022-12-01T14:00"},
    {"America/Ciudad_Juarez", "2023-03-12T13:00", "2023-03-13T04:00", "2023-03-13T13:00"},
    {"America/Hermosillo",    "2022-10-30T14:00", "2022-10-31T05:00", "2022-10-31T14:00"},
    {"America/Chihuahua",     "2022-10-30T13:00", "2022-10-31T04:00", "2022-10-31T13:00"},
};

static struct gate_verdict check_at(const struct pack *pack, enum channel channel,
                                    const struct zone *zone, instant at)
{
    const struct gate_request request = {.channel = channel, .zone = zone, .at = at};
    struct gate_verdict verdict;
    gate_check(pack, &request, &verdict);
    return verdict;
}

static void check_open(const struct gate_verdict *verdict, instant at, instant until)
{
    check_eq(verdict->state, GATE_ALLOWED_UNTIL);
    check_instant(verdict->until, until);
    check_instant(verdict->next_at, at);
    check_text(verdict->reason, "gate.allowed_until");
    check_text(verdict->rule_id, "MX-HOURS");
    check_eq(verdict->basis, PACK_LAW);
}

static void check_shut(const struct gate_verdict *verdict, instant next)
{
    check_eq(verdict->state, GATE_REFUSED);
    check_instant(verdict->until, INSTANT_NONE);
    check_instant(verdict->next_at, next);
    check_text(verdict->reason, "gate.outside_hours");
    check_text(verdict->rule_id, "MX-HOURS");
    check_true(strstr(verdict->citation, "DOF 07-10-2014") != NULL);
}

static void test_edges(void **state)
{
    const struct pack *const mexico = gate_pack("MX", PACK_ORDINARY);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(clock_cases); i++) {
        const struct zone *const zone = gate_zone(clock_cases[i].zone);
        const instant open = gate_utc(clock_cases[i].open);
        const instant close = gate_utc(clock_cases[i].close);
        const instant second = INSTANT_PER_SECOND;
        check_case(
            arena_printf(check_op()->arena, "%s %s", clock_cases[i].zone, clock_cases[i].open));
        struct gate_verdict verdict = check_at(mexico, CHANNEL_CALL, zone, open - second);
        check_shut(&verdict, open); /* 06:59:59 */
        verdict = check_at(mexico, CHANNEL_CALL, zone, open);
        check_open(&verdict, open, close); /* 07:00:00 */
        verdict = check_at(mexico, CHANNEL_CALL, zone, close - second);
        check_open(&verdict, close - second, close); /* 21:59:59 */
        verdict = check_at(mexico, CHANNEL_CALL, zone, close);
        check_shut(&verdict, gate_utc(clock_cases[i].next_open)); /* 22:00:00 */
    }
}

/* Two windows a day, a holiday of its own, and a holiday that cannot open a closed Sunday. */
static const char split_day[] =
    "{'country':'QQ','version':3,'holidays':[{'id':'x','name':{'es':'x','en':'x'},'citation':'c',"
    "'on':{'dates':['2026-11-17','2026-11-22']}}],'rules':[{'id':'QQ-HOURS','kind':'contact_hours',"
    "'basis':'law','status':'in_force','confidence':'high','citation':'c','summary':{'es':'x',"
    "'en':'x'},'windows':{'mon_fri':[['08:00','12:00'],['14:00','24:00']],'sat':[['00:00','13:00']]"
    ","
    "'sun':[],'holiday':[['09:00','10:00']]}}]}";

/* Sunday windows in the hour that Tijuana repeats in November and skips in March: one opens when
 * the clock shows 01:30 for the second time, the other closes when it first shows 01:15. */
static const char early_sunday[] =
    "{'country':'QQ','version':3,'rules':[{'id':'QQ-HOURS','kind':'contact_hours','basis':'law',"
    "'status':'in_force','confidence':'high','citation':'c','summary':{'es':'x','en':'x'},"
    "'windows':{'mon_fri':[],'sat':[],'sun':[['00:30','01:15'],['01:30','02:30']],'holiday':[]}}]}";

static void test_split_day(void **state)
{
    static const struct {
        const char *at, *until, *next;
    } cases[] = {
        {"2026-11-20 11:59", "2026-11-20 12:00", "-"               },
        {"2026-11-20 12:00", "-",                "2026-11-20 14:00"},
        {"2026-11-20 13:59", "-",                "2026-11-20 14:00"},
        {"2026-11-20 23:59", "2026-11-20 24:00", "-"               },
        {"2026-11-21 00:00", "2026-11-21 13:00", "-"               },
        {"2026-11-21 13:00", "-",                "2026-11-23 08:00"}, /* a holiday on Sunday */
        {"2026-11-17 08:00", "-",                "2026-11-17 09:00"},
        {"2026-11-17 09:30", "2026-11-17 10:00", "-"               },
        {"2026-11-17 10:00", "-",                "2026-11-18 08:00"},
    };
    const struct pack *pack = NULL;
    const struct zone *const zone = gate_zone("America/Cancun");
    (void)state;
    struct op *const op = check_op();
    check_ok(op, gate_parse(op, split_day, &pack));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].at);
        const struct gate_verdict verdict =
            check_at(pack, CHANNEL_CALL, zone, gate_local(zone, cases[i].at));
        check_text(verdict.rule_id, "QQ-HOURS");
        check_eq(verdict.pack_version, 3);
        check_text(verdict.pack_country, "QQ");
        check_instant(verdict.until, gate_local(zone, cases[i].until));
        if (verdict.state == GATE_REFUSED)
            check_instant(verdict.next_at, gate_local(zone, cases[i].next));
    }
}

static void test_repeated_hour(void **state)
{
    static const struct {
        const char *name, *at, *until, *next; /* UTC */
    } cases[] = {
        {"01:00, first time",  "2026-11-01T08:00", "2026-11-01T08:15", "-"               },
        {"01:15, first time",  "2026-11-01T08:15", "-",                "2026-11-01T09:30"},
        {"01:45, first time",  "2026-11-01T08:45", "-",                "2026-11-01T09:30"},
        {"01:10, second time", "2026-11-01T09:10", "-",                "2026-11-01T09:30"},
        {"01:30, second time", "2026-11-01T09:30", "2026-11-01T10:30", "-"               },
        {"01:59, in March",    "2026-03-08T09:59", "2026-03-08T10:00", "-"               },
        {"03:00, in March",    "2026-03-08T10:00", "-",                "2026-03-15T07:30"},
    };
    struct op *const op = check_op();
    const struct pack *pack = NULL;
    const struct zone *const zone = gate_zone("America/Tijuana");
    (void)state;
    check_ok(op, gate_parse(op, early_sunday, &pack));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        const struct gate_verdict verdict =
            check_at(pack, CHANNEL_CALL, zone, gate_utc(cases[i].at));
        check_instant(verdict.until, gate_utc(cases[i].until));
        if (verdict.state == GATE_REFUSED)
            check_instant(verdict.next_at, gate_utc(cases[i].next));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_split_day),
        cmocka_unit_test(test_repeated_hour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
