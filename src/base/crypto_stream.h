/* Encrypted files: pieces that open only whole, in their order and up to their end.
 *
 * XChaCha20-Poly1305 by libsodium's secretstream.  The key comes from a passphrase through argon2id
 * with a salt; salt and costs lie in the file, so that later defaults still open it. */
#ifndef BASE_CRYPTO_STREAM_H
#define BASE_CRYPTO_STREAM_H
#include "base/crypto.h"

#define CRYPTO_STREAM_HEAD_BYTES 24
#define CRYPTO_STREAM_MORE_BYTES 17 /* that a sealed piece is longer than its content */
#define CRYPTO_SALT_BYTES        16

/* What turns a passphrase into a key. */
struct crypto_cost {
    uint8_t salt[CRYPTO_SALT_BYTES];
    uint32_t passes;
    uint64_t memory_bytes;
};

struct crypto_stream {
    _Alignas(16) uint8_t state[64];
};

/* A new salt, and what deriving a key costs today: 128 MiB, 3 passes, about half a second. */
void crypto_cost_choose(struct crypto_cost *ret_cost);
/* E_INVALID: costs that no program of ours writes.  E_LIMIT: not enough memory. */
MUST_CHECK status crypto_passphrase_key(struct op *op, str passphrase,
                                        const struct crypto_cost *cost, struct crypto_key *ret_key);

/* Starts a file: head must be kept in front of its pieces. */
void crypto_stream_start(struct crypto_stream *stream, const struct crypto_key *key,
                         uint8_t head[CRYPTO_STREAM_HEAD_BYTES]);
/* Seals the next piece into out, which has plain.size + CRYPTO_STREAM_MORE_BYTES bytes. */
void crypto_stream_seal(struct crypto_stream *stream, str plain, bool is_last, void *out);

/* E_STORE: the head is damaged. */
MUST_CHECK status crypto_stream_begin(struct op *op, struct crypto_stream *stream,
                                      const struct crypto_key *key,
                                      const uint8_t head[CRYPTO_STREAM_HEAD_BYTES]);
/* Opens the next piece into out, which has sealed.size - CRYPTO_STREAM_MORE_BYTES bytes.  E_STORE:
 * another key, or the piece is damaged or not the next one. */
MUST_CHECK status crypto_stream_open(struct op *op, struct crypto_stream *stream, str sealed,
                                     void *out, bool *ret_is_last);
#endif
