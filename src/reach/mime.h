/* Mails as bytes: headers and a plain and an HTML version of the same text (RFC 5322, 2045, 2047).
 *
 * Pure.  No value can end a header line: control characters become blanks, what is not ASCII is an
 * encoded word, and addresses are refused before.  Lines end in CRLF and are at most 76 long. */
#ifndef REACH_MIME_H
#define REACH_MIME_H
#include "base/day.h"
#include "base/str.h"

struct mime_mail {
    str from; /* addresses have passed mime_is_address */
    str from_name;
    str reply_to; /* empty: none */
    str subject;
    str message_id;  /* without < > */
    str unsubscribe; /* an address for List-Unsubscribe; empty: none */
    str language;
    instant at;
    int32_t offset; /* of Date, seconds east of UTC */
    str text;
    str html;
};

/* One mailbox of a domain that can stand in an envelope: ASCII without blanks, quotes, brackets or
 * control characters, at most 254 bytes. */
bool mime_is_address(str address);
/* What comes after the last @; empty when there is none. */
str mime_domain(str address);

/* Writes all but the To line, which is the recipient's own value: `To: <address>` CRLF goes before
 * it.  Check out->is_full. */
void mime_write(const struct mime_mail *mail, struct buf *out);

/* A header value: as it is when it is short ASCII, else as encoded words. */
void mime_write_words(struct buf *out, str text);
void mime_write_quoted_printable(struct buf *out, str text);
#endif
