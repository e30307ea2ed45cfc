#include "sample/mailbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define LINE_MAX_BYTES 4096
#define POLL_MS        200 /* how soon a stop is noticed */
#define IDLE_MS        60000

struct mailbox {
    int listener;
    char url[64];
    pthread_t thread;
    _Atomic bool is_stopping;
    _Atomic int64_t count;
};

/* One conversation: bytes that came and are not yet a line. */
struct talk {
    struct mailbox *mailbox;
    int socket;
    char data[LINE_MAX_BYTES];
    size_t size;
};

static void say(const struct talk *talk, const char *line)
{
    (void)!send(talk->socket, line, strlen(line), MSG_NOSIGNAL);
}

/* Waits for readable bytes, a stop, or too long a silence. */
static bool wait_readable(const struct talk *talk)
{
    for (int waited = 0; waited < IDLE_MS; waited += POLL_MS) {
        struct pollfd poll_row = {talk->socket, POLLIN, 0};
        if (atomic_load(&talk->mailbox->is_stopping))
            return false;
        const int ready = poll(&poll_row, 1, POLL_MS);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
    }
    return false;
}

/* The next line without its end; false: the other side is gone. */
static bool read_line(struct talk *talk, char line[LINE_MAX_BYTES])
{
    for (;;) {
        char *const end = memchr(talk->data, '\n', talk->size);
        if (end) {
            const size_t length = (size_t)(end - talk->data);
            memcpy(line, talk->data, length);
            line[length > 0 && line[length - 1] == '\r' ? length - 1 : length] = '\0';
            talk->size -= length + 1;
            memmove(talk->data, end + 1, talk->size);
            return true;
        }
        if (talk->size == sizeof(talk->data) - 1)
            talk->size = 0; /* a line longer than mail has: of no interest here */
        if (!wait_readable(talk))
            return false;
        const ssize_t got =
            recv(talk->socket, talk->data + talk->size, sizeof(talk->data) - 1 - talk->size, 0);
        if (got <= 0)
            return false;
        talk->size += (size_t)got;
    }
}

/* One address in forty does not exist, always the same ones. */
static bool is_unknown(const char *address)
{
    uint32_t hash = 2166136261U;
    for (; *address; address++)
        hash = (hash ^ (uint8_t)*address) * 16777619U;
    return hash % 40 == 0;
}

static bool take_message(struct talk *talk)
{
    char line[LINE_MAX_BYTES];
    say(talk, "354 go on\r\n");
    do {
        if (!read_line(talk, line))
            return false;
    } while (strcmp(line, ".") != 0);
    atomic_fetch_add(&talk->mailbox->count, 1);
    say(talk, "250 taken\r\n");
    return true;
}

static bool is_verb(const char *line, const char *verb)
{
    return strncasecmp(line, verb, strlen(verb)) == 0;
}

static void converse(struct talk *talk)
{
    char line[LINE_MAX_BYTES];
    say(talk, "220 mailbox.example ESMTP\r\n");
    while (read_line(talk, line)) {
        if (is_verb(line, "DATA")) {
            if (!take_message(talk))
                return;
        } else if (is_verb(line, "RCPT") && is_unknown(line)) {
            say(talk, "550 5.1.1 no such person here\r\n");
        } else if (is_verb(line, "QUIT")) {
            say(talk, "221 bye\r\n");
            return;
        } else {
            say(talk, "250 fine\r\n");
        }
    }
}

static void *serve(void *context)
{
    struct mailbox *const mailbox = context;
    while (!atomic_load(&mailbox->is_stopping)) {
        struct pollfd poll_row = {mailbox->listener, POLLIN, 0};
        if (poll(&poll_row, 1, POLL_MS) <= 0)
            continue;
        struct talk talk = {.mailbox = mailbox,
                            .socket = accept4(mailbox->listener, NULL, NULL, SOCK_CLOEXEC)};
        if (talk.socket < 0)
            continue;
        converse(&talk);
        (void)close(talk.socket);
    }
    return NULL;
}

static status listen_loopback(struct op *op, struct mailbox *mailbox)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    mailbox->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (mailbox->listener < 0 ||
        bind(mailbox->listener, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(mailbox->listener, 8) != 0 ||
        getsockname(mailbox->listener, (struct sockaddr *)&address, &size) != 0)
        return op_fail(op, E_IO, "the simulation's mail server cannot listen: %s",
                       op_errno(op, errno));
    (void)snprintf(mailbox->url, sizeof(mailbox->url), "smtp://127.0.0.1:%u",
                   (unsigned)ntohs(address.sin_port));
    return OK;
}

status mailbox_start(struct op *op, struct mailbox **ret_mailbox)
{
    struct mailbox *const mailbox = arena_new(op->arena, struct mailbox);
    TRY(listen_loopback(op, mailbox));
    if (pthread_create(&mailbox->thread, NULL, serve, mailbox) != 0)
        return op_fail(op, E_INTERNAL, "the simulation's mail server cannot start a thread");
    *ret_mailbox = mailbox;
    return OK;
}

const char *mailbox_url(const struct mailbox *mailbox)
{
    return mailbox->url;
}

int64_t mailbox_count(const struct mailbox *mailbox)
{
    return atomic_load(&mailbox->count);
}

void mailbox_stop(struct mailbox *mailbox)
{
    atomic_store(&mailbox->is_stopping, true);
    (void)pthread_join(mailbox->thread, NULL);
    (void)close(mailbox->listener);
}
