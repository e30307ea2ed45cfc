#include "record/event.h"

#include "base/ids.h"
#include "record/audit.h"

/* clang-format off */
const struct event_kind event_kinds[] = {
    {"case.opened", 1, "The first obligation made a case: number, creditor_id"},
    {"case.state_set", 1, "The case went from state to state: before, after"},
    {"case.assigned", 1, "The case got an owner: owner_id"},
    {"obligation.created", 1, "A debt came: obligation_id, product, opened_on"},
    {"obligation.changed", 1, "An import or a person changed a debt: obligation_id"},
    {"obligation.closed", 1, "A debt ended: obligation_id, state"},
    {"claim.created", 1, "An amount is due on a day: claim_id, obligation_id, due_on, amount"},
    {"claim.changed", 1, "Day or amount changed: claim_id, obligation_id, due_on, amount"},
    {"payment.taken", 1, "Money came: payment_id, value_on, amount, unapplied"},
    {"payment.applied", 1, "Money left over met a claim: payment_id, value_on, amount, unapplied"},
    {"ledger.replayed", 1, "Money was booked again from a day on: from_on, amount taken back"},
    {"payment.reversed", 1, "Money never came: payment_id, value_on, amount, unapplied"},
    {"payment.returned", 1, "Money went back: payment_id, value_on, amount, unapplied"},
    {"action.recorded", 1, "Somebody or the system acted: action_id, channel, disposition"},
    {"action.corrected", 1, "A row took another back: action_id, corrects_id"},
    {"contact.unpermitted", 1, "By hand, without a permit: action_id, channel, lack, state, rule"},
    {"promise.made", 1, "Promise: promise_id, due_on, amount"},
    {"promise.graded", 1, "A day or money changed its state: promise_id, before, after, paid"},
    {"promise.cancelled", 1, "A person cancelled it: promise_id"},
    {"promise.rescheduled", 1, "Another one took its place: promise_id, replaced_by"},
    {"arrangement.proposed", 1, "Arrangement: arrangement_id, joint_id, state, owed, total, discount"},
    {"arrangement.activated", 1, "Its plan took the place of what was owed: the same"},
    {"arrangement.completed", 1, "All is paid and the discount is waived: the same"},
    {"arrangement.breached", 1, "What was owed before is owed again: the same"},
    {"arrangement.reinstated", 1, "The plan counts again: the same, reason"},
    {"arrangement.restructured", 1, "All that was open is new instalments: the same"},
    {"arrangement.joined", 1, "A guarantor or co-debtor promises it too: arrangement_id, party_id, role"},
    {"arrangement.reopened", 1, "Money that had paid it went back; no waiver: the same"},
    {"arrangement.cancelled", 1, "It is undone: the same, reason"},
    {"arrangement.rejected", 1, "Its approval was refused: the same, reason"},
    {"debt.charged_off", 1, "A loss, and still owed: obligation_id, amount, reason"},
    {"debt.resumed", 1, "Its charge-off was taken back: the same"},
    {"debt.write_off_asked", 1, "It waits for approval: the same"},
    {"debt.write_off_refused", 1, "The debt stays owed: the same"},
    {"debt.written_off", 1, "What was not paid is owed no more: the same"},
    {"dispute.opened", 1, "Dispute: dispute_id, kind, amount"},
    {"dispute.closed", 1, "It was answered: dispute_id, state"},
    {"terms.recorded", 1, "Interest by these terms: obligation_id, from_on, rates in ppm a year"},
    {"hold.placed", 1, "Contact, age or interest stands still: hold_id, kind, from, until"},
    {"hold.ended", 1, "It ended before its day: hold_id"},
    {"party.changed", 1, "The person's own data changed: which fields, never their values"},
    {"party.flags_set", 1, "Deceased, bankrupt…: flags_before, flags_after"},
    {"party.merged", 1, "Parties were found to be one person: merge_id, reason, parties"},
    {"party.parted", 1, "A merge was undone: merge_id, reason, parties"},
    {"contact_point.added", 1, "A telephone, e-mail or address came: point_id, channel"},
    {"contact_point.state_set", 1, "It was verified, wrong, opted out…: point_id, state"},
    {"contact_point.use_set", 1, "Whose the contact point is: point_id, used_as"},
    {"contact_point.reached", 1, "Who answered there: point_id, result, channel, action_id"},
    {"consent.recorded", 1, "Consent given or revoked: consent_id, channel, purpose, state"},
    {"identity.checked", 1, "Who was speaking: methods, result, channel, point_id; never answers"},
    {"preference.recorded", 1, "When the person prefers to be reached: days, hours, channel"},
    {"contact.against_wish", 1, "A permit by hand against what the person prefers: channel, wish"},
    {"message.queued", 1, "A message waits to leave: outbox_id, channel, step"},
    {"message.sent", 1, "It left: outbox_id, message_id, document is its digest"},
    {"message.unknown", 1, "A crash hid its fate; it counts as sent: outbox_id"},
    {"message.failed", 1, "It will not leave: outbox_id, state"},
    {"message.cancelled", 1, "The person's word stopped it before it left: outbox_id, detail"},
    {"message.blocked", 1, "The gate refused it when it was to leave: outbox_id, rule"},
    {"message.released", 1, "A person let a held message leave: outbox_id, detail is why"},
    {"file.made", 1, "Somebody had the file of the person made: file is its digest, reason"},
    {"message.resolved", 1, "A person said what became of it: outbox_id, state"},
};
/* clang-format on */
const size_t event_kind_count = ARRAY_LEN(event_kinds);

