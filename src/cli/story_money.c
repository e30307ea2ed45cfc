/* What is computed from amounts alone: fees, currencies, interest of a reminder, reconciliation,
 * returns, schedules. */
#include "cli/story.h"
#include "money/fee.h"
#include "money/interest.h"
#include "money/journal.h"

#define RATE_DECIMALS    4 /* of a percentage: 12 % is 120000 parts per million */
#define MILLION_DECIMALS 6

static status fail_large(struct story *story)
{
    return op_fail(story->op, E_LIMIT, "an amount is beyond what can be kept");
}

static status take_decimal(struct story *story, const char *key, int decimals, int64_t *ret_value)
{
    const json_t *const value = story_get(story, key);
    return value ? story_decimal(story, value, decimals, ret_value) : OK;
}

/* "10 fixed", "15 percent". */
static status read_fee(struct story *story, const char *text, struct fee_rule *ret_rule)
{
    str rest = str_of(text);
    const str number = str_split(&rest, ' ');
    const bool is_percent = str_starts(str_trim(rest), STR("percent"));
    money value = {0};
    const str unit = str_trim(rest);
    const bool is_fixed = unit.size == 0 || str_equal_c(unit, "fixed");
    if ((!is_percent && !is_fixed) ||
        !money_parse(number, (struct money_format){'.', 0},
                     is_percent ? RATE_DECIMALS : story->exponent, &value))
        return op_fail(story->op, E_INVALID, "\"%s\" is no fee: write 10 fixed or 15 percent",
                       text ? text : "?");
    *ret_rule = (struct fee_rule){0};
    if (is_percent)
        ret_rule->rate = value.minor;
    else
        ret_rule->fixed = value.minor;
    return OK;
}

/* What is owed after each level; every fee is taken on the claim, not on fees. */
static status write_receivables(struct story *story, struct json_writer *w)
{
    const json_t *const levels = story_list(story, "levels");
    int64_t claim = 0;
    TRY(story_take_amount(story, "amount", 0, &claim));
    int64_t owed = claim;
    story_note(story, "days"); /* each level in its turn */
    json_array_open(w);
    for (size_t i = 0; i < json_array_size(levels); i++) {
        struct fee_rule rule;
        int64_t fee = 0;
        TRY(read_fee(story,
                     json_string_value(story_member(story, json_array_get(levels, i), "fee")),
                     &rule));
        if (!fee_of(&rule, claim, &fee) || __builtin_add_overflow(owed, fee, &owed))
            return fail_large(story);
        story_write_amount(w, owed, story->exponent);
    }
    json_array_close(w);
    return OK;
}

static status answer_fee(struct story *story, const char *key, struct json_writer *w,
                         bool *ret_known)
{
    struct fee_rule rule = {0};
    int64_t claim = 0;
    int64_t fee = 0;
    int64_t rate = INTEREST_MILLION;
    if (strcmp(key, "receivable_after") == 0)
        return write_receivables(story, w);
    *ret_known = strcmp(key, "fee") == 0;
    TRY(story_take_amount(story, "fixed_fee", 0, &rule.fixed));
    TRY(story_take_amount(story, "amount", 0, &claim));
    TRY(take_decimal(story, "rate_pct", RATE_DECIMALS, &rule.rate));
    TRY(take_decimal(story, "fee_currency_rate", MILLION_DECIMALS, &rate));
    if (story_is(story, "line_currency_same"))
        rate = INTEREST_MILLION;
    if (rate <= 0)
        return op_fail(story->op, E_INVALID, "a rate of exchange is above 0");
    if (!fee_of(&rule, claim, &fee) || !fee_into(fee, rate, &fee))
        return fail_large(story);
    story_write_amount(w, fee, story->exponent);
    return OK;
}

/* What is open, in its own currency, is asked for in that of the policy. */
static status answer_currency(struct story *story, struct json_writer *w)
{
    int decimals = story->open_exponent;
    int64_t open = 0;
    int64_t rate = INTEREST_MILLION;
    int64_t of = INTEREST_MILLION;
    money converted = {0};
    TRY(take_decimal(story, "open", decimals, &open));
    TRY(take_decimal(story, "rate", MILLION_DECIMALS, &rate));
    for (; decimals > story->exponent; decimals--)
        of *= 10;
    for (; decimals < story->exponent; decimals++)
        if (__builtin_mul_overflow(rate, 10, &rate))
            return fail_large(story);
    if (rate < 0 || !money_scale((money){open}, rate, of, &converted))
        return fail_large(story);
    story_write_amount(w, converted.minor, story->exponent);
    return OK;
}

