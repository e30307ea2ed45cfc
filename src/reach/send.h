/* Sending one leased message: everything is asked again, then it is written, stored, handed over,
 * and what became of it recorded.
 *
 * Three steps with a commit between them: (1) prepare: the decision, the gate, the address and the
 * figures of now, the letter stored, state `sending`; (2) the mail server, outside any transaction;
 * (3) the outcome.  README.md says what a crash between any two leaves. */
#ifndef REACH_SEND_H
#define REACH_SEND_H
#include "reach/outbox.h"
#include "reach/smtp.h"

struct reach_options {
    const char *smtp_url;     /* NULL: the setting smtp.url */
    const char *ca_file;      /* NULL: the system's certificates */
    int timeout_ms;           /* 0: LIMIT_SMTP_MS */
    const _Atomic bool *stop; /* may be NULL */
};

/* Who sends: settings of the organisation and an open client. */
struct sender {
    str from;
    str from_name;
    str reply_to;
    int32_t offset; /* of the organisation's clock now */
    const _Atomic bool *stop;
    struct smtp *smtp;
};
/* E_INVALID: no mail server, no or no good address to send from; the text says which setting. */
MUST_CHECK status sender_open(struct op *op, const struct reach_options *options,
                              struct sender *ret_sender);

enum send_outcome {
    SEND_SENT,
    SEND_PUT_OFF,   /* the gate permits it later */
    SEND_BLOCKED,   /* the gate refuses it, or the address went bad */
    SEND_CANCELLED, /* the case no longer carries the step */
    SEND_FAILED,
    SEND_RETRY,
    SEND_DOWN, /* as retry, and the server takes nobody's mail */
    SEND_UNKNOWN,
    SEND_LOST, /* the lease was over: another worker has it */
    SEND_OUTCOME_COUNT
};
const char *send_outcome_name(enum send_outcome outcome);

/* E_BUSY: the store is; nothing was sent.  A message that cannot be prepared for another reason is
 * put off with it as after a failed attempt. */
MUST_CHECK status send_message(struct op *op, const struct sender *sender, int64_t id,
                               instant lease, enum send_outcome *ret_outcome);
#endif
