/* What is done about a request: a copy given out, a value put right, an opposition, an erasure; and
 * the legal hold, which keeps everything of a person. */
#include <inttypes.h>

#include "privacy/export.h"
#include "privacy/fulfil.h"
#include "privacy/rectify.h"
#include "record/access.h"
#include "serve/privacy_view.h"

/* --- the copy --- */

enum { C_REQUEST, C_FORM, C_ANSWER };
static const char *const forms[] = {"json", "page", NULL};
static const struct param export_params[] = {
    [C_REQUEST] = {"id",     IN_PATH, PARAM_ID,   true,  0, 0,    NULL },
    [C_FORM] = {"form",   IN_BODY, PARAM_WORD, true,  0, 0,    forms},
    [C_ANSWER] = {"answer", IN_BODY, PARAM_TEXT, false, 1, 2000, NULL },
};

/* Noted in the transaction whose end lets it go out; never kept with an Idempotency-Key. */
static status export_data(struct op *op, const struct request *request, struct reply *reply)
{
    const bool is_page = str_equal_c(request_text(request, C_FORM), "page");
    struct privacy_request row;
    struct person person;
    struct export export;
    str text;
    TRY(privacy_open(op, request_id(request, C_REQUEST), &row, &person));
    TRY(export_collect(op, &person, &export));
    TRY(is_page
            ? export_write_page(op, &export, request->is_english ? LANGUAGE_EN : LANGUAGE_ES, &text)
            : export_write_json(op, &export, &text));
    TRY(request_note(op, row.debtor_id, row.id, "exported", STR("")));
    TRY(request_answer_done(op, row.debtor_id, row.id, "access", request_text(request, C_ANSWER)));
    TRY(access_note(op, row.debtor_id, "export", request->route->operation,
                    ACCESS_DOCUMENT | ACCESS_EMAIL | ACCESS_PHONE | ACCESS_ADDRESS));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_c(w, "file_name",
               arena_printf(op->arena, "personal-data-%" PRId64 ".%s", row.debtor_id,
                            is_page ? "html" : "json"));
    json_put_c(w, "media_type", is_page ? "text/html" : "application/json");
    json_put_str(w, "text", text);
    json_object_close(w);
    return OK;
}

/* --- rectification, opposition --- */

