/* Allocation profiles: the order in which money meets what is owed. */
#include "money/ledger.h"
#include "tests/check.h"

#define START 19000

static struct ledger_event line(int64_t id, int instalment, enum component component, day due_on,
                                int64_t amount)
{
    return (struct ledger_event){.id = id,
                                 .kind = LEDGER_OPEN,
                                 .value_on = START,
                                 .amount = amount,
                                 .component = component,
                                 .instalment = instalment,
                                 .due_on = due_on};
}

static struct ledger_event event(int64_t id, enum ledger_kind kind, day on, int64_t amount)
{
    return (struct ledger_event){.id = id, .kind = kind, .value_on = on, .amount = amount};
}

static struct ledger of(const struct ledger_rules *rules, const struct ledger_event *events,
                        size_t count)
{
    struct ledger ledger;
    check_ok(check_op(), ledger_replay(check_op(), rules, events, count, LEDGER_ALL, &ledger));
    return ledger;
}

static void test_vertical(void **state)
{
    struct profile profile = profile_default;
    const struct ledger_rules rules = {.standard = &profile};
    const struct ledger_event events[] = {
        line(1, 1, COMPONENT_PRINCIPAL, START + 10, 100), line(2, 1, COMPONENT_FEE, START + 10, 10),
        line(3, 2, COMPONENT_PRINCIPAL, START + 20, 100), line(4, 2, COMPONENT_FEE, START + 20, 10),
        event(5, LEDGER_PAYMENT, START + 30, 15),
    };
    (void)state;
    struct ledger ledger = of(&rules, events, ARRAY_LEN(events));
    check_eq(ledger_split(&ledger, 5).of[COMPONENT_FEE], 10);
    check_eq(ledger_split(&ledger, 5).of[COMPONENT_PRINCIPAL], 5);
    profile.is_vertical = true;
    ledger = of(&rules, events, ARRAY_LEN(events));
    check_eq(ledger_split(&ledger, 5).of[COMPONENT_FEE], 15);
}

static void test_profiles(void **state)
{
    struct op *const op = check_op();
    struct profile profile = profile_default;
    (void)state;
    check_ok(op, profile_parse(op, STR("overdue: fee, principal; due: principal; future: none"),
                               &profile));
    check_eq(profile.group_count, 3);
    check_eq(profile.groups[0].order[0], COMPONENT_FEE);
    check_eq(profile.groups[2].count, 0);
    check_eq(profile_parse(op, STR("payable: fee, fee"), &profile), E_INVALID);
    op_clear(op);
    check_eq(profile_parse(op, STR("soon: fee"), &profile), E_INVALID);
    op_clear(op);
    check_eq(profile_parse(op, STR("due: fees"), &profile), E_INVALID);
    check_eq(profile.group_count, 3); /* untouched */
}

/* Money that no group may use stays, and a profile of its own holds after the charge-off. */
static void test_charged_off_profile(void **state)
{
    struct profile none = profile_default;
    struct profile principal_first = profile_default;
    const struct ledger_rules rules = {.standard = &none, .charged_off = &principal_first};
    const struct ledger_event events[] = {
        line(1, 1, COMPONENT_PRINCIPAL, START + 10, 100),
        line(2, 1, COMPONENT_FEE, START + 10, 10),
        event(3, LEDGER_PAYMENT, START + 5, 30),
        event(4, LEDGER_CHARGE_OFF, START + 40, 0),
        event(5, LEDGER_PAYMENT, START + 50, 20),
    };
    (void)state;
    check_ok(check_op(),
             profile_parse(check_op(), STR("payable: fee, principal; future: none"), &none));
    check_ok(check_op(), profile_parse(check_op(), STR("payable: principal, fee; future: none"),
                                       &principal_first));
    const struct ledger ledger = of(&rules, events, ARRAY_LEN(events));
    check_eq(ledger.unapplied, 30);
    check_eq(ledger.charged_off.of[COMPONENT_PRINCIPAL], 100);
    check_eq(ledger_split(&ledger, 5).of[COMPONENT_PRINCIPAL], 20);
    check_eq(ledger.recovered, 20);
}

/* Money that names a claim waits for it; a profile holds from a day on. */
static void test_named_money(void **state)
{
    struct profile late = profile_default;
    const struct profile_step step = {START + 50, &late};
    const struct ledger_rules rules = {
        .standard = &profile_default, .steps = &step, .step_count = 1};
    struct ledger_event events[] = {
        line(1, 1, COMPONENT_PRINCIPAL, START + 10, 100),
        line(2, 2, COMPONENT_PRINCIPAL, START + 40, 100),
        line(3, 2, COMPONENT_FEE, START + 40, 10),
        event(4, LEDGER_PAYMENT, START + 5, 70),
        event(5, LEDGER_PAYMENT, START + 60, 25),
    };
    (void)state;
    check_ok(check_op(),
             profile_parse(check_op(), STR("payable: principal, fee; future: none"), &late));
    events[0].claim = 1;
    events[1].claim = events[2].claim = 2;
    events[1].value_on = events[2].value_on = START + 20;
    events[3].claim = 2;
    const struct ledger ledger = of(&rules, events, ARRAY_LEN(events));
    check_eq(ledger_split(&ledger, 4).of[COMPONENT_FEE], 10);
    check_eq(ledger_split(&ledger, 4).of[COMPONENT_PRINCIPAL], 60);
    check_eq(ledger.lines[0].met, 25);
    for (size_t i = 0; i < ledger.entry_count; i++)
        if (ledger.entries[i].money_id == 4)
            check_eq(ledger.entries[i].value_on, START + 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vertical),
        cmocka_unit_test(test_profiles),
        cmocka_unit_test(test_charged_off_profile),
        cmocka_unit_test(test_named_money),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
