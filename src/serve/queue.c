/* Mi cola: the work in the order of the system, one person per account. */
#include <inttypes.h>

#include "policy/commit.h"
#include "policy/work.h"
#include "record/setting.h"
#include "serve/page.h"
#include "serve/queue_item.h"
#include "serve/shield.h"

enum { P_CURSOR, P_LIMIT };
static const struct param list_params[] = {
    [P_CURSOR] = PARAM_CURSOR,
    [P_LIMIT] = PARAM_LIMIT,
};

enum { P_ID, P_REASON };
static const struct param item_params[] = {
    [P_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};
static const struct param skip_params[] = {
    [P_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [P_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

struct progress {
    int64_t done;
    int64_t waiting;
};

static status read_progress(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct progress *)out = (struct progress){db_i64(row, 0), db_i64(row, 1)};
    return OK;
}

static status write_progress(struct op *op, struct json_writer *w)
{
    struct progress progress = {0};
    bool found = false;
    TRY(db_query_one(
        op, Q_SERVE_PROGRESS,
        DB_ARGS(ARG_ID(op->actor_id), ARG_DAY(op->business_date), ARG_INSTANT(op_now(op))),
        read_progress, &progress, &found));
    json_key(w, "progress");
    json_object_open(w);
    json_put_i64(w, "done", progress.done);
    json_put_i64(w, "total", progress.done + progress.waiting);
    json_object_close(w);
    return OK;
}

/* Up to most items after the cursor, and whether there are more. */
static status read_page(struct op *op, const struct cursor *cursor, int64_t most,
                        struct queue_item *items, int64_t *ret_count, bool *ret_is_more)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t count = 0;
    TRY(db_query(op, Q_SERVE_QUEUE_PAGE,
                 DB_ARGS(ARG_I64(cursor->is_set ? cursor->parts[0] : INT64_MIN),
                         ARG_I64(cursor->parts[1]), ARG_I64(most + 1)),
                 &rows));
    TRY(db_next(op, &rows, &has_row));
    while (has_row && count < most) {
        queue_item_read(op, &rows, &items[count]);
        items[count].position = cursor->parts[2] + count + 1;
        count++;
        TRY(db_next(op, &rows, &has_row));
    }
    if (has_row)
        db_rows_close(&rows);
    *ret_count = count;
    *ret_is_more = has_row;
    return OK;
}

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t most = request_number(request, P_LIMIT, PAGE_ROWS_DEFAULT);
    struct queue_item *const items = arena_array(op->arena, (size_t)most, sizeof(*items));
    struct decided_policies decided = {0};
    struct shield_cover cover;
    struct cursor cursor;
    int64_t count = 0;
    bool is_more = false;
    TRY(shield_cover_of(op, request, &cover));
    TRY(cursor_read(op, request, reply, P_CURSOR, 3, &cursor));
    TRY(read_page(op, &cursor, most, items, &count, &is_more));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    TRY(queue_items_write(op, w, &cover, &decided, items, (size_t)count));
    json_array_close(w);
    const struct queue_item *const last = count > 0 ? &items[count - 1] : NULL;
    const int64_t parts[] = {last ? last->rank : 0, last ? last->id : 0, last ? last->position : 0};
    cursor_write(op, w, "next_cursor", is_more, parts, ARRAY_LEN(parts));
    TRY(write_progress(op, w));
    json_object_close(w);
    return OK;
}

static status reply_item(struct op *op, const struct request *request, struct reply *reply,
                         int64_t id)
{
    struct queue_item item;
    struct shield_cover cover;
    struct decided_policies decided = {0};
    TRY(queue_item_get(op, id, &item));
    TRY(shield_cover_of(op, request, &cover));
    return queue_item_write(op, reply_json(reply, 200), &cover, &decided, &item);
}

static status next(struct op *op, const struct request *request, struct reply *reply)
{
    struct work_item item;
    bool found = false;
    TRY(work_lease_next(op, &item, &found));
    if (found)
        return reply_item(op, request, reply, item.id);
    reply_empty(reply);
    return OK;
}

/* Says who has it, when that is why it was refused. */
static status tell_holder(struct op *op, int64_t id, struct reply *reply, status code)
{
    struct op probe = *op;
    struct queue_item item;
    int64_t minutes = 0;
    op_clear(&probe);
    if (code != E_CONFLICT || queue_item_get(&probe, id, &item) != OK ||
        !queue_item_is_held(&probe, &item) || item.leased_by == op->actor_id ||
        setting_i64(&probe, "queue.lease_minutes", op->business_date,
                    setting_initial_i64("queue.lease_minutes"), &minutes) != OK)
        return code;
    struct holder *const holder = arena_new(op->arena, struct holder);
    *holder =
        (struct holder){item.leased_by, item.holder,
                        item.leased_until - minutes * 60 * INSTANT_PER_SECOND, item.leased_until};
    reply->holder = holder;
    op_clear(op);
    return op_fail(op, E_CONFLICT, "case %" PRId64 " is with " STR_FORMAT, item.case_number,
                   STR_ARG(item.holder));
}

static status lease(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    struct work_item item;
    const status code = work_lease(op, id, &item);
    return code == OK ? reply_item(op, request, reply, id) : tell_holder(op, id, reply, code);
}

static status release(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    struct work_item item;
    TRY(work_get(op, id, &item));
    const bool is_held = item.leased_until != INSTANT_NONE && item.leased_until > op_now(op);
    if (item.is_ready && is_held && item.leased_by != op->actor_id)
        return tell_holder(op, id, reply,
                           op_fail(op, E_CONFLICT, "work item %" PRId64 " is not with you", id));
    TRY(work_release(op, id));
    TRY(policy_decide_case(op, item.key)); /* while it was held, no plan could take it away */
    return reply_item(op, request, reply, id);
}

static status skip(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    const status code = work_skip(op, id, request_text(request, P_REASON));
    return code == OK ? reply_item(op, request, reply, id) : tell_holder(op, id, reply, code);
}

/* clang-format off */
static const struct route rows[] = {
    {"listQueue", "GET", "/v1/queue", "queue.work", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
    {"leaseNext", "POST", "/v1/queue/next", "queue.work", .run = RUN_WRITE, .handle = next},
    {"leaseWorkItem", "POST", "/v1/work-items/{id}/lease", "queue.work", .run = RUN_WRITE, ROUTE_PARAMS(item_params), .handle = lease},
    {"releaseWorkItem", "POST", "/v1/work-items/{id}/release", "queue.work", .run = RUN_WRITE, ROUTE_PARAMS(item_params), .handle = release},
    {"skipWorkItem", "POST", "/v1/work-items/{id}/skip", "queue.work", .run = RUN_WRITE, ROUTE_PARAMS(skip_params), .handle = skip},
};
/* clang-format on */
const struct route_list queue_routes = ROUTE_LIST(rows);
