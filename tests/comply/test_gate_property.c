/* What must hold of the gate for any pack, zone and person: an allowed span is allowed throughout,
 * the next permitted instant is permitted and is the first, and the clock on the wall is always
 * inside a window.  Random requests from a fixed seed, half of them near a change of the clock. */
#include "tests/comply/gate_case.h"

#define REQUESTS   12000
#define COUNTS_MAX 6

static uint64_t seed = UINT64_C(20261121);

static uint64_t random_below(uint64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (seed >> 11) % below;
}

/* Zones with every kind of jump: at midnight, of half an hour, of a whole day, backwards in May. */
static const char *const zone_ids[] = {
    "America/Mexico_City", "America/Tijuana",  "America/Merida",       "America/Ciudad_Juarez",
    "America/Havana",      "America/Asuncion", "America/Scoresbysund", "America/Santiago",
    "Africa/Casablanca",   "Pacific/Apia",     "Australia/Lord_Howe",  "America/Caracas",
    "Antarctica/Troll",    "Asia/Gaza",
};

/* Windows that touch midnight, follow each other, lie in the hours that clocks skip or repeat. */
static const char odd_hours[] =
    "{'country':'QQ','version':1,'holidays':[{'id':'x','name':{'es':'x','en':'x'},'citation':'c',"
    "'on':{'nth':2,'weekday':'sunday','month':3}},{'id':'y','name':{'es':'x','en':'x'},"
    "'citation':'c','on':{'nth':1,'weekday':'monday','month':11}}],"
    "'rules':[{'id':'Q-HOURS','kind':'contact_hours','basis':'law','status':'in_force',"
    "'confidence':'high','citation':'c','summary':{'es':'x','en':'x'},'windows':{"
    "'mon_fri':[['00:00','02:15'],['02:45','12:00'],['23:10','24:00']],'sat':[['00:00','24:00']],"
    "'sun':[['00:30','01:30'],['01:45','02:30'],['22:00','23:45']],'holiday':[['00:00','00:20']]}},"
    "{'id':'Q-CAP','kind':'frequency_cap','basis':'law','status':'in_force','confidence':'high',"
    "'citation':'c','summary':{'es':'x','en':'x'},'channels':['call','sms'],'per':'week','max':2}]"
    "}";

static const struct pack *packs[4];
static const struct zone *zones[ARRAY_LEN(zone_ids)];

static instant random_instant(const struct zone *zone)
{
    const instant from = (instant)gate_day("2000-01-01") * INSTANT_PER_DAY;
    instant at = from + (instant)random_below(37 * 365 * 86400) * INSTANT_PER_SECOND;
    int32_t unused;
    if (random_below(2) == 0 && zone_change_count(zone) > 0) {
        const size_t index = (size_t)random_below(zone_change_count(zone));
        at = zone_change(zone, index, &unused) +
             ((instant)random_below(3 * 86400) - 86400) * INSTANT_PER_SECOND;
    }
    return random_below(2) == 0 ? at : at / (900 * INSTANT_PER_SECOND) * 900 * INSTANT_PER_SECOND;
}

static void fill_counts(struct gate_request *request, struct gate_count counts[COUNTS_MAX], day d)
{
    request->counts = counts;
    request->count_rows = random_below(2) == 0 ? 0 : (size_t)random_below(COUNTS_MAX);
    for (size_t i = 0; i < request->count_rows; i++)
        counts[i] = (struct gate_count){.on = d - 9 + (day)random_below(14),
                                        .channel = (uint8_t)random_below(CHANNEL_COUNT),
                                        .attempts = (uint16_t)random_below(2),
                                        .reserved = (uint16_t)random_below(2)};
    request->has_reserved = random_below(4) == 0;
    request->reserved_on = d - 2 + (day)random_below(4);
}

