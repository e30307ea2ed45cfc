#include "policy/facts.h"

#include <assert.h>
#include <inttypes.h>

#include "base/crypto.h"
#include "book/age.h"
#include "book/promise.h"
#include "record/symbol.h"
#include "store/db.h"

static_assert(sizeof(struct case_facts) == FACT_CELLS * sizeof(int64_t), "no padding");

/* Days before its due day that a reminder already belongs to a debt's round of notices. */
#define NOTICE_LEAD_DAYS 10

/* Sets a cell and its validity; DAY_NONE is null. */
static void set(struct case_facts *facts, enum fact fact, int64_t value)
{
    int64_t *const cells = &facts->creditor_id;
    cells[fact] = value;
    facts->validity |= UINT64_C(1) << fact;
}

static void set_day(struct case_facts *facts, enum fact fact, day d)
{
    if (d != DAY_NONE)
        set(facts, fact, d);
}

/* Sums stay inside 64 bits whatever a book holds: its amounts are limited, their number is not. */
static void add(int64_t *sum, int64_t amount)
{
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = amount < 0 ? INT64_MIN : INT64_MAX;
}

/* Keeps the earliest day after open_date on which something changes. */
static void recheck(struct case_facts *facts, day on, day open_date)
{
    if (on != DAY_NONE && on > open_date && on < facts->recheck_on)
        facts->recheck_on = on;
}

struct head {
    int64_t creditor_id, currency;
    str stage, party_kind, country, timezone;
    day opened_on;
    int64_t flags;
    str creditor_external_id, party_source, party_external_id;
};

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    struct head *const head = out;
    head->creditor_id = db_id(row, 0);
    head->currency = db_i64(row, 1);
    head->stage = db_text_copy(op, row, 3);
    head->opened_on = db_day(row, 4);
    head->party_kind = db_text_copy(op, row, 5);
    head->country = db_text_copy(op, row, 6);
    head->timezone = db_text_copy(op, row, 7);
    head->flags = (db_i64(row, 8) ? FLAG_BIT(FLAG_DECEASED) : 0) |
                  (db_i64(row, 9) ? FLAG_BIT(FLAG_BANKRUPT) : 0) |
                  (db_i64(row, 10) ? FLAG_BIT(FLAG_VULNERABLE) : 0) |
                  (db_i64(row, 11) ? FLAG_BIT(FLAG_REPRESENTED) : 0);
    head->creditor_external_id = db_text_copy(op, row, 12);
    head->party_source = db_text_copy(op, row, 13);
    head->party_external_id = db_text_copy(op, row, 14);
    return OK;
}

static int64_t natural_key(const struct head *head)
{
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    int64_t key = 0;
    crypto_hash_start(&hash);
    const str parts[] = {head->creditor_external_id, head->party_source, head->party_external_id};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        crypto_hash_add(&hash, parts[i].data, parts[i].size);
        crypto_hash_add(&hash, "\x1f", 1);
    }
    crypto_hash_add(&hash, &head->currency, sizeof(head->currency));
    crypto_hash_end(&hash, digest);
    memcpy(&key, digest, sizeof(key));
    return key & INT64_MAX;
}

