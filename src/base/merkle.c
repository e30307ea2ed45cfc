#include "base/merkle.h"

#include <assert.h>

void merkle_leaf(str data, uint8_t out[MERKLE_BYTES])
{
    static const uint8_t mark = 0;
    struct crypto_hash hash;
    crypto_hash_start(&hash);
    crypto_hash_add(&hash, &mark, 1);
    crypto_hash_add(&hash, data.data, data.size);
    crypto_hash_end(&hash, out);
}

void merkle_node(const uint8_t left[MERKLE_BYTES], const uint8_t right[MERKLE_BYTES],
                 uint8_t out[MERKLE_BYTES])
{
    uint8_t both[1 + 2 * MERKLE_BYTES] = {1};
    memcpy(both + 1, left, MERKLE_BYTES);
    memcpy(both + 1 + MERKLE_BYTES, right, MERKLE_BYTES);
    crypto_digest((str){(const char *)both, sizeof(both)}, out);
}

/* Peak h is a whole tree of 2^h leaves; it is there when bit h of the count is. */
void merkle_add(struct merkle *tree, const uint8_t leaf[MERKLE_BYTES])
{
    uint8_t carried[MERKLE_BYTES];
    int height = 0;
    memcpy(carried, leaf, MERKLE_BYTES);
    for (; (tree->count >> height) & 1; height++)
        merkle_node(tree->peaks[height], carried, carried);
    assert(height < MERKLE_DEPTH);
    memcpy(tree->peaks[height], carried, MERKLE_BYTES);
    tree->count++;
}

void merkle_root(const struct merkle *tree, uint8_t out[MERKLE_BYTES])
{
    bool has_any = false;
    memset(out, 0, MERKLE_BYTES);
    for (int height = 0; tree->count >> height; height++) {
        if (!((tree->count >> height) & 1))
            continue;
        if (has_any)
            merkle_node(tree->peaks[height], out, out);
        else
            memcpy(out, tree->peaks[height], MERKLE_BYTES);
        has_any = true;
    }
}

static size_t left_part(size_t count)
{
    size_t part = 1;
    while (2 * part < count)
        part *= 2;
    return part;
}

static void root_of(const uint8_t (*leaves)[MERKLE_BYTES], size_t count, uint8_t out[MERKLE_BYTES])
{
    struct merkle tree = {0};
    for (size_t i = 0; i < count; i++)
        merkle_add(&tree, leaves[i]);
    merkle_root(&tree, out);
}

/* From the root down, so the last step of the way comes first; turned round at the end. */
int merkle_path(const uint8_t (*leaves)[MERKLE_BYTES], size_t count, size_t index,
                struct merkle_step *steps)
{
    int depth = 0;
    assert(index < count);
    while (count > 1) {
        const size_t left = left_part(count);
        struct merkle_step *const step = &steps[depth++];
        assert(depth <= MERKLE_DEPTH);
        step->is_right = index < left;
        if (step->is_right) {
            root_of(leaves + left, count - left, step->sibling);
            count = left;
        } else {
            root_of(leaves, left, step->sibling);
            leaves += left;
            index -= left;
            count -= left;
        }
    }
    for (int i = 0; i < depth / 2; i++) {
        const struct merkle_step step = steps[i];
        steps[i] = steps[depth - 1 - i];
        steps[depth - 1 - i] = step;
    }
    return depth;
}

void merkle_climb(const uint8_t leaf[MERKLE_BYTES], const struct merkle_step *steps, int count,
                  uint8_t out[MERKLE_BYTES])
{
    uint8_t here[MERKLE_BYTES];
    memcpy(here, leaf, MERKLE_BYTES);
    for (int i = 0; i < count; i++) {
        if (steps[i].is_right)
            merkle_node(here, steps[i].sibling, here);
        else
            merkle_node(steps[i].sibling, here, here);
    }
    memcpy(out, here, MERKLE_BYTES);
}
