#include "book/consent.h"

#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/party.h"
#include "book/person.h"
#include "book/reservation.h"
#include "record/audit.h"
#include "record/event.h"
#include "store/db.h"

#define ALL_CHANNELS (((UINT32_C(1) << CHANNEL_COUNT) - 1) & ~(UINT32_C(1) << CHANNEL_NONE))

static const char *const sources[CONSENT_SOURCE_COUNT] = {
    [CONSENT_BY_IMPORT] = "import",   [CONSENT_BY_API] = "api",
    [CONSENT_BY_AGENT] = "agent",     [CONSENT_BY_SELF_SERVICE] = "self_service",
    [CONSENT_BY_INBOUND] = "inbound", [CONSENT_BY_COMMAND] = "command",
};
static const char *const reasons[CONSENT_REASON_COUNT] = {
    [CONSENT_SAID] = "said",
    [CONSENT_OPT_OUT] = "opt_out",
    [CONSENT_WRONG_NUMBER] = "wrong_number",
    [CONSENT_UNDONE] = "undone",
};

const char *consent_source_name(enum consent_source source)
{
    assert((unsigned)source < CONSENT_SOURCE_COUNT);
    return sources[source];
}

bool consent_source_parse(str text, enum consent_source *ret_source)
{
    for (int i = 0; i < CONSENT_SOURCE_COUNT; i++)
        if (str_equal_c(text, sources[i])) {
            *ret_source = (enum consent_source)i;
            return true;
        }
    return false;
}

const char *consent_reason_name(enum consent_reason reason)
{
    assert((unsigned)reason < CONSENT_REASON_COUNT);
    return reasons[reason];
}

/* --- what a row is about --- */

/* A contact point as the ledger needs it. */
struct point {
    uint32_t channels; /* bit per enum channel that it serves */
    enum point_state state;
};

/* A row on its way, checked. */
struct row {
    const struct consent_input *in;
    uint32_t channels; /* that it speaks of */
    enum purpose purpose;
    struct point point;   /* of a row for one point */
    int64_t owner_id;     /* the party that has the point, or the one that was named */
    struct person person; /* whom it holds for: all parties that are one person */
    day from;
    int64_t undoes_id; /* 0: none */
};

static uint32_t bit(enum channel channel)
{
    return UINT32_C(1) << channel;
}

static status read_point(struct op *op, struct db_rows *row, void *out)
{
    struct point *const point = out;
    const str kind = db_text(row, 0);
    point->channels = str_equal_c(kind, "email") ? bit(CHANNEL_EMAIL)
                      : str_equal_c(kind, "phone")
                          ? bit(CHANNEL_CALL) | bit(CHANNEL_SMS) | bit(CHANNEL_WHATSAPP)
                          : bit(CHANNEL_LETTER) | bit(CHANNEL_VISIT);
    return point_state_parse(db_text(row, 2), &point->state)
               ? OK
               : op_fail(op, E_STORE, "a contact point has an unknown state");
}

static status find_point(struct op *op, int64_t person_id, int64_t point_id,
                         struct point *ret_point)
{
    bool found = false;
    TRY(db_query_one(op, Q_CONTACT_POINT_GET, DB_ARGS(ARG_ID(person_id), ARG_ID(point_id)),
                     read_point, ret_point, &found));
    return found ? OK
                 : op_fail(op, E_NOT_FOUND, "no contact point %" PRId64 " of this party", point_id);
}

static status check_channel(struct op *op, struct row *row)
{
    const struct consent_input *const in = row->in;
    enum channel channel = CHANNEL_NONE;
    row->channels = ALL_CHANNELS;
    if (!str_equal_c(in->channel, "all")) {
        if (!channel_parse(in->channel, &channel) || channel == CHANNEL_NONE)
            return op_fail(op, E_INVALID, "consent for an unknown channel \"" STR_FORMAT "\"",
                           STR_ARG(in->channel));
        row->channels = bit(channel);
    }
    row->owner_id = in->person_id;
    if (in->point_id == 0)
        return OK;
    TRY(contact_point_owner(op, in->person_id, in->point_id, &row->owner_id));
    TRY(find_point(op, row->owner_id, in->point_id, &row->point));
    row->channels &= row->point.channels;
    return row->channels != 0
               ? OK
               : op_fail(op, E_INVALID,
                         "contact point %" PRId64 " does not serve \"" STR_FORMAT "\"",
                         in->point_id, STR_ARG(in->channel));
}

