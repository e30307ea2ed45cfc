/* With threads: obligations from claims in memory are those of the store, after whatever happened
 * to the book, and obligation.dmn over columns says what it says of one case after the other. */
#include <stdlib.h>

#include "base/assets.h"
#include "base/shared.h"
#include "book/claim_entry.h"
#include "book/dispute.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/obligation_batch.h"
#include "policy/resident.h"
#include "policy/strategy.h"
#include "tests/support/portfolio.h"

#define PESOS CURRENCY('M', 'X', 'N')

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static int64_t roll(uint64_t *state, int64_t sides)
{
    return (int64_t)(next_random(state) % (uint64_t)sides);
}

static struct obligation_table utilities_table(struct op *op)
{
    struct obligation_table table;
    const struct dmn_plan *plan = NULL;
    struct dmn_model *model = NULL;
    struct dmn_symbols *const symbols = dmn_symbols_create(op->arena);
    const str text =
        asset_text(asset_find(assets_policies, STR("strategies/utilities/obligation.dmn")));
    check_ok(op, dmn_model_load(op, text, "obligation.dmn", &model));
    check_ok(op,
             dmn_plan_compile(op, model, "obligation", input_list, INPUT_COUNT, symbols, &plan));
    check_ok(op, obligation_table_of(op, plan, symbols, &table));
    return table;
}

/* --- in memory and in the store --- */

static void add_debt(struct portfolio *p, int turn, uint64_t *random)
{
    static const char *const products[] = {"water", "power", "phone", "loan"};
    struct op *const op = &p->op;
    const struct case_key key = p->keys[roll(random, p->count)];
    const char *const name = arena_printf(op->arena, "debt %d", turn);
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = str_of(name),
                                    .debtor_id = key.debtor_id,
                                    .product = str_of(products[roll(random, 4)]),
                                    .currency = PESOS,
                                    .opened_on = op->business_date - (day)roll(random, 300)};
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    for (int64_t i = roll(random, 4); i >= 0; i--) {
        const struct claim_input claim = {
            .source = STR("t"),
            .external_id = str_of(arena_printf(op->arena, "%s %d", name, (int)i)),
            .number = (int)i + 1,
            .issued_on = op->business_date - 300,
            .due_on = op->business_date + 20 - (day)roll(random, 90),
            .amount = {1000 + roll(random, 90000)}};
        check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    }
    check_ok(op, policy_commit(op));
}

static void dispute(struct portfolio *p, uint64_t *random)
{
    struct op *const op = &p->op;
    const struct case_key key = p->keys[roll(random, p->count)];
    struct obligation_walk walk;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_walk_case(op, key, &walk));
    check_ok(op, obligation_walk_take(op, &walk, key, op->business_date));
    const struct dispute_input input = {
        .key = key,
        .kind = STR("other"),
        .obligation_id = walk.count > 0 && roll(random, 2) > 0 ? walk.list[0].id : 0,
        .reply_due_on = DAY_NONE};
    check_ok(op, dispute_open(op, &input, &id));
    check_ok(op, policy_commit(op));
}

static void live(struct portfolio *p, int turn, uint64_t *random)
{
    struct op *const op = &p->op;
    const struct arena_mark mark = arena_mark(op->arena);
    const int64_t what = turn % 60 == 59 ? 9 : roll(random, 9);
    if (what == 9)
        check_ok(op, close_day(op, op->business_date, NULL, &(struct close_result){0}));
    else if (what > 6)
        dispute(p, random);
    else if (what > 3)
        check_ok(op, portfolio_pay(op, p->keys[roll(random, p->count)],
                                   arena_printf(op->arena, "turn-%d", turn),
                                   100 + roll(random, 90000)));
    else
        add_debt(p, turn, random);
    arena_release(op->arena, mark);
}

static int by_all(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct obligation_facts));
}

/* The obligations of a case in an order that does not hang on which of two equal days came first,
 * without what only one source knows. */
