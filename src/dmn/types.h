/* What a typeRef means: one of the four simple types, a structure of them, or anything.
 *
 * Follows item definitions and gathers their allowed values on the way. */
#ifndef DMN_TYPES_H
#define DMN_TYPES_H
#include "dmn/place.h"
#include "dmn/plan.h"

#define DMN_ALLOWED_MAX 8 /* item definitions that refine one another */

struct dmn_kind {
    bool is_open; /* Any, or not declared: takes the type of what it meets */
    enum dmn_type type;
    bool is_list;
    const struct dmn_item *structure; /* has components; type means nothing then */
    str allowed[DMN_ALLOWED_MAX];     /* allowedValues, all of which must hold */
    size_t allowed_count;
};

/* E_INVALID: an unknown name, a type that tables of this reader do not have (time, durations,
 * functions …), or definitions that go in a circle. */
MUST_CHECK status dmn_kind_resolve(struct op *op, const struct dmn_place *place,
                                   const struct dmn_model *model, str type_ref,
                                   struct dmn_kind *ret_kind);
/* number, text, boolean or date: for messages. */
const char *dmn_type_name(enum dmn_type type);
#endif
