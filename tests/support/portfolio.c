#include "tests/support/portfolio.h"

#include "base/crypto.h"
#include "book/claim_entry.h"
#include "book/payment.h"
#include "policy/commit.h"
#include "policy/strategy.h"
#include "record/organisation.h"
#include "tests/support/organisation.h"

#define MXN CURRENCY('M', 'X', 'N')

static void make_organisation(struct op *op)
{
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, PORTFOLIO_DATE);
    check_ok(op, strategy_install_default(op));
    check_ok(op, db_commit(op));
}

static void add_points(struct op *op, int64_t debtor_id, int n)
{
    enum book_change change;
    int64_t id = 0;
    if (n % 3 != 2)
        check_ok(op, contact_point_put(op, debtor_id, STR("email"),
                                       str_of(arena_printf(op->arena, "p%d@example.com", n)),
                                       STR("t"), 1, &id, &change));
    if (n % 4 != 3)
        check_ok(op, contact_point_put(op, debtor_id, STR("phone"),
                                       str_of(arena_printf(op->arena, "+5255%08d", n)), STR("t"), 1,
                                       &id, &change));
}

static void add_debtor(struct portfolio *p, int n)
{
    struct op *const op = &p->op;
    const str name = str_of(arena_printf(op->arena, "p%d", n));
    const struct party_input party = {.source = STR("t"), .external_id = name, .name = name};
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = name,
                                    .product = STR("loan"),
                                    .currency = MXN,
                                    .opened_on = PORTFOLIO_DATE - 90};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = name,
                                      .number = 1,
                                      .issued_on = PORTFOLIO_DATE - 90,
                                      .due_on = PORTFOLIO_DATE + 5 - n % 45,
                                      .amount = {100000 + n * 1000}};
    struct obligation_ref ref;
    enum book_change change;
    check_ok(op, party_upsert(op, &party, &debt.debtor_id, &change));
    add_points(op, debt.debtor_id, n);
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    check_ok(op, claim_upsert(op, &ref, &claim, &p->claims[n], &change));
    p->keys[n] = (struct case_key){ref.debtor_id, ref.case_id};
}

void portfolio_open(struct portfolio *portfolio, int count)
{
    struct op *const op = &portfolio->op;
    op_init(op, arena_create(), NULL, op_clock_system);
    portfolio->count = count;
    portfolio->keys = arena_array(op->arena, (size_t)count, sizeof(*portfolio->keys));
    portfolio->claims = arena_array(op->arena, (size_t)count, sizeof(*portfolio->claims));
    test_store_open(op);
    make_organisation(op);
    check_ok(op, db_begin(op, DB_WRITE));
    for (int n = 0; n < count; n++)
        add_debtor(portfolio, n);
    check_ok(op, policy_commit(op));
}

void portfolio_connect(const struct portfolio *portfolio, struct op *ret_op)
{
    struct op first = portfolio->op;
    op_init(ret_op, arena_create(), NULL, op_clock_system);
    first.arena = ret_op->arena; /* several threads may connect at once */
    ret_op->db = test_store_connect(&first);
    check_ok(ret_op, organisation_read_date(ret_op));
}

void portfolio_disconnect(struct op *op)
{
    db_close(op->db);
    arena_destroy(op->arena);
}

void portfolio_close(struct portfolio *portfolio)
{
    test_store_close(&portfolio->op);
    arena_destroy(portfolio->op.arena);
}

status portfolio_pay(struct op *op, struct case_key key, const char *reference, int64_t amount)
{
    const struct payment_order order = {.debtor_id = key.debtor_id,
                                        .case_id = key.case_id,
                                        .source = STR("t"),
                                        .reference = str_of(reference),
                                        .value_on = op->business_date,
                                        .amount = {amount}};
    int64_t id = 0;
    bool is_new = false;
    TRY(db_begin(op, DB_WRITE));
    TRY(payment_take(op, &order, &id, &is_new));
    return policy_commit(op);
}

/* Adds the rows of a query to the hash: a letter of kinds for each column, i or t; - is left out.
 */
static void add_rows(struct op *op, struct crypto_hash *hash, enum query query,
                     const struct db_arg *args, size_t arg_count, const char *kinds)
{
    struct db_rows rows;
    bool has_row = false;
    check_ok(op, db_query(op, query, args, arg_count, &rows));
    for (;;) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            return;
        for (int c = 0; kinds[c]; c++) {
            const int64_t number = kinds[c] == 'i' ? db_i64(&rows, c) : 0;
            const str text = kinds[c] == 't' ? db_text(&rows, c) : STR("");
            crypto_hash_add(hash, &number, sizeof(number));
            crypto_hash_add(hash, text.data, text.size);
            crypto_hash_add(hash, "\x1f", 1);
        }
    }
}

static void add_case(struct op *op, struct crypto_hash *hash, struct case_key key)
{
    const struct db_arg args[] = {ARG_ID(key.debtor_id), ARG_ID(key.case_id)};
    const struct db_arg page[] = {ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_I64(0),
                                  ARG_I64(1000)};
    add_rows(op, hash, Q_CLAIM_OPEN_OF_CASE, args, 2, "--iiit");
    add_rows(op, hash, Q_PAYMENT_LIST, args, 2, "-iiiittt");
    add_rows(op, hash, Q_PROMISE_LIST, args, 2, "--iiiiiiti");
    add_rows(op, hash, Q_EVENT_LIST, page, 4, "i-tii");
}

uint64_t portfolio_digest(struct portfolio *portfolio)
{
    struct op *const op = &portfolio->op;
    const struct db_arg range[] = {ARG_I64(0), ARG_I64(INT64_MAX)};
    uint8_t bytes[CRYPTO_DIGEST_BYTES];
    uint64_t digest = 0;
    struct crypto_hash hash;
    char fact_kinds[FACT_CELLS + 1] = "";
    memset(fact_kinds, 'i', FACT_CELLS);
    fact_kinds[0] = fact_kinds[1] = fact_kinds[5] = '-'; /* debtor, case, creditor */
    op_clear(op);
    crypto_hash_start(&hash);
    check_ok(op, db_begin(op, DB_READ));
    add_rows(op, &hash, Q_FACTS_RANGE, range, 2, fact_kinds);
    add_rows(op, &hash, Q_CASE_DECISION_RANGE, range, 2, "---iiiiiiiiiiiii");
    add_rows(op, &hash, Q_OUTBOX_OPEN_RANGE, range, 2, "---it");
    add_rows(op, &hash, Q_WORK_ITEM_RANGE, range, 2, "---iii-");
    add_rows(op, &hash, Q_CHANGE_TOTAL, NULL, 0, "i");
    for (int n = 0; n < portfolio->count; n++)
        add_case(op, &hash, portfolio->keys[n]);
    check_ok(op, db_commit(op));
    crypto_hash_end(&hash, bytes);
    memcpy(&digest, bytes, sizeof(digest));
    return digest;
}
