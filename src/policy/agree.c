#include "policy/agree.h"

#include <inttypes.h>

#include "book/published.h"
#include "money/split.h"
#include "policy/rate_law.h"
#include "record/user.h"
#include "store/db.h"

#define HOUR (INT64_C(3600) * INSTANT_PER_SECOND)

/* --- arrangements --- */

static status ask_approval(struct op *op, const struct case_offers *offers,
                           const struct arrangement_input *in, str reason, struct agreed *agreed)
{
    int64_t total = 0;
    for (size_t i = 0; i < in->row_count; i++)
        total += in->rows[i].amount;
    const struct approval_request request = {
        .subject_kind = AGREE_SUBJECT,
        .subject_id = agreed->id,
        .rule = AGREE_PERMISSION,
        .has_amount = true,
        .amount = {in->excess & AGREE_RESTRUCTURES ? in->owed : in->owed - total},
        .currency = offers->currency,
        .expires_at = op_now(op) + AGREE_ASK_HOURS * HOUR,
        .reason = reason,
    };
    return approval_request(op, &request, &agreed->approval_id);
}

static status make(struct op *op, const struct case_offers *offers,
                   const struct arrangement_input *in, str reason, struct agreed *ret_agreed)
{
    struct agreed agreed = {.excess = in->excess, .is_active = in->excess == 0};
    TRY(arrangement_propose(op, in, &agreed.id));
    if (agreed.is_active)
        TRY(arrangement_activate(op, in->key.debtor_id, agreed.id));
    else
        TRY(ask_approval(op, offers, in, reason, &agreed));
    *ret_agreed = agreed;
    return OK;
}

static struct arrangement_input input_of(const struct case_offers *offers, const char *kind,
                                         const struct arrangement_plan_row *rows, size_t count)
{
    return (struct arrangement_input){.key = offers->key,
                                      .kind = kind,
                                      .owed = offers->terms.owed,
                                      .rows = rows,
                                      .row_count = count,
                                      .missed = offers->breach.missed,
                                      .grace_days = offers->breach.days};
}

status agree_offer(struct op *op, struct case_key key, str name, money can_pay,
                   struct agreed *ret_agreed)
{
    struct case_offers offers;
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    TRY(arrangement_check_alone(op, key));
    TRY(case_offers_read(op, key, can_pay, &offers));
    const struct offer *const offer = offer_find(&offers, name);
    if (!offer)
        return op_fail(op, E_NOT_FOUND, "the case has no offer \"" STR_FORMAT "\" today",
                       STR_ARG(name));
    struct arrangement_plan_row *const rows = arena_array(op->arena, offer->count, sizeof(*rows));
    for (size_t i = 0; i < offer->count; i++)
        rows[i] = (struct arrangement_plan_row){offer->rows[i].due_on, offer->rows[i].amount};
    const struct arrangement_input in =
        input_of(&offers, offer_kind_name(offer->kind), rows, offer->count);
    return make(op, &offers, &in, STR(""), ret_agreed);
}

