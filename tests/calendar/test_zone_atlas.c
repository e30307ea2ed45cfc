/* Where a person lives: the order of trust, every zone id against tzdata, every place of a
 * gazetteer and every prefix of a public table of telephone zones where they are at hand. */
#include <stdio.h>
#include <stdlib.h>

#include "calendar/zone.h"
#include "calendar/zone_atlas.h"
#include "tests/check.h"

static const struct zone_atlas *open_atlas(void)
{
    static const struct zone_atlas *atlas;
    if (!atlas)
        check_ok(check_op(), zone_atlas_open(check_op(), &atlas));
    return atlas;
}

static struct zone_answer ask(const char *country, const char *region, const char *place,
                              const char *phone)
{
    const struct zone_clues clues = {str_of(country), str_of(region), str_of(place), str_of(phone)};
    return zone_atlas_find(open_atlas(), &clues);
}

static const char *list_of(const struct zone_answer *answer)
{
    struct buf list = buf_start(check_op()->arena, 4096);
    for (size_t i = 0; i < answer->count; i++)
        buf_printf(&list, "%s%s", i == 0 ? "" : " ", answer->zones[i]);
    return buf_cstr(&list);
}

#define MEXICO                                                                                     \
    "America/Mexico_City America/Monterrey America/Merida America/Tijuana America/Hermosillo "     \
    "America/Mazatlan America/Bahia_Banderas America/Chihuahua America/Ciudad_Juarez "             \
    "America/Ojinaga America/Matamoros America/Cancun"
#define CHIHUAHUA "America/Chihuahua America/Ciudad_Juarez America/Ojinaga"

enum { C = ZONE_CLUE_COUNTRY, R = ZONE_CLUE_REGION, P = ZONE_CLUE_PLACE, T = ZONE_CLUE_PHONE };

