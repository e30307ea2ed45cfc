#include "reach/outcome.h"

#include "base/json.h"
#include "book/action.h"
#include "book/contact_day.h"
#include "book/party.h"
#include "book/reservation.h"
#include "policy/commit.h"
#include "record/event.h"
#include "record/organisation.h"
#include "record/setting.h"
#include "record/symbol.h"
#include "store/db.h"

status outcome_begin(struct op *op, const struct outbox_row *row)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(organisation_read_date(op)); /* a close may have moved it meanwhile */
    return reservation_lock(op, row->key.debtor_id);
}

/* counted_on: the day on which the message takes a place in the maxima; DAY_NONE: on none. */
static status tell(struct op *op, const struct outbox_row *row, const char *kind, const char *state,
                   str detail, day counted_on)
{
    struct buf payload = buf_start(op->arena, 8192);
    struct json_writer w = json_start(&payload);
    str step;
    TRY(symbol_text(op, row->step, &step));
    json_object_open(&w);
    json_put_id(&w, "outbox_id", row->id);
    json_put_c(&w, "channel", channel_name(row->channel));
    json_put_str(&w, "step", step);
    json_put_c(&w, "state", state);
    if (row->message_id.size > 0)
        json_put_str(&w, "message_id", row->message_id);
    if (row->document_hash.size > 0) /* what was said, to the letter: evidence is made of events */
        json_put_str(&w, "document", row->document_hash);
    if (detail.size > 0)
        json_put_str(&w, "detail", detail);
    if (counted_on != DAY_NONE)
        json_put_day(&w, "counted_on", counted_on);
    json_object_close(&w);
    if (payload.is_full)
        return op_fail(op, E_LIMIT, "the reason is longer than an event can hold");
    const struct event event = {row->key.debtor_id, row->key.case_id, kind, 1, buf_str(&payload)};
    touch_case(op, row->key.debtor_id, row->key.case_id);
    return event_append(op, &event);
}

status outcome_tell(struct op *op, const struct outbox_row *row, const char *kind,
                    const char *state, str detail)
{
    return tell(op, row, kind, state, detail, DAY_NONE);
}

status outcome_count(struct op *op, const struct outbox_row *row, day on, int attempts)
{
    const struct contact_count count = {row->person_id, row->key.case_id, on,
                                        row->channel,   attempts,         0};
    return contact_count_add(op, &count);
}

status outcome_record_action(struct op *op, const struct outbox_row *row, str note)
{
    struct action_input action = {
        .key = row->key,
        .person_id = row->person_id,
        .channel = row->channel,
        .point_id = row->point_id,
        .disposition = STR("sent"),
        .notice_level = row->notice_level,
        .note = note,
        .outbox_id = row->id,
        .callback_on = DAY_NONE,
    };
    int64_t id = 0;
    TRY(symbol_text(op, row->step, &action.step));
    TRY(setting_i64(op, "cost.email", op->business_date, setting_initial_i64("cost.email"),
                    &action.cost.minor));
    return action_record(op, &action, &id);
}

/* Ends the attempt that the row's lease names; false: it is not ours any more. */
static status finish(struct op *op, const struct outbox_row *row, const char *state,
                     instant not_before, const char *error, instant sent_at, bool *ret_changed)
{
    int64_t changed = 0;
    TRY(db_run(op, Q_OUTBOX_FINISH,
               DB_ARGS(ARG_ID(row->id), ARG_INSTANT(row->leased_until), ARG_TEXT_C(state),
                       ARG_INSTANT(not_before), ARG_TEXT_C(error), ARG_INSTANT(sent_at),
                       ARG_INSTANT(op_now(op))),
               &changed));
    *ret_changed = changed == 1;
    if (!*ret_changed)
        return OK;
    const bool is_used = strcmp(state, "sent") == 0 || strcmp(state, "unknown") == 0;
    return reservation_end_message(op, row->key.debtor_id, row->id, is_used);
}

status outcome_sent(struct op *op, const struct outbox_row *row, bool *ret_changed)
{
    TRY(outcome_begin(op, row));
    TRY(finish(op, row, "sent", INSTANT_NONE, NULL, op_now(op), ret_changed));
    if (*ret_changed) {
        TRY(outcome_record_action(op, row, STR("")));
        TRY(outcome_tell(op, row, "message.sent", "sent", STR("")));
    }
    return policy_commit(op);
}

status outcome_failed(struct op *op, const struct outbox_row *row, bool is_bad_address,
                      const char *error)
{
    bool changed = false;
    TRY(outcome_begin(op, row));
    TRY(finish(op, row, "failed", INSTANT_NONE, error, INSTANT_NONE, &changed));
    if (changed && is_bad_address)
        TRY(contact_point_set_state(op, row->person_id, row->point_id, POINT_INACTIVE,
                                    str_of(op_say(op, "mail server: %s", error))));
    if (changed)
        TRY(outcome_tell(op, row, "message.failed", "failed", str_of(error)));
    return policy_commit(op);
}

status outcome_retry(struct op *op, const struct outbox_row *row, const char *error)
{
    bool changed = false;
    const bool is_dead = row->attempts >= LIMIT_OUTBOX_ATTEMPTS;
    TRY(outcome_begin(op, row));
    TRY(finish(op, row, is_dead ? "dead" : "queued",
               is_dead ? INSTANT_NONE : outbox_retry_at(op_now(op), row->attempts), error,
               INSTANT_NONE, &changed));
    if (changed && is_dead)
        TRY(outcome_tell(op, row, "message.failed", "dead", str_of(error)));
    return policy_commit(op);
}

status outcome_unknown(struct op *op, const struct outbox_row *row, const char *error)
{
    bool changed = false;
    day on = DAY_NONE;
    TRY(outcome_begin(op, row));
    TRY(finish(op, row, "unknown", INSTANT_NONE, error, row->updated_at, &changed));
    if (changed) {
        TRY(contact_day(op, row->person_id, row->updated_at, &on));
        TRY(outcome_count(op, row, on, 1));
        TRY(tell(op, row, "message.unknown", "unknown", str_of(error), on));
    }
    return policy_commit(op);
}
