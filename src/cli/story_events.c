/* What a story says happened to a debt: charges, money, returns, marks; and the settings under
 * which it is asked for. */
#include "cli/story.h"

#include "money/pause.h"

/* The words of a story for components, beside our own. */
static bool parse_component(str word, enum component *ret_component)
{
    if (str_equal_c(word, "penalty") || str_equal_c(word, "penalty_fee")) {
        *ret_component = str_equal_c(word, "penalty") ? COMPONENT_LATE_INTEREST : COMPONENT_FEE;
        return true;
    }
    return component_parse(word, ret_component);
}

static status add_charge(struct story *story, str kind, const json_t *amount, day due_on)
{
    struct ledger_event event = {
        .kind = LEDGER_OPEN, .value_on = story->opened_on, .due_on = due_on};
    if (!parse_component(kind, &event.component))
        return op_fail(story->op, E_INVALID, "\"" STR_FORMAT "\" is no component of a debt",
                       STR_ARG(kind));
    TRY(story_amount(story, amount, &event.amount));
    if (event.amount != 0)
        (void)story_add(story, event);
    return OK;
}

static status read_charges(struct story *story)
{
    static const char *const single[] = {"penalty",  "penalty_fee", "fee",
                                         "interest", "tax",         "cost"};
    const json_t *const list = story_list(story, "charges");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *const charge = json_array_get(list, i);
        const json_t *const due = story_member(story, charge, "due");
        const char *const kind = json_string_value(story_member(story, charge, "kind"));
        day due_on = story->last_due;
        if (due)
            TRY(story_day(story, due, &due_on));
        TRY(add_charge(story, str_of(kind), story_member(story, charge, "amount"), due_on));
    }
    for (size_t i = 0; i < ARRAY_LEN(single); i++)
        if (story_get(story, single[i]))
            TRY(add_charge(story, str_of(single[i]), story_get(story, single[i]), story->last_due));
    return OK;
}

/* [day, amount], or an amount on the day that undated money has. */
static status read_dated(struct story *story, const json_t *value, day undated_on,
                         struct ledger_event *event)
{
    event->value_on = undated_on;
    if (!json_is_array(value))
        return story_amount(story, value, &event->amount);
    if (json_array_size(value) != 2)
        return op_fail(story->op, E_INVALID, "money is told as [day, amount]");
    TRY(story_day(story, json_array_get(value, 0), &event->value_on));
    return story_amount(story, json_array_get(value, 1), &event->amount);
}

static status add_money(struct story *story, enum ledger_kind kind, const json_t *value,
                        day undated_on, int64_t *ret_id)
{
    struct ledger_event event = {.kind = kind};
    TRY(read_dated(story, value, undated_on, &event));
    *ret_id = 0;
    if (event.amount != 0) /* paid: 0 is no money */
        *ret_id = story_add(story, event);
    return OK;
}

/* Room for every row that any list of the story has. */
static size_t rows_told(const struct story *story)
{
    size_t rows = 16;
    void *at = json_object_iter(story->inputs);
    for (; at; at = json_object_iter_next(story->inputs, at))
        rows += json_array_size(json_object_iter_value(at));
    return rows;
}

static bool is_list_of_money(const json_t *value)
{
    return json_is_array(value) && !json_is_string(json_array_get(value, 0));
}

/* One amount, one [day, amount], or a list of either. */
static status add_all(struct story *story, enum ledger_kind kind, const char *key, day undated_on,
                      int64_t *ids, size_t *ret_count)
{
    const json_t *const value = story_get(story, key);
    const size_t count = !value ? 0 : is_list_of_money(value) ? json_array_size(value) : 1;
    for (size_t i = 0; i < count; i++) {
        int64_t id = 0;
        TRY(add_money(story, kind, is_list_of_money(value) ? json_array_get(value, i) : value,
                      undated_on, &id));
        if (id != 0)
            ids[(*ret_count)++] = id;
    }
    return OK;
}