static struct obligation_facts *plain(struct op *op, const struct obligation_walk *walk)
{
    struct obligation_facts *const list = arena_array(op->arena, walk->count, sizeof(*list));
    for (size_t i = 0; i < walk->count; i++) {
        const struct obligation_facts *const from = &walk->list[i];
        const str product = dmn_symbols_text(walk->products, from->product);
        list[i].product = (dmn_symbol)(product.data[0] * 256 + product.data[1]);
        list[i].opened_on = from->opened_on;
        list[i].oldest_due_on = from->oldest_due_on;
        list[i].next_due_on = from->next_due_on;
        list[i].open_amount = from->open_amount;
        list[i].past_due_amount = from->past_due_amount;
        list[i].next_due_amount = from->next_due_amount;
        list[i].open_claims = from->open_claims;
        list[i].past_due_claims = from->past_due_claims;
        list[i].has_dispute = from->has_dispute;
    }
    qsort(list, walk->count, sizeof(*list), by_all);
    return list;
}

static size_t check_same(struct op *op, const struct resident_view *view, day on)
{
    const struct arena_mark mark = arena_mark(op->arena);
    struct obligation_walk of_store;
    struct obligation_walk of_view;
    struct resident_walk cases = resident_walk_start(view, INT64_MIN);
    struct case_facts facts;
    struct decision decision;
    bool has_decision = false;
    size_t count = 0;
    check_ok(op, db_begin(op, DB_READ));
    check_ok(op, obligation_walk_range(op, INT64_MIN, INT64_MAX, &of_store));
    obligation_walk_view(op, view, INT64_MIN, &of_view);
    while (resident_walk_next(&cases, INT64_MAX, &facts, &decision, &has_decision)) {
        const struct case_key key = {facts.debtor_id, facts.case_id};
        check_ok(op, obligation_walk_take(op, &of_store, key, on));
        check_ok(op, obligation_walk_take(op, &of_view, key, on));
        check_eq(of_view.count, of_store.count);
        if (of_view.count > 0)
            assert_memory_equal(plain(op, &of_view), plain(op, &of_store),
                                of_view.count * sizeof(struct obligation_facts));
        count += of_view.count;
    }
    obligation_walk_close(&of_store);
    check_ok(op, db_commit(op));
    arena_release(op->arena, mark);
    return count;
}

static void check_view(struct op *op, struct resident *resident)
{
    check_ok(op, resident_refresh(op, resident));
    const struct resident_view *const view = resident_take(resident);
    check_true(view->claims != NULL);
    check_eq(resident_stats(resident).claims, view->claim_count);
    check_true(check_same(op, view, op->business_date) > 0);
    (void)check_same(op, view, op->business_date + 40); /* nothing in it grew old */
    shared_drop(view);
}

static void test_after_random_events(void **state)
{
    struct portfolio p;
    uint64_t random = 5;
    (void)state;
    portfolio_open(&p, 120);
    struct resident *const resident =
        resident_create(&(struct load_options){.threads = 2, .range_cases = 23});
    check_ok(&p.op, resident_refresh(&p.op, resident));
    check_eq(resident_stats(resident).claims, 0); /* nobody has asked */
    resident_ask_claims(resident);
    check_view(&p.op, resident);
    check_eq(resident_stats(resident).loads, 2);
    for (int turn = 0; turn < 480; turn++) {
        live(&p, turn, &random);
        if (roll(&random, 9) == 0)
            check_view(&p.op, resident);
    }
    check_view(&p.op, resident);
    check_eq(resident_stats(resident).loads, 2);
    check_true(resident_stats(resident).merges > 20);
    resident_destroy(resident);
    portfolio_close(&p);
}

/* --- over columns and one after the other --- */

#define TODAY 20600

/* Cases with none to hundreds of claims: some chunks have more than a piece of them. */
static void make_claims(struct claim_rows *rows, uint64_t *random)
{
    static const char *const products[] = {"water", "power", "phone"};
    const int64_t kind = roll(random, 200);
    const int64_t count = kind == 0 ? roll(random, 3000) : roll(random, 5);
    const int64_t debts = 1 + roll(random, 3);
    int64_t known = 0;
    day due_on = TODAY - 150 + (day)roll(random, 200);
    for (int64_t i = 0; i < count; i++, due_on += (day)roll(random, 40)) {
        const int64_t debt = roll(random, known < debts ? known + 1 : known);
        const int64_t cells[CLAIM_PRODUCT] = {
            [CLAIM_DEBT] = debt,
            [CLAIM_DUE_ON] = due_on,
            [CLAIM_OPEN] = roll(random, 900) == 0 ? INT64_MAX / 2 : 100 + roll(random, 900000),
            [CLAIM_OPENED_ON] = TODAY - 400 - debt,
            [CLAIM_IS_DISPUTED] = debt == 1 && kind % 3 == 0,
        };
        known += debt == known;
        claim_rows_add_claim(rows, cells, str_of(products[debt]));
    }
    claim_rows_end_case(rows);
}