static struct gate_request random_request(struct gate_count counts[COUNTS_MAX])
{
    const struct zone *const zone = zones[random_below(ARRAY_LEN(zones))];
    struct gate_request request = {.channel = (enum channel)random_below(CHANNEL_COUNT),
                                   .purpose = (enum purpose)random_below(PURPOSE_COUNT),
                                   .zone = zone,
                                   .at = random_instant(zone),
                                   .consent = CONSENT_GIVEN};
    const day d = zone_to_local(zone, request.at).day;
    fill_counts(&request, counts, d);
    request.has_hold = random_below(5) == 0;
    request.hold_from = d - 3 + (day)random_below(6);
    request.hold_until = random_below(8) == 0 ? DAY_NONE : d - 2 + (day)random_below(9);
    if (random_below(12) == 0)
        request.flags = FLAG_BIT(random_below(FLAG_COUNT));
    return request;
}

static struct gate_verdict ask(const struct pack *pack, struct gate_request request, instant at)
{
    struct gate_verdict verdict;
    request.at = at;
    gate_check(pack, &request, &verdict);
    return verdict;
}

/* Every minute of an allowed span, its last second, and the end where it is no longer allowed. */
static void check_allowed(const struct pack *pack, const struct gate_request *request,
                          const struct gate_verdict *verdict)
{
    check_instant(verdict->next_at, request->at);
    if (verdict->state == GATE_ALLOWED)
        return;
    check_true(verdict->until > request->at);
    check_true(verdict->until - request->at <= 26 * INSTANT_PER_DAY / 24);
    for (instant t = request->at; t < verdict->until; t += 60 * INSTANT_PER_SECOND) {
        const struct gate_verdict inside = ask(pack, *request, t);
        check_eq(inside.state, GATE_ALLOWED_UNTIL);
        check_instant(inside.until, verdict->until);
        check_text(inside.rule_id, verdict->rule_id);
    }
    check_eq(ask(pack, *request, verdict->until - 1).state, GATE_ALLOWED_UNTIL);
    const struct gate_verdict after = ask(pack, *request, verdict->until);
    if (after.state != GATE_REFUSED) /* another window begins at once: at midnight only */
        check_true(after.until > verdict->until);
}

static void check_refused(const struct pack *pack, const struct gate_request *request,
                          const struct gate_verdict *verdict)
{
    if (verdict->next_at == INSTANT_NONE) {
        for (int i = 0; i < 40; i++) {
            const instant later =
                request->at + (instant)random_below(50 * 86400) * INSTANT_PER_SECOND;
            check_eq(ask(pack, *request, later).state, GATE_REFUSED);
        }
        return;
    }
    check_true(verdict->next_at > request->at);
    check_true(ask(pack, *request, verdict->next_at).state != GATE_REFUSED);
    check_eq(ask(pack, *request, verdict->next_at - 1).state, GATE_REFUSED);
    check_eq(verdict->next_on, zone_to_local(request->zone, verdict->next_at).day);
    const uint64_t between = (uint64_t)(verdict->next_at - request->at);
    for (int i = 0; i < 40; i++) {
        const instant t = request->at + (instant)random_below(between);
        const struct gate_verdict earlier = ask(pack, *request, t);
        check_eq(earlier.state, GATE_REFUSED);
        check_instant(earlier.next_at, verdict->next_at);
    }
}

/* The day's question gives the instant at which the other question first says yes. */
static void check_plan(const struct pack *pack, struct gate_request request, day d)
{
    struct gate_verdict verdict;
    instant not_before = INSTANT_NONE;
    const instant start = zone_to_instant(request.zone, d, 0, ZONE_FIRST);
    const instant end = zone_to_instant(request.zone, d + 1, 0, ZONE_LAST);
    request.at = random_below(2) == 0 ? INSTANT_NONE : request.at;
    const bool is_permitted = gate_plan(pack, &request, d, &not_before, &verdict);
    const instant from = request.at > start ? request.at : start;
    if (is_permitted) {
        check_true(not_before >= from && not_before < end);
        check_instant(verdict.next_at, not_before);
        check_eq(verdict.next_on, d);
        check_instant(ask(pack, request, not_before).until, verdict.until);
        if (not_before > from && request.channel != CHANNEL_LETTER &&
            request.channel != CHANNEL_NONE)
            check_eq(ask(pack, request, not_before - 1).state == GATE_REFUSED ||
                         zone_to_local(request.zone, not_before - 1).day != d,
                     true);
        return;
    }
    check_eq(verdict.state, GATE_REFUSED);
    check_true(verdict.next_at == INSTANT_NONE || verdict.next_on > d);
    for (instant t = from; t < end; t += 7 * 60 * INSTANT_PER_SECOND)
        if (zone_to_local(request.zone, t).day == d)
            check_eq(ask(pack, request, t).state, GATE_REFUSED);
}

