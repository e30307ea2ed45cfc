#include "book/action.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/consent.h"
#include "book/contact_day.h"
#include "book/dispute.h"
#include "book/party.h"
#include "book/person.h"
#include "book/reservation.h"
#include "book/unit.h"
#include "record/audit.h"
#include "record/event.h"
#include "store/db.h"

struct disposition {
    int64_t flags;
    bool is_active;
};

static status read_disposition(struct op *op, struct db_rows *row, void *out)
{
    struct disposition *const disposition = out;
    (void)op;
    disposition->flags = db_i64(row, 1);
    disposition->is_active = str_equal(db_text(row, 3), STR("active"));
    return OK;
}

static status find_disposition(struct op *op, str code, struct disposition *out)
{
    bool found = false;
    TRY(db_query_one(op, Q_DISPOSITION_GET, DB_ARGS(ARG_TEXT(code)), read_disposition, out,
                     &found));
    if (!found || !out->is_active)
        return op_fail(op, E_INVALID, "outcome \"" STR_FORMAT "\" is %s", STR_ARG(code),
                       op_word(op, found ? SAY("retired") : SAY("not known")));
    return OK;
}

static bool has(const struct disposition *disposition, enum outcome_flag flag)
{
    return (disposition->flags & OUTCOME_BIT(flag)) != 0;
}

