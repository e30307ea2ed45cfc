/* Many late fees at once: terms that come when claims have been late for years.  What one of them
 * took of memory is not kept beside the next, nor what a case took beside the next case. */
#include "book/claim_entry.h"
#include "policy/interest.h"
#include "policy/interest_due.h"
#include "tests/support/portfolio.h"

#define CASES  10
#define MONTHS 24
#define MXN    CURRENCY('M', 'X', 'N')

static struct portfolio p;

static void tell_claims(struct op *op, const struct obligation_ref *debt, int number)
{
    enum book_change change;
    int64_t id = 0;
    for (int i = 0; i < MONTHS; i++) {
        const day due_on = op->business_date - 30 * (MONTHS - i);
        const struct claim_input claim = {.source = STR("t"),
                                          .external_id =
                                              str_of(arena_printf(op->arena, "c%d-%d", number, i)),
                                          .number = i + 2,
                                          .issued_on = due_on - 20,
                                          .due_on = due_on,
                                          .amount = {50000}};
        check_ok(op, claim_upsert(op, debt, &claim, &id, &change));
    }
}

/* All is committed and waits for the close. */
static struct op *start(const char *fees)
{
    struct op *const op = &p.op;
    portfolio_open(&p, CASES);
    struct obligation_terms terms = {.from_on = op->business_date - 30 * (MONTHS + 1),
                                     .basis = DAY_COUNT_ACTUAL_365,
                                     .bases = TERMS_BASES_DEFAULT,
                                     .cap = STR(""),
                                     .country = STR(""),
                                     .unit = STR("")};
    check_true(fee_levels_parse(str_of(fees), MXN, &terms.fees));
    check_ok(op, db_begin(op, DB_WRITE));
    for (int k = 0; k < CASES; k++) {
        struct obligation_ref debt;
        enum book_change change;
        check_ok(op,
                 obligation_find(op, STR("t"), str_of(arena_printf(op->arena, "p%d", k)), &debt));
        tell_claims(op, &debt, k);
        check_ok(op, obligation_terms_put(op, &debt, &terms, &change));
    }
    touch_clear(op);
    check_ok(op, db_commit(op));
    return op;
}

static int64_t fees_to_come(struct op *op, int number)
{
    struct accrued *list = NULL;
    struct parts total;
    size_t count = 0;
    check_ok(op, interest_accrued(op, p.keys[number], op->business_date, &list, &count, &total));
    return total.of[COMPONENT_FEE];
}

static void test_of_a_case(void **state)
{
    struct op *const op = start("5: 1; 10: 2; 15: 3; 20: 4; 25: 5; 30: 6");
    const size_t before = arena_size(op->arena);
    (void)state;
    check_eq(fees_to_come(op, 1), INT64_C(100) * MONTHS * (1 + 2 + 3 + 4 + 5 + 6));
    check_true(arena_size(op->arena) - before < (size_t)1 << 20);
    portfolio_close(&p);
}

static void test_of_a_close(void **state)
{
    const size_t room = (size_t)1 << 20;
    struct op *const op = start("10: 500; 20: 500; 30: 500");
    const struct arena_mark mark = arena_mark(op->arena);
    int64_t cases = 0;
    (void)state;
    (void)arena_alloc(op->arena, LIMIT_ARENA_SOFT_BYTES - room - arena_size(op->arena));
    check_ok(op, interest_accrue_due(op, &cases));
    check_eq(cases, CASES);
    arena_release(op->arena, mark);
    for (int k = 0; k < CASES; k++)
        check_eq(fees_to_come(op, k), 0); /* they are in the book */
    portfolio_close(&p);
}

TEST_STORE_MAIN("policy_late_fee_many", cmocka_unit_test(test_of_a_case),
                cmocka_unit_test(test_of_a_close))
