/* threads: Zones against zdump for every zone of the package, and the edges of the clock's jumps.
 */
#include <pthread.h>
#include <stdlib.h>

#include "calendar/zone.h"
#include "calendar/zone_names.h"
#include "tests/check.h"

static const struct zone *zone_of(const char *id)
{
    const struct zone *zone = NULL;
    struct op *const op = check_op();
    check_ok(op, zone_find(op, str_of(id), &zone));
    return zone;
}

/* 2026-11-21T19:45:00Z */
static instant utc(const char *text)
{
    day d;
    int64_t hour, minute, second;
    check_true(day_parse((str){text, 10}, &d));
    check_true(str_to_i64((str){text + 11, 2}, &hour));
    check_true(str_to_i64((str){text + 14, 2}, &minute));
    check_true(str_to_i64((str){text + 17, 2}, &second));
    return d * INSTANT_PER_DAY + (hour * 3600 + minute * 60 + second) * INSTANT_PER_SECOND;
}

static int32_t seconds_of(const char *clock)
{
    int64_t hour, minute, second;
    check_true(str_to_i64((str){clock, 2}, &hour));
    check_true(str_to_i64((str){clock + 3, 2}, &minute));
    check_true(str_to_i64((str){clock + 6, 2}, &second));
    return (int32_t)(hour * 3600 + minute * 60 + second);
}

