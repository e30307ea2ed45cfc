#include "reach/send.h"

#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "base/log.h"
#include "book/reservation.h"
#include "policy/commit.h"
#include "policy/permit.h"
#include "reach/disclosure.h"
#include "reach/letter.h"
#include "reach/mime.h"
#include "reach/outcome.h"
#include "record/document.h"
#include "record/organisation.h"
#include "record/seal.h"
#include "record/setting.h"
#include "record/symbol.h"
#include "store/db.h"

#define MAIL_BYTES_MAX      (1 << 20)
#define ANSWER_DAYS         7 /* where the strategy names none for a step */
#define RECORD_TRIES        20
#define RECORD_PAUSE_MS     250
#define RULE_POINT_UNUSABLE "POINT-UNUSABLE"

const char *send_outcome_name(enum send_outcome outcome)
{
    static const char *const names[] = {"sent",  "put_off", "blocked", "cancelled", "failed",
                                        "retry", "down",    "unknown", "lost"};
    return names[outcome];
}

/* --- who sends --- */

static status read_text(struct op *op, const char *name, str *ret_text)
{
    return setting_text(op, name, op->business_date, STR(""), ret_text);
}

static status read_server(struct op *op, const struct reach_options *options,
                          struct smtp_server *server)
{
    str url;
    str user;
    str tls;
    TRY(read_text(op, "smtp.url", &url));
    TRY(read_text(op, "smtp.user", &user));
    TRY(read_text(op, "smtp.starttls", &tls));
    const char *const password = getenv("ACUERDO_SMTP_PASSWORD");
    *server = (struct smtp_server){
        .url = options->smtp_url ? options->smtp_url : str_cstr(op->arena, url),
        .user = str_cstr(op->arena, user),
        .password = password ? password : "",
        .is_tls_required = user.size > 0 || str_equal_c(tls, "required"),
        .timeout_ms = options->timeout_ms,
        .ca_file = options->ca_file,
    };
    if (!*server->url) {
        log_event(LOG_WARN, "smtp_url_unset", LOG_STATUS("status", E_INVALID));
        return op_fail(op, E_INVALID,
                       "no mail server is known: set smtp.url, e.g. smtp://mail.example:587");
    }
    if (user.size > 0 && !*server->password)
        return op_fail(op, E_INVALID,
                       "smtp.user is set, and ACUERDO_SMTP_PASSWORD holds no password");
    if (tls.size > 0 && !str_equal_c(tls, "required") && !str_equal_c(tls, "offered"))
        return op_fail(op, E_INVALID, "setting smtp.starttls is offered or required");
    return OK;
}

status sender_open(struct op *op, const struct reach_options *options, struct sender *ret_sender)
{
    struct smtp_server server;
    struct organisation organisation;
    struct sender sender = {.stop = options->stop};
    const struct zone *zone = NULL;
    TRY(organisation_read_date(op)); /* settings hold from days on */
    TRY(organisation_get(op, &organisation));
    TRY(zone_find(op, organisation.timezone, &zone));
    sender.offset = zone_to_local(zone, op_now(op)).offset;
    TRY(read_text(op, "mail.from", &sender.from));
    TRY(read_text(op, "mail.from_name", &sender.from_name));
    TRY(read_text(op, "mail.reply_to", &sender.reply_to));
    if (!mime_is_address(sender.from))
        return op_fail(op, E_INVALID,
                       "setting mail.from must be the address that mails come from, "
                       "e.g. cobranza@empresa.example");
    if (sender.reply_to.size == 0)
        sender.reply_to = sender.from;
    if (!mime_is_address(sender.reply_to))
        return op_fail(op, E_INVALID, "setting mail.reply_to is no address");
    if (sender.from_name.size == 0)
        sender.from_name = organisation.name;
    TRY(read_server(op, options, &server));
    TRY(smtp_open(op, &server, &sender.smtp));
    *ret_sender = sender;
    return OK;
}

/* --- one message --- */

struct sending {
    struct op *op;
    const struct sender *sender;
    const struct policy *policy;
    struct outbox_row row;
    const char *address;
    enum point_state point;
    str mail; /* all but the To line */
};

/* Takes a leased message out of the plan, and has its case decided again. */
static status drop(struct sending *s, const char *state, const char *kind, str rule)
{
    struct op *const op = s->op;
    int64_t changed = 0;
    TRY(db_run(op, Q_OUTBOX_DROP,
               DB_ARGS(ARG_ID(s->row.id), ARG_INSTANT(s->row.leased_until), ARG_TEXT_C(state),
                       ARG_TEXT(rule), ARG_INSTANT(op_now(op))),
               &changed));
    if (changed != 1)
        return op_fail(op, E_BUSY, "the lease of message %" PRId64 " is over", s->row.id);
    TRY(reservation_end_message(op, s->row.key.debtor_id, s->row.id, false));
    if (kind)
        TRY(outcome_tell(op, &s->row, kind, state, rule));
    touch_case(op, s->row.key.debtor_id, s->row.key.case_id);
    return policy_commit(op);
}