static status add_event(struct story *story, const json_t *row)
{
    const str word = str_of(json_string_value(json_array_get(row, 0)));
    struct ledger_event event = {.kind = LEDGER_PAYMENT};
    if (json_array_size(row) > 3)
        return op_fail(story->op, E_INVALID, "an event is told as [what, day, amount]");
    TRY(story_day(story, json_array_get(row, 1), &event.value_on));
    if (word.size > 4 && str_equal_c((str){word.data + word.size - 4, 4}, "_due"))
        return add_charge(story, (str){word.data, word.size - 4}, json_array_get(row, 2),
                          event.value_on);
    if (str_equal_c(word, "reverse")) {
        const json_int_t number = json_integer_value(json_array_get(row, 2));
        if (number < 1 || (size_t)number > story->money_count)
            return op_fail(story->op, E_INVALID, "there is no payment %lld to reverse",
                           (long long)number);
        event.kind = LEDGER_REVERSAL;
        event.of = story->money[number - 1];
    } else if (str_equal_c(word, "charge_off") || str_equal_c(word, "write_off")) {
        event.kind = str_equal_c(word, "charge_off") ? LEDGER_CHARGE_OFF : LEDGER_WRITE_OFF;
        (void)story_add(story, event);
        return OK;
    } else {
        if (str_equal_c(word, "credit") || str_equal_c(word, "goodwill"))
            event.kind = LEDGER_CREDIT;
        else if (str_equal_c(word, "chargeback") || str_equal_c(word, "return"))
            event.kind = LEDGER_RETURN;
        else if (!str_equal_c(word, "pay"))
            return op_fail(story->op, E_INVALID,
                           "\"" STR_FORMAT
                           "\" is no event: pay, credit, return, reverse, fee_due …",
                           STR_ARG(word));
        TRY(story_amount(story, json_array_get(row, 2), &event.amount));
    }
    story->money[story->money_count++] = story_add(story, event);
    return OK;
}

static status read_money(struct story *story, day undated_on)
{
    static const char *const keys[] = {"down_payment", "payments", "payment", "paid", "repayment"};
    const json_t *const events = story_list(story, "events");
    if (story_is(story, "down_payment_paid") && story->event_count > 0)
        (void)story_add(story, (struct ledger_event){.kind = LEDGER_PAYMENT,
                                                     .value_on = story->events[0].due_on,
                                                     .amount = story->events[0].amount});
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        TRY(add_all(story, LEDGER_PAYMENT, keys[i], undated_on, story->money, &story->money_count));
    for (size_t i = 0; i < json_array_size(events); i++)
        TRY(add_event(story, json_array_get(events, i)));
    return OK;
}

/* "confirm return 500", "cancel return": what a bank says of a payment, step by step. */
static status read_steps(struct story *story, day on)
{
    const json_t *const steps = story_list(story, "steps");
    int64_t returned = 0;
    for (size_t i = 0; i < json_array_size(steps); i++) {
        const str step = str_of(json_string_value(json_array_get(steps, i)));
        const str head = STR("confirm return ");
        struct ledger_event event = {.kind = LEDGER_REVERSAL, .value_on = on, .of = returned};
        if (str_starts(step, head)) {
            const str amount = {step.data + head.size, step.size - head.size};
            event = (struct ledger_event){.kind = LEDGER_RETURN, .value_on = on};
            money returned_amount = {0};
            if (!money_parse(amount, (struct money_format){'.', 0}, story->exponent,
                             &returned_amount))
                return op_fail(story->op, E_INVALID, "\"" STR_FORMAT "\" is not an amount",
                               STR_ARG(amount));
            event.amount = returned_amount.minor;
        } else if (returned == 0) {
            return op_fail(story->op, E_INVALID, "there is no return to cancel yet");
        }
        const int64_t id = story_add(story, event);
        returned = event.kind == LEDGER_RETURN ? id : returned;
        story->returns[story->return_count++] = id;
    }
    return OK;
}

