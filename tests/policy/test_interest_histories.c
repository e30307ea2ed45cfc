/* Interest through the store against a slow reference written apart: a book lives through months of
 * closes with claims, money, returns, holds, disputes, late fees, terms and limits that come late,
 * and on every day that is looked at each debt owes, by component and with what has accrued, what a
 * day-by-day count says.  What waiting costs is what the ledger has a month later.
 *
 * ACUERDO_TEST_EACH=1 plays 20,000 histories, on a server too; without it some hundred.  They come
 * in rounds of fifty: ACUERDO_TEST_FROM=65 begins with round 65, ACUERDO_TEST_UNTIL=70 ends
 * before 70. */
#include <stdlib.h>
#include <string.h>

#include "book/claim_entry.h"
#include "book/dispute.h"
#include "book/ledger_view.h"
#include "book/payment.h"
#include "book/published.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/interest.h"
#include "policy/interest_due.h"
#include "policy/offers.h"
#include "tests/reference/interest_naive.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define HISTORIES 20000
#define PER_STORE 50
#define DAYS      100 /* of closes with events */
#define START     (PORTFOLIO_DATE - 100)
#define ROWS_MAX  16

static uint64_t seed;

static int64_t below(int64_t limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(seed >> 33) % limit;
}

struct world {
    struct portfolio p;
    struct person persons[PER_STORE];
    struct interest_step rows[ROWS_MAX]; /* published, in order of their days */
    int row_count;
    struct interest_step values[ROWS_MAX]; /* of the unit */
    int value_count;
    day known_until; /* the open date when the world stands still */
};

static str name(const struct world *w, const char *what, int person, int i)
{
    return str_of(arena_printf(w->p.op.arena, "%s-%03d-%02d", what, person, i));
}

/* --- what happens --- */

static void tell_claim(struct world *w, struct person *p)
{
    struct op *const op = (struct op *)&w->p.op;
    const int i = p->claim_count;
    struct told told = {.debt = i < DEBTS ? i : (int)below(DEBTS)};
    enum book_change change;
    if (i == CLAIMS_MAX)
        return;
    told.issued_on = op->business_date - (day)below(80);
    told.due_on = told.issued_on + 2 + (day)below(50);
    if (told.due_on == day_month_start(told.due_on))
        told.due_on++;
    for (int n = 0; n < i; n++) /* of two of one day their names say which comes first */
        if (p->claims[n].due_on == told.due_on)
            return;
    told.principal = (500 + below(3000)) * 64 + i;
    told.fee = i == 0 || below(4) == 0 ? (1 + below(60)) * 64 + i : 0; /* so it is replayed */
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = name(w, "c", p->number, i),
                                      .number = i + 1,
                                      .issued_on = told.issued_on,
                                      .due_on = told.due_on,
                                      .amount = {told.principal + told.fee},
                                      .tells_parts = true,
                                      .others = {.of = {[COMPONENT_FEE] = told.fee}}};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, claim_upsert(op, &p->debts[told.debt], &claim, &told.id, &change));
    check_ok(op, policy_commit(op));
    p->claims[p->claim_count++] = told;
}

static void take_money(struct world *w, struct person *p)
{
    struct op *const op = &w->p.op;
    const int i = p->money_count;
    struct money_in came = {.value_on = op->business_date - (day)(below(2) * below(90)),
                            .back_on = DAY_NONE,
                            .amount = (50 + below(2500)) * 64 + i,
                            .claim = below(4) == 0 ? (int)below(p->claim_count) : -1};
    bool is_new = false;
    if (i == MONEY_MAX)
        return;
    const struct payment_order order = {.debtor_id = p->key.debtor_id,
                                        .case_id = p->key.case_id,
                                        .source = STR("t"),
                                        .reference = name(w, "m", p->number, i),
                                        .value_on = came.value_on,
                                        .amount = {came.amount},
                                        .claim_id = came.claim < 0 ? 0 : p->claims[came.claim].id};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, payment_take(op, &order, &came.id, &is_new));
    check_ok(op, policy_commit(op));
    p->money[p->money_count++] = came;
}