static const struct {
    const char *country, *region, *place, *phone, *zones;
    unsigned trusted, contradicted;
} cases[] = {
  /* one zone, whatever else is said */
    {"CO", "Antioquia",             "",                    "",               "America/Bogota",                             C,         0},
    {"co", "",                      "",                    "",               "America/Bogota",                             C,         0},
 /* the region, in the ways that people write it */
    {"MX", "MX-ROO",                "",                    "",               "America/Cancun",                             C | R,     0},
    {"MX", "roo",                   "",                    "",               "America/Cancun",                             C | R,     0},
    {"MX", "QUINTANA  ROO",         "",                    "",               "America/Cancun",                             C | R,     0},
    {"MX", "Q. Roo",                "",                    "",               "America/Cancun",                             C | R,     0},
    {"MX", "Estado de Sonora",      "",                    "",               "America/Hermosillo",                         C | R,     0},
    {"MX", "Yucatan",               "",                    "",               "America/Merida",                             C | R,     0},
    {"BR", "São Paulo",            "",                    "",               "America/Sao_Paulo",                          C | R,     0},
    {"BR", "sao paulo",             "",                    "",               "America/Sao_Paulo",                          C | R,     0},
    {"CL", "Región de Magallanes", "",                    "",               "America/Punta_Arenas",                       C | R,     0},
    {"CL", "Region of Magallanes",  "",                    "",               "America/Punta_Arenas",                       C | R,     0},
    {"EC", "Galápagos",            "",                    "",               "Pacific/Galapagos",                          C | R,     0},
    {"ES", "Las Palmas",            "",                    "",               "Atlantic/Canary",                            C | R,     0},
    {"PT", "Madeira",               "",                    "",               "Atlantic/Madeira",                           C | R,     0},
    {"",   "MX-BCN",                "",                    "",               "America/Tijuana",                            C | R,     0},
 /* a region of several zones: the place tells, or the set stays */
    {"MX", "CHH",                   "",                    "",               CHIHUAHUA,                                    C | R,     0},
    {"MX", "CHH",                   "Ciudad Juárez",      "",               "America/Ciudad_Juarez",                      C | R | P, 0},
    {"MX", "CHH",                   "Un rancho",           "",               CHIHUAHUA,                                    C | R,     0},
    {"MX", "TAM",                   "Reynosa",             "",               "America/Matamoros",                          C | R | P, 0},
    {"MX", "TAM",                   "Tampico",             "",               "America/Monterrey",                          C | R | P, 0},
    {"MX", "COA",                   "Matamoros",           "",               "America/Monterrey",                          C | R | P, 0},
    {"MX", "TAM",                   "Matamoros",           "",               "America/Matamoros",                          C | R | P, 0},
    {"BR", "PE",                    "Recife",              "",               "America/Recife",                             C | R,     0},
    {"BR", "PE",                    "Fernando de Noronha", "",               "America/Noronha",                            C | R | P, 0},
    {"CL", "Valparaíso",           "Isla de Pascua",      "",               "Pacific/Easter",                             C | R | P, 0},
    {"US", "Texas",                 "El Paso",             "",               "America/Denver",                             C | R | P, 0},
    {"US", "TX",                    "",                    "",               "America/Chicago America/Denver",             C | R,     0},
 /* a place alone, where its name is enough */
    {"MX", "",                      "Cancún",             "",               "America/Cancun",                             C | P,     0},
    {"MX", "",                      "Matamoros",           "",               MEXICO,                                       C,         0}, /* three of them */
    {"MX", "Quintana Rroo",         "Cancun",              "",               "America/Cancun",                             C | P,     0},
 /* the telephone chooses among what is left, and never overrules */
    {"MX", "",                      "",                    "+526641234567",  "America/Tijuana",                            C | T,     0},
    {"MX", "",                      "",                    "+5216641234567", "America/Tijuana",                            C | T,     0},
    {"MX", "CHH",                   "",                    "+526561234567",  "America/Ciudad_Juarez",                      C | R | T, 0},
    {"MX", "CHH",                   "",                    "+525512345678",  CHIHUAHUA,                                    C | R,     T},
    {"MX", "ROO",                   "",                    "+526641234567",  "America/Cancun",                             C | R,     T},
    {"MX", "",                      "",                    "+13105551234",   MEXICO,                                       C,         T},
    {"MX", "Jalisco",               "Cancún",             "",               "America/Mexico_City",                        C | R,     P},
    {"ES", "",                      "",                    "+34928123456",   "Atlantic/Canary",                            C | T,     0},
    {"ES", "",                      "",                    "+34612345678",   "Europe/Madrid Atlantic/Canary Africa/Ceuta", C,         0},
    {"EC", "",                      "",                    "+593991234567",  "America/Guayaquil Pacific/Galapagos",        C,         0},
    {"EC", "",                      "",                    "+59322345678",   "America/Guayaquil",                          C | T,     0},
 /* the telephone alone */
    {"",   "",                      "",                    "+5511912345678", "America/Sao_Paulo",                          T,         0},
    {"",   "",                      "",                    "+18095551234",   "America/Santo_Domingo",                      T,         0},
    {"",   "",                      "",                    "+17875551234",   "America/Puerto_Rico",                        T,         0},
    {"",   "Sonora",                "Hermosillo",          "",               "",                                           0,         0},
 /* nothing */
    {"",   "",                      "",                    "",               "",                                           0,         0},
    {"QQ", "",                      "",                    "+525512345678",  "",                                           0,         0},
    {"",   "",                      "",                    "525512345678",   "",                                           0,         0},
    {"",   "",                      "",                    "+99912345678",   "",                                           0,         0},
    {"MX", "\xc3",                  "\xff\xfe",            "+",              MEXICO,                                       C,         T},
};

static void test_order_of_trust(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct zone_answer got =
            ask(cases[i].country, cases[i].region, cases[i].place, cases[i].phone);
        check_case(arena_printf(check_op()->arena, "%s %s %s %s", cases[i].country, cases[i].region,
                                cases[i].place, cases[i].phone));
        check_text(list_of(&got), cases[i].zones);
        check_eq(got.trusted, cases[i].trusted);
        check_eq(got.contradicted, cases[i].contradicted);
    }
    check_text(zone_clue_names(check_op()->arena, C | P | T), "place, country, phone");
}

/* All of North America shares a calling code: a number alone leaves every zone of two countries. */
static void test_a_shared_calling_code(void **state)
{
    const struct zone_answer got = ask("", "", "", "+13105551234");
    (void)state;
    check_eq(got.trusted, T);
    check_true(got.count > 12);
}