static status put_off(struct sending *s, const struct gate_verdict *verdict)
{
    struct op *const op = s->op;
    TRY(db_run(op, Q_OUTBOX_PUT_OFF,
               DB_ARGS(ARG_ID(s->row.id), ARG_INSTANT(s->row.leased_until),
                       ARG_INSTANT(verdict->next_at), ARG_TEXT_C(verdict->rule_id),
                       ARG_INSTANT(op_now(op))),
               NULL));
    return policy_commit(op);
}

/* Whether the case still wants this step by this channel. */
static status is_wanted(struct sending *s, bool *ret_wanted)
{
    struct decision decision;
    bool found = false;
    TRY(decision_get(s->op, s->row.key, &decision, &found));
    *ret_wanted = found && decision.step == s->row.step &&
                  decision.channel == (int64_t)s->row.channel &&
                  decision.verdict == VERDICT_ALLOWED && decision.silence == 0;
    return OK;
}

static status read_point(struct op *op, struct db_rows *row, void *out)
{
    str *const cells = out;
    for (int i = 0; i < 3; i++)
        cells[i] = i == 1 ? str_copy(op->arena, db_blob(row, 1)) : db_text_copy(op, row, i);
    return OK;
}

/* NULL: the address is not usable any more, or never was an address. */
static status read_address(struct sending *s, const char **ret_address)
{
    struct op *const op = s->op;
    str cells[3]; /* channel, sealed value, state */
    str address;
    bool found = false;
    TRY(db_query_one(op, Q_CONTACT_POINT_GET,
                     DB_ARGS(ARG_ID(s->row.person_id), ARG_ID(s->row.point_id)), read_point, cells,
                     &found));
    *ret_address = NULL;
    if (!found || !str_equal_c(cells[0], "email") ||
        !(str_equal_c(cells[2], "verified") || str_equal_c(cells[2], "unverified")))
        return OK;
    s->point = str_equal_c(cells[2], "verified") ? POINT_VERIFIED : POINT_UNVERIFIED;
    TRY(seal_open(op, "email", s->row.person_id, cells[1], &address));
    address = str_trim(address);
    if (mime_is_address(address))
        *ret_address = str_cstr(op->arena, address);
    return OK;
}

/* The days that the strategy waits after a step: steps.NAME.min_gap_days of strategy.json. */
static status answer_days(struct sending *s, int *ret_days)
{
    const struct policy *policy = NULL;
    json_t *root = NULL;
    str step;
    TRY(symbol_text(s->op, s->row.step, &step));
    TRY(policy_of_case(s->op, s->policy, s->row.key, &policy));
    TRY(json_parse(s->op, policy->settings, &root));
    const json_t *const days = json_object_get(
        json_object_get(json_object_get(root, "steps"), str_cstr(s->op->arena, step)),
        "min_gap_days");
    const json_int_t given = json_is_integer(days) ? json_integer_value(days) : ANSWER_DAYS;
    *ret_days = given > 0 && given < 366 ? (int)given : ANSWER_DAYS;
    return OK;
}

static status write_mail(struct sending *s)
{
    struct op *const op = s->op;
    struct letter letter;
    struct buf out = buf_start(op->arena, MAIL_BYTES_MAX);
    int days = 0;
    TRY(answer_days(s, &days));
    const struct letter_request request = {s->row.key, s->row.person_id, s->row.template,
                                           op->business_date + days};
    TRY(letter_write(op, &request, &letter));
    s->row.message_id = str_of(arena_printf(op->arena, "%" PRId64 "@" STR_FORMAT, s->row.id,
                                            STR_ARG(mime_domain(s->sender->from))));
    const struct mime_mail mail = {
        .from = s->sender->from,
        .from_name = s->sender->from_name,
        .reply_to = s->sender->reply_to,
        .subject = letter.subject,
        .message_id = s->row.message_id,
        .unsubscribe = s->sender->reply_to,
        .language = letter.language,
        .at = op_now(op),
        .offset = s->sender->offset,
        .text = letter.text,
        .html = letter.html,
    };
    mime_write(&mail, &out);
    if (out.is_full)
        return op_fail(op, E_LIMIT, "the mail is longer than %d bytes", MAIL_BYTES_MAX);
    s->mail = buf_str(&out);
    return OK;
}

