#include "book/charge_off.h"
#include "book/claim_entry.h"
#include "book/claim_part.h"
#include "book/payment.h"
#include "tests/support/history.h"
#include "tests/support/store.h"

static uint64_t seed;

void history_seed(uint64_t start)
{
    seed = start;
}

int64_t history_below(int64_t limit)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(seed >> 33) % limit;
}

static str name(const struct history *h, const char *what, int i)
{
    return str_of(arena_printf(h->op->arena, "%s-%d-%02d", what, h->number, i));
}

void history_open(struct history *h, int64_t debtor_id)
{
    int64_t creditor_id = 0;
    enum book_change change;
    const struct party_input party = {
        .source = STR("t"), .external_id = name(h, "p", 0), .name = STR("Ana Pérez")};
    h->debtor_id = debtor_id;
    if (debtor_id == 0)
        check_ok(h->op, party_upsert(h->op, &party, &h->debtor_id, &change));
    const str creditor = h->creditor.size > 0 ? h->creditor : STR("");
    check_ok(h->op, creditor_ensure(h->op, creditor, creditor, &creditor_id));
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
void history_tell_claim(struct history *h)
{
    struct told_claim claim = {.debt = (int)history_below(DEBTS)};
    enum book_change change;
    if (h->claim_count == CLAIMS)
        return;
    claim.issued_on = h->op->business_date - 90 + (day)history_below(100);
    claim.due_on = claim.issued_on + (day)history_below(60);
    for (int i = 0; i < h->claim_count; i++) /* of two of one day their names say which is first */
        if (h->claims[i].due_on == claim.due_on)
            return;
    claim.parts.of[COMPONENT_PRINCIPAL] = (100 + history_below(900)) * 64 + h->claim_count;
    if (h->number % 2 == 0)
        for (int i = (int)history_below(4); i > 0; i--)
            claim.parts.of[1 + history_below(COMPONENT_COUNT - 1)] =
                (1 + history_below(80)) * 64 + i;
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

void history_pay(struct history *h)
{
    const day today = h->op->business_date;
    struct told_money came = {
        .value_on = history_below(3) == 0 ? today - (day)history_below(60) : today,
        .amount = (1 + history_below(1400)) * 64 + h->money_count,
        .names = history_below(4) == 0 ? (int)history_below(h->claim_count) : -1,
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

void history_take_back(struct history *h)
{
    const int at = h->money_count > 0 ? (int)history_below(h->money_count) : 0;
    struct told_money *const came = &h->money[at];
    const day today = h->op->business_date;
    const day on = today - (day)history_below(10);
    struct case_ledger rows;
    int64_t id = 0;
    if (h->money_count == 0 || came->back_on != DAY_NONE || came->is_reversed)
        return;
    check_ok(h->op, case_ledger_load(h->op, history_key(h), &rows));
    bool has_entries = rows.plan_count > 0;
    for (size_t i = 0; i < rows.claim_count; i++)
        has_entries |= rows.claims[i].has_entries;
    if (has_entries && history_below(3) == 0) {
        came->is_reversed = true;
        check_ok(h->op, payment_reverse(h->op, h->debtor_id, came->id, name(h, "x", at), &id));
        return;
    }
    came->back_on = on > came->value_on ? on : came->value_on;
    check_ok(h->op,
             payment_return(h->op, h->debtor_id, came->id, name(h, "r", at), came->back_on, &id));
}

/* Past due, or all that is open; of one debt, or of all (0). */
int64_t history_owed(struct history *h, bool is_all, int64_t debt)
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

bool history_is_ledger(const struct history *h)
{
    bool is = false;
    check_ok(h->op, claim_part_any(h->op, history_key(h), &is));
    return is;
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
    naive_case_ledger(t->events, t->count, on, &slow);
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
    naive_case_ledger(t->events, t->count, DAY_MAX, &slow);
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

void history_check(const struct history *h)
{
    static struct telling t;
    if (!history_is_ledger(h))
        return; /* plain, and nobody agreed on anything: money is added to what is there */
    history_tell(h, &t);
    for (int i = 0; i < DATES; i++)
        check_date(h, &t, START - 60 + (day)(i * 23));
    check_rows(h, &t);
}
