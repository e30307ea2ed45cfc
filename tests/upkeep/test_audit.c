/* Evidence against somebody who can write to the tables: what was changed, taken away or swapped is
 * located; what the program itself does is never a fault. */
#include <inttypes.h>

#include "book/action.h"
#include "book/payment.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "record/event.h"
#include "store/backend.h"
#include "store/open.h"
#include "tests/support/portfolio.h"
#include "tests/support/random_life.h"
#include "upkeep/audit_range.h"

#define PLANTS        1000 /* on PostgreSQL a tenth: each is a dialogue there */
#define FINDINGS_MOST 64
#define SIGNING_SEED  "an audit key for tests, 32 bytes"
static_assert(sizeof(SIGNING_SEED) - 1 == CRYPTO_KEY_BYTES, "seed");

static struct random_life life;

static void use_key(void)
{
    struct crypto_key seed;
    memcpy(seed.bytes, SIGNING_SEED, sizeof(seed.bytes));
    audit_key_use(&seed);
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static const struct audit_request all = {.from = DAY_MIN + 1, .until = DAY_MAX, .threads = 1};

static struct audit_report verify(struct op *op, const struct audit_request *request)
{
    struct audit_report report;
    check_ok(op, audit_verify(op, request, &report));
    return report;
}

static void check_whole(struct op *op)
{
    const struct audit_report report = verify(op, &all);
    for (size_t i = 0; i < report.count && i < 5; i++)
        print_error("%s: " STR_FORMAT "\n", audit_fault_name(report.findings[i].fault),
                    STR_ARG(audit_sentence(op, &report.findings[i])));
    check_eq(report.faults, 0);
    check_true(report.rows > 0);
}

/* --- what was found in an open transaction --- */

struct found {
    struct audit_finding findings[FINDINGS_MOST];
    size_t count;
};

static void keep(void *context, const struct audit_finding *finding)
{
    struct found *const found = context;
    if (found->count < FINDINGS_MOST)
        found->findings[found->count] = *finding;
    found->count++;
}

static struct found look(struct op *op)
{
    struct found found = {.count = 0};
    const struct audit_sink sink = {keep, &found};
    struct audit_start start;
    struct audit_counts counts = {0};
    bool is_there = false;
    check_ok(op, audit_start_get(op, &start, &is_there));
    check_ok(op, audit_check_range(op, &all, &start, 0, INT64_MAX, &sink, &counts));
    return found;
}

static bool has(const struct found *found, enum audit_fault fault, const char *table, int64_t id)
{
    for (size_t i = 0; i < found->count && i < FINDINGS_MOST; i++)
        if (found->findings[i].fault == fault && strcmp(found->findings[i].table, table) == 0 &&
            found->findings[i].row_id == id)
            return true;
    return false;
}

/* --- all audited rows, to choose from --- */

struct row {
    enum audit_table table;
    int64_t debtor_id, id;
};

struct rows {
    struct row *list;
    size_t count, capacity;
};

static void collect(struct op *op, enum audit_table table, struct rows *out)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    struct db_arg values[LIMIT_DB_ARGS];
    struct db_rows rows;
    bool has_row = false;
    if (shape->id < 0) /* settings and files of strategies have other keys: see below */
        return;
    check_ok(op, db_query(op, shape->range, DB_ARGS(ARG_I64(0), ARG_I64(INT64_MAX)), &rows));
    for (;;) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            return;
        (void)audit_read_row(&rows, table, values);
        out->list =
            arena_grow(op->arena, out->list, out->count, &out->capacity, sizeof(*out->list));
        out->list[out->count++] = (struct row){
            table, shape->debtor >= 0 ? values[shape->debtor].i64 : 0, values[shape->id].i64};
    }
}

/* As many rows of each table as there are, each table as likely as any other. */
static struct row pick(const struct rows *tables, uint64_t *random)
{
    for (;;) {
        const struct rows *const rows = &tables[next_random(random) % AUDIT_TABLE_COUNT];
        if (rows->count > 0)
            return rows->list[next_random(random) % rows->count];
    }
}

static const char *where(struct op *op, const struct row *row)
{
    return arena_printf(op->arena,
                        row->debtor_id ? "WHERE id = %" PRId64 " AND debtor_id = %" PRId64
                                       : "WHERE id = %" PRId64,
                        row->id, row->debtor_id);
}

static void execute(struct op *op, const char *sql)
{
    check_ok(op, store_execute(op, "plant", sql));
}

