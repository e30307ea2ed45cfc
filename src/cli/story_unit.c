/* Debts of one instalment each, told as offsets in days from the business date. */
#include "cli/story.h"

#define BUSINESS_DATE 20000 /* any day: everything is told from it */
#define AMOUNT        100000

static int offset_of(struct story *story, const json_t *row, const char *key)
{
    const json_t *const value = story_member(story, row, key);
    return value ? story_int_of(story, value) : 0;
}

static status arrears_of_row(struct story *story, const json_t *row, struct arrears *ret_arrears)
{
    const struct ledger_rules rules = {.standard = &profile_default};
    const day returned_on = BUSINESS_DATE + offset_of(story, row, "chargeback_offset");
    struct ledger_event events[3] = {
        {.id = 1,
         .kind = LEDGER_OPEN,
         .value_on = DAY_MIN,
         .amount = AMOUNT,
         .instalment = 1,
         .due_on = BUSINESS_DATE + offset_of(story, row, "due_offset")},
    };
    static const char *const keys[] = {"amount", "paid", "chargeback"};
    struct ledger ledger;
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const json_t *const told = story_member(story, row, keys[i]);
        int64_t amount = i == 0 ? AMOUNT : 0;
        if (told)
            TRY(story_amount(story, told, &amount));
        if (i > 0)
            events[count] = (struct ledger_event){.id = (int64_t)count + 1,
                                                  .kind = i == 1 ? LEDGER_PAYMENT : LEDGER_RETURN,
                                                  .value_on = i == 1 ? BUSINESS_DATE : returned_on};
        events[count].amount = amount;
        count += i == 0 || amount != 0;
    }
    TRY(ledger_replay(story->op, &rules, events, count,
                      (struct ledger_moment){BUSINESS_DATE, INT64_MAX}, &ledger));
    arrears_of(&ledger, &story->rule, BUSINESS_DATE, ret_arrears);
    return OK;
}

status story_answer_unit(struct story *story, const char *key, json_t *asked, struct json_writer *w,
                         bool *ret_known)
{
    struct arrears arrears = {.since = DAY_NONE};
    (void)asked;
    *ret_known = strcmp(story->topic, "delinquency.unit") == 0 &&
                 (strcmp(key, "days") == 0 || strcmp(key, "date_offset") == 0 ||
                  strcmp(key, "amount_last") == 0);
    if (!*ret_known)
        return OK;
    const json_t *const rows = story_list(story, "rows");
    const bool is_list = strcmp(key, "amount_last") != 0;
    story->rule.age.grace_days = story_int(story, "grace_days", 0);
    if (is_list)
        json_array_open(w);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        TRY(arrears_of_row(story, json_array_get(rows, i), &arrears));
        if (strcmp(key, "days") == 0)
            json_write_i64(w, arrears.age.delinquent_days);
        else if (is_list && arrears.since == DAY_NONE)
            json_write_null(w);
        else if (is_list)
            json_write_i64(w, arrears.delinquent_on - BUSINESS_DATE);
    }
    if (is_list)
        json_array_close(w);
    else
        story_write_amount(w, arrears.amount, story->exponent);
    return OK;
}
