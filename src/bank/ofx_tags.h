/* The elements of an OFX file as a stream: SGML of version 1, XML of version 2, and the mixtures
 * that banks write.
 *
 * An element that holds a value need not be closed: `<TRNAMT>-5.50` and `<TRNAMT>-5.50</TRNAMT>`
 * are the same.  Names are capitals without a prefix; entities are resolved; comments, processing
 * instructions and the header's lines are passed over. */
#ifndef BANK_OFX_TAGS_H
#define BANK_OFX_TAGS_H
#include "bank/reading.h"

#define OFX_NAME_SIZE 64

enum ofx_kind { OFX_OPEN, OFX_CLOSE, OFX_END };

struct ofx_tag {
    enum ofx_kind kind;
    char name[OFX_NAME_SIZE];
    str value;    /* after an open tag: its text, trimmed; lives until the next tag */
    int64_t line; /* of the tag */
};

struct ofx_tags;

struct ofx_tags *ofx_tags_start(struct bank_reading *r);
/* "v1", "v2" or "none", once the first tag has been read. */
const char *ofx_tags_header(const struct ofx_tags *tags);
MUST_CHECK status ofx_tags_next(struct ofx_tags *tags, struct ofx_tag *ret_tag);
#endif
