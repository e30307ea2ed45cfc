/* The workspace's own files, which travel inside the program: hashed ones for ever, the page itself
 * with a fresh nonce each time.
 *
 * A path without a dot in its last segment is one of the workspace's routes and gets the page. */
#ifndef SERVE_PAGES_H
#define SERVE_PAGES_H
#include "serve/reply.h"

/* Answers a GET of anything that is not below /v1 and no health check; 404 is such an answer. */
void pages_answer(struct op *op, const struct request *request, struct reply *reply);
#endif
