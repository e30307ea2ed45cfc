#include "money/waiting.h"

status waiting_cost(struct op *op, const struct accrual_rule *rule,
                    const struct waiting_claim *claims, size_t count, day on, day until,
                    struct waiting *ret_waiting)
{
    const struct ledger_rules rules = {.standard = &profile_default};
    struct ledger_event *const opened = arena_array(op->arena, count, sizeof(*opened));
    struct ledger_event *events = NULL;
    size_t event_count = 0;
    struct ledger ledger;
    struct waiting waiting = {.until = until};
    for (size_t i = 0; i < count; i++) {
        const day due_on = claims[i].due_on;
        opened[i] = (struct ledger_event){.id = (int64_t)i + 1,
                                          .kind = LEDGER_OPEN,
                                          .value_on = due_on < on ? due_on : on,
                                          .amount = claims[i].open,
                                          .component = COMPONENT_PRINCIPAL,
                                          .instalment = (int)i + 1,
                                          .due_on = due_on};
        waiting.now += claims[i].open;
    }
    TRY(accrual_close_forward(op, &rules, rule, opened, count, on, until, &events, &event_count));
    TRY(ledger_replay(op, &rules, events, event_count, (struct ledger_moment){until, INT64_MAX},
                      &ledger));
    waiting.then = ledger_open(&ledger);
    *ret_waiting = waiting;
    return OK;
}
