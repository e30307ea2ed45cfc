/* That a person asked to be forgotten, for whoever works her account. */
#ifndef SERVE_ERASURE_VIEW_H
#define SERVE_ERASURE_VIEW_H
#include "base/json.h"
#include "base/op.h"

/* "erasure": days only; the words of the request are for who may manage requests.  null: nothing
 * that was asked to go is still here. */
MUST_CHECK status erasure_view_write(struct op *op, struct json_writer *w, int64_t debtor_id);
#endif