static status check_input(struct op *op, const struct action_input *in)
{
    if (str_characters(in->note) > LIMIT_NOTE_CHARACTERS)
        return op_fail(op, E_INVALID, "the note is longer than %d characters",
                       LIMIT_NOTE_CHARACTERS);
    if (in->callback_on != DAY_NONE && in->callback_on < op->business_date)
        return op_fail(op, E_INVALID, "a callback cannot lie before today");
    if (in->duration_s < 0 || in->cost.minor < 0 || in->amount.minor < 0 || in->notice_level < 0)
        return op_fail(op, E_INVALID, "duration, cost, amount and level cannot be negative");
    if (in->is_past && (in->past_on == DAY_NONE || in->past_on > op->business_date))
        return op_fail(op, E_INVALID, "history cannot lie in the future");
    return OK;
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

/* The debtor, or somebody who stands beside them in a debt. */
static status check_person(struct op *op, const struct action_input *in)
{
    struct person person;
    int64_t count = 0;
    bool found = false;
    if (in->person_id == 0 || in->person_id == in->key.debtor_id)
        return OK;
    TRY(person_read(op, in->key.debtor_id, &person));
    if (person_has(&person, in->person_id)) /* the debtor, under another name */
        return OK;
    TRY(db_query_one(op, Q_OBLIGATION_PARTY_OF_DEBTOR,
                     DB_ARGS(ARG_ID(in->key.debtor_id), ARG_ID(in->person_id)), read_count, &count,
                     &found));
    return count > 0 ? OK
                     : op_fail(op, E_INVALID, "party %" PRId64 " has no part in a debt of this one",
                               in->person_id);
}

static struct db_arg text_or_null(str text)
{
    return text.size > 0 ? ARG_TEXT(text) : ARG_NULL;
}

/* History knows a day and no hour: noon stands for it. */
static instant past_noon(day on)
{
    return (instant)on * INSTANT_PER_DAY + INSTANT_PER_DAY / 2;
}

/* The business date that the action belongs to. */
static day happened_on(const struct op *op, const struct action_input *in)
{
    return in->is_past ? in->past_on : op->business_date;
}

static status insert_action(struct op *op, const struct action_input *in, int64_t id,
                            int64_t corrects_id)
{
    const instant now = op_now(op);
    return audit_insert(
        op, AUDIT_ACTION, 0,
        DB_ARGS(ARG_ID(in->key.debtor_id), ARG_ID(id), ARG_ID(in->key.case_id),
                ARG_INSTANT(in->is_past ? past_noon(in->past_on) : now),
                ARG_DAY(happened_on(op, in)), ARG_ID(op->actor_id),
                ARG_TEXT_C(channel_name(in->channel)),
                ARG_TEXT(in->is_inbound ? STR("inbound") : STR("outbound")), ARG_ID(in->point_id),
                ARG_TEXT(in->disposition), text_or_null(in->step), ARG_I64(in->notice_level),
                db_arg_i64(in->amount.minor, in->amount.minor == 0), ARG_TEXT(in->note),
                ARG_I64(in->duration_s), ARG_MONEY(in->cost), ARG_ID(corrects_id),
                ARG_ID(in->outbox_id), ARG_DAY(in->callback_on), ARG_INSTANT(now)));
}

status contact_count_add(struct op *op, const struct contact_count *count)
{
    TRY(db_run_later(op, Q_CONTACT_COUNT_KEEP_PAST,
                     DB_ARGS(ARG_ID(count->person_id), ARG_ID(count->case_id), ARG_DAY(count->on),
                             ARG_I64(count->channel), ARG_INSTANT(op_now(op)))));
    return db_run(op, Q_CONTACT_COUNT_ADD,
                  DB_ARGS(ARG_ID(count->person_id), ARG_ID(count->case_id), ARG_DAY(count->on),
                          ARG_I64(count->channel), ARG_I64(count->attempts),
                          ARG_I64(count->contacts), ARG_INSTANT(op_now(op))),
                  NULL);
}

/* Where the contact takes its place: the day that its permit was given for, else the person's own
 * day of now; history knows no other day than its own. */
static status counted_day(struct op *op, const struct action_input *in, int64_t person_id,
                          day *ret_on)
{
    *ret_on = in->past_on;
    if (in->permit_id != 0)
        return reservation_use(op, person_id, in->permit_id, &in->key, in->channel, ret_on);
    return in->is_past ? OK : contact_day(op, person_id, op_now(op), ret_on);
}

/* An attempt counts for the contacted person and the case, on the person's day, by channel. */
static status count_contact(struct op *op, const struct action_input *in,
                            const struct disposition *disposition)
{
    const int attempts = has(disposition, OUTCOME_ATTEMPT) && !in->is_inbound;
    const int contacts = has(disposition, OUTCOME_CONTACT);
    const int64_t person_id = in->person_id ? in->person_id : in->key.debtor_id;
    struct contact_count count = {person_id,   in->key.case_id, DAY_NONE,
                                  in->channel, attempts,        contacts};
    if (attempts + contacts == 0 && in->permit_id == 0)
        return OK;
    TRY(counted_day(op, in, person_id, &count.on));
    if (attempts + contacts == 0)
        return OK;
    TRY(contact_count_add(op, &count));
    return party_touch_cases(op, person_id);
}

/* Who was reached by a contact point: what its right-party score is made of. */
static status tell_reached(struct op *op, const struct action_input *in,
                           const struct disposition *disposition, int64_t action_id)
{
    const char *const result = has(disposition, OUTCOME_RIGHT_PARTY)   ? "right_party"
                               : has(disposition, OUTCOME_THIRD_PARTY) ? "third_party"
                                                                       : NULL;
    struct buf payload = buf_start(op->arena, 1024);
    struct json_writer w = json_start(&payload);
    if (in->point_id == 0 || !result)
        return OK;
    json_object_open(&w);
    json_put_id(&w, "point_id", in->point_id);
    json_put_c(&w, "result", result);
    json_put_c(&w, "channel", channel_name(in->channel));
    json_put_id(&w, "action_id", action_id);
    json_object_close(&w);
    const struct event event = {in->key.debtor_id, in->key.case_id, "contact_point.reached", 1,
                                buf_str(&payload)};
    touch_case(op, in->key.debtor_id, in->key.case_id);
    return event_append(op, &event);
}

/* Wants no more of this channel; said at the counter, of none. */
static status opt_out(struct op *op, const struct action_input *in, int64_t person_id)
{
    const bool is_any = in->channel == CHANNEL_NONE;
    const struct consent_input consent = {
        .person_id = person_id,
        .channel = is_any ? STR("all") : str_of(channel_name(in->channel)),
        .purpose = STR("collection"),
        .from = happened_on(op, in),
        .until = DAY_NONE,
        .evidence = in->disposition,
        .source = in->is_past ? CONSENT_BY_IMPORT : CONSENT_BY_AGENT,
        .reason = CONSENT_OPT_OUT,
    };
    struct consent_effect effect;
    return consent_record(op, &consent, &effect);
}

/* What the outcome says of the person holds for all their debts at once. */
static status apply_outcome(struct op *op, const struct action_input *in,
                            const struct disposition *disposition, int64_t action_id)
{
    const int64_t person_id = in->person_id ? in->person_id : in->key.debtor_id;
    struct consent_effect effect;
    TRY(tell_reached(op, in, disposition, action_id));
    if (has(disposition, OUTCOME_WRONG_NUMBER) && in->point_id != 0)
        TRY(consent_wrong_number(op, person_id, in->point_id,
                                 in->is_past ? CONSENT_BY_IMPORT : CONSENT_BY_AGENT,
                                 in->disposition, &effect));
    if (has(disposition, OUTCOME_DECEASED))
        TRY(party_set_flags(op, person_id, FLAG_BIT(FLAG_DECEASED), 0, in->disposition));
    return has(disposition, OUTCOME_DNC) ? opt_out(op, in, person_id) : OK;
}

/* Who disputes is not asked for money until somebody has looked; history was looked at long ago.  A
 * case that has an open dispute needs no second one. */
static status open_dispute(struct op *op, const struct action_input *in,
                           const struct disposition *disposition)
{
    const struct dispute_input dispute = {
        .key = in->key,
        .kind = in->dispute_kind.size > 0 ? in->dispute_kind : STR("other"),
        .amount = in->amount,
        .reply_due_on = in->dispute_due_on != 0 ? in->dispute_due_on : DAY_NONE,
        .note = in->note,
    };
    int64_t count = 0;
    int64_t id = 0;
    bool found = false;
    if (!has(disposition, OUTCOME_DISPUTE) || in->is_past)
        return OK;
    TRY(db_query_one(op, Q_DISPUTE_OPEN_OF_CASE,
                     DB_ARGS(ARG_ID(in->key.debtor_id), ARG_ID(in->key.case_id)), read_count,
                     &count, &found));
    return count > 0 ? OK : dispute_open(op, &dispute, &id);
}

static status tell_action(struct op *op, const struct action_input *in, const char *kind,
                          int64_t id, int64_t corrects_id)
{
    struct buf payload = buf_start(op->arena, 1024);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "action_id", id);
    json_put_c(&w, "channel", channel_name(in->channel));
    json_put_str(&w, "disposition", in->disposition);
    json_put_i64(&w, "notice_level", in->notice_level);
    json_put_id(&w, "corrects_id", corrects_id);
    json_object_close(&w);
    const struct event event = {in->key.debtor_id, in->key.case_id, kind, 1, buf_str(&payload)};
    touch_case(op, in->key.debtor_id, in->key.case_id);
    return event_append(op, &event);
}

