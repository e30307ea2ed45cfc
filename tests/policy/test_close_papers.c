/* With threads: a paper is evidence in the chain of its case, and no change of the case.  One that
 * is made after the next slice was read ahead makes that slice's chains stale: it is read again,
 * and the close leaves what it leaves where nobody makes papers. */
#include "insight/paper.h"
#include "policy/close.h"
#include "record/audit.h"
#include "tests/support/portfolio.h"
#include "upkeep/audit_range.h"

#define CASES        45
#define SLICE_CASES  4
#define DAYS         5
#define SIGNING_SEED "an audit key for tests, 32 bytes"
static_assert(sizeof(SIGNING_SEED) - 1 == CRYPTO_KEY_BYTES, "seed");

struct house {
    struct portfolio p;
    int paper_at; /* after how many slices of phase 1 papers are made; 0: none are */
    int papers;
};

static void make_papers(void *context, day date, int phase, int64_t done, int64_t total)
{
    struct house *const house = context;
    struct op op;
    (void)date;
    (void)total;
    if (phase != 1 || house->paper_at == 0 || done % house->paper_at != 0)
        return;
    portfolio_connect(&house->p, &op);
    for (int n = 0; n < CASES; n++) {
        struct paper paper;
        check_ok(&op, db_begin(&op, DB_WRITE));
        check_ok(&op, paper_make(&op, house->p.keys[n], PAPER_STATEMENT, &paper));
        check_ok(&op, db_commit(&op));
        house->papers++;
    }
    portfolio_disconnect(&op);
}

static void check_evidence(struct op *op)
{
    const struct audit_request all = {.from = DAY_MIN + 1, .until = DAY_MAX, .threads = 1};
    struct audit_report report;
    check_ok(op, audit_verify(op, &all, &report));
    for (size_t i = 0; i < report.count && i < 5; i++)
        print_error("%s: " STR_FORMAT "\n", audit_fault_name(report.findings[i].fault),
                    STR_ARG(audit_sentence(op, &report.findings[i])));
    check_eq(report.faults, 0);
    check_true(report.rows > 0);
}

static uint64_t live(int threads, int paper_at)
{
    struct house house = {.paper_at = paper_at};
    struct crypto_key seed;
    memcpy(seed.bytes, SIGNING_SEED, sizeof(seed.bytes));
    audit_key_use(&seed);
    portfolio_open(&house.p, CASES);
    struct op *const op = &house.p.op;
    const struct close_options options = {
        .tell = make_papers, .context = &house, .threads = threads, .slice_cases = SLICE_CASES};
    int64_t decided = 0;
    for (int today = 0; today < DAYS; today++) {
        struct close_result result;
        check_ok(op, portfolio_pay(op, house.p.keys[today * 3],
                                   arena_printf(op->arena, "day-%d", today), 50000));
        check_ok(op, close_day(op, op->business_date, &options, &result));
        decided += result.decision_rows;
    }
    check_true(decided > DAYS); /* there is something to write evidence of */
    check_eq(house.papers > 0, paper_at > 0);
    check_evidence(op);
    const uint64_t digest = portfolio_digest(&house.p);
    portfolio_close(&house.p);
    return digest;
}

static void test_papers_beside_a_close(void **state)
{
    (void)state;
    const uint64_t wanted = live(1, 0);
    check_true(live(1, 5) == wanted);
    check_true(live(2, 5) == wanted);
    check_true(live(2, 2) == wanted);
}

/* --- what a transaction is told to expect --- */

static struct audit_head head_of(struct op *op, struct case_key key)
{
    struct audit_head head = {
        .chain = {key.debtor_id, key.case_id}
    };
    check_ok(op, audit_heads_read(op, &head, 1));
    check_true(head.n > 0);
    return head;
}

static status make_paper_on(struct op *op, struct case_key key, const struct audit_head *expected)
{
    struct paper paper;
    TRY(db_begin(op, DB_WRITE));
    TRY(audit_expect_heads(op, expected, 1));
    TRY(paper_make(op, key, PAPER_STATEMENT, &paper));
    return db_commit(op);
}

static void test_expected_heads(void **state)
{
    struct portfolio p;
    (void)state;
    portfolio_open(&p, 2);
    struct op *const op = &p.op;
    const struct audit_head first = head_of(op, p.keys[1]);
    check_ok(op, make_paper_on(op, p.keys[1], &first));
    const struct audit_head second = head_of(op, p.keys[1]);
    check_eq(second.n, first.n + 1);
    check_eq(make_paper_on(op, p.keys[1], &first), E_CONFLICT);
    db_rollback(op);
    op_clear(op);
    const struct audit_head after = head_of(op, p.keys[1]);
    check_eq(after.n, second.n);
    check_true(memcmp(after.hash, second.hash, sizeof(after.hash)) == 0);
    check_ok(op, make_paper_on(op, p.keys[1], &second));
    check_ok(op, make_paper_on(op, p.keys[0], &second)); /* of another chain: it is asked for */
    check_evidence(op);
    portfolio_close(&p);
}

TEST_STORE_MAIN("close_papers", cmocka_unit_test(test_papers_beside_a_close),
                cmocka_unit_test(test_expected_heads))
