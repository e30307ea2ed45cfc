/* Places as people write them, and the rows of two public gazetteers where they are at hand. */
#include "identity/place.h"
#include "identity/place_rows.h"
#include "tests/check.h"
#include "tests/support/files.h"

static const struct {
    const char *country, *region, *municipality, *town;
    const char *level, *iso, *code, *match;
} cases[] = {
    {"CO", "Antioquia",             "",           "Medellín",              "town",     "CO-ANT", "05001",   "exact"},
    {"co", "ANTIOQUIA",             "",           "MEDELLIN",               "town",     "CO-ANT", "05001",   "exact"},
    {"CO", "05",                    "",           "Medellin",               "town",     "CO-ANT", "05001",   "exact"},
    {"",   "CO-ANT",                "",           "Medellín",              "town",     "CO-ANT", "05001",   "exact"},
    {"CO", "Dpto. de Antioquia",    "",           "Municipio de Medellín", "town",     "CO-ANT", "05001",   "loose"},
    {"CO", "Antioqia",              "",           "Medelin",                "town",     "CO-ANT", "05001",   "near" },
    {"CO", "",                      "",           "Medellín",              "town",     "CO-ANT", "05001",   "alone"},
    {"CO", "Bogotá D.C.",          "",           "",                       "region",   "CO-DC",  "11",      "exact"},
    {"CO", "Bogota",                "",           "Bogota",                 "town",     "CO-DC",  "11001",   "exact"},
    {"CO", "",                      "",           "La Unión",              "country",  "",       "",        "exact"}, /* of four departments */
    {"MX", "Edo. de México",       "",           "",                       "region",   "MX-MEX", "15",      "exact"},
    {"MX", "CDMX",                  "",           "",                       "region",   "MX-CMX", "09",      "exact"},
    {"MX", "D.F.",                  "",           "",                       "region",   "MX-CMX", "09",      "exact"},
    {"MX", "Mich.",                 "",           "",                       "country",  "",       "",        "exact"},
    {"MX", "jalisco",               "",           "Guadalajara",            "region",   "MX-JAL", "14",      "exact"}, /* no towns yet */
    {"MX", "S.L.P.",                "",           "",                       "region",   "MX-SLP", "24",      "exact"},
    {"CL", "Metropolitana",         "Santiago",   "Ñuñoa",                "town",     "CL-RM",  "13120",   "exact"},
    {"CL", "RM",                    "",           "Nunoa",                  "town",     "CL-RM",  "13120",   "exact"},
    {"CL", "Bio-Bio",               "Concepcion", "San Pedro de la Paz",    "town",     "CL-BI",  "08108",   "exact"},
    {"CL", "Valparaiso",            "Valparaiso", "Laguna Verde",           "province", "CL-VS",  "051",     "exact"},
    {"PE", "Ancash",                "Huaylas",    "Santa Cruz",             "town",     "PE-ANC", "021208",  "exact"},
    {"PE", "Amazonas",              "Luya",       "Sta. Catalina",          "town",     "PE-AMA", "010520",  "exact"},
    {"BR", "SP",                    "",           "São Paulo",             "town",     "BR-SP",  "3550308", "exact"},
    {"BR", "Sao Paulo",             "",           "Santa Barbara d'Oeste",  "town",     "BR-SP",  "3545803", "exact"},
    {"AR", "Capital Federal",       "",           "",                       "region",   "AR-C",   "02",      "exact"},
    {"AR", "Pcia. de Buenos Aires", "",           "",                       "country",  "",       "",        "exact"},
    {"PR", "",                      "",           "Adjuntas",               "town",     "PR-PR",  "72001",   "alone"},
    {"QQ", "x",                     "y",          "z",                      "",         "",       "",        "exact"},
    {"",   "",                      "",           "Medellín",              "",         "",       "",        "exact"},
};

static struct place find(str country, str region, str municipality, str town)
{
    const struct place_clues clues = {country, region, municipality, town};
    struct place place;
    struct op *const op = check_op();
    check_ok(op, place_find(op, &clues, &place));
    return place;
}

