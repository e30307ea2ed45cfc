/* The ledger against a slow one written apart, over random histories, and its rules one by one.
 *
 * ACUERDO_TEST_EACH=1 plays all 20,000 histories; without it one in ten. */
#include <stdlib.h>

#include "money/arrangement.h"
#include "money/arrears.h"
#include "money/fee.h"
#include "money/journal.h"
#include "money/ladder.h"
#include "money/pause.h"
#include "tests/check.h"
#include "tests/reference/ledger_naive.h"

#define HISTORIES  20000
#define EVENTS_MAX 64
#define START      19000

static const struct ledger_rules standard = {.standard = &profile_default};

static uint64_t seed;

static int64_t below(int64_t limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(seed >> 33) % limit;
}

struct history {
    struct ledger_event events[EVENTS_MAX];
    size_t count;
    struct age_pause pauses[2];
    int claims; /* of a case; 0: instalments of one debt */
};

static void add(struct history *h, struct ledger_event event)
{
    event.id = (int64_t)h->count + 1;
    event.amount = event.amount * 64 + (int64_t)h->count; /* no two amounts are alike */
    h->events[h->count++] = event;
}

static void add_schedule(struct history *h)
{
    const int count = 1 + (int)below(5);
    for (int i = 1; i <= count; i++) {
        struct ledger_event event = {.kind = LEDGER_OPEN,
                                     .value_on = START,
                                     .amount = 100 + below(900),
                                     .instalment = i,
                                     .due_on = START + 30 * i};
        add(h, event);
        event.component = COMPONENT_INTEREST;
        event.amount = 1 + below(50);
        if (below(2) == 0)
            add(h, event);
    }
}

/* The claims of a case with several debts, told with their components, due in any order. */
static void add_claims(struct history *h)
{
    const int count = 2 + (int)below(4);
    for (int i = 1; i <= count; i++) {
        struct ledger_event event = {.kind = LEDGER_OPEN,
                                     .value_on = START + (day)below(60),
                                     .amount = 100 + below(900),
                                     .instalment = i,
                                     .claim = i,
                                     .debt = 1 + below(NAIVE_DEBTS_MAX - 1)};
        event.due_on = event.value_on + (day)below(60);
        add(h, event);
        event.component = (enum component)(1 + below(5));
        event.amount = 1 + below(50);
        if (below(2) == 0)
            add(h, event);
    }
    h->claims = count;
}

/* Money, charges and what takes money back, of any day, in the order in which they are told. */
static void add_random(struct history *h)
{
    const day on = START + (day)below(200);
    const int64_t choice = below(13);
    const struct ledger_event *const other = &h->events[below((int64_t)h->count)];
    if (choice < 5)
        add(h, (struct ledger_event){.kind = choice == 0 ? LEDGER_CREDIT : LEDGER_PAYMENT,
                                     .value_on = on,
                                     .claim = h->claims && below(3) == 0 ? 1 + below(h->claims) : 0,
                                     .amount = 1 + below(1200)});
    else if (choice < 7)
        add(h, (struct ledger_event){.kind = LEDGER_OPEN,
                                     .value_on = on,
                                     .amount = 1 + below(60),
                                     .component = (enum component)(1 + below(5)),
                                     .due_on = on + (day)below(40)});
    else if (choice == 7)
        add(h, (struct ledger_event){.kind = LEDGER_RETURN,
                                     .value_on = on,
                                     .amount = 1 + below(500),
                                     .claim = h->claims ? 1000 * (int64_t)h->count : 0,
                                     .of = other->kind == LEDGER_PAYMENT ? other->id : 0});
    else if (choice == 10)
        add(h, (struct ledger_event){.kind = LEDGER_ARRANGE,
                                     .value_on = on,
                                     .amount = 100 + below(3000),
                                     .due_on = on + 1 + (day)below(20),
                                     .count = 1 + (int)below(5),
                                     .every = {.days = 10 + (int)below(20)}});
    else if (choice == 11)
        add(h, (struct ledger_event){.kind = LEDGER_BREACH, .value_on = on});
    else if (other->kind != LEDGER_OPEN && other->kind != LEDGER_RETURN)
        add(h, (struct ledger_event){
                   .kind = LEDGER_REVERSAL, .value_on = on, .amount = 1, .of = other->id});
}

