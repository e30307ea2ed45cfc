/* Agreements in the ledger of a case, through the store, against a slow ledger written apart:
 * random histories of claims by component, money that comes in time or late, goes back or never
 * was, of plans that are agreed, kept, broken, undone and reinstated on the way, day by day, and of
 * debts that are written off; over all debts of a case or one, and new instalments for all.
 *
 * When a plan is broken or kept is the book's to say (tests/policy/test_arrangements.c).
 *
 * ACUERDO_TEST_EACH=1 plays all 20,000 histories; without it one in 25, in which what is rare
 * happens more often, each kind a hundred times at least; on a server, which is slower, a quarter
 * of that. */
#include <stdlib.h>

#include "book/charge_off.h"
#include "book/claim_entry.h"
#include "book/claim_part.h"
#include "book/payment.h"
#include "tests/support/history.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define HISTORIES 20000
static uint64_t seed;

static int64_t below(int64_t limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(seed >> 33) % limit;
}

static str name(const struct history *h, const char *what, int i)
{
    return str_of(arena_printf(h->op->arena, "%s-%d-%02d", what, h->number, i));
}

/* --- what happens --- */

static void open_case(struct history *h)
{
    int64_t creditor_id = 0;
    enum book_change change;
    const struct party_input party = {
        .source = STR("t"), .external_id = name(h, "p", 0), .name = STR("Ana Pérez")};
    check_ok(h->op, party_upsert(h->op, &party, &h->debtor_id, &change));
    check_ok(h->op, creditor_ensure(h->op, STR(""), STR(""), &creditor_id));
    for (int i = 0; i < DEBTS; i++) {
        const struct obligation_input debt = {.source = STR("t"),
                                              .external_id = name(h, "o", i),
                                              .debtor_id = h->debtor_id,
                                              .creditor_id = creditor_id,
                                              .product = STR("loan"),
                                              .currency = CURRENCY('M', 'X', 'N'),
                                              .opened_on = START - 400};
        check_ok(h->op, obligation_upsert(h->op, &debt, &h->debts[i], &change));
        h->lost_on[i] = DAY_NONE;
    }
}

/* Half of the cases have components; the others become a ledger by their first plan. */
static void tell_claim(struct history *h)
{
    struct told_claim claim = {.debt = (int)below(DEBTS)};
    enum book_change change;
    if (h->claim_count == CLAIMS)
        return;
    claim.issued_on = h->op->business_date - 90 + (day)below(100);
    claim.due_on = claim.issued_on + (day)below(60);
    for (int i = 0; i < h->claim_count; i++) /* of two of one day their names say which is first */
        if (h->claims[i].due_on == claim.due_on)
            return;
    claim.parts.of[COMPONENT_PRINCIPAL] = (100 + below(900)) * 64 + h->claim_count;
    if (h->number % 2 == 0)
        for (int i = (int)below(4); i > 0; i--)
            claim.parts.of[1 + below(COMPONENT_COUNT - 1)] = (1 + below(80)) * 64 + i;
    struct claim_input input = {.source = STR("t"),
                                .external_id = name(h, "c", h->claim_count),
                                .number = h->claim_count + 1,
                                .issued_on = claim.issued_on,
                                .due_on = claim.due_on,
                                .tells_parts = true,
                                .others = claim.parts};
    check_true(parts_total(&claim.parts, &input.amount.minor));
    check_ok(h->op, claim_upsert(h->op, &h->debts[claim.debt], &input, &claim.id, &change));
    h->claims[h->claim_count++] = claim;
}

static void pay(struct history *h)
{
    const day today = h->op->business_date;
    struct told_money came = {.value_on = below(3) == 0 ? today - (day)below(60) : today,
                              .amount = (1 + below(1400)) * 64 + h->money_count,
                              .names = below(4) == 0 ? (int)below(h->claim_count) : -1,
                              .back_on = DAY_NONE};
    bool is_new = false;
    if (h->money_count == MONEY_MAX)
        return;
    const struct payment_order order = {.debtor_id = h->debtor_id,
                                        .case_id = history_key(h).case_id,
                                        .source = STR("t"),
                                        .reference = name(h, "m", h->money_count),
                                        .value_on = came.value_on,
                                        .amount = {came.amount},
                                        .claim_id = came.names < 0 ? 0 : h->claims[came.names].id};
    check_ok(h->op, payment_take(h->op, &order, &came.id, &is_new));
    h->late += came.value_on < today;
    h->money[h->money_count++] = came;
}

