/* Agreements over two or three cases of a debtor, through the store, against the slow ledger of
 * each case and a slow telling of their one state: random lives of claims, money in a case or for
 * the agreement, returns, plans that are agreed, kept, broken, undone and reinstated, and of plans
 * of one case beside them.  Parts add up to the whole, have one state, and an undo restores every
 * claim.
 *
 * ACUERDO_TEST_EACH=1 plays all 4,000 lives; without it one in 20, on a server one in 80. */
#include <stdlib.h>

#include "book/joint_arrangement.h"
#include "tests/support/history.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define LIVES     4000
#define CASES_MAX 3
#define STEPS_OF  30

struct life {
    struct history of[CASES_MAX]; /* in the order of their ids */
    int cases;
    int payments;            /* for the agreement */
    int whole_at[CASES_MAX]; /* money of the last of them that was divided; -1: none */
    day counts_from;
    int bounced, begun, kept, breached, cancelled, reinstated, reopened, paid, undone, alone;
};

/* --- what the slow ledgers say of the parts --- */

#define OWED_MAX 400

/* A line of a row, or of money that went back, that is not paid. */
struct owed {
    int part;
    day due_on;
    int64_t open;
    int64_t row;  /* from 1 on; 0: none */
    int64_t back; /* number of the return; 0: none */
};
struct seen {
    struct owed owed[OWED_MAX];
    int count;
};

static day missed_on(const struct life *life, const struct arrangement *a, day due_on)
{
    return (due_on > life->counts_from ? due_on : life->counts_from) + a->grace_days + 1;
}

/* The n-th plan of the case, as the slow ledger numbers them. */
static int64_t number_of(const struct history *h, int64_t arrangement_id)
{
    struct arrangement *list = NULL;
    size_t count = 0;
    size_t at = 0;
    check_ok(h->op, arrangement_list(h->op, history_key(h), &list, &count));
    while (list[at].id != arrangement_id)
        at++;
    return (int64_t)(count - at);
}

static void see_part(const struct life *life, const struct agreement *of, int part,
                     struct seen *seen)
{
    static struct telling t;
    static struct naive slow;
    const struct history *const h = &life->of[part];
    const struct arrangement *const a = &of->parts[part];
    const int64_t first = AGREED * number_of(h, a->id);
    history_tell(h, &t);
    naive_case_ledger(t.events, t.count, DAY_MAX, &slow);
    for (int i = 0; i < slow.count; i++) {
        const struct naive_line *const line = &slow.lines[i];
        const int64_t row = (line->claim - first) / (DEBTS + 1);
        const bool is_row = line->claim > first && row >= 1 && row <= (int64_t)a->row_count;
        const bool is_back = line->claim >= RETURNED && line->claim < AGREED;
        if (line->open == 0 || (!is_row && !is_back))
            continue;
        check_true(seen->count < OWED_MAX);
        seen->owed[seen->count++] =
            (struct owed){part, is_row ? a->rows[row - 1].due_on : line->due_on, line->open,
                          is_row ? row : 0, is_back ? line->claim / RETURNED : 0};
    }
}

static struct seen see(const struct life *life, const struct agreement *of)
{
    struct seen seen = {.count = 0};
    for (int i = 0; i < life->cases; i++)
        see_part(life, of, i, &seen);
    return seen;
}

/* Payments of a case that went back on a day and are owed. */
static int returns_of(const struct seen *seen, int part, day on)
{
    int count = 0;
    for (int i = 0; i < seen->count; i++) {
        const struct owed *const one = &seen->owed[i];
        bool is_first = one->back > 0 && one->part == part && one->due_on == on;
        for (int k = 0; k < i && is_first; k++)
            is_first = seen->owed[k].part != part || seen->owed[k].back != one->back;
        count += is_first;
    }
    return count;
}

/* Of each day as many as the case with the most has. */
static int missed_returns(const struct life *life, const struct arrangement *a,
                          const struct seen *seen)
{
    const day today = life->of[0].op->business_date;
    int missed = 0;
    for (day on = START - 1; on <= today; on++) {
        int most = 0;
        for (int part = 0; part < life->cases; part++) {
            const int count = returns_of(seen, part, on);
            most = count > most ? count : most;
        }
        missed += missed_on(life, a, on) <= today ? most : 0;
    }
    return missed;
}

