/* Cryptography, all of it libsodium: hashes, sealing, passwords, random bytes.
 *
 * Call crypto_start once before anything else.  Keys are 32 bytes.  Digests are BLAKE2b. */
#ifndef BASE_CRYPTO_H
#define BASE_CRYPTO_H
#include <stddef.h>
#include <stdint.h>

#include "base/op.h"
#include "base/str.h"

#define CRYPTO_KEY_BYTES    32
#define CRYPTO_DIGEST_BYTES 32
#define CRYPTO_HEX_SIZE(n)  ((n)*2 + 1)

struct crypto_key {
    uint8_t bytes[CRYPTO_KEY_BYTES];
};

/* E_INTERNAL: the library cannot start. */
MUST_CHECK status crypto_start(struct op *op);
void crypto_random(void *out, size_t size);
void crypto_digest(str data, uint8_t out[CRYPTO_DIGEST_BYTES]);
/* A digest of another size, from 16 to 64 bytes; no part of a longer one. */
void crypto_digest_of(str data, uint8_t *out, size_t size);
#define CRYPTO_SHA256_BYTES 32
/* For what others check with tools of their own; ours are BLAKE2b. */
void crypto_sha256(str data, uint8_t out[CRYPTO_SHA256_BYTES]);
/* A digest nobody can make without the key: for indexes over personal values, and tokens. */
void crypto_keyed_digest(const struct crypto_key *key, str data, uint8_t out[CRYPTO_DIGEST_BYTES]);
/* Another key from a master key, for one named use (8 characters). */
void crypto_derive(const struct crypto_key *master, const char use[8], struct crypto_key *ret_key);

/* A running digest. */
struct crypto_hash {
    _Alignas(64) uint8_t state[384];
};
void crypto_hash_start(struct crypto_hash *hash);
void crypto_hash_add(struct crypto_hash *hash, const void *data, size_t size);
void crypto_hash_end(struct crypto_hash *hash, uint8_t out[CRYPTO_DIGEST_BYTES]);

/* XChaCha20-Poly1305 with a random nonce in front.  context is authenticated, not stored: a value
 * moved to another row does not open. */
str crypto_seal(struct arena *arena, const struct crypto_key *key, str context, str plain);
/* E_STORE: damaged, moved, or another key. */
MUST_CHECK status crypto_open(struct op *op, const struct crypto_key *key, str context, str sealed,
                              str *ret_plain);

/* argon2id, 19 MiB, 2 passes.  The result is an ASCII line that names its parameters. */
MUST_CHECK status crypto_password_hash(struct op *op, str password, str *ret_hash);
bool crypto_password_matches(str hash, str password);

void crypto_hex(const void *data, size_t size, char *out); /* out: CRYPTO_HEX_SIZE(size) */
/* Exactly size bytes in hexadecimal, of either case; false: it is something else. */
MUST_CHECK bool crypto_from_hex(str text, void *out, size_t size);
/* Letters, digits, - and _, without filling; out_size: 4 of 3 bytes, rounded up, and the end. */
void crypto_base64url(const void *data, size_t size, char *out, size_t out_size);
/* Exactly size bytes; false: it is something else. */
MUST_CHECK bool crypto_from_base64url(str text, void *out, size_t size);
/* HMAC-SHA256 with a key of any size: what services outside sign with. */
void crypto_hmac_sha256(str key, str data, uint8_t out[CRYPTO_DIGEST_BYTES]);
bool crypto_equal(const void *a, const void *b, size_t size); /* in constant time */
#endif
