/* The ledger of a case through the store, against a slow one written apart: random histories of
 * claims by component, of money that names a claim or none, of returns and reversals, told in any
 * order and with value days that lie before others'.
 *
 * ACUERDO_TEST_EACH=1 plays all 20,000 histories; without it one in a hundred. */
#include <stdlib.h>

#include "book/case_ledger.h"
#include "book/claim_entry.h"
#include "book/payment.h"
#include "tests/reference/ledger_naive.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define HISTORIES  20000
#define OPEN_DATE  20000
#define START      (OPEN_DATE - 200)
#define DEBTS      3
#define CLAIMS_MAX 6
#define STEPS_MAX  24
#define DATES      14

static uint64_t seed;

static int64_t below(int64_t limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(seed >> 33) % limit;
}

enum step_kind { STEP_CLAIM, STEP_MONEY, STEP_RETURN, STEP_REVERSE };

struct step {
    enum step_kind kind;
    int debt; /* of a claim */
    day issued_on, due_on;
    struct parts parts;
    day value_on; /* of money and what takes it back */
    int64_t amount;
    int of;     /* step: the claim that money names, the money that is taken back; -1: none */
    int64_t id; /* in the book */
};
struct history {
    struct step steps[STEPS_MAX];
    int count;
};

static void add_claim(struct history *h)
{
    struct step step = {.kind = STEP_CLAIM, .debt = (int)below(DEBTS), .of = -1};
    step.issued_on = START + (day)below(120);
    step.due_on = step.issued_on + (day)below(60);
    for (int i = 0; i < h->count; i++) /* of two of one day their names say which comes first */
        if (h->steps[i].kind == STEP_CLAIM && h->steps[i].due_on == step.due_on)
            return;
    step.parts.of[COMPONENT_PRINCIPAL] = (100 + below(900)) * 64 + h->count;
    if (h->count == 0 || below(2) == 0) /* a case that has components is replayed */
        step.parts.of[1 + below(COMPONENT_COUNT - 1)] = (1 + below(80)) * 64 + h->count;
    h->steps[h->count++] = step;
}

/* A step of that kind before the last one, that nothing takes back yet. */
static int find_step(const struct history *h, enum step_kind kind)
{
    const int at = (int)below(h->count);
    if (h->steps[at].kind != kind)
        return -1;
    for (int i = 0; i < h->count; i++)
        if (h->steps[i].kind >= STEP_RETURN && h->steps[i].of == at)
            return -1;
    return at;
}

static void add_step(struct history *h)
{
    const int64_t choice = below(10);
    if (choice < 2) {
        add_claim(h);
    } else if (choice < 8) {
        h->steps[h->count] =
            (struct step){.kind = STEP_MONEY,
                          .value_on = START + (day)below(200),
                          .amount = (1 + below(1400)) * 64 + h->count, /* no two are alike */
                          .of = below(3) == 0 ? find_step(h, STEP_CLAIM) : -1};
        h->count++;
    } else {
        const int of = find_step(h, STEP_MONEY);
        if (of < 0)
            return;
        const day on = h->steps[of].value_on;
        h->steps[h->count++] =
            (struct step){.kind = choice == 8 ? STEP_RETURN : STEP_REVERSE,
                          .value_on = choice == 8 ? on + (day)below(OPEN_DATE - on + 1) : on,
                          .of = of};
    }
}

static void make(struct history *h, int number)
{
    seed = (uint64_t)number * 2654435761U + 7;
    h->count = 0;
    for (int64_t i = 1 + below(3); i > 0; i--)
        add_claim(h);
    for (int64_t i = 2 + below(STEPS_MAX - 8); i > 0; i--)
        add_step(h);
}

/* --- the book --- */

struct book {
    struct op *op;
    int64_t debtor_id;
    struct obligation_ref debts[DEBTS];
    int number; /* of the case: its names begin with it */
};

static str name(const struct book *b, const char *what, int i)
{
    return str_of(arena_printf(b->op->arena, "%s-%d-%02d", what, b->number, i));
}

