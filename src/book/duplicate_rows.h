/* The inside of the search for duplicates: duplicate_load.c reads parties, duplicate_score.c
 * compares two, duplicate.c walks. */
#ifndef BOOK_DUPLICATE_ROWS_H
#define BOOK_DUPLICATE_ROWS_H
#include "base/crypto.h"
#include "book/duplicate.h"

struct traits_point {
    str channel;
    uint8_t index[CRYPTO_DIGEST_BYTES];
};

/* What is compared of a party. */
struct traits {
    int64_t id;
    str kind, name, document_kind, country;
    bool has_document;
    uint8_t document[CRYPTO_DIGEST_BYTES];
    struct traits_point *points;
    size_t point_count, point_room;
};

struct traits_list {
    struct traits *rows; /* by id */
    size_t count;
};

/* Those of ids, which ascend. */
MUST_CHECK status traits_load(struct op *op, const int64_t *ids, size_t count,
                              struct traits_list *ret_list);
/* NULL: not there. */
const struct traits *traits_find(const struct traits_list *list, int64_t id);

#define TRAITS_KEYS_MAX 32
/* The keys by which it finds others. */
size_t traits_keys(const struct traits *traits, int64_t out[TRAITS_KEYS_MAX]);

/* The score, its reasons, and whether nothing speaks against a merge of itself. */
int traits_score(struct op *op, const struct traits *a, const struct traits *b, str *ret_reasons,
                 bool *ret_sure);
#endif