static void take_back(struct world *w, struct person *p)
{
    struct op *const op = &w->p.op;
    const int i = p->money_count > 0 ? (int)below(p->money_count) : -1;
    int64_t id = 0;
    if (i < 0 || p->money[i].is_reversed || p->money[i].back_on != DAY_NONE)
        return;
    struct money_in *const came = &p->money[i];
    const day back_on = came->value_on + (day)below(op->business_date - came->value_on + 1);
    check_ok(op, db_begin(op, DB_WRITE));
    if (below(3) == 0) {
        came->is_reversed = true;
        check_ok(op,
                 payment_reverse(op, p->key.debtor_id, came->id, name(w, "x", p->number, i), &id));
    } else {
        came->back_on = back_on;
        check_ok(op, payment_return(op, p->key.debtor_id, came->id, name(w, "r", p->number, i),
                                    back_on, &id));
    }
    check_ok(op, policy_commit(op));
}

static void place_hold(struct world *w, struct person *p)
{
    struct op *const op = &w->p.op;
    const day from = op->business_date - (day)below(60);
    const struct interest_period hold = {from, from + 1 + (day)below(30)};
    int64_t id = 0;
    if (p->hold_count == HOLDS_MAX)
        return;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op,
             hold_place(op, p->key, STR("interest"), hold.from, hold.until, STR("prueba"), &id));
    check_ok(op, policy_commit(op));
    p->holds[p->hold_count++] = hold;
}

/* Opened today, or the last one closed. */
static void dispute(struct world *w, struct person *p)
{
    struct op *const op = &w->p.op;
    struct disputed *const last = p->dispute_count > 0 ? &p->disputes[p->dispute_count - 1] : NULL;
    const int debt = (int)below(DEBTS + 1) - 1;
    check_ok(op, db_begin(op, DB_WRITE));
    if (last && last->until == DAY_MAX) {
        last->until = op->business_date;
        check_ok(op, dispute_close(op, p->key.debtor_id, last->id, STR("rejected")));
    } else if (p->dispute_count < DISPUTES_MAX) {
        const struct dispute_input input = {.key = p->key,
                                            .obligation_id = debt < 0 ? 0 : p->debts[debt].id,
                                            .kind = STR("amount"),
                                            .reply_due_on = DAY_NONE,
                                            .note = STR("prueba")};
        struct disputed *const next = &p->disputes[p->dispute_count++];
        *next = (struct disputed){debt, op->business_date, DAY_MAX, 0};
        check_ok(op, dispute_open(op, &input, &next->id));
    }
    check_ok(op, policy_commit(op));
}

static struct fee_levels make_fees(void)
{
    struct fee_levels fees = {.in = CURRENCY('M', 'X', 'N'), .count = (int)below(4)};
    int days = 0;
    for (int i = 0; i < fees.count; i++) {
        days += 1 + (int)below(25);
        fees.of[i] = (struct fee_level){
            days,
            {.fixed = 1 + below(9000), .rate = below(2) * below(90000), .least = below(2) * 3000}
        };
        fees.of[i].rule.most = below(2) * (3000 + below(6000));
    }
    if (fees.count == 0)
        fees.in = CURRENCY_NONE;
    return fees;
}

static void put_terms(struct world *w, struct person *p, int debt)
{
    static const unsigned bases[] = {
        1U << COMPONENT_PRINCIPAL, (1U << COMPONENT_PRINCIPAL) | (1U << COMPONENT_FEE),
        (1U << COMPONENT_PRINCIPAL) | (1U << COMPONENT_INTEREST) | (1U << COMPONENT_LATE_INTEREST)};
    struct op *const op = &w->p.op;
    const int count = p->terms_count[debt];
    static const char *const countries[] = {"", "CL", "CL", "BR"};
    const str country = str_of(countries[below(ARRAY_LEN(countries))]);
    const bool is_chilean = str_equal_c(country, "CL");
    struct obligation_terms terms = {.basis =
                                         below(2) ? DAY_COUNT_ACTUAL_360 : DAY_COUNT_ACTUAL_365,
                                     .rate = below(3) * below(500000),
                                     .late_rate = below(900000),
                                     .bases = bases[below(ARRAY_LEN(bases))],
                                     .cap = is_chilean ? STR("tmc.x") : STR(""),
                                     .country = country,
                                     .unit = is_chilean && below(3) > 0 ? STR("UF") : STR(""),
                                     .fees = make_fees()};
    enum book_change change;
    if (count == TERMS_MAX)
        return;
    terms.from_on = count == 0 ? START + (day)below(120)
                               : p->terms[debt][count - 1].from_on + 1 + (day)below(40);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_terms_put(op, &p->debts[debt], &terms, &change));
    check_ok(op, policy_commit(op));
    p->terms[debt][p->terms_count[debt]++] = terms;
}