static str column_name(const struct audit_shape *shape, int column)
{
    str rest = str_of(shape->names);
    str name = str_split(&rest, ' ');
    for (int c = 0; c < column; c++)
        name = str_split(&rest, ' ');
    return name;
}

/* --- the three plants --- */

/* One value of a column that is evidence, no matter which; a key would be a row gone and another
 * come, which the other plants are. */
static void plant_change(struct op *op, const struct row *row, uint64_t *random)
{
    const struct audit_shape *const shape = &audit_shapes[row->table];
    int column = 0;
    do
        column = (int)(next_random(random) % (uint64_t)audit_column_count(shape));
    while (column == shape->debtor || column == shape->case_id || column == shape->id ||
           column == shape->seq || (shape->left_out & AUDIT_COLUMN(column)) ||
           shape->kinds[column] == 'b');
    const str name = column_name(shape, column);
    execute(op, arena_printf(op->arena,
                             shape->kinds[column] == 'i'
                                 ? "UPDATE %s SET %.*s = COALESCE(%.*s, 0) + 1 %s"
                                 : "UPDATE %s SET %.*s = COALESCE(%.*s, '') || 'x' %s",
                             shape->table, STR_ARG(name), STR_ARG(name), where(op, row)));
    const struct found found = look(op);
    if (!has(&found, FAULT_ROW_CHANGED, shape->table, row->id) || found.count != 1)
        fail_msg("a changed %s." STR_FORMAT " is not located", shape->table, STR_ARG(name));
}

static void plant_delete(struct op *op, const struct row *row)
{
    const char *const table = audit_shapes[row->table].table;
    execute(op, arena_printf(op->arena, "DELETE FROM %s %s", table, where(op, row)));
    const struct found found = look(op);
    if (!has(&found, FAULT_ROW_MISSING, table, row->id))
        fail_msg("a deleted row of %s is not located", table);
    for (size_t i = 0; i < found.count; i++) /* the last event is missed by its case as well */
        check_true(found.findings[i].fault == FAULT_ROW_MISSING ||
                   found.findings[i].fault == FAULT_EVENTS_MISSING);
}

/* All that two rows of a table say, but for their names. */
static void plant_swap(struct op *op, const struct row *a, const struct row *b)
{
    const char *const table = audit_shapes[a->table].table;
    const struct row hidden = {a->table, a->debtor_id, -1};
    execute(op, arena_printf(op->arena, "UPDATE %s SET id = -1 %s", table, where(op, a)));
    execute(op, arena_printf(op->arena, "UPDATE %s SET id = %" PRId64 " %s", table, a->id,
                             where(op, b)));
    execute(op, arena_printf(op->arena, "UPDATE %s SET id = %" PRId64 " %s", table, b->id,
                             where(op, &hidden)));
    const struct found found = look(op);
    if (!has(&found, FAULT_ROW_CHANGED, table, a->id) ||
        !has(&found, FAULT_ROW_CHANGED, table, b->id))
        fail_msg("two swapped rows of %s are not located", table);
}

static void plant(struct op *op, const struct rows *tables, uint64_t *random)
{
    const struct row row = pick(tables, random);
    const struct rows *const same = &tables[row.table];
    const struct row other = same->list[next_random(random) % same->count];
    switch (next_random(random) % 3) {
    case 0:
        plant_change(op, &row, random);
        return;
    case 1:
        plant_delete(op, &row);
        return;
    default:
        if (other.id != row.id)
            plant_swap(op, &row, &other);
        else
            plant_delete(op, &row);
    }
}

static void test_every_plant_is_located(void **state)
{
    struct rows tables[AUDIT_TABLE_COUNT] = {{.count = 0}};
    struct op *const op = &life.op;
    uint64_t random = 20261122;
    (void)state;
    use_key();
    random_life_open(&life, 7);
    random_life_run(&life);
    check_whole(op);
    check_ok(op, db_begin(op, DB_READ));
    for (int table = AUDIT_EVENT; table < AUDIT_TABLE_COUNT; table++)
        collect(op, (enum audit_table)table, &tables[table]);
    db_rollback(op);
    for (int table = AUDIT_EVENT; table <= AUDIT_CONSENT; table++)
        check_true(tables[table].count > 1);
    const int plants = test_store_dialect() == DB_SQLITE ? PLANTS : PLANTS / 10;
    for (int i = 0; i < plants; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        check_ok(op, db_begin(op, DB_WRITE));
        plant(op, tables, &random);
        db_rollback(op);
        arena_release(op->arena, mark);
    }
    check_whole(op);
    random_life_close(&life);
}

