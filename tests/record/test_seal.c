/* Sealed values, the digests by which they are found, and the file of the key. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "record/seal.h"
#include "tests/support/files.h"
#include "tests/support/organisation.h"

static const struct crypto_key key = {
    {1, 2, 3, 4}
};
static const struct crypto_key other_key = {
    {1, 2, 3, 5}
};
/* What test_organisation uses. */
static const struct crypto_key organisation_key = {
    {1, 2, 3}
};

static str seal(struct op *op, const char *kind, int64_t debtor_id, str plain)
{
    str sealed = STR("");
    check_ok(op, seal_value(op, kind, debtor_id, plain, &sealed));
    return sealed;
}

static void test_opens_only_where_it_was_sealed(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    str plain = STR("untouched");
    check_true(seal_is_ready());
    check_ok(op, db_begin(op, DB_WRITE));
    const str sealed = seal(op, "phone", 7, STR("+52 55 1234 5678"));
    const str again = seal(op, "phone", 7, STR("+52 55 1234 5678"));
    (void)seal(op, "phone", 8, STR("1"));
    check_ok(op, db_commit(op));
    check_false(str_equal(sealed, again)); /* nobody sees that two values are the same */
    check_true(memmem(sealed.data, sealed.size, "1234", 4) == NULL);

    check_eq(seal_open(op, "phone", 8, sealed, &plain), E_STORE);
    op_clear(op);
    check_eq(seal_open(op, "phone", 9, sealed, &plain), E_STORE); /* nobody */
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
    check_eq(seal_key_check(op, "a.key"), E_DENIED); /* the store knows its key by its mark */
    op_clear(op);
    check_str(plain, "untouched");

    seal_use(&organisation_key);
    check_ok(op, seal_open(op, "phone", 7, sealed, &plain));
    check_str(plain, "+52 55 1234 5678");
    check_ok(op, seal_open(op, "phone", 7, STR(""), &plain)); /* of who was erased */
    check_str(plain, "");
    test_store_close(op);
}

/* A store of before has values under the master key itself. */
static void test_a_value_of_before(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct crypto_key old;
    str plain = STR("");
    crypto_derive(&organisation_key, "acd-seal", &old);
    const str sealed = crypto_seal(op->arena, &old, STR("email:7"), STR("ana@example.mx"));
    check_ok(op, seal_open(op, "email", 7, sealed, &plain));
    check_str(plain, "ana@example.mx");
    check_eq(seal_open(op, "email", 8, sealed, &plain), E_STORE);
    op_clear(op);
    test_store_close(op);
}

static void test_a_destroyed_key(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    str plain = STR("untouched");
    str other = STR("");
    check_ok(op, db_begin(op, DB_WRITE));
    const str sealed = seal(op, "email", 7, STR("ana@example.mx"));
    const str kept = seal(op, "email", 8, STR("eva@example.mx"));
    check_ok(op, db_commit(op));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, seal_person_destroy(op, 7, STR("asked")));
    check_ok(op, seal_person_destroy(op, 7, STR("asked twice")));
    check_ok(op, db_commit(op));
    check_eq(seal_open(op, "email", 7, sealed, &plain), E_STORE);
    op_clear(op);
    check_str(plain, "untouched");
    check_ok(op, seal_open(op, "email", 8, kept, &plain));
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(seal_value(op, "email", 7, STR("ana@example.mx"), &other), E_CONFLICT);
    op_clear(op);
    db_rollback(op);
    test_store_close(op);
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
    (void)check_op();
    for (int i = 0; i < 3; i++) {
        check_true(memcmp(digests[i][0], digests[i][1], SEAL_INDEX_BYTES) != 0);
        check_true(memcmp(digests[i][0], digests[(i + 1) % 3][0], SEAL_INDEX_BYTES) != 0);
    }
}

/* --- the file --- */

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
    const char *const where = test_folder();
    const char *const path = arena_printf(op->arena, "%s/acuerdo.key", where);
    struct stat about;
    check_eq(seal_key_load(op, path), E_NOT_FOUND);
    op_clear(op);
    check_ok(op, seal_key_create(op, path));
    check_eq(stat(path, &about), 0);
    check_eq(about.st_mode & 07777, 0600);
    const str before = read_file(op, path);
    uint8_t before_it[SEAL_INDEX_BYTES];
    uint8_t again[SEAL_INDEX_BYTES];
    seal_index("email", STR("ana@example.mx"), before_it);
    check_eq(seal_key_create(op, path), E_CONFLICT);
    op_clear(op);
    check_true(str_equal(before, read_file(op, path)));

    seal_use(&other_key);
    check_ok(op, seal_key_load(op, path));
    seal_index("email", STR("ana@example.mx"), again);
    check_true(memcmp(before_it, again, sizeof(before_it)) == 0);

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
        "acuerdo key 0 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
        "acuerdo key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef old\n",
        ("acuerdo key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"
         "acuerdo key 1 1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"),
        "acuerdo key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg\n",
        "acuerdo key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "acuerdo key 1 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n\n",
    };
    struct op *const op = check_op();
    const char *const where = test_folder();
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

/* A file with two keys, one retired, changed by the functions that may. */
static void test_keys_of_a_file(void **state)
{
    (void)state;
    struct op *const op = check_op();
    const char *const where = test_folder();
    const char *const path = arena_printf(op->arena, "%s/acuerdo.key", where);
    int number = 0;
    const struct seal_key *needed = NULL;
    check_ok(op, seal_key_create(op, path));
    const char *const mark = arena_printf(op->arena, "%s", seal_key_current()->mark);
    check_ok(op, seal_key_add(op, &number));
    check_eq(number, 2);
    check_eq(seal_key_current()->number, 1); /* until a store says otherwise */
    check_eq(seal_key_forget(op, 1), E_CONFLICT);
    op_clear(op);
    check_eq(seal_key_retire(op, 7), E_NOT_FOUND);
    op_clear(op);
    check_ok(op, seal_key_retire(op, 1));
    check_ok(op, seal_key_load(op, path));
    check_eq(seal_key_current()->number, 2);
    check_text(seal_key_find(1)->mark, mark);
    check_true(seal_key_find(1)->is_retired);
    check_ok(op, seal_key_forget(op, 1));
    check_true(seal_key_find(1) == NULL);
    check_eq(seal_key_need(op, 1, &needed), E_DENIED);
    check_true(strstr(op->text, "key 1") != NULL);
    op_clear(op);
    check_eq(unlink(path), 0);
    check_eq(rmdir(where), 0);
}

TEST_STORE_MAIN("seal", cmocka_unit_test(test_opens_only_where_it_was_sealed),
                cmocka_unit_test(test_a_value_of_before), cmocka_unit_test(test_a_destroyed_key),
                cmocka_unit_test(test_index), cmocka_unit_test(test_last_four),
                cmocka_unit_test(test_digests_need_the_key), cmocka_unit_test(test_key_file),
                cmocka_unit_test(test_bad_key_files), cmocka_unit_test(test_keys_of_a_file))
