#include "serve/exchange.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/ids.h"
#include "base/limits.h"
#include "serve/security.h"

struct exchange *exchange_create(const char *target)
{
    struct arena *const arena = arena_create();
    struct exchange *const exchange = arena_new(arena, struct exchange);
    exchange->arena = arena;
    exchange->raw_target = target;
    exchange->target = str_copy(arena, str_of(target));
    exchange->body = buf_start(arena, LIMIT_BODY_BYTES);
    return exchange;
}

void exchange_destroy(struct exchange *exchange)
{
    arena_destroy(exchange->arena);
}

static str header(const struct exchange *exchange, struct MHD_Connection *connection,
                  const char *name)
{
    const char *const value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return str_copy(exchange->arena, str_of(value));
}

static str cookie_of(str cookies, const char *name)
{
    while (cookies.size > 0) {
        str value = str_trim(str_split(&cookies, ';'));
        const str key = str_split(&value, '=');
        if (str_equal_c(key, name))
            return value;
    }
    return (str){"", 0};
}

/* Spanish unless English is asked for before it. */
static bool wants_english(str languages)
{
    while (languages.size > 0) {
        const str tag = str_trim(str_split(&languages, ','));
        if (tag.size >= 2 && str_equal_nocase((str){tag.data, 2}, STR("es")))
            return false;
        if (tag.size >= 2 && str_equal_nocase((str){tag.data, 2}, STR("en")))
            return true;
    }
    return false;
}

static bool is_json(str type)
{
    return str_equal_nocase(str_trim(str_split(&type, ';')), STR("application/json"));
}

/* A proxy on this machine says for whom it asks; who says nothing is asked by nobody else. */
static bool is_local(struct exchange *exchange, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *const info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || info->client_addr->sa_family != AF_INET ||
        header(exchange, connection, "X-Forwarded-For").size > 0 ||
        header(exchange, connection, "X-Forwarded-Proto").size > 0 ||
        header(exchange, connection, "Forwarded").size > 0)
        return false;
    struct sockaddr_in address;
    memcpy(&address, info->client_addr, sizeof(address));
    return ntohl(address.sin_addr.s_addr) >> 24 == 127;
}

void exchange_read_head(struct exchange *exchange, struct MHD_Connection *connection,
                        const char *method)
{
    struct request *const request = &exchange->request;
    str rest = exchange->target;
    const str verb = str_copy(exchange->arena, str_of(method));
    *request = (struct request){
        .id = id_make(),
        .method = str_equal_c(verb, "HEAD") ? STR("GET") : verb,
        .path = str_split(&rest, '?'),
        .query = rest,
        .has_body_type = is_json(header(exchange, connection, "Content-Type")),
        .is_english = wants_english(header(exchange, connection, "Accept-Language")),
        .is_over_tls =
            str_equal_nocase(header(exchange, connection, "X-Forwarded-Proto"), STR("https")),
        .is_local = is_local(exchange, connection),
        .token = cookie_of(header(exchange, connection, "Cookie"), SESSION_COOKIE),
        .csrf_token = header(exchange, connection, "X-CSRF-Token"),
        .idempotency_key = header(exchange, connection, "Idempotency-Key"),
        .notice_signature = header(exchange, connection, "Stripe-Signature"),
        .accept_encoding = header(exchange, connection, "Accept-Encoding"),
    };
}

enum MHD_Result exchange_send(struct exchange *exchange, struct MHD_Connection *connection)
{
    const struct reply *const reply = &exchange->reply;
    const str body = reply->file.data ? reply->file : buf_str(&reply->body);
    /* The library promises not to write into a persistent buffer; its type only does not say so. */
    union {
        const void *readable;
        void *as_wanted;
    } data = {.readable = body.data};
    struct MHD_Response *const response =
        MHD_create_response_from_buffer(body.size, data.as_wanted, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    security_add(response, reply->media_type);
    for (int i = 0; i < reply->header_count; i++)
        (void)MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    const enum MHD_Result result =
        MHD_queue_response(connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return result;
}

enum MHD_Result exchange_refuse(struct exchange *exchange, struct MHD_Connection *connection,
                                int http_status, const char *why)
{
    struct op op;
    op_init(&op, exchange->arena, NULL, op_clock_system);
    exchange->is_refused = true;
    reply_init(&op, &exchange->reply);
    reply_text(&exchange->reply, http_status, arena_printf(exchange->arena, "%s\n", why));
    reply_header(&exchange->reply, "Connection", "close");
    return exchange_send(exchange, connection);
}
