/* Agreements in the ledger of a case, through the store, against a slow ledger written apart:
 * random histories of claims by component, money that comes in time or late, goes back or never
 * was, of plans that are agreed, kept, broken, undone and reinstated on the way, day by day, and of
 * debts that are written off; over all debts of a case or one, and new instalments for all.
 *
 * When a plan is broken or kept is the book's to say (tests/policy/test_arrangements.c).
 *
 * ACUERDO_TEST_EACH=1 plays all 20,000 histories; without it one in 25, in which what is rare
 * happens more often, each kind a hundred times at least; on a server, which is slower, a quarter
 * of that.  ACUERDO_TEST_FROM=9900 begins with history 9,900, ACUERDO_TEST_UNTIL=9950 ends before
 * 9,950; of a part nobody asks how often each kind happened. */
#include <stdlib.h>

#include "book/charge_off.h"
#include "book/claim_entry.h"
#include "book/claim_part.h"
#include "book/payment.h"
#include "tests/support/history.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define HISTORIES 20000

/* --- what happens --- */

/* Rows of a plan, or of a schedule: what is owed of them, and what they bear. */
static void make_rows(const struct history *h, int64_t total, bool has_interest, size_t count,
                      struct arrangement_plan_row *rows, int64_t *interests)
{
    int64_t left = total;
    for (size_t i = 0; i < count; i++) {
        const bool is_last = i + 1 == count;
        const bool has_none =
            has_interest && !is_last && history_below(4) == 0; /* interest alone */
        const int64_t part = is_last ? left : has_none ? 0 : 1 + history_below(left * 2 / 3);
        interests[i] = has_interest ? 1 + history_below(90) : 0;
        rows[i] = (struct arrangement_plan_row){
            h->op->business_date + (day)(i * 12) + (day)history_below(10), part + interests[i]};
        left -= part;
    }
}

/* What a new schedule of the debt takes over. */
static int64_t reamortised(struct history *h, int64_t debt)
{
    struct parts open;
    int64_t owed = 0;
    check_ok(h->op, arrangement_reamortised(h->op, history_key(h), debt, &open));
    check_true(parts_total(&open, &owed));
    return owed;
}

/* Over all debts or one; one in six restructures (in the short run every other), half of these with
 * a schedule of its own. */
static void agree(struct history *h)
{
    struct arrangement_plan_row rows[5];
    int64_t interests[5];
    const bool restructures = history_below(h->is_short ? 2 : 6) == 0;
    const bool is_schedule = restructures && history_below(2) == 0;
    const int64_t debt =
        is_schedule || history_below(3) == 0 ? h->debts[history_below(DEBTS)].id : 0;
    const int64_t owed = is_schedule ? reamortised(h, debt) : history_owed(h, restructures, debt);
    const struct arrangement_input input = {.key = history_key(h),
                                            .kind = is_schedule    ? ARRANGEMENT_REAMORTISE
                                                    : restructures ? ARRANGEMENT_REAGE
                                                                   : "plan",
                                            .owed = owed,
                                            .debts = &debt,
                                            .debt_count = debt != 0,
                                            .rows = rows,
                                            .row_count = 1 + (size_t)history_below(5),
                                            .interests = is_schedule ? interests : NULL,
                                            .missed = 1 + (int)history_below(2),
                                            .grace_days = (int)history_below(6)};
    const int64_t total =
        restructures || history_below(2) == 0 ? owed : owed * (40 + history_below(60)) / 100;
    int64_t id = 0;
    if (total < 100)
        return;
    make_rows(h, total, is_schedule, input.row_count, rows, interests);
    check_ok(h->op, arrangement_propose(h->op, &input, &id));
    check_ok(h->op, arrangement_activate(h->op, h->debtor_id, id));
    h->reaged += restructures && !is_schedule;
    h->reamortised += is_schedule;
    h->chosen += debt != 0;
}

/* One of the case's agreements changes its state: agreed, undone, reinstated. */
static void agree_or_change(struct history *h)
{
    struct arrangement *list = NULL;
    size_t count = 0;
    check_ok(h->op, arrangement_list(h->op, history_key(h), &list, &count));
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(list[i].state, "active")) {
            if (history_below(4) == 0)
                check_ok(h->op, arrangement_cancel(h->op, h->debtor_id, list[i].id, STR("x")));
            return;
        }
    if (count > 0 && arrangement_restructures(&list[0]) &&
        history_below(h->is_short ? 2 : 4) == 0 && str_equal_c(list[0].state, "completed")) {
        check_ok(h->op, arrangement_cancel(h->op, h->debtor_id, list[0].id, STR("x")));
        h->reage_undone += !arrangement_reamortises(&list[0]);
        h->reamortise_undone += arrangement_reamortises(&list[0]);
        return;
    }
    if (count > 0 && str_equal_c(list[0].state, "breached") && history_below(2) == 0) {
        const status code = arrangement_reinstate(h->op, h->debtor_id, list[0].id, STR("x"));
        check_true(code == OK || code == E_CONFLICT);
        h->reinstated += code == OK;
        op_clear(h->op);
        return;
    }
    if (count < PLANS_MAX)
        agree(h);
}

