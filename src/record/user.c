#include "record/user.h"

#include "base/crypto.h"
#include "base/ids.h"
#include "store/db.h"

#define LOGIN_BYTES_MIN 2
#define LOGIN_BYTES_MAX 64
#define NAME_BYTES_MAX  200
#define ROLES_BYTES_MAX 4096
#define MANAGE          "user.manage" /* at least one active user keeps it */

static bool is_login(str login)
{
    if (login.size < LOGIN_BYTES_MIN || login.size > LOGIN_BYTES_MAX)
        return false;
    for (size_t i = 0; i < login.size; i++) {
        const char c = login.data[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && !strchr("._-@", c))
            return false;
    }
    return true;
}

static status check_password(struct op *op, str password)
{
    if (!str_is_utf8(password, NULL) || str_characters(password) < LIMIT_PASSWORD_MIN)
        return op_fail(op, E_INVALID, "the password is too short: at least %d characters",
                       LIMIT_PASSWORD_MIN);
    if (password.size > LIMIT_PASSWORD_BYTES)
        return op_fail(op, E_INVALID, "the password is too long: at most %d bytes",
                       LIMIT_PASSWORD_BYTES);
    return OK;
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status fail_unknown(struct op *op, int64_t user_id)
{
    return op_fail(op, E_NOT_FOUND, "there is no user %lld", (long long)user_id);
}

status user_create(struct op *op, str login, str name, str password, int64_t *ret_id)
{
    const int64_t id = id_make();
    str hash = STR("");
    bool found = false;
    if (!is_login(login))
        return op_fail(op, E_INVALID,
                       "login \"" STR_FORMAT "\": %d to %d of a-z, 0-9, '.', '_', '-' and '@' are "
                       "expected",
                       STR_ARG(login), LOGIN_BYTES_MIN, LOGIN_BYTES_MAX);
    if (str_trim(name).size == 0 || name.size > NAME_BYTES_MAX || !str_is_utf8(name, NULL))
        return op_fail(op, E_INVALID, "the user needs a name of at most %d bytes", NAME_BYTES_MAX);
    TRY(check_password(op, password));
    TRY(db_query_one(op, Q_USER_BY_LOGIN, DB_ARGS(ARG_TEXT(login)), NULL, NULL, &found));
    if (found)
        return op_fail(op, E_CONFLICT, "the login " STR_FORMAT " is taken", STR_ARG(login));
    TRY(crypto_password_hash(op, password, &hash));
    TRY(db_run(op, Q_USER_INSERT,
               DB_ARGS(ARG_ID(id), ARG_TEXT(login), ARG_TEXT(str_trim(name)), ARG_TEXT(hash),
                       ARG_INSTANT(op_now(op))),
               NULL));
    *ret_id = id;
    return OK;
}

status user_set_password(struct op *op, int64_t user_id, str password)
{
    str hash = STR("");
    int64_t changed = 0;
    TRY(check_password(op, password));
    TRY(crypto_password_hash(op, password, &hash));
    TRY(db_run(op, Q_USER_SET_PASSWORD, DB_ARGS(ARG_ID(user_id), ARG_TEXT(hash)), &changed));
    if (changed != 1)
        return fail_unknown(op, user_id);
    return db_run(op, Q_SESSION_DELETE_USER, DB_ARGS(ARG_ID(user_id)), NULL);
}

status user_add_role(struct op *op, int64_t user_id, str role)
{
    int64_t count = 0;
    bool found = false;
    TRY(db_query_one(op, Q_ROLE_EXISTS, DB_ARGS(ARG_TEXT(role)), read_count, &count, &found));
    if (count == 0)
        return op_fail(op, E_INVALID,
                       "there is no role \"" STR_FORMAT "\": agent, supervisor, strategist, "
                       "compliance and administrator come with the store",
                       STR_ARG(role));
    return db_run(op, Q_USER_ROLE_INSERT, DB_ARGS(ARG_ID(user_id), ARG_TEXT(role)), NULL);
}

static status count_managers(struct op *op, int64_t *ret_count)
{
    bool found = false;
    return db_query_one(op, Q_USER_COUNT_HOLDING, DB_ARGS(ARG_TEXT(STR(MANAGE))), read_count,
                        ret_count, &found);
}

/* Somebody must be left who can let people in. */
static status check_managers_left(struct op *op, int64_t before)
{
    int64_t left = 0;
    TRY(count_managers(op, &left));
    if (before > 0 && left == 0)
        return op_fail(op, E_CONFLICT,
                       "this is the last active user who may manage users: give another one the "
                       "role administrator first");
    return OK;
}

status user_remove_role(struct op *op, int64_t user_id, str role)
{
    int64_t before = 0;
    TRY(db_run(op, Q_USER_LOCK_ROLES, DB_NO_ARGS, NULL));
    TRY(count_managers(op, &before));
    TRY(db_run(op, Q_USER_ROLE_DELETE, DB_ARGS(ARG_ID(user_id), ARG_TEXT(role)), NULL));
    return check_managers_left(op, before);
}

status user_set_active(struct op *op, int64_t user_id, bool is_active)
{
    int64_t before = 0;
    int64_t changed = 0;
    TRY(db_run(op, Q_USER_LOCK_ROLES, DB_NO_ARGS, NULL));
    TRY(count_managers(op, &before));
    TRY(db_run(op, Q_USER_SET_STATE,
               DB_ARGS(ARG_ID(user_id), ARG_TEXT_C(is_active ? "active" : "suspended")), &changed));
    if (changed != 1)
        return fail_unknown(op, user_id);
    if (is_active)
        return OK;
    TRY(check_managers_left(op, before));
    return db_run(op, Q_SESSION_DELETE_USER, DB_ARGS(ARG_ID(user_id)), NULL);
}

static status read_user(struct op *op, struct db_rows *row, void *out)
{
    *(struct user *)out = (struct user){
        .id = db_id(row, 0),
        .login = db_text_copy(op, row, 1),
        .name = db_text_copy(op, row, 2),
        .is_active = str_equal_c(db_text(row, 3), "active"),
        .locked_until = db_instant(row, 4),
        .created_at = db_instant(row, 5),
        .roles = STR(""),
    };
    return OK;
}

static status read_roles(struct op *op, struct user *user)
{
    struct buf roles = buf_start(op->arena, ROLES_BYTES_MAX);
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_USER_ROLES, DB_ARGS(ARG_ID(user->id)), &rows));
    TRY(db_next(op, &rows, &has_row));
    while (has_row) {
        if (roles.size > 0)
            buf_add_char(&roles, ',');
        buf_add(&roles, db_text(&rows, 0));
        TRY(db_next(op, &rows, &has_row));
    }
    user->roles = buf_str(&roles);
    return OK;
}

