/* Identity numbers: each kind in its own table, and the verdicts of others where they are at hand.
 */
#include "identity/clabe_bank.h"
#include "identity/id.h"
#include "tests/check.h"
#include "tests/support/files.h"

static const struct {
    const char *country, *kind, *text, *compact, *formatted;
    enum id_error error;
} cases[] = {
    {"MX", "RFC",            "gode-561231-gr8",          "GODE561231GR8",            "GODE 561231 GR8",         ID_VALID       },
    {"MX", "RFC",            "COMG 600703",              "COMG600703",               "COMG 600703",             ID_VALID       },
    {"MX", "RFC",            "ÑUÑE800101AB1",          "ÑUÑE800101AB1",          "ÑUÑE 800101 AB1",       ID_VALID       },
    {"MX", "RFC",            "ñuñe800101ab1",          "ÑUÑE800101AB1",          "ÑUÑE 800101 AB1",       ID_VALID       },
    {"MX", "RFC",            "GODE561331GR8",            "",                         "",                        ID_COMPONENT   },
    {"MX", "RFC",            "PUTA561231GR8",            "",                         "",                        ID_COMPONENT   },
    {"MX", "RFC",            "PEGL000229",               "PEGL000229",               "PEGL 000229",             ID_VALID       },
    {"MX", "RFC",            "PEGL990229",               "",                         "",                        ID_COMPONENT   },
    {"MX", "RFC_CHECKDIGIT", "GODE561231GR8",            "GODE561231GR8",            "GODE 561231 GR8",         ID_VALID       },
    {"MX", "RFC_CHECKDIGIT", "GODE561231GR7",            "GODE561231GR7",            "GODE 561231 GR7",         ID_CHECKSUM    },
    {"MX", "RFC_CHECKDIGIT", "SIN9311169P8",             "SIN9311169P8",             "SIN 931116 9P8",          ID_CHECKSUM    },
    {"MX", "CURP",           "HEGG560427MVZRRL04",       "HEGG560427MVZRRL04",       "HEGG560427MVZRRL04",      ID_VALID       },
    {"MX", "CURP",           "HEGG560427MVZRRL05",       "",                         "",                        ID_CHECKSUM    },
    {"MX", "CURP",           "HEGG560427MXXRRL04",       "",                         "",                        ID_COMPONENT   },
    {"MX", "CLABE",          "002 010 07777777777 1",    "002010077777777771",       "002 010 07777777777 1",
     ID_VALID                                                                                                                  },
    {"MX", "CLABE",          "002010077777777772",       "",                         "",                        ID_CHECKSUM    },
    {"MX", "CLABE",          "003010077777777771",       "",                         "",                        ID_COMPONENT   },
    {"AR", "CUIT",           "20-05536168-2",            "20055361682",              "20-05536168-2",           ID_VALID       },
    {"AR", "CUIT",           "99-05536168-8",            "",                         "",                        ID_COMPONENT   },
    {"AR", "DNI",            "20.123.456",               "20123456",                 "20.123.456",              ID_VALID       },
    {"AR", "CBU",            "0140023601506802625874",   "0140023601506802625874",   "01400236 01506802625874",
     ID_VALID                                                                                                                  },
    {"AR", "CBU",            "0140023601506802625875",   "",                         "",                        ID_CHECKSUM    },
    {"BR", "CPF",            "390.533.447-05",           "39053344705",              "390.533.447-05",          ID_VALID       },
    {"BR", "CNPJ",           "12.ABC.345/01DE-35",       "12ABC34501DE35",           "12.ABC.345/01DE-35",      ID_VALID       },
    {"BR", "CNPJ",           "12.ABC.345/01DE-36",       "",                         "",                        ID_CHECKSUM    },
    {"CL", "RUT",            "10.626.628-k",             "10626628K",                "10.626.628-K",            ID_VALID       },
    {"CL", "RUT",            "10.626.628-9",             "",                         "",                        ID_CHECKSUM    },
    {"CO", "NIT",            "213,123,432–1",          "2131234321",               "213.123.432-1",           ID_VALID       },
    {"CO", "NIT",            "213.123.432-2",            "",                         "",                        ID_CHECKSUM    },
    {"PE", "RUC",            "20512333797",              "20512333797",              "20512333797",             ID_VALID       },
    {"PE", "DNI_CUI",        "10117410-2",               "101174102",                "101174102",               ID_VALID       },
    {"PE", "DNI_CUI",        "10117410-G",               "10117410G",                "10117410G",               ID_VALID       },
    {"PE", "DNI_CUI",        "10117410",                 "10117410",                 "10117410",                ID_VALID       },
    {"EC", "CI",             "171430710-3",              "1714307103",               "1714307103",              ID_VALID       },
    {"EC", "RUC",            "1792060346001",            "1792060346001",            "1792060346001",           ID_VALID       },
    {"EC", "RUC",            "1792060346000",            "",                         "",                        ID_COMPONENT   },
    {"VE", "RIF",            "G-20000085-6",             "G200000856",               "G200000856",              ID_VALID       },
    {"PY", "RUC",            "80028061-0",               "800280610",                "80028061-0",              ID_VALID       },
    {"UY", "RUT",            "UY 21 140634 001 1",       "211406340011",             "21-140634-001-1",         ID_VALID       },
    {"CR", "CPF",            "1-613-584",                "0106130584",               "01-0613-0584",            ID_VALID       },
    {"CR", "CPF",            "701610395",                "0701610395",               "07-0161-0395",            ID_VALID       },
    {"CR", "CPJ",            "3-101-999999",             "3101999999",               "3-101-999999",            ID_VALID       },
    {"CR", "DIMEX",          "155812994816",             "155812994816",             "155812994816",            ID_VALID       },
    {"CU", "NI",             "91021027775",              "91021027775",              "91021027775",             ID_VALID       },
    {"CU", "NI",             "91023027775",              "",                         "",                        ID_COMPONENT   },
    {"DO", "CEDULA",         "001-1391820-5",            "00113918205",              "001-1391820-5",           ID_VALID       },
    {"DO", "RNC",            "1-01-85004-3",             "101850043",                "1-01-85004-3",            ID_VALID       },
    {"DO", "NCF",            "E310000000005",            "E310000000005",            "E310000000005",           ID_VALID       },
    {"DO", "NCF",            "E990000000005",            "",                         "",                        ID_COMPONENT   },
    {"GT", "NIT",            "0672681-k",                "672681K",                  "672681-K",                ID_VALID       },
    {"SV", "NIT",            "0614-010294-106-1",        "06140102941061",           "0614-010294-106-1",       ID_VALID       },
    {"ES", "NIF",            "ES B-58378431",            "B58378431",                "B58378431",               ID_VALID       },
    {"ES", "NIF",            "54362315K",                "54362315K",                "54362315K",               ID_VALID       },
    {"ES", "CIF",            "J99216582",                "J99216582",                "J99216582",               ID_VALID       },
    {"ES", "NIE",            "x-2482300w",               "X2482300W",                "X2482300W",               ID_VALID       },
    {"US", "SSN",            "536-90-4399",              "536904399",                "536-90-4399",             ID_VALID       },
    {"US", "SSN",            "666-90-4399",              "",                         "",                        ID_COMPONENT   },
    {"US", "EIN",            "91-1144442",               "911144442",                "91-1144442",              ID_VALID       },
    {"US", "RTN",            "111000025",                "111000025",                "111000025",               ID_VALID       },
    {"*",  "BIC",            "AGRIFRPP882",              "AGRIFRPP882",              "AGRIFRPP882",             ID_VALID       },
    {"",   "bic",            "AGRIWWPP",                 "",                         "",                        ID_COMPONENT   },
    {"*",  "IBAN",           "BE31 4354 1116 1155",      "BE31435411161155",         "BE31 4354 1116 1155",     ID_VALID       },
    {"*",  "IBAN",           "ES9121000418450200051332", "ES9121000418450200051332",
     "ES91 2100 0418 4502 0005 1332",                                                                           ID_VALID       },
    {"*",  "IBAN",           "XX431234",                 "",                         "",                        ID_COMPONENT   },
    {"*",  "IBAN",           "AD4800012030200359100",    "",                         "",                        ID_CHECKSUM    },
    {"*",  "IMEI",           "35-209900-176148-1",       "352099001761481",          "35-209900-176148-1",      ID_VALID       },
    {"*",  "ISO11649",       "RF97XX5ZIC",               "RF97XX5ZIC",               "RF97 XX5Z IC",            ID_VALID       },
    {"*",  "LEI",            "213800KUD8LAJWSQ9D15",     "213800KUD8LAJWSQ9D15",     "213800KUD8LAJWSQ9D15",    ID_VALID       },
    {"*",  "LUHN",           "1428572",                  "1428572",                  "1428572",                 ID_VALID       },
    {"*",  "LUHN",           " 1428572",                 "",                         "",                        ID_FORMAT      },
    {"CO", "RUT",            "1",                        "",                         "",                        ID_UNKNOWN_KIND},
    {"MX", "RFC",            "",                         "",                         "",                        ID_LENGTH      },
};

