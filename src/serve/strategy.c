/* Strategies over HTTP: what `acuerdo strategy` does, for a screen. */
#include "base/json.h"
#include "prove/enact.h"
#include "record/organisation.h"
#include "serve/route.h"

#define TEXT_CHARACTERS_MAX LIMIT_BODY_BYTES

/* --- reading --- */

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    struct strategy_row *rows = NULL;
    size_t count = 0;
    (void)request;
    TRY(strategy_list(op, &rows, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        strategy_row_write(w, &rows[i]);
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { P_ID };
static const struct param id_params[] = {
    [P_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static void write_file(struct json_writer *w, str path, size_t size)
{
    json_object_open(w);
    json_put_str(w, "path", path);
    json_put_i64(w, "size", (int64_t)size);
    json_object_close(w);
}

static void write_files(struct json_writer *w, struct strategy_source *source)
{
    json_key(w, "files");
    json_array_open(w);
    for (size_t i = 0; i < STRATEGY_PARTS; i++)
        if (strategy_part_of(source, i)->size > 0)
            write_file(w, str_of(strategy_parts[i].path), strategy_part_of(source, i)->size);
    for (size_t i = 0; i < source->template_count; i++)
        write_file(w, source->templates[i].path, source->templates[i].text.size);
    json_array_close(w);
}

static void write_step(struct json_writer *w, const struct strategy_step *step)
{
    json_object_open(w);
    json_put_instant(w, "at", step->at);
    json_put_day(w, "business_date", step->business_date);
    json_put_str(w, "state", step->state);
    json_put_day(w, "active_from", step->active_from);
    json_put_str(w, "login", step->login);
    json_put_str(w, "note", step->note);
    json_object_close(w);
}

static status read(struct op *op, const struct request *request, struct reply *reply)
{
    struct strategy_row row;
    struct strategy_source source;
    struct strategy_step *steps = NULL;
    size_t count = 0;
    TRY(strategy_get(op, request_id(request, P_ID), &row));
    TRY(strategy_texts(op, row.id, &source));
    TRY(strategy_steps(op, row.id, &steps, &count));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "strategy");
    strategy_row_write(w, &row);
    write_files(w, &source);
    json_key(w, "steps");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        write_step(w, &steps[i]);
    json_array_close(w);
    json_object_close(w);
    return OK;
}

enum { F_ID, F_PATH };
static const struct param file_params[] = {
    [F_ID] = {"id",   IN_PATH,  PARAM_ID,   true, 0, 0,   NULL},
    [F_PATH] = {"path", IN_QUERY, PARAM_TEXT, true, 1, 120, NULL},
};

static status read_file(struct op *op, const struct request *request, struct reply *reply)
{
    const str path = request_text(request, F_PATH);
    str text;
    bool found = false;
    TRY(strategy_file(op, request_id(request, F_ID), path, &text, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "the strategy has no file %s", str_cstr(op->arena, path));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_put_str(w, "path", path);
    json_put_str(w, "text", text);
    json_object_close(w);
    return OK;
}

/* --- drafts --- */

/* The files by the words of strategy_parts, in its order. */
enum { D_NAME, D_BASED_ON, D_NOTE, D_FILES };
#define FILE_PARAM(word)                                                                           \
    {                                                                                              \
        word, IN_BODY, PARAM_TEXT, false, 0, TEXT_CHARACTERS_MAX, NULL                             \
    }
static const struct param draft_params[] = {
    [D_NAME] = {"name",     IN_BODY, PARAM_TEXT,    true,  1, STRATEGY_NAME_MAX, NULL},
    [D_BASED_ON] = {"based_on", IN_BODY, PARAM_INTEGER, false, 0, INT32_MAX,         NULL},
    [D_NOTE] = {"note",     IN_BODY, PARAM_TEXT,    false, 0, 500,               NULL},
    FILE_PARAM("segment"),
    FILE_PARAM("treatment"),
    FILE_PARAM("priority"),
    FILE_PARAM("settings"),
    FILE_PARAM("negotiation"),
    FILE_PARAM("escalation"),
    FILE_PARAM("obligation"),
    FILE_PARAM("cases"),
    FILE_PARAM("readme"),
};
static_assert(ARRAY_LEN(draft_params) == D_FILES + STRATEGY_PARTS, "a file has no parameter");

static status check_needed(struct op *op, struct strategy_source *source)
{
    for (size_t i = 0; i < STRATEGY_PARTS; i++)
        if (strategy_parts[i].is_needed && strategy_part_of(source, i)->size == 0)
            return op_fail(op, E_INVALID, "a strategy needs the file %s", strategy_parts[i].path);
    return OK;
}

/* What is not sent stays as it is in the version that was edited. */
static status store_draft(struct op *op, const struct request *request, struct reply *reply)
{
    const str name = request_text(request, D_NAME);
    const int64_t based_on = request_number(request, D_BASED_ON, 0);
    struct strategy_source source = {0};
    struct strategy_row row;
    if (based_on > 0) {
        TRY(strategy_find(op, name, based_on, &row));
        TRY(strategy_texts(op, row.id, &source));
    }
    for (size_t i = 0; i < STRATEGY_PARTS; i++)
        if (request_has(request, D_FILES + (int)i))
            *strategy_part_of(&source, i) = request_text(request, D_FILES + (int)i);
    TRY(check_needed(op, &source));
    TRY(strategy_draft(op, name, based_on, &source, request_text(request, D_NOTE), &row));
    strategy_row_write(reply_json(reply, 201), &row);
    return OK;
}

/* --- tests and the second look --- */

static status test(struct op *op, const struct request *request, struct reply *reply)
{
    struct strategy_examples examples;
    struct strategy_row row;
    TRY(organisation_read_date(op));
    TRY(enact_test(op, request_id(request, P_ID), &examples));
    TRY(strategy_get(op, request_id(request, P_ID), &row));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "strategy");
    strategy_row_write(w, &row);
    json_key(w, "examples");
    strategy_examples_write(w, &examples);
    json_object_close(w);
    return OK;
}

enum { S_ID, S_REASON };
static const struct param reason_params[] = {
    [S_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [S_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status submit(struct op *op, const struct request *request, struct reply *reply)
{
    int64_t approval_id = 0;
    TRY(strategy_submit(op, request_id(request, S_ID), request_text(request, S_REASON),
                        &approval_id));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "approval_id", approval_id);
    json_object_close(w);
    return OK;
}

/* --- deciding --- */

enum { A_ID, A_FROM };
static const struct param activate_params[] = {
    [A_ID] = {"id",   IN_PATH, PARAM_ID,  true,  0, 0, NULL},
    [A_FROM] = {"from", IN_BODY, PARAM_DAY, false, 0, 0, NULL},
};

/* Proofs take seconds, so it has its own transaction at the end. */
static status activate(struct op *op, const struct request *request, struct reply *reply)
{
    struct enactment enactment;
    struct strategy_row row;
    TRY(organisation_read_date(op));
    const day from =
        request_has(request, A_FROM) ? request_day(request, A_FROM) : op->business_date;
    TRY(enact_activate(op, request_id(request, A_ID), from, &enactment));
    TRY(strategy_get(op, request_id(request, A_ID), &row));
    strategy_row_write(reply_json(reply, 201), &row);
    return OK;
}

static status retire(struct op *op, const struct request *request, struct reply *reply)
{
    struct strategy_row row;
    TRY(strategy_retire(op, request_id(request, S_ID), request_text(request, S_REASON)));
    TRY(strategy_get(op, request_id(request, S_ID), &row));
    strategy_row_write(reply_json(reply, 201), &row);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listStrategies", "GET", "/v1/strategies", "strategy.read", .run = RUN_READ, .handle = list},
    {"storeStrategy", "POST", "/v1/strategies", "strategy.edit", .run = RUN_BOOK, ROUTE_PARAMS(draft_params), .handle = store_draft},
    {"readStrategy", "GET", "/v1/strategies/{id}", "strategy.read", .run = RUN_READ, ROUTE_PARAMS(id_params), .handle = read},
    {"readStrategyFile", "GET", "/v1/strategies/{id}/file", "strategy.read", .run = RUN_READ, ROUTE_PARAMS(file_params), .handle = read_file},
    {"testStrategy", "POST", "/v1/strategies/{id}/test", "strategy.edit", .run = RUN_PLAIN, ROUTE_PARAMS(id_params), .handle = test},
    {"submitStrategy", "POST", "/v1/strategies/{id}/submission", "strategy.edit", .run = RUN_BOOK, ROUTE_PARAMS(reason_params), .handle = submit},
    {"activateStrategy", "POST", "/v1/strategies/{id}/activation", "strategy.start", .run = RUN_PLAIN, ROUTE_PARAMS(activate_params), .handle = activate},
    {"retireStrategy", "POST", "/v1/strategies/{id}/retirement", "strategy.edit", .run = RUN_BOOK, ROUTE_PARAMS(reason_params), .handle = retire},
};
/* clang-format on */
const struct route_list strategy_routes = ROUTE_LIST(rows);
