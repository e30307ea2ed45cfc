/* A mail server of the simulation: takes what is sent to it on the loopback, keeps only a count,
 * and refuses some addresses, as the world does.
 *
 * So the demo sends through the ordinary outbox and SMTP, and nothing leaves the machine. */
#ifndef SAMPLE_MAILBOX_H
#define SAMPLE_MAILBOX_H
#include "base/op.h"

struct mailbox;

/* Listens on a free port of 127.0.0.1 in a thread of its own.  E_IO. */
MUST_CHECK status mailbox_start(struct op *op, struct mailbox **ret_mailbox);
/* smtp://127.0.0.1:PORT; lives as long as the mailbox. */
const char *mailbox_url(const struct mailbox *mailbox);
int64_t mailbox_count(const struct mailbox *mailbox);
void mailbox_stop(struct mailbox *mailbox);
#endif
