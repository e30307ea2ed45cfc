/* The chain of evidence: what was done to a person's case, so that nobody changes it unseen.
 *
 * Rows that are never changed (or the columns of a row that never are) leave a digest when they are
 * written.  At the commit the digests of a transaction are put into links, one per case; a link has
 * the hash of the one before it, and record/audit_root.h signs each day where the chains stand.
 * Rows and links are written in one transaction: there is no time at which one is without the
 * other.  What belongs to no case goes into the chain of the person (case 0), what belongs to no
 * person into that of the organisation (debtor 0, case 0).  ADR 0016 says what this proves.
 *
 * Texts that may have to be erased enter a digest as a commitment under a random nonce, which is
 * erased with them (audit_forget). */
#ifndef RECORD_AUDIT_H
#define RECORD_AUDIT_H
#include "base/crypto.h"
#include "record/audit_tables.h"
#include "store/db.h"

#define AUDIT_DIGEST_BYTES 16
#define AUDIT_HASH_BYTES   CRYPTO_DIGEST_BYTES
#define AUDIT_NONCE_BYTES  16
#define AUDIT_ENTRY_BYTES  (1 + 8 + AUDIT_DIGEST_BYTES) /* sql/audit.sql counts by it */
#define AUDIT_LINK_ENTRIES 4096                         /* more go into a further link */
#define AUDIT_HAS_NONCE    0x80                         /* in the table of an entry */
#define AUDIT_KIND_ROWS    0
#define AUDIT_KIND_EARLIER 1

/* What a chain is of. */
struct audit_chain {
    int64_t debtor_id;
    int64_t case_id;
};

/* Inserts the row of an audited table (audit_shapes[table].insert) and notes it.  case_id: the
 * chain's, for a table whose rows do not name it.  In a transaction that writes.  Failures are the
 * store's; E_INTERNAL: no transaction, or another number of values. */
MUST_CHECK status audit_insert(struct op *op, enum audit_table table, int64_t case_id,
                               const struct db_arg *values, size_t count);
/* The same for a case that this very transaction has made: its chain begins here, so it is not
 * looked for. */
MUST_CHECK status audit_insert_first(struct op *op, enum audit_table table,
                                     const struct db_arg *values, size_t count);
/* The same for many rows at hand, values row after row. */
MUST_CHECK status audit_insert_many(struct op *op, enum audit_table table, int64_t case_id,
                                    const struct db_arg *values, size_t count, size_t row_count);
/* Notes a row that the caller writes: one that an update completes, such as a decided approval. */
MUST_CHECK status audit_note(struct op *op, enum audit_table table, int64_t case_id,
                             const struct db_arg *values, size_t count);
/* Where a chain stands: the number and the hash of its last link. */
struct audit_head {
    struct audit_chain chain;
    int64_t n; /* 0: it has no link */
    uint8_t hash[AUDIT_HASH_BYTES];
};
int audit_chain_compare(const struct audit_chain *a, const struct audit_chain *b);
/* Of heads in ascending order; NULL: it is not among them. */
const struct audit_head *audit_head_find(const struct audit_head *heads, size_t count,
                                         const struct audit_chain *chain);
/* Reads where chains stand, which the caller has named in ascending order. */
MUST_CHECK status audit_heads_read(struct op *op, struct audit_head *heads, size_t count);
/* The transaction of op, which writes, believes these, as audit_heads_read left them, and asks only
 * for other chains; they must live until it ends.  Where somebody moved one of them since they were
 * read its commit fails with E_CONFLICT, as the link that it would write is there already. */
MUST_CHECK status audit_expect_heads(struct op *op, const struct audit_head *heads, size_t count);
/* The open date, when this transaction holds it already: spares a question. */
void audit_set_day(struct op *op, day open_date);

/* Of a new organisation, in its transaction: rows are chained from here on (record/audit_start.h).
 */
MUST_CHECK status audit_start_new(struct op *op);
/* This transaction's links are of rows that were there before. */
MUST_CHECK status audit_note_earlier(struct op *op);
/* This transaction's rows are not noted: it writes to a schema without chains (a restore does,
 * before it migrates), and they are chained afterwards with the others. */
MUST_CHECK status audit_leave_out(struct op *op);

/* Before the erasable texts of a row are set to '' (in the same transaction): keeps their
 * commitments and drops the nonce, so that the chain goes on to verify and nobody can guess the
 * texts.  texts: as they are, in the order of the columns.  For a row whose texts are '' already
 * there is nothing to do. */
MUST_CHECK status audit_forget(struct op *op, enum audit_table table, struct audit_chain chain,
                               int64_t row_id, const str *texts, size_t count, const char *reason);

/* Evidence of rows that one connection keeps back and another one writes (store/gather.h): noted at
 * the first, in a transaction that only reads, put into links at the second. */
struct audit_noted;
struct audit_noted *audit_noted_create(struct arena *arena);
/* The transaction of op notes there; between db_begin and audit_return. */
void audit_lend(struct op *op, struct audit_noted *noted);
/* The transaction of op, which writes, has what was noted there last. */
void audit_adopt(struct op *op, struct audit_noted *noted);
/* Before the transaction at which something was noted ends, and after the one that adopted it. */
void audit_return(struct op *op, struct audit_noted *noted);

/* --- how digests are made, for those who check them --- */

struct audit_commitments {
    size_t count; /* of the erasable columns */
    uint8_t bytes[AUDIT_ERASABLE_MOST][AUDIT_HASH_BYTES];
};
/* Of the text in an erasable column, counted from 0. */
void audit_commit_text(const uint8_t nonce[AUDIT_NONCE_BYTES], int column, str text,
                       uint8_t out[AUDIT_HASH_BYTES]);
/* Of all erasable columns of a row; nonce NULL: nobody wrote them, they need not be hidden. */
void audit_commit_row(enum audit_table table, const struct db_arg *values, const uint8_t *nonce,
                      struct audit_commitments *ret_commitments);
/* Of a row; commitments stand for its erasable columns.  scratch is written over. */
void audit_digest_row(enum audit_table table, const struct db_arg *values,
                      const struct audit_commitments *commitments, struct buf *scratch,
                      uint8_t out[AUDIT_DIGEST_BYTES]);
/* The bytes that are digested, for whoever has another program. */
void audit_encode_row(enum audit_table table, const struct db_arg *values,
                      const struct audit_commitments *commitments, struct buf *out);
/* The id by which an entry names a row: its own, or a digest of its key. */
int64_t audit_row_id(enum audit_table table, const struct db_arg *values, struct buf *scratch);
/* Whether an entry of the row has a nonce: when there is a text to erase. */
bool audit_row_has_text(enum audit_table table, const struct db_arg *values);

struct audit_link {
    struct audit_chain chain;
    int64_t n;
    day day;
    instant at;
    int kind;
    str entries;
};
#define AUDIT_LINK_HEAD_BYTES (AUDIT_HASH_BYTES + 5 * 8 + 1)
/* Over the hash of the link before it (zeros for the first), the head and the entries. */
void audit_hash_link(const uint8_t before[AUDIT_HASH_BYTES], const struct audit_link *link,
                     struct buf *scratch, uint8_t out[AUDIT_HASH_BYTES]);

/* Little-endian, as everywhere in what is hashed. */
void audit_put_i64(uint8_t out[8], int64_t value);
int64_t audit_get_i64(const uint8_t in[8]);
#endif
