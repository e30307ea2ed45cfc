/* An answer on its way out: JSON that a handler writes, a file, or a problem (RFC 9457).
 *
 * Everything lives in the op's arena, which outlives the sending. */
#ifndef SERVE_REPLY_H
#define SERVE_REPLY_H
#include "base/json.h"
#include "serve/request.h"

#define REPLY_BYTES_MAX   (64 << 20) /* the largest report; lists come in pages */
#define REPLY_HEADERS_MAX 12

struct reply_header {
    const char *name;
    const char *value;
};

/* Somebody else holds what was asked for. */
struct holder {
    int64_t id;
    str name;
    instant since;
    instant until;
};

/* What is wrong with one field. */
struct field_error {
    const char *pointer; /* JSON pointer into the body; of a query, its name after a slash */
    const char *detail;
};
#define FIELD_ERRORS_MAX 32

struct reply {
    int status;
    const char *media_type;
    struct buf body;
    struct json_writer json;
    str file; /* instead of body: borrowed for ever */
    struct reply_header headers[REPLY_HEADERS_MAX];
    int header_count;
    /* of a refusal */
    int problem_status; /* instead of the one of the status code; 0: that one */
    const struct holder *holder;
    struct field_error errors[FIELD_ERRORS_MAX];
    int error_count;
};

void reply_init(struct op *op, struct reply *reply);
/* Begins a JSON answer and returns its writer. */
struct json_writer *reply_json(struct reply *reply, int http_status);
void reply_empty(struct reply *reply); /* 204 */
void reply_text(struct reply *reply, int http_status, const char *text);
void reply_header(struct reply *reply, const char *name, const char *value);
/* Notes what is wrong with a field; the handler then returns E_INVALID. */
void reply_error(struct reply *reply, const char *pointer, const char *detail);

/* Turns a failed operation into an answer, in the language of the request. */
void reply_problem(struct op *op, const struct request *request, struct reply *reply);
/* The code that a person quotes: op-7f3a91. */
const char *reply_code(struct arena *arena, const struct request *request);
#endif
