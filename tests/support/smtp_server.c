#include "tests/support/smtp_server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAILS_MAX = 512, LINE_SIZE = 2048, POLL_MS = 20 };

static struct {
    pthread_t thread;
    int listener;
    _Atomic bool is_stopping;
    enum smtp_server_mood mood;
    char url[64];
    struct smtp_server_mail *mails;
    _Atomic size_t count;
} server;

/* One connection: what was read and not yet used. */
struct session {
    int socket;
    char line[LINE_SIZE];
    char pending[LINE_SIZE];
    size_t pending_size;
    struct smtp_server_mail *mail; /* being received */
};

static void say(const struct session *s, const char *text)
{
    (void)!send(s->socket, text, strlen(text), MSG_NOSIGNAL);
}

/* Waits for bytes; false when the client left or the test stops. */
static bool fill(struct session *s)
{
    struct pollfd wait = {s->socket, POLLIN, 0};
    while (!atomic_load(&server.is_stopping)) {
        if (poll(&wait, 1, POLL_MS) <= 0)
            continue;
        const ssize_t size =
            recv(s->socket, s->pending + s->pending_size, sizeof(s->pending) - s->pending_size, 0);
        if (size <= 0)
            return false;
        s->pending_size += (size_t)size;
        return true;
    }
    return false;
}

/* The next line without its end in s->line. */
static bool read_line(struct session *s)
{
    for (;;) {
        const char *const end = memchr(s->pending, '\n', s->pending_size);
        if (end) {
            const size_t size = (size_t)(end - s->pending) + 1;
            memcpy(s->line, s->pending, size);
            s->line[size >= 2 && s->line[size - 2] == '\r' ? size - 2 : size - 1] = '\0';
            s->pending_size -= size;
            memmove(s->pending, s->pending + size, s->pending_size);
            return true;
        }
        if (s->pending_size == sizeof(s->pending) || !fill(s))
            return false;
    }
}

static bool does(const struct session *s, const char *what)
{
    const size_t size = strlen(what);
    return strncmp(s->mail->to, what, size) == 0 && s->mail->to[size] == '@';
}

static void wait_for_the_end(struct session *s)
{
    while (fill(s))
        s->pending_size = 0;
}

/* The text up to the final dot; false ends the connection. */
static bool take_text(struct session *s)
{
    size_t size = 0;
    if (does(s, "drop-data"))
        return false;
    while (read_line(s) && strcmp(s->line, ".") != 0) {
        const char *const line = s->line[0] == '.' ? s->line + 1 : s->line;
        const int more =
            snprintf(s->mail->bytes + size, sizeof(s->mail->bytes) - size, "%s\r\n", line);
        size += (size_t)more;
    }
    if (does(s, "drop-dot"))
        return false;
    if (does(s, "mute-dot")) {
        wait_for_the_end(s);
        return false;
    }
    if (does(s, "refuse-text")) {
        say(s, "554 5.6.0 no\r\n");
    } else if (does(s, "later-text")) {
        say(s, "451 4.3.0 not now\r\n");
    } else {
        atomic_fetch_add(&server.count, 1);
        say(s, "250 2.0.0 taken\r\n");
    }
    return !atomic_load(&server.is_stopping);
}

static bool take_recipient(struct session *s)
{
    static const struct {
        const char *what, *answer;
    } answers[] = {
        {"no-such", "550 5.1.1 no such user\r\n"},
        {"full",    "552 5.2.2 mailbox full\r\n"},
        {"policy",  "550 5.7.1 not from you\r\n"},
        {"old",     "550 no such user\r\n"      },
        {"later",   "451 4.7.1 come back\r\n"   },
    };
    const char *const open = strchr(s->line, '<');
    (void)snprintf(s->mail->to, sizeof(s->mail->to), "%.*s", (int)strcspn(open + 1, ">"), open + 1);
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        if (does(s, answers[i].what)) {
            say(s, answers[i].answer);
            return true;
        }
    }
    if (does(s, "drop-rcpt"))
        return false;
    say(s, "250 2.1.5 go on\r\n");
    return true;
}

static bool answer(struct session *s)
{
    if (strncmp(s->line, "EHLO", 4) == 0)
        say(s, "250-stand-in\r\n250 8BITMIME\r\n");
    else if (strncmp(s->line, "RCPT TO:", 8) == 0)
        return take_recipient(s);
    else if (strcmp(s->line, "DATA") == 0 && does(s, "refuse-data"))
        say(s, "554 5.5.1 no\r\n");
    else if (strcmp(s->line, "DATA") == 0) {
        say(s, "354 go on\r\n");
        return take_text(s);
    } else if (strcmp(s->line, "QUIT") == 0) {
        say(s, "221 bye\r\n");
        return false;
    } else
        say(s, "250 2.0.0 well\r\n");
    return true;
}

static void serve(int socket)
{
    struct session s = {.socket = socket};
    if (server.mood == SMTP_SERVER_MUTE) {
        wait_for_the_end(&s);
        return;
    }
    say(&s, server.mood == SMTP_SERVER_CLOSED ? "554 5.3.2 closed\r\n" : "220 stand-in\r\n");
    do {
        s.mail = &server.mails[atomic_load(&server.count) % MAILS_MAX];
    } while (read_line(&s) && answer(&s));
}

static void *listen_for_clients(void *context)
{
    struct pollfd wait = {server.listener, POLLIN, 0};
    (void)context;
    while (!atomic_load(&server.is_stopping)) {
        if (poll(&wait, 1, POLL_MS) <= 0)
            continue;
        const int socket = accept(server.listener, NULL, NULL);
        if (socket < 0)
            continue;
        serve(socket);
        (void)close(socket);
    }
    return NULL;
}

static void stop_test(const char *what)
{
    perror(what);
    abort();
}

void smtp_server_start(enum smtp_server_mood mood)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof(address);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server.listener < 0 || bind(server.listener, (struct sockaddr *)&address, size) != 0 ||
        listen(server.listener, 8) != 0 ||
        getsockname(server.listener, (struct sockaddr *)&address, &size) != 0)
        stop_test("stand-in mail server");
    (void)snprintf(server.url, sizeof(server.url), "smtp://127.0.0.1:%d", ntohs(address.sin_port));
    server.mood = mood;
    atomic_store(&server.is_stopping, false);
    atomic_store(&server.count, 0);
    server.mails = calloc(MAILS_MAX, sizeof(*server.mails));
    if (!server.mails || pthread_create(&server.thread, NULL, listen_for_clients, NULL) != 0)
        stop_test("stand-in mail server");
}

void smtp_server_stop(void)
{
    if (!server.mails)
        return;
    atomic_store(&server.is_stopping, true);
    (void)pthread_join(server.thread, NULL);
    (void)close(server.listener);
    free(server.mails);
    server.mails = NULL;
}

const char *smtp_server_url(void)
{
    return server.url;
}

size_t smtp_server_count(void)
{
    return atomic_load(&server.count);
}

const struct smtp_server_mail *smtp_server_mail(size_t index)
{
    return &server.mails[index % MAILS_MAX];
}
