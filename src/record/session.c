#include "record/session.h"

#include "base/crypto.h"
#include "record/seal.h"
#include "store/db.h"

#define TOKEN_BYTES      32
#define CSRF_BYTES       16
#define NAMES_MAX        256 /* roles, or permissions, of one user */
#define PER_MINUTE       (60 * INSTANT_PER_SECOND)
#define PROLONG_AT_LEAST PER_MINUTE /* a write for less would be a write for each request */

struct account {
    int64_t id;
    str login;
    str name;
    str password_hash;
    bool is_active;
    instant locked_until;
};

static instant expiry_of(instant created_at, instant now)
{
    const instant last = created_at + LIMIT_SESSION_HOURS * 60 * PER_MINUTE;
    const instant idle = now + LIMIT_SESSION_IDLE_MINUTES * PER_MINUTE;
    return idle < last ? idle : last;
}

static str random_text(struct op *op, size_t byte_count)
{
    uint8_t bytes[TOKEN_BYTES];
    char *const text = arena_alloc(op->arena, CRYPTO_HEX_SIZE(byte_count));
    crypto_random(bytes, byte_count);
    crypto_hex(bytes, byte_count, text);
    return str_of(text);
}

static status check_outside(struct op *op)
{
    return db_in_transaction(op) ? op_fail(op, E_INTERNAL, "a session's call in a transaction")
                                 : OK;
}

/* A column of names into the op's arena. */
static status read_names(struct op *op, enum query query, int64_t user_id, const str **ret_names,
                         size_t *ret_count)
{
    str *const names = arena_array(op->arena, NAMES_MAX, sizeof(*names));
    size_t count = 0;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, query, DB_ARGS(ARG_ID(user_id)), &rows));
    TRY(db_next(op, &rows, &has_row));
    while (has_row && count < NAMES_MAX) {
        names[count++] = db_text_copy(op, &rows, 0);
        TRY(db_next(op, &rows, &has_row));
    }
    db_rows_close(&rows);
    *ret_names = names;
    *ret_count = count;
    return OK;
}

static status load_rights(struct op *op, struct session *session)
{
    TRY(read_names(op, Q_USER_ROLES, session->user_id, &session->roles, &session->role_count));
    return read_names(op, Q_USER_PERMISSIONS, session->user_id, &session->permissions,
                      &session->permission_count);
}

/* --- signing in --- */

static status read_account(struct op *op, struct db_rows *row, void *out)
{
    *(struct account *)out = (struct account){
        .id = db_id(row, 0),
        .login = db_text_copy(op, row, 1),
        .name = db_text_copy(op, row, 2),
        .password_hash = db_text_copy(op, row, 3),
        .is_active = str_equal_c(db_text(row, 4), "active"),
        .locked_until = db_instant(row, 5),
    };
    return OK;
}

/* One text for all reasons: a guesser learns nothing from it. */
static status deny(struct op *op)
{
    return op_fail(op, E_DENIED,
                   "login or password is wrong, or the account is closed or locked; after %d wrong "
                   "passwords it is locked for %d minutes",
                   LIMIT_LOGIN_FAILURES, LIMIT_LOGIN_LOCK_MINUTES);
}

static status note_failure(struct op *op, int64_t user_id)
{
    const instant now = op_now(op);
    return db_run(op, Q_USER_NOTE_FAILURE,
                  DB_ARGS(ARG_ID(user_id), ARG_INSTANT(now), ARG_I64(LIMIT_LOGIN_FAILURES),
                          ARG_INSTANT(now + LIMIT_LOGIN_LOCK_MINUTES * PER_MINUTE)),
                  NULL);
}

/* The work of checking a password, whether there is an account or not. */
static status check_account(struct op *op, str login, str password, struct account *ret_account)
{
    struct account account;
    bool found = false;
    if (password.size > LIMIT_PASSWORD_BYTES)
        return deny(op);
    TRY(db_query_one(op, Q_USER_SECRET, DB_ARGS(ARG_TEXT(login)), read_account, &account, &found));
    if (!found) {
        str ignored = STR("");
        TRY(crypto_password_hash(op, password, &ignored)); /* takes as long as a comparison */
        return deny(op);
    }
    if (!crypto_password_matches(account.password_hash, password)) {
        TRY(note_failure(op, account.id));
        return deny(op);
    }
    if (!account.is_active ||
        (account.locked_until != INSTANT_NONE && account.locked_until > op_now(op)))
        return deny(op);
    *ret_account = account;
    return OK;
}

