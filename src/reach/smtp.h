/* Sending one mail to one address by SMTP (libcurl), and saying for certain what became of it.
 *
 * The point of no return is the end of the data: before it was handed over nothing can have
 * arrived, after it only the server's answer tells.  STARTTLS is used where it is offered; a server
 * with a user, or one that is told so, must offer it with a certificate that holds. */
#ifndef REACH_SMTP_H
#define REACH_SMTP_H
#include <stdatomic.h>

#include "base/op.h"
#include "base/str.h"

struct smtp_server {
    const char *url;      /* smtp://host:port or smtps://host:port */
    const char *user;     /* empty: none */
    const char *password; /* borrowed, never logged */
    bool is_tls_required;
    int timeout_ms;      /* of a whole mail; 0: LIMIT_SMTP_MS */
    const char *ca_file; /* NULL: the system's certificates */
};

struct smtp_mail {
    const char *from; /* envelope */
    const char *to;
    str bytes; /* all lines end in CRLF */
};

enum smtp_stage { SMTP_CONNECT, SMTP_MAIL, SMTP_RCPT, SMTP_DATA, SMTP_BODY, SMTP_END };
const char *smtp_stage_name(enum smtp_stage stage);

enum smtp_result {
    SMTP_ACCEPTED,    /* the server took it */
    SMTP_BAD_ADDRESS, /* it will never take a mail for this address */
    SMTP_REFUSED,     /* it will never take this mail */
    SMTP_LATER,       /* it did not take it now */
    SMTP_DOWN,        /* it talks to nobody now, or not to us: the other mails can wait too */
    SMTP_UNKNOWN,     /* it may have it */
};
const char *smtp_result_name(enum smtp_result result);

/* What was seen of the exchange. */
struct smtp_exchange {
    bool is_accepted;      /* 250 to the end of the data */
    enum smtp_stage stage; /* SMTP_END: the data and its end were handed over */
    int code;              /* the last answer in this stage; 0: none came */
    char enhanced[12];     /* 5.1.1; empty: none */
};
/* Pure: the table of everything that can happen. */
enum smtp_result smtp_judge(const struct smtp_exchange *exchange);

struct smtp;
/* A client that keeps its connection between mails; it ends with the op's arena.  E_INTERNAL:
 * libcurl cannot start. */
MUST_CHECK status smtp_open(struct op *op, const struct smtp_server *server,
                            struct smtp **ret_smtp);
/* Blocks until the answer or the timeout; stop (may be NULL) ends it early before the data only. */
enum smtp_result smtp_send(struct smtp *smtp, const struct smtp_mail *mail,
                           const _Atomic bool *stop, struct smtp_exchange *ret_exchange);
#endif
