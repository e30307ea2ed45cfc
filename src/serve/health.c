/* For the machine that watches the server. */
#include "serve/route.h"
#include "store/open.h"

static status alive(struct op *op, const struct request *request, struct reply *reply)
{
    (void)op;
    (void)request;
    reply_text(reply, 200, "ok\n");
    return OK;
}

static status ready(struct op *op, const struct request *request, struct reply *reply)
{
    int version = 0;
    (void)request;
    if (db_schema_version(op, &version) != OK)
        reply_text(reply, 503, "the store does not answer\n");
    else if (version != db_schema_known())
        reply_text(reply, 503, "the store's schema is not the one of this program\n");
    else
        reply_text(reply, 200, "ready\n");
    op_clear(op);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"isAlive", "GET", "/healthz", .is_public = true, .handle = alive},
    {"isReady", "GET", "/readyz", .is_public = true, .handle = ready},
};
/* clang-format on */
const struct route_list health_routes = ROUTE_LIST(rows);
