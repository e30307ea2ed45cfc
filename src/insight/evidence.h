/* The file of a person: everything that was done, when, by whom and why it was lawful, with what
 * anyone needs to check that it is the whole and unchanged history.
 *
 * One HTML file that needs nothing else: pages for people and, in the same file, the evidence as
 * JSON: each audited row with the nonce of its texts, the links of the chains, the way from each
 * chain to the signed root of a day, the statements, the signatures, the public keys.  The pages
 * are made from that JSON alone, so whoever checks the file makes them again and compares.  ADR
 * 0016 has the procedure. */
#ifndef INSIGHT_EVIDENCE_H
#define INSIGHT_EVIDENCE_H
#include "base/json.h"
#include "base/op.h"

#define EVIDENCE_BYTES_MAX ((size_t)256 << 20)

struct evidence_request {
    int64_t debtor_id;
    int64_t case_id; /* 0: all of the person's */
    enum language language;
    str reason; /* why the file is made: it stands in the file and in the history */
};

/* Makes the file from one state of the store, and records in each case that it was made and why
 * (event file.made), so it runs in a transaction that writes; the caller commits.  The record
 * itself comes after what the file shows.  E_NOT_FOUND: no such person or case.  E_LIMIT: more than
 * EVIDENCE_BYTES_MAX. */
MUST_CHECK status evidence_make(struct op *op, const struct evidence_request *request,
                                str *ret_html);

struct evidence_check {
    int64_t rows, links, chains;
    int64_t unsigned_links; /* after the last signed day */
    int64_t faults;
    str *texts; /* what is wrong, a sentence each */
    size_t text_count, text_capacity;
    str key_id, public_key; /* that the signatures were checked with */
    day last_day;           /* signed */
    bool has_own_pages;     /* made by another version: the pages were not compared */
};
/* Checks a file without a store.  public_key: hexadecimal, from elsewhere; empty: the one that the
 * file names, which proves only that the file agrees with itself.  E_INVALID: it is no such file.
 */
MUST_CHECK status evidence_verify(struct op *op, str html, str public_key,
                                  struct evidence_check *ret_check);

/* --- inside --- */

#define EVIDENCE_START "<script type=\"application/json\" id=\"evidence\">"
#define EVIDENCE_END   "</script>"
/* The JSON alone; E_NOT_FOUND as above. */
MUST_CHECK status evidence_gather(struct op *op, const struct evidence_request *request,
                                  str *ret_json);
/* The whole file from its JSON: the same JSON, the same bytes. */
MUST_CHECK status evidence_render(struct op *op, str json, str *ret_html);
/* As text of a page. */
void evidence_escape(struct buf *out, str text);
/* The head of a mail and its plain part, decoded. */
void evidence_write_mail(struct buf *out, str mail);
/* Labels, by language. */
const char *evidence_word(const char *name, enum language language);
#endif
