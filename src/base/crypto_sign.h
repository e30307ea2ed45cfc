/* Signatures: Ed25519, by libsodium.
 *
 * A signer holds the secret half and is made from a seed, the same one every time; the public half
 * is what everybody else needs to check. */
#ifndef BASE_CRYPTO_SIGN_H
#define BASE_CRYPTO_SIGN_H
#include "base/crypto.h"

#define CRYPTO_PUBLIC_BYTES    32
#define CRYPTO_SIGNATURE_BYTES 64

struct crypto_signer {
    uint8_t secret[64];
    uint8_t public_key[CRYPTO_PUBLIC_BYTES];
};

void crypto_signer_make(const struct crypto_key *seed, struct crypto_signer *ret_signer);
void crypto_sign_text(const struct crypto_signer *signer, str text,
                      uint8_t out[CRYPTO_SIGNATURE_BYTES]);
bool crypto_signature_holds(const uint8_t public_key[CRYPTO_PUBLIC_BYTES], str text,
                            const uint8_t signature[CRYPTO_SIGNATURE_BYTES]);
#endif
