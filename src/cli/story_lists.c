/* What a ledger answers in lists: instalments, ranges, splits, journal lines. */
#include "cli/story.h"

#include "money/journal.h"

static int64_t total(const struct parts *parts)
{
    int64_t sum = 0;
    return parts_total(parts, &sum) ? sum : 0;
}

static const char *part_name(enum component component)
{
    return component == COMPONENT_LATE_INTEREST ? "penalty" : component_name(component);
}

static void write_parts(const struct view *view, const struct parts *parts, bool with_total,
                        struct json_writer *w)
{
    json_object_open(w);
    if (with_total) {
        json_key(w, "total");
        story_write_amount(w, total(parts), view->exponent);
    }
    for (int i = 0; i < COMPONENT_COUNT; i++)
        if (parts->of[i] != 0) {
            json_key(w, part_name((enum component)i));
            story_write_amount(w, parts->of[i], view->exponent);
        }
    json_object_close(w);
}

void story_write_split(const struct view *view, int64_t event_id, struct json_writer *w)
{
    const struct parts parts = ledger_split(&view->ledger, event_id);
    write_parts(view, &parts, false, w);
}

/* Sums over the lines of an instalment. */
struct instalment_sums {
    int64_t amount, met, in_advance, late;
};

static struct instalment_sums sums_of(const struct view *view, size_t n)
{
    const struct ledger *const l = &view->ledger;
    const day due_on = l->instalments[n].due_on;
    struct instalment_sums sums = {0};
    for (size_t i = 0; i < l->line_count; i++)
        if (l->lines[i].instalment == n) {
            sums.amount += l->lines[i].amount;
            sums.met += l->lines[i].met;
        }
    for (size_t i = 0; i < l->entry_count; i++) {
        const struct ledger_entry *const entry = &l->entries[i];
        if (entry->kind != ENTRY_PAID || l->lines[entry->line].instalment != n)
            continue;
        sums.in_advance += entry->value_on < due_on ? entry->amount : 0;
        sums.late += entry->value_on > due_on ? entry->amount : 0;
    }
    return sums;
}

/* installment_2_in_advance and its like. */
static bool write_one_instalment(const struct view *view, str key, struct json_writer *w)
{
    const str head = STR("installment_");
    int64_t number = 0;
    if (!str_starts(key, head))
        return false;
    str rest = {key.data + head.size, key.size - head.size};
    if (!str_to_i64(str_split(&rest, '_'), &number) || number < 1 ||
        (size_t)number > view->ledger.instalment_count)
        return false;
    const struct instalment_sums sums = sums_of(view, (size_t)number - 1);
    if (str_equal_c(rest, "outstanding"))
        story_write_amount(w, sums.amount - sums.met, view->exponent);
    else if (str_equal_c(rest, "paid"))
        story_write_amount(w, sums.met, view->exponent);
    else if (str_equal_c(rest, "in_advance"))
        story_write_amount(w, sums.in_advance, view->exponent);
    else if (str_equal_c(rest, "late"))
        story_write_amount(w, sums.late, view->exponent);
    else if (str_equal_c(rest, "due"))
        story_write_amount(w, sums.amount, view->exponent);
    else
        return false;
    return true;
}

static bool write_instalments(const struct view *view, str key, json_t *asked,
                              struct json_writer *w)
{
    const bool paid = str_equal_c(key, "installment_paid");
    const bool due = str_equal_c(key, "installments_due");
    const bool fresh = str_equal_c(key, "new_installments");
    if (!paid && !due && !fresh && !str_equal_c(key, "installments"))
        return false;
    json_array_open(w);
    for (size_t n = 0; n < view->ledger.instalment_count; n++) {
        const struct instalment_sums sums = sums_of(view, n);
        const bool with_day = fresh && json_is_array(json_array_get(asked, 0));
        if (fresh && view->ledger.instalments[n].origin != LINE_REAGED)
            continue;
        if (!paid && !due && !fresh) {
            json_array_open(w);
            story_write_amount(w, sums.amount, view->exponent);
            story_write_amount(w, sums.met, view->exponent);
        }
        if (with_day) {
            json_array_open(w);
            json_write_day(w, view->ledger.instalments[n].due_on);
        }
        story_write_amount(w,
                           paid           ? sums.met
                           : due || fresh ? sums.amount
                                          : sums.amount - sums.met,
                           view->exponent);
        if (with_day || (!paid && !due && !fresh))
            json_array_close(w);
    }
    json_array_close(w);
    return true;
}

/* Open amounts by range: {"RANGE_3": 500, …}, in the order of the ranges. */
static void write_buckets(struct story *story, const struct view *view, struct json_writer *w)
{
    struct arrears_row *rows = NULL;
    size_t count = 0;
    arrears_rows(story->op, &view->ledger, &story->rule, view->as_of, &rows, &count);
    json_object_open(w);
    for (size_t r = 0; r < story->rule.range_count; r++) {
        int64_t sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += rows[i].range == &story->rule.ranges[r] ? rows[i].amount : 0;
        if (sum == 0)
            continue;
        json_key(w, story->rule.ranges[r].label);
        story_write_amount(w, sum, view->exponent);
    }
    json_object_close(w);
}

static void write_instalment_days(struct story *story, const struct view *view,
                                  struct json_writer *w)
{
    struct arrears_row *rows = NULL;
    size_t count = 0;
    char text[DAY_TEXT_SIZE];
    arrears_rows(story->op, &view->ledger, &story->rule, view->as_of, &rows, &count);
    json_object_open(w);
    for (size_t i = 0; i < count; i++)
        json_put_i64(w, day_format(rows[i].since, text), rows[i].age.delinquent_days);
    json_object_close(w);
}