/* --- links and roots --- */

static void test_damaged_links_are_located(void **state)
{
    static const struct {
        const char *name;
        const char *sql; /* on the chain of case %s */
        enum audit_fault fault;
        int64_t n;
    } cases[] = {
        {"another day",        "UPDATE audit_link SET day = day - 1 WHERE n = 2 AND case_id = %s",
         FAULT_LINK_CHANGED,                                                                                            2},
        {"another hash",       "UPDATE audit_link SET hash = entries WHERE n = 2 AND case_id = %s",
         FAULT_LINK_CHANGED,                                                                                            2},
        {"no link",            "DELETE FROM audit_link WHERE n = 2 AND case_id = %s",               FAULT_LINK_MISSING, 2},
        {"no first link",      "DELETE FROM audit_link WHERE n = 1 AND case_id = %s",               FAULT_LINK_MISSING,
         1                                                                                                               },
        {"said to be earlier", "UPDATE audit_link SET kind = 1 WHERE n = 3 AND case_id = %s",
         FAULT_LINK_CHANGED,                                                                                            3},
    };
    struct portfolio p;
    (void)state;
    use_key();
    portfolio_open(&p, 6);
    for (int i = 0; i < 4; i++)
        check_ok(&p.op, portfolio_pay(&p.op, p.keys[2], arena_printf(p.op.arena, "r%d", i), 100));
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE, NULL, &(struct close_result){0}));
    check_whole(&p.op);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *const id = arena_printf(p.op.arena, "%" PRId64, p.keys[2].case_id);
        bool is_located = false;
        check_case(cases[i].name);
        check_ok(&p.op, db_begin(&p.op, DB_WRITE));
        struct buf sql = buf_start(p.op.arena, 1024);
        str rest = str_of(cases[i].sql);
        buf_add(&sql, str_split(&rest, '%'));
        buf_add_c(&sql, id);
        execute(&p.op, buf_cstr(&sql));
        const struct found found = look(&p.op);
        for (size_t f = 0; f < found.count && f < FINDINGS_MOST; f++)
            is_located |= found.findings[f].fault == cases[i].fault &&
                          found.findings[f].n == cases[i].n &&
                          found.findings[f].chain.case_id == p.keys[2].case_id;
        check_true(is_located);
        db_rollback(&p.op);
    }
    portfolio_close(&p);
}

static int64_t count_of(const struct audit_report *report, enum audit_fault fault)
{
    int64_t count = 0;
    for (size_t i = 0; i < report->count; i++)
        count += report->findings[i].fault == fault;
    return count;
}

/* Somebody who knows how chains are made takes the end of one away, rows and count included: only
 * the signature of the day still speaks. */
static void test_a_cut_end_is_noticed(void **state)
{
    struct portfolio p;
    (void)state;
    use_key();
    portfolio_open(&p, 6);
    check_ok(&p.op, portfolio_pay(&p.op, p.keys[1], "first", 100));
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE, NULL, &(struct close_result){0}));
    check_ok(&p.op, portfolio_pay(&p.op, p.keys[1], "second", 100));
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE + 1, NULL, &(struct close_result){0}));
    check_whole(&p.op);
    const long long id = p.keys[1].case_id;
    struct op *const op = &p.op;
    execute(op, arena_printf(op->arena,
                             "DELETE FROM allocation WHERE payment_id IN (SELECT id FROM payment "
                             "WHERE case_id = %lld AND booked_on = %d)",
                             id, PORTFOLIO_DATE + 1));
    execute(op,
            arena_printf(op->arena, "DELETE FROM payment WHERE case_id = %lld AND booked_on = %d",
                         id, PORTFOLIO_DATE + 1));
    execute(op,
            arena_printf(op->arena, "DELETE FROM event WHERE case_id = %lld AND business_date = %d",
                         id, PORTFOLIO_DATE + 1));
    execute(op, arena_printf(op->arena,
                             "DELETE FROM decision WHERE case_id = %lld AND id NOT IN (SELECT "
                             "min(id) FROM decision GROUP BY case_id)",
                             id));
    execute(op, arena_printf(op->arena,
                             "UPDATE debt_case SET event_seq = (SELECT max(seq) FROM event e WHERE "
                             "e.case_id = debt_case.id) WHERE id = %lld",
                             id));
    execute(op, arena_printf(op->arena, "DELETE FROM audit_link WHERE case_id = %lld AND day = %d",
                             id, PORTFOLIO_DATE + 1));
    const struct audit_report report = verify(op, &all);
    check_true(count_of(&report, FAULT_DAY_CHANGED) == 1);
    for (size_t i = 0; i < report.count; i++)
        if (report.findings[i].fault == FAULT_DAY_CHANGED) {
            check_eq(report.findings[i].day, PORTFOLIO_DATE + 1);
            check_str(report.findings[i].detail,
                      arena_printf(op->arena, "%d", audit_group(p.keys[1].debtor_id)));
        }
    portfolio_close(&p);
}