static void make(struct history *h, int number)
{
    seed = (uint64_t)number * 2654435761U + 6;
    h->count = 0;
    h->claims = 0;
    if (number % 3 == 0)
        add_claims(h);
    else
        add_schedule(h);
    for (int64_t i = 2 + below(20); i > 0; i--)
        add_random(h);
    h->pauses[0].from = START + (day)below(100);
    h->pauses[0].until = h->pauses[0].from + 1 + (day)below(40);
    h->pauses[1].from = h->pauses[0].until + (day)below(10);
    h->pauses[1].until = h->pauses[1].from + 1 + (day)below(40);
}

static struct ledger replay_by(const struct ledger_rules *rules, const struct history *h, day as_of)
{
    struct ledger ledger;
    check_ok(check_op(), ledger_replay(check_op(), rules, h->events, h->count,
                                       (struct ledger_moment){as_of, INT64_MAX}, &ledger));
    return ledger;
}

static struct ledger replay(const struct history *h, day as_of)
{
    return replay_by(&standard, h, as_of);
}

/* Each line, found by its event and component, has the same open amount, and so has the rest. */
static void check_same(const struct ledger *ledger, const struct naive *naive)
{
    int64_t naive_open = 0;
    int64_t waived = 0;
    check_eq(ledger->unapplied, naive->unapplied);
    check_eq(ledger->line_count, naive->count);
    check_true(parts_total(&ledger->waived, &waived));
    check_eq(waived, naive->waived);
    for (size_t i = 0; i < ledger->line_count; i++) {
        const struct ledger_line *const line = &ledger->lines[i];
        bool is_found = false;
        for (int k = 0; k < naive->count && !is_found; k++) {
            const struct naive_line *const twin = &naive->lines[k];
            is_found = twin->event_id == line->event_id && twin->component == line->component &&
                       twin->due_on == line->due_on && twin->debt == line->debt;
            if (is_found) {
                check_eq(line->amount - line->met, twin->open);
                check_eq(line->age_on, twin->age_on);
                naive_open += twin->open;
            }
        }
        check_true(is_found);
    }
    check_eq(ledger_open(ledger), naive_open);
}

/* Of a payment that stands, what met lines and what was kept add up to it; all entries of a line
 * are its open amount. */
static void check_sums(const struct history *h, const struct ledger *ledger)
{
    int64_t sums[EVENTS_MAX + 1] = {0};
    int64_t met = 0;
    int64_t lines_met = 0;
    for (size_t i = 0; i < ledger->entry_count; i++)
        if (ledger->entries[i].kind == ENTRY_PAID) {
            sums[ledger->entries[i].money_id] += ledger->entries[i].amount;
            met += ledger->entries[i].amount;
        }
    for (size_t i = 0; i < h->count; i++)
        check_true(sums[i + 1] <= h->events[i].amount);
    for (size_t i = 0; i < ledger->line_count; i++)
        lines_met += ledger->lines[i].met;
    check_eq(met, lines_met);
    for (size_t n = 0; n < ledger->line_count; n++) {
        int64_t open = 0;
        for (size_t i = 0; i < ledger->entry_count; i++)
            if (ledger->entries[i].line == n)
                open += ledger->entries[i].kind == ENTRY_PAID ? -ledger->entries[i].amount
                                                              : ledger->entries[i].amount;
        check_eq(open, ledger->lines[n].amount - ledger->lines[n].met);
        check_true(open >= 0);
    }
}

static void check_equal(const struct ledger *a, const struct ledger *b)
{
    check_eq(a->unapplied, b->unapplied);
    check_eq(a->line_count, b->line_count);
    for (size_t i = 0; i < a->line_count; i++) {
        check_eq(a->lines[i].amount, b->lines[i].amount);
        check_eq(a->lines[i].met, b->lines[i].met);
        check_eq(a->lines[i].due_on, b->lines[i].due_on);
    }
}

/* The same events told in another order. */
static void shuffle(const struct history *from, struct history *to)
{
    int64_t place[EVENTS_MAX + 1];
    *to = *from;
    for (size_t i = 0; i < from->count; i++)
        place[i + 1] = (int64_t)i + 1;
    for (size_t i = from->count; i > 1; i--) {
        const size_t k = 1 + (size_t)below((int64_t)i);
        const int64_t swapped = place[i];
        place[i] = place[k];
        place[k] = swapped;
    }
    for (size_t i = 0; i < from->count; i++) {
        to->events[i].id = place[i + 1];
        to->events[i].of = from->events[i].of ? place[from->events[i].of] : 0;
    }
}

static bool has_reversals(const struct history *h)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->events[i].kind == LEDGER_REVERSAL)
            return true;
    return false;
}

