#include "insight/dashboard.h"

#include "insight/claims.h"
#include "insight/promise_sums.h"
#include "insight/range.h"
#include "money/age.h"
#include "record/organisation.h"
#include "store/db.h"

struct reading {
    day date;
    day from; /* first of the thirty days */
    struct currency_list currencies;
    struct dashboard_block *blocks;
};

static status block_of(struct op *op, const struct reading *reading, currency unit,
                       struct dashboard_block **ret_block)
{
    int index;
    TRY(currency_list_find(op, &reading->currencies, unit, &index));
    *ret_block = &reading->blocks[index];
    return OK;
}

static status add_one(struct op *op, struct count_amount *sum, int64_t count, money amount)
{
    sum->count += count;
    return report_sum(op, &sum->amount, amount.minor);
}

static status add_claim(struct op *op, const struct reading *reading,
                        const struct claim_history *claim)
{
    const struct report_numbers bounds = range_bounds(&(struct report_numbers){0});
    const money open = claim_open(claim, reading->date);
    const int age = age_past_due_days(claim->due_on, reading->date);
    const int64_t coming = (int64_t)claim->due_on - reading->date - 1;
    struct dashboard_block *block;

    if (open.minor == 0)
        return OK;
    TRY(block_of(op, reading, claim->currency, &block));
    TRY(report_sum(op, &block->balance, open.minor));
    if (age > 0)
        TRY(report_sum(op, &block->past_due, open.minor));
    TRY(add_one(op, &block->ageing[range_of(&bounds, age)], 1, open));
    if (coming >= 0 && coming < DASHBOARD_COMING)
        TRY(add_one(op, &block->coming[coming], 1, open));
    return OK;
}

static status read_claims(struct op *op, const struct reading *reading)
{
    struct claim_stream stream;
    struct claim_history claim;
    bool has_claim;

    TRY(claim_stream_open(op, &dimension_none, STR(""), &stream));
    for (;;) {
        TRY(claim_stream_next(op, &stream, &has_claim, &claim));
        if (!has_claim)
            return OK;
        TRY(add_claim(op, reading, &claim));
    }
}

static status take_promises(struct op *op, const struct promise_group *group, void *context)
{
    const struct reading *reading = context;
    struct dashboard_block *block;

    TRY(block_of(op, reading, group->currency, &block));
    if (str_equal_c(group->state, "open"))
        TRY(add_one(op, &block->open, group->count, group->amount));
    if (group->due_on == reading->date && !str_equal_c(group->state, "rescheduled"))
        TRY(add_one(op, &block->due_today, group->count, group->amount));
    return OK;
}

