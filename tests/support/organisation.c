#include "tests/support/organisation.h"

#include "record/organisation.h"
#include "record/seal.h"

static instant now;

static instant read_clock(void *context)
{
    (void)context;
    return now;
}

void test_clock_set(instant at)
{
    now = at;
    check_op()->held = INSTANT_NONE; /* also inside a transaction */
}

void test_clock_add_minutes(int64_t minutes)
{
    test_clock_set(now + minutes * 60 * INSTANT_PER_SECOND);
}

void test_organisation_create(struct op *op, day open_date)
{
    static const struct crypto_key key = {
        {1, 2, 3}
    };
    const struct organisation organisation = {.name = STR("Cobranza de prueba"),
                                              .country = STR("MX"),
                                              .currency = CURRENCY('M', 'X', 'N'),
                                              .timezone = STR("America/Mexico_City"),
                                              .is_test = true,
                                              .open_date = open_date};
    seal_use(&key);
    check_ok(op, organisation_create(op, &organisation));
}

struct op *test_organisation(void)
{
    struct op *const op = check_op();
    op->clock = (struct op_clock){read_clock, NULL};
    op->actor_id = 0;
    op->touched = NULL;
    now = TEST_NOON;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, TEST_OPEN_DATE);
    check_ok(op, db_commit(op));
    return op;
}

void test_case(struct op *op, int64_t debtor_id, int64_t case_id)
{
    const int64_t creditor_id = 1;
    bool found = false;
    check_ok(op,
             db_query_one(op, Q_CREDITOR_FIND, DB_ARGS(ARG_TEXT(STR("ACME"))), NULL, NULL, &found));
    if (!found)
        check_ok(op, db_run(op, Q_CREDITOR_INSERT,
                            DB_ARGS(ARG_ID(creditor_id), ARG_TEXT(STR("ACME")),
                                    ARG_TEXT(STR("Acme")), ARG_INSTANT(now)),
                            NULL));
    check_ok(op, db_run(op, Q_CASE_INSERT,
                        DB_ARGS(ARG_ID(debtor_id), ARG_ID(case_id), ARG_ID(creditor_id),
                                ARG_I64(CURRENCY('M', 'X', 'N')), ARG_I64(case_id),
                                ARG_TEXT(STR("watching")), ARG_TEXT(STR("administrative")),
                                ARG_DAY(TEST_OPEN_DATE), ARG_NULL, ARG_I64(0), ARG_I64(1),
                                ARG_INSTANT(now), ARG_INSTANT(now)),
                        NULL));
}
