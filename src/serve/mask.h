/* Personal values with only so much shown that a person can be recognised by who knows it.  Pure.
 */
#ifndef SERVE_MASK_H
#define SERVE_MASK_H
#include "base/str.h"

/* kind as in record/seal.h: document, email, phone, address.  In the arena. */
const char *mask_value(struct arena *arena, const char *kind, str plain);
#endif
