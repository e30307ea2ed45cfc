/* For the machine that watches the server. */
#include "calendar/zone.h"
#include "serve/metrics.h"
#include "store/open.h"

#define STALE_DAYS    1 /* yesterday may still wait for its close; the day before may not */
#define CLOSE_LONGEST (6 * 3600 * INSTANT_PER_SECOND) /* no close takes that long */

static status alive(struct op *op, const struct request *request, struct reply *reply)
{
    (void)op;
    (void)request;
    reply_text(reply, 200, "ok\n");
    return OK;
}

struct days {
    day open_date;
    str timezone;
    bool is_test;
    instant started_at; /* of a close that is not released */
};

static status read_days(struct op *op, struct db_rows *row, void *out)
{
    *(struct days *)out = (struct days){db_day(row, 0), db_text_copy(op, row, 1),
                                        db_i64(row, 2) != 0, db_instant(row, 3)};
    return OK;
}

/* NULL: the days are as they should be.  A test store lives in days of its own. */
static const char *find_stale(struct op *op, const struct days *days)
{
    const struct zone *zone = NULL;
    if (days->started_at != INSTANT_NONE && op_now(op) - days->started_at > CLOSE_LONGEST)
        return "a close has begun and is not finished: run acuerdo close\n";
    if (days->is_test || zone_find(op, days->timezone, &zone) != OK)
        return NULL;
    return zone_to_local(zone, op_now(op)).day - days->open_date > STALE_DAYS
               ? "days are not closed: run acuerdo close\n"
               : NULL;
}

/* NULL: ready; else why not. */
static const char *find_obstacle(struct op *op)
{
    struct days days;
    bool found = false;
    int version = 0;
    if (!op->db || db_schema_version(op, &version) != OK)
        return "the store does not answer\n";
    if (version != db_schema_known())
        return "the store's schema is not the one of this program\n";
    if (db_query_one(op, Q_READY_CLOSE, DB_NO_ARGS, read_days, &days, &found) != OK)
        return "the store does not answer\n";
    return found ? find_stale(op, &days) : "the store has no organisation: run acuerdo init\n";
}

static status ready(struct op *op, const struct request *request, struct reply *reply)
{
    const char *const obstacle = find_obstacle(op);
    (void)request;
    op_clear(op);
    reply_text(reply, obstacle ? 503 : 200, obstacle ? obstacle : "ready\n");
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"isAlive", "GET", "/healthz", .is_public = true, .handle = alive},
    {"isReady", "GET", "/readyz", .is_public = true, .handle = ready},
    {"getMetrics", "GET", "/metrics", .is_public = true, .handle = metrics_answer},
};
/* clang-format on */
const struct route_list health_routes = ROUTE_LIST(rows);