static int64_t open_of_row(const struct seen *seen, size_t row)
{
    int64_t open = 0;
    for (int i = 0; i < seen->count; i++)
        open += seen->owed[i].row == (int64_t)row ? seen->owed[i].open : 0;
    return open;
}

/* What becomes of an active one today. */
static const char *next_state(const struct life *life, const struct agreement *of)
{
    const struct arrangement *const a = &of->parts[0];
    const struct seen seen = see(life, of);
    int missed = missed_returns(life, a, &seen);
    bool is_last_missed = false;
    for (size_t row = 1; row <= a->row_count; row++) {
        const bool is_missed =
            open_of_row(&seen, row) > 0 &&
            missed_on(life, a, a->rows[row - 1].due_on) <= life->of[0].op->business_date;
        missed += is_missed;
        is_last_missed |= is_missed && row == a->row_count;
    }
    return seen.count == 0                         ? "completed"
           : missed >= a->missed || is_last_missed ? "breached"
                                                   : "active";
}

/* --- the latest agreement over all cases --- */

static bool find_latest(struct life *life, struct agreement *ret_of)
{
    struct arrangement *list = NULL;
    size_t count = 0;
    struct op *const op = life->of[0].op;
    check_ok(op, arrangement_list(op, history_key(&life->of[0]), &list, &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].joint_id) {
            check_ok(op, agreement_get(op, life->of[0].debtor_id, list[i].id, ret_of));
            return true;
        }
    return false;
}

static void check_whole(struct life *life, const struct agreement *of)
{
    struct op *const op = life->of[0].op;
    struct joint_arrangement joint;
    int64_t owed = 0;
    int64_t total = 0;
    check_ok(op, joint_get(op, life->of[0].debtor_id, of->parts[0].joint_id, &joint));
    check_eq(joint.count, (size_t)life->cases);
    for (size_t i = 0; i < joint.count; i++) {
        const struct arrangement *const part = &joint.parts[i].arrangement;
        check_eq(part->key.case_id, history_key(&life->of[i]).case_id);
        check_eq(part->row_count, joint.row_count);
        check_str(part->state, str_cstr(op->arena, of->parts[0].state));
        check_true(part->total <= part->owed);
        owed += part->owed;
        total += part->total;
    }
    check_eq(owed, joint.owed);
    check_eq(total, joint.total);
    for (size_t row = 0; row < joint.row_count; row++) {
        int64_t amount = 0;
        for (size_t i = 0; i < joint.count; i++) {
            check_true(joint.parts[i].arrangement.rows[row].amount > 0);
            check_eq(joint.parts[i].arrangement.rows[row].due_on, joint.rows[row].due_on);
            amount += joint.parts[i].arrangement.rows[row].amount;
        }
        check_eq(amount, joint.rows[row].amount);
    }
}

/* --- what happens --- */

#define CLAIMS_OF (CLAIMS * CASES_MAX)

static int read_claims(struct life *life, struct claim out[CLAIMS_OF])
{
    int count = 0;
    for (int i = 0; i < life->cases; i++)
        for (int k = 0; k < life->of[i].claim_count; k++)
            check_ok(life->of[i].op, claim_get(life->of[i].op, life->of[i].debtor_id,
                                               life->of[i].claims[k].id, &out[count++]));
    return count;
}

/* Begun and undone on one day: every claim is as it was. */
static void undo_at_once(struct life *life, int64_t id, const struct claim before[CLAIMS_OF])
{
    struct op *const op = life->of[0].op;
    struct claim after[CLAIMS_OF];
    check_ok(op, arrangement_cancel(op, life->of[0].debtor_id, id, STR("x")));
    const int count = read_claims(life, after);
    for (int i = 0; i < count; i++) {
        check_eq(after[i].amount.minor, before[i].amount.minor);
        check_eq(after[i].paid.minor, before[i].paid.minor);
        check_eq(after[i].due_on, before[i].due_on);
        check_eq(after[i].is_open, before[i].is_open);
        check_eq(after[i].is_superseded, before[i].is_superseded);
    }
    life->undone++;
}

