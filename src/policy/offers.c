#include "policy/offers.h"

#include <inttypes.h>

#include "calendar/business_day.h"
#include "record/setting.h"
#include "store/db.h"

static status read_key(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct case_key *)out = (struct case_key){db_id(row, 0), db_id(row, 1)};
    return OK;
}

status case_find_number(struct op *op, int64_t number, struct case_key *ret_key)
{
    bool found = false;
    TRY(db_query_one(op, Q_REPLAY_CASE_FIND, DB_ARGS(ARG_I64(number)), read_key, ret_key, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no case has the number %" PRId64, number);
}

/* --- what there is --- */

static status load_claims(struct op *op, struct case_offers *offers,
                          struct waiting_claim **ret_claims, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    struct waiting_claim *claims = NULL;
    size_t count = 0;
    TRY(db_query(op, Q_CLAIM_OPEN_OF_CASE,
                 DB_ARGS(ARG_ID(offers->key.debtor_id), ARG_ID(offers->key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const struct waiting_claim claim = {db_day(&rows, 3), db_money(&rows, 4).minor};
        offers->open += claim.open;
        if (claim.due_on >= offers->on)
            continue;
        offers->terms.owed += claim.open;
        claims = arena_grow(op->arena, claims, count, &capacity, sizeof(*claims));
        claims[count++] = claim;
    }
    *ret_claims = claims;
    *ret_count = count;
    return OK;
}

/* A limit in units of 1/10^scale as hundredths of its unit, or whole. */
static int limit_of(const struct guide *guide, enum negotiation which, int units)
{
    const struct guide_limit *const limit = &guide->limits[which];
    __int128 value = (__int128)limit->value * units;
    if (!limit->is_set || value < 0)
        return 0;
    for (int i = 0; i < limit->scale; i++)
        value /= 10;
    return value > INT32_MAX ? INT32_MAX : (int)value;
}

static int at_most(int value, int most)
{
    return value < most ? value : most;
}

#define PERCENT 100 /* of basis points */

static void take_limits(struct case_offers *offers)
{
    const struct guide *const guide = &offers->guide;
    offers->terms.limits = (struct offer_limits){
        .discount = at_most(limit_of(guide, NEGOTIATION_MAX_DISCOUNT, PERCENT), OFFER_SHARE),
        .rows = at_most(limit_of(guide, NEGOTIATION_MAX_INSTALMENTS, 1), OFFER_ROWS_MAX),
        .first = at_most(limit_of(guide, NEGOTIATION_MIN_DOWN_PAYMENT, PERCENT), OFFER_SHARE),
        .days = at_most(limit_of(guide, NEGOTIATION_MAX_PROMISE_DAYS, 1), 3660),
    };
}

static day roll_business_day(const void *calendar, day d, bool is_back)
{
    return is_back ? business_day_roll_back(calendar, d) : business_day_roll_forward(calendar, d);
}

static status read_breach(struct op *op, struct case_offers *offers)
{
    int64_t missed = 0;
    int64_t days = 0;
    TRY(setting_i64(op, "arrangement.missed", offers->on, setting_initial_i64("arrangement.missed"),
                    &missed));
    TRY(setting_i64(op, "arrangement.grace_days", offers->on,
                    setting_initial_i64("arrangement.grace_days"), &days));
    offers->breach = (struct breach_rule){(int)missed, (int)days};
    return OK;
}

static status read_limits(struct op *op, const struct case_facts *facts, struct case_offers *offers)
{
    const struct policy *policy = NULL;
    const struct policy_place *place = NULL;
    TRY(policy_get(op, &policy));
    policy = policy_of(policy, facts);
    offers->format = format_of(policy->organisation.country);
    TRY(guide_read(op, policy, facts, offers->on, &offers->guide));
    TRY(policy_place(op, policy, facts->country, facts->zone, &place));
    take_limits(offers);
    offers->terms.kept = (int)facts->promises_kept;
    offers->terms.broken = (int)facts->promises_broken;
    if (place->pack && pack_calendar(place->pack)) {
        offers->terms.roll = roll_business_day;
        offers->terms.calendar = pack_calendar(place->pack);
    }
    TRY(read_breach(op, offers));
    return late_rule_read(op, facts, offers->on, &offers->late);
}

static status make_list(struct op *op, struct case_offers *offers)
{
    if (offers->terms.owed == 0)
        offers->nothing_because = op_say(op, "nothing is past due: there is nothing to agree upon");
    else if (!offers->guide.has_negotiation)
        offers->nothing_because = op_say(op, "the strategy in force has no negotiation model");
    else if (offers->terms.limits.rows == 0 || offers->terms.limits.days == 0)
        offers->nothing_because = str_cstr(op->arena, offers->guide.negotiation_why);
    else
        TRY(offer_list(op, &offers->terms, &offers->list, &offers->count));
    return OK;
}

/* By the terms of its debts; where they have none, by the organisation's rate on what is past due.
 */
static status read_waiting(struct op *op, struct case_offers *offers,
                           const struct waiting_claim *claims, size_t count)
{
    const day until = offers->on + OFFERS_WAIT_DAYS;
    struct interest_waiting waiting;
    bool has_terms = false;
    TRY(interest_wait(op, offers->key, offers->on, until, &waiting, &has_terms));
    if (!has_terms)
        return waiting_cost(op, &offers->late.accrual, claims, count, offers->on, until,
                            &offers->waiting);
    offers->accrued = waiting.accrued;
    offers->late.rate = waiting.rate;
    offers->late.rule = NULL;
    offers->waiting.until = until;
    offers->waiting.now = offers->terms.owed + waiting.accrued;
    offers->waiting.then = offers->waiting.now + waiting.cost;
    return OK;
}

status case_offers_read(struct op *op, struct case_key key, money can_pay,
                        struct case_offers *ret_offers)
{
    struct case_offers offers = {.key = key, .on = op->business_date};
    struct waiting_claim *claims = NULL;
    struct case_facts facts;
    size_t claim_count = 0;
    bool found = false;
    if (can_pay.minor < 0 || can_pay.minor > LIMIT_AMOUNT_MINOR)
        return op_fail(op, E_INVALID, "what the person can pay a month is no such amount");
    TRY(facts_get(op, key, &facts, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND,
                       "case %" PRId64 " has no facts yet: the next close computes them",
                       key.case_id);
    offers.currency = (currency)facts.currency;
    offers.terms.on = offers.on;
    offers.terms.can_pay = can_pay.minor;
    TRY(load_claims(op, &offers, &claims, &claim_count));
    TRY(read_limits(op, &facts, &offers));
    TRY(read_waiting(op, &offers, claims, claim_count));
    TRY(make_list(op, &offers));
    *ret_offers = offers;
    return OK;
}

/* --- names and words --- */

const char *offer_name(const struct offer *offer, char out[OFFER_NAME_SIZE])
{
    (void)snprintf(out, OFFER_NAME_SIZE, "%s-%d", offer_kind_name(offer->kind), (int)offer->count);
    return out;
}

const struct offer *offer_find(const struct case_offers *offers, str name)
{
    char text[OFFER_NAME_SIZE];
    for (size_t i = 0; i < offers->count; i++)
        if (str_equal_c(name, offer_name(&offers->list[i], text)))
            return &offers->list[i];
    return NULL;
}

static const char *money_text(struct op *op, const struct case_offers *offers, int64_t minor)
{
    char text[FORMAT_MONEY_SIZE];
    return arena_printf(op->arena, "%s",
                        format_money(offers->format, (money){minor}, offers->currency, text));
}

const char *offers_say_waiting(struct op *op, const struct case_offers *offers)
{
    const struct waiting *const waiting = &offers->waiting;
    char until[FORMAT_DAY_SIZE];
    (void)format_day(waiting->until, op->language, until);
    if (waiting->then == waiting->now)
        return op_say(op, "If nothing is paid, on %s %s will still be owed: no interest is added.",
                      until, money_text(op, offers, waiting->then));
    return op_say(op, "If nothing is paid, on %s %s will be owed: %s more than today.", until,
                  money_text(op, offers, waiting->then),
                  money_text(op, offers, waiting->then - waiting->now));
}

const char *offers_say_missed(struct op *op, const struct case_offers *offers,
                              const struct offer *offer)
{
    const struct breach_rule *const rule = &offers->breach;
    const char *const when =
        rule->missed == 1
            ? op_say(op, "If a payment is more than %d days late", rule->days)
            : op_say(op, "If %d payments are more than %d days late", rule->missed, rule->days);
    if (offer->discount > 0)
        return op_say(op,
                      "%s the agreement is broken: the discount of %s is lost, and the debt of "
                      "before is owed less what was paid.",
                      when, money_text(op, offers, offer->discount));
    return op_say(op,
                  "%s the agreement is broken: the debt of before is owed less what was paid, with "
                  "its own due days.",
                  when);
}
