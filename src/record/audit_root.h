/* The signed root of a day: where all chains stood that moved on it.
 *
 * Of each chain the last link of the day is a leaf of a tree: 256 groups of persons, each a tree of
 * its own, so that a difference is found in one of 256 places.  A statement of seven lines that
 * people can read holds the root, the counts and the digest of the statement before it; an Ed25519
 * signature is over its bytes.  A day is signed when it is closed: nothing is committed with its
 * date any more. */
#ifndef RECORD_AUDIT_ROOT_H
#define RECORD_AUDIT_ROOT_H
#include "base/merkle.h"
#include "record/audit.h"
#include "record/audit_key.h"

#define AUDIT_GROUPS          256
#define AUDIT_STATEMENT_BYTES 1024

/* What a day's links add up to. */
struct audit_tree {
    int64_t links, chains, rows;
    uint8_t nodes[AUDIT_GROUPS][MERKLE_BYTES];
    uint8_t root[MERKLE_BYTES];
};
int audit_group(int64_t debtor_id);
void audit_leaf(struct audit_chain chain, int64_t n, const uint8_t hash[AUDIT_HASH_BYTES],
                uint8_t out[MERKLE_BYTES]);
/* From the links of the store, in a transaction. */
MUST_CHECK status audit_tree_of_day(struct op *op, day date, struct audit_tree *ret_tree);

/* The way from a chain's last link of a day up to the day's root. */
struct audit_proof {
    int64_t n; /* of that link */
    uint8_t hash[AUDIT_HASH_BYTES];
    int count;
    struct merkle_step steps[MERKLE_DEPTH + 8];
};
/* *ret_found false: the chain did not move on that day. */
MUST_CHECK status audit_prove(struct op *op, day date, struct audit_chain chain,
                              struct audit_proof *ret_proof, bool *ret_found);

struct audit_root {
    day day;
    int64_t links, chains, rows;
    str nodes;     /* AUDIT_GROUPS digests */
    str statement; /* what is signed */
    str signature;
    str key_id;
    instant signed_at;
};
/* The statement of a root; before: the digest of the one before, of the first its start's. */
str audit_statement(struct op *op, const struct audit_root *root,
                    const uint8_t before[MERKLE_BYTES], const uint8_t top[MERKLE_BYTES]);
/* What the first statement names as the one before it. */
void audit_statement_first(const struct op *op, day start, instant at, uint8_t out[MERKLE_BYTES]);

/* Signs every closed day that is not signed yet, one transaction each.  Without a key it signs none
 * and says so by *ret_signed = -1 when days are waiting.  May be called at any time. */
MUST_CHECK status audit_sign_days(struct op *op, int *ret_signed);
/* The roots of the days from one up to another (which is not among them), in a transaction. */
MUST_CHECK status audit_root_list(struct op *op, day from, day until, struct audit_root **ret_roots,
                                  size_t *ret_count);
#endif