static status read_graded(struct op *op, const struct reading *reading)
{
    struct dashboard_block *block;
    struct db_rows rows;
    bool has_row;

    TRY(db_query(op, Q_INSIGHT_PROMISES_GRADED,
                 DB_ARGS(ARG_I64(reading->from), ARG_I64(reading->date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(block_of(op, reading, (currency)db_i64(&rows, 0), &block));
        const bool is_kept = str_equal_c(db_text(&rows, 1), "kept");
        TRY(add_one(op, is_kept ? &block->kept : &block->broken, db_i64(&rows, 2),
                    db_money(&rows, 3)));
    }
}

static status read_money(struct op *op, const struct reading *reading)
{
    struct dashboard_block *block;
    struct db_rows rows;
    bool has_row;

    TRY(db_query(op, Q_INSIGHT_MONEY_BY_DAY,
                 DB_ARGS(ARG_I64(reading->from), ARG_I64(reading->date)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(block_of(op, reading, (currency)db_i64(&rows, 1), &block));
        block->recovered[db_day(&rows, 0) - reading->from] = db_i64(&rows, 2);
    }
}

static status read_all(struct op *op, struct reading *reading)
{
    struct organisation organisation;
    struct activity *activity;

    if (reading->date == DAY_NONE) {
        TRY(organisation_get(op, &organisation));
        reading->date = organisation.open_date - 1;
    }
    reading->from = reading->date - DASHBOARD_LOOKBACK + 1;
    TRY(report_currencies(op, &reading->currencies));
    reading->blocks =
        arena_array(op->arena, (size_t)reading->currencies.count, sizeof(*reading->blocks));
    TRY(activity_read(op, reading->from, reading->date, &reading->currencies, &activity));
    for (int i = 0; i < reading->currencies.count; i++) {
        reading->blocks[i].currency = reading->currencies.at[i];
        reading->blocks[i].activity = activity[i];
    }
    TRY(read_claims(op, reading));
    TRY(promise_groups(op, DAY_MIN, reading->date, take_promises, reading));
    TRY(read_graded(op, reading));
    return read_money(op, reading);
}

status dashboard_read(struct op *op, day date, struct dashboard *ret_dashboard)
{
    const bool is_inside = db_in_transaction(op);
    struct reading reading = {.date = date};
    status code;

    if (!is_inside)
        TRY(db_begin(op, DB_READ));
    code = read_all(op, &reading);
    if (!is_inside)
        db_rollback(op); /* nothing was written */
    if (code == OK)
        *ret_dashboard = (struct dashboard){reading.date, reading.blocks, reading.currencies.count};
    return code;
}

static void put_count_amount(struct json_writer *json, const char *key,
                             const struct count_amount *sum)
{
    json_key(json, key);
    json_object_open(json);
    json_put_i64(json, "count", sum->count);
    json_put_i64(json, "amount", sum->amount);
    json_object_close(json);
}

static void write_ageing(struct json_writer *json, const struct dashboard_block *block)
{
    /* the labels of range_bounds, with the interface's word for what is not yet due */
    static const char *const labels[DASHBOARD_RANGES] = {"current", "1-15",  "16-30",
                                                         "31-60",   "61-90", "91+"};

    json_key(json, "ageing");
    json_array_open(json);
    for (int i = 0; i < DASHBOARD_RANGES; i++) {
        json_object_open(json);
        json_put_c(json, "bucket", labels[i]);
        json_put_i64(json, "claims", block->ageing[i].count);
        json_put_i64(json, "amount", block->ageing[i].amount);
        json_object_close(json);
    }
    json_array_close(json);
}

static void write_days(struct json_writer *json, const struct dashboard_block *block, day date)
{
    json_key(json, "due_next_7_days");
    json_array_open(json);
    for (int i = 0; i < DASHBOARD_COMING; i++) {
        json_object_open(json);
        json_put_day(json, "day", date + 1 + i);
        json_put_i64(json, "count", block->coming[i].count);
        json_put_i64(json, "amount", block->coming[i].amount);
        json_object_close(json);
    }
    json_array_close(json);
    json_key(json, "recovered");
    json_array_open(json);
    for (int i = 0; i < DASHBOARD_LOOKBACK; i++) {
        json_object_open(json);
        json_put_day(json, "day", date - DASHBOARD_LOOKBACK + 1 + i);
        json_put_i64(json, "amount", block->recovered[i]);
        json_object_close(json);
    }
    json_array_close(json);
}

static void write_activity(struct json_writer *json, const struct activity *activity)
{
    struct funnel_step steps[FUNNEL_STEPS];

    json_key(json, "contacts");
    json_object_open(json);
    json_put_i64(json, "attempts", activity->attempts);
    json_put_i64(json, "contacts", activity->contacts);
    json_put_i64(json, "right_party", activity->right_party);
    json_put_i64(json, "promises", activity->promises);
    json_object_close(json);
    activity_funnel(activity, steps);
    json_key(json, "funnel");
    json_array_open(json);
    for (int i = 0; i < FUNNEL_STEPS; i++) {
        json_object_open(json);
        json_put_c(json, "step", steps[i].name);
        json_put_i64(json, "count", steps[i].count);
        json_object_close(json);
    }
    json_array_close(json);
}

static void write_block(struct json_writer *json, const struct dashboard_block *block, day date)
{
    char text[CURRENCY_TEXT];

    json_object_open(json);
    json_put_c(json, "currency", currency_format(block->currency, text));
    json_put_i64(json, "cases", block->activity.cases_open);
    json_put_i64(json, "balance", block->balance);
    json_put_i64(json, "past_due", block->past_due);
    write_ageing(json, block);
    write_days(json, block, date);
    json_key(json, "promises");
    json_object_open(json);
    put_count_amount(json, "due_today", &block->due_today);
    put_count_amount(json, "kept", &block->kept);
    put_count_amount(json, "broken", &block->broken);
    put_count_amount(json, "open", &block->open);
    json_object_close(json);
    write_activity(json, &block->activity);
    json_object_close(json);
}

void dashboard_write(struct json_writer *json, const struct dashboard *dashboard)
{
    json_object_open(json);
    json_put_day(json, "date", dashboard->date);
    json_key(json, "currencies");
    json_array_open(json);
    for (int i = 0; i < dashboard->block_count; i++)
        write_block(json, &dashboard->blocks[i], dashboard->date);
    json_array_close(json);
    json_object_close(json);
}
