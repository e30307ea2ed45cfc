/* The ledger of consents of the person of a case: reading it, adding to it, taking a row back, a
 * number that is not theirs, and when they prefer to be reached. */
#include "book/consent.h"

#include "book/obligation.h"
#include "policy/facts.h"
#include "record/seal.h"
#include "serve/decision_view.h"
#include "serve/mask.h"
#include "serve/queue_item.h"
#include "serve/route.h"

static const char *const channels[] = {"all",  "email",  "sms",   "whatsapp",
                                       "call", "letter", "visit", NULL};
static const char *const purposes[] = {"collection", "reminder", "service", NULL};
static const char *const states[] = {"given", "revoked", NULL};
static const char *const sources[] = {"agent", "api", "self_service", NULL};

static void put_text(struct json_writer *w, const char *key, str text)
{
    if (text.size > 0)
        json_put_str(w, key, text);
    else
        json_put_c(w, key, NULL);
}

/* --- the ledger --- */

enum { P_CASE };
static const struct param case_params[] = {
    [P_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

/* Nobody takes back what the person did themselves, nor what takes back, nor twice. */
static bool is_undoable(const struct db_rows *rows)
{
    const str source = db_text(rows, 11);
    return db_is_null(rows, 15) && db_is_null(rows, 16) && !str_equal_c(source, "inbound") &&
           !str_equal_c(source, "self_service");
}

static status write_point(struct op *op, struct json_writer *w, const struct db_rows *rows,
                          int64_t person_id)
{
    const char *const kind = str_cstr(op->arena, db_text(rows, 17));
    str plain = {"", 0};
    json_put_id(w, "contact_point_id", db_id(rows, 1));
    if (db_is_null(rows, 18)) {
        json_put_c(w, "contact_masked", NULL);
        return OK;
    }
    TRY(seal_open(op, kind, person_id, db_blob(rows, 18), &plain));
    json_put_c(w, "contact_masked", mask_value(op->arena, kind, plain));
    return OK;
}

static status write_row(struct op *op, struct json_writer *w, const struct db_rows *rows,
                        int64_t person_id)
{
    json_object_open(w);
    json_put_id(w, "id", db_id(rows, 0));
    TRY(write_point(op, w, rows, person_id));
    json_put_str(w, "channel", db_text(rows, 2));
    json_put_str(w, "purpose", db_text(rows, 3));
    json_put_str(w, "state", db_text(rows, 4));
    json_put_day(w, "from", db_day(rows, 5));
    json_put_day(w, "until", db_day(rows, 6));
    json_put_str(w, "evidence", db_text(rows, 7));
    json_put_instant(w, "recorded_at", db_instant(rows, 8));
    person_write(w, "recorded_by", db_id(rows, 9), db_text(rows, 10));
    put_text(w, "source", db_text(rows, 11));
    put_text(w, "reason", db_text(rows, 12));
    put_text(w, "wording", db_text(rows, 13));
    put_text(w, "document", db_text(rows, 14));
    json_put_id(w, "undoes_id", db_id(rows, 15));
    json_put_id(w, "undone_by_id", db_id(rows, 16));
    json_put_bool(w, "is_undoable", is_undoable(rows));
    json_object_close(w);
    return OK;
}

static status write_rows(struct op *op, struct json_writer *w, int64_t person_id)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CONSENT_LIST, DB_ARGS(ARG_ID(person_id)), &rows));
    json_key(w, "items");
    json_array_open(w);
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        TRY(write_row(op, w, &rows, person_id));
    }
    json_array_close(w);
    return OK;
}

/* What holds now, channel by channel. */
static status write_channels(struct op *op, struct json_writer *w, struct case_key key)
{
    struct case_facts facts;
    bool found = false;
    TRY(facts_get(op, key, &facts, &found));
    json_key(w, "channels");
    json_array_open(w);
    for (int channel = CHANNEL_EMAIL; found && channel < CHANNEL_COUNT; channel++) {
        json_object_open(w);
        json_put_c(w, "channel", channel_name((enum channel)channel));
        json_put_c(w, "state", consent_state_name(facts_consent(&facts, (enum channel)channel)));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static const char *clock_text(struct op *op, int32_t second)
{
    return arena_printf(op->arena, "%02d:%02d", second / 3600, second / 60 % 60);
}

static status write_preference(struct op *op, struct json_writer *w, int64_t person_id)
{
    struct contact_preference wish;
    bool found = false;
    TRY(preference_get(op, person_id, &wish, &found));
    json_key(w, "preference");
    if (!found) {
        json_write_null(w);
        return OK;
    }
    json_object_open(w);
    json_key(w, "days");
    json_array_open(w);
    for (int d = MONDAY; d <= SUNDAY; d++)
        if (wish.days >> d & 1)
            json_write_i64(w, d);
    json_array_close(w);
    json_put_c(w, "opens", clock_text(op, wish.opens_s));
    json_put_c(w, "closes", clock_text(op, wish.closes_s));
    json_put_c(w, "channel", wish.channel == CHANNEL_NONE ? NULL : channel_name(wish.channel));
    put_text(w, "language", wish.language);
    json_object_close(w);
    return OK;
}

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    TRY(write_rows(op, w, key.debtor_id));
    TRY(write_channels(op, w, key));
    TRY(write_preference(op, w, key.debtor_id));
    json_object_close(w);
    return OK;
}

/* --- a new row --- */

static void write_receipt(struct reply *reply, const struct consent_effect *effect)
{
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "id", effect->id);
    json_put_i64(w, "messages_stopped", effect->messages_stopped);
    json_put_i64(w, "messages_leaving", effect->messages_leaving);
    json_put_i64(w, "permits_ended", effect->permits_ended);
    json_object_close(w);
}

