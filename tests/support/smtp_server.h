/* A mail server that misbehaves on demand, in a thread of the test, on a free port of 127.0.0.1.
 *
 * What it does is the local part of the recipient's address: ok, no-such, full, policy, later,
 * drop-rcpt, refuse-data, drop-data, drop-dot, mute-dot, refuse-text, later-text.  It keeps what it
 * accepted.  Start, stop and read it from one thread. */
#ifndef TESTS_SUPPORT_SMTP_SERVER_H
#define TESTS_SUPPORT_SMTP_SERVER_H
#include <stdbool.h>
#include <stddef.h>

enum smtp_server_mood {
    SMTP_SERVER_WILLING,
    SMTP_SERVER_CLOSED, /* 554 instead of a greeting */
    SMTP_SERVER_MUTE    /* accepts the connection and says nothing */
};

struct smtp_server_mail {
    char to[128];
    char bytes[65536]; /* with a NUL */
};

void smtp_server_start(enum smtp_server_mood mood);
void smtp_server_stop(void);
/* smtp://127.0.0.1:PORT; also after the stop, when nobody listens there. */
const char *smtp_server_url(void);
size_t smtp_server_count(void);
const struct smtp_server_mail *smtp_server_mail(size_t index);
#endif