static status read_found(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    (void)row;
    *(bool *)out = true;
    return OK;
}

static status check_evidence(struct op *op, const struct consent_input *in)
{
    bool is_kept = in->document_hash.size == 0;
    bool found = false;
    if (str_trim(in->evidence).size == 0)
        return op_fail(op, E_INVALID,
                       "a consent needs its evidence: what says so, and where it is");
    if (in->evidence.size > CONSENT_EVIDENCE_BYTES || in->wording.size > CONSENT_WORDING_BYTES)
        return op_fail(op, E_LIMIT, "the evidence takes at most %d bytes, the wording %d",
                       CONSENT_EVIDENCE_BYTES, CONSENT_WORDING_BYTES);
    if (!is_kept)
        TRY(db_query_one(op, Q_DOCUMENT_HEAD, DB_ARGS(ARG_TEXT(in->document_hash)), read_found,
                         &is_kept, &found));
    return is_kept ? OK
                   : op_fail(op, E_INVALID,
                             "no document " STR_FORMAT " is kept: add it first, and name its hash",
                             STR_ARG(in->document_hash));
}

static status check(struct op *op, struct row *row)
{
    const struct consent_input *const in = row->in;
    TRY(check_channel(op, row));
    if (!purpose_parse(in->purpose, &row->purpose))
        return op_fail(op, E_INVALID, "consent for an unknown purpose \"" STR_FORMAT "\"",
                       STR_ARG(in->purpose));
    row->from = in->from == DAY_NONE ? op->business_date : in->from;
    if (row->from == DAY_NONE || (in->until != DAY_NONE && in->until <= row->from))
        return op_fail(op, E_INVALID, "consent needs a first day, and must end after it");
    return check_evidence(op, in);
}

/* --- what it ends at once --- */

struct message {
    int64_t id;
    int64_t case_id;
    int64_t point_id;
    uint32_t channel; /* its bit */
    bool is_leaving;
};

struct messages {
    struct message *list;
    size_t count;
    size_t capacity;
};

static status list_messages(struct op *op, int64_t debtor_id, int64_t person_id,
                            struct messages *messages)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CONSENT_MESSAGES, DB_ARGS(ARG_ID(debtor_id), ARG_ID(person_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        messages->list = arena_grow(op->arena, messages->list, messages->count, &messages->capacity,
                                    sizeof(*messages->list));
        messages->list[messages->count++] = (struct message){
            db_id(&rows, 0), db_id(&rows, 1), db_id(&rows, 2), bit((enum channel)db_i64(&rows, 3)),
            str_equal_c(db_text(&rows, 4), "sending")};
    }
}

static status tell_stopped(struct op *op, int64_t debtor_id, const struct message *message,
                           const char *why)
{
    struct buf payload = buf_start(op->arena, 1024);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "outbox_id", message->id);
    json_put_c(&w, "state", "cancelled");
    json_put_c(&w, "detail", why);
    json_object_close(&w);
    const struct event event = {debtor_id, message->case_id, "message.cancelled", 1,
                                buf_str(&payload)};
    touch_case(op, debtor_id, message->case_id);
    return event_append(op, &event);
}

static status stop_messages_of(struct op *op, const struct row *row, int64_t debtor_id,
                               int64_t person_id, struct consent_effect *effect)
{
    const struct consent_input *const in = row->in;
    const char *const why = arena_printf(op->arena, "consent: %s", consent_reason_name(in->reason));
    struct messages messages = {0};
    TRY(list_messages(op, debtor_id, person_id, &messages));
    for (size_t i = 0; i < messages.count; i++) {
        const struct message *const message = &messages.list[i];
        int64_t changed = 0;
        if (!(row->channels & message->channel) ||
            (in->point_id != 0 && message->point_id != in->point_id))
            continue;
        TRY(db_run(op, Q_CONSENT_STOP_MESSAGE,
                   DB_ARGS(ARG_ID(message->id), ARG_TEXT_C(why), ARG_INSTANT(op_now(op))),
                   &changed));
        effect->messages_stopped += changed == 1;
        effect->messages_leaving += changed == 0;
        if (changed == 0)
            continue;
        TRY(reservation_end_message(op, person_id, message->id, false));
        TRY(tell_stopped(op, debtor_id, message, why));
    }
    return OK;
}

