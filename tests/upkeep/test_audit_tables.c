/* Evidence in tables that a newer program began to chain: what was there is chained once, what
 * comes is chained as it comes, and a change of either is located. */
#include <inttypes.h>

#include "book/published.h"
#include "store/backend.h"
#include "tests/support/portfolio.h"
#include "upkeep/audit_range.h"

static const struct audit_request all = {.from = DAY_MIN + 1, .until = DAY_MAX, .threads = 1};

static void execute(struct op *op, const char *sql)
{
    check_ok(op, store_execute(op, "plant", sql));
}

struct wanted {
    enum audit_fault fault;
    const char *table;
    int64_t count; /* as wanted */
    int64_t others;
};

static void keep(void *context, const struct audit_finding *finding)
{
    struct wanted *const wanted = context;
    const bool is_it =
        finding->fault == wanted->fault && strcmp(finding->table, wanted->table) == 0;
    wanted->count += is_it;
    wanted->others += !is_it;
}

/* In a transaction, which may have planted something. */
static struct wanted look(struct op *op, enum audit_fault fault, const char *table)
{
    struct wanted wanted = {.fault = fault, .table = table};
    const struct audit_sink sink = {keep, &wanted};
    struct audit_start start;
    struct audit_counts counts = {0};
    bool is_there = false;
    check_ok(op, audit_start_get(op, &start, &is_there));
    check_ok(op, audit_check_range(op, &all, &start, 0, INT64_MAX, &sink, &counts));
    return wanted;
}

/* What a program did not chain yet is chained once by the one that does; what is written from then
 * on is chained as it comes. */
static void test_tables_of_a_newer_program(void **state)
{
    static const char *const plants[][2] = {
        {"rate_cap",         "UPDATE rate_cap SET value = value + 1 WHERE revision = 1"},
        {"rate_cap",         "UPDATE rate_cap SET source = 'x' WHERE revision = 2"     },
        {"index_value",      "UPDATE index_value SET currency = 0"                     },
        {"contact_override", "UPDATE contact_override SET why = 'x'"                   },
        {"contact_override", "UPDATE contact_override SET asked_by = 7"                },
        {"erasure",          "UPDATE erasure SET rows_changed = 0"                     },
    };
    struct portfolio p;
    struct op *const op = &p.op;
    int64_t rows = 0;
    enum book_change change;
    (void)state;
    portfolio_open(&p, 3);
    const struct case_key key = p.keys[0];
    execute(op, "INSERT INTO rate_cap (country, kind, from_on, revision, value, source, "
                "recorded_at, actor_id) VALUES ('HN', 'usury', 20000, 1, 540000, 'gazette', 1, "
                "NULL)");
    execute(op, arena_printf(op->arena,
                             "INSERT INTO contact_override (debtor_id, id, case_id, business_date, "
                             "channel, rule, pack, why, state, approval_id, asked_by, asked_at) "
                             "VALUES (%" PRId64 ", 1, %" PRId64 ", 20000, 4, 'R', 'p', 'why', "
                             "'asked', 1, 1, 1)",
                             key.debtor_id, key.case_id));
    execute(op, arena_printf(op->arena,
                             "INSERT INTO erasure (debtor_id, id, class, rows_changed, request_id, "
                             "rule, business_date, at, user_id) VALUES (%" PRId64
                             ", 1, 'contact', 4, NULL, 'R', 20000, 1, NULL)",
                             key.debtor_id));
    check_ok(op, db_begin(op, DB_READ));
    check_eq(look(op, FAULT_ROW_UNKNOWN, "rate_cap").count, 1);
    db_rollback(op);
    execute(op, "UPDATE audit_start SET from_table = 18, until_debtor_id = 0, is_done = 0");
    check_ok(op, audit_start_earlier(op, &rows));
    check_eq(rows, 3);
    check_ok(op, audit_start_earlier(op, &rows));
    check_eq(rows, 0);
    check_ok(op, db_begin(op, DB_WRITE));
    struct published published = {.country = STR("HN"),
                                  .name = STR("usury"),
                                  .from_on = 20000,
                                  .value = 550000,
                                  .source = STR("gazette 2")};
    check_ok(op, published_put(op, PUBLISHED_RATE, &published, &change));
    published.name = STR("unit");
    check_true(currency_parse(STR("HNL"), &published.currency));
    check_ok(op, published_put(op, PUBLISHED_INDEX, &published, &change));
    check_ok(op, db_commit(op));
    check_ok(op, db_begin(op, DB_READ));
    check_eq(look(op, FAULT_ROW_CHANGED, "").others, 0);
    db_rollback(op);
    for (size_t i = 0; i < ARRAY_LEN(plants); i++) {
        check_case(plants[i][1]);
        check_ok(op, db_begin(op, DB_WRITE));
        execute(op, plants[i][1]);
        const struct wanted found = look(op, FAULT_ROW_CHANGED, plants[i][0]);
        check_eq(found.count, 1);
        check_eq(found.others, 0);
        db_rollback(op);
    }
    portfolio_close(&p);
}

static str encode_terms(struct op *op, const char *unit, const char *fees)
{
    const struct db_arg values[] = {ARG_I64(1),     ARG_I64(2),       ARG_I64(3),
                                    ARG_I64(4),     ARG_I64(5),       ARG_TEXT_C("actual/365"),
                                    ARG_I64(6),     ARG_I64(7),       ARG_I64(1),
                                    ARG_TEXT_C(""), ARG_TEXT_C(""),   ARG_NULL,
                                    ARG_I64(8),     ARG_TEXT_C(unit), ARG_TEXT_C(fees)};
    const struct audit_commitments none = {.count = 0};
    struct buf out = buf_start(op->arena, 1000);
    audit_encode_row(AUDIT_OBLIGATION_TERMS, values, &none, &out);
    return buf_str(&out);
}

/* Columns that came later: rows of before keep their digest, and a value of one is never that of
 * another. */
static void test_columns_that_came_later(void **state)
{
    struct arena *const arena = arena_create();
    struct op op;
    (void)state;
    op_init(&op, arena, NULL, op_clock_system);
    const str before = encode_terms(&op, NULL, NULL);
    const str unit = encode_terms(&op, "UF", NULL);
    const str fees = encode_terms(&op, NULL, "UF");
    const str both = encode_terms(&op, "UF", "UF");
    check_eq(before.size, 2 + 9 * 9 + (9 + 10) + 2 * 9 + 1); /* thirteen values */
    check_true(str_starts(unit, before));
    check_eq(unit.size, before.size + 9 + 2); /* a tag, a size and the text */
    check_true(str_starts(both, unit));
    check_eq(fees.size, unit.size + 1); /* and a tag for the unit that is none */
    check_true(!str_equal(unit, fees));
    arena_destroy(arena);
}

TEST_STORE_MAIN("audit_tables", cmocka_unit_test(test_columns_that_came_later),
                cmocka_unit_test(test_tables_of_a_newer_program))