static void open_case(struct book *b, int number)
{
    int64_t creditor_id = 0;
    enum book_change change;
    b->number = number;
    const struct party_input party = {
        .source = STR("t"), .external_id = name(b, "p", 0), .name = STR("Ana Pérez")};
    check_ok(b->op, party_upsert(b->op, &party, &b->debtor_id, &change));
    check_ok(b->op, creditor_ensure(b->op, STR(""), STR(""), &creditor_id));
    for (int i = 0; i < DEBTS; i++) {
        const struct obligation_input debt = {.source = STR("t"),
                                              .external_id = name(b, "o", i),
                                              .debtor_id = b->debtor_id,
                                              .creditor_id = creditor_id,
                                              .product = STR("loan"),
                                              .currency = CURRENCY('M', 'X', 'N'),
                                              .opened_on = START};
        check_ok(b->op, obligation_upsert(b->op, &debt, &b->debts[i], &change));
    }
}

static struct payment_order order_of(const struct book *b, const struct history *h, int i)
{
    const struct step *const step = &h->steps[i];
    return (struct payment_order){.debtor_id = b->debtor_id,
                                  .case_id = b->debts[0].case_id,
                                  .source = STR("t"),
                                  .reference = name(b, "m", i),
                                  .value_on = step->value_on,
                                  .amount = {step->amount},
                                  .claim_id = step->of < 0 ? 0 : h->steps[step->of].id};
}

static void tell_claim(const struct book *b, struct step *step, int i)
{
    enum book_change change;
    struct claim_input claim = {.source = STR("t"),
                                .external_id = name(b, "c", i),
                                .number = i + 1,
                                .issued_on = step->issued_on,
                                .due_on = step->due_on,
                                .tells_parts = true,
                                .others = step->parts};
    check_true(parts_total(&step->parts, &claim.amount.minor));
    check_ok(b->op, claim_upsert(b->op, &b->debts[step->debt], &claim, &step->id, &change));
    check_eq(change, BOOK_CREATED);
}

static void tell(const struct book *b, struct history *h, int i)
{
    struct step *const step = &h->steps[i];
    bool is_new = false;
    if (step->kind == STEP_CLAIM) {
        tell_claim(b, step, i);
    } else if (step->kind == STEP_MONEY) {
        const struct payment_order order = order_of(b, h, i);
        check_ok(b->op, payment_take(b->op, &order, &step->id, &is_new));
        check_true(is_new);
    } else if (step->kind == STEP_RETURN) {
        check_ok(b->op, payment_return(b->op, b->debtor_id, h->steps[step->of].id, name(b, "r", i),
                                       step->value_on, &step->id));
    } else {
        check_ok(b->op, payment_reverse(b->op, b->debtor_id, h->steps[step->of].id, name(b, "x", i),
                                        &step->id));
    }
}

/* --- what the slow ledger is told --- */

static bool comes_before(const struct history *h, int a, int b)
{
    const struct step *const x = &h->steps[a];
    const struct step *const y = &h->steps[b];
    if (x->due_on != y->due_on)
        return x->due_on < y->due_on;
    return x->issued_on != y->issued_on ? x->issued_on < y->issued_on : a < b;
}

/* The place of a claim among all, and of its debt among debts by their first claim; from 1. */
static int64_t place_of(const struct history *h, int claim)
{
    int64_t place = 1;
    for (int i = 0; i < h->count; i++)
        if (h->steps[i].kind == STEP_CLAIM && comes_before(h, i, claim))
            place++;
    return place;
}

static int64_t debt_place_of(const struct history *h, int debt)
{
    int first[DEBTS] = {-1, -1, -1};
    int64_t place = 1;
    for (int i = 0; i < h->count; i++)
        if (h->steps[i].kind == STEP_CLAIM) {
            int *const of = &first[h->steps[i].debt];
            if (*of < 0 || comes_before(h, i, *of))
                *of = i;
        }
    if (first[debt] < 0)
        return 0; /* no claim is of it */
    for (int d = 0; d < DEBTS; d++)
        if (d != debt && first[d] >= 0 && comes_before(h, first[d], first[debt]))
            place++;
    return place;
}

