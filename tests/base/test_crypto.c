/* Cryptography: that sealed values open only where they belong, and known digests. */
#include "base/crypto.h"

#include "tests/check.h"

static struct crypto_key key_of(unsigned char first)
{
    struct crypto_key key = {{first}};
    return key;
}

static void test_digests(void **state)
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    uint8_t other[CRYPTO_DIGEST_BYTES];
    char hex[CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES)];
    struct crypto_hash hash;
    const struct crypto_key a = key_of(1);
    const struct crypto_key b = key_of(2);
    (void)check_op();
    (void)state;
    crypto_digest(STR("abc"), digest); /* BLAKE2b-256, from an independent implementation */
    crypto_hex(digest, sizeof(digest), hex);
    check_text(hex, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    crypto_hash_start(&hash);
    crypto_hash_add(&hash, "a", 1);
    crypto_hash_add(&hash, "", 0);
    crypto_hash_add(&hash, "bc", 2);
    crypto_hash_end(&hash, other);
    check_true(crypto_equal(digest, other, sizeof(digest)));
    crypto_keyed_digest(&a, STR("abc"), digest);
    crypto_keyed_digest(&b, STR("abc"), other);
    check_false(crypto_equal(digest, other, sizeof(digest)));
    crypto_keyed_digest(&a, STR("abc"), other);
    check_true(crypto_equal(digest, other, sizeof(digest)));
    crypto_digest((str){NULL, 0}, digest);
}

static void test_derived_keys_differ(void **state)
{
    const struct crypto_key master = key_of(9);
    struct crypto_key a;
    struct crypto_key b;
    struct crypto_key again;
    (void)state;
    crypto_derive(&master, "sealing_", &a);
    crypto_derive(&master, "indexes_", &b);
    crypto_derive(&master, "sealing_", &again);
    check_false(crypto_equal(&a, &b, sizeof(a)));
    check_false(crypto_equal(&a, &master, sizeof(a)));
    check_true(crypto_equal(&a, &again, sizeof(a)));
}

static void test_sealed_values_open(void **state)
{
    static const str plains[] = {
        {"",           0 },
        {NULL,         0 },
        {"5512345678", 10},
        {"\0\0",       2 }
    };
    const struct crypto_key key = key_of(3);
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(plains); i++) {
        str plain = STR("untouched");
        const str sealed = crypto_seal(op->arena, &key, STR("point 7"), plains[i]);
        const str again = crypto_seal(op->arena, &key, STR("point 7"), plains[i]);
        check_false(str_equal(sealed, again)); /* the nonce is new each time */
        check_ok(op, crypto_open(op, &key, STR("point 7"), sealed, &plain));
        check_true(str_equal(plain, plains[i]));
    }
}

static void test_sealed_values_do_not_open(void **state)
{
    const struct crypto_key key = key_of(3);
    const struct crypto_key other = key_of(4);
    struct op *op = check_op();
    str plain = STR("untouched");
    (void)state;
    const str sealed = crypto_seal(op->arena, &key, STR("point 7"), STR("5512345678"));
    check_eq(crypto_open(op, &other, STR("point 7"), sealed, &plain), E_STORE);
    op_clear(op);
    check_eq(crypto_open(op, &key, STR("point 8"), sealed, &plain), E_STORE);
    for (size_t i = 0; i < sealed.size; i++) {
        char *const damaged = arena_copy(op->arena, sealed.data, sealed.size);
        damaged[i] ^= 1;
        op_clear(op);
        check_eq(crypto_open(op, &key, STR("point 7"), (str){damaged, sealed.size}, &plain),
                 E_STORE);
        op_clear(op);
        check_eq(crypto_open(op, &key, STR("point 7"), (str){sealed.data, i}, &plain), E_STORE);
    }
    check_str(plain, "untouched");
    check_true(strstr(op->text, "5512") == NULL);
}

static void test_passwords(void **state)
{
    struct op *const op = check_op();
    str hash;
    str again;
    (void)state;
    check_ok(op, crypto_password_hash(op, STR("contraseña"), &hash));
    check_ok(op, crypto_password_hash(op, STR("contraseña"), &again));
    check_false(str_equal(hash, again)); /* salted */
    check_true(str_starts(hash, STR("$argon2id$v=19$m=19456,t=2,p=1$")));
    check_true(crypto_password_matches(hash, STR("contraseña")));
    check_false(crypto_password_matches(hash, STR("contrasena")));
    check_false(crypto_password_matches(hash, STR("")));
    check_false(crypto_password_matches(STR(""), STR("contraseña")));
    check_false(crypto_password_matches(STR("$argon2id$"), STR("contraseña")));
    char longer[200];
    memset(longer, 'x', sizeof(longer));
    check_false(crypto_password_matches((str){longer, sizeof(longer)}, STR("x")));
}

static void test_random_bytes_differ(void **state)
{
    uint8_t a[32] = {0};
    uint8_t b[32] = {0};
    (void)state;
    crypto_random(a, sizeof(a));
    crypto_random(b, sizeof(b));
    check_false(crypto_equal(a, b, sizeof(a)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_digests),
        cmocka_unit_test(test_derived_keys_differ),
        cmocka_unit_test(test_sealed_values_open),
        cmocka_unit_test(test_sealed_values_do_not_open),
        cmocka_unit_test(test_passwords),
        cmocka_unit_test(test_random_bytes_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
