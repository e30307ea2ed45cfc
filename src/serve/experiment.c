/* Champion and challenger over HTTP: what `acuerdo strategy arms` does, for a screen. */
#include "prove/enact.h"
#include "record/organisation.h"
#include "serve/route.h"

#define ARMS_TEXT_MAX (ARMS_MAX * 128)

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct experiment *rows = NULL;
    size_t count = 0;
    (void)request;
    TRY(experiment_list(op, &rows, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        experiment_write(w, &rows[i]);
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { A_NAME, A_ARMS, A_FROM, A_UNTIL, A_REASON };
static const struct param ask_params[] = {
    [A_NAME] = {"name",   IN_BODY, PARAM_TEXT, true,  1, 40,            NULL},
    [A_ARMS] = {"arms",   IN_BODY, PARAM_TEXT, true,  1, ARMS_TEXT_MAX, NULL},
    [A_FROM] = {"from",   IN_BODY, PARAM_DAY,  false, 0, 0,             NULL},
    [A_UNTIL] = {"until",  IN_BODY, PARAM_DAY,  false, 0, 0,             NULL},
    [A_REASON] = {"reason", IN_BODY, PARAM_TEXT, true,  1, 300,           NULL},
};

static status read_arms(struct op *op, str text, struct experiment *e)
{
    while (text.size > 0)
        TRY(experiment_add_arm(op, e, str_trim(str_split(&text, ','))));
    return OK;
}

/* Proofs take seconds, so it has its own transaction at the end. */
static status ask(struct op *op, const struct request *request, struct reply *reply)
{
    struct enactment enactment;
    struct experiment e = {.name = request_text(request, A_NAME),
                           .until_on = DAY_NONE,
                           .note = request_text(request, A_REASON)};
    int64_t id = 0;
    int64_t approval_id = 0;
    TRY(organisation_read_date(op));
    e.from_on = request_has(request, A_FROM) ? request_day(request, A_FROM) : op->business_date;
    if (request_has(request, A_UNTIL))
        e.until_on = request_day(request, A_UNTIL);
    TRY(read_arms(op, request_text(request, A_ARMS), &e));
    TRY(enact_experiment(op, &e, &enactment, &id, &approval_id));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "id", id);
    json_put_id(w, "approval_id", approval_id);
    json_object_close(w);
    return OK;
}

enum { S_ID, S_FROM, S_REASON };
static const struct param stop_params[] = {
    [S_ID] = {"id",     IN_PATH, PARAM_ID,   true,  0, 0,   NULL},
    [S_FROM] = {"from",   IN_BODY, PARAM_DAY,  false, 0, 0,   NULL},
    [S_REASON] = {"reason", IN_BODY, PARAM_TEXT, true,  1, 300, NULL},
};

static status stop(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, S_ID);
    struct experiment e;
    const day from =
        request_has(request, S_FROM) ? request_day(request, S_FROM) : op->business_date;
    TRY(experiment_stop(op, id, from, request_text(request, S_REASON)));
    TRY(experiment_get(op, id, &e));
    experiment_write(reply_json(reply, 201), &e);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listExperiments", "GET", "/v1/experiments", "strategy.read", .run = RUN_READ, .handle = list},
    {"askExperiment", "POST", "/v1/experiments", "strategy.start", .run = RUN_PLAIN, ROUTE_PARAMS(ask_params), .handle = ask},
    {"stopExperiment", "POST", "/v1/experiments/{id}/stop", "strategy.start", .run = RUN_BOOK, ROUTE_PARAMS(stop_params), .handle = stop},
};
/* clang-format on */
const struct route_list experiment_routes = ROUTE_LIST(rows);
