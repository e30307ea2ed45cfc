/* Personal values with only so much shown that a person can be recognised by who knows it.
 * Pure. */
#ifndef SERVE_MASK_H
#define SERVE_MASK_H
#include "record/session.h"

/* Which permission shows which field: document, email, phone, address, account; `words` are what
 * people wrote and what sources call a person, which may hold any of them. */
bool mask_may_see(const struct session *session, const char *field);
/* A text with numbers of seven digits and more, identity numbers and e-mails covered; days stay. */
str mask_words(struct arena *arena, str text);
/* The text, or mask_words of it for who may not see the field. */
str mask_unless(struct arena *arena, const struct session *session, const char *field, str text);
/* kind as in record/seal.h: document, email, phone, address, account.  In the arena. */
const char *mask_value(struct arena *arena, const char *kind, str plain);
#endif
