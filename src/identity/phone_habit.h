/* How people dial or once dialled, where the numbering plan of today says otherwise.
 *
 * Private to identity; pure but for the arena. */
#ifndef IDENTITY_PHONE_HABIT_H
#define IDENTITY_PHONE_HABIT_H
#include "base/arena.h"
#include "base/str.h"
#include "identity/phone_shim.h"

/* Whether the piece (phone_scan.h) leads to the number by a prefix that its country has given up:
 * 01, 044, 045 and the 1 after +52 of Mexico, the 0 before a mobile of Colombia. */
bool phone_habit_is_old_prefix(const struct phone_shim *number, str piece);

/* The piece as it is written today, for national digits in a form of the past; false: no such form.
 * *ret_is_current says that the form is still in use. */
bool phone_habit_rewrite(struct arena *arena, str piece, const char *region, str *ret_piece,
                         bool *ret_is_current);
#endif