/* The same where overdue, due and future are a class each. */
static void check_classes(const struct history *h, day as_of)
{
    static const unsigned ages[] = {AGE_OVERDUE, AGE_DUE, AGE_FUTURE};
    static struct naive naive;
    struct profile profile = profile_default;
    const struct ledger_rules rules = {.standard = &profile};
    profile.group_count = (int)ARRAY_LEN(ages);
    for (size_t i = 0; i < ARRAY_LEN(ages); i++) {
        profile.groups[i] = profile_default.groups[0];
        profile.groups[i].ages = ages[i];
    }
    const struct ledger ledger = replay_by(&rules, h, as_of);
    naive_case_ledger(h->events, h->count, as_of, &naive);
    check_same(&ledger, &naive);
}

static int delinquent_days(const struct history *h, const struct ledger *ledger, day as_of)
{
    const struct arrears_rule rule = {.pauses = h->pauses, .pause_count = ARRAY_LEN(h->pauses)};
    struct arrears arrears;
    arrears_of(ledger, &rule, as_of, &arrears);
    return arrears.age.delinquent_days;
}

static void check_history(int number)
{
    static struct history h;
    static struct history other;
    static struct naive naive;
    make(&h, number);
    for (day as_of = START; as_of < START + 260; as_of += 13) {
        const struct ledger ledger = replay(&h, as_of);
        naive_ledger(h.events, h.count, as_of, &naive);
        check_same(&ledger, &naive);
        check_eq(delinquent_days(&h, &ledger, as_of),
                 naive_delinquent_days(&naive, as_of, h.pauses, ARRAY_LEN(h.pauses)));
        check_sums(&h, &ledger);
        check_classes(&h, as_of);
    }
    const struct ledger whole = replay(&h, DAY_MAX);
    if (!has_reversals(&h)) { /* what takes back must come after what it takes back */
        shuffle(&h, &other);
        const struct ledger shuffled = replay(&other, DAY_MAX);
        check_equal(&whole, &shuffled);
    }
    other = h;
    add(&other, (struct ledger_event){
                    .kind = LEDGER_PAYMENT, .value_on = START + (day)below(200), .amount = 77});
    add(&other, (struct ledger_event){.kind = LEDGER_REVERSAL,
                                      .value_on = START + 250,
                                      .amount = 1,
                                      .of = (int64_t)other.count});
    const struct ledger undone = replay(&other, DAY_MAX);
    check_equal(&whole, &undone);
}

static void test_histories(void **state)
{
    const char *const each = getenv("ACUERDO_TEST_EACH");
    const int step = each && strcmp(each, "1") == 0 ? 1 : 10;
    struct arena *const kept = check_op()->arena;
    (void)state;
    for (int number = 0; number < HISTORIES; number += step) {
        const struct arena_mark mark = arena_mark(kept);
        check_history(number);
        arena_release(kept, mark);
    }
}

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

static void test_write_off_freezes(void **state)
{
    const struct ledger_event events[] = {
        line(1, 1, COMPONENT_PRINCIPAL, START + 10, 100),
        event(2, LEDGER_WRITE_OFF, START + 40, 0),
        {.id = 3, .kind = LEDGER_REVERSAL, .value_on = START + 41, .of = 2},
        {.id = 4, .kind = LEDGER_REVERSAL, .value_on = START + 42, .of = 3},
    };
    (void)state;
    struct ledger ledger = of(&standard, events, 2);
    check_eq(ledger_status_of(&ledger), LEDGER_WRITTEN_OFF);
    check_eq(ledger_open(&ledger), 0);
    check_true(ledger_is_frozen(events, 2));
    ledger = of(&standard, events, 3);
    check_eq(ledger_open(&ledger), 100);
    check_false(ledger_is_frozen(events, 3));
    check_true(ledger_is_frozen(events, 4)); /* the reversal was itself reversed */
}

static void test_refused(void **state)
{
    struct op *const op = check_op();
    struct ledger ledger = {.unapplied = -7};
    const struct ledger_event wrong[] = {
        event(1, LEDGER_PAYMENT, START, 0),
        event(1, LEDGER_PAYMENT, START, LIMIT_AMOUNT_MINOR + 1),
        {.id = 1, .kind = LEDGER_REVERSAL, .value_on = START, .of = 9   },
        {.id = 1, .kind = LEDGER_REAGE,    .value_on = START, .count = 0},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        op_clear(op);
        check_eq(ledger_replay(op, &standard, &wrong[i], 1, LEDGER_ALL, &ledger), E_INVALID);
        check_eq(ledger.unapplied, -7);
    }
}