/* The windows of odd_hours once more, as minutes of the day. */
static const struct {
    int from_weekday, to_weekday; /* 8 stands for a holiday */
    int open, close;
} odd_windows[] = {
    {MONDAY,   FRIDAY,   0,       135         },
    {MONDAY,   FRIDAY,   165,     720         },
    {MONDAY,   FRIDAY,   1390,    1440        },
    {SATURDAY, SATURDAY, 0,       1440        },
    {SUNDAY,   SUNDAY,   30,      90          },
    {SUNDAY,   SUNDAY,   105,     150         },
    {SUNDAY,   SUNDAY,   22 * 60, 23 * 60 + 45},
    {8,        8,        0,       20          },
};

static bool is_odd_open(struct zone_local local)
{
    const bool is_holiday = holiday_is(pack_calendar(packs[3]), local.day);
    const int weekday = is_holiday ? 8 : (int)day_weekday(local.day);
    for (size_t i = 0; i < ARRAY_LEN(odd_windows); i++)
        if (weekday >= odd_windows[i].from_weekday && weekday <= odd_windows[i].to_weekday &&
            local.second >= odd_windows[i].open * 60 && local.second < odd_windows[i].close * 60)
            return true;
    return false;
}

static bool is_strict_open(struct zone_local local)
{
    return local.second >= 7 * 3600 && local.second < 22 * 3600 &&
           day_weekday(local.day) <= FRIDAY && !holiday_is(pack_calendar(packs[1]), local.day);
}

/* Told by the wall clock alone, without the gate's instants: whatever jumps the clock makes, nobody
 * is contacted while it shows an hour outside the windows. */
static void check_wall(const struct gate_request *request)
{
    if (request->channel == CHANNEL_NONE || request->channel == CHANNEL_LETTER)
        return;
    for (int step = -8; step <= 8; step++) {
        const instant at = request->at + step * 15 * 60 * INSTANT_PER_SECOND;
        const struct zone_local local = zone_to_local(request->zone, at);
        if (local.day >= gate_day("2015-01-06") && !is_strict_open(local))
            check_eq(ask(packs[1], *request, at).state, GATE_REFUSED);
        if (!is_odd_open(local))
            check_eq(ask(packs[3], *request, at).state, GATE_REFUSED);
    }
}

static void test_random(void **state)
{
    size_t allowed = 0;
    size_t refused = 0;
    struct op *const op = check_op();
    (void)state;
    packs[0] = gate_pack("MX", PACK_ORDINARY);
    packs[1] = gate_pack("MX", PACK_STRICT);
    packs[2] = gate_pack("ZZ", PACK_ORDINARY);
    check_ok(op, gate_parse(op, odd_hours, &packs[3]));
    for (size_t i = 0; i < ARRAY_LEN(zone_ids); i++)
        zones[i] = gate_zone(zone_ids[i]);
    for (size_t i = 0; i < REQUESTS; i++) {
        struct gate_count counts[COUNTS_MAX];
        const struct gate_request request = random_request(counts);
        const struct pack *const pack = packs[random_below(ARRAY_LEN(packs))];
        const struct gate_verdict verdict = ask(pack, request, request.at);
        if (verdict.state == GATE_REFUSED) {
            check_refused(pack, &request, &verdict);
            refused++;
        } else {
            check_allowed(pack, &request, &verdict);
            allowed++;
        }
        check_plan(pack, request, zone_to_local(request.zone, request.at).day - 1 + (day)(i % 3));
        check_wall(&request);
    }
    print_message("    %zu allowed, %zu refused\n", allowed, refused);
    check_true(allowed > REQUESTS / 5 && refused > REQUESTS / 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