static void test_to_local(void **state)
{
    static const struct {
        const char *zone, *at, *day, *clock;
    } cases[] = {
        {"America/Mexico_City",   "2022-07-01T03:00:00Z", "2022-06-30", "22:00:00"},
        {"America/Mexico_City",   "2022-10-30T06:59:59Z", "2022-10-30", "01:59:59"},
        {"America/Mexico_City",   "2022-10-30T07:00:00Z", "2022-10-30", "01:00:00"},
        {"America/Mexico_City",   "2023-07-01T03:00:00Z", "2023-06-30", "21:00:00"},
        {"America/Tijuana",       "2023-07-01T03:00:00Z", "2023-06-30", "20:00:00"},
        {"America/Tijuana",       "2023-12-01T03:00:00Z", "2023-11-30", "19:00:00"},
        {"America/Cancun",        "2023-07-01T03:00:00Z", "2023-06-30", "22:00:00"},
        {"America/Merida",        "2023-07-01T03:00:00Z", "2023-06-30", "21:00:00"},
        {"America/Hermosillo",    "2022-07-01T03:00:00Z", "2022-06-30", "20:00:00"},
        {"America/Ciudad_Juarez", "2022-11-15T03:00:00Z", "2022-11-14", "21:00:00"},
        {"America/Ciudad_Juarez", "2022-12-15T03:00:00Z", "2022-12-14", "20:00:00"},
        {"America/Ciudad_Juarez", "2023-07-01T03:00:00Z", "2023-06-30", "21:00:00"},
        {"America/Chihuahua",     "2023-07-01T03:00:00Z", "2023-06-30", "21:00:00"},
        {"Asia/Kathmandu",        "1969-12-31T23:59:59Z", "1970-01-01", "05:29:59"},
        {"Pacific/Apia",          "2011-12-30T09:59:59Z", "2011-12-29", "23:59:59"},
        {"Pacific/Apia",          "2011-12-30T10:00:00Z", "2011-12-31", "00:00:00"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char text[DAY_TEXT_SIZE];
        check_case(cases[i].at);
        const struct zone_local local = zone_to_local(zone_of(cases[i].zone), utc(cases[i].at));
        check_text(day_format(local.day, text), cases[i].day);
        check_eq(local.second, seconds_of(cases[i].clock));
        check_true(local.from <= utc(cases[i].at) && utc(cases[i].at) < local.until);
    }
}

static void test_to_instant(void **state)
{
    static const struct {
        const char *name, *zone, *day, *clock, *first, *last;
    } cases[] = {
        {"ordinary",        "America/Mexico_City", "2026-11-21", "07:00:00", "2026-11-21T13:00:00Z",
         "2026-11-21T13:00:00Z"},
        {"end of day",      "America/Mexico_City", "2026-11-21", "24:00:00", "2026-11-22T06:00:00Z",
         "2026-11-22T06:00:00Z"},
        {"skipped hour",    "America/Tijuana",     "2026-03-08", "02:30:00", "2026-03-08T10:00:00Z",
         "2026-03-08T10:00:00Z"},
        {"before the jump", "America/Tijuana",     "2026-03-08", "01:59:59", "2026-03-08T09:59:59Z",
         "2026-03-08T09:59:59Z"},
        {"after the jump",  "America/Tijuana",     "2026-03-08", "03:00:00", "2026-03-08T10:00:00Z",
         "2026-03-08T10:00:00Z"},
        {"hour seen twice", "America/Tijuana",     "2026-11-01", "01:30:00", "2026-11-01T08:30:00Z",
         "2026-11-01T09:30:00Z"},
        {"end of overlap",  "America/Tijuana",     "2026-11-01", "02:00:00", "2026-11-01T10:00:00Z",
         "2026-11-01T10:00:00Z"},
        {"after overlap",   "America/Tijuana",     "2026-11-01", "02:30:00", "2026-11-01T10:30:00Z",
         "2026-11-01T10:30:00Z"},
        {"midnight twice",  "America/Havana",      "2026-11-01", "00:00:00", "2026-11-01T04:00:00Z",
         "2026-11-01T04:00:00Z"},
        {"day begins at 1", "America/Asuncion",    "2023-10-01", "00:00:00", "2023-10-01T04:00:00Z",
         "2023-10-01T04:00:00Z"},
        {"skipped day",     "Pacific/Apia",        "2011-12-30", "12:00:00", "2011-12-30T10:00:00Z",
         "2011-12-30T10:00:00Z"},
        {"half hour twice", "Australia/Lord_Howe", "2026-04-05", "01:45:00", "2026-04-04T14:45:00Z",
         "2026-04-04T15:15:00Z"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct zone *const zone = zone_of(cases[i].zone);
        day d;
        check_case(cases[i].name);
        check_true(day_parse(str_of(cases[i].day), &d));
        const int32_t second = seconds_of(cases[i].clock);
        check_eq(zone_to_instant(zone, d, second, ZONE_FIRST), utc(cases[i].first));
        check_eq(zone_to_instant(zone, d, second, ZONE_LAST), utc(cases[i].last));
    }
}

static void test_unknown(void **state)
{
    static const struct {
        const char *id, *hint;
    } cases[] = {
        {"Mexico_City",           "America/Mexico_City"  },
        {"america/mexico_city",   "America/Mexico_City"  },
        {"America/Tijuna",        "America/Tijuana"      },
        {"America/Cancún",       "America/Cancun"       },
        {"America/Ciudad Juarez", "America/Ciudad_Juarez"},
        {"",                      "perhaps"              },
        {"+02:00",                "perhaps"              },
        {"EST5EDT4",              "EST5EDT"              },
        {"../../etc/passwd",      "perhaps"              },
        {"posixrules",            "perhaps"              },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct op *const op = check_op();
        const struct zone *zone = (const struct zone *)&cases;
        check_case(cases[i].id);
        check_eq(zone_find(op, str_of(cases[i].id), &zone), E_INVALID);
        check_true(zone == (const struct zone *)&cases); /* untouched on failure */
        check_true(strstr(op->text, cases[i].hint) != NULL);
    }
    check_true(zone_of("America/Lima") == zone_of("America/Lima"));
    check_text(zone_id(zone_of("America/Lima")), "America/Lima");
}

/* What zdump -i prints: a head TZ="…", then "date<TAB>clock<TAB>offset<TAB>name<TAB>dst", where
 * date and clock are local, after the change; the first row has "-" for both. */
static int32_t offset_of(str text)
{
    int64_t part[3] = {0, 0, 0};
    check_true(text.size >= 3);
    for (size_t i = 0; i < 3 && text.size >= 3 + i * 2; i++)
        check_true(str_to_i64((str){text.data + 1 + i * 2, 2}, &part[i]));
    const int64_t seconds = part[0] * 3600 + part[1] * 60 + part[2];
    return (int32_t)(text.data[0] == '-' ? -seconds : seconds);
}

static instant instant_of(str date, str clock, int32_t offset)
{
    day d;
    int64_t part[3] = {0, 0, 0};
    check_true(day_parse(date, &d));
    for (size_t i = 0; clock.size > 0; i++)
        check_true(str_to_i64(str_split(&clock, ':'), &part[i]));
    const int64_t local = (int64_t)d * 86400 + part[0] * 3600 + part[1] * 60 + part[2];
    return (local - offset) * INSTANT_PER_SECOND;
}

/* One zone's rows from 2000 to 2037: every change that zdump sees, and not one more. */
static size_t compare_rows(const struct zone *zone, str rows)
{
    const instant first = utc("2000-01-01T00:00:00Z");
    int32_t offset = zone_to_local(zone, first).offset;
    size_t seen = 0;
    size_t ours = 0;
    while (rows.size > 0) {
        str row = str_split(&rows, '\n');
        const str date = str_split(&row, '\t');
        const str clock = str_split(&row, '\t');
        const int32_t next = offset_of(str_split(&row, '\t'));
        if (str_equal_c(date, "-")) {
            check_eq(offset, next);
            continue;
        }
        const instant at = instant_of(date, clock, next);
        check_eq(zone_to_local(zone, at - 1).offset, offset);
        check_eq(zone_to_local(zone, at).offset, next);
        if (next != offset) {
            check_eq(zone_to_local(zone, at - 1).until, at);
            check_eq(zone_to_local(zone, at).from, at);
            seen++;
        }
        offset = next;
    }
    for (size_t i = 0; i < zone_change_count(zone); i++) {
        int32_t unused;
        ours += zone_change(zone, i, &unused) >= first;
    }
    check_eq(ours, seen);
    return seen;
}

static str run(struct arena *arena, const char *command)
{
    struct buf out = buf_start(arena, (size_t)16 << 20);
    char piece[4096];
    FILE *const pipe = popen(command, "r");
    assert_non_null(pipe);
    for (size_t size; (size = fread(piece, 1, sizeof(piece), pipe)) > 0;)
        buf_add(&out, (str){piece, size});
    check_eq(pclose(pipe), 0);
    check_false(out.is_full);
    return buf_str(&out);
}

static void test_every_zone(void **state)
{
    struct op *const op = check_op();
    struct zone_names names;
    size_t change_count = 0;
    (void)state;
    check_ok(op, zone_names_load(op, op->arena, &names));
    check_true(names.count > 400);
    for (size_t i = 0; i < names.count; i++) {
        const char *const id = str_cstr(op->arena, names.ids[i]);
        str out = run(op->arena, arena_printf(op->arena, "zdump -i -c 2000,2038 '%s'", id));
        (void)str_split(&out, '\n'); /* an empty line */
        check_true(str_starts(str_split(&out, '\n'), STR("TZ=\"")));
        if (!str_starts(out, STR("-\t-\t")))
            fail_msg("%s: zdump printed " STR_FORMAT, id, STR_ARG(out));
        change_count += compare_rows(zone_of(id), out);
    }
    print_message("    %zu zones, %zu changes\n", names.count, change_count);
    check_true(change_count > 10000);
}

static int64_t reading(const struct zone *zone, instant at)
{
    const struct zone_local local = zone_to_local(zone, at);
    return (int64_t)local.day * ZONE_DAY_SECONDS + local.second;
}

/* Around every change of every zone: the promises of both picks, told by the clock itself. */
static void check_picks(const struct zone *zone, instant at)
{
    const struct zone_local local = zone_to_local(zone, at);
    const int64_t shown = reading(zone, at);
    const instant first = zone_to_instant(zone, local.day, local.second, ZONE_FIRST);
    const instant last = zone_to_instant(zone, local.day, local.second, ZONE_LAST);
    check_true(first <= at && first <= last);
    check_true(reading(zone, first) >= shown && reading(zone, last) >= shown);
    check_true(reading(zone, first - 1) < shown && reading(zone, last - 1) < shown);
    for (instant after = last; after < last + 2 * INSTANT_PER_DAY;) {
        check_true(reading(zone, after) >= shown);
        const instant jump = zone_to_local(zone, after).until;
        after = jump < INSTANT_MAX_ZONE ? jump : last + 2 * INSTANT_PER_DAY;
    }
}

static void test_round_trip(void **state)
{
    struct op *const op = check_op();
    struct zone_names names;
    (void)state;
    check_ok(op, zone_names_load(op, op->arena, &names));
    for (size_t i = 0; i < names.count; i++) {
        const struct zone *const zone = zone_of(str_cstr(op->arena, names.ids[i]));
        for (size_t k = 0; k < zone_change_count(zone); k++) {
            int32_t unused;
            const instant at = zone_change(zone, k, &unused);
            for (int step = -36; step <= 36; step++)
                check_picks(zone, at + step * INSTANT_PER_DAY / 24 + step * INSTANT_PER_SECOND);
        }
    }
}

static void *find_many(void *unused)
{
    static const char *const ids[] = {"America/Bogota", "America/La_Paz", "America/Santiago",
                                      "Europe/Madrid", "America/Caracas"};
    struct op op;
    struct arena *const arena = arena_create();
    (void)unused;
    op_init(&op, arena, NULL, op_clock_system);
    intptr_t bad = 0;
    for (int i = 0; i < 5000; i++) {
        const struct zone *zone = NULL;
        const char *const id = ids[i % (int)ARRAY_LEN(ids)];
        bad += zone_find(&op, str_of(id), &zone) != OK || strcmp(zone_id(zone), id) != 0;
    }
    arena_destroy(arena);
    return (void *)bad;
}

static void test_threads(void **state)
{
    pthread_t threads[4];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        check_eq(pthread_create(&threads[i], NULL, find_many, NULL), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        void *bad = NULL;
        check_eq(pthread_join(threads[i], &bad), 0);
        check_true(bad == NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads), /* first: the cache is still empty */
        cmocka_unit_test(test_to_local),   cmocka_unit_test(test_to_instant),
        cmocka_unit_test(test_unknown),    cmocka_unit_test(test_every_zone),
        cmocka_unit_test(test_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
