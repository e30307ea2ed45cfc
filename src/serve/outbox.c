/* What left, what is to leave, and what a person must say about messages of unknown fate. */
#include <inttypes.h>

#include "reach/resolve.h"
#include "record/seal.h"
#include "record/symbol.h"
#include "serve/mask.h"
#include "serve/page.h"
#include "serve/queue_item.h"

/* The states of the contract; those of the store that a screen need not tell apart are one. */
static const char *const states[] = {"planned", "queued",  "leased",  "sent",      "failed",
                                     "dead",    "unknown", "blocked", "cancelled", NULL};
static const struct {
    const char *stored;
    const char *shown;
} shown_states[] = {
    {"held",    "planned"},
    {"sending", "leased" },
};

static str shown_state(str stored)
{
    for (size_t i = 0; i < ARRAY_LEN(shown_states); i++)
        if (str_equal_c(stored, shown_states[i].stored))
            return str_of(shown_states[i].shown);
    return stored;
}

/* The ones of the store that a state of the contract asks for: itself and its twin. */
static str twin_state(str shown)
{
    for (size_t i = 0; i < ARRAY_LEN(shown_states); i++)
        if (str_equal_c(shown, shown_states[i].shown))
            return str_of(shown_states[i].stored);
    return shown;
}

static void put_text(struct json_writer *w, const char *key, str text)
{
    if (text.size > 0)
        json_put_str(w, key, text);
    else
        json_put_c(w, key, NULL);
}

static status write_message(struct op *op, const struct request *request, struct json_writer *w,
                            const struct db_rows *rows)
{
    const char *const kind = str_cstr(op->arena, db_text(rows, 9));
    str address = {"", 0};
    str step;
    if (db_blob(rows, 10).size > 0)
        TRY(seal_open(op, kind, db_id(rows, 11), db_blob(rows, 10), &address));
    TRY(symbol_text(op, db_i64(rows, 6), &step));
    json_object_open(w);
    json_put_id(w, "id", db_id(rows, 0));
    json_put_id(w, "case_id", db_id(rows, 2));
    case_number_write(op, w, "case_number", db_i64(rows, 3));
    json_put_str(w, "party_name", db_text(rows, 4));
    channel_write(w, "channel", db_i64(rows, 5));
    put_text(w, "step", step);
    json_put_str(w, "state", shown_state(db_text(rows, 7)));
    json_put_i64(w, "attempts", db_i64(rows, 8));
    json_put_c(w, "to_masked", mask_value(op->arena, kind, address));
    json_put_c(w, "subject", NULL); /* lies in the letter itself */
    json_put_instant(w, "not_before", db_instant(rows, 12));
    json_put_instant(w, "sent_at", db_instant(rows, 13));
    put_text(w, "last_error", mask_unless(op->arena, request->session, "words", db_text(rows, 14)));
    json_object_close(w);
    return OK;
}

enum { P_STATE, P_CURSOR, P_LIMIT };
static const struct param list_params[] = {
    [P_STATE] = {"state", IN_QUERY, PARAM_WORD, false, 0, 0, states},
    [P_CURSOR] = PARAM_CURSOR,
    [P_LIMIT] = PARAM_LIMIT,
};

static status list(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t most = request_number(request, P_LIMIT, PAGE_ROWS_DEFAULT);
    const str state = request_text(request, P_STATE);
    struct cursor cursor;
    struct db_rows rows;
    bool has_row = false;
    int64_t last_id = 0;
    TRY(cursor_read(op, request, reply, P_CURSOR, 1, &cursor));
    TRY(db_query(op, Q_OUTBOX_PAGE,
                 DB_ARGS(ARG_TEXT(state), ARG_TEXT(twin_state(state)),
                         ARG_I64(cursor.is_set ? cursor.parts[0] : INT64_MAX), ARG_I64(most + 1)),
                 &rows));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "items");
    json_array_open(w);
    TRY(db_next(op, &rows, &has_row));
    for (int64_t i = 0; has_row && i < most; i++) {
        TRY(write_message(op, request, w, &rows));
        last_id = db_id(&rows, 0);
        TRY(db_next(op, &rows, &has_row));
    }
    if (has_row)
        db_rows_close(&rows);
    json_array_close(w);
    cursor_write(op, w, "next_cursor", has_row, &last_id, 1);
    json_object_close(w);
    return OK;
}

enum { P_ID, P_OUTCOME };
static const char *const outcomes[] = {"sent", "not_sent", NULL};
enum { OUTCOME_WAS_SENT, OUTCOME_WAS_NOT_SENT };
static const struct param settle_params[] = {
    [P_ID] = {"id",      IN_PATH, PARAM_ID,   true, 0, 0, NULL    },
    [P_OUTCOME] = {"outcome", IN_BODY, PARAM_WORD, true, 0, 0, outcomes},
};

struct shown {
    const struct request *request;
    struct json_writer *w;
};

static status write_one(struct op *op, struct db_rows *row, void *out)
{
    const struct shown *const shown = out;
    return write_message(op, shown->request, shown->w, row);
}

static status settle(struct op *op, const struct request *request, struct reply *reply)
{
    const int64_t id = request_id(request, P_ID);
    bool found = false;
    TRY(outbox_resolve(op, id, request_number(request, P_OUTCOME, 0) == OUTCOME_WAS_SENT,
                       STR("a person looked")));
    struct shown shown = {request, reply_json(reply, 201)};
    TRY(db_query_one(op, Q_OUTBOX_SHOW, DB_ARGS(ARG_ID(id)), write_one, &shown, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no message %" PRId64, id);
}

/* clang-format off */
static const struct route rows[] = {
    {"listOutbox", "GET", "/v1/outbox", "outbox.read", .run = RUN_READ, ROUTE_PARAMS(list_params), .handle = list},
    {"resolveOutbox", "POST", "/v1/outbox/{id}/resolve", "outbox.resolve", .run = RUN_BOOK, ROUTE_PARAMS(settle_params), .handle = settle},
};
/* clang-format on */
const struct route_list outbox_routes = ROUTE_LIST(rows);