static bool keep_row(struct interest_step *rows, int *count, struct interest_step step)
{
    int at = 0;
    while (at < *count && rows[at].from < step.from)
        at++;
    const bool is_there = at < *count && rows[at].from == step.from;
    if (!is_there && *count == ROWS_MAX)
        return false;
    for (int i = *count; i > at && !is_there; i--)
        rows[i] = rows[i - 1];
    *count += is_there ? 0 : 1;
    rows[at] = step;
    return true;
}

/* A limit, or the value of a unit, that is published late, or corrected. */
static void publish(struct world *w)
{
    struct op *const op = &w->p.op;
    const bool is_rate = below(2) == 0;
    const struct interest_step step = {START + (day)below(200),
                                       is_rate ? 100000 + below(500000)
                                               : 29000 * PUBLISHED_MILLION + below(2000000000)};
    const struct published row = {.country = STR("CL"),
                                  .name = is_rate ? STR("tmc.x") : STR("UF"),
                                  .from_on = step.from,
                                  .value = step.value,
                                  .currency = is_rate ? CURRENCY_NONE : CURRENCY('M', 'X', 'N'),
                                  .source = STR("CMF")};
    enum book_change change;
    if (!keep_row(is_rate ? w->rows : w->values, is_rate ? &w->row_count : &w->value_count, step))
        return;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, published_put(op, is_rate ? PUBLISHED_RATE : PUBLISHED_INDEX, &row, &change));
    check_ok(op, db_commit(op));
}

static void open_person(struct world *w, int number)
{
    struct op *const op = &w->p.op;
    struct person *const p = &w->persons[number];
    int64_t creditor_id = 0;
    int64_t debtor_id = 0;
    enum book_change change;
    *p = (struct person){.number = number};
    const struct party_input party = {
        .source = STR("t"), .external_id = name(w, "p", number, 0), .name = STR("Ana Pérez")};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, party_upsert(op, &party, &debtor_id, &change));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    for (int i = 0; i < DEBTS; i++) {
        const struct obligation_input debt = {.source = STR("t"),
                                              .external_id = name(w, "o", number, i),
                                              .debtor_id = debtor_id,
                                              .creditor_id = creditor_id,
                                              .product = STR("loan"),
                                              .currency = CURRENCY('M', 'X', 'N'),
                                              .opened_on = START};
        check_ok(op, obligation_upsert(op, &debt, &p->debts[i], &change));
    }
    p->key = (struct case_key){debtor_id, p->debts[0].case_id};
    check_ok(op, policy_commit(op));
    for (int i = 0; i < DEBTS; i++)
        tell_claim(w, p);
}

static void happen(struct world *w, struct person *p)
{
    const int64_t choice = below(160);
    if (choice < 3)
        tell_claim(w, p);
    else if (choice < 9)
        take_money(w, p);
    else if (choice < 12)
        take_back(w, p);
    else if (choice < 14)
        place_hold(w, p);
    else if (choice < 18)
        put_terms(w, p, (int)below(DEBTS));
    else if (choice < 20)
        dispute(w, p);
}

/* --- and compared --- */

/* What is owed, less the money that waits: it meets what a month charges.  What was opened would
 * not do: where a charge that falls was met by money that went back, both it and what is owed again
 * are lower, though nothing less is owed. */
