/* Books for the tests of reports, written row by row, and reports as text to compare with.
 *
 * Rows go in by SQL of the test, so that a report is checked against the schema and not against the
 * rooms that will write it.  Days are texts, amounts minor units, ids chosen by the test. */
#ifndef TESTS_INSIGHT_ROWS_H
#define TESTS_INSIGHT_ROWS_H
#include <inttypes.h>

#include "insight/report_write.h"
#include "store/backend.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define REPORT_TEXT_BYTES (1 << 20)

static inline day on(const char *text)
{
    day d = DAY_NONE;
    if (text && !day_parse(str_of(text), &d))
        fail_msg("%s is no day", text);
    return d;
}

/* A day for SQL; NULL is NULL. */
static inline const char *sql_day(struct op *op, const char *text)
{
    return text ? arena_printf(op->arena, "%d", on(text)) : "NULL";
}

static inline void put(struct op *op, const char *text)
{
    check_ok(op, store_execute(op, "test row", text));
}
#define PUT(op, ...) put((op), arena_printf((op)->arena, __VA_ARGS__))

/* A store with an organisation of Mexico whose open date is this one. */
static inline struct op *open_book(const char *open_date)
{
    struct op *const op = check_op();
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, on(open_date));
    check_ok(op, db_commit(op));
    return op;
}

static inline void put_party(struct op *op, int64_t id, const char *external_id)
{
    PUT(op,
        "INSERT INTO party (debtor_id, source, external_id, kind, name, search_name, language, "
        "country, is_deceased, is_bankrupt, is_vulnerable, is_represented, state, version, "
        "created_at, updated_at) VALUES (%" PRId64
        ", 'test', '%s', 'person', 'x', 'x', 'es', 'MX', 0, 0, 0, 0, 'active', 1, 0, 0)",
        id, external_id);
}

/* A case of the creditor 1; its number is its id. */
static inline void put_case(struct op *op, int64_t debtor_id, int64_t id, currency unit,
                            const char *state, const char *opened_on, const char *closed_on)
{
    PUT(op,
        "INSERT INTO debt_case (debtor_id, id, creditor_id, currency, number, state, stage, "
        "opened_on, closed_on, event_seq, version, created_at, updated_at) VALUES (%" PRId64
        ", %" PRId64 ", 1, %d, %" PRId64 ", '%s', 'administrative', %s, %s, 0, 1, 0, 0)",
        debtor_id, id, unit, id, state, sql_day(op, opened_on), sql_day(op, closed_on));
}

static inline void put_obligation(struct op *op, int64_t debtor_id, int64_t case_id, int64_t id,
                                  currency unit, const char *product)
{
    PUT(op,
        "INSERT INTO obligation (debtor_id, id, case_id, creditor_id, source, external_id, "
        "product, "
        "currency, opened_on, state, version, created_at, updated_at) VALUES (%" PRId64 ", %" PRId64
        ", %" PRId64 ", 1, 'test', '%" PRId64 "', '%s', %d, 0, 'open', 1, 0, 0)",
        debtor_id, id, case_id, id, product, unit);
}

static inline void put_claim(struct op *op, int64_t debtor_id, int64_t obligation_id, int64_t id,
                             const char *issued_on, const char *due_on, int64_t amount,
                             const char *state)
{
    PUT(op,
        "INSERT INTO claim (debtor_id, id, case_id, obligation_id, source, external_id, number, "
        "issued_on, due_on, amount, paid, origin, state, version, created_at, updated_at) "
        "SELECT debtor_id, %" PRId64 ", case_id, id, 'test', '%" PRId64 "', 1, %s, %s, %" PRId64
        ", 0, 'schedule', '%s', 1, 0, 0 FROM obligation WHERE debtor_id = %" PRId64
        " AND id = %" PRId64,
        id, id, sql_day(op, issued_on), sql_day(op, due_on), amount, state, debtor_id,
        obligation_id);
}

static inline void put_allocation(struct op *op, int64_t debtor_id, int64_t claim_id, int64_t id,
                                  const char *value_on, int64_t amount)
{
    PUT(op,
        "INSERT INTO allocation (debtor_id, id, payment_id, claim_id, amount, value_on, booked_on) "
        "VALUES (%" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 ", %s, 0)",
        debtor_id, id, id, claim_id, amount, sql_day(op, value_on));
}

static inline void put_attribute(struct op *op, int64_t id, const char *name, const char *type)
{
    PUT(op,
        "INSERT INTO attribute_def (id, name, label, type, created_at) VALUES (%" PRId64
        ", '%s', '%s', '%s', 0)",
        id, name, name, type);
}

/* number and text are SQL. */
static inline void put_value(struct op *op, int64_t debtor_id, int64_t obligation_id,
                             int64_t attribute_id, const char *number, const char *text)
{
    PUT(op,
        "INSERT INTO attribute_value (debtor_id, obligation_id, attribute_id, number, text) VALUES "
        "(%" PRId64 ", %" PRId64 ", %" PRId64 ", %s, %s)",
        debtor_id, obligation_id, attribute_id, number, text);
}

static inline const char *report_text(struct op *op, const char *name,
                                      const struct report_query *query, enum report_format format)
{
    struct buf out = buf_start(op->arena, REPORT_TEXT_BYTES);
    struct report report;

    check_ok(op, report_run(op, str_of(name), query, &report));
    report_write(&report, format, &out);
    check_false(out.is_full);
    return buf_cstr(&out);
}

/* The report as TSV is exactly this text. */
static inline void check_report(struct op *op, const char *name, const struct report_query *query,
                                const char *want)
{
    check_case(name);
    check_text(report_text(op, name, query, REPORT_TSV), want);
}
#endif
