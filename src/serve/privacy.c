/* The register of what persons ask about their data: the list with the legal deadlines, a new
 * request, one with all that is known of it, more time, and the answer. */
#include <inttypes.h>

#include "book/obligation.h"
#include "privacy/fulfil.h"
#include "serve/mask.h"
#include "serve/page.h"
#include "serve/person_view.h"
#include "serve/privacy_view.h"
#include "serve/queue_item.h"

static const char *const kinds[] = {"access", "rectification", "erasure", "opposition", NULL};
static const char *const states[] = {"open", "granted", "partial", "refused", NULL};
static const char *const answers[] = {"granted", "partial", "refused", NULL};

/* --- the list --- */

enum { L_STATE, L_CURSOR, L_LIMIT };
static const struct param list_params[] = {
    [L_STATE] = {"state", IN_QUERY, PARAM_WORD, false, 0, 0, states},
    [L_CURSOR] = PARAM_CURSOR,
    [L_LIMIT] = PARAM_LIMIT,
};

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    const int most = (int)request_number(request, L_LIMIT, PAGE_ROWS_DEFAULT);
    struct privacy_request *rows = NULL;
    struct privacy_request after = {0};
    struct cursor cursor;
    size_t count = 0;
    TRY(cursor_read(op, request, reply, L_CURSOR, 2, &cursor));
    after.due_on = (day)cursor.parts[0];
    after.id = cursor.parts[1];
    TRY(request_list(op, request_text(request, L_STATE), 0, cursor.is_set ? &after : NULL, most + 1,
                     &rows, &count));
    const bool is_more = count > (size_t)most;
    const size_t shown = is_more ? (size_t)most : count;
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    for (size_t i = 0; i < shown; i++)
        privacy_request_write(op, request, w, &rows[i]);
    json_array_close(w);
    const int64_t parts[] = {is_more ? rows[shown - 1].due_on : 0,
                             is_more ? rows[shown - 1].id : 0};
    cursor_write(op, w, "next_cursor", is_more, parts, ARRAY_LEN(parts));
    json_object_close(w);
    return OK;
}

/* --- a new one --- */

enum { N_CASE, N_PARTY, N_KIND, N_RECEIVED, N_CHANNEL, N_DETAIL };
static const struct param receive_params[] = {
    [N_CASE] = {"case_id",     IN_BODY, PARAM_ID,   false, 0, 0,    NULL },
    [N_PARTY] = {"party",       IN_BODY, PARAM_TEXT, false, 1, 100,  NULL },
    [N_KIND] = {"kind",        IN_BODY, PARAM_WORD, true,  0, 0,    kinds},
    [N_RECEIVED] = {"received_on", IN_BODY, PARAM_DAY,  false, 0, 0,    NULL },
    [N_CHANNEL] = {"channel",     IN_BODY, PARAM_TEXT, true,  1, 60,   NULL },
    [N_DETAIL] = {"detail",      IN_BODY, PARAM_TEXT, false, 0, 1200, NULL },
};

/* Of a case, or by her id, or by what her source calls her. */
static status find_person(struct op *op, const struct request *request, struct person *ret_person)
{
    int64_t debtor_id = 0;
    if (request_has(request, N_PARTY))
        return person_find(op, request_text(request, N_PARTY), ret_person);
    if (!request_has(request, N_CASE))
        return op_fail(op, E_INVALID, "which person?  one of her cases, or what she is called by");
    TRY(case_debtor(op, request_id(request, N_CASE), &debtor_id));
    TRY(person_get(op, debtor_id, ret_person));
    return person_open_pack(op, ret_person);
}

static status receive(struct op *op, const struct request *request, struct reply *reply)
{
    struct person person;
    int64_t id = 0;
    const struct request_input input = {
        .kind = request_text(request, N_KIND),
        .received_on =
            request_has(request, N_RECEIVED) ? request_day(request, N_RECEIVED) : op->business_date,
        .channel = request_text(request, N_CHANNEL),
        .detail = request_text(request, N_DETAIL),
    };
    TRY(find_person(op, request, &person));
    TRY(request_receive(op, &person, &input, &id));
    return privacy_reply(op, request, reply, id);
}

/* --- one of them --- */

