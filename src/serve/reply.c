#include "serve/reply.h"

#include <inttypes.h>

#include "serve/wording.h"

void reply_init(struct op *op, struct reply *reply)
{
    *reply = (struct reply){.status = 200, .body = buf_start(op->arena, REPLY_BYTES_MAX)};
}

struct json_writer *reply_json(struct reply *reply, int http_status)
{
    buf_clear(&reply->body);
    reply->status = http_status;
    reply->media_type = "application/json";
    reply->json = json_start(&reply->body);
    return &reply->json;
}

void reply_empty(struct reply *reply)
{
    buf_clear(&reply->body);
    reply->status = 204;
    reply->media_type = NULL;
}

void reply_text(struct reply *reply, int http_status, const char *text)
{
    buf_clear(&reply->body);
    reply->status = http_status;
    reply->media_type = "text/plain; charset=utf-8";
    buf_add_c(&reply->body, text);
}

void reply_header(struct reply *reply, const char *name, const char *value)
{
    if (reply->header_count < REPLY_HEADERS_MAX)
        reply->headers[reply->header_count++] = (struct reply_header){name, value};
}

void reply_error(struct reply *reply, const char *pointer, const char *detail)
{
    if (reply->error_count < FIELD_ERRORS_MAX)
        reply->errors[reply->error_count++] = (struct field_error){pointer, detail};
}

const char *reply_code(struct arena *arena, const struct request *request)
{
    return arena_printf(arena, "op-%" PRIx64, (uint64_t)request->id);
}

/* --- problems --- */

static const struct problem_kind {
    int status;
    const char *type;
    const char *title_es;
    const char *title_en;
} kinds[] = {
    {400, "malformed",      "Petición mal formada",   "Malformed request"      },
    {401, "unauthorized",   "Hay que iniciar sesión", "Sign in first"          },
    {403, "forbidden",      "No permitido",            "Not allowed"            },
    {404, "not-found",      "No existe",               "Not found"              },
    {405, "no-such-method", "Método no permitido",    "Method not allowed"     },
    {409, "conflict",       "Cambió mientras tanto",  "Changed meanwhile"      },
    {413, "too-large",      "Demasiado grande",        "Too large"              },
    {415, "not-json",       "El contenido no es JSON", "The content is not JSON"},
    {422, "invalid",        "No se guardó",           "Not saved"              },
    {429, "too-many",       "Demasiados intentos",     "Too many tries"         },
    {503, "busy",           "Ocupado; reintente",      "Busy; try again"        },
    {500, "internal",       "Falló el servidor",      "The server failed"      },
};
static const struct problem_kind leased = {409, "leased", "La atiende otra persona",
                                           "Somebody else has it"};
static const struct problem_kind refused = {403, "refused", "Una regla no lo permite",
                                            "A rule does not allow it"};

static const struct problem_kind *find_kind(const struct op *op, const struct reply *reply,
                                            int http_status)
{
    if (reply->holder)
        return &leased;
    if (op->code == E_REFUSED && http_status == 403)
        return &refused;
    for (size_t i = 0; i < ARRAY_LEN(kinds) - 1; i++)
        if (kinds[i].status == http_status)
            return &kinds[i];
    return &kinds[ARRAY_LEN(kinds) - 1];
}

static void write_errors(struct json_writer *w, const struct reply *reply)
{
    json_key(w, "errors");
    json_array_open(w);
    for (int i = 0; i < reply->error_count; i++) {
        json_object_open(w);
        json_put_c(w, "pointer", reply->errors[i].pointer);
        json_put_c(w, "detail", reply->errors[i].detail);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_holder(struct json_writer *w, const struct holder *holder)
{
    json_key(w, "holder");
    json_object_open(w);
    json_put_id(w, "id", holder->id);
    json_put_str(w, "name", holder->name);
    json_put_instant(w, "since", holder->since);
    json_put_instant(w, "until", holder->until);
    json_object_close(w);
}

void reply_problem(struct op *op, const struct request *request, struct reply *reply)
{
    const int http_status = reply->problem_status ? reply->problem_status : status_http(op->code);
    const struct problem_kind *const kind = find_kind(op, reply, http_status);
    const char *const pointer = wording_pointer(op);
    if (reply->error_count == 0 && pointer)
        reply_error(reply, pointer, op->text);
    struct json_writer *const w = reply_json(reply, http_status);
    reply->media_type = "application/problem+json";
    reply->file = (str){NULL, 0};
    json_object_open(w);
    json_put_c(w, "type", arena_printf(op->arena, "/problems/%s", kind->type));
    json_put_c(w, "title", request_say(request, kind->title_es, kind->title_en));
    json_put_i64(w, "status", http_status);
    json_put_c(w, "detail", op->text);
    json_put_c(w, "instance", reply_code(op->arena, request));
    write_errors(w, reply);
    if (reply->holder)
        write_holder(w, reply->holder);
    json_object_close(w);
    if (http_status == 503)
        reply_header(reply, "Retry-After", "1");
}
