#include "money/arrears.h"

static bool is_past_due(const struct ledger_line *line, const struct arrears_rule *rule, day as_of)
{
    const bool is_late = rule->age.count_due_day ? line->age_on <= as_of : line->age_on < as_of;
    return is_late && line->amount > line->met && !line->is_superseded;
}

void arrears_of(const struct ledger *ledger, const struct arrears_rule *rule, day as_of,
                struct arrears *ret_arrears)
{
    struct arrears arrears = {.since = DAY_NONE, .delinquent_on = DAY_NONE};
    for (size_t i = 0; i < ledger->line_count; i++) {
        const struct ledger_line *const line = &ledger->lines[i];
        if (!is_past_due(line, rule, as_of))
            continue;
        if (arrears.since == DAY_NONE || line->age_on < arrears.since)
            arrears.since = line->age_on;
        arrears.overdue.of[line->component] += line->amount - line->met;
        arrears.amount += line->amount - line->met;
    }
    arrears.age = age_of(arrears.since, as_of, &rule->age, rule->pauses, rule->pause_count);
    if (arrears.since != DAY_NONE)
        arrears.delinquent_on = arrears.since + rule->age.grace_days;
    arrears.range = range_find(rule->ranges, rule->range_count, arrears.age.delinquent_days);
    *ret_arrears = arrears;
}

/* The row of an instalment and an age, made when it is asked for first. */
static struct arrears_row *row_of(struct arrears_row *rows, size_t *count,
                                  const struct ledger_instalment *instalment, day since)
{
    for (size_t i = 0; i < *count; i++)
        if (rows[i].instalment == instalment && rows[i].since == since)
            return &rows[i];
    rows[*count] = (struct arrears_row){.instalment = instalment, .since = since};
    return &rows[(*count)++];
}

void arrears_rows(struct op *op, const struct ledger *ledger, const struct arrears_rule *rule,
                  day as_of, struct arrears_row **ret_rows, size_t *ret_count)
{
    struct arrears_row *const rows = arena_array(op->arena, ledger->line_count, sizeof(*rows));
    struct age_rule age = rule->age;
    size_t count = 0;
    if (!rule->grace_of_instalments)
        age.grace_days = 0;
    for (size_t n = 0; n < ledger->instalment_count; n++)
        for (size_t i = 0; i < ledger->line_count; i++) {
            const struct ledger_line *const line = &ledger->lines[i];
            if (line->instalment == n && is_past_due(line, rule, as_of))
                row_of(rows, &count, &ledger->instalments[n], line->age_on)->amount +=
                    line->amount - line->met;
        }
    for (size_t i = 0; i < count; i++) {
        rows[i].age = age_of(rows[i].since, as_of, &age, rule->pauses, rule->pause_count);
        rows[i].range = range_find(rule->ranges, rule->range_count, rows[i].age.delinquent_days);
    }
    *ret_rows = rows;
    *ret_count = count;
}