/* Among what was returned: by day, the largest payment first. */
static int64_t return_place_of(const struct history *h, int at)
{
    const struct step *const step = &h->steps[at];
    int64_t place = 1;
    for (int i = 0; i < h->count; i++)
        if (h->steps[i].kind == STEP_RETURN &&
            (h->steps[i].value_on < step->value_on ||
             (h->steps[i].value_on == step->value_on &&
              h->steps[h->steps[i].of].amount > h->steps[step->of].amount)))
            place++;
    return place;
}

#define EVENT_ID(i) ((int64_t)(i)*8 + 1)

static size_t tell_slow(const struct history *h, struct ledger_event *events)
{
    size_t count = 0;
    for (int i = 0; i < h->count; i++) {
        const struct step *const step = &h->steps[i];
        struct ledger_event event = {.id = EVENT_ID(i), .value_on = step->value_on};
        for (int c = 0; c < COMPONENT_COUNT && step->kind == STEP_CLAIM; c++)
            if (step->parts.of[c] > 0)
                events[count++] = (struct ledger_event){.id = EVENT_ID(i) + c,
                                                        .kind = LEDGER_OPEN,
                                                        .value_on = step->issued_on,
                                                        .amount = step->parts.of[c],
                                                        .component = (enum component)c,
                                                        .instalment = 1,
                                                        .due_on = step->due_on,
                                                        .claim = place_of(h, i),
                                                        .debt = debt_place_of(h, step->debt)};
        if (step->kind == STEP_CLAIM)
            continue;
        event.kind = step->kind == STEP_MONEY    ? LEDGER_PAYMENT
                     : step->kind == STEP_RETURN ? LEDGER_RETURN
                                                 : LEDGER_REVERSAL;
        event.amount = step->kind == STEP_MONEY ? step->amount : h->steps[step->of].amount;
        event.of = step->kind == STEP_MONEY ? 0 : EVENT_ID(step->of);
        event.claim = step->kind == STEP_RETURN                   ? 1000 * return_place_of(h, i)
                      : step->kind == STEP_MONEY && step->of >= 0 ? place_of(h, step->of)
                                                                  : 0;
        events[count++] = event;
    }
    return count;
}

/* --- and compared --- */

struct balances {
    int64_t of[DATES][DEBTS][COMPONENT_COUNT];
};

static day date_of(int i)
{
    return START + (day)i * 17;
}

static int debt_of(const struct book *b, int64_t obligation_id)
{
    int debt = 0;
    while (b->debts[debt].id != obligation_id)
        debt++;
    return debt;
}

static void read_balances(const struct book *b, struct balances *ret)
{
    *ret = (struct balances){0};
    for (int i = 0; i < DATES; i++) {
        struct db_rows rows;
        bool has_row = false;
        check_ok(b->op, db_query(b->op, Q_LEDGER_BALANCE,
                                 DB_ARGS(ARG_ID(b->debtor_id), ARG_ID(b->debts[0].case_id),
                                         ARG_DAY(date_of(i))),
                                 &rows));
        for (;;) {
            check_ok(b->op, db_next(b->op, &rows, &has_row));
            if (!has_row)
                break;
            ret->of[i][debt_of(b, db_id(&rows, 0))][db_i64(&rows, 1)] =
                db_i64(&rows, 2) - db_i64(&rows, 3);
        }
    }
}

