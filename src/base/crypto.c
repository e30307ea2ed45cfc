#include "base/crypto.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>

static_assert(sizeof(crypto_generichash_state) <= sizeof(struct crypto_hash), "state fits");

#define PASSWORD_MEMORY_BYTES ((size_t)19 << 20)
#define PASSWORD_PASSES       2

#define NONCE_BYTES  crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES    crypto_aead_xchacha20poly1305_ietf_ABYTES
#define NONCES_TAKEN 64 /* at once: each question to the system costs as much as a short seal */

/* Nonces are random and no secret.  Each thread has its own; a process that was split off begins
 * with none, or it would use those of the other. */
static _Thread_local struct {
    unsigned char bytes[NONCES_TAKEN][NONCE_BYTES];
    size_t left;
} nonces;

static void forget_nonces(void)
{
    nonces.left = 0;
}

static void watch_forks(void)
{
    (void)pthread_atfork(NULL, NULL, forget_nonces);
}

static void make_nonce(unsigned char out[NONCE_BYTES])
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (nonces.left == 0) {
        (void)pthread_once(&once, watch_forks);
        randombytes_buf(nonces.bytes, sizeof(nonces.bytes));
        nonces.left = NONCES_TAKEN;
    }
    memcpy(out, nonces.bytes[--nonces.left], NONCE_BYTES);
}

status crypto_start(struct op *op)
{
    return sodium_init() >= 0 ? OK : op_fail(op, E_INTERNAL, "libsodium does not start");
}

void crypto_random(void *out, size_t size)
{
    randombytes_buf(out, size);
}

void crypto_digest(str data, uint8_t out[CRYPTO_DIGEST_BYTES])
{
    (void)crypto_generichash(out, CRYPTO_DIGEST_BYTES, (const unsigned char *)data.data, data.size,
                             NULL, 0);
}

void crypto_digest_of(str data, uint8_t *out, size_t size)
{
    assert(size >= crypto_generichash_BYTES_MIN && size <= crypto_generichash_BYTES_MAX);
    (void)crypto_generichash(out, size, (const unsigned char *)data.data, data.size, NULL, 0);
}

void crypto_keyed_digest(const struct crypto_key *key, str data, uint8_t out[CRYPTO_DIGEST_BYTES])
{
    (void)crypto_generichash(out, CRYPTO_DIGEST_BYTES, (const unsigned char *)data.data, data.size,
                             key->bytes, sizeof(key->bytes));
}

void crypto_derive(const struct crypto_key *master, const char use[8], struct crypto_key *ret_key)
{
    (void)crypto_kdf_derive_from_key(ret_key->bytes, sizeof(ret_key->bytes), 1, use, master->bytes);
}

void crypto_sha256(str data, uint8_t out[CRYPTO_SHA256_BYTES])
{
    static_assert(CRYPTO_SHA256_BYTES == crypto_hash_sha256_BYTES, "size of a digest");
    (void)crypto_hash_sha256(out, (const unsigned char *)data.data, data.size);
}

void crypto_hash_start(struct crypto_hash *hash)
{
    (void)crypto_generichash_init((crypto_generichash_state *)(void *)hash->state, NULL, 0,
                                  CRYPTO_DIGEST_BYTES);
}

void crypto_hash_add(struct crypto_hash *hash, const void *data, size_t size)
{
    (void)crypto_generichash_update((crypto_generichash_state *)(void *)hash->state, data, size);
}

void crypto_hash_end(struct crypto_hash *hash, uint8_t out[CRYPTO_DIGEST_BYTES])
{
    (void)crypto_generichash_final((crypto_generichash_state *)(void *)hash->state, out,
                                   CRYPTO_DIGEST_BYTES);
}

str crypto_seal(struct arena *arena, const struct crypto_key *key, str context, str plain)
{
    const size_t size = NONCE_BYTES + plain.size + TAG_BYTES;
    unsigned char *const sealed = arena_alloc(arena, size);
    make_nonce(sealed);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed + NONCE_BYTES, NULL, (const unsigned char *)plain.data, plain.size,
        (const unsigned char *)context.data, context.size, NULL, sealed, key->bytes);
    return (str){(const char *)sealed, size};
}

status crypto_open(struct op *op, const struct crypto_key *key, str context, str sealed,
                   str *ret_plain)
{
    if (sealed.size < NONCE_BYTES + TAG_BYTES)
        return op_fail(op, E_STORE, "a sealed value is too short to be one");
    const size_t size = sealed.size - NONCE_BYTES - TAG_BYTES;
    unsigned char *const plain = arena_alloc(op->arena, size);
    const unsigned char *const data = (const unsigned char *)sealed.data;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain, NULL, NULL, data + NONCE_BYTES, sealed.size - NONCE_BYTES,
            (const unsigned char *)context.data, context.size, data, key->bytes) != 0)
        return op_fail(op, E_STORE,
                       "a sealed value does not open: damaged, moved, or sealed with another key");
    *ret_plain = (str){(const char *)plain, size};
    return OK;
}

status crypto_password_hash(struct op *op, str password, str *ret_hash)
{
    char *const line = arena_alloc(op->arena, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str_alg(line, password.data, password.size, PASSWORD_PASSES,
                              PASSWORD_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return op_fail(op, E_LIMIT, "not enough memory to hash a password");
    *ret_hash = str_of(line);
    return OK;
}

bool crypto_password_matches(str hash, str password)
{
    char line[crypto_pwhash_STRBYTES] = {0};
    if (hash.size >= sizeof(line))
        return false;
    memcpy(line, hash.data, hash.size);
    return crypto_pwhash_str_verify(line, password.data, password.size) == 0;
}

void crypto_hex(const void *data, size_t size, char *out)
{
    (void)sodium_bin2hex(out, CRYPTO_HEX_SIZE(size), data, size);
}

bool crypto_from_hex(str text, void *out, size_t size)
{
    size_t written = 0;
    return text.size == 2 * size &&
           sodium_hex2bin(out, size, text.data, text.size, NULL, &written, NULL) == 0 &&
           written == size;
}

void crypto_base64url(const void *data, size_t size, char *out, size_t out_size)
{
    (void)sodium_bin2base64(out, out_size, data, size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool crypto_from_base64url(str text, void *out, size_t size)
{
    size_t written = 0;
    return sodium_base642bin(out, size, text.data, text.size, NULL, &written, NULL,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           written == size;
}

void crypto_hmac_sha256(str key, str data, uint8_t out[CRYPTO_DIGEST_BYTES])
{
    crypto_auth_hmacsha256_state state;
    (void)crypto_auth_hmacsha256_init(&state, (const uint8_t *)key.data, key.size);
    (void)crypto_auth_hmacsha256_update(&state, (const uint8_t *)data.data, data.size);
    (void)crypto_auth_hmacsha256_final(&state, out);
}

bool crypto_equal(const void *a, const void *b, size_t size)
{
    return sodium_memcmp(a, b, size) == 0;
}
