/* The calendars of the countries: known days of each law, from 2015 to 2035, and every row of the
 * public sources where they are at hand, but for the list in docs/calendars.md. */
#include <stdio.h>
#include <stdlib.h>

#include "base/assets.h"
#include "base/json.h"
#include "calendar/business_day.h"
#include "tests/check.h"

static const char *const countries[] = {"AR", "BO", "BR", "CL", "CO", "CR", "CU", "DO",
                                        "EC", "ES", "GB", "GT", "HN", "MX", "NI", "PA",
                                        "PE", "PR", "PY", "SV", "US", "UY", "VE"};

static day on(str text)
{
    day d = DAY_NONE;
    if (!day_parse(text, &d))
        fail_msg("\"" STR_FORMAT "\" is no day", STR_ARG(text));
    return d;
}

static const struct holiday_calendar *open_scope(str country, str region, bool has_banks)
{
    const struct holiday_scope scope = {.region = region, .has_banks = has_banks};
    const struct holiday_calendar *calendar = NULL;
    struct op *const op = check_op();
    check_ok(op, holiday_open_scope(op, country, &scope, &calendar));
    return calendar;
}

static const struct holiday_calendar *open_country(str country)
{
    static struct {
        char code[3];
        const struct holiday_calendar *calendar;
    } known[ARRAY_LEN(countries)];
    static size_t count;
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(country, known[i].code))
            return known[i].calendar;
    assert_true(count < ARRAY_LEN(known) && country.size == 2);
    memcpy(known[count].code, country.data, 2);
    known[count].calendar = open_scope(country, STR(""), false);
    return known[count++].calendar;
}

/* --- what each law says, without any other source --- */

