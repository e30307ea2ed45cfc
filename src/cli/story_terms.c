/* What a story says of the instalments of a debt: a list, a number with a period, or a few words
 * ("12 x 100 monthly from 2012-02-01", "3 x 1000 on 2022-02-01, 03-01, 04-01"). */
#include "cli/story.h"
#include "money/split.h"

/* What is known before the first instalment is opened. */
struct terms {
    int64_t principal; /* 0: not told */
    int64_t interest;  /* of each instalment */
    int64_t each;      /* amount of each instalment; 0: the principal in equal parts */
    int count;
    day *due;
    int64_t *amounts;
    struct schedule_every every;
};

static str next_word(str *text)
{
    *text = str_trim(*text);
    return str_split(text, ' ');
}

static status fail_words(const struct story *story, const char *words)
{
    return op_fail(story->op, E_INVALID,
                   "\"%s\" tells no instalments: write 12 x 100 monthly from 2026-02-01", words);
}

static status room_for(struct story *story, struct terms *terms, size_t count)
{
    if (count > SCHEDULE_ROWS_MAX)
        return op_fail(story->op, E_INVALID, "a schedule has 1 to %d instalments",
                       SCHEDULE_ROWS_MAX);
    terms->count = (int)count;
    terms->due = arena_array(story->op->arena, (size_t)count + 1, sizeof(*terms->due));
    terms->amounts = arena_array(story->op->arena, (size_t)count + 1, sizeof(*terms->amounts));
    return OK;
}

static status due_from(const struct story *story, struct terms *terms, day first)
{
    const struct schedule_terms shape = {.first_due = first, .every = terms->every};
    if (!schedule_fits(&terms->every, terms->count))
        return op_fail(story->op, E_INVALID, "a schedule lasts at most %d years",
                       SCHEDULE_YEARS_MAX);
    for (int i = 0; i < terms->count; i++)
        terms->due[i] = schedule_due_on(&shape, i + 1);
    return OK;
}

/* "2022-02-01, 03-01, 04-01": a day without a year is the first of that name after the one before
 * it. */
static bool parse_days(str list, struct terms *terms)
{
    char text[DAY_TEXT_SIZE];
    for (int i = 0; i < terms->count; i++) {
        str word = str_trim(str_split(&list, ','));
        char whole[DAY_TEXT_SIZE];
        const bool has_no_year = word.size == 5 && i > 0;
        if (has_no_year) {
            day_format(terms->due[i - 1], text);
            memcpy(whole, text, 5);
            memcpy(whole + 5, word.data, 5);
            word = (str){whole, 10};
        }
        if (!day_parse(word, &terms->due[i]))
            return false;
        if (has_no_year && terms->due[i] < terms->due[i - 1])
            terms->due[i] = day_add_months(terms->due[i], 12);
    }
    return list.size == 0;
}

static bool parse_every(str word, str *rest, struct schedule_every *every)
{
    static const struct {
        const char *word;
        struct schedule_every every;
    } words[] = {
        {"monthly",   {1, 0} },
        {"biweekly",  {0, 14}},
        {"fortnight", {0, 14}},
        {"quarter",   {3, 0} },
        {"quarterly", {3, 0} },
        {"yearly",    {12, 0}},
        {"weekly",    {0, 7} },
        {"daily",     {0, 1} },
        {"month",     {1, 0} },
        {"week",      {0, 7} },
        {"day",       {0, 1} },
        {"year",      {12, 0}},
    };
    int64_t number = 1;
    if (str_equal_c(word, "every"))
        word = next_word(rest);
    if (str_to_i64(word, &number))
        word = next_word(rest);
    if (word.size > 1 && word.data[word.size - 1] == 's')
        word.size--;
    if (number < 1 || number > SCHEDULE_ROWS_MAX)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_equal_c(word, words[i].word)) {
            every->months = words[i].every.months * (int)number;
            every->days = words[i].every.days * (int)number;
            return true;
        }
    return false;
}

status story_every(const struct story *story, const char *text, struct schedule_every *ret_every)
{
    str rest = str_of(text);
    struct schedule_every every = {0};
    if (!parse_every(next_word(&rest), &rest, &every) || str_trim(rest).size > 0)
        return op_fail(story->op, E_INVALID, "\"%s\" is no period: write 2 weeks, or month", text);
    *ret_every = every;
    return OK;
}