static bool is_free(struct life *life)
{
    struct op *const op = life->of[0].op;
    bool is = true;
    for (int i = 0; i < life->cases && is; i++) {
        is = arrangement_check_alone(op, history_key(&life->of[i])) == OK;
        op_clear(op);
    }
    return is;
}

/* Whether every case has something of every row. */
static bool can_divide(const struct arrangement_plan_row *rows, size_t count, const int64_t *owed,
                       size_t cases)
{
    int64_t amounts[4];
    int64_t cells[4 * CASES_MAX];
    bool can = true;
    for (size_t i = 0; i < count; i++)
        amounts[i] = rows[i].amount;
    joint_divide(amounts, count, owed, cases, cells);
    for (size_t i = 0; i < count * cases; i++)
        can &= cells[i] > 0;
    return can;
}

static void agree(struct life *life)
{
    struct op *const op = life->of[0].op;
    struct arrangement_plan_row rows[4];
    int64_t cases[CASES_MAX];
    int64_t owed[CASES_MAX];
    int64_t left = 0;
    int64_t id = 0;
    struct claim before[CLAIMS_OF];
    struct arrangement *list = NULL;
    size_t plans = 0;
    bool are_ledgers = true;
    const size_t count = 1 + (size_t)history_below(4);
    for (int i = 0; i < life->cases; i++) {
        cases[i] = history_key(&life->of[i]).case_id;
        owed[i] = history_owed(&life->of[i], false, 0);
        left += owed[i];
        check_ok(op, arrangement_list(op, history_key(&life->of[i]), &list, &plans));
        if (owed[i] == 0 || plans >= PLANS_MAX)
            return;
    }
    if (history_below(2) == 0)
        left = left * (40 + history_below(60)) / 100;
    for (size_t i = 0; i < count; i++) {
        const int64_t part = i + 1 == count ? left : 1 + history_below(left * 2 / 3 + 1);
        rows[i] = (struct arrangement_plan_row){
            op->business_date + (day)(i * 12) + (day)history_below(10), part};
        left -= part;
    }
    if (rows[count - 1].amount <= 0 || !can_divide(rows, count, owed, (size_t)life->cases))
        return;
    const struct joint_input input = {.debtor_id = life->of[0].debtor_id,
                                      .cases = cases,
                                      .owed = owed,
                                      .case_count = (size_t)life->cases,
                                      .kind = "plan",
                                      .rows = rows,
                                      .row_count = count,
                                      .missed = 1 + (int)history_below(2),
                                      .grace_days = (int)history_below(6)};
    read_claims(life, before);
    for (int i = 0; i < life->cases; i++) /* a plain one is booked by value day from now on */
        are_ledgers &= history_is_ledger(&life->of[i]);
    check_ok(op, joint_propose(op, &input, &id));
    check_ok(op, arrangement_activate(op, life->of[0].debtor_id, id));
    life->counts_from = op->business_date;
    life->begun++;
    if (are_ledgers && history_below(3) == 0)
        undo_at_once(life, id, before);
}

/* One case agrees for itself. */
static void agree_alone(struct life *life)
{
    struct history *const h = &life->of[history_below(life->cases)];
    struct op *const op = h->op;
    const struct arrangement_plan_row row = {op->business_date + 6, history_owed(h, false, 0)};
    const struct arrangement_input input = {.key = history_key(h),
                                            .kind = "full",
                                            .owed = row.amount,
                                            .rows = &row,
                                            .row_count = 1,
                                            .missed = 1,
                                            .grace_days = 2};
    struct arrangement *list = NULL;
    size_t plans = 0;
    int64_t id = 0;
    check_ok(op, arrangement_list(op, history_key(h), &list, &plans));
    if (row.amount == 0 || plans >= PLANS_MAX)
        return;
    const status code = arrangement_propose(op, &input, &id);
    op_clear(op);
    check_true(code == OK || code == E_CONFLICT);
    if (code != OK)
        return;
    check_ok(op, arrangement_activate(op, h->debtor_id, id));
    life->alone++;
}

