#include "policy/facts.h"

#include <assert.h>
#include <inttypes.h>

#include "base/crypto.h"
#include "book/residence.h"
#include "record/symbol.h"

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

static int64_t natural_key(const struct view_head *head)
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

static status add_head(struct op *op, const struct view_head *head, struct case_facts *facts)
{
    facts->natural_key = natural_key(head);
    set(facts, FACT_creditor_id, head->creditor_id);
    set(facts, FACT_currency, head->currency);
    set_day(facts, FACT_opened_on, head->opened_on);
    set(facts, FACT_party_flags, head->party_flags);
    set(facts, FACT_is_arranged, head->is_arranged);
    TRY(set_symbol(op, facts, FACT_stage, head->stage));
    TRY(set_symbol(op, facts, FACT_party_kind, head->party_kind));
    TRY(set_symbol(op, facts, FACT_country, head->country));
    TRY(set_symbol(op, facts, FACT_zone, residence_text(op->arena, head->timezone, head->region)));
    return set_symbol(op, facts, FACT_product, head->product);
}

static void add_claims(struct case_facts *facts, const struct book_view *view, day open_date)
{
    for (size_t i = 0; i < view->claim_count; i++) {
        const day due_on = view->claims[i].due_on;
        const int64_t open = view->claims[i].open;
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
}

static void add_payments(struct case_facts *facts, const struct book_view *view)
{
    for (size_t i = 0; i < view->payment_count; i++) {
        const struct view_payment *const payment = &view->payments[i];
        add(&facts->paid_amount, payment->amount);
        add(&facts->unapplied_amount, payment->unapplied);
        if (!payment->is_money)
            continue;
        if (facts_has(facts, FACT_last_payment_on) && facts->last_payment_on == payment->value_on) {
            add(&facts->last_payment_amount, payment->amount); /* a day's money is one payment */
            continue;
        }
        set_day(facts, FACT_last_payment_on, payment->value_on);
        set(facts, FACT_last_payment_amount, payment->amount);
    }
}

static void keep_latest(struct case_facts *facts, enum fact fact, day d)
{
    int64_t *const cells = &facts->creditor_id;
    if (!facts_has(facts, fact) || cells[fact] < d)
        set_day(facts, fact, d);
}

static void add_promises(struct case_facts *facts, const struct book_view *view, day open_date)
{
    for (size_t i = 0; i < view->promise_count; i++) {
        const struct promise *const promise = &view->promises[i];
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
}

static void add_holds(struct case_facts *facts, const struct book_view *view, day open_date)
{
    for (size_t i = 0; i < view->hold_count; i++) {
        const struct view_hold *const hold = &view->holds[i];
        if (hold->from_on <= open_date &&
            (hold->until_on == DAY_NONE || open_date < hold->until_on))
            facts->is_held = 1;
        recheck(facts, hold->from_on, open_date);
        recheck(facts, hold->until_on, open_date);
    }
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

/* The latest action says when the person is due again; but a day that the person asked for stands
 * until it has come, or until they were spoken to again. */
static void set_callback(struct case_facts *facts, const struct view_action *action,
                         bool *is_agreed)
{
    const bool is_spoken = (action->flags & OUTCOME_BIT(OUTCOME_RIGHT_PARTY)) != 0;
    if (*is_agreed && !action->asks_for_day && !is_spoken && action->on < facts->callback_on)
        return;
    facts->validity &= ~(UINT64_C(1) << FACT_callback_on);
    facts->callback_on = 0;
    set_day(facts, FACT_callback_on, action->callback_on);
    *is_agreed = action->asks_for_day;
}

static status add_action(struct op *op, struct case_facts *facts, const struct view_action *action,
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
static bool is_corrected(const struct view_action *actions, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (actions[i].corrects_id == id)
            return true;
    return false;
}

static status add_actions(struct op *op, struct case_facts *facts, const struct book_view *view)
{
    const struct view_action *const list = view->actions;
    const size_t count = view->action_count;
    bool has_correction = false;
    bool is_agreed = false;
    for (size_t i = 0; i < count; i++)
        has_correction |= list[i].corrects_id != 0;
    for (size_t i = 0; i < count; i++)
        if (!has_correction || (list[i].corrects_id == 0 && !is_corrected(list, count, list[i].id)))
            TRY(add_action(op, facts, &list[i], &is_agreed));
    return OK;
}

/* Packs the counts of WINDOW_DAYS days ending at the latest day that has any. */
static void add_windows(struct case_facts *facts, const struct book_view *view)
{
    const enum fact anchors[] = {FACT_attempt_anchor_on, FACT_contact_anchor_on};
    int64_t *const windows[] = {&facts->attempt_window, &facts->contact_window};
    const int64_t *const cells = &facts->creditor_id;
    for (size_t d = 0; d < view->day_count; d++) {
        const int64_t seen[] = {view->days[d].attempts, view->days[d].contacts};
        for (int i = 0; i < 2; i++) {
            if (seen[i] == 0)
                continue;
            if (!facts_has(facts, anchors[i]))
                set_day(facts, anchors[i], view->days[d].on); /* the latest comes first */
            const int64_t back = cells[anchors[i]] - view->days[d].on;
            if (back < WINDOW_DAYS)
                *windows[i] |= (seen[i] > 127 ? 127 : seen[i]) << (back * 8);
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

/* The channels that a kind of point serves first, and the bits of reach_flags. */
static const struct {
    enum channel channel;
    int64_t bit, verified_bit;
} reaches[] = {
    {CHANNEL_EMAIL,  REACH_EMAIL,   REACH_EMAIL_VERIFIED  },
    {CHANNEL_CALL,   REACH_PHONE,   REACH_PHONE_VERIFIED  },
    {CHANNEL_LETTER, REACH_ADDRESS, REACH_ADDRESS_VERIFIED},
};

/* Two bits for each row of reaches. */
static int use_shift(enum channel channel)
{
    const bool is_paper = channel == CHANNEL_LETTER || channel == CHANNEL_VISIT;
    return REACH_USE_SHIFT + 2 * (channel == CHANNEL_EMAIL ? 0 : is_paper ? 2 : 1);
}

enum point_use facts_use(const struct case_facts *facts, enum channel channel)
{
    return (enum point_use)(facts->reach_flags >> use_shift(channel) & 3);
}

void facts_set_use(struct case_facts *facts, enum channel channel, enum point_use use)
{
    facts->reach_flags &= ~(INT64_C(3) << use_shift(channel));
    facts->reach_flags |= (int64_t)use << use_shift(channel);
}

/* The person's own point is used before a workplace, and that before a reference. */
static void add_use(struct case_facts *facts, const struct view_point *point, bool is_first)
{
    if (is_first || point->use < facts_use(facts, point->channel))
        facts_set_use(facts, point->channel, point->use);
}

static void add_points(struct case_facts *facts, const struct book_view *view)
{
    for (size_t p = 0; p < view->point_count; p++) {
        const struct view_point *const point = &view->points[p];
        if (point->state != POINT_UNVERIFIED && point->state != POINT_VERIFIED)
            continue;
        for (size_t i = 0; i < ARRAY_LEN(reaches); i++)
            if (point->channel == reaches[i].channel) {
                add_use(facts, point, (facts->reach_flags & reaches[i].bit) == 0);
                facts->reach_flags |=
                    reaches[i].bit | (point->state == POINT_VERIFIED ? reaches[i].verified_bit : 0);
            }
    }
}

enum consent_state facts_consent(const struct case_facts *facts, enum channel channel)
{
    return (enum consent_state)(facts->reach_flags >> (REACH_CONSENT_SHIFT + 2 * (int)channel) & 3);
}

struct consents {
    enum consent_state of[PURPOSE_COUNT][CHANNEL_COUNT];
};

static bool is_in_force(const struct view_consent *consent, day open_date)
{
    return consent->from_on <= open_date &&
           (consent->until_on == DAY_NONE || open_date < consent->until_on) &&
           consent->purpose < PURPOSE_COUNT;
}

static bool speaks_of(const struct view_consent *consent, int channel)
{
    return consent->channel == CHANNEL_NONE || (int)consent->channel == channel;
}

/* Whether a later row gives again what row i revoked for one point. */
static bool is_given_again(const struct view_consent *list, size_t count, size_t i, int channel,
                           day open_date)
{
    for (size_t j = i + 1; j < count; j++)
        if (list[j].point_id == list[i].point_id && !list[j].is_revoked &&
            list[j].purpose == list[i].purpose && speaks_of(&list[j], channel) &&
            is_in_force(&list[j], open_date))
            return true;
    return false;
}

/* Takes row i, in force, into the table: of a channel and purpose the last one counts.  What was
 * given for one point says nothing of the channel; what was revoked for one that is still used
 * stops the channel, lest the wrong one be taken. */
static void take_consent(struct consents *consents, const struct view_consent *list, size_t count,
                         size_t i, day open_date)
{
    const struct view_consent *const consent = &list[i];
    if (consent->point_id != 0 && (!consent->is_revoked || consent->is_point_closed))
        return;
    for (int channel = CHANNEL_EMAIL; channel < CHANNEL_COUNT; channel++)
        if (speaks_of(consent, channel) &&
            (consent->point_id == 0 || !is_given_again(list, count, i, channel, open_date)))
            consents->of[consent->purpose][channel] =
                consent->is_revoked ? CONSENT_REVOKED : CONSENT_GIVEN;
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

/* Of one party of the person: what was said of channels first, in its order; then what was said of
 * single points, which only ever closes. */
static struct consents consents_of_party(struct case_facts *facts, const struct view_consent *list,
                                         size_t count, day open_date)
{
    struct consents consents = {0};
    for (int of_points = 0; of_points < 2; of_points++)
        for (size_t i = 0; i < count; i++)
            if ((list[i].point_id != 0) == of_points && is_in_force(&list[i], open_date))
                take_consent(&consents, list, count, i, open_date);
    for (size_t i = 0; i < count; i++) {
        recheck(facts, list[i].from_on, open_date);
        recheck(facts, list[i].until_on, open_date);
    }
    return consents;
}

/* Of two parties that are one person the stricter counts: a revocation, then a consent. */
static void join_stricter(struct consents *all, const struct consents *more)
{
    for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++)
        for (int channel = 0; channel < CHANNEL_COUNT; channel++) {
            const enum consent_state state = more->of[purpose][channel];
            if (state > all->of[purpose][channel]) /* none, given, revoked: in this order */
                all->of[purpose][channel] = state;
        }
}

static void add_consents(struct case_facts *facts, const struct book_view *view, day open_date)
{
    struct consents all = {0};
    for (size_t begin = 0, end = 0; begin < view->consent_count; begin = end) {
        while (end < view->consent_count &&
               view->consents[end].party_id == view->consents[begin].party_id)
            end++;
        const struct consents of_party =
            consents_of_party(facts, view->consents + begin, end - begin, open_date);
        join_stricter(&all, &of_party);
    }
    set_consents(facts, &all);
}

/* Of the bits of a wish, from the first: days of the week, minutes of the day, channel. */
enum {
    WISH_DAYS = 0,
    WISH_OPENS = 7,
    WISH_CLOSES = 18,
    WISH_CHANNEL = 29,
    WISH_DAY_BITS = 0x7F,
    WISH_MINUTE_BITS = 0x7FF,
    WISH_CHANNEL_BITS = 7
};
#define WISH_MASK (INT64_C(0xFFFFFFFF) << REACH_WISH_SHIFT)
static_assert(REACH_CONSENT_SHIFT + 2 * CHANNEL_COUNT <= REACH_WISH_SHIFT, "bits of consents");
static_assert(CHANNEL_COUNT <= WISH_CHANNEL_BITS + 1, "bits of the channel");

/* The whole day is no wish. */
static int64_t pack_wish(const struct contact_preference *wish)
{
    const int32_t closes_s = wish->opens_s == 0 && wish->closes_s == 86400 ? 0 : wish->closes_s;
    const int64_t bits = (int64_t)(wish->days >> 1 & WISH_DAY_BITS) << WISH_DAYS |
                         (int64_t)((wish->opens_s + 59) / 60) << WISH_OPENS |
                         (int64_t)(closes_s / 60) << WISH_CLOSES |
                         (int64_t)wish->channel << WISH_CHANNEL;
    return bits << REACH_WISH_SHIFT;
}

struct contact_preference facts_wish(const struct case_facts *facts)
{
    const int64_t bits = facts->reach_flags >> REACH_WISH_SHIFT;
    return (struct contact_preference){
        .days = (uint32_t)(bits >> WISH_DAYS & WISH_DAY_BITS) << 1,
        .opens_s = (int32_t)(bits >> WISH_OPENS & WISH_MINUTE_BITS) * 60,
        .closes_s = (int32_t)(bits >> WISH_CLOSES & WISH_MINUTE_BITS) * 60,
        .channel = (enum channel)(bits >> WISH_CHANNEL & WISH_CHANNEL_BITS),
    };
}

static void add_reach(struct case_facts *facts, const struct book_view *view, day open_date)
{
    add_points(facts, view);
    add_consents(facts, view, open_date);
    for (size_t i = 0; i < ARRAY_LEN(reaches); i++)
        if (facts_consent(facts, reaches[i].channel) == CONSENT_REVOKED)
            facts->reach_flags &= ~(reaches[i].bit | reaches[i].verified_bit);
}

/* Amounts and counts are never null: zero is what they are when there is nothing. */
static void mark_counts_valid(struct case_facts *facts)
{
    for (enum fact fact = FACT_open_amount; fact <= FACT_contact_window; fact++)
        if (fact != FACT_last_payment_amount)
            facts->validity |= UINT64_C(1) << fact;
    facts->validity |= UINT64_C(1) << FACT_reach_flags;
}

status facts_of_view(struct op *op, const struct book_view *view, day open_date,
                     struct case_facts *ret_facts)
{
    struct case_facts facts = {
        .debtor_id = view->key.debtor_id, .case_id = view->key.case_id, .recheck_on = DAY_MAX};
    TRY(add_head(op, &view->head, &facts));
    add_claims(&facts, view, open_date);
    add_promises(&facts, view, open_date);
    add_holds(&facts, view, open_date);
    add_reach(&facts, view, open_date);
    facts.reach_flags |= pack_wish(&view->wish);
    add_payments(&facts, view);
    facts.disputes_open = view->disputes_open;
    facts.disputed_amount = view->disputed_amount;
    facts.unknown_sends = view->unknown_sends;
    TRY(add_actions(op, &facts, view));
    add_windows(&facts, view);
    mark_counts_valid(&facts);
    *ret_facts = facts;
    return OK;
}

status facts_compute(struct op *op, struct case_key key, day open_date,
                     struct case_facts *ret_facts)
{
    struct book_view view;
    TRY(book_view_read(op, key, &view));
    TRY(promise_regrade(op, key, open_date, view.promises, view.promise_count));
    return facts_of_view(op, &view, open_date, ret_facts);
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

bool facts_need_grading(const struct book_view *view, day open_date)
{
    for (size_t i = 0; i < view->promise_count; i++) {
        const day on = promise_recheck_on(&view->promises[i]);
        if (on != DAY_NONE && on <= open_date)
            return true;
    }
    return false;
}

void facts_follow(const struct case_facts *stored, const struct book_view *view, day open_date,
                  struct case_facts *ret_facts)
{
    struct case_facts facts = *stored;
    facts.recheck_on = DAY_MAX;
    forget(&facts, by_claims, ARRAY_LEN(by_claims));
    forget(&facts, by_promises, ARRAY_LEN(by_promises));
    add_claims(&facts, view, open_date);
    add_holds(&facts, view, open_date);
    add_reach(&facts, view, open_date);
    facts.reach_flags |= stored->reach_flags & WISH_MASK; /* a word, which no calendar changes */
    add_promises(&facts, view, open_date);
    mark_counts_valid(&facts);
    *ret_facts = facts;
}