static status read_returns(struct story *story, day undated_on)
{
    const int64_t before = (int64_t)story->event_count;
    size_t credits = 0;
    int64_t *const ids = arena_array(story->op->arena, rows_told(story), sizeof(*ids));
    TRY(add_all(story, LEDGER_CREDIT, "credit", undated_on, ids, &credits));
    TRY(add_all(story, LEDGER_RETURN, "chargeback", undated_on, story->returns,
                &story->return_count));
    TRY(add_all(story, LEDGER_RETURN, "chargebacks", undated_on, story->returns,
                &story->return_count));
    TRY(read_steps(story, undated_on));
    if ((int64_t)story->event_count > before)
        story->changed_id = before + 1;
    return OK;
}

/* Restructuring and marks, each on a day of its own or after all that happened. */
static status read_marks(struct story *story, day after)
{
    const json_t *const charge_off = story_get(story, "charge_off");
    const json_t *const write_off = story_get(story, "write_off");
    struct ledger_event event = {.kind = LEDGER_REAMORTISE, .value_on = after};
    if (str_starts(str_of(story->topic), STR("re_amort"))) {
        TRY(story_take_day(story, "on", after, &event.value_on));
        story_note(story, "entered_on"); /* the ledger goes by the day of value */
        story->restructured_id = story_add(story, event);
    }
    if (charge_off || strncmp(story->topic, "charge_off", 10) == 0) {
        event = (struct ledger_event){.kind = LEDGER_CHARGE_OFF, .value_on = after};
        if (json_is_string(charge_off))
            TRY(story_day(story, charge_off, &event.value_on));
        (void)story_add(story, event);
    }
    if (write_off || strcmp(story->topic, "write_off") == 0) {
        event = (struct ledger_event){.kind = LEDGER_WRITE_OFF, .value_on = after};
        if (!json_is_boolean(write_off))
            TRY(story_take_day(story, "write_off", after, &event.value_on));
        (void)story_add(story, event);
    }
    return OK;
}

static status read_reage(struct story *story, day after)
{
    struct ledger_event event = {.kind = LEDGER_REAGE, .value_on = after, .every = {.months = 1}};
    const char *const every = story_word(story, "every");
    if (strcmp(story->topic, "re_age") != 0)
        return OK;
    event.count = story_int(story, "periods", 1);
    if (every)
        TRY(story_every(story, every, &event.every));
    TRY(story_take_day(story, "start", after, &event.due_on));
    TRY(story_take_day(story, "on", event.due_on - 1, &event.value_on));
    story->restructured_id = story_add(story, event);
    return OK;
}

/* What came to be known afterwards: money dated back, money after the mark, and, in words, the
 * reversal of a payment. */
static status read_afterthoughts(struct story *story, day after)
{
    const json_t *const then = story_get(story, "then");
    const char *const words = json_is_string(then) ? json_string_value(then) : "";
    const json_t *const backdated = story_get(story, "backdated_payment");
    const json_t *const later = story_get(story, "later_payment");
    int64_t reversed = story->money_count > 0 ? story->money[story->money_count - 1] : 0;
    if (backdated)
        TRY(add_money(story, LEDGER_PAYMENT, backdated, after, &story->backdated_id));
    if (later)
        TRY(add_money(story, LEDGER_PAYMENT, later, after + 1, &story->later_id));
    const char *const event = story_word(story, "event");
    if (event && strstr(event, "payment cancel")) { /* it had paid all, on the day it fell due */
        story_note(story, "state");                 /* what the event turns over */
        reversed = story_add(story, (struct ledger_event){.kind = LEDGER_PAYMENT,
                                                          .value_on = story->last_due,
                                                          .amount = story->events[0].amount});
        (void)story_add(story, (struct ledger_event){.kind = LEDGER_REVERSAL,
                                                     .value_on = story->last_due + 1,
                                                     .of = reversed});
    }
    if (!strstr(words, "revers") && !strstr(words, "undo"))
        return OK;
    if (story->restructured_id != 0 && !strstr(words, "payment"))
        reversed = story->restructured_id;
    if (strstr(words, "after")) /* it came after the mark: some money of any amount */
        reversed = story_add(
            story,
            (struct ledger_event){.kind = LEDGER_PAYMENT, .value_on = after + 1, .amount = 100});
    if (reversed != 0)
        (void)story_add(story, (struct ledger_event){
                                   .kind = LEDGER_REVERSAL, .value_on = after + 2, .of = reversed});
    return OK;
}