static const struct resident_view *make_view(struct op *op, int64_t count, uint64_t *random)
{
    struct chunk_list list = {.arena = op->arena, .has_claims = true};
    struct column_rows rows;
    column_rows_init(op->arena, op->arena, &rows);
    for (int64_t n = 1; n <= count; n++) {
        for (int c = 0; c < COLUMN_COUNT; c++)
            rows.cells[c][rows.count] = 0;
        rows.validity[rows.count] = 0;
        rows.cells[COLUMN_DEBTOR][rows.count] = n;
        rows.cells[COLUMN_CASE][rows.count] = n;
        rows.cells[COLUMN_OF_FACT(currency)][rows.count] =
            roll(random, 5) > 0 ? PESOS : CURRENCY('C', 'L', 'P');
        rows.count++;
        make_claims(rows.claims, random);
        if (rows.count == VEC_ROWS || n == count)
            chunk_list_pack(&list, op->arena, &rows, rows.count);
    }
    return resident_view_create(&list, 0);
}

static void check_row(struct op *op, const struct obligation_table *table,
                      struct obligation_walk *walk, const struct vec_chunk *chunk, size_t row,
                      const struct dmn_vector *vectors)
{
    struct dmn_value values[INPUT_COUNT];
    const struct case_key key = {vec_column_at(&chunk->columns[COLUMN_DEBTOR], row),
                                 vec_column_at(&chunk->columns[COLUMN_CASE], row)};
    const struct obligation_frame frame = {
        (currency)vec_column_at(&chunk->columns[COLUMN_OF_FACT(currency)], row), TODAY};
    check_ok(op, obligation_walk_take(op, walk, key, TODAY));
    obligation_inputs_sum(table, walk, &frame, values);
    for (int i = INPUT_OBLIGATIONS; i < INPUT_OBLIGATION; i++) {
        const bool has = vectors[i].valid.bits->words[row / 64] >> (row % 64) & 1;
        check_eq(has, !values[i].is_null);
        if (has)
            check_eq(vec_column_at(vectors[i].column, row), values[i].value);
    }
}

static void check_columns(struct op *op, const struct obligation_table *table,
                          const struct resident_view *view)
{
    bool asked[OBLIGATIONS_INPUTS];
    struct dmn_vector vectors[INPUT_COUNT];
    struct obligation_batch *batch = NULL;
    struct obligation_walk walk;
    struct obligation_rows *const rows = arena_new(op->arena, struct obligation_rows);
    struct obligation_columns *const columns = obligation_columns_create(op);
    memset(asked, true, sizeof(asked));
    check_ok(op, obligation_batch_create(op, table, asked, &batch));
    obligation_walk_view(op, view, INT64_MIN, &walk);
    for (size_t c = 0; c < view->chunk_count; c++) {
        obligation_rows_read(op, rows, view->chunks[c], view->claims[c], TODAY);
        obligation_batch_sum(op, batch, rows, columns);
        obligation_columns_show(columns, vectors);
        for (size_t row = 0; row < view->chunks[c]->count; row++)
            check_row(op, table, &walk, view->chunks[c], row, vectors);
    }
}

static void test_columns_and_cases(void **state)
{
    struct op *const op = check_op();
    const struct obligation_table table = utilities_table(op);
    const struct obligation_table none = {.symbols = table.symbols, .flag = -1};
    uint64_t random = 3;
    (void)state;
    const struct resident_view *const view = make_view(op, 5000, &random);
    check_true(view->claims[0]->piece_count > 1);
    check_columns(op, &table, view);
    check_columns(op, &none, view);
    shared_drop(view);
}

TEST_STORE_MAIN("claims", cmocka_unit_test(test_after_random_events),
                cmocka_unit_test(test_columns_and_cases))
