/* All open claims in memory, found by whatever a payer may write: ids, references, names, amounts.
 *
 * Made once and then only asked: cases in any order, the claims of a case after it, other keys of a
 * case at any time.  Texts that people write differently (blanks, hyphens, small letters, leading
 * zeros) are one key.  Amounts are minor units.  Everything lives in the arena; pure. */
#ifndef CASH_BOOK_INDEX_H
#define CASH_BOOK_INDEX_H
#include "base/money.h"
#include "base/op.h"

#define BOOK_INDEX_NONE UINT32_MAX

/* What a key is, the surest first. */
enum book_key {
    KEY_PAY_REFERENCE, /* with check digits: of the case */
    KEY_CLAIM,         /* what a source calls a claim or its obligation */
    KEY_CASE_NUMBER,
    KEY_DOCUMENT, /* identity number; a digest */
    KEY_ACCOUNT,  /* from which the case was paid before; a digest */
    KEY_CUSTOMER, /* what a source calls the party */
    KEY_NAME,
    KEY_AMOUNT,
    BOOK_KEY_COUNT
};

struct book_case {
    int64_t debtor_id;
    int64_t case_id;
    currency currency;
    str name;
    int64_t open; /* of its claims */
    uint32_t first_claim, claim_count;
};

struct book_claim {
    uint32_t of_case;
    int64_t claim_id;
    int64_t open;
};

/* One thing that has a key; walk with book_index_next. */
struct book_posting {
    enum book_key key;
    uint32_t of_case;
    uint32_t claim; /* BOOK_INDEX_NONE: the whole case */
};

struct book_index;
struct book_index *book_index_create(struct arena *arena);
uint32_t book_index_add_case(struct book_index *index, const struct book_case *of_case);
/* A claim of the case that was added last. */
uint32_t book_index_add_claim(struct book_index *index, int64_t claim_id, money open);
/* A text, or 64 bits of a digest, that means a claim or the whole case. */
void book_index_add_text(struct book_index *index, enum book_key key, str text, uint32_t of_case,
                         uint32_t claim);
void book_index_add_digest(struct book_index *index, enum book_key key, uint64_t digest,
                           uint32_t of_case);
/* Ready to be asked: amounts are known now. */
void book_index_finish(struct book_index *index);

const struct book_case *book_index_case(const struct book_index *index, uint32_t of_case);
const struct book_claim *book_index_claim(const struct book_index *index, uint32_t claim);
uint32_t book_index_case_count(const struct book_index *index);
/* The case of an id; BOOK_INDEX_NONE: it has no open claim. */
uint32_t book_index_find_case(const struct book_index *index, int64_t case_id);

/* Letters and digits in capitals without leading zeros, into out; its size, 0 when nothing is left
 * or it is longer than BOOK_TOKEN_MAX. */
#define BOOK_TOKEN_MAX 40
size_t book_token(str text, char out[BOOK_TOKEN_MAX]);
/* The first posting of a compact token (book_token), a digest, or an amount; count of all. */
uint32_t book_index_find(const struct book_index *index, str token, uint32_t *ret_count);
uint32_t book_index_find_digest(const struct book_index *index, uint64_t digest,
                                uint32_t *ret_count);
uint32_t book_index_find_name(const struct book_index *index, str name, uint32_t *ret_count);
uint32_t book_index_find_amount(const struct book_index *index, currency unit, int64_t open,
                                uint32_t *ret_count);
/* BOOK_INDEX_NONE ends the walk. */
uint32_t book_index_next(const struct book_index *index, uint32_t at,
                         struct book_posting *ret_posting);
#endif