static status write_steps(struct op *op, const struct request *request, struct json_writer *w,
                          const struct privacy_request *row)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PRIVACY_STEPS, DB_ARGS(ARG_ID(row->debtor_id), ARG_ID(row->id)), &rows));
    json_key(w, "steps");
    json_array_open(w);
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        json_object_open(w);
        json_put_str(w, "kind", db_text(&rows, 0));
        json_put_str(w, "note",
                     mask_unless(op->arena, request->session, "words", db_text(&rows, 1)));
        json_put_instant(w, "at", db_instant(&rows, 2));
        person_write(w, "by", db_id(&rows, 3), db_text(&rows, 4));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status write_holds(struct op *op, struct json_writer *w, int64_t debtor_id)
{
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_LEGAL_HOLD_LIST, DB_ARGS(ARG_ID(debtor_id)), &rows));
    json_key(w, "legal_holds");
    json_array_open(w);
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        json_object_open(w);
        json_put_str(w, "reason", db_text(&rows, 0));
        json_put_day(w, "from_on", db_day(&rows, 1));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

/* Whom an order to erase waits for. */
static status write_waiting(struct op *op, struct json_writer *w, const struct privacy_request *row)
{
    struct erasure_wait wait;
    TRY(erase_waiting(op, row, &wait));
    json_key(w, "waiting");
    if (wait.approval_id == 0) {
        json_write_null(w);
        return OK;
    }
    json_object_open(w);
    json_put_id(w, "approval_id", wait.approval_id);
    json_put_bool(w, "is_approved", wait.is_approved);
    json_put_instant(w, "since", wait.since);
    json_put_instant(w, "until", wait.until);
    person_write(w, "asked_by", wait.asked_by, wait.asked_by_name);
    json_object_close(w);
    return OK;
}

/* What stands against an erasure, what it would take, and whether one waits. */
static status write_erasure(struct op *op, const struct request *request, struct json_writer *w,
                            const struct person *person, const struct privacy_request *row)
{
    struct person_bars bars;
    struct erase_plan plan;
    TRY(person_bars(op, person->debtor_id, &bars));
    TRY(erase_plan_make(op, person, op->business_date, true, &plan));
    json_key(w, "erasure");
    json_object_open(w);
    json_put_i64(w, "legal_holds", bars.legal_holds);
    json_put_i64(w, "open_debts", bars.open_debts);
    json_put_i64(w, "answers_for", bars.answers_for);
    json_put_i64(w, "open_disputes", bars.open_disputes);
    json_put_i64(w, "waiting_messages", bars.waiting_messages);
    erase_plan_write(request, w, &plan);
    TRY(write_waiting(op, w, row));
    json_object_close(w);
    return OK;
}

enum { P_ID, P_TEXT, P_STATE };
static const struct param id_params[] = {
    [P_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    struct privacy_request row;
    struct person person;
    TRY(privacy_open(op, request_id(request, P_ID), &row, &person));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "request");
    privacy_request_write(op, request, w, &row);
    json_key(w, "person");
    TRY(person_view_write(op, request, w, row.debtor_id));
    TRY(write_steps(op, request, w, &row));
    TRY(write_holds(op, w, row.debtor_id));
    TRY(write_erasure(op, request, w, &person, &row));
    json_object_close(w);
    return OK;
}

static const struct param extend_params[] = {
    [P_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [P_TEXT] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status extend(struct op *op, const struct request *request, struct reply *reply)
{
    day due_on = DAY_NONE;
    TRY(request_extend(op, request_id(request, P_ID), request_text(request, P_TEXT), &due_on));
    return privacy_reply(op, request, reply, request_id(request, P_ID));
}

static const struct param answer_params[] = {
    [P_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,    NULL   },
    [P_TEXT] = {"answer", IN_BODY, PARAM_TEXT, true, 1, 2000, NULL   },
    [P_STATE] = {"state",  IN_BODY, PARAM_WORD, true, 0, 0,    answers},
};

static status answer(struct op *op, const struct request *request, struct reply *reply)
{
    TRY(request_answer(op, request_id(request, P_ID), request_text(request, P_STATE),
                       request_text(request, P_TEXT)));
    return privacy_reply(op, request, reply, request_id(request, P_ID));
}

/* clang-format off */
static const struct route rows[] = {
    {"listPrivacyRequests", "GET", "/v1/privacy/requests", "privacy.manage", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
    {"receivePrivacyRequest", "POST", "/v1/privacy/requests", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(receive_params), .handle = receive},
    {"readPrivacyRequest", "GET", "/v1/privacy/requests/{id}", "privacy.manage", .run = RUN_READ, ROUTE_PARAMS(id_params), .handle = show},
    {"extendPrivacyRequest", "POST", "/v1/privacy/requests/{id}/extension", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(extend_params), .handle = extend},
    {"answerPrivacyRequest", "POST", "/v1/privacy/requests/{id}/answer", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(answer_params), .handle = answer},
};
/* clang-format on */
const struct route_list privacy_routes = ROUTE_LIST(rows);