static const struct zone *zone_of(const char *id)
{
    const struct zone *zone = NULL;
    check_ok(check_op(), zone_find(check_op(), str_of(id), &zone));
    return zone;
}

static void test_every_zone_exists(void **state)
{
    static const char *const countries[] = {
        "AR", "BO", "BR", "BZ", "CA", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GB", "GT", "HN",
        "HT", "JM", "MX", "NI", "PA", "PE", "PR", "PT", "PY", "SV", "TT", "US", "UY", "VE"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(countries); i++) {
        const struct zone_answer got = ask(countries[i], "", "", "");
        check_true(got.count > 0);
        for (size_t k = 0; k < got.count; k++)
            check_text(zone_id(zone_of(got.zones[k])), got.zones[k]);
    }
}

static void test_refused_files(void **state)
{
    static const struct {
        const char *text, *want;
    } wrong[] = {
        {"[]",                                                                                       "an object is expected"          },
        {"{}",                                                                                       "\"countries\" must be an object"},
        {"{\"countries\":{\"MX\":{\"zones\":[]}}}",                                                  "the list \"calling\" is missing"},
        {"{\"countries\":{\"MX\":{\"calling\":[\"1\"],\"zones\":[]}}}",
         "the list \"zones\" is missing"                                                                                              },
        {"{\"countries\":{\"MX\":{\"calling\":[7],\"zones\":[{\"zone\":\"x\"}]}}}",
         "list of texts"                                                                                                              },
        {"{\"countries\":{\"MX\":{\"calling\":[\"1\"],\"zones\":[{}]}}}",                            "\"zone\" is missing"            },
        {"{\"countries\":{\"MX\":{\"calling\":[\"1\"],\"zones\":[{\"zone\":\"x\",\"towns\":[]}]}}}",
         "unknown field \"towns\""                                                                                                    },
        {"{\"countries\":{\"MX\":{\"calling\":[\"1\"],\"zones\":[{\"zone\":\"x\",\"cities\":[\"\"]}"
         "]}}}",                                                                            "list of texts"                  },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        const struct zone_atlas *atlas = NULL;
        struct op *const op = check_op();
        check_case(wrong[i].want);
        check_eq(zone_atlas_parse(op, str_of(wrong[i].text), &atlas), E_INVALID);
        if (!strstr(op->text, wrong[i].want))
            fail_msg("got \"%s\"", op->text);
        check_true(atlas == NULL);
    }
}

/* --- the public tables --- */

static str shared_file(const char *name)
{
    struct op *const op = check_op();
    const char *const folder = getenv("ACUERDO_SHARED");
    const char *const source = getenv("ACUERDO_SOURCE");
    const char *const path =
        folder ? arena_printf(op->arena, "%s/%s", folder, name)
               : arena_printf(op->arena, "%s/../shared/%s", source ? source : ".", name);
    struct buf text = buf_start(op->arena, (size_t)16 << 20);
    char piece[4096];
    FILE *const file = fopen(path, "rbe");
    if (!file) {
        print_message("    skipped: no shared data\n");
        skip();
    }
    for (size_t size; (size = fread(piece, 1, sizeof(piece), file)) > 0;)
        buf_add(&text, (str){piece, size});
    (void)fclose(file);
    return buf_str(&text);
}

#define WINTER (INSTANT_PER_DAY * 20468) /* 2026-01-15 */
#define SUMMER (INSTANT_PER_DAY * 20649) /* 2026-07-15 */

static int32_t offset(const char *id, instant at)
{
    return zone_to_local(zone_of(id), at).offset;
}

/* Hours between the clock and the sun: clocks stand up to an hour and a half off, never two. */
static void check_sun(str row, const char *zone, double longitude)
{
    const double ahead = offset(zone, WINTER) / 3600.0 - longitude / 15;
    if (ahead > 1.9 || ahead < -1.2)
        fail_msg(STR_FORMAT ": %s is %f hours from the sun", STR_ARG(row), zone, ahead);
}

/* Of each place its region is known by the gazetteer's name, and its clock is near the sun's, where
 * a country has several zones; Argentina and Venezuela keep other hours than the sun. */