/* The party's own debts, and those of others that they answer for. */
static status stop_messages(struct op *op, const struct row *row, int64_t party_id,
                            struct consent_effect *effect)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t *debtors = NULL;
    size_t count = 0;
    size_t capacity = 0;
    TRY(stop_messages_of(op, row, party_id, party_id, effect));
    TRY(db_query(op, Q_CONSENT_DEBTORS, DB_ARGS(ARG_ID(party_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        debtors = arena_grow(op->arena, debtors, count, &capacity, sizeof(*debtors));
        debtors[count++] = db_id(&rows, 0);
    }
    for (size_t i = 0; i < count; i++)
        if (debtors[i] != party_id)
            TRY(stop_messages_of(op, row, debtors[i], party_id, effect));
    return OK;
}

/* A permit names no point: those of the channel end, and whoever held one asks again. */
static status end_permits(struct op *op, const struct row *row, int64_t party_id,
                          struct consent_effect *effect)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t *ids = NULL;
    size_t count = 0;
    size_t capacity = 0;
    TRY(db_query(op, Q_CONSENT_PERMITS, DB_ARGS(ARG_ID(party_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (!(row->channels & bit((enum channel)db_i64(&rows, 1))))
            continue;
        ids = arena_grow(op->arena, ids, count, &capacity, sizeof(*ids));
        ids[count++] = db_id(&rows, 0);
    }
    for (size_t i = 0; i < count; i++)
        TRY(reservation_revoke(op, party_id, ids[i]));
    effect->permits_ended += (int)count;
    return OK;
}

/* Service answers the person's own business: a word about it stops no other message. */
static bool stops_contact(const struct op *op, const struct row *row)
{
    return !row->in->is_given && row->purpose != PURPOSE_SERVICE && row->from <= op->business_date;
}

/* --- writing --- */

static struct db_arg text_or_null(str text)
{
    return text.size > 0 ? ARG_TEXT(text) : ARG_NULL;
}

static status insert(struct op *op, const struct row *row, int64_t party_id, int64_t id,
                     int64_t undoes_id)
{
    const struct consent_input *const in = row->in;
    return audit_insert(
        op, AUDIT_CONSENT, 0,
        DB_ARGS(ARG_ID(party_id), ARG_ID(id), ARG_ID(in->point_id), ARG_TEXT(in->channel),
                ARG_TEXT(in->purpose), ARG_TEXT(in->is_given ? STR("given") : STR("revoked")),
                ARG_DAY(row->from), ARG_DAY(in->until), ARG_TEXT(in->evidence),
                ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id),
                ARG_TEXT_C(consent_source_name(in->source)),
                ARG_TEXT_C(consent_reason_name(in->reason)), text_or_null(in->wording),
                text_or_null(in->document_hash), ARG_ID(undoes_id)));
}

static status tell(struct op *op, const struct row *row, const struct consent_effect *effect)
{
    const struct consent_input *const in = row->in;
    struct buf payload = buf_start(op->arena, 16384);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "consent_id", effect->id);
    json_put_id(&w, "point_id", in->point_id);
    json_put_str(&w, "channel", in->channel);
    json_put_str(&w, "purpose", in->purpose);
    json_put_c(&w, "state", in->is_given ? "given" : "revoked");
    json_put_day(&w, "from", row->from);
    json_put_day(&w, "until", in->until);
    json_put_c(&w, "source", consent_source_name(in->source));
    json_put_c(&w, "reason", consent_reason_name(in->reason));
    json_put_id(&w, "undoes_id", row->undoes_id);
    json_put_str(&w, "evidence", in->evidence);
    json_put_i64(&w, "messages_stopped", effect->messages_stopped);
    json_put_i64(&w, "messages_leaving", effect->messages_leaving);
    json_put_i64(&w, "permits_ended", effect->permits_ended);
    json_object_close(&w);
    for (size_t i = 0; i < row->person.count; i++)
        TRY(party_tell(op, row->person.ids[i], "consent.recorded", buf_str(&payload)));
    return OK;
}

/* All that the row ends at once, for every party of the person. */
static status stop_all(struct op *op, const struct row *row, struct consent_effect *effect)
{
    for (size_t i = 0; stops_contact(op, row) && i < row->person.count; i++) {
        TRY(stop_messages(op, row, row->person.ids[i], effect));
        TRY(end_permits(op, row, row->person.ids[i], effect));
    }
    return OK;
}

/* A word about a whole point opens or closes it. */
static status follow_point(struct op *op, const struct row *row)
{
    const struct consent_input *const in = row->in;
    const bool is_whole = in->point_id != 0 && row->channels == row->point.channels;
    const enum point_state closed =
        in->reason == CONSENT_WRONG_NUMBER ? POINT_WRONG : POINT_OPTED_OUT;
    if (!is_whole || row->from > op->business_date || row->purpose == PURPOSE_SERVICE)
        return OK;
    if (in->is_given)
        return row->point.state == POINT_OPTED_OUT
                   ? contact_point_set_state(op, row->owner_id, in->point_id, POINT_UNVERIFIED,
                                             in->evidence)
                   : OK;
    return row->point.state == closed
               ? OK
               : contact_point_set_state(op, row->owner_id, in->point_id, closed, in->evidence);
}

/* What a person says holds for every party of it; of a point, for the party that has the point. */
static status write(struct op *op, const struct row *row, struct consent_effect *ret_effect)
{
    struct consent_effect effect = {.id = id_make()};
    TRY(insert(op, row, row->owner_id, effect.id, 0));
    for (size_t i = 0; row->in->point_id == 0 && i < row->person.count; i++)
        if (row->person.ids[i] != row->owner_id)
            TRY(insert(op, row, row->person.ids[i], id_make(), 0));
    TRY(follow_point(op, row));
    TRY(stop_all(op, row, &effect));
    TRY(tell(op, row, &effect));
    *ret_effect = effect;
    return OK;
}

status consent_record(struct op *op, const struct consent_input *input,
                      struct consent_effect *ret_effect)
{
    struct row row = {.in = input};
    /* a sender that asks now sees this word, or left */
    TRY(person_lock(op, input->person_id, &row.person));
    TRY(check(op, &row));
    return write(op, &row, ret_effect);
}

/* --- not this number --- */

struct history {
    int64_t right_party;
    int64_t third_party;
    day last_right_party_on;
};

static status read_history(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct history *)out = (struct history){db_i64(row, 0), db_i64(row, 1), db_day(row, 2)};
    return OK;
}

static status tell_history(struct op *op, int64_t person_id, int64_t point_id)
{
    struct history history = {0, 0, DAY_NONE};
    struct buf payload = buf_start(op->arena, 1024);
    struct json_writer w = json_start(&payload);
    bool found = false;
    TRY(db_query_one(op, Q_POINT_HISTORY, DB_ARGS(ARG_ID(person_id), ARG_ID(point_id)),
                     read_history, &history, &found));
    json_object_open(&w);
    json_put_id(&w, "point_id", point_id);
    json_put_c(&w, "result", "wrong_number");
    json_put_i64(&w, "right_party_before", history.right_party);
    json_put_i64(&w, "third_party_before", history.third_party);
    json_put_day(&w, "last_right_party_on", history.last_right_party_on);
    json_object_close(&w);
    return party_tell(op, person_id, "contact_point.reached", buf_str(&payload));
}

status consent_wrong_number(struct op *op, int64_t person_id, int64_t point_id,
                            enum consent_source source, str evidence,
                            struct consent_effect *ret_effect)
{
    const struct consent_input input = {
        .person_id = person_id,
        .point_id = point_id,
        .channel = STR("all"),
        .purpose = STR("collection"),
        .from = DAY_NONE,
        .until = DAY_NONE,
        .evidence = evidence,
        .source = source,
        .reason = CONSENT_WRONG_NUMBER,
    };
    struct consent_effect effect;
    int64_t owner_id = person_id;
    TRY(consent_record(op, &input, &effect));
    TRY(contact_point_owner(op, person_id, point_id, &owner_id));
    TRY(tell_history(op, owner_id, point_id));
    *ret_effect = effect;
    return OK;
}

/* --- taking back --- */

struct old_row {
    struct consent_input as; /* what the row said; its texts are copied */
    int64_t undoes_id;
    int64_t undone_by_id;
};

static status read_old(struct op *op, struct db_rows *row, void *out)
{
    struct old_row *const old = out;
    const str reason = db_text(row, 7);
    old->as.point_id = db_id(row, 0);
    old->as.channel = db_text_copy(op, row, 1);
    old->as.purpose = db_text_copy(op, row, 2);
    old->as.is_given = str_equal_c(db_text(row, 3), "given");
    old->as.from = db_day(row, 4);
    old->as.until = db_day(row, 5);
    old->as.source = CONSENT_BY_AGENT; /* of rows from before the source was kept */
    if (!db_is_null(row, 6) && !consent_source_parse(db_text(row, 6), &old->as.source))
        return op_fail(op, E_STORE, "a consent has an unknown source");
    old->as.reason = str_equal_c(reason, "wrong_number") ? CONSENT_WRONG_NUMBER : CONSENT_SAID;
    old->undoes_id = db_id(row, 8);
    old->undone_by_id = db_id(row, 9);
    return OK;
}

static status find_undoable(struct op *op, int64_t person_id, int64_t id, struct old_row *ret_old)
{
    bool found = false;
    TRY(db_query_one(op, Q_CONSENT_GET, DB_ARGS(ARG_ID(person_id), ARG_ID(id)), read_old, ret_old,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no consent %" PRId64 " of this party", id);
    if (ret_old->undoes_id != 0)
        return op_fail(op, E_CONFLICT, "consent %" PRId64 " takes another back: it stays", id);
    if (ret_old->undone_by_id != 0)
        return op_fail(op, E_CONFLICT, "consent %" PRId64 " is taken back already", id);
    if (ret_old->as.source == CONSENT_BY_INBOUND || ret_old->as.source == CONSENT_BY_SELF_SERVICE)
        return op_fail(op, E_REFUSED,
                       "the person said so themselves: nobody takes it back for them; record what "
                       "they say now");
    return OK;
}

/* The point that the row closed is as unknown as before. */
static status reopen_point(struct op *op, const struct old_row *old, const struct row *row)
{
    const bool is_closed = row->point.state == POINT_OPTED_OUT || row->point.state == POINT_WRONG;
    if (old->as.point_id == 0 || old->as.is_given || !is_closed)
        return OK;
    return contact_point_set_state(op, row->owner_id, old->as.point_id, POINT_UNVERIFIED,
                                   row->in->evidence);
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* The rows that were written with it for the other parties of the person. */
static status undo_twins(struct op *op, const struct row *row)
{
    for (size_t i = 0; row->in->point_id == 0 && i < row->person.count; i++) {
        int64_t twin = 0;
        bool found = false;
        if (row->person.ids[i] == row->owner_id)
            continue;
        TRY(db_query_one(
            op, Q_CONSENT_TWIN,
            DB_ARGS(ARG_ID(row->owner_id), ARG_ID(row->undoes_id), ARG_ID(row->person.ids[i])),
            read_id, &twin, &found));
        if (found)
            TRY(insert(op, row, row->person.ids[i], id_make(), twin));
    }
    return OK;
}

status consent_undo(struct op *op, int64_t person_id, int64_t id, enum consent_source source,
                    str evidence, struct consent_effect *ret_effect)
{
    struct consent_effect effect = {.id = id_make()};
    struct old_row old = {.as = {.person_id = person_id}};
    struct row row = {.undoes_id = id};
    TRY(person_lock(op, person_id, &row.person));
    TRY(find_undoable(op, person_id, id, &old));
    struct consent_input input = old.as;
    input.is_given = !old.as.is_given;
    input.evidence = evidence;
    input.source = source;
    input.reason = CONSENT_UNDONE;
    row.in = &input;
    row.from = old.as.from;
    TRY(check_channel(op, &row));
    TRY(check_evidence(op, &input));
    if (!purpose_parse(input.purpose, &row.purpose))
        return op_fail(op, E_STORE, "a consent has an unknown purpose");
    TRY(insert(op, &row, row.owner_id, effect.id, id));
    TRY(undo_twins(op, &row));
    TRY(reopen_point(op, &old, &row));
    TRY(stop_all(op, &row, &effect)); /* what was allowed by mistake goes out no more */
    TRY(tell(op, &row, &effect));
    *ret_effect = effect;
    return OK;
}