/* A reminder: what is owed, its interest for the days it is late (actual/365), and a fee. */
static status answer_dunning(struct story *story, const char *key, struct json_writer *w,
                             bool *ret_known)
{
    struct interest_step open = {0};
    struct interest_step rate = {0};
    struct interest_period period = {0, 0};
    const struct interest_rule rule = {
        .basis = DAY_COUNT_ACTUAL_365, .rates = {&rate, 1}
    };
    int64_t interest = 0;
    int64_t fee = 0;
    TRY(story_take_day(story, "due", 0, &period.from));
    TRY(story_take_day(story, "as_of", period.from + story_int(story, "overdue_days", 0),
                       &period.until));
    if (period.until < period.from)
        period.until = period.from;
    TRY(story_take_amount(story, "outstanding", 0, &open.value));
    TRY(take_decimal(story, "rate_pct", RATE_DECIMALS, &rate.value));
    TRY(story_take_amount(story, "fee", 0, &fee));
    TRY(interest_of_periods(story->op, &rule, &(struct interest_steps){&open, 1}, &period, 1,
                            &interest));
    *ret_known = true;
    if (strcmp(key, "interest") == 0)
        story_write_amount(w, interest, story->exponent);
    else if (strcmp(key, "fee") == 0)
        story_write_amount(w, fee, story->exponent);
    else if (strcmp(key, "total") == 0 &&
             (__builtin_add_overflow(open.value, interest, &interest) ||
              __builtin_add_overflow(interest, fee, &interest)))
        return fail_large(story);
    else if (strcmp(key, "total") == 0)
        story_write_amount(w, interest, story->exponent);
    else
        *ret_known = false;
    return OK;
}

/* advance_for_third: the money behind the third allocation. */
static const char *advance_key(size_t number)
{
    static const char *const keys[] = {"advance_for_first", "advance_for_second",
                                       "advance_for_third", "advance_for_fourth",
                                       "advance_for_fifth"};
    return number < ARRAY_LEN(keys) ? keys[number] : "advance";
}

/* Allocations one after another: none beyond its money, none beyond what is owed. */
static status answer_reconciliation(struct story *story, struct json_writer *w)
{
    const json_t *const list = story_list(story, "allocate");
    int64_t owed = 0;
    TRY(story_take_amount(story, "receivable", 0, &owed));
    json_array_open(w);
    for (size_t i = 0; i < json_array_size(list); i++) {
        int64_t amount = 0;
        int64_t money_there = INT64_MAX;
        TRY(story_amount(story, json_array_get(list, i), &amount));
        TRY(story_take_amount(story, advance_key(i), INT64_MAX, &money_there));
        if (amount < 0 || amount > money_there || amount > owed) {
            json_write_str(w, STR("reject_over_allocation"));
            continue;
        }
        owed -= amount;
        story_write_amount(w, owed, story->exponent);
    }
    json_array_close(w);
    return OK;
}

/* Lines of a return: of one payment they may not exceed it. */
static status answer_return(struct story *story, const char *key, struct json_writer *w,
                            bool *ret_known)
{
    const json_t *const lines = story_list(story, "return_lines");
    struct journal_line booked[JOURNAL_LINES_MAX];
    int64_t payment = 0;
    int64_t cost = 0;
    int64_t sum = 0;
    TRY(story_take_amount(story, "payment", INT64_MAX, &payment));
    TRY(story_take_amount(story, "bank_cost", 0, &cost));
    for (size_t i = 0; i < json_array_size(lines); i++) {
        int64_t amount = 0;
        TRY(story_amount(story, json_array_get(lines, i), &amount));
        if (__builtin_add_overflow(sum, amount, &sum))
            return fail_large(story);
    }
    *ret_known = true;
    if (strcmp(key, "result") == 0 || strcmp(key, "also") == 0)
        json_write_str(w, sum > payment ? STR("reject_duplicate_line") : STR("accept"));
    else if (strcmp(key, "total") == 0)
        story_write_amount(w, sum, story->exponent);
    else if (strcmp(key, "history_entries_on_invoice") == 0)
        json_write_i64(w, (int64_t)json_array_size(lines));
    else if (strcmp(key, "return_entry_lines") == 0)
        json_write_i64(w, (int64_t)journal_of_return(sum, cost, booked));
    else
        *ret_known = false;
    return OK;
}

