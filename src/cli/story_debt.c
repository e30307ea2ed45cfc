/* What a ledger answers: balances, arrears, splits and instalments, on any day and after any event.
 */
#include "cli/story.h"

#define NPA_DAYS 90 /* a loan later than this performs no longer */

static int64_t in_advance(const struct view *view)
{
    const struct ledger *const l = &view->ledger;
    int64_t sum = 0;
    for (size_t i = 0; i < l->entry_count; i++)
        if (l->entries[i].kind == ENTRY_PAID &&
            l->entries[i].value_on < l->instalments[l->lines[l->entries[i].line].instalment].due_on)
            sum += l->entries[i].amount;
    return sum;
}

static int64_t late(const struct view *view)
{
    const struct ledger *const l = &view->ledger;
    int64_t sum = 0;
    for (size_t i = 0; i < l->entry_count; i++)
        if (l->entries[i].kind == ENTRY_PAID &&
            l->entries[i].value_on > l->instalments[l->lines[l->entries[i].line].instalment].due_on)
            sum += l->entries[i].amount;
    return sum;
}

static int64_t total(const struct parts *parts)
{
    int64_t sum = 0;
    return parts_total(parts, &sum) ? sum : 0;
}

static int64_t open_all(const struct view *view)
{
    return ledger_open(&view->ledger);
}

static int64_t open_principal(const struct view *view)
{
    return ledger_open_of(&view->ledger, COMPONENT_PRINCIPAL);
}

static int64_t overdue(const struct view *view)
{
    return view->arrears.amount;
}

static int64_t overdue_principal(const struct view *view)
{
    return view->arrears.overdue.of[COMPONENT_PRINCIPAL];
}

static int64_t overdue_interest(const struct view *view)
{
    return view->arrears.overdue.of[COMPONENT_INTEREST];
}

static int64_t overdue_fees(const struct view *view)
{
    return view->arrears.overdue.of[COMPONENT_FEE];
}

static int64_t overdue_penalties(const struct view *view)
{
    return view->arrears.overdue.of[COMPONENT_LATE_INTEREST];
}

static int64_t unapplied(const struct view *view)
{
    return view->ledger.unapplied;
}

static int64_t charged_off(const struct view *view)
{
    return total(&view->ledger.charged_off);
}

static int64_t written_off(const struct view *view)
{
    return total(&view->ledger.written_off);
}

static int64_t recovered(const struct view *view)
{
    return view->ledger.recovered;
}

static const struct {
    const char *key;
    int64_t (*of)(const struct view *view);
} amounts[] = {
    {"outstanding",       open_all         },
    {"residual",          open_all         },
    {"balance",           open_principal   },
    {"amount",            overdue          },
    {"delinquent_amount", overdue          },
    {"overdue",           overdue          },
    {"overdue_amount",    overdue          },
    {"total_overdue",     overdue          },
    {"principal_overdue", overdue_principal},
    {"interest_overdue",  overdue_interest },
    {"fee_overdue",       overdue_fees     },
    {"penalty_overdue",   overdue_penalties},
    {"overpaid",          unapplied        },
    {"unapplied",         unapplied        },
    {"in_advance",        in_advance       },
    {"late",              late             },
    {"charged_off",       charged_off      },
    {"charge_off",        charged_off      },
    {"written_off",       written_off      },
    {"recovered",         recovered        },
};

static bool write_amount(const struct view *view, str key, struct json_writer *w)
{
    for (size_t i = 0; i < ARRAY_LEN(amounts); i++)
        if (str_equal_c(key, amounts[i].key)) {
            story_write_amount(w, amounts[i].of(view), view->exponent);
            return true;
        }
    return false;
}

static const char *invoice_state(const struct view *view)
{
    int64_t met = 0;
    for (size_t i = 0; i < view->ledger.line_count; i++)
        met += view->ledger.lines[i].met;
    return ledger_open(&view->ledger) == 0 ? "paid"
           : view->arrears.amount > 0      ? "overdue"
           : met > 0                       ? "partly_paid"
                                           : "unpaid";
}

/* A part of it is paid where less is open than was owed at first. */
static const char *payment_state(const struct view *view)
{
    const int64_t open = ledger_open(&view->ledger);
    return open == 0 ? "paid" : open < view->owed ? "partial" : "not_paid";
}

static void write_text(struct json_writer *w, const char *text)
{
    if (text)
        json_write_str(w, str_of(text));
    else
        json_write_null(w);
}

