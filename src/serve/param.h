/* What a route takes, as data: each value of the path, the query and the JSON body is declared, and
 * checked before the handler is called.  What is not declared is refused. */
#ifndef SERVE_PARAM_H
#define SERVE_PARAM_H
#include "serve/reply.h"

enum param_place { IN_PATH, IN_QUERY, IN_BODY };

enum param_type {
    PARAM_ID,      /* decimal digits in a text, as browsers keep 64 bits */
    PARAM_MONEY,   /* integer of minor units */
    PARAM_DAY,     /* YYYY-MM-DD */
    PARAM_INSTANT, /* ISO 8601 in UTC with a final Z */
    PARAM_INTEGER,
    PARAM_TEXT,
    PARAM_FILE,   /* the same with any line ends */
    PARAM_WORD,   /* one of words; its number is the place in the list */
    PARAM_OBJECT, /* holds the fields whose names begin with its own and a slash */
    PARAM_JSON    /* of a body: anything, as the text of it; the handler checks it */
};

struct param {
    const char *name; /* of a body's field inside an object: "promise/amount" */
    enum param_place place;
    enum param_type type;
    bool is_required;         /* of an object's field: when the object is there */
    int64_t least, most;      /* of an integer; of a text, its characters */
    const char *const *words; /* ended by NULL */
};

/* Fills request->values from the path's captured segments, the query and the body.  E_INVALID: the
 * errors are on the reply, each with its pointer. */
MUST_CHECK status params_read(struct op *op, struct request *request, struct reply *reply,
                              const str *captured);
/* ISO 8601 in UTC: 2026-03-05T16:04:00Z, with up to six digits of a second's fraction. */
MUST_CHECK bool instant_parse(str text, instant *ret_at);
#endif