/* To a point that may be somebody else's goes no word of the debt where the law says so; what goes
 * in its place is no notice.  *ret_rule NULL: something may go. */
static status limit(struct sending *s, const char **ret_rule)
{
    struct op *const op = s->op;
    struct case_facts facts;
    struct disclosure disclosure;
    const struct policy_place *place = NULL;
    bool found = false;
    TRY(facts_get(op, s->row.key, &facts, &found));
    TRY(policy_place(op, policy_of(s->policy, &facts), facts.country, facts.zone, &place));
    TRY(disclosure_settle(op, place->pack, s->row.template, s->point, op->business_date,
                          &disclosure));
    *ret_rule = disclosure.template.size == 0 ? disclosure.rule : NULL;
    if (!disclosure.is_limited)
        return OK;
    s->row.template = disclosure.template;
    s->row.notice_level = 0;
    return db_run(op, Q_OUTBOX_LIMIT, DB_ARGS(ARG_ID(s->row.id), ARG_TEXT(s->row.template)), NULL);
}

/* From this commit on the message counts as perhaps sent. */
static status start(struct sending *s, const char *rule, bool *ret_started)
{
    struct op *const op = s->op;
    char hash[DOCUMENT_HASH_SIZE];
    int64_t changed = 0;
    const instant now = op_now(op);
    const instant until = now + LIMIT_OUTBOX_LEASE_S * INSTANT_PER_SECOND;
    TRY(write_mail(s));
    TRY(document_put(op, "message/rfc822", "mail.eml", s->mail, hash));
    s->row.document_hash = str_copy(op->arena, str_of(hash));
    TRY(db_run(op, Q_OUTBOX_START,
               DB_ARGS(ARG_ID(s->row.id), ARG_INSTANT(s->row.leased_until), ARG_INSTANT(until),
                       ARG_TEXT(s->row.message_id), ARG_TEXT_C(hash), ARG_TEXT_C(rule),
                       ARG_INSTANT(now)),
               &changed));
    s->row.leased_until = until;
    s->row.updated_at = now;
    s->row.attempts++;
    *ret_started = changed == 1;
    if (!*ret_started)
        TRY(reservation_end_message(op, s->row.key.debtor_id, s->row.id, false));
    TRY(op_check(op));
    return db_commit(op);
}

/* Asks everything again.  *ret_outcome is SEND_SENT when the message may now be handed over. */
static status prepare(struct sending *s, instant lease, enum send_outcome *ret_outcome)
{
    struct op *const op = s->op;
    struct permit permit;
    bool yes = false;
    TRY(outcome_begin(op, &s->row));
    TRY(outbox_get(op, s->row.id, &s->row)); /* as it is under the lock */
    *ret_outcome = SEND_LOST;
    if (!str_equal_c(s->row.state, "leased") || s->row.leased_until != lease)
        return db_commit(op);
    TRY(policy_get(op, &s->policy));
    TRY(is_wanted(s, &yes));
    *ret_outcome = SEND_CANCELLED;
    if (!yes)
        return drop(s, "cancelled", NULL, s->row.verdict_rule);
    TRY(permit_ask_point(op, s->row.key, s->row.channel, s->row.point_id, s->row.id, &permit));
    const struct gate_verdict *const verdict = &permit.verdict;
    *ret_outcome = verdict->next_at != INSTANT_NONE ? SEND_PUT_OFF : SEND_BLOCKED;
    if (permit.id == 0)
        return *ret_outcome == SEND_PUT_OFF
                   ? put_off(s, verdict)
                   : drop(s, "blocked", "message.blocked", str_of(verdict->rule_id));
    TRY(read_address(s, &s->address));
    *ret_outcome = SEND_BLOCKED;
    if (!s->address)
        return drop(s, "blocked", "message.blocked", STR(RULE_POINT_UNUSABLE));
    const char *rule = NULL;
    TRY(limit(s, &rule));
    if (rule)
        return drop(s, "blocked", "message.blocked", str_of(rule));
    TRY(start(s, verdict->rule_id, &yes));
    *ret_outcome = yes ? SEND_SENT : SEND_LOST;
    return OK;
}