static status parse_words(struct story *story, const char *words, struct terms *terms)
{
    str rest = str_of(words);
    int64_t count = 0;
    if (!str_to_i64(next_word(&rest), &count) || count < 1 || count > SCHEDULE_ROWS_MAX)
        return fail_words(story, words);
    TRY(room_for(story, terms, (size_t)count));
    str word = next_word(&rest);
    if (str_equal_c(word, "x")) {
        const str amount = next_word(&rest);
        money each = {0};
        if (!money_parse(amount, (struct money_format){'.', 0}, story->exponent, &each))
            return fail_words(story, words);
        terms->each = each.minor;
        word = next_word(&rest);
    }
    if (str_equal_c(word, "on"))
        return parse_days(rest, terms) ? OK : fail_words(story, words);
    day first = DAY_NONE;
    if (!parse_every(word, &rest, &terms->every) || !str_equal_c(next_word(&rest), "from") ||
        !day_parse(str_trim(rest), &first))
        return fail_words(story, words);
    return due_from(story, terms, first);
}

/* [day, amount, what it is] each, or days alone. */
static status read_list(struct story *story, const json_t *list, struct terms *terms)
{
    TRY(room_for(story, terms, json_array_size(list)));
    for (int i = 0; i < terms->count; i++) {
        const json_t *const row = json_array_get(list, (size_t)i);
        const bool is_pair = json_is_array(row);
        TRY(story_day(story, is_pair ? json_array_get(row, 0) : row, &terms->due[i]));
        if (is_pair && (json_array_size(row) > 3 || json_is_number(json_array_get(row, 2))))
            return op_fail(story->op, E_INVALID, "an instalment is told as [day, amount]");
        if (is_pair)
            TRY(story_amount(story, json_array_get(row, 1), &terms->amounts[i]));
    }
    return OK;
}

/* Rows of a register: [day, amount]; an amount that is a word is some amount, a row without a day
 * is not of this debt. */
static status read_register(struct story *story, const json_t *rows, struct terms *terms)
{
    TRY(room_for(story, terms, json_array_size(rows)));
    terms->count = 0;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *const row = json_array_get(rows, i);
        const char *const first = json_string_value(json_array_get(row, 0));
        int64_t *const amount = &terms->amounts[terms->count];
        if (!first || !day_parse(str_of(first), &terms->due[terms->count]))
            continue;
        *amount = 100;
        if (!json_is_string(json_array_get(row, 1)) ||
            (json_string_value(json_array_get(row, 1))[0] >= '0' &&
             json_string_value(json_array_get(row, 1))[0] <= '9'))
            TRY(story_amount(story, json_array_get(row, 1), amount));
        TRY(story_day(story, json_array_get(row, 0), &terms->due[terms->count]));
        terms->count++;
    }
    return OK;
}

/* Terms of an invoice: amounts, or [amount, day] each; without days they are due one after another.
 */
static status read_invoice(struct story *story, const json_t *list, struct terms *terms)
{
    TRY(room_for(story, terms, json_array_size(list)));
    for (int i = 0; i < terms->count; i++) {
        const json_t *const row = json_array_get(list, (size_t)i);
        terms->due[i] = story->opened_on + i + 1;
        TRY(story_amount(story, json_is_array(row) ? json_array_get(row, 0) : row,
                         &terms->amounts[i]));
        if (json_is_array(row))
            TRY(story_day(story, json_array_get(row, 1), &terms->due[i]));
    }
    return OK;
}

static status read_count(struct story *story, int64_t count, struct terms *terms)
{
    const char *const period = story_word(story, "period");
    day first = DAY_NONE;
    if (count < 1 || count > SCHEDULE_ROWS_MAX)
        return op_fail(story->op, E_INVALID, "a schedule has 1 to %d instalments",
                       SCHEDULE_ROWS_MAX);
    TRY(room_for(story, terms, (size_t)count));
    terms->every.months = 1;
    if (period)
        TRY(story_every(story, period, &terms->every));
    const struct schedule_terms shape = {
        .start_on = story->opened_on, .first_due = DAY_NONE, .every = terms->every};
    TRY(story_take_day(story, "first_due", schedule_due_on(&shape, 1), &first));
    return due_from(story, terms, first);
}

/* A debt without instalments is one, due on `due`, or a month after it began. */
static status read_one(struct story *story, struct terms *terms)
{
    TRY(room_for(story, terms, 1));
    TRY(story_take_day(story, "due", day_add_months(story->opened_on, 1), &terms->due[0]));
    if (story_get(story, "emi"))
        return story_amount(story, story_get(story, "emi"), &terms->amounts[0]);
    return OK;
}

/* Amounts that were not told: equal ones, or parts of the principal, the last with the rounding; of
 * a debt without any amount each instalment is one unit. */
static void fill_amounts(struct terms *terms)
{
    int64_t told = 0;
    for (int i = 0; i < terms->count; i++)
        told += terms->amounts[i];
    if (told != 0 || terms->count == 0)
        return;
    if (terms->principal > 0 && terms->each == 0)
        split_evenly(terms->principal, (size_t)terms->count, terms->amounts);
    else
        for (int i = 0; i < terms->count; i++)
            terms->amounts[i] = terms->each > 0 ? terms->each : 100;
}

