/* Users: the people of the organisation, their passwords, roles and what they may do.
 *
 * A login is lower case, 2 to 64 of a-z 0-9 . _ - @.  Passwords are kept as argon2id.  What a user
 * may do is the union of the permissions of the roles; both are rows of the store. */
#ifndef RECORD_USER_H
#define RECORD_USER_H
#include "base/op.h"
#include "base/str.h"

struct user {
    int64_t id;
    str login;
    str name;
    bool is_active;       /* not suspended */
    instant locked_until; /* INSTANT_NONE: not locked */
    str roles;            /* their names, in order, with a comma between */
    instant created_at;
};

/* All that writes needs a transaction of the caller.  E_INVALID: the login, the name or the
 * password is not as it should be, or a role is not known; E_CONFLICT: the login is taken. */
MUST_CHECK status user_create(struct op *op, str login, str name, str password, int64_t *ret_id);
/* Ends the sessions of the user and unlocks the account. */
MUST_CHECK status user_set_password(struct op *op, int64_t user_id, str password);
/* Giving a role twice is giving it once. */
MUST_CHECK status user_add_role(struct op *op, int64_t user_id, str role);
/* E_CONFLICT: the last active user who may manage users would lose that. */
MUST_CHECK status user_remove_role(struct op *op, int64_t user_id, str role);
/* Suspends (ends the sessions too) or takes back.  E_CONFLICT: as user_remove_role. */
MUST_CHECK status user_set_active(struct op *op, int64_t user_id, bool is_active);

/* E_NOT_FOUND: no such login. */
MUST_CHECK status user_find(struct op *op, str login, struct user *ret_user);
/* In the order of logins; the array lives in the op's arena. */
MUST_CHECK status user_list(struct op *op, struct user **ret_users, size_t *ret_count);
/* Whether a user, active, has a permission now. */
MUST_CHECK status user_holds(struct op *op, int64_t user_id, const char *permission,
                             bool *ret_holds);
#endif
