/* Who is signed in: signing in and out. */
#include "base/money.h"
#include "policy/work.h"
#include "record/organisation.h"
#include "serve/limiter.h"
#include "serve/route.h"
#include "serve/security.h"
#include "store/db.h"

static void write_texts(struct json_writer *w, const char *key, const str *texts, size_t count)
{
    json_key(w, key);
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        json_write_str(w, texts[i]);
    json_array_close(w);
}

static void write_user(struct json_writer *w, const struct session *session)
{
    json_key(w, "user");
    json_object_open(w);
    json_put_id(w, "id", session->user_id);
    json_put_str(w, "login", session->login);
    json_put_str(w, "name", session->name);
    write_texts(w, "roles", session->roles, session->role_count);
    write_texts(w, "permissions", session->permissions, session->permission_count);
    json_object_close(w);
}

static status write_session(struct op *op, struct reply *reply, int status_code,
                            const struct session *session)
{
    struct organisation organisation;
    char currency_text[CURRENCY_TEXT];
    TRY(organisation_get(op, &organisation));
    struct json_writer *const w = reply_json(reply, status_code);
    json_object_open(w);
    write_user(w, session);
    json_put_str(w, "csrf_token", session->csrf_token);
    json_key(w, "organisation");
    json_object_open(w);
    json_put_str(w, "name", organisation.name);
    json_put_str(w, "country", organisation.country);
    json_put_c(w, "currency", currency_format(organisation.currency, currency_text));
    json_put_str(w, "timezone", organisation.timezone);
    json_put_day(w, "open_date", organisation.open_date);
    json_put_bool(w, "is_test", organisation.is_test);
    json_object_close(w);
    json_object_close(w);
    return OK;
}

static void set_cookie(struct op *op, const struct request *request, struct reply *reply, str token,
                       int lifetime_s)
{
    reply_header(reply, "Set-Cookie",
                 arena_printf(op->arena,
                              SESSION_COOKIE "=" STR_FORMAT
                                             "; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s",
                              STR_ARG(token), lifetime_s, request->is_over_tls ? "; Secure" : ""));
}

enum { P_LOGIN, P_PASSWORD };
static const struct param credentials[] = {
    [P_LOGIN] = {"login",    IN_BODY, PARAM_TEXT, true, 1, 64,   NULL},
    [P_PASSWORD] = {"password", IN_BODY, PARAM_TEXT, true, 1, 1024, NULL},
};

static status refuse_for_now(struct op *op, struct reply *reply, int wait_s)
{
    reply->problem_status = 429;
    reply_header(reply, "Retry-After", arena_printf(op->arena, "%d", wait_s));
    return op_fail(op, E_DENIED, "too many wrong passwords for this login: wait %d minutes",
                   (wait_s + 59) / 60);
}

static status create(struct op *op, const struct request *request, struct reply *reply)
{
    struct session session;
    const str login = request_text(request, P_LOGIN);
    const int wait_s = limiter_wait_s(request->limiter, login, op_now(op));
    if (wait_s > 0)
        return refuse_for_now(op, reply, wait_s);
    const status code = user_sign_in(op, login, request_text(request, P_PASSWORD), &session);
    if (code == E_DENIED) {
        limiter_note_failure(request->limiter, login, op_now(op));
        reply->problem_status = 401;
    }
    if (code != OK)
        return code;
    limiter_note_success(request->limiter, login);
    set_cookie(op, request, reply, session.token, LIMIT_SESSION_HOURS * 3600);
    return write_session(op, reply, 201, &session);
}

static status show(struct op *op, const struct request *request, struct reply *reply)
{
    return write_session(op, reply, 200, request->session);
}

static status return_leases(struct op *op)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(work_release_all(op));
    return db_commit(op);
}

static status end(struct op *op, const struct request *request, struct reply *reply)
{
    TRY(return_leases(op));
    TRY(session_end(op, request->token));
    set_cookie(op, request, reply, STR(""), 0);
    reply_empty(reply);
    return OK;
}

/* clang-format off */
static const struct route rows[] = {
    {"signIn", "POST", "/v1/session", .is_public = true, ROUTE_PARAMS(credentials), .handle = create},
    {"readSession", "GET", "/v1/session", .handle = show},
    {"signOut", "DELETE", "/v1/session", .handle = end},
};
/* clang-format on */
const struct route_list session_routes = ROUTE_LIST(rows);
