#include "reach/resolve.h"

#include <inttypes.h>

#include "base/json.h"
#include "book/contact_day.h"
#include "book/reservation.h"
#include "reach/outcome.h"
#include "store/db.h"

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* The next message after an id whose worker is gone; *ret_id 0: there is none. */
static status next_stranded(struct op *op, instant before, int64_t after_id, int64_t *ret_id)
{
    bool found = false;
    *ret_id = 0;
    return db_query_one(op, Q_OUTBOX_STRANDED, DB_ARGS(ARG_INSTANT(before), ARG_I64(after_id)),
                        read_id, ret_id, &found);
}

status outbox_recover(struct op *op, bool is_alone, int64_t *ret_unknown)
{
    const instant before = is_alone ? INT64_MAX : op_now(op);
    int64_t id = 0;
    *ret_unknown = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(db_run(op, Q_OUTBOX_GIVE_BACK, DB_ARGS(ARG_INSTANT(op_now(op)), ARG_INSTANT(before)),
               NULL));
    TRY(db_commit(op));
    for (;;) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct outbox_row row;
        TRY(next_stranded(op, before, id, &id));
        if (id == 0)
            return OK;
        TRY(outbox_get(op, id, &row));
        TRY(outcome_unknown(op, &row, "the worker ended while it was sending"));
        arena_release(op->arena, mark);
        ++*ret_unknown;
    }
}

/* The event says on which of the person's days; before it did, the business date was it. */
static status read_counted(struct op *op, struct db_rows *row, void *out)
{
    json_t *root = NULL;
    day *const on = out;
    TRY(json_parse(op, db_text(row, 1), &root));
    const json_t *const told = json_object_get(root, "counted_on");
    *on = db_day(row, 0);
    if (json_is_string(told) && !day_parse(str_of(json_string_value(told)), on))
        return op_fail(op, E_STORE, "an event of a message names no day");
    return OK;
}

/* The attempt that was counted when the message became unknown counts no longer. */
static status uncount(struct op *op, const struct outbox_row *row)
{
    day counted_on = DAY_NONE;
    bool found = false;
    const char *const pattern = arena_printf(op->arena, "%%\"%" PRId64 "\"%%", row->id);
    TRY(db_query_one(
        op, Q_OUTBOX_COUNTED_ON,
        DB_ARGS(ARG_ID(row->key.debtor_id), ARG_ID(row->key.case_id), ARG_TEXT_C(pattern)),
        read_counted, &counted_on, &found));
    return found ? outcome_count(op, row, counted_on, -1) : OK;
}

status outbox_resolve(struct op *op, int64_t id, bool was_sent, str reason)
{
    struct outbox_row row;
    int64_t changed = 0;
    if (str_trim(reason).size == 0)
        return op_fail(op, E_INVALID, "how is it known?  A reason is needed");
    TRY(outbox_get(op, id, &row));
    TRY(reservation_lock(op, row.key.debtor_id));
    TRY(db_run_later(op, Q_OUTBOX_KEEP_UNKNOWN, DB_ARGS(ARG_ID(id), ARG_INSTANT(op_now(op)))));
    TRY(db_run(op, Q_OUTBOX_SETTLE,
               DB_ARGS(ARG_ID(id), ARG_TEXT(was_sent ? STR("sent") : STR("queued")),
                       ARG_INSTANT(was_sent ? row.sent_at : INSTANT_NONE), ARG_INSTANT(op_now(op))),
               &changed));
    if (changed == 0)
        return op_fail(op, E_CONFLICT, "message %" PRId64 " is %s, not unknown", id,
                       op_word(op, str_cstr(op->arena, row.state)));
    if (was_sent) {
        day today = DAY_NONE;
        TRY(outcome_record_action(op, &row, reason));
        TRY(contact_day(op, row.person_id, op_now(op), &today));
        TRY(outcome_count(op, &row, today, -1)); /* it was counted when it happened */
    } else {
        TRY(uncount(op, &row));
    }
    return outcome_tell(op, &row, "message.resolved", was_sent ? "sent" : "queued", reason);
}