static void take_back(struct history *h)
{
    const int at = h->money_count > 0 ? (int)below(h->money_count) : 0;
    struct told_money *const came = &h->money[at];
    const day today = h->op->business_date;
    const day on = today - (day)below(10);
    struct case_ledger rows;
    int64_t id = 0;
    if (h->money_count == 0 || came->back_on != DAY_NONE || came->is_reversed)
        return;
    check_ok(h->op, case_ledger_load(h->op, history_key(h), &rows));
    bool has_entries = rows.plan_count > 0;
    for (size_t i = 0; i < rows.claim_count; i++)
        has_entries |= rows.claims[i].has_entries;
    if (has_entries && below(3) == 0) {
        came->is_reversed = true;
        check_ok(h->op, payment_reverse(h->op, h->debtor_id, came->id, name(h, "x", at), &id));
        return;
    }
    came->back_on = on > came->value_on ? on : came->value_on;
    check_ok(h->op,
             payment_return(h->op, h->debtor_id, came->id, name(h, "r", at), came->back_on, &id));
}

/* Past due, or all that is open; of one debt, or of all (0). */
static int64_t owed_of(struct history *h, bool is_all, int64_t debt)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t owed = 0;
    check_ok(h->op, db_query(h->op, Q_CLAIM_OPEN_OF_CASE,
                             DB_ARGS(ARG_ID(h->debtor_id), ARG_ID(history_key(h).case_id)), &rows));
    for (;;) {
        check_ok(h->op, db_next(h->op, &rows, &has_row));
        if (!has_row)
            return owed;
        if ((is_all || db_day(&rows, 3) < h->op->business_date) &&
            (debt == 0 || db_id(&rows, 1) == debt))
            owed += db_i64(&rows, 4);
    }
}

/* Rows of a plan, or of a schedule: what is owed of them, and what they bear. */
static void make_rows(const struct history *h, int64_t total, bool has_interest, size_t count,
                      struct arrangement_plan_row *rows, int64_t *interests)
{
    int64_t left = total;
    for (size_t i = 0; i < count; i++) {
        const bool is_last = i + 1 == count;
        const bool has_none = has_interest && !is_last && below(4) == 0; /* interest alone */
        const int64_t part = is_last ? left : has_none ? 0 : 1 + below(left * 2 / 3);
        interests[i] = has_interest ? 1 + below(90) : 0;
        rows[i] = (struct arrangement_plan_row){
            h->op->business_date + (day)(i * 12) + (day)below(10), part + interests[i]};
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
    const bool restructures = below(h->is_short ? 2 : 6) == 0;
    const bool is_schedule = restructures && below(2) == 0;
    const int64_t debt = is_schedule || below(3) == 0 ? h->debts[below(DEBTS)].id : 0;
    const int64_t owed = is_schedule ? reamortised(h, debt) : owed_of(h, restructures, debt);
    const struct arrangement_input input = {.key = history_key(h),
                                            .kind = is_schedule    ? ARRANGEMENT_REAMORTISE
                                                    : restructures ? ARRANGEMENT_REAGE
                                                                   : "plan",
                                            .owed = owed,
                                            .debts = &debt,
                                            .debt_count = debt != 0,
                                            .rows = rows,
                                            .row_count = 1 + (size_t)below(5),
                                            .interests = is_schedule ? interests : NULL,
                                            .missed = 1 + (int)below(2),
                                            .grace_days = (int)below(6)};
    const int64_t total = restructures || below(2) == 0 ? owed : owed * (40 + below(60)) / 100;
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
            if (below(4) == 0)
                check_ok(h->op, arrangement_cancel(h->op, h->debtor_id, list[i].id, STR("x")));
            return;
        }
    if (count > 0 && arrangement_restructures(&list[0]) && below(h->is_short ? 2 : 4) == 0 &&
        str_equal_c(list[0].state, "completed")) {
        check_ok(h->op, arrangement_cancel(h->op, h->debtor_id, list[0].id, STR("x")));
        h->reage_undone += !arrangement_reamortises(&list[0]);
        h->reamortise_undone += arrangement_reamortises(&list[0]);
        return;
    }
    if (count > 0 && str_equal_c(list[0].state, "breached") && below(2) == 0) {
        const status code = arrangement_reinstate(h->op, h->debtor_id, list[0].id, STR("x"));
        check_true(code == OK || code == E_CONFLICT);
        h->reinstated += code == OK;
        op_clear(h->op);
        return;
    }
    if (count < PLANS_MAX)
        agree(h);
}

