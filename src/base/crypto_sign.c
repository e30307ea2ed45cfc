#include "base/crypto_sign.h"

#include <assert.h>
#include <sodium.h>

static_assert(crypto_sign_SECRETKEYBYTES == sizeof(((struct crypto_signer *)0)->secret), "secret");
static_assert(crypto_sign_PUBLICKEYBYTES == CRYPTO_PUBLIC_BYTES, "public");
static_assert(crypto_sign_BYTES == CRYPTO_SIGNATURE_BYTES, "signature");
static_assert(crypto_sign_SEEDBYTES == CRYPTO_KEY_BYTES, "seed");

void crypto_signer_make(const struct crypto_key *seed, struct crypto_signer *ret_signer)
{
    (void)crypto_sign_seed_keypair(ret_signer->public_key, ret_signer->secret, seed->bytes);
}

void crypto_sign_text(const struct crypto_signer *signer, str text,
                      uint8_t out[CRYPTO_SIGNATURE_BYTES])
{
    (void)crypto_sign_detached(out, NULL, (const unsigned char *)text.data, text.size,
                               signer->secret);
}

bool crypto_signature_holds(const uint8_t public_key[CRYPTO_PUBLIC_BYTES], str text,
                            const uint8_t signature[CRYPTO_SIGNATURE_BYTES])
{
    return crypto_sign_verify_detached(signature, (const unsigned char *)text.data, text.size,
                                       public_key) == 0;
}
