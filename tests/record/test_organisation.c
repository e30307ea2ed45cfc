/* Making a store ready, opening it, and what a new store contains. */
#include "base/ids.h"
#include "base/words.h"
#include "record/organisation.h"
#include "tests/support/organisation.h"

static const struct organisation good = {
    .name = {"Cobranza",            8 },
    .country = {"MX",                  2 },
    .currency = CURRENCY('M', 'X', 'N'),
    .timezone = {"America/Mexico_City", 19},
    .open_date = TEST_OPEN_DATE,
};

static void test_refuses_what_is_no_organisation(void **state)
{
    (void)state;
    struct op *const op = check_op();
    struct organisation cases[6];
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        cases[i] = good;
    cases[0].name = STR("  ");
    cases[1].country = STR("mx");
    cases[2].country = STR("MEX");
    cases[3].currency = CURRENCY('Z', 'Z', 'Z');
    cases[4].timezone = STR("");
    cases[5].open_date = DAY_NONE;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_eq(organisation_create(op, &cases[i]), E_INVALID);
        op_clear(op);
    }
    db_rollback(op);
}

static void test_keeps_what_it_is_given(void **state)
{
    (void)state;
    struct op *const op = check_op();
    struct organisation got;
    op->business_date = DAY_NONE;
    test_store_open(op);
    check_eq(organisation_get(op, &got), E_NOT_FOUND);
    check_true(strstr(op->text, "acuerdo init") != NULL);
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, organisation_create(op, &good));
    check_ok(op, db_commit(op));
    check_eq(op->business_date, TEST_OPEN_DATE);

    check_ok(op, organisation_get(op, &got));
    check_str(got.name, "Cobranza");
    check_str(got.country, "MX");
    check_eq(got.currency, CURRENCY('M', 'X', 'N'));
    check_str(got.timezone, "America/Mexico_City");
    check_false(got.is_test);
    check_eq(got.open_date, TEST_OPEN_DATE);

    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(organisation_create(op, &good), E_CONFLICT);
    db_rollback(op);
}

static int64_t node_of(int64_t id)
{
    return id >> 12 & IDS_NODE_MAX;
}

/* The lease belongs to the process, so only the first store of this program can show it. */
static void test_leases_a_node_once(void **state)
{
    (void)state;
    static bool is_leased;
    struct op *const op = test_organisation();
    if (!is_leased) {
        check_ok(op, db_begin(op, DB_READ));
        check_eq(organisation_open(op), E_INTERNAL);
        op_clear(op);
        db_rollback(op);
        check_eq(node_of(id_make()), 0); /* node 0 belongs to who made the store */
    }
    op->business_date = DAY_NONE;
    check_ok(op, organisation_open(op));
    check_eq(op->business_date, TEST_OPEN_DATE);
    check_eq(node_of(id_make()), 1);
    is_leased = true;

    check_ok(op, db_begin(op, DB_READ)); /* a later call only reads */
    check_ok(op, organisation_open(op));
    check_ok(op, db_commit(op));
    check_eq(node_of(id_make()), 1);
}

static void test_open_date_moves_forward_only(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, organisation_set_open_date(op, TEST_OPEN_DATE + 1));
    check_eq(op->business_date, TEST_OPEN_DATE + 1);
    check_eq(organisation_set_open_date(op, TEST_OPEN_DATE + 1), E_CONFLICT);
    op_clear(op);
    check_eq(organisation_set_open_date(op, TEST_OPEN_DATE), E_CONFLICT);
    op_clear(op);
    check_ok(op, db_commit(op));
    op->business_date = DAY_NONE;
    check_ok(op, organisation_read_date(op));
    check_eq(op->business_date, TEST_OPEN_DATE + 1);
}

/* --- the seeds --- */

struct outcome {
    str code, key, parent;
    int64_t flags;
};

