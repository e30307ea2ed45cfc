/* What a debt will be: late interest closed forward, month by month (`late_rate_pct`, `day_count`).
 */
#include "cli/story.h"
#include "money/accrual.h"

#define RATE_DECIMALS 4 /* of a percentage: 12 % is 120000 parts per million */

static status read_rule(struct story *story, struct interest_step *rate, struct accrual_rule *rule)
{
    const char *const basis = json_string_value(story_get(story, "day_count"));
    rate->from = story->opened_on;
    TRY(story_decimal(story, story_get(story, "late_rate_pct"), RATE_DECIMALS, &rate->value));
    *rule = (struct accrual_rule){
        .interest = {.basis = DAY_COUNT_ACTUAL_365, .rates = {rate, 1}},
        .bases = 1U << COMPONENT_PRINCIPAL,
        .charged = COMPONENT_LATE_INTEREST,
        .only_overdue = true,
    };
    if (basis && !day_count_parse(str_of(basis), &rule->interest.basis))
        return op_fail(story->op, E_INVALID, "\"%s\" is no day count: actual/360, 30/360 …", basis);
    return OK;
}

/* What is owed on a day when nothing more is paid. */
static status owed_on(struct story *story, const char *text, int64_t *ret_owed)
{
    const struct ledger_rules rules = {.standard = &story->profile};
    struct interest_step rate;
    struct accrual_rule rule;
    struct ledger_event *events = NULL;
    struct ledger ledger;
    size_t count = 0;
    day on = DAY_NONE;
    if (!day_parse(str_of(text), &on))
        return op_fail(story->op, E_INVALID, "\"%s\" is not a date: write it as YYYY-MM-DD", text);
    if (on < story->opened_on || on - story->opened_on > STORY_INT_MAX)
        return op_fail(story->op, E_INVALID, "a debt is closed forward for at most %d days",
                       STORY_INT_MAX);
    TRY(read_rule(story, &rate, &rule));
    TRY(accrual_close_forward(story->op, &rules, &rule, story->events, (size_t)story->told_id,
                              story->opened_on, on, &events, &count));
    TRY(ledger_replay(story->op, &rules, events, count, (struct ledger_moment){on, INT64_MAX},
                      &ledger));
    *ret_owed = ledger_open(&ledger);
    return OK;
}

status story_answer_forward(struct story *story, const char *key, json_t *asked,
                            struct json_writer *w, bool *ret_known)
{
    *ret_known = strcmp(key, "owed_on") == 0 && story_get(story, "late_rate_pct");
    if (!*ret_known)
        return OK;
    json_object_open(w);
    for (void *at = json_object_iter(asked); at; at = json_object_iter_next(asked, at)) {
        int64_t owed = 0;
        TRY(owed_on(story, json_object_iter_key(at), &owed));
        json_key(w, json_object_iter_key(at));
        story_write_amount(w, owed, story->exponent);
    }
    json_object_close(w);
    return OK;
}