static int64_t owed_until(struct op *op, const struct person *p, day on)
{
    struct ledger_view view;
    struct accrued *list = NULL;
    struct parts accrued;
    size_t count = 0;
    check_ok(op, ledger_view_read(op, p->key, on, &view));
    check_ok(op, interest_accrued(op, p->key, on, &list, &count, &accrued));
    int64_t sum = ledger_view_open(&view).minor - view.unapplied.minor;
    for (int c = 0; c < COMPONENT_COUNT; c++)
        sum += accrued.of[c];
    return sum;
}

static void compare(struct op *op, const struct interest_steps *values, const struct person *p,
                    const struct slow *s, const struct naive *n, const struct in_unit *units,
                    const struct month *m, day on)
{
    struct ledger_view view;
    struct accrued *list = NULL;
    struct parts total;
    size_t count = 0;
    check_ok(op, ledger_view_read(op, p->key, on, &view));
    check_ok(op, interest_accrued(op, p->key, on, &list, &count, &total));
    for (int d = 0; d < DEBTS; d++)
        for (int c = 0; c < COMPONENT_COUNT; c++) {
            int64_t want = 0;
            int64_t got = 0;
            for (int i = 0; i < n->count; i++)
                if (n->lines[i].debt == slow_debt(s, d) && (int)n->lines[i].component == c)
                    want += n->lines[i].open;
            if (c == COMPONENT_INTEREST || c == COMPONENT_LATE_INTEREST)
                want += slow_interest(m, d, c == COMPONENT_INTEREST ? 0 : 1);
            if (c == COMPONENT_PRINCIPAL && units[d].is_on && values->count > 0) {
                const struct worth worth = slow_worth(values, p, s, n, d, &units[d], DAY_MAX, on);
                want += worth.owed - worth.booked;
            }
            for (size_t i = 0; i < view.debt_count; i++)
                if (view.debts[i].id == p->debts[d].id)
                    got += view.debts[i].sum.opened.of[c] - view.debts[i].sum.met.of[c];
            for (size_t i = 0; i < count; i++)
                if (list[i].obligation_id == p->debts[d].id)
                    got += list[i].parts.of[c];
            if (got != want)
                print_error("person %d debt %d component %d on day %d\n", p->number, d, c, (int)on);
            check_eq(got, want);
        }
}

/* Day by day from the first, until the open date: what is charged, or, when all of it is known,
 * whether the book has the same. */
static void walk(struct world *w, const struct person *p, struct slow *s, bool is_charged)
{
    static struct naive n;
    struct op *const op = &w->p.op;
    struct place fees[CLAIMS_MAX * FEE_LEVELS_MAX];
    struct month m = {{NULL}, {{0}}, {{0}}};
    struct in_unit units[DEBTS] = {{.is_on = false}};
    const struct interest_steps values = {w->values, (size_t)w->value_count};
    const struct interest_steps limits = {w->rows, (size_t)w->row_count};
    const day step = 5 + (day)(p->number % 7);
    n.count = n.met_count = n.purse_count = 0;
    for (day on = day_month_start(START - 100); on <= op->business_date; on++) {
        const struct arena_mark mark = arena_mark(op->arena);
        const int fee_count = is_charged ? 0 : slow_fees(s, p, &n, on, fees);
        if (on == day_month_start(on)) {
            if (!is_charged)
                slow_charge(&values, s, p, &n, units, &m, on);
            m = (struct month){{NULL}, {{0}}, {{0}}};
        }
        for (int i = 0; i < fee_count; i++)
            slow_add(s, &fees[i]);
        if (fee_count > 0)
            slow_tell(s, p);
        naive_case_ledger(s->events, s->event_count, on, &n);
        slow_unit(p, on, units);
        slow_bear(&limits, &values, p, s, &n, units, on, &m);
        if (is_charged && (on % step == 0 || on == op->business_date))
            compare(op, &values, p, s, &n, units, &m, on);
        arena_release(op->arena, mark);
    }
}

static void check_person(struct world *w, const struct person *p)
{
    static struct slow s;
    s.count = 0;
    memset(s.had_fee, 0, sizeof(s.had_fee));
    for (int i = 0; i < p->claim_count; i++) {
        const struct told *const told = &p->claims[i];
        slow_add(&s, &(struct place){told->issued_on, told->due_on, told->debt, -1, told->principal,
                                     told->fee, 0, i, 0});
    }
    slow_tell(&s, p);
    walk(w, p, &s, false);
    walk(w, p, &s, true); /* a value that falls lowers what was charged before */
}

