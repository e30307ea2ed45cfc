/* The history of a case: its order, its rows, and what is refused. */
#include "base/json.h"
#include "record/event.h"
#include "tests/support/organisation.h"

static status append(struct op *op, int64_t debtor_id, int64_t case_id, const char *payload)
{
    const struct event event = {debtor_id, case_id, "payment.taken", 1, str_of(payload)};
    return event_append(op, &event);
}

static size_t list(struct op *op, int64_t case_id, int64_t after, struct event_row **ret_events)
{
    size_t count = 0;
    check_ok(op, event_list(op, 7, case_id, after, ret_events, &count));
    return count;
}

static void test_each_case_counts_its_own(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct event_row *events = NULL;
    op->actor_id = 5;
    check_ok(op, db_begin(op, DB_WRITE));
    test_case(op, 7, 70);
    test_case(op, 8, 80);
    check_ok(op, append(op, 7, 70, "{\"amount\": 1}"));
    check_ok(op, append(op, 8, 80, "{}"));
    test_clock_add_minutes(1);
    op->business_date = TEST_OPEN_DATE + 1;
    op->actor_id = 0;
    check_ok(op, append(op, 7, 70, "{\"amount\": 2}"));
    check_ok(op, db_commit(op));

    check_eq(list(op, 70, 0, &events), 2);
    check_eq(events[0].seq, 1);
    check_eq(events[0].version, 1);
    check_eq(events[0].actor_id, 5);
    check_eq(events[0].business_date, TEST_OPEN_DATE);
    check_eq(events[0].at, TEST_NOON);
    check_str(events[0].kind, "payment.taken");
    check_str(events[0].payload, "{\"amount\": 1}");
    check_eq(events[1].seq, 2);
    check_eq(events[1].actor_id, 0);
    check_eq(events[1].business_date, TEST_OPEN_DATE + 1);
    check_eq(events[1].at, TEST_NOON + 60 * INSTANT_PER_SECOND);
    check_true(events[0].id < events[1].id);
    check_eq(list(op, 70, 1, &events), 1);
    check_eq(events[0].seq, 2);
}

static void test_a_rollback_leaves_no_gap(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct event_row *events = NULL;
    check_ok(op, db_begin(op, DB_WRITE));
    test_case(op, 7, 70);
    check_ok(op, append(op, 7, 70, "{\"n\": 1}"));
    check_ok(op, db_commit(op));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, append(op, 7, 70, "{\"n\": 2}"));
    db_rollback(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, append(op, 7, 70, "{\"n\": 3}"));
    check_ok(op, db_commit(op));
    check_eq(list(op, 70, 0, &events), 2);
    check_eq(events[1].seq, 2);
    check_str(events[1].payload, "{\"n\": 3}");
}

static void test_a_long_history_comes_in_pages(void **state)
{
    (void)state;
    enum { COUNT = LIMIT_PAGE_ROWS + 5 };
    struct op *const op = test_organisation();
    struct event_row *events = NULL;
    check_ok(op, db_begin(op, DB_WRITE));
    test_case(op, 7, 70);
    for (int i = 0; i < COUNT; i++)
        check_ok(op, append(op, 7, 70, "{}"));
    check_ok(op, db_commit(op));
    check_eq(list(op, 70, 0, &events), LIMIT_PAGE_ROWS);
    check_eq(list(op, 70, events[LIMIT_PAGE_ROWS - 1].seq, &events), 5);
    check_eq(events[4].seq, COUNT);
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        struct event event;
        status want;
    } cases[] = {
        {"unknown kind",      {7, 70, "payment.eaten", 1, {"{}", 2}},  E_INTERNAL },
        {"version 0",         {7, 70, "payment.taken", 0, {"{}", 2}},  E_INTERNAL },
        {"version to come",   {7, 70, "payment.taken", 99, {"{}", 2}}, E_INTERNAL },
        {"no payload",        {7, 70, "payment.taken", 1, {"", 0}},    E_INTERNAL },
        {"payload no object", {7, 70, "payment.taken", 1, {"[]", 2}},  E_INTERNAL },
        {"unknown case",      {7, 71, "payment.taken", 1, {"{}", 2}},  E_NOT_FOUND},
        {"another's case",    {8, 70, "payment.taken", 1, {"{}", 2}},  E_NOT_FOUND},
    };
    struct op *const op = test_organisation();
    struct event_row *events = NULL;
    check_ok(op, db_begin(op, DB_WRITE));
    test_case(op, 7, 70);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        check_eq(event_append(op, &cases[i].event), cases[i].want);
        op_clear(op);
    }
    op->business_date = DAY_NONE;
    check_eq(append(op, 7, 70, "{}"), E_INTERNAL);
    op_clear(op);
    op->business_date = TEST_OPEN_DATE;
    check_ok(op, db_commit(op));
    check_eq(append(op, 7, 70, "{}"), E_INTERNAL); /* no transaction */
    op_clear(op);
    check_eq(list(op, 70, 0, &events), 0);
}

static void test_kinds_are_well_made(void **state)
{
    (void)state;
    for (size_t i = 0; i < event_kind_count; i++) {
        check_case(event_kinds[i].name);
        check_true(strspn(event_kinds[i].name, "abcdefghijklmnopqrstuvwxyz_.") ==
                   strlen(event_kinds[i].name));
        check_true(strchr(event_kinds[i].name, '.') == strrchr(event_kinds[i].name, '.'));
        check_true(event_kinds[i].version >= 1);
        check_true(strlen(event_kinds[i].what) > 10);
        for (size_t j = 0; j < i; j++)
            check_true(strcmp(event_kinds[i].name, event_kinds[j].name) != 0);
    }
}

TEST_STORE_MAIN("event", cmocka_unit_test(test_each_case_counts_its_own),
                cmocka_unit_test(test_a_rollback_leaves_no_gap),
                cmocka_unit_test(test_a_long_history_comes_in_pages),
                cmocka_unit_test(test_refusals), cmocka_unit_test(test_kinds_are_well_made))