static status read_schedule(struct story *story, struct schedule_terms *terms)
{
    const char *const dot = strchr(story->topic, '.');
    *terms = (struct schedule_terms){.start_on = 0, .first_due = DAY_NONE, .every = {.months = 1}};
    if (dot && !schedule_kind_parse(str_of(dot + 1), &terms->kind))
        return op_fail(story->op, E_INVALID, "\"%s\" is no kind of schedule", dot + 1);
    TRY(story_take_amount(story, "principal", 0, &terms->principal));
    TRY(take_decimal(story, "annual_pct", RATE_DECIMALS, &terms->rate));
    TRY(story_take_amount(story, "down_payment", 0, &terms->down_payment));
    TRY(story_take_amount(story, "balloon", 0, &terms->balloon));
    TRY(story_take_day(story, "start", 0, &terms->start_on));
    TRY(story_take_day(story, "first_due", DAY_NONE, &terms->first_due));
    const char *const every = story_word(story, "every");
    if (every)
        TRY(story_every(story, every, &terms->every));
    terms->count = story_int(story, "months", story_int(story, "periods", 0));
    terms->interest_only = story_int(story, "grace_principal", 0);
    terms->silent = story_int(story, "grace_total", 0);
    return OK;
}

static void write_row_totals(const struct story *story, const struct schedule_row *rows,
                             size_t count, struct json_writer *w)
{
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        story_write_amount(w, rows[i].principal + rows[i].interest, story->exponent);
    json_array_close(w);
}

static status answer_schedule(struct story *story, const char *key, struct json_writer *w,
                              bool *ret_known)
{
    struct schedule_terms terms;
    struct schedule_row *rows = NULL;
    size_t count = 0;
    int64_t interest = 0;
    TRY(read_schedule(story, &terms));
    TRY(schedule_make(story->op, &terms, &rows, &count));
    const struct schedule_row *const first = &rows[terms.down_payment > 0 ? 1 : 0];
    const struct schedule_row *const last = &rows[count - 1];
    for (size_t i = 0; i < count; i++)
        interest += rows[i].interest;
    *ret_known = true;
    if (strcmp(key, "installment") == 0 || strcmp(key, "first_installment") == 0)
        story_write_amount(w, first->principal + first->interest, story->exponent);
    else if (strcmp(key, "last_installment") == 0)
        story_write_amount(w, last->principal + last->interest, story->exponent);
    else if (strcmp(key, "total") == 0)
        story_write_amount(w, terms.principal + interest, story->exponent);
    else if (strcmp(key, "interest") == 0 || strcmp(key, "total_interest") == 0)
        story_write_amount(w, interest, story->exponent);
    else if (strcmp(key, "installments") == 0)
        write_row_totals(story, rows, count, w);
    else
        *ret_known = false;
    return OK;
}

status story_answer_money(struct story *story, const char *key, json_t *asked,
                          struct json_writer *w, bool *ret_known)
{
    const str topic = str_of(story->topic);
    (void)asked;
    *ret_known = true;
    if (str_equal_c(topic, "fee"))
        return answer_fee(story, key, w, ret_known);
    if (str_equal_c(topic, "currency") && strcmp(key, "amount") == 0)
        return answer_currency(story, w);
    if (str_equal_c(topic, "dunning") &&
        (story_get(story, "overdue_days") || story_get(story, "rate_pct")))
        return answer_dunning(story, key, w, ret_known);
    if (str_equal_c(topic, "reconciliation") && strcmp(key, "balance") == 0)
        return answer_reconciliation(story, w);
    if (str_equal_c(topic, "payment_return"))
        return answer_return(story, key, w, ret_known);
    if (str_starts(topic, STR("schedule")))
        return answer_schedule(story, key, w, ret_known);
    *ret_known = false;
    return OK;
}