static status read_later(struct story *story, day undated_on)
{
    int64_t *const ids = arena_array(story->op->arena, rows_told(story), sizeof(*ids));
    TRY(add_all(story, LEDGER_PAYMENT, "payments_in_order", undated_on, ids, &story->later_count));
    TRY(add_all(story, LEDGER_PAYMENT, "later_payments", undated_on, ids, &story->later_count));
    story->later = ids;
    return OK;
}

static status add_pause(struct story *story, const json_t *pair, size_t first)
{
    struct age_pause pause = {0};
    TRY(story_day(story, json_array_get(pair, first), &pause.from));
    pause.until = STORY_DAY_LAST;
    if (!json_is_null(json_array_get(pair, first + 1)))
        TRY(story_day(story, json_array_get(pair, first + 1), &pause.until));
    story->pauses[story->rule.pause_count++] = pause;
    return OK;
}

/* Pauses and resumptions in the order in which they were made. */
static status read_pauses(struct story *story)
{
    const json_t *const list = story_list(story, "pauses");
    const json_t *const actions = story_list(story, "actions");
    const size_t most = json_array_size(list) + json_array_size(actions) + 1;
    day resume_on = DAY_NONE;
    story->pauses = arena_array(story->op->arena, most, sizeof(*story->pauses));
    story->rule.pauses = story->pauses;
    for (size_t i = 0; i < json_array_size(list); i++)
        TRY(add_pause(story, json_array_get(list, i), 0));
    if (story_list(story, "pause"))
        TRY(add_pause(story, story_list(story, "pause"), 0));
    for (size_t i = 0; i < json_array_size(actions); i++) {
        const json_t *const row = json_array_get(actions, i);
        const char *const word = json_string_value(json_array_get(row, 0));
        if (word && str_equal_nocase(str_of(word), STR("resume"))) {
            TRY(story_day(story, json_array_get(row, 1), &resume_on));
            pause_resume(story->pauses, story->rule.pause_count, resume_on);
        } else {
            TRY(add_pause(story, row, 1));
        }
    }
    resume_on = DAY_NONE;
    TRY(story_take_day(story, "resume", DAY_NONE, &resume_on));
    if (resume_on != DAY_NONE)
        pause_resume(story->pauses, story->rule.pause_count, resume_on);
    return OK;
}

/* "due: penalty, fee; in advance: same order" in our own words. */
static const char *own_words(struct story *story, const char *told)
{
    struct buf out = buf_start(story->op->arena, LIMIT_FAILURE_TEXT);
    const bool has_past = strstr(told, "past due:") != NULL;
    str rest = str_of(told);
    str order = {"", 0};
    while (rest.size > 0) {
        str group = str_split(&rest, ';');
        const str age = str_trim(str_split(&group, ':'));
        const bool is_same = str_equal_c(str_trim(group), "same order");
        order = is_same ? order : group;
        const char *const word = str_equal_c(age, "past due")     ? "overdue"
                                 : str_equal_c(age, "in advance") ? "future"
                                 : str_equal_c(age, "due")        ? (has_past ? "due" : "payable")
                                                                  : str_cstr(story->op->arena, age);
        buf_printf(&out, "%s%s:", out.size > 0 ? "; " : "", word);
        for (str words = order; words.size > 0;) {
            const str component = str_trim(str_split(&words, ','));
            const bool is_penalty = str_equal_c(component, "penalty");
            buf_printf(&out, " " STR_FORMAT "%s",
                       STR_ARG(is_penalty ? STR("late_interest") : component),
                       words.size > 0 ? "," : "");
        }
    }
    return buf_cstr(&out);
}

/* What money before its time meets: the next instalment, the last, or all alike. */
static status read_future(struct story *story, const char *word)
{
    static const struct {
        const char *word;
        enum future_rule future;
    } words[] = {
        {"last",       FUTURE_LAST  },
        {"next",       FUTURE_NEXT  },
        {"spread",     FUTURE_SPREAD},
        {"reamortize", FUTURE_SPREAD},
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_starts(str_of(word), str_of(words[i].word))) {
            story->profile.future = words[i].future;
            return OK;
        }
    return op_fail(story->op, E_INVALID,
                   "\"%s\" is no rule for money in advance: next, last, reamortize", word);
}

