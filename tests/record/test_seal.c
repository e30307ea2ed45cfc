/* Sealed values, the digests by which they are found, and the file of the key. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/seal.h"
#include "tests/check.h"

static const struct crypto_key key = {
    {1, 2, 3, 4}
};
static const struct crypto_key other_key = {
    {1, 2, 3, 5}
};

static void test_opens_only_where_it_was_sealed(void **state)
{
    (void)state;
    struct op *const op = check_op();
    str plain = STR("untouched");
    seal_use(&key);
    check_true(seal_is_ready());
    const str sealed = seal_value(op, "phone", 7, STR("+52 55 1234 5678"));
    const str again = seal_value(op, "phone", 7, STR("+52 55 1234 5678"));
    check_false(str_equal(sealed, again)); /* nobody sees that two values are the same */
    check_true(memmem(sealed.data, sealed.size, "1234", 4) == NULL);

    check_eq(seal_open(op, "phone", 8, sealed, &plain), E_STORE);
    op_clear(op);
    check_eq(seal_open(op, "email", 7, sealed, &plain), E_STORE);
    op_clear(op);
    check_eq(seal_open(op, "phone", 7, (str){sealed.data, sealed.size - 1}, &plain), E_STORE);
    op_clear(op);
    char *const damaged = arena_copy(op->arena, sealed.data, sealed.size);
    damaged[sealed.size / 2] ^= 1;
    check_eq(seal_open(op, "phone", 7, (str){damaged, sealed.size}, &plain), E_STORE);
    op_clear(op);
    seal_use(&other_key);
    check_eq(seal_open(op, "phone", 7, sealed, &plain), E_STORE);
    op_clear(op);
    check_str(plain, "untouched");

    seal_use(&key);
    check_ok(op, seal_open(op, "phone", 7, sealed, &plain));
    check_str(plain, "+52 55 1234 5678");
    check_ok(op, seal_open(op, "phone", 7, seal_value(op, "phone", 7, STR("")), &plain));
    check_str(plain, "");
}

typedef void (*digest)(const char *kind, str plain, uint8_t out[SEAL_INDEX_BYTES]);

static bool same(digest function, const char *kind_a, const char *a, const char *kind_b,
                 const char *b)
{
    uint8_t one[SEAL_INDEX_BYTES];
    uint8_t two[SEAL_INDEX_BYTES];
    function(kind_a, str_of(a), one);
    function(kind_b, str_of(b), two);
    return memcmp(one, two, sizeof(one)) == 0;
}

static void test_index(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *kind;
        const char *a, *b;
        bool want;
    } cases[] = {
        {"written otherwise",  "phone",    "+52 (55) 1234-5678", "525512345678",  true },
        {"another telephone",  "phone",    "525512345678",       "525512345679",  false},
        {"e-mail: no case",    "email",    " Ana.Soto@X.MX",     "ana.soto@x.mx", true },
        {"e-mail: marks",      "email",    "ana.soto@x.mx",      "anasoto@x.mx",  false},
        {"document: marks",    "document", "SODM-810215-7K2",    "sodm8102157k2", true },
        {"document: letters",  "document", "SODM8102157K2",      "8102157",       false},
        {"letters past ASCII", "address",  "Peña 12",           "Pena 12",       false},
    };
    seal_use(&key);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        check_eq(same(seal_index, cases[i].kind, cases[i].a, cases[i].kind, cases[i].b),
                 cases[i].want);
    }
    check_false(same(seal_index, "phone", "12345678", "document", "12345678")); /* kinds apart */
}

static void test_last_four(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *kind, *value, *asked;
        bool want;
    } cases[] = {
        {"end of a telephone",        "phone",    "+52 55 1234 5678",           "5678",     true },
        {"written otherwise",         "phone",    "+52 55 1234 56-78",          "56 78",    true },
        {"not the end",               "phone",    "+52 55 1234 5678",           "1234",     false},
        {"digits between letters",    "document", "SODM8102157K2",              "1572",     true },
        {"letters do not count then", "document", "SODM8102157K2",              "57K2",     false},
        {"few digits: characters",    "document", "ABC-DE7F",                   "DE7F",     true },
        {"few digits, other end",     "document", "ABC-DE7F",                   "DE8F",     false},
        {"shorter than four",         "document", "7K",                         "7k",       true },
        {"characters, not bytes",     "address",  "Casa Ñandú",               "ndú",     false},
        {"four beyond ASCII",         "address",  "Casa áéíó",              "áéíó", true },
        {"more than sixteen bytes",   "address",  "abcdefghijklmnopqrstuvwxyz", "wxyz",     true },
    };
    seal_use(&key);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        check_eq(same(seal_last4, cases[i].kind, cases[i].value, cases[i].kind, cases[i].asked),
                 cases[i].want);
    }
}

