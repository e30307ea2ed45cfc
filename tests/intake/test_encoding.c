#include "intake/encoding.h"

#include "tests/check.h"

#define CASE(...)                                                                                  \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }

static void test_verdicts(void **state)
{
    static const struct {
        const char *name;
        str bytes;
        enum encoding want;
        bool want_clean;
    } cases[] = {
        CASE("empty", STR(""), ENCODING_UTF8, true),
        CASE("ascii", STR("a,b\n1,2\n"), ENCODING_UTF8, true),
        CASE("utf-8", STR("Mu\xC3\xB1oz,Jos\xC3\xA9\n"), ENCODING_UTF8, true),
        CASE("utf-8 mark",
             STR("\xEF\xBB\xBF"
                 "a,b\n"),
             ENCODING_UTF8, true),
        CASE("utf-16 little-endian mark",
             STR("\xFF\xFE"
                 "a\0,\0"),
             ENCODING_UTF16LE, false),
        CASE("utf-16 big-endian mark", STR("\xFE\xFF\0a\0,"), ENCODING_UTF16BE, false),
        CASE("latin-1 words",
             STR("Mu\xF1oz,Jos\xE9,\xC1ngel,PE\xD1"
                 "A\n"),
             ENCODING_WINDOWS_1252, false),
        CASE("one latin-1 word", STR("name\nJos\xE9\n"), ENCODING_WINDOWS_1252, false),
        CASE("latin-1 of other countries",
             STR("M\xFCller, Gr\xF6\xDF"
                 "e, \xC5ngstr\xF6m, L\xF8kke, No\xEBl, Ch\xE2teau\n"),
             ENCODING_WINDOWS_1252, false),
        CASE("latin-1 words of one letter", STR("isto \xE9 teu\n"), ENCODING_WINDOWS_1252, false),
        CASE("latin-1 signs",
             STR("N\xBA 5, \xBFqui\xE9n? D\x92"
                 "Angelo\n"),
             ENCODING_WINDOWS_1252, false),
        CASE("a stray 0xFF", STR("a,b\n1,\xFF\n"), ENCODING_UTF8, false),
        CASE("a cut utf-8 letter", STR("name\nJos\xC3\nAna\n"), ENCODING_UTF8, false),
        CASE("a bad continuation", STR("a,b\n\xC3\x28,1\n"), ENCODING_UTF8, false),
        CASE("utf-8 with one latin-1 letter",
             STR("Mu\xC3\xB1oz\nPe\xC3\xB1"
                 "a\nN\xC3\xBA\xC3\xB1"
                 "ez\nJos\xE9\n"),
             ENCODING_UTF8, false),
        CASE("a surrogate in utf-8", STR("x\xED\xA0\x80\n"), ENCODING_UTF8, false),
        CASE("an overlong form", STR("x\xC0\xAF\n"), ENCODING_UTF8, false),
        CASE("cut by the end", STR("abcdefgh\xE2\x82"), ENCODING_UTF8, false),
        CASE("zero bytes", STR("a\0b\0"), ENCODING_UTF8, false),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        /* however it is cut into blocks, the verdict is the same */
        for (size_t block = 1; block <= cases[i].bytes.size + 1; block++) {
            struct encoding_scan scan;
            encoding_scan_start(&scan);
            for (size_t at = 0; at < cases[i].bytes.size; at += block) {
                const size_t rest = cases[i].bytes.size - at;
                encoding_scan_add(&scan,
                                  (str){cases[i].bytes.data + at, rest < block ? rest : block});
            }
            const struct encoding_verdict got = encoding_scan_end(&scan, ENCODING_AUTO);
            if (got.encoding != cases[i].want || got.is_clean != cases[i].want_clean)
                check_case(cases[i].name);
            check_eq(got.encoding, cases[i].want);
            check_eq(got.is_clean, cases[i].want_clean);
        }
    }
}

static void test_declared_holds(void **state)
{
    struct encoding_scan scan;
    (void)state;
    encoding_scan_start(&scan);
    encoding_scan_add(&scan, STR("Jos\xE9\n"));
    const struct encoding_verdict got = encoding_scan_end(&scan, ENCODING_UTF8);
    check_eq(got.encoding, ENCODING_UTF8);
    check_false(got.is_clean);
}

static void test_names(void **state)
{
    enum encoding got = ENCODING_AUTO;
    (void)state;
    check_true(encoding_parse(STR("Latin-1"), &got));
    check_eq(got, ENCODING_WINDOWS_1252);
    check_true(encoding_parse(STR("UTF-8"), &got));
    check_eq(got, ENCODING_UTF8);
    check_false(encoding_parse(STR("ebcdic"), &got));
    check_text(encoding_name(ENCODING_UTF16BE), "utf-16be");
}

static void test_decoding(void **state)
{
    static const struct {
        const char *name;
        enum encoding encoding;
        str bytes;
        str want;
    } cases[] = {
        CASE("latin-1", ENCODING_WINDOWS_1252, STR("Mu\xF1oz"), STR("Mu\xC3\xB1oz")),
        CASE("euro", ENCODING_WINDOWS_1252, STR("5\x80"), STR("5\xE2\x82\xAC")),
        CASE("no letter", ENCODING_WINDOWS_1252,
             STR("a\x81"
                 "b"),
             STR("a\xFF"
                 "b")),
        CASE("little-endian", ENCODING_UTF16LE, STR("n\0\xF1\0"), STR("n\xC3\xB1")),
        CASE("big-endian", ENCODING_UTF16BE, STR("\0n\0\xF1"), STR("n\xC3\xB1")),
        CASE("pair", ENCODING_UTF16LE, STR("\x3D\xD8\x00\xDE"), STR("\xF0\x9F\x98\x80")),
        CASE("lone half", ENCODING_UTF16LE,
             STR("\x3D\xD8"
                 "a\0"),
             STR("\xFF"
                 "a")),
        CASE("odd byte", ENCODING_UTF16LE, STR("a\0b"), STR("a\xFF")),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char out[64];
        size_t used = 0;
        check_case(cases[i].name);
        const size_t size =
            encoding_decode(cases[i].encoding, cases[i].bytes, true, out, sizeof(out), &used);
        check_eq(used, cases[i].bytes.size);
        check_true(str_equal((str){out, size}, cases[i].want));
        if (cases[i].bytes.size % 2 == 0 || cases[i].encoding == ENCODING_WINDOWS_1252)
            check_eq(encoding_source_size(cases[i].encoding, (str){out, size}),
                     cases[i].bytes.size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_declared_holds),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_decoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