static const struct {
    const char *country, *day;
    bool want;
} known_days[] = {
    {"AR", "2016-11-28", true }, /* fourth Monday, until 2016 */
    {"AR", "2026-06-15", true }, /* Wednesday 17: the Monday before */
    {"AR", "2026-06-17", false},
    {"AR", "2026-11-23", true }, /* Friday 20: the Monday after */
    {"AR", "2033-06-17", true }, /* a Friday whose Monday is 20 June stays */
    {"AR", "2035-10-15", true }, /* Friday 12 */
    {"AR", "2020-04-02", false},
    {"AR", "2026-07-10", false}, /* a tourism day, work optional */
    {"BO", "2015-06-22", true }, /* Sunday 21: Monday too */
    {"BO", "2026-06-22", true },
    {"BO", "2031-11-03", false}, /* the dead do not move */
    {"BO", "2035-01-22", true },
    {"BR", "2023-11-20", false},
    {"BR", "2024-11-20", true },
    {"BR", "2035-11-20", true },
    {"BR", "2035-02-06", false}, /* Carnival is for banks */
    {"CL", "2018-06-29", false}, /* a Friday moves on, a Thursday back */
    {"CL", "2018-07-02", true },
    {"CL", "2017-06-26", true },
    {"CL", "2018-11-02", true }, /* Wednesday 31 October: Friday */
    {"CL", "2017-10-27", true }, /* Tuesday: the Friday before */
    {"CL", "2021-06-21", true },
    {"CL", "2028-06-20", true }, /* the solstice */
    {"CL", "2028-06-21", false},
    {"CL", "2034-06-21", true },
    {"CL", "2035-06-21", true },
    {"CL", "2030-09-20", true }, /* Wednesday 18: the Friday */
    {"CL", "2035-09-17", true }, /* Tuesday 18: the Monday */
    {"CL", "2027-09-17", true }, /* Saturday 18: the Friday, since 2017 */
    {"CL", "2016-09-17", false},
    {"CL", "2034-01-02", true }, /* a Monday */
    {"CO", "2015-01-12", true },
    {"CO", "2019-07-01", true }, /* two on one day */
    {"CO", "2025-07-14", false},
    {"CO", "2026-07-13", true },
    {"CO", "2035-07-09", true },
    {"CO", "2035-06-04", true }, /* Sacred Heart: Easter is 25 March */
    {"CR", "2020-07-27", true },
    {"CR", "2020-07-25", false},
    {"CR", "2025-07-25", true },
    {"CR", "2018-10-15", true },
    {"CR", "2020-10-12", false},
    {"CR", "2024-08-31", true },
    {"CU", "2033-05-02", true }, /* Sunday 1 May */
    {"DO", "2028-08-16", true }, /* a president takes office: not moved */
    {"DO", "2027-08-16", true },
    {"DO", "2029-08-16", false}, /* Thursday: the Monday after */
    {"DO", "2029-08-20", true },
    {"DO", "2022-05-02", true }, /* Labour Day moves from a Sunday too */
    {"EC", "2016-05-02", false},
    {"EC", "2018-04-30", true },
    {"EC", "2021-11-01", true }, /* 2 and 3 November: Tuesday and Wednesday */
    {"EC", "2025-11-04", true }, /* Sunday and Monday */
    {"EC", "2021-12-31", true }, /* Saturday 1 January 2022 */
    {"GB", "2020-05-04", false},
    {"GB", "2020-05-08", true },
    {"GB", "2022-06-02", true },
    {"GB", "2022-05-30", false},
    {"GB", "2021-12-27", true }, /* Saturday and Sunday: Monday and Tuesday */
    {"GB", "2021-12-28", true },
    {"GB", "2035-08-27", true },
    {"GT", "2016-07-01", true }, /* until 2018 Thursday moved to Friday */
    {"GT", "2022-07-04", true },
    {"GT", "2020-10-19", false}, /* suspended by the Constitutional Court */
    {"GT", "2034-07-03", true },
    {"HN", "2026-10-07", true },
    {"HN", "2026-10-09", true },
    {"HN", "2026-10-12", false},
    {"HN", "2035-10-03", true },
    {"MX", "2018-12-01", true },
    {"MX", "2024-10-01", true },
    {"MX", "2030-10-01", true },
    {"MX", "2030-12-01", false},
    {"MX", "2035-11-19", true },
    {"NI", "2021-05-30", false},
    {"NI", "2022-05-30", true },
    {"PA", "2029-07-01", true }, /* every five years, and Monday after a Sunday */
    {"PA", "2029-07-02", true },
    {"PA", "2028-07-01", false},
    {"PA", "2021-12-20", false},
    {"PA", "2022-12-20", true },
    {"PE", "2021-12-09", false},
    {"PE", "2022-08-06", true },
    {"PE", "2023-06-07", false},
    {"PE", "2023-07-23", true },
    {"PE", "2024-06-07", true },
    {"PR", "2027-07-05", true }, /* Sunday */
    {"PY", "2017-08-15", true },
    {"PY", "2019-06-17", true },
    {"PY", "2019-06-12", false},
    {"PY", "2027-06-12", true }, /* not decreed yet: the day of the law */
    {"SV", "2035-08-06", true },
    {"US", "2020-06-19", false},
    {"US", "2021-06-18", true }, /* Saturday 19 */
    {"US", "2032-12-31", true }, /* Saturday 1 January 2033 */
    {"US", "2027-12-31", true }, /* Saturday 1 January 2028 */
    {"UY", "2030-03-01", true },
    {"UY", "2029-03-01", false},
    {"UY", "2026-06-19", false}, /* work goes on */
    {"VE", "2035-12-31", true },
    {"ES", "2035-12-06", true },
};

static void test_known_days(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(known_days); i++) {
        const struct holiday_calendar *const calendar = open_country(str_of(known_days[i].country));
        const day d = on(str_of(known_days[i].day));
        if (holiday_is(calendar, d) != known_days[i].want)
            fail_msg("%s %s: want %d", known_days[i].country, known_days[i].day,
                     known_days[i].want);
    }
}

/* Holidays of every year from 2015 to 2035 lie between the fewest and the most that any law here
 * makes, the bitmap says what the rules say, and each rule names a law. */
static void test_every_year(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(countries); i++) {
        const struct holiday_calendar *const calendar = open_country(str_of(countries[i]));
        for (int year = 2015; year <= 2035; year++) {
            day first = 0;
            int count = 0;
            check_true(day_from_civil((struct civil){year, 1, 1}, &first));
            for (day d = first; d < day_add_months(first, 12); d++) {
                const struct holiday *const holiday = holiday_find(calendar, d);
                count += holiday != NULL;
                check_eq(holiday_is(calendar, d), holiday != NULL);
                if (holiday && (!*holiday->citation || !*holiday->rule || !*holiday->name_local))
                    fail_msg("%s: %s lacks its law", countries[i], holiday->id);
            }
            if (count < 7 || count > 24)
                fail_msg("%s has %d holidays in %d", countries[i], count, year);
        }
    }
}