static size_t list_outcomes(struct op *op, struct outcome *out, size_t most)
{
    struct db_rows rows;
    bool has_row = false;
    size_t count = 0;
    check_ok(op, db_query(op, Q_DISPOSITION_LIST, DB_NO_ARGS, &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    while (has_row && count < most) {
        out[count++] = (struct outcome){.code = db_text_copy(op, &rows, 0),
                                        .parent = db_text_copy(op, &rows, 1),
                                        .key = db_text_copy(op, &rows, 4),
                                        .flags = db_i64(&rows, 5)};
        check_true(db_text(&rows, 2).size > 0 && str_is_utf8(db_text(&rows, 2), NULL));
        check_true(db_text(&rows, 3).size > 0);
        check_ok(op, db_next(op, &rows, &has_row));
    }
    db_rows_close(&rows);
    return count;
}

/* What an agent presses is one digit, or two of a group; no key begins another. */
static void check_keys(const struct outcome *outcomes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const str key = outcomes[i].key;
        check_true(key.size <= 2);
        for (size_t c = 0; c < key.size; c++)
            check_true(key.data[c] >= '1' && key.data[c] <= '9');
        check_eq(key.size == 2, outcomes[i].parent.size > 0);
        for (size_t j = 0; j < count; j++) {
            if (i == j || key.size == 0)
                continue;
            check_false(str_starts(outcomes[j].key, key));
            if (outcomes[j].key.size > 0 && outcomes[j].key.data[0] == key.data[0])
                check_true(str_equal(outcomes[j].parent, outcomes[i].parent));
        }
    }
}

static void check_flags(const struct outcome *outcome)
{
    static const struct {
        enum outcome_flag flag;
        enum outcome_flag needs;
    } rules[] = {
        {OUTCOME_CONTACT,     OUTCOME_ATTEMPT    },
        {OUTCOME_RIGHT_PARTY, OUTCOME_CONTACT    },
        {OUTCOME_PROMISE,     OUTCOME_RIGHT_PARTY},
        {OUTCOME_DISPUTE,     OUTCOME_RIGHT_PARTY},
        {OUTCOME_REFUSAL,     OUTCOME_RIGHT_PARTY},
        {OUTCOME_DECEASED,    OUTCOME_THIRD_PARTY},
        {OUTCOME_THIRD_PARTY, OUTCOME_CONTACT    },
        {OUTCOME_DNC,         OUTCOME_CONTACT    },
    };
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        if (outcome->flags & OUTCOME_BIT(rules[i].flag))
            check_true((outcome->flags & OUTCOME_BIT(rules[i].needs)) != 0);
    check_false((outcome->flags & OUTCOME_BIT(OUTCOME_THIRD_PARTY)) &&
                (outcome->flags & OUTCOME_BIT(OUTCOME_RIGHT_PARTY)));
}

static void test_outcome_codes(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "no_answer",     "busy",           "congestion",       "invalid_number",
        "fax",           "left_message",   "disconnected",     "dropped",
        "timeout",       "blocked",        "dropped_message",  "after_hours",
        "hang_up",       "third_party",    "wrong_number",     "contact_right_party",
        "promise",       "callback",       "promise_partial",  "refuses",
        "cannot_pay",    "disputes",       "already_paid",     "deceased",
        "represented",   "do_not_contact", "language_barrier", "arrangement",
        "payment_taken",
    };
    struct op *const op = test_organisation();
    struct outcome outcomes[64];
    const size_t count = list_outcomes(op, outcomes, ARRAY_LEN(outcomes));
    check_keys(outcomes, count);
    for (size_t i = 0; i < count; i++) {
        check_case(str_cstr(op->arena, outcomes[i].code));
        check_flags(&outcomes[i]);
    }
    for (size_t w = 0; w < ARRAY_LEN(wanted); w++) {
        size_t at = 0;
        while (at < count && !str_equal_c(outcomes[at].code, wanted[w]))
            at++;
        check_case(wanted[w]);
        check_true(at < count);
    }
}

TEST_STORE_MAIN("organisation", cmocka_unit_test(test_leases_a_node_once),
                cmocka_unit_test(test_refuses_what_is_no_organisation),
                cmocka_unit_test(test_keeps_what_it_is_given),
                cmocka_unit_test(test_open_date_moves_forward_only),
                cmocka_unit_test(test_outcome_codes))