static const struct event_kind *find_kind(const char *name)
{
    for (size_t i = 0; i < event_kind_count; i++)
        if (strcmp(event_kinds[i].name, name) == 0)
            return &event_kinds[i];
    return NULL;
}

static status check_event(struct op *op, const struct event *event)
{
    const struct event_kind *const kind = find_kind(event->kind);
    if (!kind)
        return op_fail(op, E_INTERNAL, "event %s is not in event_kinds (record/event.c): add it",
                       event->kind);
    if (event->version < 1 || event->version > kind->version)
        return op_fail(op, E_INTERNAL, "event %s has no version %d", event->kind, event->version);
    if (event->payload.size < 2 || event->payload.data[0] != '{' ||
        event->payload.data[event->payload.size - 1] != '}')
        return op_fail(op, E_INTERNAL, "event %s: the payload is no JSON object", event->kind);
    if (op->business_date == DAY_NONE)
        return op_fail(op, E_INTERNAL, "event %s: the business date is not known", event->kind);
    if (!db_in_transaction(op)) /* the number and the row must stand or fall together */
        return op_fail(op, E_INTERNAL, "event %s outside a transaction", event->kind);
    return OK;
}

static status read_seq(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status insert_event(struct op *op, const struct event *event, int64_t seq)
{
    return audit_insert(op, AUDIT_EVENT, event->case_id,
                        DB_ARGS(ARG_ID(event->debtor_id), ARG_ID(event->case_id), ARG_I64(seq),
                                ARG_ID(id_make()), ARG_TEXT_C(event->kind), ARG_I64(event->version),
                                ARG_DAY(op->business_date), ARG_INSTANT(op_now(op)),
                                ARG_ID(op->actor_id), ARG_TEXT(event->payload)));
}

status event_append(struct op *op, const struct event *event)
{
    int64_t seq = 0;
    bool found = false;
    TRY(check_event(op, event));
    TRY(db_query_one(op, Q_EVENT_TAKE_SEQ,
                     DB_ARGS(ARG_ID(event->debtor_id), ARG_ID(event->case_id)), read_seq, &seq,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "debtor %lld has no case %lld", (long long)event->debtor_id,
                       (long long)event->case_id);
    return insert_event(op, event, seq);
}

status event_append_at(struct op *op, const struct event *event, int64_t seq)
{
    TRY(check_event(op, event));
    return insert_event(op, event, seq);
}

static void read_row(struct op *op, const struct db_rows *row, struct event_row *out)
{
    *out = (struct event_row){
        .seq = db_i64(row, 0),
        .id = db_id(row, 1),
        .kind = db_text_copy(op, row, 2),
        .version = (int)db_i64(row, 3),
        .business_date = db_day(row, 4),
        .at = db_instant(row, 5),
        .actor_id = db_id(row, 6),
        .payload = db_text_copy(op, row, 7),
    };
}

status event_list(struct op *op, int64_t debtor_id, int64_t case_id, int64_t after_seq,
                  struct event_row **ret_events, size_t *ret_count)
{
    struct event_row *const events = arena_array(op->arena, LIMIT_PAGE_ROWS, sizeof(*events));
    size_t count = 0;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(
        op, Q_EVENT_LIST,
        DB_ARGS(ARG_ID(debtor_id), ARG_ID(case_id), ARG_I64(after_seq), ARG_I64(LIMIT_PAGE_ROWS)),
        &rows));
    TRY(db_next(op, &rows, &has_row));
    while (has_row) {
        read_row(op, &rows, &events[count++]);
        TRY(db_next(op, &rows, &has_row));
    }
    *ret_events = events;
    *ret_count = count;
    return OK;
}