static void test_every_file_is_a_country(void **state)
{
    size_t count = 0;
    (void)state;
    for (const struct asset *asset = assets_policies; asset->path; asset++) {
        str path = str_of(asset->path);
        json_t *root = NULL;
        if (!str_equal_c(str_split(&path, '/'), "calendars"))
            continue;
        check_ok(check_op(), json_parse(check_op(), asset_text(asset), &root));
        check_str(str_split(&path, '.'), json_string_value(json_object_get(root, "country")));
        count++;
    }
    check_eq(count, ARRAY_LEN(countries));
}

static void test_scopes(void **state)
{
    static const struct {
        const char *country, *region, *day;
        bool want;
    } cases[] = {
        {"BR", "",              "2026-07-09", false},
        {"BR", "BR-SP",         "2026-07-09", true },
        {"BR", "SP",            "2026-07-09", true },
        {"BR", "SP",            "2026-01-25", false},
        {"BR", "BR-SP-3550308", "2026-01-25", true },
        {"BR", "BR-SP-3550308", "2026-07-09", true },
        {"BR", "BR-SC",         "2026-08-16", true }, /* 11 August: the Sunday after */
        {"BR", "BR-AC",         "2024-01-26", true }, /* Tuesday 23: the Friday */
        {"BO", "BO-P",          "2024-11-11", true }, /* Sunday 10 */
        {"BO", "BO-P",          "2019-11-11", false},
        {"BO", "BO-O",          "2026-02-13", true },
        {"GB", "",              "2026-04-06", true },
        {"GB", "GB-SCT",        "2026-04-06", false},
        {"GB", "GB-SCT",        "2023-01-03", true },
        {"GB", "GB-NIR",        "2026-03-17", true },
        {"SV", "SV-SS",         "2026-08-03", true },
        {"MX", "MX-JAL",        "2026-05-01", true }, /* no days of its own */
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (holiday_is(open_scope(str_of(cases[i].country), str_of(cases[i].region), false),
                       on(str_of(cases[i].day))) != cases[i].want)
            fail_msg("%s %s %s", cases[i].country, cases[i].region, cases[i].day);
    check_true(holiday_is(open_scope(STR("BR"), STR(""), true), on(STR("2026-02-17"))));
}

static void test_wrong_regions(void **state)
{
    static const char *const wrong[] = {"AR-A", "BR-", "br-sp", "BR-SP OR",
                                        "BR-SP-355030800000000000000"};
    const struct holiday_calendar *calendar = NULL;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        const struct holiday_scope scope = {.region = str_of(wrong[i])};
        struct op *const op = check_op();
        check_case(wrong[i]);
        check_eq(holiday_open_scope(op, STR("BR"), &scope, &calendar), E_INVALID);
        check_true(strstr(op->text, "no region of BR") != NULL);
        check_true(calendar == NULL);
    }
}

static void test_hits(void **state)
{
    struct holiday_hit hits[HOLIDAY_HITS_MAX];
    (void)state;
    check_eq(holiday_find_all(open_country(STR("CO")), on(STR("2019-07-01")), hits), 2);
    check_text(hits[0].holiday->id, "sacred_heart");
    check_text(hits[0].holiday->rule, "easter+71");
    check_false(hits[0].is_moved);
    check_text(hits[1].holiday->rule, "06-29");
    check_true(hits[1].is_moved);
    check_eq(holiday_find_all(open_country(STR("UY")), on(STR("2026-06-19")), hits), 1);
    check_text(holiday_kind_name(hits[0].holiday->kind), "bank");
    check_eq(holiday_find_all(open_country(STR("BR")), on(STR("2026-11-20")), hits), 1);
    check_text(hits[0].holiday->name_local, "Dia Nacional de Zumbi e da Consciência Negra");
    check_eq(holiday_find_all(open_country(STR("HN")), on(STR("2026-10-08")), hits), 1);
    check_text(hits[0].holiday->rule, "wednesday 1 of 10+1");
    check_text(holiday_find(open_country(STR("GB")), on(STR("2026-05-25")))->rule,
               "last monday of 05");
}