static void change(struct life *life)
{
    struct op *const op = life->of[0].op;
    struct agreement of = {.count = 0};
    const bool has = find_latest(life, &of);
    const int64_t part = has ? of.parts[history_below(life->cases)].id : 0; /* any of them */
    const int64_t debtor_id = life->of[0].debtor_id;
    if (has && str_equal_c(of.parts[0].state, "active")) {
        if (history_below(3) > 0)
            return;
        check_ok(op, arrangement_cancel(op, debtor_id, part, STR("x")));
        life->cancelled++;
    } else if (has && str_equal_c(of.parts[0].state, "breached") && history_below(2) == 0 &&
               is_free(life)) {
        const status code = arrangement_reinstate(op, debtor_id, part, STR("x"));
        check_true(code == OK || code == E_CONFLICT);
        op_clear(op);
        if (code == OK) {
            life->counts_from = op->business_date;
            life->reinstated++;
        }
    } else if (history_below(8) == 0) {
        agree_alone(life);
    } else if (is_free(life)) {
        agree(life);
    }
}

/* Money for the agreement: by the slow ledgers, the oldest day first, then the first case. */
static void share(const struct life *life, const struct seen *seen, int64_t left,
                  int64_t want[CASES_MAX])
{
    for (day on = START - 1; on < life->of[0].op->business_date + 200; on++)
        for (int part = 0; part < life->cases; part++)
            for (int i = 0; i < seen->count; i++) {
                const struct owed *const one = &seen->owed[i];
                if (one->due_on != on || one->part != part)
                    continue;
                const int64_t share = one->open < left ? one->open : left;
                want[part] += share;
                left -= share;
            }
    want[0] += left;
}

static void pay_agreement(struct life *life)
{
    struct op *const op = life->of[0].op;
    struct agreement of = {.count = 0};
    struct agreement_share *shares = NULL;
    int64_t want[CASES_MAX] = {0};
    const int64_t amount = (1 + history_below(3000)) * 64;
    size_t count = 0;
    if (!find_latest(life, &of) || !str_equal_c(of.parts[0].state, "active"))
        return;
    for (int i = 0; i < life->cases; i++)
        if (life->of[i].money_count == MONEY_MAX)
            return;
    const struct seen seen = see(life, &of);
    const struct payment_order order = {
        .debtor_id = life->of[0].debtor_id,
        .source = STR("t"),
        .reference =
            str_of(arena_printf(op->arena, "whole-%d-%d", life->of[0].number, life->payments++)),
        .value_on = op->business_date,
        .amount = {amount}};
    share(life, &seen, amount, want);
    check_ok(op,
             agreement_pay(op, of.parts[history_below(life->cases)].id, &order, &shares, &count));
    for (int i = 0; i < life->cases; i++) {
        struct history *const h = &life->of[i];
        int64_t got = 0;
        life->whole_at[i] = -1;
        for (size_t k = 0; k < count; k++) {
            if (shares[k].key.case_id != history_key(h).case_id)
                continue;
            got += shares[k].amount.minor;
            life->whole_at[i] = count > 1 ? h->money_count : -1;
            h->money[h->money_count++] = (struct told_money){.id = shares[k].payment_id,
                                                             .value_on = order.value_on,
                                                             .amount = shares[k].amount.minor,
                                                             .names = -1,
                                                             .back_on = DAY_NONE};
        }
        check_eq(got, want[i]);
    }
    life->paid++;
}

/* Money that was divided goes back as one. */
static void take_back_whole(struct life *life)
{
    struct op *const op = life->of[0].op;
    int count = 0;
    for (int i = 0; i < life->cases; i++) {
        struct history *const h = &life->of[i];
        struct told_money *const came = life->whole_at[i] < 0 ? NULL : &h->money[life->whole_at[i]];
        int64_t id = 0;
        life->whole_at[i] = -1;
        if (!came || came->back_on != DAY_NONE || came->is_reversed)
            continue;
        came->back_on = op->business_date;
        check_ok(op, payment_return(op, h->debtor_id, came->id,
                                    str_of(arena_printf(op->arena, "bounced-%d-%d", h->number,
                                                        h->money_count)),
                                    came->back_on, &id));
        count++;
    }
    life->bounced += count > 1;
}

static void step(struct life *life)
{
    struct history *const h = &life->of[history_below(life->cases)];
    const int64_t choice = history_below(15);
    if (choice < 2)
        history_tell_claim(h);
    else if (choice < 5)
        history_pay(h);
    else if (choice < 7)
        pay_agreement(life);
    else if (choice < 9)
        history_take_back(h);
    else if (choice < 10)
        take_back_whole(life);
    else
        change(life);
}