static int64_t entry_count(struct world *w)
{
    int64_t count = 0;
    for (int i = 0; i < PER_STORE; i++) {
        struct ledger_view view;
        check_ok(&w->p.op, ledger_view_read(&w->p.op, w->persons[i].key, DAY_MAX, &view));
        count += (int64_t)view.row_count;
    }
    return count;
}

/* Looking at everything again writes nothing. */
static void check_idle(struct world *w)
{
    struct op *const op = &w->p.op;
    const int64_t before = entry_count(w);
    int64_t cases = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_ACCRUAL_ASK_ALL, DB_ARGS(ARG_DAY(op->business_date)), NULL));
    check_ok(op, db_commit(op));
    check_ok(op, interest_accrue_due(op, &cases));
    check_true(cases > PER_STORE / 2);
    check_eq(entry_count(w), before);
}

static void close_days(struct world *w, int days)
{
    struct op *const op = &w->p.op;
    for (int i = 0; i < days; i++) {
        struct close_result closed;
        check_ok(op, close_day(op, op->business_date, NULL, &closed));
    }
}

/* The cost that is told is what the ledger has on that day, when nothing happens. */
static void check_waiting(struct world *w)
{
    struct op *const op = &w->p.op;
    const day on = op->business_date;
    int told = 0;
    for (int i = 0; i < PER_STORE; i++) {
        struct person *const p = &w->persons[i];
        struct case_offers offers;
        check_ok(op, case_offers_read(op, p->key, (money){0}, &offers));
        p->cost = offers.waiting.then - offers.waiting.now;
        p->owed = owed_until(op, p, on);
        check_eq(offers.waiting.until, on + OFFERS_WAIT_DAYS);
        told += p->cost > 0;
    }
    check_true(told > PER_STORE / 4);
    close_days(w, OFFERS_WAIT_DAYS);
    for (int i = 0; i < PER_STORE; i++) {
        const struct person *const p = &w->persons[i];
        check_eq(owed_until(op, p, on + OFFERS_WAIT_DAYS) - p->owed, p->cost);
    }
}

static void play(struct world *w, int number)
{
    struct op *const op = &w->p.op;
    *w = (struct world){.row_count = 0};
    portfolio_open(&w->p, 0);
    seed = (uint64_t)number * 2654435761U + 11;
    for (int i = 0; i < PER_STORE; i++)
        open_person(w, i);
    for (int d = 0; d < DAYS; d++) {
        const struct arena_mark mark = arena_mark(op->arena);
        for (int i = 0; i < PER_STORE; i++)
            happen(w, &w->persons[i]);
        if (below(6) == 0)
            publish(w);
        close_days(w, 1);
        touch_clear(op);
        arena_release(op->arena, mark);
    }
    for (int i = 0; i < PER_STORE; i++)
        check_person(w, &w->persons[i]);
    check_idle(w);
    check_waiting(w);
    test_check_sound(op);
    portfolio_close(&w->p);
}

static int from_environment(const char *variable, int otherwise)
{
    const char *const text = getenv(variable);
    int64_t value = 0;
    if (!text)
        return otherwise;
    check_true(str_to_i64(str_of(text), &value) && value >= 0 && value <= HISTORIES / PER_STORE);
    return (int)value;
}

static void test_histories(void **state)
{
    const char *const each = getenv("ACUERDO_TEST_EACH");
    const bool is_each = each && strcmp(each, "1") == 0;
    const int first = from_environment("ACUERDO_TEST_FROM", 0);
    const int end = from_environment("ACUERDO_TEST_UNTIL", is_each ? HISTORIES / PER_STORE : 4);
    static struct world w;
    (void)state;
    for (int i = first; i < end; i += is_each ? 1 : test_store_every(4))
        play(&w, i);
}

TEST_STORE_MAIN("policy_interest_histories", cmocka_unit_test(test_histories))
