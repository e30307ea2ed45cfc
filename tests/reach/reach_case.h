/* Cases that owe and can be written to, for the tests of this room: an organisation of Mexico with
 * the default strategy, its clock at noon there, and people with an e-mail and claims. */
#ifndef TESTS_REACH_REACH_CASE_H
#define TESTS_REACH_REACH_CASE_H
#include "book/claim_entry.h"
#include "policy/commit.h"
#include "policy/strategy.h"
#include "reach/outbox.h"
#include "record/setting.h"
#include "tests/support/organisation.h"

/* Noon in Mexico City on the open date, a Friday. */
#define REACH_NOON (TEST_NOON + 6 * 3600 * INSTANT_PER_SECOND)

static inline void put_setting(struct op *op, const char *name, const char *value)
{
    check_ok(op, setting_put(op, name, TEST_OPEN_DATE - 30, str_of(value)));
}

static inline struct op *reach_open(void)
{
    struct op *const op = test_organisation();
    test_clock_set(REACH_NOON);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, strategy_install_default(op));
    put_setting(op, "mail.from", "cobranza@example.mx");
    put_setting(op, "contact.phone", "55 1234 5678");
    put_setting(op, "contact.address", "Av. Juárez 10, Ciudad de México");
    put_setting(op, "contact.payment_url", "https://pagos.example.mx/cuenta");
    check_ok(op, db_commit(op));
    return op;
}

/* A person, in a transaction of the caller; an empty e-mail is none. */
static inline int64_t reach_person(struct op *op, const char *name, const char *email)
{
    const struct party_input party = {
        .source = STR("t"), .external_id = str_of(email), .name = str_of(name)};
    enum book_change change;
    int64_t debtor_id = 0;
    int64_t point_id = 0;
    check_ok(op, party_upsert(op, &party, &debtor_id, &change));
    check_ok(op, contact_point_put(op, debtor_id, STR("email"), str_of(email), STR("t"), 1,
                                   &point_id, &change));
    return debtor_id;
}

/* One obligation with one claim that fell due that many days ago; each external id once. */
static inline struct case_key reach_debt(struct op *op, int64_t debtor_id, const char *external_id,
                                         int days_ago, int64_t amount)
{
    struct obligation_input obligation = {.source = STR("t"),
                                          .external_id = str_of(external_id),
                                          .debtor_id = debtor_id,
                                          .product = STR("loan"),
                                          .currency = CURRENCY('M', 'X', 'N'),
                                          .opened_on = op->business_date - 200};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = str_of(external_id),
                                      .number = 1,
                                      .issued_on = op->business_date - 200,
                                      .due_on = op->business_date - days_ago,
                                      .amount = {amount}};
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    check_ok(op, creditor_ensure(op, STR("ACME"), STR("Muebles Acme"), &obligation.creditor_id));
    check_ok(op, obligation_upsert(op, &obligation, &ref, &change));
    check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    return (struct case_key){ref.debtor_id, ref.case_id};
}

/* A person who is three days late with $1,500.00 and whose first reminder is planned. */
static inline struct case_key reach_case(struct op *op, const char *email)
{
    check_ok(op, db_begin(op, DB_WRITE));
    const struct case_key key =
        reach_debt(op, reach_person(op, "Ana Pérez", email), email, 3, 150000);
    check_ok(op, policy_commit(op));
    return key;
}

static inline struct outbox_row *reach_rows(struct op *op, const char *state, size_t *ret_count)
{
    struct outbox_row *rows = NULL;
    check_ok(op, outbox_list(op, str_of(state), 0, &rows, ret_count));
    return rows;
}

static inline size_t reach_count(struct op *op, const char *state)
{
    size_t count = 0;
    (void)reach_rows(op, state, &count);
    return count;
}

/* The only message in a state. */
static inline struct outbox_row reach_only(struct op *op, const char *state)
{
    size_t count = 0;
    const struct outbox_row *const rows = reach_rows(op, state, &count);
    if (count != 1)
        fail_msg("%zu messages are %s, not one", count, state);
    return rows[0];
}
#endif