static void test_roots_of_somebody_else(void **state)
{
    static const struct {
        const char *name;
        const char *sql;
        enum audit_fault fault;
    } cases[] = {
        {"another statement",
         "UPDATE audit_root SET statement = statement || 'x' WHERE day = 20004",           FAULT_ROOT_CHANGED},
        {"another signature", "UPDATE audit_root SET signature = nodes WHERE day = 20004",
         FAULT_SIGNATURE                                                                                     },
        {"another count",     "UPDATE audit_root SET links = links + 1 WHERE day = 20004",
         FAULT_DAY_CHANGED                                                                                   },
        {"no root",           "DELETE FROM audit_root WHERE day = 20004",                  FAULT_DAY_UNSIGNED},
        {"no last root",      "DELETE FROM audit_root WHERE day = 20005",                  FAULT_DAY_UNSIGNED},
        {"no key",            "DELETE FROM audit_key",                                     FAULT_SIGNATURE   },
    };
    struct portfolio p;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        use_key();
        portfolio_open(&p, 3);
        for (int today = 0; today < 3; today++)
            check_ok(&p.op,
                     close_day(&p.op, PORTFOLIO_DATE + today, NULL, &(struct close_result){0}));
        check_whole(&p.op);
        struct audit_request with_key = all;
        char hex[CRYPTO_HEX_SIZE(CRYPTO_PUBLIC_BYTES)];
        char id[AUDIT_KEY_ID_SIZE];
        crypto_hex(audit_key_signer(id)->public_key, CRYPTO_PUBLIC_BYTES, hex);
        with_key.public_key = str_of(hex);
        check_eq(verify(&p.op, &with_key).faults, 0);
        hex[0] = hex[0] == '0' ? '1' : '0';
        check_eq(verify(&p.op, &with_key).faults, 3); /* signed by somebody else */
        execute(&p.op, cases[i].sql);
        const struct audit_report report = verify(&p.op, &all);
        check_true(count_of(&report, cases[i].fault) > 0);
        portfolio_close(&p);
    }
}

/* --- what the program itself does --- */

/* A failure at any call leaves rows and links together. */
static void test_a_failure_leaves_no_gap(void **state)
{
    struct portfolio p;
    status code = E_STORE;
    (void)state;
    use_key();
    portfolio_open(&p, 3);
    for (int n = 1; code != OK; n++) {
        db_fail_call(p.op.db, n);
        code = portfolio_pay(&p.op, p.keys[0], "once", 500);
        db_fail_call(p.op.db, 0);
        db_rollback(&p.op);
        touch_clear(&p.op);
        op_clear(&p.op);
        check_true(n < 1000);
        if (n % 8 == 0)
            check_whole(&p.op);
    }
    check_whole(&p.op);
    portfolio_close(&p);
}

/* Rows that an earlier program left are chained once, and say so. */
static void test_rows_of_an_earlier_program(void **state)
{
    static const char *const tables[] = {"audit_link", "audit_nonce", "audit_start"};
    struct portfolio p;
    int64_t rows = 0;
    (void)state;
    use_key();
    portfolio_open(&p, 30);
    check_ok(&p.op, portfolio_pay(&p.op, p.keys[0], "before", 500));
    for (size_t i = 0; i < ARRAY_LEN(tables); i++)
        execute(&p.op, arena_printf(p.op.arena, "DELETE FROM %s", tables[i]));
    const struct audit_report before = verify(&p.op, &all);
    check_eq(count_of(&before, FAULT_NOT_STARTED), 1);
    check_ok(&p.op, audit_start_earlier(&p.op, &rows));
    check_true(rows > 30);
    check_ok(&p.op, audit_start_earlier(&p.op, &rows));
    check_eq(rows, 0);
    check_ok(&p.op, portfolio_pay(&p.op, p.keys[0], "after", 500));
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE, NULL, &(struct close_result){0}));
    check_whole(&p.op);
    portfolio_close(&p);
}