static void test_digests_need_the_key(void **state)
{
    (void)state;
    uint8_t digests[3][2][SEAL_INDEX_BYTES];
    for (int k = 0; k < 2; k++) {
        seal_use(k == 0 ? &key : &other_key);
        seal_index("phone", STR("5678"), digests[0][k]);
        seal_last4("phone", STR("5678"), digests[1][k]);
        seal_token(STR("5678"), digests[2][k]);
    }
    for (int i = 0; i < 3; i++) {
        check_true(memcmp(digests[i][0], digests[i][1], SEAL_INDEX_BYTES) != 0);
        check_true(memcmp(digests[i][0], digests[(i + 1) % 3][0], SEAL_INDEX_BYTES) != 0);
    }
}

/* --- the file --- */

static const char *folder(struct op *op)
{
    char *const path = arena_printf(op->arena, "/tmp/acuerdo-seal-XXXXXX");
    assert_non_null(mkdtemp(path));
    return path;
}

static str read_file(struct op *op, const char *path)
{
    char *const text = arena_alloc(op->arena, 4096);
    const int fd = open(path, O_RDONLY);
    check_true(fd >= 0);
    const ssize_t size = read(fd, text, 4096);
    close(fd);
    check_true(size >= 0);
    return (str){text, (size_t)size};
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
    check_true(fd >= 0 && fchmod(fd, mode) == 0);
    check_eq(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void test_key_file(void **state)
{
    (void)state;
    struct op *const op = check_op();
    const char *const where = folder(op);
    const char *const path = arena_printf(op->arena, "%s/acuerdo.key", where);
    struct stat about;
    str plain = STR("");
    check_eq(seal_key_load(op, path), E_NOT_FOUND);
    op_clear(op);
    check_ok(op, seal_key_create(op, path));
    check_eq(stat(path, &about), 0);
    check_eq(about.st_mode & 07777, 0600);
    const str before = read_file(op, path);
    const str sealed = seal_value(op, "email", 1, STR("ana@example.mx"));
    check_eq(seal_key_create(op, path), E_CONFLICT);
    op_clear(op);
    check_true(str_equal(before, read_file(op, path)));

    seal_use(&other_key);
    check_ok(op, seal_key_load(op, path));
    check_ok(op, seal_open(op, "email", 1, sealed, &plain));
    check_str(plain, "ana@example.mx");

    check_eq(chmod(path, 0640), 0);
    check_eq(seal_key_load(op, path), E_DENIED);
    check_true(strstr(op->text, "chmod 600") != NULL);
    op_clear(op);
    check_eq(unlink(path), 0);
    check_eq(rmdir(where), 0);
}

static void test_bad_key_files(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "acuerdo key 1 \n",
        "acuerdo key 2 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
        "acuerdo key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg\n",
        "acuerdo key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "acuerdo key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\n",
    };
    struct op *const op = check_op();
    const char *const where = folder(op);
    const char *const path = arena_printf(op->arena, "%s/key", where);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        write_file(path, texts[i], 0600);
        check_eq(seal_key_load(op, path), E_INVALID);
        op_clear(op);
    }
    check_eq(seal_key_load(op, where), E_INVALID); /* a folder */
    op_clear(op);
    const char *const nowhere = arena_printf(op->arena, "%s/not/there", where);
    check_eq(seal_key_create(op, nowhere), E_IO);
    op_clear(op);
    check_eq(unlink(path), 0);
    check_eq(rmdir(where), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_opens_only_where_it_was_sealed),
        cmocka_unit_test(test_index),
        cmocka_unit_test(test_last_four),
        cmocka_unit_test(test_digests_need_the_key),
        cmocka_unit_test(test_key_file),
        cmocka_unit_test(test_bad_key_files),
    };
    return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
