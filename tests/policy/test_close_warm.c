/* With threads: a close that takes its cases from columns in memory leaves what one leaves that
 * reads them, and believes the columns only as long as nobody else changes a case. */
#include "policy/close.h"
#include "policy/resident.h"
#include "policy/strategy.h"
#include "tests/support/portfolio.h"

#define CASES       45
#define SLICE_CASES 4
#define DAYS        8

/* Keeps columns, or not, beside the portfolio: a reader of its own, as a server has one. */
struct house {
    struct portfolio p;
    struct op reader;
    struct resident *resident; /* NULL: none */
    int paid_at;               /* after how many slices of phase 1 somebody pays; 0: nobody does */
    int payments;
};

static void pay_on_the_side(void *context, day date, int phase, int64_t done, int64_t total)
{
    struct house *const house = context;
    struct op op;
    (void)total;
    if (phase != 1 || done != house->paid_at)
        return;
    portfolio_connect(&house->p, &op);
    check_eq(op.business_date, date + 1);
    for (int n = 1; n < CASES; n += 9)
        check_ok(&op, portfolio_pay(&op, house->p.keys[n],
                                    arena_printf(op.arena, "side-%d", house->payments++), 2500));
    portfolio_disconnect(&op);
}

/* One that tells obligations apart. */
static void install_utilities(struct op *op)
{
    struct strategy_source source;
    check_ok(op, strategy_shipped(op, STR("utilities"), &source));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, strategy_install(op, STR("utilities"), &source));
    check_ok(op, db_commit(op));
}

static void open_house(struct house *house, bool is_warm, bool by_obligations, int paid_at)
{
    *house = (struct house){.paid_at = paid_at};
    portfolio_open(&house->p, CASES);
    if (by_obligations)
        install_utilities(&house->p.op);
    portfolio_connect(&house->p, &house->reader);
    if (!is_warm)
        return;
    house->resident = resident_create(&(struct load_options){.threads = 1});
    check_ok(&house->reader, resident_refresh(&house->reader, house->resident));
}

static void close_house(struct house *house)
{
    resident_destroy(house->resident);
    portfolio_disconnect(&house->reader);
    portfolio_close(&house->p);
}

/* Days with payments between them; what is left is the digest. */
static uint64_t live(struct house *house, int threads, int64_t *ret_from_memory)
{
    struct op *const op = &house->p.op;
    const struct close_options options = {.tell = pay_on_the_side,
                                          .context = house,
                                          .threads = threads,
                                          .slice_cases = SLICE_CASES,
                                          .resident = house->resident};
    int64_t cases = 0;
    int64_t changed = 0;
    *ret_from_memory = 0;
    for (int today = 0; today < DAYS; today++) {
        struct close_result result;
        check_ok(op, portfolio_pay(op, house->p.keys[today * 3],
                                   arena_printf(op->arena, "day-%d", today), 50000));
        check_ok(op, close_day(op, op->business_date, &options, &result));
        *ret_from_memory += result.slices_from_memory;
    }
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, facts_rebuild(op, &cases, &changed));
    check_ok(op, db_commit(op));
    check_eq(changed, 0);
    return portfolio_digest(&house->p);
}

static void check_alike(bool by_obligations, int paid_at, int64_t least, int64_t most)
{
    struct house cold;
    int64_t from_memory = 0;
    open_house(&cold, false, by_obligations, paid_at);
    const uint64_t wanted = live(&cold, 1, &from_memory);
    check_eq(from_memory, 0);
    close_house(&cold);
    for (int threads = 1; threads <= 2; threads++) {
        struct house warm;
        open_house(&warm, true, by_obligations, paid_at);
        check_true(live(&warm, threads, &from_memory) == wanted);
        check_true(from_memory >= least && from_memory <= most);
        check_eq(resident_stats(warm.resident).claims > 0, by_obligations);
        close_house(&warm);
    }
}

enum { SLICES = (CASES + SLICE_CASES - 1) / SLICE_CASES };

static void test_undisturbed(void **state)
{
    (void)state;
    check_alike(false, 0, (int64_t)SLICES * DAYS, (int64_t)SLICES * DAYS);
}

/* Obligations come from the same columns, which load claims as soon as a close asks for them. */
static void test_by_obligations(void **state)
{
    (void)state;
    check_alike(true, 0, (int64_t)SLICES * DAYS, (int64_t)SLICES * DAYS);
    check_alike(true, 3, 3 * (int64_t)DAYS, 3 * (int64_t)DAYS);
}

/* From the payment on every slice comes from the store; a slice that was read before it is read
 * again. */
static void test_somebody_pays_meanwhile(void **state)
{
    (void)state;
    check_alike(false, 3, 3 * (int64_t)DAYS, 3 * (int64_t)DAYS);
}

/* Columns that were never loaded, or that cannot be made fresh, are no hindrance. */
static void test_without_a_load(void **state)
{
    struct house house;
    int64_t from_memory = 0;
    (void)state;
    open_house(&house, false, false, 0);
    house.resident = resident_create(&(struct load_options){.threads = 1});
    (void)live(&house, 2, &from_memory);
    check_eq(from_memory, 0);
    close_house(&house);
}

TEST_STORE_MAIN("close_warm", cmocka_unit_test(test_undisturbed),
                cmocka_unit_test(test_by_obligations),
                cmocka_unit_test(test_somebody_pays_meanwhile),
                cmocka_unit_test(test_without_a_load))