status user_find(struct op *op, str login, struct user *ret_user)
{
    struct user user;
    bool found = false;
    TRY(db_query_one(op, Q_USER_BY_LOGIN, DB_ARGS(ARG_TEXT(login)), read_user, &user, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no user with the login \"" STR_FORMAT "\"",
                       STR_ARG(login));
    TRY(read_roles(op, &user));
    *ret_user = user;
    return OK;
}

/* A list of unknown length, in the arena: twice as long whenever it is full. */
static struct user *make_room(struct arena *arena, struct user *users, size_t count)
{
    if (count != 0 && (count < 16 || (count & (count - 1)) != 0))
        return users;
    struct user *const longer = arena_array(arena, count < 16 ? 16 : count * 2, sizeof(*users));
    if (count > 0)
        memcpy(longer, users, count * sizeof(*users));
    return longer;
}

status user_list(struct op *op, struct user **ret_users, size_t *ret_count)
{
    struct user *users = NULL;
    size_t count = 0;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_USER_LIST, DB_NO_ARGS, &rows));
    TRY(db_next(op, &rows, &has_row));
    while (has_row) {
        users = make_room(op->arena, users, count);
        TRY(read_user(op, &rows, &users[count++]));
        TRY(db_next(op, &rows, &has_row));
    }
    for (size_t i = 0; i < count; i++)
        TRY(read_roles(op, &users[i]));
    *ret_users = users;
    *ret_count = count;
    return OK;
}

status user_holds(struct op *op, int64_t user_id, const char *permission, bool *ret_holds)
{
    int64_t count = 0;
    bool found = false;
    TRY(db_query_one(op, Q_USER_HOLDS, DB_ARGS(ARG_ID(user_id), ARG_TEXT_C(permission)), read_count,
                     &count, &found));
    *ret_holds = count > 0;
    return OK;
}