static status read_profile(struct story *story)
{
    const char *const strategy = story_word(story, "strategy");
    const char *const future = story_word(story, "future_rule");
    const char *const way = story_word(story, "allocation");
    story->profile = profile_default;
    if (future)
        TRY(read_future(story, future));
    story->profile.is_vertical = way && strcmp(way, "vertical") == 0;
    if (way && !story->profile.is_vertical && strcmp(way, "horizontal") != 0)
        return op_fail(story->op, E_INVALID, "an allocation is vertical or horizontal, not \"%s\"",
                       way);
    if (!strategy)
        return OK;
    const char *const name = arena_printf(story->op->arena, "strategy_%s", strategy);
    const char *const text = json_string_value(json_object_get(story->fixtures, name));
    if (!text && !strchr(strategy, ':'))
        return op_fail(story->op, E_INVALID, "there is no fixture \"%s\"", name);
    return profile_parse(story->op, str_of(own_words(story, text ? text : strategy)),
                         &story->profile);
}

static status read_rule(struct story *story)
{
    static const struct range bank[] = {
        {"SMA-0", 0,    30        },
        {"SMA-1", 31,   60        },
        {"SMA-2", 61,   90        },
        {"D1",    91,   365       },
        {"D2",    366,  1098      },
        {"D3",    1099, RANGE_OPEN},
    };
    story->rule.age.grace_days = story_int(story, "grace_days", 0);
    story->rule.age.count_due_day = story_is(story, "count_due_date");
    if (story_get(story, "ranges"))
        return story_ranges(story, story_get(story, "ranges"));
    if (strcmp(story->topic, "dpd") == 0) { /* the classes of banks, where none are told */
        story->rule.ranges = bank;
        story->rule.range_count = ARRAY_LEN(bank);
    }
    return OK;
}

/* A mark without a day of its own comes after everything, what is dated back included. */
static status read_marks_on(struct story *story, day last)
{
    const json_t *const backdated = story_get(story, "backdated_payment");
    day on = DAY_MIN;
    if (json_is_array(backdated))
        TRY(story_day(story, json_array_get(backdated, 0), &on));
    return read_marks(story, (on > last ? on : last) + 1);
}

static day last_told(const struct story *story)
{
    day last = story->opened_on;
    for (size_t i = 0; i < story->event_count; i++)
        if (story->events[i].value_on > last)
            last = story->events[i].value_on;
    return last;
}

status story_read_debt(struct story *story)
{
    story->money = arena_array(story->op->arena, rows_told(story), sizeof(*story->money));
    story->returns = arena_array(story->op->arena, rows_told(story), sizeof(*story->returns));
    const char *const level = story_word(story, "level");
    if (level && strcmp(level, "installment") != 0 && strcmp(level, "loan") != 0)
        return op_fail(story->op, E_INVALID, "a level is loan or installment, not \"%s\"", level);
    TRY(read_rule(story));
    TRY(read_profile(story));
    TRY(story_read_terms(story));
    const bool is_past_due = json_is_true(story_get(story, "past_due"));
    story->as_of = is_past_due ? story->last_due + 1 : DAY_NONE;
    if (!json_is_array(story_get(story, "as_of")))
        TRY(story_take_day(story, "as_of", story->as_of, &story->as_of));
    const day undated_on = story->as_of != DAY_NONE ? story->as_of : story->opened_on + 1;
    TRY(read_pauses(story));
    TRY(read_charges(story));
    TRY(read_money(story, undated_on));
    TRY(read_returns(story, last_told(story)));
    TRY(read_marks_on(story, last_told(story)));
    TRY(read_reage(story, last_told(story) + 1));
    TRY(read_afterthoughts(story, last_told(story)));
    story->told_id = (int64_t)story->event_count;
    return read_later(story, story->as_of != DAY_NONE ? story->as_of : last_told(story));
}
