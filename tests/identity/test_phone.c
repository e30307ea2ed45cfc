/* Telephones as people write them, from many threads too, and the verdicts of others. */
#include <pthread.h>

#include "identity/phone.h"
#include "tests/check.h"
#include "tests/support/files.h"

static const struct {
    const char *text, *region, *e164, *type, *reason;
} cases[] = {
  /* Mexico */
    {"55 1234 5678",                    "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"(55) 1234-5678",                  "mx", "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"+52 55.1234.5678",                "",   "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"0052 5512345678",                 "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"525512345678",                    "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"044 55 1234 5678",                "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", "InvalidPrefix"},
    {"045-55-1234-5678",                "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", "InvalidPrefix"},
    {"01 (55) 12345678",                "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", "InvalidPrefix"},
    {"+521 55 1234 5678",               "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", "InvalidPrefix"},
    {"011 52 55 1234 5678",             "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", "InvalidPrefix"},
    {"5512345678.0",                    "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"Cel. 55 1234 5678 (mam\xC3\xA1)", "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"tel\xC3\xA9"
     "fono: 55/1234/5678",         "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"55\xC2\xA0"
     "1234\xE2\x80\x93"
     "5678",                       "MX", "+525512345678",       "FIXED_LINE_OR_MOBILE", ""             },
    {"2201234567",                      "MX", "+522201234567",       "FIXED_LINE_OR_MOBILE", ""             },
 /* Argentina */
    {"011 15-2345-6789",                "AR", "+5491123456789",      "MOBILE",               ""             },
    {"11 15 2345 6789",                 "AR", "+5491123456789",      "MOBILE",               ""             },
    {"+54 9 11 2345 6789",              "AR", "+5491123456789",      "MOBILE",               ""             },
    {"0351 15 234 5678",                "AR", "+5493512345678",      "MOBILE",               ""             },
    {"011 2345-6789",                   "AR", "+541123456789",       "FIXED_LINE",           ""             },
 /* Brazil, Chile, Colombia, Peru */
    {"0xx11 98765-4321",                "BR", "+5511987654321",      "MOBILE",               ""             },
    {"021 (11) 98765-4321",             "BR", "+5511987654321",      "MOBILE",               ""             },
    {"09 8765 4321",                    "CL", "+56987654321",        "FIXED_LINE_OR_MOBILE", "InvalidPrefix"},
    {"9 8765 4321",                     "CL", "+56987654321",        "FIXED_LINE_OR_MOBILE", ""             },
    {"(1) 2345678",                     "CO", "+576012345678",       "FIXED_LINE",           "InvalidPrefix"},
    {"(031) 2345678",                   "CO", "+576012345678",       "FIXED_LINE",           "InvalidPrefix"},
    {"03 300 123 4567",                 "CO", "+573001234567",       "MOBILE",               ""             },
    {"0300 123 4567",                   "CO", "+573001234567",       "MOBILE",               "InvalidPrefix"},
    {"0057 300 1234567",                "CO", "+573001234567",       "MOBILE",               "InvalidPrefix"},
    {"01/234-5678 anexo 12",            "PE", "+5112345678",         "FIXED_LINE",           ""             },
    {"(787) 234-5678 x 9",              "PR", "+17872345678",        "FIXED_LINE_OR_MOBILE", ""             },
 /* nothing that can be called */
    {"",                                "MX", "",                    "",                     "NotANumber"   },
    {"S/N",                             "MX", "",                    "",                     "NotANumber"   },
    {"no tiene",                        "MX", "",                    "",                     "NotANumber"   },
    {"55 1234 5678",                    "",   "",                    "",                     "NoRegion"     },
    {"55 1234 5678",                    "QQ", "",                    "",                     "NoRegion"     },
    {"1234",                            "MX", "+521234",             "",                     "TooShort"     },
    {"1234567",                         "MX", "+521234567",          "",                     "NoAreaCode"   },
    {"15 2345 6789",                    "AR", "+541523456789",       "",                     "UnknownRange" },
    {"0000000000",                      "MX", "+520000000000",       "",                     "UnknownRange" },
    {"5512345678901234",                "MX", "+525512345678901234", "",                     "TooLong"      },
};

static struct phone read_text(const char *text, const char *region)
{
    struct phone phone;
    phone_read(check_op()->arena, str_of(text), str_of(region), &phone);
    return phone;
}

static void test_writings(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct phone got = read_text(cases[i].text, cases[i].region);
        check_case(cases[i].text);
        check_str(got.e164, cases[i].e164);
        check_text(phone_type_name(got.type), cases[i].type);
        check_text(phone_reason_name(got.reason), cases[i].reason);
        check_false(got.has_more);
        check_eq(phone_is_usable(&got), got.type != PHONE_UNKNOWN);
    }
}