static void check_slow(const struct book *b, const struct history *h, const struct balances *got)
{
    static struct naive slow;
    static struct ledger_event events[STEPS_MAX * COMPONENT_COUNT];
    const size_t count = tell_slow(h, events);
    for (int i = 0; i < DATES; i++) {
        int64_t want[DEBTS][COMPONENT_COUNT] = {{0}};
        naive_case_ledger(events, count, date_of(i), &slow);
        for (int n = 0; n < slow.count; n++)
            for (int d = 0; d < DEBTS; d++)
                if (slow.lines[n].debt == debt_place_of(h, d))
                    want[d][slow.lines[n].component] += slow.lines[n].open;
        for (int d = 0; d < DEBTS; d++)
            for (int c = 0; c < COMPONENT_COUNT; c++)
                check_eq(got->of[i][d][c], want[d][c]);
    }
    (void)b;
}

/* What is open of each claim, and left of each payment, at the end. */
static void check_rows(const struct book *b, const struct history *h)
{
    static struct naive slow;
    static struct ledger_event events[STEPS_MAX * COMPONENT_COUNT];
    const struct case_key key = {b->debtor_id, b->debts[0].case_id};
    struct case_ledger rows;
    int64_t left = 0;
    naive_case_ledger(events, tell_slow(h, events), DAY_MAX, &slow);
    check_ok(b->op, case_ledger_load(b->op, key, &rows));
    for (size_t i = 0; i < rows.money_count; i++)
        left += rows.money[i].unapplied.minor;
    check_eq(left, slow.unapplied);
    for (int i = 0; i < h->count; i++) {
        struct claim claim;
        int64_t open = 0;
        if (h->steps[i].kind != STEP_CLAIM)
            continue;
        check_ok(b->op, claim_get(b->op, b->debtor_id, h->steps[i].id, &claim));
        for (int n = 0; n < slow.count; n++)
            if (slow.lines[n].claim == place_of(h, i))
                open += slow.lines[n].open;
        check_eq(claim.amount.minor - claim.paid.minor, open);
        check_eq(claim.is_open, open > 0);
    }
}

/* Another order of arrival; what takes money back comes after it. */
static void shuffle(const struct history *from, struct history *to)
{
    int place[STEPS_MAX];
    bool done[STEPS_MAX] = {false};
    to->count = 0;
    while (to->count < from->count) {
        const int i = to->count == 0 ? 0 : (int)below(from->count); /* it makes the case replayed */
        const struct step *const step = &from->steps[i];
        if (done[i] || (step->of >= 0 && !done[step->of]))
            continue;
        done[i] = true;
        place[i] = to->count;
        to->steps[to->count] = *step;
        to->steps[to->count++].of = step->of < 0 ? -1 : place[step->of];
    }
}

static void play(struct book *b, struct history *h, int number, struct balances *ret)
{
    open_case(b, number);
    for (int i = 0; i < h->count; i++)
        tell(b, h, i);
    read_balances(b, ret);
    check_slow(b, h, ret);
    check_rows(b, h);
}

static void check_undone(const struct book *b, struct history *h, const struct balances *before)
{
    struct balances after;
    if (h->count + 2 > STEPS_MAX)
        return;
    h->steps[h->count] = (struct step){
        .kind = STEP_MONEY, .value_on = START + (day)below(200), .amount = 7777, .of = -1};
    h->steps[h->count + 1] = (struct step){
        .kind = STEP_REVERSE, .value_on = h->steps[h->count].value_on, .of = h->count};
    h->count += 2;
    tell(b, h, h->count - 2);
    tell(b, h, h->count - 1);
    read_balances(b, &after);
    check_true(memcmp(before, &after, sizeof(after)) == 0);
}

/* The same in another order of arrival, and with money more that is taken back. */
static void play_history(struct book *b, int number)
{
    static struct history h;
    static struct history other;
    static struct balances told;
    static struct balances shuffled;
    make(&h, number);
    play(b, &h, 2 * number, &told);
    check_undone(b, &h, &told);
    make(&h, number);
    shuffle(&h, &other);
    play(b, &other, 2 * number + 1, &shuffled);
    check_true(memcmp(&told, &shuffled, sizeof(told)) == 0);
}