static void test_writings(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(arena_printf(check_op()->arena, "%s %s %s", cases[i].country, cases[i].region,
                                cases[i].town));
        const struct place place = find(str_of(cases[i].country), str_of(cases[i].region),
                                        str_of(cases[i].municipality), str_of(cases[i].town));
        check_text(place_level_name(place.level), cases[i].level);
        check_str(place.region, cases[i].iso);
        check_str(place.code, cases[i].code);
        check_text(place_match_name(place.match), cases[i].match);
    }
}

static void test_distance(void **state)
{
    (void)state;
    check_eq(fold_distance(STR("medellin"), STR("medelin"), 2), 1);
    check_eq(fold_distance(STR("cali"), STR("bali"), 1), 1);
    check_eq(fold_distance(STR("cali"), STR("lima"), 2), 3);
    check_eq(fold_distance(STR(""), STR("ab"), 2), 2);
    check_eq(fold_distance(STR("abcdef"), STR("a"), 2), 3);
}

static void test_wrong_file(void **state)
{
    struct op *const op = check_op();
    struct place_land *land = NULL;
    (void)state;
    check_eq(place_read(op, op->arena, STR("XX"), STR("ABC\t01\n"), &land), E_INVALID);
    op_clear(op);
    check_eq(place_read(op, op->arena, STR("XX"), STR("\t0101\tTown\n"), &land), E_INVALID);
    assert_null(land);
}

/* --- a public gazetteer: every row --- */

enum { GAZETTEER_COUNTRIES = 20 };

/* Of each country: its rows, and those whose town we have a code for (docs/identity.md says why not
 * of the others). */
static const struct {
    const char *country;
    int rows, towns;
} wanted_counts[GAZETTEER_COUNTRIES] = {
    {"AR", 1179, 0   },
    {"BO", 148,  0   },
    {"BR", 5882, 5882},
    {"CL", 305,  264 },
    {"CO", 1173, 1166},
    {"CR", 130,  0   },
    {"CU", 207,  0   },
    {"DO", 210,  0   },
    {"EC", 541,  0   },
    {"GT", 340,  0   },
    {"HN", 468,  0   },
    {"MX", 8947, 0   },
    {"NI", 166,  0   },
    {"PA", 643,  0   },
    {"PE", 1773, 1404},
    {"PR", 220,  220 },
    {"PY", 151,  0   },
    {"SV", 101,  0   },
    {"UY", 135,  0   },
    {"VE", 414,  0   },
};

struct seen {
    str country, admin, region;
};

static str field(str *line)
{
    return str_split(line, '\t');
}

/* The region of a code of the gazetteer is one, and no other code's. */
static void check_region(struct seen *seen, size_t *count, str country, str admin,
                         const struct place *place)
{
    for (size_t i = 0; i < *count; i++) {
        if (!str_equal(seen[i].country, country))
            continue;
        const bool same_admin = str_equal(seen[i].admin, admin);
        if (same_admin != str_equal(seen[i].region, place->region))
            print_error("%.2s " STR_FORMAT ": " STR_FORMAT " and " STR_FORMAT "\n", country.data,
                        STR_ARG(admin), STR_ARG(seen[i].region), STR_ARG(place->region));
        check_eq(same_admin, str_equal(seen[i].region, place->region));
        if (same_admin)
            return;
    }
    seen[(*count)++] = (struct seen){country, admin, place->region};
}

static void test_gazetteer(void **state)
{
    struct op *const op = check_op();
    const char *const path = test_shared_path(op, "data/places/latam_places.tsv");
    static struct seen seen[1000];
    size_t seen_count = 0;
    int rows[GAZETTEER_COUNTRIES] = {0};
    int towns[GAZETTEER_COUNTRIES] = {0};
    (void)state;
    if (!path)
        skip();
    str text = test_read_file(op, path);
    (void)str_split(&text, '\n');
    while (text.size > 0) {
        str line = str_split(&text, '\n');
        const str country = field(&line);
        const str admin = field(&line);
        const str region = field(&line);
        const str municipality = field(&line);
        const bool is_state = str_equal_c(country, "PR"); /* its regions are the municipalities */
        const struct place place = find(country, is_state ? STR("PR") : region,
                                        is_state ? region : municipality, field(&line));
        size_t at = 0;
        while (at < GAZETTEER_COUNTRIES && !str_equal_c(country, wanted_counts[at].country))
            at++;
        rows[at]++;
        towns[at] += place.level == PLACE_TOWN;
        check_true(place.level >= PLACE_REGION);
        /* two regions of ISO are one department */
        if (!is_state && !(str_equal_c(country, "PE") && str_equal_c(admin, "15")))
            check_region(seen, &seen_count, country, admin, &place);
    }
    for (size_t i = 0; i < GAZETTEER_COUNTRIES; i++) {
        check_eq(rows[i], wanted_counts[i].rows);
        check_eq(towns[i], wanted_counts[i].towns);
    }
}

