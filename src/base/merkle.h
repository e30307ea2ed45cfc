/* Trees of digests: one root for many leaves, and a short proof that a leaf is under it.
 *
 * The shape is that of RFC 6962: a left part as large as the largest power of two below the count.
 * A leaf and an inner node are digested with another first byte, so none passes for the other.
 * Pure. */
#ifndef BASE_MERKLE_H
#define BASE_MERKLE_H
#include "base/crypto.h"

#define MERKLE_BYTES CRYPTO_DIGEST_BYTES
#define MERKLE_DEPTH 48 /* of any tree that is ever built */

void merkle_leaf(str data, uint8_t out[MERKLE_BYTES]);
void merkle_node(const uint8_t left[MERKLE_BYTES], const uint8_t right[MERKLE_BYTES],
                 uint8_t out[MERKLE_BYTES]);

/* A tree that grows leaf by leaf; start with zeros. */
struct merkle {
    uint64_t count;
    uint8_t peaks[MERKLE_DEPTH][MERKLE_BYTES];
};
void merkle_add(struct merkle *tree, const uint8_t leaf[MERKLE_BYTES]);
/* Zeros for a tree without leaves. */
void merkle_root(const struct merkle *tree, uint8_t out[MERKLE_BYTES]);

struct merkle_step {
    bool is_right; /* the sibling's side */
    uint8_t sibling[MERKLE_BYTES];
};
/* The way from leaf index up to the root of count leaves; the number of steps. */
int merkle_path(const uint8_t (*leaves)[MERKLE_BYTES], size_t count, size_t index,
                struct merkle_step *steps);
/* What the way leads to. */
void merkle_climb(const uint8_t leaf[MERKLE_BYTES], const struct merkle_step *steps, int count,
                  uint8_t out[MERKLE_BYTES]);
#endif
