#include "serve/erasure_view.h"

#include "privacy/fulfil.h"

status erasure_view_write(struct op *op, struct json_writer *w, int64_t debtor_id)
{
    struct erasure_pending pending;
    TRY(erase_pending(op, debtor_id, &pending));
    json_key(w, "erasure");
    if (pending.request_id == 0) {
        json_write_null(w);
        return OK;
    }
    json_object_open(w);
    json_put_id(w, "request_id", pending.request_id);
    json_put_c(w, "state", !pending.is_answered ? "open" : pending.is_over ? "over" : "partial");
    json_put_day(w, "received_on", pending.received_on);
    json_put_day(w, "due_on", pending.due_on);
    json_put_day(w, "kept_until", pending.kept_until);
    json_object_close(w);
    return OK;
}