static void check_doctor(struct op *op)
{
    static const enum query rules[] = {
        Q_DOCTOR_CLAIM_PAID,    Q_DOCTOR_CLAIM_STATE,    Q_DOCTOR_PAYMENT_SPLIT,
        Q_DOCTOR_PAYMENT_STATE, Q_DOCTOR_PAYMENT_RETURN, Q_DOCTOR_ALLOCATION,
        Q_DOCTOR_DEBT_STATE,    Q_DOCTOR_LEDGER_SUM,     Q_DOCTOR_LEDGER_OVERMET};
    for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
        struct db_rows rows;
        bool has_row = false;
        check_ok(op, db_query(op, rules[i], DB_ARGS(ARG_I64(1)), &rows));
        check_ok(op, db_next(op, &rows, &has_row));
        check_false(has_row);
        db_rows_close(&rows);
    }
}

static void open_store(struct op *op)
{
    op->clock = op_clock_system;
    op->touched = NULL;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, OPEN_DATE);
    check_ok(op, db_commit(op));
}

static void test_histories(void **state)
{
    const char *const each = getenv("ACUERDO_TEST_EACH");
    const int step = each && strcmp(each, "1") == 0 ? 1 : 100;
    struct book book = {.op = check_op()};
    (void)state;
    open_store(book.op);
    for (int number = 0; number < HISTORIES; number += step) {
        const struct arena_mark mark = arena_mark(book.op->arena);
        check_ok(book.op, db_begin(book.op, DB_WRITE));
        play_history(&book, number);
        check_ok(book.op, db_commit(book.op));
        touch_clear(book.op);
        arena_release(book.op->arena, mark);
    }
    check_ok(book.op, db_begin(book.op, DB_READ));
    check_doctor(book.op);
    db_rollback(book.op);
    test_store_close(book.op);
}

static int64_t paid_of(const struct book *b, int64_t id)
{
    struct claim claim;
    check_ok(b->op, claim_get(b->op, b->debtor_id, id, &claim));
    return claim.paid.minor;
}

/* A charge that is overdue by its own day is met before what falls due on the day of the money,
 * though the instalment that it joined falls due later. */
static void test_overdue_first(void **state)
{
    struct book book = {.op = check_op()};
    struct step steps[] = {
        {.issued_on = START,
         .due_on = START + 40,
         .parts.of = {[COMPONENT_PRINCIPAL] = 100, [COMPONENT_FEE] = 10}},
        { .debt = 1,
         .issued_on = START + 11,
         .due_on = START + 20,
         .parts.of = {[COMPONENT_PRINCIPAL] = 50}},
    };
    const struct claim_input charge = {.source = STR("t"),
                                       .external_id = STR("charge"),
                                       .issued_on = START + 10,
                                       .due_on = START + 10,
                                       .amount = {30},
                                       .tells_parts = true,
                                       .others.of = {[COMPONENT_INTEREST] = 30}};
    int64_t charge_id = 0;
    int64_t payment_id = 0;
    bool is_new = false;
    (void)state;
    open_store(book.op);
    check_ok(book.op, db_begin(book.op, DB_WRITE));
    open_case(&book, 1);
    for (int i = 0; i < 2; i++)
        tell_claim(&book, &steps[i], i);
    check_ok(book.op, claim_create(book.op, &book.debts[0], &charge, "charge", &charge_id));
    const struct payment_order order = {.debtor_id = book.debtor_id,
                                        .case_id = book.debts[0].case_id,
                                        .source = STR("t"),
                                        .reference = STR("m"),
                                        .value_on = START + 20,
                                        .amount = {45}};
    check_ok(book.op, payment_take(book.op, &order, &payment_id, &is_new));
    check_eq(paid_of(&book, charge_id), 30);
    check_eq(paid_of(&book, steps[1].id), 15);
    check_eq(paid_of(&book, steps[0].id), 0);
    check_ok(book.op, db_commit(book.op));
    touch_clear(book.op);
    test_store_close(book.op);
}

TEST_STORE_MAIN("ledger", cmocka_unit_test(test_histories), cmocka_unit_test(test_overdue_first))
