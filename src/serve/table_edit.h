/* Edited tables as a browser sends them, back into tables. */
#ifndef SERVE_TABLE_EDIT_H
#define SERVE_TABLE_EDIT_H
#include "policy/strategy_desk.h"
#include "serve/reply.h"

#define TABLE_EDITS_MAX 20

/* text: the JSON array `tables`; empty: no edits.  E_INVALID: errors with pointers are on the
 * reply. */
MUST_CHECK status table_edits_read(struct op *op, const struct request *request,
                                   struct reply *reply, str text, struct desk_edit **ret_edits,
                                   size_t *ret_count);
/* Applies them to the texts.  E_INVALID: what does not fit is on the reply, too. */
MUST_CHECK status table_edits_apply(struct op *op, struct reply *reply,
                                    struct strategy_source *source, const struct desk_edit *edits,
                                    size_t count);
#endif