/* --- the public sources --- */

static str read_all(const char *path)
{
    struct buf text = buf_start(check_op()->arena, (size_t)16 << 20);
    char piece[4096];
    FILE *const file = fopen(path, "rbe");
    if (!file)
        return STR("");
    for (size_t size; (size = fread(piece, 1, sizeof(piece), file)) > 0;)
        buf_add(&text, (str){piece, size});
    (void)fclose(file);
    return buf_str(&text);
}

static const char *source_path(const char *name)
{
    const char *const source = getenv("ACUERDO_SOURCE");
    return arena_printf(check_op()->arena, "%s/%s", source ? source : ".", name);
}

/* A file of the shared reference data; the test is skipped where there is none. */
static str shared_file(const char *name)
{
    const char *const folder = getenv("ACUERDO_SHARED");
    const str text =
        read_all(folder ? arena_printf(check_op()->arena, "%s/%s", folder, name)
                        : source_path(arena_printf(check_op()->arena, "../shared/%s", name)));
    if (text.size == 0) {
        print_message("    skipped: no shared data\n");
        skip();
    }
    return text;
}

/* A row of the table in docs/calendars.md. */
struct difference {
    str country;
    day day;
    str what;
    bool is_used;
};

#define DIFFERENCES_MAX 64

static size_t read_differences(struct difference *list)
{
    str text = read_all(source_path("docs/calendars.md"));
    size_t count = 0;
    while (text.size > 0) {
        str row = str_split(&text, '\n');
        str cells[4];
        (void)str_split(&row, '|');
        for (size_t i = 0; i < ARRAY_LEN(cells); i++)
            cells[i] = str_trim(str_split(&row, '|'));
        if (cells[0].size != 2 || cells[1].size != 10)
            continue;
        assert_true(count < DIFFERENCES_MAX);
        check_true(cells[3].size > 10); /* the law */
        list[count++] = (struct difference){cells[0], on(cells[1]), cells[2], false};
    }
    return count;
}

static bool is_known(struct difference *list, size_t count, str country, day d, const char *what)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].day == d && str_equal(list[i].country, country) &&
            str_equal_c(list[i].what, what)) {
            list[i].is_used = true;
            return true;
        }
    return false;
}

#define FIRST_DAY 16436 /* 2015-01-01 */
#define DAY_COUNT 4383  /* to 2026-12-31 */

static bool listed[ARRAY_LEN(countries)][DAY_COUNT];

static size_t place_of(str country)
{
    for (size_t i = 0; i < ARRAY_LEN(countries); i++)
        if (str_equal_c(country, countries[i]))
            return i;
    fail_msg("there is no calendar of " STR_FORMAT, STR_ARG(country));
    return 0;
}

/* The agreed rows: how many there are; one that is neither a holiday here nor listed fails. */
static size_t check_rows(str text, struct difference *list, size_t count)
{
    size_t agreed = 0;
    while (text.size > 0) {
        str row = str_split(&text, '\n');
        const str country = str_split(&row, '\t');
        if (country.size != 2)
            continue;
        const str date = str_split(&row, '\t');
        const day d = on(date);
        (void)str_split(&row, '\t');
        assert_true(d >= FIRST_DAY && d < FIRST_DAY + DAY_COUNT);
        listed[place_of(country)][d - FIRST_DAY] = true;
        if (!str_equal_c(str_split(&row, '\t'), "AGREE"))
            continue;
        agreed++;
        if (!holiday_is(open_country(country), d) && !is_known(list, count, country, d, "not here"))
            fail_msg(STR_FORMAT " " STR_FORMAT " is a holiday", STR_ARG(country), STR_ARG(date));
    }
    return agreed;
}

static void check_ours(struct difference *list, size_t count)
{
    for (size_t i = 0; i < ARRAY_LEN(countries); i++) {
        const str country = str_of(countries[i]);
        if (str_equal_c(country, "GB"))
            continue; /* stands in no source */
        for (day d = FIRST_DAY; d < FIRST_DAY + DAY_COUNT; d++) {
            char text[DAY_TEXT_SIZE];
            if (holiday_is(open_country(country), d) && !listed[i][d - FIRST_DAY] &&
                !is_known(list, count, country, d, "only here"))
                fail_msg("%s %s is in no source", countries[i], day_format(d, text));
        }
    }
}