static void test_gazetteer(void **state)
{
    static const char *const several[] = {"BR", "CL", "EC", "MX"};
    str text = shared_file("data/places/latam_places.tsv");
    size_t known = 0;
    size_t open = 0;
    (void)state;
    while (text.size > 0) {
        str row = str_split(&text, '\n');
        const str whole = row;
        struct zone_clues clues = {.country = str_split(&row, '\t')};
        bool is_several = false;
        for (size_t i = 0; i < ARRAY_LEN(several); i++)
            is_several = is_several || str_equal_c(clues.country, several[i]);
        if (!is_several)
            continue;
        (void)str_split(&row, '\t');
        clues.region = str_split(&row, '\t');
        (void)str_split(&row, '\t');
        clues.place = str_split(&row, '\t');
        (void)str_split(&row, '\t');
        const struct zone_answer got = zone_atlas_find(open_atlas(), &clues);
        if (!(got.trusted & ZONE_CLUE_REGION))
            fail_msg(STR_FORMAT ": region unknown", STR_ARG(whole));
        const double longitude = strtod(str_cstr(check_op()->arena, row), NULL);
        for (size_t i = 0; i < got.count && got.count == 1 && !str_equal_c(clues.country, "CL");
             i++)
            check_sun(whole, got.zones[i], longitude);
        known++;
        open += got.count > 1;
    }
    print_message("    %zu places, %zu with more than one zone\n", known, open);
    check_true(known > 15000 && open < 700);
}

/* Prefixes on which the public table is not followed, and why. */
static const char *const other_prefixes[] = {
    "505",                                    /* Nicaragua has a zone of its own */
    "52",       "52201",                      /* New York is no zone of Mexico */
    "52614",    "52649",    "52652", "52659", /* Chihuahua left Mountain time in October 2022 */
    "5581",                                   /* Recife's numbers are not those of Noronha */
    "55553682", "55673480",                   /* single exchanges */
    "55693527", "55925009", "5632",           /* Valparaíso; the island has 32 210 of it */
};

static bool is_other(str prefix)
{
    for (size_t i = 0; i < ARRAY_LEN(other_prefixes); i++) {
        const str other = str_of(other_prefixes[i]);
        if (str_equal(prefix, other) || (str_equal_c(other, "5581") && str_starts(prefix, other)))
            return true;
    }
    return false;
}

/* Whether one of our zones shows the same clock in winter and in summer. */
static bool shows_same(const struct zone_answer *answer, const char *id)
{
    for (size_t i = 0; i < answer->count; i++)
        if (offset(answer->zones[i], WINTER) == offset(id, WINTER) &&
            offset(answer->zones[i], SUMMER) == offset(id, SUMMER))
            return true;
    return false;
}

static void test_telephones(void **state)
{
    static const char *const ours[] = {"34",  "351", "51",  "52",  "53",  "54",  "55",  "56",
                                       "57",  "58",  "501", "502", "503", "504", "505", "506",
                                       "507", "509", "591", "593", "595", "598"};
    str text = shared_file("data/phone/timezones.txt");
    size_t count = 0;
    (void)state;
    while (text.size > 0) {
        str zones = str_split(&text, '\n');
        const str prefix = str_split(&zones, '|');
        bool is_ours = false;
        for (size_t i = 0; i < ARRAY_LEN(ours) && zones.size > 0; i++)
            is_ours = is_ours || str_starts(prefix, str_of(ours[i]));
        if (!is_ours || is_other(prefix))
            continue;
        const char *const phone = arena_printf(check_op()->arena, "+" STR_FORMAT, STR_ARG(prefix));
        const struct zone_answer got = ask("", "", "", phone);
        while (zones.size > 0) {
            const char *const id = str_cstr(check_op()->arena, str_split(&zones, '&'));
            if (!shows_same(&got, id))
                fail_msg("%s: %s is not in %s", phone, id, list_of(&got));
        }
        count++;
    }
    print_message("    %zu prefixes\n", count);
    check_true(count > 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_of_trust),    cmocka_unit_test(test_a_shared_calling_code),
        cmocka_unit_test(test_every_zone_exists), cmocka_unit_test(test_refused_files),
        cmocka_unit_test(test_gazetteer),         cmocka_unit_test(test_telephones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
