/* Papers as data: account statement, settlement quote, agreement, no-debt letter.
 *
 * A paper is one JSON object {"paper":{…},"name":"…","sha256":"…"}: the digest is SHA-256 over the
 * bytes of the inner object as they stand in the file, in hexadecimal, so whoever has the file can
 * check it with sha256sum alone.  The person's name stands outside; inside is the digest of a
 * random number and the name, so that the row that stays in the store names nobody.  The HTML holds
 * the same object.  Amounts are minor units of the currency that the paper names. */
#ifndef INSIGHT_PAPER_H
#define INSIGHT_PAPER_H
#include "base/crypto.h"
#include "base/json.h"
#include "book/touch.h"

#define PAPER_BYTES_MAX ((size_t)8 << 20)
#define PAPER_HASH_SIZE CRYPTO_HEX_SIZE(CRYPTO_SHA256_BYTES)

enum paper_kind {
    PAPER_STATEMENT,
    PAPER_QUOTE,
    PAPER_AGREEMENT,
    PAPER_CLEARANCE,
    PAPER_KIND_COUNT
};
/* "statement", "quote", "agreement", "clearance". */
const char *paper_kind_name(enum paper_kind kind);
MUST_CHECK bool paper_kind_parse(str text, enum paper_kind *ret_kind);

struct paper {
    int64_t id;
    enum paper_kind kind;
    char sha256[PAPER_HASH_SIZE];
    str json;                      /* the file */
    str text;                      /* for people, in the op's language */
    str html;                      /* for people, the object inside */
    const struct case_key *others; /* further cases that it tells of: of a joint agreement */
    size_t other_count;
};

/* Makes a paper of a case and keeps what it says, in the caller's transaction that writes.
 * E_REFUSED: a no-debt letter while anything is owed, a quote while nothing is.  E_NOT_FOUND: no
 * such case, or an agreement that nobody made. */
MUST_CHECK status paper_make(struct op *op, struct case_key key, enum paper_kind kind,
                             struct paper *ret_paper);

/* One that was made before. */
struct paper_made {
    int64_t id;
    enum paper_kind kind;
    day made_on;
    instant made_at;
    str sha256;
    str user_name; /* empty: the system */
};
#define PAPERS_MOST 200
/* Of a case, the latest first, at most PAPERS_MOST. */
MUST_CHECK status paper_list(struct op *op, struct case_key key, struct paper_made **ret_papers,
                             size_t *ret_count);
/* One object, as the API and --json show it. */
void paper_made_write(struct json_writer *w, const struct paper_made *paper);

struct paper_check {
    enum paper_kind kind;
    int64_t number; /* of the case */
    day made_on;
    char sha256[PAPER_HASH_SIZE]; /* as computed */
    bool is_whole;                /* the digest is that of the body */
    bool is_name_right;
};
/* Checks a file, JSON or HTML, without a store.  E_INVALID: it is no paper. */
MUST_CHECK status paper_verify(struct op *op, str bytes, struct paper_check *ret_check);
/* Whether a paper with the digest was made here. */
MUST_CHECK status paper_is_ours(struct op *op, const char *sha256, bool *ret_is);
#endif