static enum smtp_result hand_over(struct sending *s, struct smtp_exchange *exchange)
{
    struct op *const op = s->op;
    const struct smtp_mail mail = {
        .from = str_cstr(op->arena, s->sender->from),
        .to = s->address,
        .bytes = str_of(
            arena_printf(op->arena, "To: <%s>\r\n" STR_FORMAT, s->address, STR_ARG(s->mail))),
    };
    /* A process that was stopped for longer than its lease must not wake up and send. */
    if (op_now(op) + LIMIT_SMTP_MS * (INSTANT_PER_SECOND / 1000) > s->row.leased_until) {
        *exchange = (struct smtp_exchange){.stage = SMTP_CONNECT};
        return SMTP_LATER;
    }
    return smtp_send(s->sender->smtp, &mail, s->sender->stop, exchange);
}

static status record_once(struct sending *s, enum smtp_result result,
                          const struct smtp_exchange *exchange)
{
    bool changed = false;
    const char *const error = arena_printf(s->op->arena, "%s: %s %d%s%s", smtp_result_name(result),
                                           smtp_stage_name(exchange->stage), exchange->code,
                                           exchange->enhanced[0] ? " " : "", exchange->enhanced);
    switch (result) {
    case SMTP_ACCEPTED:
        return outcome_sent(s->op, &s->row, &changed);
    case SMTP_BAD_ADDRESS:
    case SMTP_REFUSED:
        return outcome_failed(s->op, &s->row, result == SMTP_BAD_ADDRESS, error);
    case SMTP_LATER:
    case SMTP_DOWN:
        return outcome_retry(s->op, &s->row, error);
    case SMTP_UNKNOWN:
        return outcome_unknown(s->op, &s->row, error);
    }
    return op_fail(s->op, E_INTERNAL, "a mail ended in no way that is known");
}

/* What happened to a mail is known only here, so a busy store is asked again and again; if it stays
 * busy the message ends as unknown when its lease does. */
static status record(struct sending *s, enum smtp_result result,
                     const struct smtp_exchange *exchange)
{
    const struct timespec pause = {0, RECORD_PAUSE_MS * 1000000L};
    status code = OK;
    for (int i = 0; i < RECORD_TRIES; i++) {
        code = record_once(s, result, exchange);
        if (code != E_BUSY)
            break;
        db_rollback(s->op);
        op_clear(s->op);
        touch_clear(s->op);
        (void)nanosleep(&pause, NULL);
    }
    return code;
}

static enum send_outcome outcome_of(enum smtp_result result)
{
    static const enum send_outcome outcomes[] = {
        [SMTP_ACCEPTED] = SEND_SENT,  [SMTP_BAD_ADDRESS] = SEND_FAILED,
        [SMTP_REFUSED] = SEND_FAILED, [SMTP_LATER] = SEND_RETRY,
        [SMTP_DOWN] = SEND_DOWN,      [SMTP_UNKNOWN] = SEND_UNKNOWN,
    };
    return outcomes[result];
}

/* A message that cannot even be prepared is tried again like any other, so that one bad row or a
 * template that is being mended stops nothing else. */
static status postpone(struct op *op, int64_t id, instant lease)
{
    struct outbox_row row;
    int64_t changed = 0;
    char text[LIMIT_FAILURE_TEXT];
    (void)snprintf(text, sizeof(text), "%s", op->text);
    db_rollback(op);
    op_clear(op);
    touch_clear(op);
    TRY(outbox_get(op, id, &row));
    const bool is_dead = row.attempts + 1 >= LIMIT_OUTBOX_ATTEMPTS;
    TRY(outcome_begin(op, &row));
    TRY(db_run(
        op, Q_OUTBOX_POSTPONE,
        DB_ARGS(ARG_ID(id), ARG_INSTANT(lease), ARG_TEXT(is_dead ? STR("dead") : STR("queued")),
                ARG_INSTANT(is_dead ? INSTANT_NONE : outbox_retry_at(op_now(op), row.attempts + 1)),
                ARG_TEXT_C(text), ARG_INSTANT(op_now(op))),
        &changed));
    if (changed == 1 && is_dead)
        TRY(outcome_tell(op, &row, "message.failed", "dead", str_of(text)));
    return policy_commit(op);
}

status send_message(struct op *op, const struct sender *sender, int64_t id, instant lease,
                    enum send_outcome *ret_outcome)
{
    struct sending sending = {.op = op, .sender = sender};
    struct smtp_exchange exchange;
    TRY(outbox_get(op, id, &sending.row));
    const status code = prepare(&sending, lease, ret_outcome);
    if (code == E_BUSY)
        return code;
    if (code != OK) {
        *ret_outcome = SEND_RETRY;
        return postpone(op, id, lease);
    }
    if (*ret_outcome != SEND_SENT)
        return OK;
    const enum smtp_result result = hand_over(&sending, &exchange);
    *ret_outcome = outcome_of(result);
    return record(&sending, result, &exchange);
}