static status begin_session(struct op *op, const struct account *account, struct session *session)
{
    const instant now = op_now(op);
    uint8_t hash[SEAL_INDEX_BYTES];
    int64_t changed = 0;
    *session = (struct session){
        .user_id = account->id,
        .login = account->login,
        .name = account->name,
        .token = random_text(op, TOKEN_BYTES),
        .csrf_token = random_text(op, CSRF_BYTES),
        .expires_at = expiry_of(now, now),
    };
    seal_token(session->token, hash);
    TRY(db_run(op, Q_USER_NOTE_SUCCESS,
               DB_ARGS(ARG_ID(account->id), ARG_INSTANT(now), ARG_TEXT(account->password_hash)),
               &changed));
    if (changed != 1)
        return deny(op);
    TRY(db_run(op, Q_SESSION_INSERT,
               DB_ARGS(ARG_BLOB(((str){(const char *)hash, sizeof(hash)})), ARG_ID(account->id),
                       ARG_TEXT(session->csrf_token), ARG_INSTANT(now),
                       ARG_INSTANT(session->expires_at)),
               NULL));
    return load_rights(op, session);
}

status user_sign_in(struct op *op, str login, str password, struct session *ret_session)
{
    struct account account = {0};
    struct session session;
    TRY(check_outside(op));
    TRY(check_account(op, login, password, &account));
    TRY(db_begin(op, DB_WRITE));
    status code = begin_session(op, &account, &session);
    if (code == OK)
        code = db_commit(op);
    if (code != OK) {
        db_rollback(op);
        return code;
    }
    *ret_session = session;
    return OK;
}

/* --- afterwards --- */

struct stored_session {
    struct session session;
    instant created_at;
};

static status read_session(struct op *op, struct db_rows *row, void *out)
{
    *(struct stored_session *)out = (struct stored_session){
        .session = {.user_id = db_id(row, 0),
                    .login = db_text_copy(op, row, 1),
                    .name = db_text_copy(op, row, 2),
                    .csrf_token = db_text_copy(op, row, 3),
                    .expires_at = db_instant(row, 5)},
        .created_at = db_instant(row, 4),
    };
    return OK;
}

/* The session holds anyway, so a store that is busy with a long write does not end it. */
static status prolong(struct op *op, str hash, struct stored_session *stored)
{
    const instant until = expiry_of(stored->created_at, op_now(op));
    if (until - stored->session.expires_at < PROLONG_AT_LEAST)
        return OK;
    const status code =
        db_run(op, Q_SESSION_PROLONG, DB_ARGS(ARG_BLOB(hash), ARG_INSTANT(until)), NULL);
    if (code == E_BUSY) {
        op_clear(op);
        return OK;
    }
    if (code == OK)
        stored->session.expires_at = until;
    return code;
}

status session_find(struct op *op, str token, struct session *ret_session)
{
    struct stored_session stored;
    uint8_t bytes[SEAL_INDEX_BYTES];
    const str hash = {(const char *)bytes, sizeof(bytes)};
    bool found = false;
    TRY(check_outside(op));
    seal_token(token, bytes);
    TRY(db_query_one(op, Q_SESSION_GET, DB_ARGS(ARG_BLOB(hash), ARG_INSTANT(op_now(op))),
                     read_session, &stored, &found));
    if (!found)
        return op_fail(op, E_DENIED, "there is no session, or it has ended: sign in again");
    stored.session.token = str_copy(op->arena, token);
    TRY(load_rights(op, &stored.session));
    TRY(prolong(op, hash, &stored));
    *ret_session = stored.session;
    return OK;
}

status session_end(struct op *op, str token)
{
    uint8_t bytes[SEAL_INDEX_BYTES];
    TRY(check_outside(op));
    seal_token(token, bytes);
    return db_run(op, Q_SESSION_DELETE,
                  DB_ARGS(ARG_BLOB(((str){(const char *)bytes, sizeof(bytes)}))), NULL);
}

status session_sweep(struct op *op, int64_t *ret_count)
{
    TRY(check_outside(op));
    return db_run(op, Q_SESSION_SWEEP, DB_ARGS(ARG_INSTANT(op_now(op))), ret_count);
}

bool user_may(const struct session *session, const char *permission)
{
    for (size_t i = 0; i < session->permission_count; i++)
        if (str_equal_c(session->permissions[i], permission))
            return true;
    return false;
}