static void test_several_in_one_cell(void **state)
{
    static const char *const texts[] = {
        "55 1234 5678 / 33 8765 4321",
        "5512345678, 3387654321",
        "5512345678 o 3387654321",
        "casa 55-1234-5678; oficina 33-8765-4321",
        "5512345678 3387654321",
        "+52 55 1234 5678 +52 33 8765 4321",
        "55 1234 5678 ext 12 y 3387654321",
        "123456789 / 55 1234 5678",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        const struct phone got = read_text(texts[i], "MX");
        check_case(texts[i]);
        check_str(got.e164, "+525512345678");
        check_true(got.has_more);
    }
    check_false(read_text("55 1234 5678 / 79", "MX").has_more);
    check_str(read_text("55 1234 5678 / 79", "MX").e164, "+525512345678");
}

static void test_parts(void **state)
{
    (void)state;
    const struct phone got = read_text("Of. 55 1234 5678 ext. 123", "MX");
    check_str(got.extension, "123");
    check_str(got.region, "MX");
    check_str(read_text("01 234-5678 anexo 12", "PE").extension, "12");
    check_str(read_text("+1 416 234 5678", "MX").region, "CA");
    check_str(read_text("+52 55 1234 5678", "CO").region, "MX");
}

/* What is read is read again as the same number: an import finds the point that it made. */
static void test_e164_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct phone first = read_text(cases[i].text, cases[i].region);
        if (!phone_is_usable(&first))
            continue;
        const struct phone again = read_text(str_cstr(check_op()->arena, first.e164), "");
        check_str(again.e164, str_cstr(check_op()->arena, first.e164));
        check_eq(again.reason, PHONE_GOOD);
        check_eq(again.type, first.type);
    }
}

/* --- threads --- */

static void *read_all(void *failures)
{
    struct arena *const arena = arena_create();
    for (int round = 0; round < 20; round++)
        for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
            struct phone phone;
            phone_read(arena, str_of(cases[i].text), str_of(cases[i].region), &phone);
            *(int *)failures += !str_equal_c(phone.e164, cases[i].e164);
        }
    arena_destroy(arena);
    return NULL;
}

static void test_threads(void **state)
{
    pthread_t threads[4];
    int failures[ARRAY_LEN(threads)] = {0};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(threads); i++)
        check_eq(pthread_create(&threads[i], NULL, read_all, &failures[i]), 0);
    for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
        check_eq(pthread_join(threads[i], NULL), 0);
        check_eq(failures[i], 0);
    }
}

/* --- the short way --- */

static const struct {
    const char *region, *lead;
} countries[] = {
    {"MX", "+52" },
    {"CO", "+57" },
    {"PE", "+51" },
    {"CL", "+56" },
    {"BR", "+55" },
    {"EC", "+593"},
    {"GT", "+502"},
    {"SV", "+503"},
    {"HN", "+504"},
    {"NI", "+505"},
    {"CR", "+506"},
    {"PA", "+507"},
    {"BO", "+591"},
    {"PY", "+595"},
    {"UY", "+598"},
    {"VE", "+58" },
    {"ES", "+34" },
    {"AR", "+54" },
    {"US", "+1"  },
    {"DO", "+1"  },
    {"CU", "+53" },
};