static struct id_result judge(const char *country, const char *kind, str text)
{
    struct id_result result;
    id_check(check_op()->arena, id_rule_find(str_of(country), str_of(kind)), text, &result);
    return result;
}

static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct id_result got = judge(cases[i].country, cases[i].kind, str_of(cases[i].text));
        check_case(cases[i].text);
        check_text(id_error_name(got.error), id_error_name(cases[i].error));
        check_str(got.compact, cases[i].compact);
        check_str(got.formatted, cases[i].formatted);
    }
}

/* Every single digit of a valid number changed, and every two neighbours swapped: sums by weights
 * find all of the first kind in these kinds. */
static void test_every_slip_of_a_digit(void **state)
{
    static const struct {
        const char *country, *kind, *text;
    } numbers[] = {
        {"MX", "CLABE",  "002010077777777771"    },
        {"AR", "CBU",    "0140023601506802625874"},
        {"CL", "RUT",    "100753812"             },
        {"DO", "CEDULA", "00113918205"           },
        {"*",  "LUHN",   "1428572"               },
        {"*",  "IMEI",   "352099001761481"       },
        {"US", "RTN",    "111000025"             },
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        check_case(numbers[i].kind);
        check_eq(judge(numbers[i].country, numbers[i].kind, str_of(numbers[i].text)).error,
                 ID_VALID);
        char *const text = arena_copy(check_op()->arena, numbers[i].text, strlen(numbers[i].text));
        for (char *c = text; *c; c++) {
            const char right = *c;
            for (*c = '0'; *c <= '9'; (*c)++)
                check_eq(judge(numbers[i].country, numbers[i].kind, str_of(text)).error == ID_VALID,
                         *c == right);
            *c = right;
        }
    }
}

