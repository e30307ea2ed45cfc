/* One form sent by HTTP (libcurl), and the answer: for services that we call.
 *
 * Certificates are checked, redirects are not followed, an answer is at most HTTP_POST_ANSWER
 * bytes.  Blocks; call it outside of a transaction. */
#ifndef REACH_HTTP_POST_H
#define REACH_HTTP_POST_H
#include "base/op.h"
#include "base/str.h"

#define HTTP_POST_ANSWER (256 << 10)
#define HTTP_POST_MS     10000L /* a person waits for it */

struct http_post {
    str url;
    str secret;          /* bearer token, never logged */
    str idempotency_key; /* the same one asks for the same thing */
    str form;            /* application/x-www-form-urlencoded */
};

/* E_BUSY: nobody answered in time; whether it was done is not known, and asking again with the same
 * key is safe.  E_LIMIT: a longer answer.  E_INTERNAL: libcurl cannot start. */
MUST_CHECK status http_post(struct op *op, const struct http_post *post, int *ret_code,
                            str *ret_answer);
/* Adds name=value to a form, both written as a URL wants them. */
void form_add(struct buf *form, const char *name, str value);
#endif