/* Amounts of the instalments that are past due, or how many they are. */
static void write_overdue_rows(struct story *story, const struct view *view, bool only_count,
                               struct json_writer *w)
{
    struct arrears_row *rows = NULL;
    size_t count = 0;
    arrears_rows(story->op, &view->ledger, &story->rule, view->as_of, &rows, &count);
    if (only_count) {
        json_write_i64(w, (int64_t)count);
        return;
    }
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        story_write_amount(w, rows[i].amount, view->exponent);
    json_array_close(w);
}

static void write_open_rows(const struct view *view, struct json_writer *w)
{
    json_array_open(w);
    for (size_t n = 0; n < view->ledger.instalment_count; n++) {
        const struct instalment_sums sums = sums_of(view, n);
        if (sums.amount == sums.met)
            continue;
        json_object_open(w);
        json_key(w, "term");
        story_write_amount(w, sums.amount, view->exponent);
        json_key(w, "paid");
        story_write_amount(w, sums.met, view->exponent);
        json_key(w, "outstanding");
        story_write_amount(w, sums.amount - sums.met, view->exponent);
        json_object_close(w);
    }
    json_array_close(w);
}

/* The due days of the instalments, or of those that a re-ageing made. */
static void write_due_days(const struct view *view, bool only_new, struct json_writer *w)
{
    const struct ledger *const l = &view->ledger;
    json_array_open(w);
    for (size_t n = 0; n < l->instalment_count; n++)
        if (!only_new || l->instalments[n].origin == LINE_REAGED)
            json_write_day(w, l->instalments[n].due_on);
    json_array_close(w);
}

/* The instalment that a charge or a return opened after the last. */
static bool write_extra(const struct view *view, bool only_day, struct json_writer *w)
{
    const struct ledger *const l = &view->ledger;
    for (size_t n = 0; n < l->instalment_count; n++) {
        const struct ledger_instalment *const instalment = &l->instalments[n];
        if (instalment->origin != LINE_CHARGE && instalment->origin != LINE_RETURN)
            continue;
        if (only_day) {
            json_write_day(w, instalment->due_on);
            return true;
        }
        json_object_open(w);
        json_put_day(w, "due", instalment->due_on);
        json_put_i64(w, "days", instalment->due_on - instalment->from_on);
        json_key(w, "amount");
        story_write_amount(w, sums_of(view, n).amount, view->exponent);
        json_object_close(w);
        return true;
    }
    json_write_null(w);
    return true;
}

static void write_journal(const struct view *view, struct json_writer *w)
{
    struct journal_line lines[JOURNAL_LINES_MAX];
    const size_t count = journal_of_charge_off(&view->ledger.charged_off, lines);
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_array_open(w);
        json_write_str(w, lines[i].is_debit ? STR("Dr") : STR("Cr"));
        json_write_str(w, str_of(lines[i].account));
        story_write_amount(w, lines[i].amount, view->exponent);
        json_array_close(w);
    }
    json_array_close(w);
}

static void write_booked_as(const struct story *story, const struct view *view,
                            struct json_writer *w)
{
    char text[MONEY_TEXT_SIZE];
    const struct ledger *const l = &view->ledger;
    const struct ledger_event *const event = &story->events[story->later_id - 1];
    bool is_recovery = false;
    for (size_t i = 0; i < l->entry_count; i++)
        is_recovery |= l->entries[i].event_id == event->id && l->entries[i].is_recovery;
    const char *const amount = money_format_plain((money){event->amount}, story->exponent, text);
    json_write_str(w, str_of(arena_printf(story->op->arena, "%s %s",
                                          is_recovery ? "recovery" : "repayment", amount)));
}

bool story_write_list(struct story *story, const struct view *view, str key, json_t *asked,
                      struct json_writer *w)
{
    const bool has_money = story->money_count > 0;
    if (str_equal_c(key, "installment_buckets") || str_equal_c(key, "buckets"))
        write_buckets(story, view, w);
    else if (str_equal_c(key, "installment_days"))
        write_instalment_days(story, view, w);
    else if (str_equal_c(key, "overdue_rows") || str_equal_c(key, "overdue_installments"))
        write_overdue_rows(story, view, str_equal_c(key, "overdue_installments"), w);
    else if (str_equal_c(key, "rows_open"))
        write_open_rows(view, w);
    else if (str_equal_c(key, "extra_installment") || str_equal_c(key, "extra_installment_due"))
        return write_extra(view, str_equal_c(key, "extra_installment_due"), w);
    else if (str_equal_c(key, "due_dates") || str_equal_c(key, "new_due_dates"))
        write_due_days(view, strcmp(story->topic, "re_age") == 0, w);
    else if (str_equal_c(key, "journal"))
        write_journal(view, w);
    else if (str_equal_c(key, "charge_off_replayed"))
        write_parts(view, &view->ledger.charged_off, true, w);
    else if (str_equal_c(key, "split") && view->ledger.written_off_on != DAY_NONE)
        write_parts(view, &view->ledger.written_off, false, w);
    else if (str_equal_c(key, "split") && has_money)
        story_write_split(view, story->money[story->money_count - 1], w);
    else if (str_equal_c(key, "backdated_split") && story->backdated_id != 0)
        story_write_split(view, story->backdated_id, w);
    else if (str_equal_c(key, "later_payment_booked_as") && story->later_id != 0)
        write_booked_as(story, view, w);
    else
        return write_instalments(view, key, asked, w) || write_one_instalment(view, key, w);
    return true;
}
