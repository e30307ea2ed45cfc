/* The guard: what is refused before anything looks at a request.
 *
 * libmicrohttpd 0.9.75 lets pass what makes two servers read one request differently (request
 * smuggling); the guard is as strict as nginx.  tests/serve/test_guard.py is its table. */
#ifndef SERVE_GUARD_H
#define SERVE_GUARD_H
#include <microhttpd.h>

#include "base/str.h"

/* NULL: the head of the request may pass; else why not, for the answer 400 and a closed connection.
 * raw_target and version are where the library has them: their places tell whether it cut. */
const char *guard_check(struct MHD_Connection *connection, str target, const char *raw_target,
                        const char *version);
#endif