static status set_symbol(struct op *op, struct case_facts *facts, enum fact fact, str text)
{
    int64_t id = 0;
    if (text.size == 0)
        return OK;
    TRY(symbol_id(op, text, &id));
    set(facts, fact, id);
    return OK;
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status add_head(struct op *op, struct case_facts *facts)
{
    struct head head = {0};
    str product = {"", 0};
    bool found = false;
    const struct db_arg key[] = {ARG_ID(facts->debtor_id), ARG_ID(facts->case_id)};
    TRY(db_query_one(op, Q_CASE_BOOK_HEAD, key, ARRAY_LEN(key), read_head, &head, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no case %" PRId64 " of debtor %" PRId64, facts->case_id,
                       facts->debtor_id);
    facts->natural_key = natural_key(&head);
    set(facts, FACT_creditor_id, head.creditor_id);
    set(facts, FACT_currency, head.currency);
    set_day(facts, FACT_opened_on, head.opened_on);
    set(facts, FACT_party_flags, head.flags);
    TRY(set_symbol(op, facts, FACT_stage, head.stage));
    TRY(set_symbol(op, facts, FACT_party_kind, head.party_kind));
    TRY(set_symbol(op, facts, FACT_country, head.country));
    TRY(set_symbol(op, facts, FACT_zone, head.timezone));
    TRY(db_query_one(op, Q_CASE_PRODUCT, key, ARRAY_LEN(key), read_text, &product, &found));
    return set_symbol(op, facts, FACT_product, product);
}

static status add_claims(struct op *op, struct case_facts *facts, day open_date)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CLAIM_OPEN_OF_CASE,
                 DB_ARGS(ARG_ID(facts->debtor_id), ARG_ID(facts->case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const day due_on = db_day(&rows, 3);
        const int64_t open = db_i64(&rows, 4);
        if (facts->open_claims++ == 0)
            set_day(facts, FACT_oldest_due_on, due_on);
        add(&facts->open_amount, open);
        if (due_on < open_date) {
            facts->past_due_claims++;
            add(&facts->past_due_amount, open);
            continue;
        }
        if (!facts_has(facts, FACT_next_due_on))
            set_day(facts, FACT_next_due_on, due_on);
        if (facts->next_due_on == due_on)
            add(&facts->next_due_amount, open);
        recheck(facts, due_on + 1, open_date);
    }
    set(facts, FACT_case_state, facts->open_claims > 0 ? CASE_OPEN : CASE_CLOSED);
    return OK;
}

static status add_payments(struct op *op, struct case_facts *facts)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_PAYMENT_LIST, DB_ARGS(ARG_ID(facts->debtor_id), ARG_ID(facts->case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const str state = db_text(&rows, 5);
        add(&facts->paid_amount, db_i64(&rows, 3));
        add(&facts->unapplied_amount, db_i64(&rows, 4));
        if (!str_equal_c(state, "applied") && !str_equal_c(state, "unapplied"))
            continue;
        if (facts_has(facts, FACT_last_payment_on) && facts->last_payment_on == db_day(&rows, 1)) {
            add(&facts->last_payment_amount, db_i64(&rows, 3)); /* a day's money is one payment */
            continue;
        }
        set_day(facts, FACT_last_payment_on, db_day(&rows, 1));
        set(facts, FACT_last_payment_amount, db_i64(&rows, 3));
    }
}

static void keep_latest(struct case_facts *facts, enum fact fact, day d)
{
    int64_t *const cells = &facts->creditor_id;
    if (!facts_has(facts, fact) || cells[fact] < d)
        set_day(facts, fact, d);
}

static status add_promises(struct op *op, struct case_facts *facts, day open_date)
{
    const struct case_key key = {facts->debtor_id, facts->case_id};
    struct promise *promises = NULL;
    size_t count = 0;
    TRY(promise_list(op, key, &promises, &count));
    TRY(promise_regrade(op, key, open_date, promises, count));
    for (size_t i = 0; i < count; i++) {
        const struct promise *const promise = &promises[i];
        switch (promise->state) {
        case PROMISE_OPEN:
            facts->promises_open++;
            add(&facts->promise_amount, promise->amount.minor - promise->paid.minor);
            if (!facts_has(facts, FACT_promise_due_on) || facts->promise_due_on > promise->due_on)
                set_day(facts, FACT_promise_due_on, promise->due_on);
            recheck(facts, promise_recheck_on(promise), open_date);
            break;
        case PROMISE_KEPT:
            facts->promises_kept++;
            keep_latest(facts, FACT_last_kept_on, promise->due_on);
            break;
        case PROMISE_PARTIAL:
        case PROMISE_BROKEN:
            facts->promises_broken++;
            keep_latest(facts, FACT_last_broken_on, promise->due_on);
            break;
        case PROMISE_CANCELLED:
        case PROMISE_RESCHEDULED:
        case PROMISE_STATE_COUNT:
            break;
        }
    }
    return OK;
}

static status read_two(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    ((int64_t *)out)[0] = db_i64(row, 0);
    ((int64_t *)out)[1] = db_i64(row, 1);
    return OK;
}

static status read_one(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status add_holds(struct op *op, struct case_facts *facts, day open_date)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_HOLD_LIST, DB_ARGS(ARG_ID(facts->debtor_id), ARG_ID(facts->case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const day from = db_day(&rows, 1);
        const day until = db_day(&rows, 2);
        if (from <= open_date && (until == DAY_NONE || open_date < until))
            facts->is_held = 1;
        recheck(facts, from, open_date);
        recheck(facts, until, open_date);
    }
}

static status add_doubts(struct op *op, struct case_facts *facts)
{
    int64_t disputes[2] = {0};
    bool found = false;
    TRY(db_query_one(op, Q_DISPUTE_OPEN_OF_CASE,
                     DB_ARGS(ARG_ID(facts->debtor_id), ARG_ID(facts->case_id)), read_two, disputes,
                     &found));
    facts->disputes_open = disputes[0];
    facts->disputed_amount = disputes[1];
    return db_query_one(op, Q_CASE_UNKNOWN_SENDS, DB_ARGS(ARG_ID(facts->case_id)), read_one,
                        &facts->unknown_sends, &found);
}

/* A notice counts for the present debt when it was given after the oldest unpaid claim fell due, or
 * shortly before for a reminder. */
static void add_notice(struct case_facts *facts, day on, int64_t level)
{
    if (level == 0 || !facts_has(facts, FACT_oldest_due_on))
        return;
    const int64_t first =
        level == 1 ? facts->oldest_due_on - NOTICE_LEAD_DAYS : facts->oldest_due_on;
    if (on < first)
        return;
    if (level > facts->notice_level)
        facts->notice_level = level;
    keep_latest(facts, FACT_last_notice_on, on);
}

struct action_row {
    int64_t id, notice_level, corrects_id, flags;
    day on, callback_on;
    bool asks_for_day; /* the person named callback_on; else the outcome's own days did */
    bool is_inbound;
    str disposition;
};

/* The latest action says when the person is due again; but a day that the person asked for stands
 * until it has come, or until they were spoken to again. */
static void set_callback(struct case_facts *facts, const struct action_row *action, bool *is_agreed)
{
    const bool is_spoken = (action->flags & OUTCOME_BIT(OUTCOME_RIGHT_PARTY)) != 0;
    if (*is_agreed && !action->asks_for_day && !is_spoken && action->on < facts->callback_on)
        return;
    facts->validity &= ~(UINT64_C(1) << FACT_callback_on);
    facts->callback_on = 0;
    set_day(facts, FACT_callback_on, action->callback_on);
    *is_agreed = action->asks_for_day;
}

static status add_action(struct op *op, struct case_facts *facts, const struct action_row *action,
                         bool *is_agreed)
{
    add_notice(facts, action->on, action->notice_level);
    if ((action->flags & OUTCOME_BIT(OUTCOME_ATTEMPT)) && !action->is_inbound)
        keep_latest(facts, FACT_last_attempt_on, action->on);
    if (action->flags & OUTCOME_BIT(OUTCOME_RIGHT_PARTY))
        keep_latest(facts, FACT_last_contact_on, action->on);
    TRY(set_symbol(op, facts, FACT_last_outcome, action->disposition));
    set_day(facts, FACT_last_outcome_on, action->on);
    set_callback(facts, action, is_agreed);
    return OK;
}

/* Ids of the actions that were taken back: they count for nothing but the caps. */
static bool is_corrected(const struct action_row *actions, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (actions[i].corrects_id == id)
            return true;
    return false;
}

static status add_actions(struct op *op, struct case_facts *facts)
{
    struct db_rows rows;
    bool has_row = false;
    bool has_correction = false;
    bool is_agreed = false;
    size_t count = 0;
    size_t capacity = 0;
    struct action_row *list = NULL;
    TRY(db_query(op, Q_ACTION_FOR_FACTS, DB_ARGS(ARG_ID(facts->debtor_id), ARG_ID(facts->case_id)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        struct action_row *const action = &list[count++];
        *action = (struct action_row){.id = db_id(&rows, 0),
                                      .on = db_day(&rows, 1),
                                      .notice_level = db_i64(&rows, 2),
                                      .corrects_id = db_id(&rows, 3),
                                      .disposition = db_text_copy(op, &rows, 4),
                                      .flags = db_i64(&rows, 5),
                                      .callback_on = db_day(&rows, 7),
                                      .is_inbound = db_i64(&rows, 8) != 0};
        has_correction |= action->corrects_id != 0;
        action->asks_for_day = action->callback_on != DAY_NONE;
        if (!action->asks_for_day && !db_is_null(&rows, 6))
            action->callback_on = action->on + (day)db_i64(&rows, 6);
    }
    for (size_t i = 0; i < count; i++)
        if (!has_correction || (list[i].corrects_id == 0 && !is_corrected(list, count, list[i].id)))
            TRY(add_action(op, facts, &list[i], &is_agreed));
    return OK;
}

/* Packs the counts of WINDOW_DAYS days ending at the latest day that has any. */
static status add_windows(struct op *op, struct case_facts *facts)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CONTACT_COUNT_OF_CASE,
                 DB_ARGS(ARG_ID(facts->debtor_id), ARG_ID(facts->case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const day on = db_day(&rows, 0);
        const enum fact anchors[] = {FACT_attempt_anchor_on, FACT_contact_anchor_on};
        int64_t *const windows[] = {&facts->attempt_window, &facts->contact_window};
        const int64_t *const cells = &facts->creditor_id;
        for (int i = 0; i < 2; i++) {
            const int64_t seen = db_i64(&rows, 1 + i);
            if (seen == 0)
                continue;
            if (!facts_has(facts, anchors[i]))
                set_day(facts, anchors[i], on); /* rows come latest first */
            const int64_t back = cells[anchors[i]] - on;
            if (back < WINDOW_DAYS)
                *windows[i] |= (seen > 127 ? 127 : seen) << (back * 8);
        }
    }
}

int facts_window_sum(int64_t anchor_on, int64_t window, day on, int days)
{
    int sum = 0;
    for (int back = 0; back < WINDOW_DAYS; back++) {
        const int64_t age = on - (anchor_on - back);
        if (age >= 0 && age < days)
            sum += (int)(window >> (back * 8) & 127);
    }
    return sum;
}

/* Kinds of points, the channel that uses each, and the bits of reach_flags. */
static const struct {
    const char *kind;
    enum channel channel;
    int64_t bit, verified_bit;
} reaches[] = {
    {"email",   CHANNEL_EMAIL,  REACH_EMAIL,   REACH_EMAIL_VERIFIED  },
    {"phone",   CHANNEL_CALL,   REACH_PHONE,   REACH_PHONE_VERIFIED  },
    {"address", CHANNEL_LETTER, REACH_ADDRESS, REACH_ADDRESS_VERIFIED},
};

static status add_points(struct op *op, struct case_facts *facts)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CONTACT_POINT_LIST, DB_ARGS(ARG_ID(facts->debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        enum point_state state = POINT_INACTIVE;
        if (!point_state_parse(db_text(&rows, 3), &state))
            return op_fail(op, E_STORE, "a contact point has an unknown state");
        if (state != POINT_UNVERIFIED && state != POINT_VERIFIED)
            continue;
        for (size_t i = 0; i < ARRAY_LEN(reaches); i++)
            if (str_equal_c(db_text(&rows, 1), reaches[i].kind))
                facts->reach_flags |=
                    reaches[i].bit | (state == POINT_VERIFIED ? reaches[i].verified_bit : 0);
    }
}

enum consent_state facts_consent(const struct case_facts *facts, enum channel channel)
{
    return (enum consent_state)(facts->reach_flags >> (REACH_CONSENT_SHIFT + 2 * (int)channel) & 3);
}

struct consents {
    enum consent_state of[PURPOSE_COUNT][CHANNEL_COUNT];
};

/* Takes a row in force into the table: of a channel and purpose the last one counts.  What was
 * given for one point says nothing of the channel; what was revoked for one stops it, lest the
 * wrong one be taken. */
static void take_consent(struct consents *consents, const struct db_rows *rows,
                         enum purpose purpose)
{
    enum channel only = CHANNEL_NONE;
    const bool is_revoked = str_equal_c(db_text(rows, 4), "revoked");
    const bool is_all = str_equal_c(db_text(rows, 2), "all");
    if ((!db_is_null(rows, 1) && !is_revoked) ||
        (!is_all && !channel_parse(db_text(rows, 2), &only)))
        return;
    for (int channel = CHANNEL_EMAIL; channel < CHANNEL_COUNT; channel++)
        if (is_all || channel == (int)only)
            consents->of[purpose][channel] = is_revoked ? CONSENT_REVOKED : CONSENT_GIVEN;
}

/* A person who does not want to be reminded does not want to be pressed either, and the other way
 * round: the more restrictive of the two wins. */
static void set_consents(struct case_facts *facts, const struct consents *consents)
{
    for (int channel = CHANNEL_EMAIL; channel < CHANNEL_COUNT; channel++) {
        const bool is_revoked = consents->of[PURPOSE_REMINDER][channel] == CONSENT_REVOKED;
        const enum consent_state state =
            is_revoked ? CONSENT_REVOKED : consents->of[PURPOSE_COLLECTION][channel];
        facts->reach_flags |= (int64_t)state << (REACH_CONSENT_SHIFT + 2 * channel);
    }
}

static status add_consents(struct op *op, struct case_facts *facts, day open_date)
{
    struct db_rows rows;
    struct consents consents = {0};
    bool has_row = false;
    TRY(db_query(op, Q_CONSENT_LIST, DB_ARGS(ARG_ID(facts->debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const day from = db_day(&rows, 5);
        const day until = db_day(&rows, 6);
        enum purpose purpose = PURPOSE_SERVICE;
        recheck(facts, from, open_date);
        recheck(facts, until, open_date);
        if (from <= open_date && (until == DAY_NONE || open_date < until) &&
            purpose_parse(db_text(&rows, 3), &purpose))
            take_consent(&consents, &rows, purpose);
    }
    set_consents(facts, &consents);
    return OK;
}

static status add_reach(struct op *op, struct case_facts *facts, day open_date)
{
    TRY(add_points(op, facts));
    TRY(add_consents(op, facts, open_date));
    for (size_t i = 0; i < ARRAY_LEN(reaches); i++)
        if (facts_consent(facts, reaches[i].channel) == CONSENT_REVOKED)
            facts->reach_flags &= ~(reaches[i].bit | reaches[i].verified_bit);
    return OK;
}

/* Amounts and counts are never null: zero is what they are when there is nothing. */
static void mark_counts_valid(struct case_facts *facts)
{
    for (enum fact fact = FACT_open_amount; fact <= FACT_contact_window; fact++)
        if (fact != FACT_last_payment_amount)
            facts->validity |= UINT64_C(1) << fact;
    facts->validity |= UINT64_C(1) << FACT_reach_flags;
}

status facts_compute(struct op *op, struct case_key key, day open_date,
                     struct case_facts *ret_facts)
{
    struct case_facts facts = {
        .debtor_id = key.debtor_id, .case_id = key.case_id, .recheck_on = DAY_MAX};
    TRY(add_head(op, &facts));
    TRY(add_claims(op, &facts, open_date));
    TRY(add_promises(op, &facts, open_date));
    TRY(add_holds(op, &facts, open_date));
    TRY(add_reach(op, &facts, open_date));
    TRY(add_payments(op, &facts));
    TRY(add_doubts(op, &facts));
    TRY(add_actions(op, &facts));
    TRY(add_windows(op, &facts));
    mark_counts_valid(&facts);
    *ret_facts = facts;
    return OK;
}

/* What the calendar can change comes from claims, holds and consents, and from open promises. */
static const enum fact by_claims[] = {
    FACT_case_state,      FACT_oldest_due_on,   FACT_next_due_on, FACT_open_amount,
    FACT_past_due_amount, FACT_next_due_amount, FACT_open_claims, FACT_past_due_claims,
    FACT_is_held,         FACT_reach_flags,
};
static const enum fact by_promises[] = {
    FACT_promise_due_on, FACT_promise_amount,  FACT_promises_open,  FACT_promises_kept,
    FACT_last_kept_on,   FACT_promises_broken, FACT_last_broken_on,
};

static void forget(struct case_facts *facts, const enum fact *which, size_t count)
{
    int64_t *const cells = &facts->creditor_id;
    for (size_t i = 0; i < count; i++) {
        cells[which[i]] = 0;
        facts->validity &= ~(UINT64_C(1) << which[i]);
    }
}

status facts_follow(struct op *op, const struct case_facts *stored, day open_date,
                    struct case_facts *ret_facts)
{
    struct case_facts facts = *stored;
    facts.recheck_on = DAY_MAX;
    forget(&facts, by_claims, ARRAY_LEN(by_claims));
    TRY(add_claims(op, &facts, open_date));
    TRY(add_holds(op, &facts, open_date));
    TRY(add_reach(op, &facts, open_date));
    if (stored->promises_open > 0) {
        forget(&facts, by_promises, ARRAY_LEN(by_promises));
        TRY(add_promises(op, &facts, open_date));
    }
    mark_counts_valid(&facts);
    *ret_facts = facts;
    return OK;
}