static void test_restructured(void **state)
{
    const struct ledger_event events[] = {
        line(1, 1, COMPONENT_PRINCIPAL, START + 10, 100),
        line(2, 1, COMPONENT_FEE, START + 10, 9),
        line(3, 2, COMPONENT_PRINCIPAL, START + 40, 100),
        {.id = 4,
                                                      .kind = LEDGER_REAGE,
                                                      .value_on = START + 20,
                                                      .due_on = START + 60,
                                                      .count = 3,
                                                      .every = {.days = 30}},
        event(5, LEDGER_PAYMENT, START + 60, 76),
    };
    struct arrears arrears;
    const struct arrears_rule rule = {.age = {.grace_days = 0}};
    (void)state;
    const struct ledger ledger = of(&standard, events, ARRAY_LEN(events));
    check_eq(ledger_split(&ledger, 5).of[COMPONENT_FEE], 9);
    check_eq(ledger_split(&ledger, 5).of[COMPONENT_PRINCIPAL], 67);
    check_eq(ledger_open(&ledger), 133);
    check_eq(ledger.instalment_count, 5);
    arrears_of(&ledger, &rule, START + 91, &arrears);
    check_eq(arrears.since, START + 90);
    check_eq(arrears.amount, 67);
}

static int64_t open_on(const struct ledger_event *events, size_t count, day as_of)
{
    struct ledger ledger;
    check_ok(check_op(), ledger_replay(check_op(), &standard, events, count,
                                       (struct ledger_moment){as_of, INT64_MAX}, &ledger));
    return ledger_open(&ledger);
}

/* A settlement of 130 owed for 80 in two rows: the waiver is posted with the second, and not when
 * the second comes back. */
static void test_settlement(void **state)
{
    const struct ledger_event events[] = {
        line(1, 1, COMPONENT_PRINCIPAL, START + 10, 100),
        line(2, 1, COMPONENT_LATE_INTEREST, START + 10, 30),
        {.id = 3,
                                                         .kind = LEDGER_ARRANGE,
                                                         .value_on = START + 20,
                                                         .amount = 80,
                                                         .due_on = START + 30,
                                                         .count = 2,
                                                         .every = {.days = 30}},
        event(4, LEDGER_PAYMENT, START + 30, 40),
        event(5, LEDGER_PAYMENT, START + 60, 40),
        {.id = 6,              .kind = LEDGER_REVERSAL,            .value_on = START + 61,                       .of = 5                                            },
        event(7, LEDGER_BREACH, START + 90, 0),
        {.id = 8, .kind = LEDGER_REVERSAL,.value_on = START + 91,.of = 7},
    };
    const struct breach_rule rule = {.missed = 1, .days = 5};
    (void)state;
    check_eq(open_on(events, 5, START + 59), 90); /* the discount is owed until then */
    check_eq(open_on(events, 5, START + 60), 0);
    struct ledger ledger = of(&standard, events, 5);
    check_eq(ledger.arrangement, ARRANGEMENT_COMPLETED);
    check_eq(ledger.waived.of[COMPONENT_LATE_INTEREST], 30);
    check_eq(ledger.waived.of[COMPONENT_PRINCIPAL], 20);
    ledger = of(&standard, events, 6);
    check_eq(ledger_open(&ledger), 90);
    check_false(arrangement_is_breached(&ledger, &rule, START + 65));
    check_true(arrangement_is_breached(&ledger, &rule, START + 66));
    ledger = of(&standard, events, 7); /* 130 less the 40 that came, on the old due day */
    struct arrears arrears;
    arrears_of(&ledger, &(struct arrears_rule){.ranges = NULL}, START + 100, &arrears);
    check_eq(arrears.amount, 90);
    check_eq(arrears.since, START + 10);
    ledger = of(&standard, events, 8);
    check_eq(ledger.arrangement, ARRANGEMENT_ACTIVE); /* reinstated */
    arrears_of(&ledger, &(struct arrears_rule){.ranges = NULL}, START + 100, &arrears);
    check_eq(arrears.amount, 40);
    check_eq(arrears.since, START + 60);
}

