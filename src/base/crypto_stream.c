#include "base/crypto_stream.h"

#include <assert.h>
#include <sodium.h>

static_assert(sizeof(crypto_secretstream_xchacha20poly1305_state) <= sizeof(struct crypto_stream),
              "state fits");
static_assert(crypto_secretstream_xchacha20poly1305_HEADERBYTES == CRYPTO_STREAM_HEAD_BYTES,
              "head");
static_assert(crypto_secretstream_xchacha20poly1305_ABYTES == CRYPTO_STREAM_MORE_BYTES, "more");
static_assert(crypto_pwhash_SALTBYTES == CRYPTO_SALT_BYTES, "salt");

#define PASSES           3
#define MEMORY_BYTES     ((uint64_t)128 << 20)
#define PASSES_MAX       16
#define MEMORY_BYTES_MAX ((uint64_t)1 << 30) /* a file may not ask for more */

static crypto_secretstream_xchacha20poly1305_state *state_of(struct crypto_stream *stream)
{
    return (crypto_secretstream_xchacha20poly1305_state *)(void *)stream->state;
}

void crypto_cost_choose(struct crypto_cost *ret_cost)
{
    *ret_cost = (struct crypto_cost){.passes = PASSES, .memory_bytes = MEMORY_BYTES};
    randombytes_buf(ret_cost->salt, sizeof(ret_cost->salt));
}

status crypto_passphrase_key(struct op *op, str passphrase, const struct crypto_cost *cost,
                             struct crypto_key *ret_key)
{
    if (cost->passes < crypto_pwhash_OPSLIMIT_MIN || cost->passes > PASSES_MAX ||
        cost->memory_bytes < crypto_pwhash_MEMLIMIT_MIN || cost->memory_bytes > MEMORY_BYTES_MAX)
        return op_fail(op, E_INVALID, "the file names costs of a key that no program here writes");
    if (crypto_pwhash(ret_key->bytes, sizeof(ret_key->bytes), passphrase.data, passphrase.size,
                      cost->salt, cost->passes, (size_t)cost->memory_bytes,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return op_fail(op, E_LIMIT, "not enough memory to make a key from the passphrase");
    return OK;
}

void crypto_stream_start(struct crypto_stream *stream, const struct crypto_key *key,
                         uint8_t head[CRYPTO_STREAM_HEAD_BYTES])
{
    (void)crypto_secretstream_xchacha20poly1305_init_push(state_of(stream), head, key->bytes);
}

void crypto_stream_seal(struct crypto_stream *stream, str plain, bool is_last, void *out)
{
    (void)crypto_secretstream_xchacha20poly1305_push(
        state_of(stream), out, NULL, (const unsigned char *)plain.data, plain.size, NULL, 0,
        is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
}

status crypto_stream_begin(struct op *op, struct crypto_stream *stream,
                           const struct crypto_key *key,
                           const uint8_t head[CRYPTO_STREAM_HEAD_BYTES])
{
    return crypto_secretstream_xchacha20poly1305_init_pull(state_of(stream), head, key->bytes) == 0
               ? OK
               : op_fail(op, E_STORE, "the head of the encrypted file is damaged");
}

status crypto_stream_open(struct op *op, struct crypto_stream *stream, str sealed, void *out,
                          bool *ret_is_last)
{
    unsigned char tag = 0;
    if (sealed.size < CRYPTO_STREAM_MORE_BYTES ||
        crypto_secretstream_xchacha20poly1305_pull(state_of(stream), out, NULL, &tag,
                                                   (const unsigned char *)sealed.data, sealed.size,
                                                   NULL, 0) != 0)
        return op_fail(op, E_STORE, "a piece does not open: another passphrase, or it is damaged");
    *ret_is_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return OK;
}