/* The cases are looked at one after the other, as policy_commit does it. */
static void review(struct life *life)
{
    struct op *const op = life->of[0].op;
    struct agreement before = {.count = 0};
    struct agreement after;
    const char *want = NULL;
    const bool has = find_latest(life, &before);
    const bool was_active = has && str_equal_c(before.parts[0].state, "active");
    if (was_active)
        want = next_state(life, &before);
    for (int i = 0; i < life->cases; i++) {
        check_ok(op, arrangement_review(op, history_key(&life->of[i]), op->business_date));
        touch_clear(op);
        if (!find_latest(life, &after))
            continue;
        check_whole(life, &after);
        if (was_active)
            check_str(after.parts[0].state, want);
        if (i == 0 && was_active) {
            life->kept += str_equal_c(after.parts[0].state, "completed");
            life->breached += str_equal_c(after.parts[0].state, "breached");
        }
        if (has && str_equal_c(before.parts[0].state, "completed") &&
            !str_equal_c(after.parts[0].state, "completed")) {
            life->counts_from = op->business_date;
            life->reopened++;
            return; /* the next look is another day's */
        }
    }
}

static void open_life(struct life *life, struct op *op, int number)
{
    life->cases = 2 + number % 2;
    for (int i = 0; i < life->cases; i++) {
        struct history *const h = &life->of[i];
        *h = (struct history){.op = op,
                              .number = number * CASES_MAX + i,
                              .is_short = true,
                              .creditor = str_of(arena_printf(op->arena, "acreedor-%d", i))};
        life->whole_at[i] = -1;
        history_open(h, i == 0 ? 0 : life->of[0].debtor_id);
        while (h->claim_count < 2)
            history_tell_claim(h);
    }
    for (int i = 0; i < life->cases; i++)
        for (int k = i + 1; k < life->cases; k++)
            if (history_key(&life->of[k]).case_id < history_key(&life->of[i]).case_id) {
                const struct history other = life->of[i];
                life->of[i] = life->of[k];
                life->of[k] = other;
            }
}

static void play(struct life *life, struct op *op, int number)
{
    history_seed((uint64_t)number * 2654435761U + 77);
    op->business_date = START;
    open_life(life, op, number);
    for (int i = 0; i < STEPS_OF; i++) {
        op->business_date += (day)history_below(12);
        step(life);
        review(life);
        for (int k = 0; k < life->cases && i % 6 == 0; k++)
            history_check(&life->of[k]);
    }
    for (int k = 0; k < life->cases; k++)
        history_check(&life->of[k]);
}

static void test_lives(void **state)
{
    const int every = getenv("ACUERDO_TEST_EACH") ? 1 : test_store_dialect() == DB_SQLITE ? 20 : 80;
    static struct life life;
    struct op *const op = check_op();
    (void)state;
    op->clock = op_clock_system;
    op->touched = NULL;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, START);
    check_ok(op, db_commit(op));
    for (int number = 0; number < LIVES; number += every) {
        const struct arena_mark mark = arena_mark(op->arena);
        check_ok(op, db_begin(op, DB_WRITE));
        play(&life, op, every == 1 ? number : number + number / every % 2);
        check_ok(op, db_commit(op));
        touch_clear(op);
        arena_release(op->arena, mark);
    }
    const struct {
        const char *what;
        int count;
    } seen[] = {
        {"begun",               life.begun     },
        {"kept",                life.kept      },
        {"breached",            life.breached  },
        {"cancelled",           life.cancelled },
        {"reinstated",          life.reinstated},
        {"money went back",     life.reopened  },
        {"paid as one",         life.paid      },
        {"and went back",       life.bounced   },
        {"undone at once",      life.undone    },
        {"one case for itself", life.alone     },
    };
    for (size_t i = 0; i < ARRAY_LEN(seen); i++)
        print_message("    %s: %d\n", seen[i].what, seen[i].count);
    for (size_t i = 0; i < ARRAY_LEN(seen); i++)
        check_true(seen[i].count >= 200 / every);
    test_store_close(op);
}

TEST_STORE_MAIN("joint agreements", cmocka_unit_test(test_lives))