static void test_sources(void **state)
{
    struct difference list[DIFFERENCES_MAX];
    const size_t count = read_differences(list);
    (void)state;
    check_true(count > 0 && count <= 16); /* a short list: it grows by a reviewed change of this */
    const str text = shared_file("data/holidays/holidays.tsv");
    print_message("    %zu agreed rows\n", check_rows(text, list, count));
    check_ours(list, count);
    for (size_t i = 0; i < count; i++)
        if (!list[i].is_used && !str_equal_c(list[i].what, "counted otherwise"))
            fail_msg(STR_FORMAT ": day %d is no difference any more", STR_ARG(list[i].country),
                     list[i].day);
}

static day count_days(const struct holiday_calendar *calendar, str operation, day start, int n)
{
    if (str_equal_c(operation, "add"))
        return business_day_add(calendar, start, n);
    if (str_equal_c(operation, "roll_fwd"))
        return business_day_roll_forward(calendar, start);
    check_str(operation, "roll_back");
    return business_day_roll_back(calendar, start);
}

static void test_business_day_vectors(void **state)
{
    struct difference list[DIFFERENCES_MAX];
    const size_t count = read_differences(list);
    size_t rows = 0;
    (void)state;
    for (str text = shared_file("data/holidays/business_days.tsv"); text.size > 0;) {
        str row = str_split(&text, '\n');
        const str country = str_split(&row, '\t');
        int64_t n = 0;
        if (country.size != 2)
            continue;
        const str operation = str_split(&row, '\t');
        const day start = on(str_split(&row, '\t'));
        check_true(str_to_i64(str_split(&row, '\t'), &n));
        const day want = on(str_split(&row, '\t'));
        rows++;
        if (count_days(open_country(country), operation, start, (int)n) != want &&
            !is_known(list, count, country, start, "counted otherwise"))
            fail_msg(STR_FORMAT " " STR_FORMAT " from day %d", STR_ARG(country), STR_ARG(operation),
                     start);
    }
    print_message("    %zu vectors\n", rows);
    check_true(rows > 250);
}

/* Each day that a subdivision has beyond its country. */
static void test_regions(void **state)
{
    str last = STR("");
    const struct holiday_calendar *calendar = NULL;
    size_t rows = 0;
    (void)state;
    for (str text = shared_file("data/holidays/regional_extra.tsv"); text.size > 0;) {
        str row = str_split(&text, '\n');
        const str country = str_split(&row, '\t');
        const str region = str_split(&row, '\t');
        if (country.size != 2)
            continue;
        if (!calendar || !str_equal(region, last)) /* one of them is a city, without a code */
            calendar = open_scope(country, region.size > 6 ? STR("BR-SP-3550308") : region, false);
        last = region;
        const day d = on(str_split(&row, '\t'));
        if (!holiday_is(calendar, d))
            fail_msg(STR_FORMAT ": day %d is a holiday", STR_ARG(region), d);
        rows++;
    }
    print_message("    %zu rows\n", rows);
    check_true(rows > 1000);
}

/* An exchange is closed on the weekdays that are public or bank holidays: here until 2035. */
static void check_exchange(const char *file, str country)
{
    json_t *root = NULL;
    const struct holiday_calendar *const calendar = open_scope(country, STR(""), true);
    check_ok(check_op(), json_parse(check_op(), shared_file(file), &root));
    for (day d = FIRST_DAY; d < on(STR("2036-01-01")); d++) {
        char text[DAY_TEXT_SIZE];
        const bool is_closed = json_object_get(root, day_format(d, text)) != NULL;
        if (!holiday_is_weekend(calendar, d) && is_closed != holiday_is(calendar, d))
            fail_msg("%s: %s", file, text);
    }
}

static void test_exchanges(void **state)
{
    (void)state;
    check_exchange("data/holidays/BVMF.json", STR("BR"));
    check_exchange("data/holidays/XMEX.json", STR("MX"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days),
        cmocka_unit_test(test_every_year),
        cmocka_unit_test(test_every_file_is_a_country),
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_wrong_regions),
        cmocka_unit_test(test_hits),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_business_day_vectors),
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_exchanges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