/* --- the ubigeo of Peru: every district, province and department --- */

static struct place find_peru(const str *fields, int level)
{
    return find(STR("PE"), fields[3].size > 0 ? fields[3] : fields[0],
                level > 1 ? fields[1] : STR(""), level > 2 ? fields[2] : STR(""));
}

/* A field of a line of CSV; a quoted one may go over lines, so the whole text is read. */
static str csv_field(str *text)
{
    if (text->size > 0 && text->data[0] == '"') {
        *text = (str){text->data + 1, text->size - 1};
        const str value = str_split(text, '"');
        if (text->size > 0 && text->data[0] == ',')
            *text = (str){text->data + 1, text->size - 1};
        return value;
    }
    size_t size = 0;
    while (size < text->size && text->data[size] != ',' && text->data[size] != '\n')
        size++;
    const str value = {text->data, size};
    const size_t skip = size < text->size && text->data[size] == ',' ? size + 1 : size;
    *text = (str){text->data + skip, text->size - skip};
    return value;
}

/* department, province, district and region code stand in these columns; code_size digits count. */
static int check_ubigeo(const char *path, const int columns[4], int level, size_t code_size)
{
    struct op *const op = check_op();
    str text = test_read_file(op, path);
    int rows = 0;
    (void)str_split(&text, '\n');
    while (text.size > 0) {
        str cells[10];
        str fields[4];
        for (size_t i = 0; i < ARRAY_LEN(cells); i++)
            cells[i] = csv_field(&text);
        for (size_t i = 0; i < ARRAY_LEN(fields); i++)
            fields[i] = columns[i] < 0 ? STR("") : cells[columns[i]];
        while (text.size > 0 && text.data[0] != '\n')
            (void)csv_field(&text);
        (void)str_split(&text, '\n');
        const struct place place = find_peru(fields, level);
        if (cells[0].size != 6) /* one district has no code there */
            cells[0] = STR("180107");
        if (!str_equal(place.code, (str){cells[0].data, code_size}))
            print_error(STR_FORMAT " " STR_FORMAT " " STR_FORMAT ": " STR_FORMAT "\n",
                        STR_ARG(cells[0]), STR_ARG(fields[1]), STR_ARG(fields[2]),
                        STR_ARG(place.code));
        check_true(str_equal(place.code, (str){cells[0].data, code_size}));
        rows++;
    }
    return rows;
}

static void test_ubigeo(void **state)
{
    struct op *const op = check_op();
    const char *const districts = test_shared_path(op, "data/places/peru_ubigeo_distrito.csv");
    const char *const provinces = test_shared_path(op, "data/places/peru_ubigeo_provincia.csv");
    const char *const regions = test_shared_path(op, "data/places/peru_ubigeo_departamento.csv");
    (void)state;
    if (!districts || !provinces || !regions)
        skip();
    check_eq(check_ubigeo(districts, (const int[]){2, 3, 4, 8}, 3, 6), 1893);
    check_eq(check_ubigeo(provinces, (const int[]){2, 3, -1, 7}, 2, 4), 196);
    check_eq(check_ubigeo(regions, (const int[]){2, -1, -1, 3}, 1, 2), 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writings),   cmocka_unit_test(test_distance),
        cmocka_unit_test(test_wrong_file), cmocka_unit_test(test_gazetteer),
        cmocka_unit_test(test_ubigeo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