static void open_all(struct story *story, const struct terms *terms)
{
    for (int i = 0; i < terms->count; i++) {
        struct ledger_event event = {.kind = LEDGER_OPEN,
                                     .value_on = story->opened_on,
                                     .amount = terms->amounts[i],
                                     .component = COMPONENT_PRINCIPAL,
                                     .instalment = i + 1,
                                     .due_on = terms->due[i]};
        if (event.amount != 0)
            (void)story_add(story, event);
        event.component = COMPONENT_INTEREST;
        event.amount = terms->interest;
        if (event.amount != 0)
            (void)story_add(story, event);
        story->last_due = terms->due[i];
    }
}

/* The debt begins when the money was lent, or else with the first day that the story names. */
static status read_opened(struct story *story, const json_t *told)
{
    const json_t *const first = json_array_get(told, 0);
    const json_t *const first_day = json_is_array(first) ? json_array_get(first, 0) : first;
    day opened = DAY_NONE;
    const bool is_day =
        json_is_string(first_day) && day_parse(str_of(json_string_value(first_day)), &opened);
    const json_t *const due = story_get(story, "due");
    if (!is_day && json_is_string(due))
        TRY(story_day(story, due, &opened));
    if (opened != DAY_NONE)
        story->opened_on = opened;
    return story_take_day(story, "disbursed", story->opened_on, &story->opened_on);
}

/* Instalments that are told add up to the principal, but for what was paid down at once. */
static status check_sum(struct story *story, const struct terms *terms)
{
    int64_t down = 0;
    int64_t sum = 0;
    TRY(story_take_amount(story, "down_payment_auto", 0, &down));
    for (int i = 0; i < terms->count; i++)
        if (__builtin_add_overflow(sum, terms->amounts[i], &sum))
            return op_fail(story->op, E_LIMIT, "an amount is beyond what can be kept");
    if (terms->principal == 0 || sum == terms->principal || sum == terms->principal - down)
        return OK;
    return op_fail(story->op, E_INVALID, "the instalments do not add up to what is owed");
}

/* Shares of an invoice in percent, where the terms add up to 100 and the invoice does not. */
static status shares_of(struct story *story, struct terms *terms)
{
    int64_t sum = 0;
    int64_t hundred = 100;
    int exponent = story->exponent;
    for (int i = 0; i < terms->count; i++)
        if (__builtin_add_overflow(sum, terms->amounts[i], &sum))
            return OK; /* check_sum says it */
    for (; exponent > 0; exponent--)
        hundred *= 10;
    if (sum != hundred || terms->principal == 0 || terms->principal == hundred)
        return OK;
    int64_t left = terms->principal;
    for (int i = 0; i < terms->count; i++) {
        money share = {left};
        if (i + 1 < terms->count &&
            !money_scale((money){terms->principal}, terms->amounts[i], hundred, &share))
            return op_fail(story->op, E_LIMIT, "an amount is beyond what can be kept");
        terms->amounts[i] = share.minor;
        left -= share.minor;
    }
    return OK;
}

/* In any of the shapes in which instalments are told. */
static status read_any(struct story *story, const json_t *told, struct terms *terms)
{
    if (json_is_array(told))
        return read_list(story, told, terms);
    if (json_is_string(told))
        return parse_words(story, json_string_value(told), terms);
    if (told)
        return read_count(story, story_int(story, "installments", 0), terms);
    if (story_list(story, "rows"))
        return read_register(story, story_list(story, "rows"), terms);
    if (!story_list(story, "terms"))
        return read_one(story, terms);
    TRY(read_invoice(story, story_list(story, "terms"), terms));
    return shares_of(story, terms);
}

status story_read_terms(struct story *story)
{
    const json_t *const told = story_get(story, "installments");
    struct terms terms = {0};
    TRY(read_opened(story, told));
    TRY(story_take_amount(story, "principal", 0, &terms.principal));
    TRY(story_take_amount(story, "interest_per_installment", 0, &terms.interest));
    if (terms.principal == 0)
        TRY(story_take_amount(story, "outstanding", 0, &terms.principal));
    if (terms.principal == 0)
        TRY(story_take_amount(story, "invoice", 0, &terms.principal));
    TRY(read_any(story, told, &terms));
    fill_amounts(&terms);
    TRY(check_sum(story, &terms));
    if (terms.count > 0 && terms.due[0] < story->opened_on)
        story->opened_on = terms.due[0];
    open_all(story, &terms);
    return OK;
}
