#include "reach/smtp.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

/* A server is given time to look at a mail, but a worker does not wait for ever. */
#define CONNECT_MS 30000L

struct smtp {
    CURL *curl; /* NULL: to be made */
    struct smtp_server server;
    struct smtp_exchange exchange; /* of the mail now being sent */
    str rest;                      /* of its bytes */
    const _Atomic bool *stop;
    bool is_quitting; /* what the server says to QUIT is no answer to the mail */
};

const char *smtp_stage_name(enum smtp_stage stage)
{
    static const char *const names[] = {"connect", "mail", "rcpt", "data", "body", "end"};
    return names[stage];
}

const char *smtp_result_name(enum smtp_result result)
{
    static const char *const names[] = {"accepted", "bad_address", "refused",
                                        "later",    "down",        "unknown"};
    return names[result];
}

/* 550, 551, 553 and every 5.1.x speak of the address; a full mailbox and a policy do not. */
static bool is_about_address(const struct smtp_exchange *exchange)
{
    if (exchange->enhanced[0])
        return strncmp(exchange->enhanced, "5.1.", 4) == 0;
    return exchange->code == 550 || exchange->code == 551 || exchange->code == 553;
}

enum smtp_result smtp_judge(const struct smtp_exchange *exchange)
{
    const int kind = exchange->code / 100;
    if (exchange->is_accepted)
        return SMTP_ACCEPTED;
    switch (exchange->stage) {
    case SMTP_CONNECT:
    case SMTP_MAIL:
        return SMTP_DOWN; /* it is not about this recipient, whatever the code says */
    case SMTP_RCPT:
        if (kind == 5)
            return is_about_address(exchange) ? SMTP_BAD_ADDRESS : SMTP_REFUSED;
        return kind == 4 && exchange->code != 421 ? SMTP_LATER : SMTP_DOWN;
    case SMTP_DATA:
    case SMTP_BODY:
        return kind == 5                            ? SMTP_REFUSED
               : kind == 4 && exchange->code != 421 ? SMTP_LATER
                                                    : SMTP_DOWN;
    case SMTP_END:
        return kind == 5 ? SMTP_REFUSED : kind == 4 ? SMTP_LATER : SMTP_UNKNOWN;
    }
    return SMTP_UNKNOWN;
}

static void enter_stage(struct smtp *smtp, enum smtp_stage stage)
{
    smtp->exchange.stage = stage;
    smtp->exchange.code = 0;
    smtp->exchange.enhanced[0] = '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "550 5.1.1 no such user": the code, and the class.subject.detail behind it. */
static void read_answer(struct smtp_exchange *exchange, str line)
{
    if (line.size < 3 || !is_digit(line.data[0]) || !is_digit(line.data[1]) ||
        !is_digit(line.data[2]))
        return;
    exchange->code = (line.data[0] - '0') * 100 + (line.data[1] - '0') * 10 + (line.data[2] - '0');
    size_t size = 0;
    int dots = 0;
    while (4 + size < line.size && size < sizeof(exchange->enhanced) - 1 &&
           (is_digit(line.data[4 + size]) || line.data[4 + size] == '.'))
        dots += line.data[4 + size++] == '.';
    if (dots == 2 && line.data[4] == line.data[0]) {
        memcpy(exchange->enhanced, line.data + 4, size);
        exchange->enhanced[size] = '\0';
    }
}

/* libcurl tells what goes over the wire: the only place where the stage can be seen. */
/* NOLINTNEXTLINE(readability-non-const-parameter): libcurl's own signature */
static int watch(CURL *curl, curl_infotype type, char *data, size_t size, void *context)
{
    static const struct {
        const char *command;
        enum smtp_stage stage;
    } commands[] = {
        {"MAIL FROM:", SMTP_MAIL},
        {"RCPT TO:",   SMTP_RCPT},
        {"DATA",       SMTP_DATA},
    };
    struct smtp *const smtp = context;
    const str line = {data, size};
    (void)curl;
    if (type == CURLINFO_HEADER_OUT && str_starts(line, STR("QUIT")))
        smtp->is_quitting = true;
    if (type == CURLINFO_HEADER_IN && !smtp->is_quitting)
        read_answer(&smtp->exchange, line);
    if (type == CURLINFO_HEADER_OUT && smtp->exchange.stage < SMTP_BODY)
        for (size_t i = 0; i < ARRAY_LEN(commands); i++)
            if (str_starts(line, str_of(commands[i].command)))
                enter_stage(smtp, commands[i].stage);
    return 0;
}

/* When it is asked for more than there is, all has been written and the final dot comes next. */
static size_t give_bytes(char *out, size_t size, size_t count, void *context)
{
    struct smtp *const smtp = context;
    const size_t room = size * count;
    const size_t given = smtp->rest.size < room ? smtp->rest.size : room;
    if (given == 0) {
        enter_stage(smtp, SMTP_END);
        return 0;
    }
    if (smtp->exchange.stage != SMTP_BODY)
        enter_stage(smtp, SMTP_BODY);
    memcpy(out, smtp->rest.data, given);
    smtp->rest = (str){smtp->rest.data + given, smtp->rest.size - given};
    return given;
}

static int may_go_on(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct smtp *const smtp = context;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return smtp->stop && atomic_load(smtp->stop) && smtp->exchange.stage < SMTP_BODY;
}

static void start_library(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();                    /* no memory at the start of the process */
    (void)signal(SIGPIPE, SIG_IGN); /* TLS writes to a closed connection must fail, not kill */
}

/* Says QUIT and waits for the answer. */
static void close_client(void *context)
{
    struct smtp *const smtp = context;
    curl_easy_cleanup(smtp->curl);
    smtp->curl = NULL;
}

/* Nothing more is expected of a server in doubt, least of all minutes of waiting for a QUIT. */
static void cut_connection(struct smtp *smtp)
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(smtp->curl, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
        socket != CURL_SOCKET_BAD)
        (void)shutdown(socket, SHUT_RDWR);
    close_client(smtp);
}