/* --- erasure --- */

static void test_an_erased_text_stays_chained(void **state)
{
    struct portfolio p;
    int64_t id = 0;
    int64_t other = 0;
    (void)state;
    use_key();
    portfolio_open(&p, 3);
    struct op *const op = &p.op;
    struct action_input action = {.key = p.keys[0],
                                  .channel = CHANNEL_CALL,
                                  .disposition = STR("no_answer"),
                                  .note = STR("vive con su madre en la calle 5"),
                                  .callback_on = DAY_NONE};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, action_record(op, &action, &id));
    check_ok(op, action_record(op, &action, &other));
    check_ok(op, policy_commit(op));
    check_whole(op);
    const struct audit_chain chain = {p.keys[0].debtor_id, p.keys[0].case_id};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, audit_forget(op, AUDIT_ACTION, chain, id, &action.note, 1, "asked for"));
    execute(op, arena_printf(op->arena, "UPDATE action SET note = '' WHERE id = %" PRId64, id));
    check_ok(op, db_commit(op));
    check_whole(op);
    /* what nobody wrote goes the same way: the payload of an event */
    check_ok(op, portfolio_pay(op, p.keys[0], "paid", 700));
    struct event_row *events = NULL;
    size_t count = 0;
    check_ok(op, event_list(op, chain.debtor_id, chain.case_id, 0, &events, &count));
    check_true(count > 0);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, audit_forget(op, AUDIT_EVENT, chain, events[count - 1].id,
                              &events[count - 1].payload, 1, "asked for"));
    execute(op, arena_printf(op->arena, "UPDATE event SET payload = '' WHERE id = %" PRId64,
                             events[count - 1].id));
    check_ok(op, db_commit(op));
    check_whole(op);
    /* who blanks a text without saying so, or brings it back, is seen */
    check_ok(op, db_begin(op, DB_WRITE));
    execute(op, arena_printf(op->arena, "UPDATE action SET note = '' WHERE id = %" PRId64, other));
    execute(op, arena_printf(op->arena, "UPDATE action SET note = 'x' WHERE id = %" PRId64, id));
    const struct found found = look(op);
    check_true(has(&found, FAULT_ROW_CHANGED, "action", other));
    check_true(has(&found, FAULT_ROW_CHANGED, "action", id));
    check_eq(found.count, 2);
    db_rollback(op);
    portfolio_close(&p);
}

static void test_two_threads_and_one_case(void **state)
{
    struct portfolio p;
    (void)state;
    use_key();
    portfolio_open(&p, 40);
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE, NULL, &(struct close_result){0}));
    struct audit_request request = all;
    const struct audit_report one = verify(&p.op, &request);
    request.threads = 2;
    const struct audit_report two = verify(&p.op, &request);
    check_eq(one.rows, two.rows);
    check_eq(one.links, two.links);
    check_eq(two.faults, 0);
    execute(&p.op, arena_printf(p.op.arena,
                                "UPDATE decision SET priority = priority + 1 "
                                "WHERE case_id = %" PRId64,
                                p.keys[3].case_id));
    check_true(verify(&p.op, &request).faults > 0);
    request.is_one_case = true;
    request.chain = (struct audit_chain){p.keys[4].debtor_id, p.keys[4].case_id};
    check_eq(verify(&p.op, &request).faults, 0);
    request.chain = (struct audit_chain){p.keys[3].debtor_id, p.keys[3].case_id};
    check_true(verify(&p.op, &request).faults > 0);
    portfolio_close(&p);
}

TEST_STORE_MAIN("audit", cmocka_unit_test(test_every_plant_is_located),
                cmocka_unit_test(test_damaged_links_are_located),
                cmocka_unit_test(test_a_cut_end_is_noticed),
                cmocka_unit_test(test_roots_of_somebody_else),
                cmocka_unit_test(test_a_failure_leaves_no_gap),
                cmocka_unit_test(test_rows_of_an_earlier_program),
                cmocka_unit_test(test_an_erased_text_stays_chained),
                cmocka_unit_test(test_two_threads_and_one_case))