static void test_ladders(void **state)
{
    const struct ladder_level levels[] = {
        {"first",  LADDER_NET_DAYS,       10, 0 },
        {"second", LADDER_END_OF_MONTH,   30, 15},
        {"third",  LADDER_AFTER_PREVIOUS, 10, 0 },
    };
    struct ladder_standing standing = {.sent_on = DAY_NONE, .grace_on = DAY_NONE};
    day due = 0;
    day sent = 0;
    (void)state;
    check_true(day_parse(STR("2024-01-10"), &due) && day_parse(STR("2024-02-20"), &sent));
    check_eq(ladder_next(levels, 3, &standing, due, due + 9), 0);
    check_eq(ladder_next(levels, 3, &standing, due, due + 365), 1);
    standing.level = 1; /* the notice was not sent: nobody jumps */
    check_eq(ladder_next(levels, 3, &standing, due, due + 365), 0);
    standing.sent_on = sent;
    check_eq(ladder_eligible_on(levels, 2, due, sent), sent + 15); /* its minimum, not the 29th */
    check_eq(ladder_next(levels, 3, &standing, due, sent + 14), 0);
    check_eq(ladder_next(levels, 3, &standing, due, sent + 15), 2);
    standing.is_blocked = true;
    check_eq(ladder_next(levels, 3, &standing, due, sent + 15), 0);
    check_eq(ladder_eligible_on(levels, 3, due, DAY_NONE), DAY_NONE);
}

static void test_pauses(void **state)
{
    struct age_pause pauses[] = {
        {10, 20},
        {20, 30}
    };
    (void)state;
    check_eq(pause_check(pauses, 2, 5, (struct age_pause){30, 40}), PAUSE_TOUCHES);
    check_eq(pause_check(pauses, 2, 5, (struct age_pause){31, 40}), PAUSE_ACCEPTED);
    check_eq(pause_check(pauses, 2, 5, (struct age_pause){4, 6}), PAUSE_TOO_EARLY);
    check_eq(pause_check(pauses, 2, 5, (struct age_pause){29, 31}), PAUSE_OVERLAPS);
    check_eq(pause_check(pauses, 2, 5, (struct age_pause){31, 31}), PAUSE_EMPTY);
    check_eq(pause_check_resume(pauses, 2, 35, DAY_NONE, 35), RESUME_NOTHING);
    pause_resume(pauses, 2, 20); /* ends the second before its first day counts */
    check_eq(pauses[0].until, 20);
    check_eq(pauses[1].until, 20);
    check_true(pause_is_active(pauses, 2, 20));
    check_false(pause_is_active(pauses, 2, 21));
}

static void test_fees_and_journal(void **state)
{
    const struct parts parts = {
        .of = {[COMPONENT_PRINCIPAL] = 1000, [COMPONENT_FEE] = 7, [COMPONENT_LATE_INTEREST] = 3}
    };
    struct journal_line lines[JOURNAL_LINES_MAX];
    int64_t fee = 0;
    int64_t debit = 0;
    int64_t credit = 0;
    (void)state;
    check_true(fee_of(&(struct fee_rule){.fixed = 500, .rate = 150000, .most = 1500}, 10000, &fee));
    check_eq(fee, 1500);
    check_true(fee_into(500, 654000, &fee));
    check_eq(fee, 765);
    check_eq(journal_of_charge_off(&parts, lines), 4);
    for (int i = 0; i < 4; i++)
        *(lines[i].is_debit ? &debit : &credit) += lines[i].amount;
    check_true(debit == credit && debit == 1010);
}

static void test_ranges(void **state)
{
    struct op *const op = check_op();
    const struct range gap[] = {
        {"a", 0, 3         },
        {"b", 5, RANGE_OPEN}
    };
    const struct range open_first[] = {
        {"a", 0, RANGE_OPEN},
        {"b", 5, 6         }
    };
    const struct range good[] = {
        {"a", 1, 3         },
        {"b", 4, RANGE_OPEN}
    };
    (void)state;
    check_eq(range_check(op, gap, 2), E_INVALID);
    op_clear(op);
    check_eq(range_check(op, open_first, 2), E_INVALID);
    op_clear(op);
    check_ok(op, range_check(op, good, 2));
    check_true(range_find(good, 2, 0) == NULL);
    check_text(range_find(good, 2, 100000)->label, "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_histories),  cmocka_unit_test(test_write_off_freezes),
        cmocka_unit_test(test_refused),    cmocka_unit_test(test_restructured),
        cmocka_unit_test(test_settlement), cmocka_unit_test(test_ladders),
        cmocka_unit_test(test_pauses),     cmocka_unit_test(test_fees_and_journal),
        cmocka_unit_test(test_ranges),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
