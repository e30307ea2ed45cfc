/* What the server counts of itself, and the page in Prometheus text form that shows it.
 *
 * Labels are names of this program (operations, states, queues), never anything of a person.
 * Counting is lock-free; figures that need the store are asked for at most every METRICS_SECONDS,
 * however often the page is read.  The page is for this machine alone: a proxy must not pass it. */
#ifndef SERVE_METRICS_H
#define SERVE_METRICS_H
#include "serve/route.h"

#define METRICS_SECONDS 10

struct metrics;

struct metrics *metrics_create(struct arena *arena, instant started_at);
void metrics_destroy(struct metrics *metrics);
/* Notes an answer; a NULL route is a file of the workspace. */
void metrics_count(struct metrics *metrics, const struct route *route, int http_status, int64_t us);
/* GET /metrics.  E_DENIED: asked from another machine, or through a proxy. */
MUST_CHECK status metrics_answer(struct op *op, const struct request *request, struct reply *reply);
#endif
