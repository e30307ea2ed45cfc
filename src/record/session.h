/* Sessions: who is signed in.
 *
 * A session ends 12 hours after it began, or after 30 minutes without a request (base/limits.h).
 * The store keeps a keyed digest of the token, so nobody signs in with what a store holds.  These
 * functions write in transactions of their own, because a failed sign-in must be counted for good:
 * call them outside one (E_INTERNAL).  They need the seal's key. */
#ifndef RECORD_SESSION_H
#define RECORD_SESSION_H
#include "base/op.h"
#include "base/str.h"

struct session {
    int64_t user_id;
    str login;
    str name;
    str token;      /* the secret of the cookie */
    str csrf_token; /* what every request that changes something repeats */
    instant expires_at;
    const str *roles;
    size_t role_count;
    const str *permissions;
    size_t permission_count;
};

/* E_DENIED, always with the same words and after the same work: unknown login, wrong password,
 * suspended, or locked (15 minutes after 5 wrong passwords). */
MUST_CHECK status user_sign_in(struct op *op, str login, str password, struct session *ret_session);
/* The session of a token, and prolongs it.  E_DENIED: there is none, or it has ended. */
MUST_CHECK status session_find(struct op *op, str token, struct session *ret_session);
/* Ending twice is ending once. */
MUST_CHECK status session_end(struct op *op, str token);
/* Removes the sessions that have ended. */
MUST_CHECK status session_sweep(struct op *op, int64_t *ret_count);

/* Pure. */
bool user_may(const struct session *session, const char *permission);
#endif