enum { R_REQUEST, R_FIELD, R_VALUE, R_POINT, R_REASON, R_ANSWER };
static const char *const fields[] = {"name", "document", "email", "phone", "address", NULL};
/* clang-format off */
static const struct param rectify_params[] = {
    [R_REQUEST] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [R_FIELD] = {"field", IN_BODY, PARAM_WORD, true, 0, 0, fields},
    [R_VALUE] = {"value", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
    [R_POINT] = {"contact_point_id", IN_BODY, PARAM_ID, false, 0, 0, NULL},
    [R_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
    [R_ANSWER] = {"answer", IN_BODY, PARAM_TEXT, false, 1, 2000, NULL},
};
/* clang-format on */

static status rectify_value(struct op *op, const struct request *request, struct reply *reply)
{
    struct privacy_request row;
    struct person person;
    TRY(privacy_open(op, request_id(request, R_REQUEST), &row, &person));
    const struct rectification change = {.field = request_text(request, R_FIELD),
                                         .value = request_text(request, R_VALUE),
                                         .point_id = request_id(request, R_POINT),
                                         .reason = request_text(request, R_REASON),
                                         .request_id = row.id};
    TRY(rectify(op, &person, &change));
    TRY(request_answer_done(op, row.debtor_id, row.id, "rectification",
                            request_text(request, R_ANSWER)));
    return privacy_reply(op, request, reply, row.id);
}

enum { O_REQUEST, O_CHANNEL, O_PURPOSE, O_REASON, O_ANSWER };
static const char *const channels[] = {"all",  "email",  "sms",   "whatsapp",
                                       "call", "letter", "visit", NULL};
static const char *const purposes[] = {"collection", "reminder", "service", NULL};
static const struct param oppose_params[] = {
    [O_REQUEST] = {"id",      IN_PATH, PARAM_ID,   true,  0, 0,    NULL    },
    [O_CHANNEL] = {"channel", IN_BODY, PARAM_WORD, true,  0, 0,    channels},
    [O_PURPOSE] = {"purpose", IN_BODY, PARAM_WORD, true,  0, 0,    purposes},
    [O_REASON] = {"reason",  IN_BODY, PARAM_TEXT, true,  1, 240,  NULL    },
    [O_ANSWER] = {"answer",  IN_BODY, PARAM_TEXT, false, 1, 2000, NULL    },
};

static status oppose_contact(struct op *op, const struct request *request, struct reply *reply)
{
    struct privacy_request row;
    struct person person;
    TRY(privacy_open(op, request_id(request, O_REQUEST), &row, &person));
    TRY(oppose(op, &person, request_text(request, O_CHANNEL), request_text(request, O_PURPOSE),
               request_text(request, O_REASON), row.id));
    TRY(request_answer_done(op, row.debtor_id, row.id, "opposition",
                            request_text(request, O_ANSWER)));
    return privacy_reply(op, request, reply, row.id);
}

/* --- erasure --- */

enum { X_REQUEST, X_NAME };
static const struct param erase_params[] = {
    [X_REQUEST] = {"id",         IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [X_NAME] = {"party_name", IN_BODY, PARAM_TEXT, true, 1, 200, NULL},
};

/* Nothing takes it back, so who orders it writes whom it is about. */
static status check_name(struct op *op, const struct request *request, struct reply *reply,
                         const struct person *person)
{
    if (str_equal(str_trim(request_text(request, X_NAME)), str_trim(person->name)))
        return OK;
    reply_error(reply, "/party_name",
                request_say(request, "No es el nombre de la persona, letra por letra.",
                            "It is not the person's name, letter by letter."));
    return op_fail(op, E_INVALID, "an erasure names its person as she is written");
}

static status erase(struct op *op, const struct request *request, struct reply *reply)
{
    struct privacy_request row;
    struct person person;
    struct erasure erasure;
    TRY(privacy_open(op, request_id(request, X_REQUEST), &row, &person));
    TRY(check_name(op, request, reply, &person));
    TRY(erase_fulfil(op, &person, row.id, &erasure));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_id(w, "approval_id", erasure.approval_id);
    erase_plan_write(request, w, &erasure.plan);
    json_object_close(w);
    return OK;
}

enum { W_REQUEST, W_REASON };
static const struct param withdraw_params[] = {
    [W_REQUEST] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [W_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status withdraw(struct op *op, const struct request *request, struct reply *reply)
{
    TRY(erase_withdraw(op, request_id(request, W_REQUEST), request_text(request, W_REASON)));
    return privacy_reply(op, request, reply, request_id(request, W_REQUEST));
}

/* --- legal hold --- */

enum { H_PARTY, H_REASON };
static const struct param hold_params[] = {
    [H_PARTY] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [H_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 300, NULL},
};

static status hold(struct op *op, const struct request *request, struct reply *reply, bool is_put)
{
    struct person person;
    TRY(person_get(op, request_id(request, H_PARTY), &person));
    TRY(is_put ? legal_hold_put(op, person.debtor_id, request_text(request, H_REASON))
               : legal_hold_lift(op, person.debtor_id, request_text(request, H_REASON)));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_bool(w, "is_held", is_put);
    json_object_close(w);
    return OK;
}

static status put_hold(struct op *op, const struct request *request, struct reply *reply)
{
    return hold(op, request, reply, true);
}

static status lift_hold(struct op *op, const struct request *request, struct reply *reply)
{
    return hold(op, request, reply, false);
}

/* clang-format off */
static const struct route rows[] = {
    {"exportPersonalData", "POST", "/v1/privacy/requests/{id}/export", "privacy.manage", .run = RUN_WRITE, ROUTE_PARAMS(export_params), .handle = export_data},
    {"rectifyPersonalData", "POST", "/v1/privacy/requests/{id}/rectification", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(rectify_params), .handle = rectify_value},
    {"opposeContact", "POST", "/v1/privacy/requests/{id}/opposition", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(oppose_params), .handle = oppose_contact},
    {"erasePersonalData", "POST", "/v1/privacy/requests/{id}/erasure", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(erase_params), .handle = erase},
    {"withdrawErasure", "POST", "/v1/privacy/requests/{id}/erasure/withdrawal", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(withdraw_params), .handle = withdraw},
    {"putLegalHold", "POST", "/v1/privacy/persons/{id}/legal-hold", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(hold_params), .handle = put_hold},
    {"liftLegalHold", "POST", "/v1/privacy/persons/{id}/legal-hold/lift", "privacy.manage", .run = RUN_BOOK, ROUTE_PARAMS(hold_params), .handle = lift_hold},
};
/* clang-format on */
const struct route_list privacy_person_routes = ROUTE_LIST(rows);
