/* The refusals of the lower rooms in the words of a clerk, and the field that each is about.
 *
 * Rooms explain themselves in English (op_fail).  What a person at a screen can meet stands in one
 * table here, by its English pattern; what stands not in it is shown as it is. */
#ifndef SERVE_WORDING_H
#define SERVE_WORDING_H
#include "base/op.h"

struct wording {
    const char *text;
    const char *pointer; /* JSON pointer of the field; NULL: no field alone is wrong */
};

/* Of op's failure; lives in the op's arena. */
struct wording wording_of(struct op *op, bool is_english);
#endif
