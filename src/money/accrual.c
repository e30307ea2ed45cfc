#include "money/accrual.h"

#include <stdlib.h>

/* By how much the base changes on a day. */
static int compare_steps(const void *left, const void *right)
{
    const struct interest_step *const a = left;
    const struct interest_step *const b = right;
    return (a->from > b->from) - (a->from < b->from);
}

/* Changes in order become balances, one a day. */
static size_t add_up(struct interest_step *steps, size_t count)
{
    size_t kept = 0;
    int64_t balance = 0;
    qsort(steps, count, sizeof(*steps), compare_steps);
    for (size_t i = 0; i < count; i++) {
        balance += steps[i].value;
        if (kept > 0 && steps[kept - 1].from == steps[i].from)
            kept--;
        steps[kept++] = (struct interest_step){steps[i].from, balance};
    }
    return kept;
}

static bool bears(const struct accrual_rule *rule, const struct ledger_line *line)
{
    return ((rule->bases >> line->component) & 1U) != 0 && !line->is_superseded &&
           (rule->debt == 0 || rule->debt == line->debt);
}

struct interest_steps accrual_base(struct op *op, const struct ledger *ledger,
                                   const struct accrual_rule *rule)
{
    struct interest_step *const steps = arena_array(op->arena, ledger->entry_count, sizeof(*steps));
    size_t count = 0;
    for (size_t i = 0; i < ledger->entry_count; i++) {
        const struct ledger_entry *const entry = &ledger->entries[i];
        if (entry->line == LEDGER_NO_LINE)
            continue;
        const struct ledger_line *const line = &ledger->lines[entry->line];
        if (!bears(rule, line))
            continue;
        const bool waits = rule->only_overdue && line->age_on > entry->value_on;
        steps[count++] =
            (struct interest_step){waits ? line->age_on : entry->value_on,
                                   entry->kind == ENTRY_PAID ? -entry->amount : entry->amount};
    }
    return (struct interest_steps){steps, add_up(steps, count)};
}

static int64_t last_id(const struct ledger_event *events, size_t count)
{
    int64_t id = 0;
    for (size_t i = 0; i < count; i++)
        id = events[i].id > id ? events[i].id : id;
    return id;
}

status accrual_close_forward(struct op *op, const struct ledger_rules *rules,
                             const struct accrual_rule *rule, const struct ledger_event *events,
                             size_t count, day from, day until, struct ledger_event **ret_events,
                             size_t *ret_count)
{
    struct ledger_event *all = NULL;
    size_t capacity = 0;
    size_t size = 0;
    for (; size < count; size++) {
        all = arena_grow(op->arena, all, size, &capacity, sizeof(*all));
        all[size] = events[size];
    }
    for (day at = from; at < until;) {
        const day month_end = day_month_end(at) + 1;
        const day next = month_end < until ? month_end : until;
        const struct interest_period period = {at, next};
        struct ledger ledger;
        int64_t interest = 0;
        TRY(ledger_replay(op, rules, all, size, (struct ledger_moment){next - 1, INT64_MAX},
                          &ledger));
        const struct interest_steps base = accrual_base(op, &ledger, rule);
        TRY(interest_of_periods(op, &rule->interest, &base, &period, 1, &interest));
        if (interest > 0) {
            all = arena_grow(op->arena, all, size, &capacity, sizeof(*all));
            all[size] = (struct ledger_event){.id = last_id(all, size) + 1,
                                              .kind = LEDGER_OPEN,
                                              .value_on = next,
                                              .amount = interest,
                                              .component = rule->charged,
                                              .due_on = next};
            size++;
        }
        at = next;
    }
    *ret_events = all;
    *ret_count = size;
    return OK;
}
