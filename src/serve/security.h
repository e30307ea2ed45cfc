/* The headers that tell a browser how little it may do with what we send. */
#ifndef SERVE_SECURITY_H
#define SERVE_SECURITY_H
#include <microhttpd.h>

#include "base/arena.h"

#define SESSION_COOKIE "acuerdo_session"

/* On every answer; media_type may be NULL. */
void security_add(struct MHD_Response *response, const char *media_type);
/* The policy of the page itself, whose styles carry the nonce. */
const char *security_page_policy(struct arena *arena, const char *nonce);
#endif