static bool is_ledger(const struct history *h)
{
    bool is = false;
    check_ok(h->op, claim_part_any(h->op, history_key(h), &is));
    return is;
}

/* By component where nothing is arranged; a plain case has it as one amount (test_charge_off.c). */
static void write_off(struct history *h)
{
    const int debt = (int)below(DEBTS);
    struct arrangement *list = NULL;
    size_t count = 0;
    int64_t id = 0;
    money amount;
    if (h->lost_on[debt] != DAY_NONE || !is_ledger(h) ||
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
    const int64_t choice = below(12);
    if (choice < 2)
        tell_claim(h);
    else if (choice < 7)
        pay(h);
    else if (choice < 9)
        take_back(h);
    else if (below(h->is_short ? 4 : 10) == 0)
        write_off(h);
    else
        agree_or_change(h);
}

/* --- and compared --- */

static int debt_of(const struct history *h, int64_t obligation_id)
{
    int debt = 0;
    while (h->debts[debt].id != obligation_id)
        debt++;
    return debt;
}

static void check_date(const struct history *h, const struct telling *t, day on)
{
    static struct naive slow;
    int64_t got[DEBTS][COMPONENT_COUNT] = {{0}};
    int64_t want[DEBTS][COMPONENT_COUNT] = {{0}};
    struct db_rows rows;
    bool has_row = false;
    check_ok(h->op,
             db_query(h->op, Q_LEDGER_BALANCE,
                      DB_ARGS(ARG_ID(h->debtor_id), ARG_ID(history_key(h).case_id), ARG_DAY(on)),
                      &rows));
    for (;;) {
        check_ok(h->op, db_next(h->op, &rows, &has_row));
        if (!has_row)
            break;
        got[debt_of(h, db_id(&rows, 0))][db_i64(&rows, 1)] = db_i64(&rows, 2) - db_i64(&rows, 3);
    }
    naive_ledger(t->events, t->count, on, &slow);
    for (int n = 0; n < slow.count; n++)
        for (int d = 0; d < DEBTS; d++)
            if (slow.lines[n].debt == history_debt_place_of(h, d))
                want[d][slow.lines[n].component] += slow.lines[n].open;
    for (int d = 0; d < DEBTS; d++)
        for (int c = 0; c < COMPONENT_COUNT; c++)
            check_eq(got[d][c], want[d][c]);
}

/* Every claim that was told, and what is left of all money, at the end. */
static void check_rows(const struct history *h, const struct telling *t)
{
    static struct naive slow;
    struct case_ledger rows;
    int64_t left = 0;
    naive_ledger(t->events, t->count, DAY_MAX, &slow);
    check_ok(h->op, case_ledger_load(h->op, history_key(h), &rows));
    for (size_t i = 0; i < rows.money_count; i++)
        left += rows.money[i].unapplied.minor;
    check_eq(left, slow.unapplied);
    for (int i = 0; i < h->claim_count; i++) {
        struct claim claim;
        int64_t open = 0;
        check_ok(h->op, claim_get(h->op, h->debtor_id, h->claims[i].id, &claim));
        for (int n = 0; n < slow.count; n++)
            if (slow.lines[n].claim == history_place_of(h, i))
                open += slow.lines[n].open;
        check_eq(claim.amount.minor - claim.paid.minor, open);
        check_eq(claim.is_open, open > 0);
    }
}

static void check_all(const struct history *h)
{
    static struct telling t;
    if (!is_ledger(h))
        return; /* plain, and nobody agreed on anything: money is added to what is there */
    history_tell(h, &t);
    for (int i = 0; i < DATES; i++)
        check_date(h, &t, START - 60 + (day)(i * 23));
    check_rows(h, &t);
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
    seed = (uint64_t)number * 2654435761U + 11;
    h->number = number;
    h->claim_count = h->money_count = 0;
    h->op->business_date = START;
    open_case(h);
    while (h->claim_count < 2)
        tell_claim(h);
    for (int i = 0; i < STEPS; i++) {
        h->op->business_date += (day)below(12);
        step(h);
        check_ok(h->op, arrangement_review(h->op, history_key(h), h->op->business_date));
        if (i % 5 == 0)
            check_all(h);
    }
    check_all(h);
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

static void test_histories(void **state)
{
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
    for (int number = 0; number < HISTORIES; number += every) {
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
        check_true(seen[i].count >= 2500 / (every > 1 ? every : 25));
    check_sound(op);
    test_store_close(op);
}

TEST_STORE_MAIN("agreements", cmocka_unit_test(test_histories))