/* By component where nothing is arranged; a plain case has it as one amount (test_charge_off.c). */
static void write_off(struct history *h)
{
    const int debt = (int)history_below(DEBTS);
    struct arrangement *list = NULL;
    size_t count = 0;
    int64_t id = 0;
    money amount;
    if (h->lost_on[debt] != DAY_NONE || !history_is_ledger(h) ||
        write_off_ask(h->op, history_key(h), h->debts[debt].id, STR("x"), &id, &amount) != OK) {
        op_clear(h->op);
        return;
    }
    check_ok(h->op, write_off_apply(h->op, id, true, STR("x")));
    h->lost_on[debt] = h->op->business_date;
    h->lost_claims[debt] = h->claim_count;
    check_ok(h->op, arrangement_list(h->op, history_key(h), &list, &count));
    h->lost_plans[debt] = (int)count;
    for (int i = 0; i < h->money_count; i++)
        h->money[i].lost_debts |= h->money[i].back_on == DAY_NONE ? 0 : 1 << debt;
    h->lost++;
}

static void step(struct history *h)
{
    const int64_t choice = history_below(12);
    if (choice < 2)
        history_tell_claim(h);
    else if (choice < 7)
        history_pay(h);
    else if (choice < 9)
        history_take_back(h);
    else if (history_below(h->is_short ? 4 : 10) == 0)
        write_off(h);
    else
        agree_or_change(h);
}

static void count_states(struct history *h)
{
    struct arrangement *list = NULL;
    size_t count = 0;
    check_ok(h->op, arrangement_list(h->op, history_key(h), &list, &count));
    for (size_t i = 0; i < count; i++) {
        h->breaches += str_equal_c(list[i].state, "breached");
        h->completed += str_equal_c(list[i].state, "completed");
    }
}

static void play(struct history *h, int number)
{
    history_seed((uint64_t)number * 2654435761U + 11);
    h->number = number;
    h->claim_count = h->money_count = 0;
    h->op->business_date = START;
    history_open(h, 0);
    while (h->claim_count < 2)
        history_tell_claim(h);
    for (int i = 0; i < STEPS; i++) {
        h->op->business_date += (day)history_below(12);
        step(h);
        check_ok(h->op, arrangement_review(h->op, history_key(h), h->op->business_date));
        if (i % 5 == 0)
            history_check(h);
    }
    history_check(h);
    count_states(h);
}

static void check_sound(struct op *op)
{
    static const enum query rules[] = {
        Q_DOCTOR_CLAIM_PAID,    Q_DOCTOR_CLAIM_STATE,    Q_DOCTOR_PAYMENT_SPLIT,
        Q_DOCTOR_PAYMENT_STATE, Q_DOCTOR_PAYMENT_RETURN, Q_DOCTOR_ALLOCATION,
        Q_DOCTOR_DEBT_STATE,    Q_DOCTOR_LEDGER_SUM,     Q_DOCTOR_LEDGER_OVERMET};
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        bool found = true;
        check_ok(op, db_begin(op, DB_READ));
        check_ok(op, db_query_one(op, rules[i], DB_ARGS(ARG_I64(1)), NULL, NULL, &found));
        check_false(found);
        db_rollback(op);
    }
}

static int from_environment(const char *variable, int otherwise)
{
    const char *const text = getenv(variable);
    int64_t value = 0;
    if (!text)
        return otherwise;
    check_true(str_to_i64(str_of(text), &value) && value >= 0 && value <= HISTORIES);
    return (int)value;
}

static void test_histories(void **state)
{
    const int first = from_environment("ACUERDO_TEST_FROM", 0);
    const int end = from_environment("ACUERDO_TEST_UNTIL", HISTORIES);
    const int every = getenv("ACUERDO_TEST_EACH")         ? 1
                      : test_store_dialect() == DB_SQLITE ? 25
                                                          : 100;
    static struct history h;
    struct op *const op = check_op();
    (void)state;
    h = (struct history){.op = op, .is_short = every > 1};
    op->clock = op_clock_system;
    op->touched = NULL;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, START);
    check_ok(op, db_commit(op));
    for (int number = first; number < end; number += every) {
        const struct arena_mark mark = arena_mark(op->arena);
        check_ok(op, db_begin(op, DB_WRITE));
        play(&h, every == 1 ? number : number + number / every % 2); /* of both kinds */
        check_ok(op, db_commit(op));
        touch_clear(op);
        arena_release(op->arena, mark);
    }
    const struct {
        const char *what;
        int count;
    } seen[] = {
        {"breached",             h.breaches         },
        {"kept",                 h.completed        },
        {"reinstated",           h.reinstated       },
        {"late money",           h.late             },
        {"written off",          h.lost             },
        {"re-aged",              h.reaged           },
        {"of one debt",          h.chosen           },
        {"re-aged, undone",      h.reage_undone     },
        {"re-amortised",         h.reamortised      },
        {"re-amortised, undone", h.reamortise_undone},
    };
    for (size_t i = 0; i < ARRAY_LEN(seen); i++)
        print_message("    %s: %d\n", seen[i].what, seen[i].count);
    for (size_t i = 0; i < ARRAY_LEN(seen); i++)
        check_true(first > 0 || end < HISTORIES ||
                   seen[i].count >= 2500 / (every > 1 ? every : 25));
    check_sound(op);
    test_store_close(op);
}

TEST_STORE_MAIN("agreements", cmocka_unit_test(test_histories))