/* Digits alone are read without parsing; a blank before them has the library parse them. */
static void check_plain(str text, str region)
{
    struct arena *const arena = check_op()->arena;
    const struct arena_mark mark = arena_mark(arena);
    const str blank = str_of(arena_printf(arena, " " STR_FORMAT, STR_ARG(text)));
    struct phone whole;
    struct phone plain;
    phone_read(arena, blank, region, &whole);
    phone_read(arena, text, region, &plain);
    if (whole.reason != plain.reason || whole.type != plain.type ||
        whole.has_more != plain.has_more || !str_equal(whole.e164, plain.e164) ||
        !str_equal(whole.extension, plain.extension) || !str_equal(whole.region, plain.region))
        fail_msg("\"" STR_FORMAT "\" of " STR_FORMAT ": " STR_FORMAT " %s, and " STR_FORMAT " %s",
                 STR_ARG(text), STR_ARG(region), STR_ARG(whole.e164),
                 phone_reason_name(whole.reason), STR_ARG(plain.e164),
                 phone_reason_name(plain.reason));
    arena_release(arena, mark);
}

/* Digits at random, of lengths around those that exist, with the country's code, with the code and
 * no plus, and without. */
static void test_plain_is_the_same(void **state)
{
    static const char *const leads[] = {"", "0", "1", "15", "9", "90", "00"};
    enum { ROUNDS = 120 };
    uint32_t random = 7;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_plain(str_of(cases[i].text), str_of(cases[i].region));
    for (size_t c = 0; c < ARRAY_LEN(countries); c++)
        for (int round = 0; round < ROUNDS; round++) {
            char digits[16];
            char text[40];
            const str region = str_of(countries[c].region);
            for (size_t i = 0; i < sizeof(digits); i++) {
                random = random * 1664525U + 1013904223U;
                digits[i] = (char)('0' + (random >> 24) % 10);
            }
            const int length = 7 + round % 5;
            const char *const lead = leads[(size_t)round / 5 % ARRAY_LEN(leads)];
            (void)snprintf(text, sizeof(text), "%s%s%.*s", countries[c].lead, lead, length, digits);
            check_plain(str_of(text), region);
            check_plain(str_of(text + 1), region);
            check_plain(str_of(text + strlen(countries[c].lead)), region);
        }
}

/* --- other people's verdicts --- */

/* Valid, kind and region of every row; E.164 too, but where ours says what was meant. */
static void check_vector(const str *fields)
{
    struct phone got;
    phone_read(check_op()->arena, fields[0], fields[1], &got);
    check_plain(fields[0], fields[1]);
    const bool is_good = got.reason == PHONE_GOOD;
    const bool is_right =
        str_equal_c(fields[3], is_good ? "1" : "0") &&
        (!is_good || (str_equal_c(fields[4], phone_type_name(got.type)) &&
                      str_equal(fields[5], got.e164) && str_equal(fields[7], got.region)));
    if (!is_right)
        fail_msg("\"" STR_FORMAT "\" of " STR_FORMAT ": got %s " STR_FORMAT " " STR_FORMAT " %s",
                 STR_ARG(fields[0]), STR_ARG(fields[1]), phone_type_name(got.type),
                 STR_ARG(got.e164), STR_ARG(got.region), phone_reason_name(got.reason));
}

static void test_vectors(void **state)
{
    struct op *const op = check_op();
    const char *const path = test_shared_path(op, "data/phone/phone_vectors.tsv");
    int count = -1;
    (void)state;
    if (!path) {
        print_message("skipped: data/phone is not here\n");
        skip();
    }
    str rest = test_read_file(op, path);
    while (rest.size > 0) {
        str line = str_split(&rest, '\n');
        str fields[8];
        if (line.size == 0 || line.data[0] == '#')
            continue;
        for (size_t i = 0; i < ARRAY_LEN(fields); i++)
            fields[i] = str_split(&line, '\t');
        if (count++ >= 0)
            check_vector(fields);
    }
    print_message("    %d rows\n", count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writings),
        cmocka_unit_test(test_several_in_one_cell),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_e164_stays),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_plain_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