/* Numbers of days, days and words. */
static bool write_scalar(const struct view *view, str key, struct json_writer *w)
{
    const struct arrears *const a = &view->arrears;
    if (str_equal_c(key, "past_due_days") || str_equal_c(key, "days") || str_equal_c(key, "dpd"))
        json_write_i64(w, a->age.past_due_days);
    else if (str_equal_c(key, "delinquent_days"))
        json_write_i64(w, a->age.delinquent_days);
    else if (str_equal_c(key, "delinquent_date"))
        json_write_day(w, a->delinquent_on);
    else if (str_equal_c(key, "overdue_since"))
        json_write_day(w, a->since);
    else if (str_equal_c(key, "classification") || str_equal_c(key, "bucket"))
        write_text(w, a->range ? a->range->label : NULL);
    else if (str_equal_c(key, "npa"))
        json_write_bool(w, a->age.past_due_days > NPA_DAYS);
    else if (str_equal_c(key, "status"))
        write_text(w, ledger_status_name(ledger_status_of(&view->ledger)));
    else if (str_equal_c(key, "state"))
        write_text(w, payment_state(view));
    else if (str_equal_c(key, "invoice"))
        write_text(w, invoice_state(view));
    else if (str_equal_c(key, "dunning"))
        write_text(w, a->amount > 0 ? "unresolved" : "resolved");
    else
        return write_amount(view, key, w);
    return true;
}

static const struct ledger_event *event_of(const struct story *story, int64_t id)
{
    return &story->events[id - 1];
}

/* The event that takes this one back; 0: none. */
static int64_t reversal_of(const struct story *story, int64_t id)
{
    for (size_t i = 0; i < story->event_count; i++)
        if (story->events[i].kind == LEDGER_REVERSAL && story->events[i].of == id)
            return story->events[i].id;
    return 0;
}

/* What each payment met; of one that was reversed later, what it had met until then. */
static status write_splits(struct story *story, struct json_writer *w)
{
    json_array_open(w);
    for (size_t i = 0; i < story->money_count; i++) {
        struct view view;
        if (event_of(story, story->money[i])->kind == LEDGER_REVERSAL) {
            write_text(w, "reversed");
            continue;
        }
        const int64_t reversal = reversal_of(story, story->money[i]);
        TRY(story_view(story, DAY_NONE, reversal != 0 ? reversal - 1 : story->told_id, &view));
        story_write_split(&view, story->money[i], w);
    }
    json_array_close(w);
    return OK;
}

/* Whether a debt that is written off takes what somebody tries now. */
static status write_attempts(struct story *story, json_t *asked, struct json_writer *w)
{
    const bool is_frozen = ledger_is_frozen(story->events, (size_t)story->told_id);
    json_object_open(w);
    for (void *at = json_object_iter(asked); at; at = json_object_iter_next(asked, at))
        json_put_c(w, json_object_iter_key(at), is_frozen ? "error" : "accepted");
    json_object_close(w);
    return OK;
}

/* Answers at another moment of the story. */
static status answer_at(struct story *story, day at, int64_t until_id, const char *key,
                        json_t *asked, struct json_writer *w)
{
    const day at_before = story->at;
    const int64_t until_before = story->until_id;
    bool is_known = true;
    story->at = at;
    story->until_id = until_id;
    if (key)
        TRY(story_answer_debt(story, key, asked, w, &is_known));
    else
        TRY(story_answer_all(story, asked, story_answer_debt, w));
    if (!is_known)
        json_write_null(w);
    story->at = at_before;
    story->until_id = until_before;
    return OK;
}

/* {"2026-11-21": …}: by days; with a key its value, else what is asked inside. */
static status answer_by_day(struct story *story, const char *key, json_t *asked,
                            struct json_writer *w)
{
    json_object_open(w);
    for (void *at = json_object_iter(asked); at; at = json_object_iter_next(asked, at)) {
        day on = DAY_NONE;
        if (!day_parse(str_of(json_object_iter_key(at)), &on))
            return op_fail(story->op, E_INVALID, "\"%s\" is not a date: write it as YYYY-MM-DD",
                           json_object_iter_key(at));
        json_key(w, json_object_iter_key(at));
        TRY(answer_at(story, on, story->told_id, key, json_object_iter_value(at), w));
    }
    json_object_close(w);
    return OK;
}

/* One answer after each later event, or else each return, or else each payment. */
static status answer_series(struct story *story, const char *key, json_t *asked,
                            struct json_writer *w)
{
    const int64_t *ids = story->later;
    size_t count = story->later_count;
    if (count == 0) {
        ids = story->return_count > 0 ? story->returns : story->money;
        count = story->return_count > 0 ? story->return_count : story->money_count;
    }
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        const day on = story->as_of != DAY_NONE ? story->as_of : event_of(story, ids[i])->value_on;
        json_t *const wanted = json_is_array(asked)
                                   ? json_array_get(asked, i < json_array_size(asked) ? i : 0)
                                   : asked;
        TRY(answer_at(story, on, ids[i], key, wanted, w));
    }
    json_array_close(w);
    return OK;
}