static long milliseconds(const struct smtp_server *server)
{
    return server->timeout_ms > 0 ? server->timeout_ms : LIMIT_SMTP_MS;
}

/* Opportunistic TLS keeps passers-by out and proves nothing, so it asks for no certificate. */
static CURLcode set_up(struct smtp *smtp)
{
    CURL *const curl = smtp->curl;
    const struct smtp_server *const server = &smtp->server;
    const long verify = server->is_tls_required ? 1L : 0L;
    CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, server->url);
#define SET(option, value)                                                                         \
    if (code == CURLE_OK)                                                                          \
    code = curl_easy_setopt(curl, (option), (value))
    SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS,
        milliseconds(server) < CONNECT_MS ? milliseconds(server) : CONNECT_MS);
    SET(CURLOPT_TIMEOUT_MS, milliseconds(server));
    SET(CURLOPT_USE_SSL, (long)(server->is_tls_required ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    SET(CURLOPT_SSL_VERIFYPEER, verify);
    SET(CURLOPT_SSL_VERIFYHOST, verify * 2);
    if (server->ca_file)
        SET(CURLOPT_CAINFO, server->ca_file);
    if (*server->user) {
        SET(CURLOPT_USERNAME, server->user);
        SET(CURLOPT_PASSWORD, server->password);
    }
    SET(CURLOPT_VERBOSE, 1L);
    SET(CURLOPT_DEBUGFUNCTION, watch);
    SET(CURLOPT_DEBUGDATA, smtp);
    SET(CURLOPT_UPLOAD, 1L);
    SET(CURLOPT_READFUNCTION, give_bytes);
    SET(CURLOPT_READDATA, smtp);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, may_go_on);
    SET(CURLOPT_XFERINFODATA, smtp);
#undef SET
    return code;
}

static CURLcode make_client(struct smtp *smtp)
{
    if (smtp->curl)
        return CURLE_OK;
    smtp->curl = curl_easy_init();
    return smtp->curl ? set_up(smtp) : CURLE_OUT_OF_MEMORY;
}

status smtp_open(struct op *op, const struct smtp_server *server, struct smtp **ret_smtp)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct smtp *const smtp = arena_new(op->arena, struct smtp);
    (void)pthread_once(&once, start_library);
    smtp->server = *server;
    arena_defer(op->arena, close_client, smtp);
    const CURLcode code = make_client(smtp);
    if (code != CURLE_OK)
        return op_fail(op, E_INTERNAL, "libcurl: %s", curl_easy_strerror(code));
    *ret_smtp = smtp;
    return OK;
}

static CURLcode perform(struct smtp *smtp, const char *from, struct curl_slist *to)
{
    CURLcode code = to ? make_client(smtp) : CURLE_OUT_OF_MEMORY;
    if (code == CURLE_OK)
        code = curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, from);
    if (code == CURLE_OK)
        code = curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, to);
    return code == CURLE_OK ? curl_easy_perform(smtp->curl) : code;
}

enum smtp_result smtp_send(struct smtp *smtp, const struct smtp_mail *mail,
                           const _Atomic bool *stop, struct smtp_exchange *ret_exchange)
{
    struct curl_slist *const to = curl_slist_append(NULL, mail->to);
    smtp->exchange = (struct smtp_exchange){.stage = SMTP_CONNECT};
    smtp->rest = mail->bytes;
    smtp->is_quitting = false;
    smtp->stop = stop;
    const CURLcode code = perform(smtp, mail->from, to);
    curl_slist_free_all(to);
    smtp->exchange.is_accepted = code == CURLE_OK && smtp->exchange.stage == SMTP_END;
    *ret_exchange = smtp->exchange;
    const enum smtp_result result = smtp_judge(&smtp->exchange);
    /* An answer that comes late must never be taken for the answer to the next mail, and libcurl
     * would go on with the connection. */
    if (result != SMTP_ACCEPTED && smtp->curl)
        cut_connection(smtp);
    return result;
}