/* A contact changes every case of the person: all are locked before any is written, those of the
 * smaller id first, so that two contacts of one person wait for each other and never both. */
static status lock_persons(struct op *op, const struct action_input *in)
{
    const int64_t debtor_id = in->key.debtor_id;
    const int64_t person_id = in->person_id ? in->person_id : debtor_id;
    if (unit_find_case(op, in->key)) /* nobody else sees it yet */
        return OK;
    TRY(reservation_lock(op, person_id < debtor_id ? person_id : debtor_id));
    return person_id == debtor_id
               ? OK
               : reservation_lock(op, person_id < debtor_id ? debtor_id : person_id);
}

status action_record(struct op *op, const struct action_input *input, int64_t *ret_id)
{
    struct disposition disposition;
    TRY(check_input(op, input));
    TRY(lock_persons(op, input));
    TRY(check_person(op, input));
    TRY(find_disposition(op, input->disposition, &disposition));
    const int64_t id = id_make();
    TRY(insert_action(op, input, id, 0));
    TRY(count_contact(op, input, &disposition));
    TRY(apply_outcome(op, input, &disposition, id));
    TRY(tell_action(op, input, "action.recorded", id, 0));
    TRY(open_dispute(op, input, &disposition));
    *ret_id = id;
    return OK;
}

status action_is_attempt(struct op *op, const struct action_input *input, bool *ret_is_attempt)
{
    struct disposition disposition;
    TRY(find_disposition(op, input->disposition, &disposition));
    *ret_is_attempt = has(&disposition, OUTCOME_ATTEMPT) && !input->is_inbound;
    return OK;
}

status action_disputes(struct op *op, const struct action_input *input, bool *ret_disputes)
{
    struct disposition disposition;
    TRY(find_disposition(op, input->disposition, &disposition));
    *ret_disputes = has(&disposition, OUTCOME_DISPUTE) && !input->is_past;
    return OK;
}

struct action_row {
    int64_t case_id;
    str disposition;
    enum channel channel;
    bool is_correction;
    bool is_corrected;
};

static status read_action(struct op *op, struct db_rows *row, void *out)
{
    struct action_row *const action = out;
    action->case_id = db_id(row, 0);
    action->disposition = db_text_copy(op, row, 1);
    action->is_correction = db_id(row, 3) != 0;
    action->is_corrected = db_i64(row, 4) > 0;
    return channel_parse(db_text(row, 2), &action->channel)
               ? OK
               : op_fail(op, E_STORE, "an action has an unknown channel");
}

status action_correct(struct op *op, int64_t debtor_id, int64_t action_id, str reason,
                      int64_t *ret_id)
{
    struct action_row row = {0};
    bool found = false;
    if (reason.size == 0)
        return op_fail(op, E_INVALID, "a correction needs a reason");
    TRY(db_query_one(op, Q_ACTION_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(action_id)), read_action,
                     &row, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no action %" PRId64 " of this debtor", action_id);
    if (row.is_correction)
        return op_fail(op, E_INVALID, "action %" PRId64 " takes another back: it stays", action_id);
    if (row.is_corrected)
        return op_fail(op, E_CONFLICT, "action %" PRId64 " is taken back already", action_id);
    const struct action_input in = {
        .key = {debtor_id, row.case_id},
        .channel = row.channel,
        .disposition = row.disposition,
        .note = reason,
        .callback_on = DAY_NONE,
    };
    TRY(check_input(op, &in));
    const int64_t id = id_make();
    TRY(insert_action(op, &in, id, action_id));
    TRY(tell_action(op, &in, "action.corrected", id, action_id));
    *ret_id = id;
    return OK;
}