static status answer_by_as_of(struct story *story, const char *key, struct json_writer *w)
{
    const json_t *const days = story_list(story, "as_of");
    json_array_open(w);
    for (size_t i = 0; i < json_array_size(days); i++) {
        day on = DAY_NONE;
        TRY(story_day(story, json_array_get(days, i), &on));
        TRY(answer_at(story, on, story->told_id, key, NULL, w));
    }
    json_array_close(w);
    return OK;
}

/* after_payment_1000, after_paying_50, after_full_payment: the story goes on. */
static status answer_after_money(struct story *story, const char *amount_text, json_t *asked,
                                 struct json_writer *w)
{
    struct ledger_event event = {.kind = LEDGER_PAYMENT};
    struct view view;
    money amount = {0};
    TRY(story_view(story, story->as_of, story->told_id, &view));
    if (!money_parse(str_of(amount_text), (struct money_format){'.', 0}, story->exponent, &amount))
        amount.minor = ledger_open(&view.ledger);
    event.value_on = view.as_of;
    event.amount = amount.minor;
    const size_t told = story->event_count;
    const int64_t until_id = event.amount > 0 ? story_add(story, event) : story->told_id;
    TRY(answer_at(story, view.as_of, until_id, NULL, asked, w));
    story->event_count = told; /* what is asked next goes on from the story as it was told */
    return OK;
}

static bool is_series(const struct story *story, const json_t *asked)
{
    return json_is_array(asked) && story->at == DAY_NONE &&
           (story->later_count > 0 || story->return_count > 0 || story->money_count > 0);
}

static status answer_moments(struct story *story, const char *key, json_t *asked,
                             struct json_writer *w, bool *ret_known)
{
    const str name = str_of(key);
    *ret_known = true;
    if (str_equal_c(name, "on") && json_is_object(asked))
        return answer_by_day(story, NULL, asked, w);
    if (str_equal_c(name, "start") && json_is_object(asked))
        return answer_at(story, story->as_of, story->told_id, NULL, asked, w);
    if ((str_equal_c(name, "after") || str_equal_c(name, "after_payments")) && json_is_array(asked))
        return answer_series(story, NULL, asked, w);
    if (str_starts(name, STR("after_pay")) && json_is_object(asked))
        return answer_after_money(story, strrchr(key, '_') + 1, asked, w);
    if (str_starts(name, STR("after_full_payment")) && json_is_object(asked))
        return answer_after_money(story, "", asked, w);
    if (str_equal_c(name, "then") && json_is_object(asked))
        return write_attempts(story, asked, w);
    if (str_equal_c(name, "splits"))
        return write_splits(story, w);
    *ret_known = false;
    return OK;
}

/* outstanding_before, overpaid_before: before the first return or credit. */
static bool is_before(str key)
{
    const str tail = STR("_before");
    return key.size > tail.size &&
           memcmp(key.data + key.size - tail.size, tail.data, tail.size) == 0;
}

static str without_after(str key)
{
    const str tail = STR("_after");
    const bool has =
        key.size > tail.size && memcmp(key.data + key.size - tail.size, tail.data, tail.size) == 0;
    return has ? (str){key.data, key.size - tail.size} : key;
}

status story_answer_debt(struct story *story, const char *key, json_t *asked, struct json_writer *w,
                         bool *ret_known)
{
    struct view view;
    const str name = str_of(key);
    TRY(answer_moments(story, key, asked, w, ret_known));
    if (*ret_known)
        return OK;
    TRY(story_view(story, story->at != DAY_NONE ? story->at : story->as_of, story->until_id,
                   &view));
    if (is_before(name) && story->changed_id > 0) {
        const str plain = {name.data, name.size - 7};
        TRY(story_view(story, view.as_of, story->changed_id - 1, &view));
        *ret_known = write_scalar(&view, plain, w);
        return OK;
    }
    *ret_known = story_write_list(story, &view, name, asked, w);
    if (*ret_known)
        return OK;
    const str plain = without_after(name);
    const char *const plain_key = str_cstr(story->op->arena, plain);
    struct buf probe = buf_start(story->op->arena, LIMIT_FAILURE_TEXT);
    struct json_writer nowhere = json_start(&probe);
    *ret_known = write_scalar(&view, plain, &nowhere);
    if (!*ret_known)
        return OK;
    if (json_is_object(asked))
        return answer_by_day(story, plain_key, asked, w);
    if (story->at == DAY_NONE && json_is_array(story_get(story, "as_of")))
        return answer_by_as_of(story, plain_key, w);
    if (is_series(story, asked))
        return answer_series(story, plain_key, NULL, w);
    json_write_raw(w, buf_str(&probe));
    return OK;
}
