/* A request as handlers see it: who asks, in which language, and the declared values, checked.
 *
 * All texts live as long as the request.  Values are asked for by their number in the route's table
 * of params; asking for one that was not sent gives "nothing": 0, DAY_NONE, INSTANT_NONE, empty. */
#ifndef SERVE_REQUEST_H
#define SERVE_REQUEST_H
#include "base/day.h"
#include "base/money.h"
#include "base/str.h"
#include "record/session.h"

#define PARAMS_MAX 16 /* declared by one route */

struct access_log;
struct limiter;
struct metrics;
struct resident;
struct route;

struct value {
    bool is_set;
    int64_t number; /* an id, minor units, a day, an instant, an integer */
    str text;
};

struct request {
    struct limiter *limiter;
    struct metrics *metrics;
    struct access_log *access_log;
    struct resident *resident; /* NULL: this server keeps no columns */
    int64_t id;                /* of the operation: the code that a person quotes */
    str method;                /* HEAD counts as GET */
    str path;                  /* as sent, without the query */
    str query;                 /* as sent, without the question mark */
    str body;
    bool has_body_type; /* Content-Type is application/json */
    bool is_english;
    bool is_over_tls; /* a proxy in front said so */
    bool is_local;    /* from this machine, and no proxy passed it on */
    str token;        /* of the session cookie */
    str csrf_token;
    str idempotency_key;
    str accept_encoding;
    str notice_signature; /* of a provider of payments */
    const struct route *route;
    const struct session *session; /* NULL: nobody is signed in */
    struct value values[PARAMS_MAX];
};

static inline bool request_has(const struct request *request, int param)
{
    return request->values[param].is_set;
}
static inline int64_t request_id(const struct request *request, int param)
{
    return request->values[param].is_set ? request->values[param].number : 0;
}
static inline money request_money(const struct request *request, int param)
{
    return (money){request->values[param].is_set ? request->values[param].number : 0};
}
static inline day request_day(const struct request *request, int param)
{
    return request->values[param].is_set ? (day)request->values[param].number : DAY_NONE;
}
static inline instant request_instant(const struct request *request, int param)
{
    return request->values[param].is_set ? request->values[param].number : INSTANT_NONE;
}
static inline int64_t request_number(const struct request *request, int param, int64_t fallback)
{
    return request->values[param].is_set ? request->values[param].number : fallback;
}
static inline str request_text(const struct request *request, int param)
{
    return request->values[param].is_set ? request->values[param].text : (str){"", 0};
}
/* Spanish, or English for whoever asked for it. */
static inline const char *request_say(const struct request *request, const char *es, const char *en)
{
    return request->is_english ? en : es;
}
#endif