static void test_any_writing_is_one_number(void **state)
{
    struct arena *const arena = check_op()->arena;
    (void)state;
    check_str(id_compact(arena, STR(" 10.626.628-k ")), "10626628K");
    check_str(id_compact(arena, STR("12.ABC.345/01DE-35")), "12ABC34501DE35");
    check_str(id_compact(arena, STR("\xC2\xA0"
                                    "20 05536168 \xE2\x80\x93 2")),
              "20055361682");
    check_str(id_compact(arena, STR("\xC3\xB1-1")), "\xC3\x91"
                                                    "1");
    check_str(id_compact(arena, STR(" . ")), "");
}

static void test_banks(void **state)
{
    (void)state;
    check_text(clabe_bank_name(STR("002")), "Banamex");
    check_text(clabe_bank_name(STR("903")), "CoDi Valida");
    assert_null(clabe_bank_name(STR("000")));
    assert_null(clabe_bank_name(STR("0020")));
}

/* Bytes that are no text must not be read past their end. */
static void test_broken_bytes(void **state)
{
    const str texts[] = {STR("\xC3"), STR("\xF0\x9F\x98"), STR("\xFF\xFE"), STR("1\0002"),
                         STR("------")};
    const struct id_rule *rule;
    (void)state;
    for (size_t r = 0; (rule = id_rule_at(r)) != NULL; r++)
        for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
            struct id_result result;
            id_check(check_op()->arena, rule, texts[i], &result);
            check_true(result.error != ID_VALID);
        }
}

/* --- other people's verdicts --- */

static void check_vector(const str *fields)
{
    struct id_result got;
    id_check(check_op()->arena, id_rule_find(fields[0], fields[1]), fields[2], &got);
    const bool is_right = str_equal_c(fields[3], got.error == ID_VALID ? "1" : "0") &&
                          str_equal_c(fields[4], id_error_name(got.error)) &&
                          str_equal(fields[5], got.compact) &&
                          (fields[6].size == 0 || str_equal(fields[6], got.formatted));
    if (!is_right)
        fail_msg(STR_FORMAT " " STR_FORMAT " \"" STR_FORMAT "\": got \"%s\", \"" STR_FORMAT
                            "\", \"" STR_FORMAT "\"",
                 STR_ARG(fields[0]), STR_ARG(fields[1]), STR_ARG(fields[2]),
                 id_error_name(got.error), STR_ARG(got.compact), STR_ARG(got.formatted));
}

static void check_clabe_vector(const str *fields)
{
    struct id_result got;
    id_check(check_op()->arena, id_rule_find(STR("MX"), STR("CLABE")), fields[0], &got);
    if (!str_equal_c(fields[1], got.error == ID_VALID ? "1" : "0"))
        fail_msg("CLABE " STR_FORMAT, STR_ARG(fields[0]));
}

/* Every line of a file after its notes and its header. */
static void check_file(const char *path, void (*check)(const str *fields))
{
    struct op *const op = check_op();
    const char *const full = test_shared_path(op, path);
    bool is_header = true;
    int count = 0;
    if (!full) {
        print_message("skipped: %s is not here\n", path);
        skip();
    }
    str rest = test_read_file(op, full);
    while (rest.size > 0) {
        str line = str_split(&rest, '\n');
        str fields[16] = {
            {NULL, 0}
        };
        if (line.size == 0 || line.data[0] == '#')
            continue;
        for (size_t i = 0; i < ARRAY_LEN(fields); i++)
            fields[i] = str_split(&line, '\t');
        if (!is_header)
            check(fields);
        is_header = false;
        count++;
    }
    print_message("    %d rows\n", count - 1);
}

static void test_vectors(void **state)
{
    (void)state;
    check_file("data/id-numbers/id_vectors.tsv", check_vector);
}

static void test_clabe_vectors(void **state)
{
    (void)state;
    check_file("data/id-numbers/clabe_vectors.tsv", check_clabe_vector);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_every_slip_of_a_digit),
        cmocka_unit_test(test_any_writing_is_one_number),
        cmocka_unit_test(test_banks),
        cmocka_unit_test(test_broken_bytes),
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_clabe_vectors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