/* Every word of the list of a route is a source. */
static enum consent_source source_of(const struct request *request, int param)
{
    enum consent_source source = CONSENT_BY_AGENT;
    return consent_source_parse(request_text(request, param), &source) ? source : CONSENT_BY_AGENT;
}

enum {
    R_CASE,
    R_STATE,
    R_CHANNEL,
    R_PURPOSE,
    R_POINT,
    R_FROM,
    R_UNTIL,
    R_EVIDENCE,
    R_WORDING,
    R_DOCUMENT,
    R_SOURCE
};
/* clang-format off */
static const struct param record_params[] = {
    [R_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [R_STATE] = {"state", IN_BODY, PARAM_WORD, true, 0, 0, states},
    [R_CHANNEL] = {"channel", IN_BODY, PARAM_WORD, true, 0, 0, channels},
    [R_PURPOSE] = {"purpose", IN_BODY, PARAM_WORD, false, 0, 0, purposes},
    [R_POINT] = {"contact_point_id", IN_BODY, PARAM_ID, false, 0, 0, NULL},
    [R_FROM] = {"from", IN_BODY, PARAM_DAY, false, 0, 0, NULL},
    [R_UNTIL] = {"until", IN_BODY, PARAM_DAY, false, 0, 0, NULL},
    [R_EVIDENCE] = {"evidence", IN_BODY, PARAM_TEXT, true, 1, 240, NULL},
    [R_WORDING] = {"wording", IN_BODY, PARAM_TEXT, false, 1, 24, NULL},
    [R_DOCUMENT] = {"document", IN_BODY, PARAM_TEXT, false, 64, 64, NULL},
    [R_SOURCE] = {"source", IN_BODY, PARAM_WORD, false, 0, 0, sources},
};
/* clang-format on */

static status record(struct op *op, const struct request *request, struct reply *reply)
{
    struct consent_effect effect;
    struct consent_input input = {
        .point_id = request_id(request, R_POINT),
        .channel = request_text(request, R_CHANNEL),
        .purpose =
            request_has(request, R_PURPOSE) ? request_text(request, R_PURPOSE) : STR("collection"),
        .is_given = str_equal_c(request_text(request, R_STATE), "given"),
        .from = request_day(request, R_FROM),
        .until = request_day(request, R_UNTIL),
        .evidence = request_text(request, R_EVIDENCE),
        .wording = request_text(request, R_WORDING),
        .document_hash = request_text(request, R_DOCUMENT),
        .source = source_of(request, R_SOURCE),
    };
    TRY(case_debtor(op, request_id(request, R_CASE), &input.person_id));
    TRY(consent_record(op, &input, &effect));
    write_receipt(reply, &effect);
    return OK;
}

enum { U_CASE, U_ROW, U_EVIDENCE };
static const struct param undo_params[] = {
    [U_CASE] = {"id",       IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [U_ROW] = {"row",      IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [U_EVIDENCE] = {"evidence", IN_BODY, PARAM_TEXT, true, 1, 240, NULL},
};

static status undo(struct op *op, const struct request *request, struct reply *reply)
{
    struct consent_effect effect;
    int64_t person_id = 0;
    TRY(case_debtor(op, request_id(request, U_CASE), &person_id));
    TRY(consent_undo(op, person_id, request_id(request, U_ROW), CONSENT_BY_AGENT,
                     request_text(request, U_EVIDENCE), &effect));
    write_receipt(reply, &effect);
    return OK;
}

enum { W_CASE, W_POINT, W_EVIDENCE };
static const struct param wrong_params[] = {
    [W_CASE] = {"id",       IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [W_POINT] = {"point",    IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [W_EVIDENCE] = {"evidence", IN_BODY, PARAM_TEXT, true, 1, 240, NULL},
};

static status wrong_number(struct op *op, const struct request *request, struct reply *reply)
{
    struct consent_effect effect;
    int64_t person_id = 0;
    TRY(case_debtor(op, request_id(request, W_CASE), &person_id));
    TRY(consent_wrong_number(op, person_id, request_id(request, W_POINT), CONSENT_BY_AGENT,
                             request_text(request, W_EVIDENCE), &effect));
    write_receipt(reply, &effect);
    return OK;
}

/* --- preferences --- */

enum { F_CASE, F_DAYS, F_OPENS, F_CLOSES, F_CHANNEL, F_LANGUAGE, F_EVIDENCE };
static const char *const preferred[] = {"email",  "sms",   "whatsapp", "call",
                                        "letter", "visit", NULL};
/* clang-format off */
static const struct param prefer_params[] = {
    [F_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [F_DAYS] = {"days", IN_BODY, PARAM_TEXT, false, 1, 7, NULL},
    [F_OPENS] = {"opens", IN_BODY, PARAM_TEXT, false, 5, 5, NULL},
    [F_CLOSES] = {"closes", IN_BODY, PARAM_TEXT, false, 5, 5, NULL},
    [F_CHANNEL] = {"channel", IN_BODY, PARAM_WORD, false, 0, 0, preferred},
    [F_LANGUAGE] = {"language", IN_BODY, PARAM_TEXT, false, 2, 3, NULL},
    [F_EVIDENCE] = {"evidence", IN_BODY, PARAM_TEXT, true, 1, 240, NULL},
};
/* clang-format on */

/* "18:00"; what was not sent is the edge of the day. */
static status read_clock(struct op *op, const struct request *request, struct reply *reply,
                         int param, int32_t fallback, int32_t *ret_second)
{
    const char *const pointer = param == F_OPENS ? "/opens" : "/closes";
    int64_t hour = 0;
    int64_t minute = 0;
    str rest = request_text(request, param);
    *ret_second = fallback;
    if (!request_has(request, param))
        return OK;
    const str hours = str_split(&rest, ':');
    if (str_to_i64(hours, &hour) && str_to_i64(rest, &minute) && hour >= 0 && minute >= 0 &&
        minute < 60 && hour * 60 + minute <= 24 * 60) {
        *ret_second = (int32_t)(hour * 3600 + minute * 60);
        return OK;
    }
    reply_error(reply, pointer, request_say(request, "Escríbala como 18:00", "Write it as 18:00"));
    return op_fail(op, E_INVALID, "a preferred hour is written as 18:00");
}

/* "12345": the digits of the days, 1 is Monday. */
static status read_days(struct op *op, const struct request *request, struct reply *reply,
                        uint32_t *ret_days)
{
    const str text = request_text(request, F_DAYS);
    *ret_days = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '1' || text.data[i] > '7') {
            reply_error(
                reply, "/days",
                request_say(request, "De 1 (lunes) a 7 (domingo)", "1 (Monday) to 7 (Sunday)"));
            return op_fail(op, E_INVALID, "preferred days are digits from 1 to 7");
        }
        *ret_days |= UINT32_C(1) << (text.data[i] - '0');
    }
    return OK;
}

static status prefer(struct op *op, const struct request *request, struct reply *reply)
{
    struct contact_preference wish = {.channel = CHANNEL_NONE};
    int64_t person_id = 0;
    TRY(case_debtor(op, request_id(request, F_CASE), &person_id));
    TRY(read_days(op, request, reply, &wish.days));
    TRY(read_clock(op, request, reply, F_OPENS, 0, &wish.opens_s));
    TRY(read_clock(op, request, reply, F_CLOSES, 86400, &wish.closes_s));
    if (request_has(request, F_CHANNEL) &&
        !channel_parse(request_text(request, F_CHANNEL), &wish.channel))
        return op_fail(op, E_INTERNAL, "a channel of the route is not in base/words.h");
    if (request_has(request, F_LANGUAGE))
        wish.language = request_text(request, F_LANGUAGE);
    TRY(preference_record(op, person_id, &wish, CONSENT_BY_AGENT,
                          request_text(request, F_EVIDENCE)));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    TRY(write_preference(op, w, person_id));
    json_object_close(w);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"listConsents", "GET", "/v1/cases/{id}/consents", "case.read", .run = RUN_READ, ROUTE_PARAMS(case_params), .handle = show},
    {"recordConsent", "POST", "/v1/cases/{id}/consents", "consent.record", .run = RUN_BOOK, ROUTE_PARAMS(record_params), .handle = record},
    {"undoConsent", "POST", "/v1/cases/{id}/consents/{row}/undo", "consent.record", .run = RUN_BOOK, ROUTE_PARAMS(undo_params), .handle = undo},
    {"closeWrongNumber", "POST", "/v1/cases/{id}/contact_points/{point}/wrong", "contact.record", .run = RUN_BOOK, ROUTE_PARAMS(wrong_params), .handle = wrong_number},
    {"recordPreference", "POST", "/v1/cases/{id}/preference", "consent.record", .run = RUN_BOOK, ROUTE_PARAMS(prefer_params), .handle = prefer},
};
/* clang-format on */
const struct route_list consent_routes = ROUTE_LIST(rows);