/* Open of one debt, or of all (0), due before a day. */
static status owed_of(struct op *op, const struct case_offers *offers, int64_t obligation_id,
                      day before, int64_t *ret_owed)
{
    struct db_rows rows;
    bool has_row = false;
    *ret_owed = 0;
    TRY(db_query(op, Q_CLAIM_OPEN_OF_CASE,
                 DB_ARGS(ARG_ID(offers->key.debtor_id), ARG_ID(offers->key.case_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if ((obligation_id == 0 || db_id(&rows, 1) == obligation_id) && db_day(&rows, 3) < before)
            *ret_owed += db_i64(&rows, 4);
    }
}

/* What is open of each of the debts, or of all; of a plan what is past due. */
static status owed_of_debts(struct op *op, const struct case_offers *offers, const int64_t *debts,
                            size_t count, bool is_all_open, int64_t *ret_owed)
{
    int64_t total = 0;
    const day before = is_all_open ? DAY_MAX : offers->on;
    if (count == 0)
        return owed_of(op, offers, 0, before, ret_owed);
    for (size_t i = 0; i < count; i++) {
        int64_t owed = 0;
        TRY(owed_of(op, offers, debts[i], before, &owed));
        for (size_t k = 0; k < i; k++)
            if (debts[k] == debts[i])
                return op_fail(op, E_INVALID, "debt %" PRId64 " is named twice", debts[i]);
        if (owed == 0)
            return op_fail(op, E_INVALID, "debt %" PRId64 " of the case has nothing to arrange",
                           debts[i]);
        total += owed;
    }
    *ret_owed = total;
    return OK;
}

status agree_terms(struct op *op, struct case_key key, const struct agree_wish *wish,
                   struct agreed *ret_agreed)
{
    struct case_offers offers;
    struct offer_row *const wished = arena_array(op->arena, wish->count, sizeof(*wished));
    int64_t total = 0;
    if (wish->with_count > 0)
        return agree_jointly(op, key, wish, ret_agreed);
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    TRY(arrangement_check_alone(op, key));
    TRY(case_offers_read(op, key, (money){0}, &offers));
    if (wish->debt_count > 0)
        TRY(owed_of_debts(op, &offers, wish->debts, wish->debt_count, false, &offers.terms.owed));
    for (size_t i = 0; i < wish->count; i++) {
        wished[i] = (struct offer_row){wish->rows[i].due_on, wish->rows[i].amount};
        total += wish->rows[i].amount;
    }
    const char *const kind = total < offers.terms.owed ? "settlement"
                             : wish->count > 1         ? "plan"
                                                       : "full";
    struct arrangement_input in = input_of(&offers, kind, wish->rows, wish->count);
    in.debts = wish->debts;
    in.debt_count = wish->debt_count;
    in.excess = offer_excess(&offers.terms, wished, wish->count);
    return make(op, &offers, &in, wish->reason, ret_agreed);
}

status agree_reage(struct op *op, struct case_key key, const struct agree_reage *wish,
                   struct agreed *ret_agreed)
{
    struct case_offers offers;
    const size_t count = wish->count > 0 ? (size_t)wish->count : 0;
    struct arrangement_plan_row *const rows = arena_array(op->arena, count, sizeof(*rows));
    int64_t *const parts = arena_array(op->arena, count, sizeof(*parts));
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    TRY(arrangement_check_alone(op, key));
    TRY(case_offers_read(op, key, (money){0}, &offers));
    TRY(owed_of_debts(op, &offers, wish->debts, wish->debt_count, true, &offers.terms.owed));
    if (count == 0 || count > ARRANGEMENT_ROWS_MAX)
        return op_fail(op, E_INVALID, "an arrangement has from 1 to %d payments",
                       ARRANGEMENT_ROWS_MAX);
    if (offers.terms.owed == 0)
        return op_fail(op, E_INVALID, "nothing of the case is open");
    split_evenly(offers.terms.owed, count, parts);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct arrangement_plan_row){day_add_months(wish->first_on, (int)i), parts[i]};
    struct arrangement_input in = input_of(&offers, ARRANGEMENT_REAGE, rows, count);
    in.debts = wish->debts;
    in.debt_count = wish->debt_count;
    in.excess = AGREE_RESTRUCTURES;
    return make(op, &offers, &in, wish->reason, ret_agreed);
}

/* --- a new schedule --- */

/* What the law lets the debt bear today: by its own terms' limits where it has any. */
static status check_rate(struct op *op, struct case_key key, const struct agree_reamortise *wish)
{
    struct debt_terms *terms = NULL;
    struct obligation_terms asked = {.cap = STR(""), .country = STR("")};
    struct interest_steps caps;
    struct rate_law law;
    int64_t most = INTEREST_NO_CAP;
    size_t count = 0;
    char text[PUBLISHED_TEXT_SIZE];
    TRY(debt_terms_load(op, key, &terms, &count));
    for (size_t i = 0; i < count; i++) {
        const struct obligation_terms *const own = debt_terms_on(&terms[i], op->business_date);
        if (terms[i].obligation_id == wish->obligation_id && own)
            asked = *own;
    }
    asked.rate = wish->rate;
    rate_law_begin(op, &law);
    TRY(rate_law_read(op, &law, &asked, &caps));
    for (size_t i = 0; i < caps.count && caps.of[i].from <= op->business_date; i++)
        most = caps.of[i].value;
    return wish->rate <= most
               ? OK
               : op_fail(op, E_REFUSED, "the law lets this debt bear %s percent a year at most",
                         published_format(PUBLISHED_RATE, most, text));
}

static status make_schedule(struct op *op, const struct agree_reamortise *wish, int64_t principal,
                            struct schedule_row **ret_rows)
{
    const struct schedule_terms terms = {.kind = wish->schedule,
                                         .principal = principal,
                                         .rate = wish->rate,
                                         .by_days = true,
                                         .basis = DAY_COUNT_ACTUAL_365,
                                         .start_on = op->business_date,
                                         .first_due = wish->first_on,
                                         .every = {.months = 1},
                                         .count = wish->count};
    size_t count = 0;
    if (wish->schedule > SCHEDULE_AMERICAN)
        return op_fail(op, E_INVALID, "a debt gets a french, german or american schedule");
    if (wish->count < 1 || wish->count > ARRANGEMENT_ROWS_MAX)
        return op_fail(op, E_INVALID, "an arrangement has from 1 to %d payments",
                       ARRANGEMENT_ROWS_MAX);
    TRY(schedule_make(op, &terms, ret_rows, &count));
    const struct schedule_row *const last = &(*ret_rows)[count - 1];
    if (wish->schedule == SCHEDULE_FRENCH && last->principal + last->interest == 0)
        return op_fail(op, E_INVALID,
                       "the first instalment is so far away that those after it leave nothing to "
                       "the last one: name an earlier day, or a german or american schedule");
    return OK;
}

status agree_reamortise(struct op *op, struct case_key key, const struct agree_reamortise *wish,
                        struct agreed *ret_agreed)
{
    struct case_offers offers;
    struct parts open;
    struct schedule_row *made = NULL;
    struct arrangement_plan_row rows[ARRANGEMENT_ROWS_MAX];
    int64_t interests[ARRANGEMENT_ROWS_MAX];
    TRY(touch_lock(op, key.debtor_id, key.case_id));
    TRY(arrangement_check_alone(op, key));
    TRY(case_offers_read(op, key, (money){0}, &offers));
    TRY(arrangement_reamortised(op, key, wish->obligation_id, &open));
    if (open.of[COMPONENT_PRINCIPAL] <= 0 || !parts_total(&open, &offers.terms.owed))
        return op_fail(op, E_INVALID, "no principal of debt %" PRId64 " of the case is open",
                       wish->obligation_id);
    TRY(check_rate(op, key, wish));
    TRY(make_schedule(op, wish, open.of[COMPONENT_PRINCIPAL], &made));
    for (int i = 0; i < wish->count; i++) {
        rows[i] =
            (struct arrangement_plan_row){made[i].due_on, made[i].principal + made[i].interest};
        interests[i] = made[i].interest;
    }
    rows[0].amount += offers.terms.owed - open.of[COMPONENT_PRINCIPAL]; /* what else is owed */
    struct arrangement_input in =
        input_of(&offers, ARRANGEMENT_REAMORTISE, rows, (size_t)wish->count);
    in.interests = interests;
    in.debts = &wish->obligation_id;
    in.debt_count = 1;
    in.excess = AGREE_RESTRUCTURES;
    return make(op, &offers, &in, wish->reason, ret_agreed);
}

status agree_apply(struct op *op, const struct approval *approval, bool is_approved, str reason)
{
    struct case_key key;
    if (!str_equal_c(approval->subject_kind, AGREE_SUBJECT))
        return OK;
    TRY(arrangement_owner(op, approval->subject_id, &key));
    return is_approved ? arrangement_activate(op, key.debtor_id, approval->subject_id)
                       : arrangement_reject(op, key.debtor_id, approval->subject_id, reason);
}

/* --- promises --- */

static status check_days(struct op *op, const struct case_offers *offers, day due_on)
{
    if (due_on - offers->on <= offers->terms.limits.days)
        return OK;
    return op_fail(op, E_REFUSED,
                   "the strategy allows promises of at most %d days for this case: somebody who "
                   "may approve arrangements can record it",
                   offers->terms.limits.days);
}

static status check_amount(struct op *op, const struct case_offers *offers, int64_t owed,
                           money amount)
{
    const struct guide_limit *const limit = &offers->guide.limits[NEGOTIATION_MIN_PROMISE];
    char text[MONEY_TEXT_SIZE];
    __int128 least = (__int128)owed * limit->value;
    __int128 whole = 100;
    for (int i = 0; i < limit->scale; i++)
        whole *= 10;
    least = (least + whole - 1) / whole;
    if (!limit->is_set || amount.minor >= least)
        return OK;
    return op_fail(
        op, E_REFUSED,
        "the strategy asks for promises of at least %s for this case: somebody who may "
        "approve arrangements can record it",
        money_format_plain((money){(int64_t)least}, currency_exponent(offers->currency), text));
}

status agree_check_promise(struct op *op, struct case_key key, int64_t obligation_id, day due_on,
                           money amount)
{
    struct case_offers offers;
    int64_t owed = 0;
    bool may = false;
    TRY(user_holds(op, op->actor_id, AGREE_PERMISSION, &may));
    if (may)
        return OK;
    TRY(case_offers_read(op, key, (money){0}, &offers));
    if (!offers.guide.has_negotiation || offers.terms.owed == 0)
        return OK; /* nothing is past due: there is nothing to negotiate */
    TRY(check_days(op, &offers, due_on));
    owed = offers.terms.owed;
    if (obligation_id != 0)
        TRY(owed_of(op, &offers, obligation_id, offers.on, &owed));
    return check_amount(op, &offers, owed, amount);
}

/* --- showing --- */

void arrangement_write_excess(struct json_writer *w, unsigned excess)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {
        {OFFER_OVER_DISCOUNT, "discount"   },
        {OFFER_OVER_ROWS,     "payments"   },
        {OFFER_UNDER_FIRST,   "first"      },
        {OFFER_OVER_DAYS,     "days"       },
        {AGREE_RESTRUCTURES,  "restructure"},
    };
    json_key(w, "passes");
    json_array_open(w);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (excess & names[i].bit)
            json_write_str(w, str_of(names[i].name));
    json_array_close(w);
}

static status write_debts(struct op *op, struct json_writer *w,
                          const struct arrangement *arrangement)
{
    struct arranged_debt *debts = NULL;
    size_t count = 0;
    TRY(arranged_debts(op, arrangement, &debts, &count));
    json_key(w, "debts");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_id(w, "obligation_id", debts[i].obligation_id);
        json_put_str(w, "external_id", debts[i].external_id);
        json_put_str(w, "product", debts[i].product);
        /* a schedule with interest is of one debt */
        json_put_i64(w, "owed", debts[i].agreed + debts[i].discount - arrangement->interest);
        json_put_i64(w, "agreed", debts[i].agreed);
        json_put_i64(w, "discount", debts[i].discount);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status write_parties(struct op *op, struct json_writer *w,
                            const struct arrangement *arrangement)
{
    struct arrangement_party *parties = NULL;
    size_t count = 0;
    TRY(arrangement_parties(op, arrangement, &parties, &count));
    json_key(w, "parties");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_id(w, "party_id", parties[i].party_id);
        json_put_str(w, "name", parties[i].name);
        json_put_c(w, "role", party_role_name(parties[i].role));
        json_put_day(w, "joined_on", parties[i].joined_on);
        json_put_str(w, "evidence", parties[i].evidence);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

void arrangement_write_rows(struct json_writer *w, const struct arrangement_plan_row *rows,
                            size_t count)
{
    json_key(w, "rows");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_i64(w, "number", (int64_t)i + 1);
        json_put_day(w, "due_on", rows[i].due_on);
        json_put_i64(w, "amount", rows[i].amount);
        json_object_close(w);
    }
    json_array_close(w);
}

status arrangement_write(struct op *op, struct json_writer *w,
                         const struct arrangement *arrangement, const struct shield_cover *cover)
{
    json_object_open(w);
    json_put_id(w, "id", arrangement->id);
    json_put_id(w, "case_id", arrangement->key.case_id);
    json_put_str(w, "kind", arrangement->kind);
    json_put_str(w, "state", arrangement->state);
    json_put_day(w, "made_on", arrangement->made_on);
    json_put_i64(w, "owed", arrangement->owed);
    json_put_i64(w, "total", arrangement->total);
    json_put_i64(w, "discount", arrangement->discount);
    json_put_i64(w, "interest", arrangement->interest);
    json_put_i64(w, "missed", arrangement->missed);
    json_put_i64(w, "grace_days", arrangement->grace_days);
    json_put_bool(w, "within_limits", arrangement->excess == 0);
    arrangement_write_excess(w, arrangement->excess);
    json_put_day(w, "ended_on", arrangement->ended_on);
    arrangement_write_rows(w, arrangement->rows, arrangement->row_count);
    TRY(write_debts(op, w, arrangement));
    TRY(write_parties(op, w, arrangement));
    TRY(joint_write(op, w, arrangement, cover));
    json_object_close(w);
    return OK;
}
