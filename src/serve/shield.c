/* The third-party shield of a call: what to ask, whether the answers match, and opening an account
 * when nobody is on the line. */
#include "serve/shield.h"

#include "book/obligation.h"
#include "reach/script.h"
#include "store/db.h"

enum { P_CASE };
static const struct param case_params[] = {
    [P_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

status shield_check(struct op *op, const struct request *request, struct case_key key)
{
    struct shield shield;
    if (user_may(request->session, "shield.pass"))
        return OK;
    TRY(shield_look(op, key, &shield));
    return shield.is_open
               ? OK
               : op_fail(op, E_REFUSED,
                         "not a word of the debt before it is known who is speaking: verify first");
}

status shield_cover_of(struct op *op, const struct request *request, struct shield_cover *ret_cover)
{
    *ret_cover = (struct shield_cover){.count = 0};
    return user_may(request->session, "shield.pass") ? OK : shield_cover_read(op, ret_cover);
}

/* What the agent says, in the language of the screen. */
static const char *question_text(const struct request *request, enum verify_question question)
{
    static const struct {
        const char *es, *en;
    } texts[VERIFY_QUESTION_COUNT] = {
        [VERIFY_DOCUMENT_LAST4] = {"¿Me dice los últimos cuatro de su identificación?",
                                   "What are the last four of your identity number?"                                       },
        [VERIFY_BIRTH_DATE] = {"¿Cuál es su fecha de nacimiento?",                     "What is your date of birth?" },
        [VERIFY_PHONE_LAST4] = {"¿En qué cuatro dígitos termina otro teléfono suyo?",
                                   "What are the last four digits of a telephone of yours?"                                },
        [VERIFY_EMAIL] = {"¿Cuál es su correo electrónico?",                     "What is your e-mail address?"},
    };
    return request_say(request, texts[question].es, texts[question].en);
}

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status write_shield(struct op *op, const struct request *request, struct json_writer *w,
                           struct case_key key)
{
    struct shield shield;
    struct script script;
    str name = {"", 0};
    bool found = false;
    TRY(shield_look(op, key, &shield));
    TRY(db_query_one(op, Q_SHIELD_PARTY, DB_ARGS(ARG_ID(key.debtor_id)), read_name, &name, &found));
    TRY(script_write(op, name, request->is_english, &script));
    json_object_open(w);
    json_put_bool(w, "is_open", shield.is_open || user_may(request->session, "shield.pass"));
    json_put_bool(w, "is_verified", shield.is_verified);
    json_put_str(w, "party_name", name);
    json_put_i64(w, "matches", shield.matches);
    json_put_i64(w, "tries_left", shield.tries_left);
    json_key(w, "questions");
    json_array_open(w);
    for (size_t i = 0; i < shield.question_count; i++) {
        json_object_open(w);
        json_put_c(w, "kind", verify_question_name(shield.questions[i]));
        json_put_c(w, "text", question_text(request, shield.questions[i]));
        json_object_close(w);
    }
    json_array_close(w);
    json_put_str(w, "greeting", script.greeting);
    json_put_str(w, "third_party", script.third_party);
    json_put_str(w, "voicemail", script.voicemail);
    json_object_close(w);
    return OK;
}

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, P_CASE)};
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    return write_shield(op, request, reply_json(reply, 200), key);
}

enum { V_CASE, V_POINT, V_CHANNEL, V_FIRST };
static const char *const channels[] = {"call", "whatsapp", "visit", NULL};
/* clang-format off */
static const struct param verify_params[] = {
    [V_CASE] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
    [V_POINT] = {"contact_point_id", IN_BODY, PARAM_ID, false, 0, 0, NULL},
    [V_CHANNEL] = {"channel", IN_BODY, PARAM_WORD, true, 0, 0, channels},
    [V_FIRST + VERIFY_DOCUMENT_LAST4] = {"document_last4", IN_BODY, PARAM_TEXT, false, 1, 40, NULL},
    [V_FIRST + VERIFY_BIRTH_DATE] = {"birth_date", IN_BODY, PARAM_TEXT, false, 1, 10, NULL},
    [V_FIRST + VERIFY_PHONE_LAST4] = {"phone_last4", IN_BODY, PARAM_TEXT, false, 1, 40, NULL},
    [V_FIRST + VERIFY_EMAIL] = {"email", IN_BODY, PARAM_TEXT, false, 1, 200, NULL},
};
/* clang-format on */

static status verify(struct op *op, const struct request *request, struct reply *reply)
{
    struct verify_input input = {
        .key = {0, request_id(request, V_CASE)},
        .point_id = request_id(request, V_POINT),
        .channel = str_cstr(op->arena, request_text(request, V_CHANNEL)),
    };
    bool matches = false;
    TRY(case_debtor(op, input.key.case_id, &input.key.debtor_id));
    for (int i = 0; i < VERIFY_QUESTION_COUNT; i++)
        input.answers[i] = request_text(request, V_FIRST + i);
    TRY(verify_answers(op, &input, &matches));
    struct json_writer *const w = reply_json(reply, 201);
    json_object_open(w);
    json_put_c(w, "result", matches ? "verified" : "failed");
    json_key(w, "shield");
    TRY(write_shield(op, request, w, input.key));
    json_object_close(w);
    return OK;
}

enum { O_CASE, O_REASON };
static const struct param open_params[] = {
    [O_CASE] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0,   NULL},
    [O_REASON] = {"reason", IN_BODY, PARAM_TEXT, true, 1, 200, NULL},
};

static status open(struct op *op, const struct request *request, struct reply *reply)
{
    struct case_key key = {0, request_id(request, O_CASE)};
    TRY(case_debtor(op, key.case_id, &key.debtor_id));
    TRY(shield_open(op, key, request_text(request, O_REASON)));
    return write_shield(op, request, reply_json(reply, 201), key);
}

/* clang-format off */
static const struct route rows[] = {
    {"readShield", "GET", "/v1/cases/{id}/shield", "case.read", .run = RUN_READ, ROUTE_PARAMS(case_params), .handle = show},
    {"verifyIdentity", "POST", "/v1/cases/{id}/identity", "action.record", .run = RUN_BOOK, ROUTE_PARAMS(verify_params), .handle = verify},
    {"openShield", "POST", "/v1/cases/{id}/shield/open", "action.record", .run = RUN_BOOK, ROUTE_PARAMS(open_params), .handle = open},
};
/* clang-format on */
const struct route_list shield_routes = ROUTE_LIST(rows);
