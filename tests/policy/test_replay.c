/* A past close is computed again from what was known then, whatever happened since. */
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/replay.h"
#include "record/organisation.h"
#include "tests/support/random_life.h"

static void check_equal(struct random_life *life, day date)
{
    struct op *const op = &life->op;
    struct replay_result result;
    check_ok(op, replay_day(op, date, NULL, &result));
    for (size_t i = 0; i < result.difference_count; i++) {
        const struct replay_difference *const d = &result.differences[i];
        print_error("%d: slice %d, case %lld: %s \"%s\", now \"%s\"\n", date, d->slice,
                    (long long)d->case_number, d->field, d->then, d->now);
    }
    for (size_t i = 0; i < result.slice_count; i++)
        for (int c = 0; c < FACT_CELLS; c++)
            if (result.slices[i].then.facts[c] != result.slices[i].now.facts[c])
                print_error("%d: slice %d: cell %d of facts\n", date, result.slices[i].number, c);
    check_true(result.slice_count > 3);
    check_true(result.cases > LIFE_PERSONS - LIFE_LATER - 1);
    check_eq(result.differing, 0);
    check_eq(result.digest_then, result.digest_now);
    check_true(result.digest_then != 0);
}

static struct random_life life;

static void test_every_past_day_replays(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        random_life_open(&life, seed * 88172645463325252U);
        random_life_run(&life);
        for (day date = LIFE_DATE; date < LIFE_DATE + LIFE_DAYS; date++)
            check_equal(&life, date);
        check_ok(&life.op, organisation_read_date(&life.op));
        check_eq(life.op.business_date, LIFE_DATE + LIFE_DAYS); /* and today is as it was */
        random_life_close(&life);
    }
}

/* --- a change that a slice overtakes --- */

/* After the first slice attributes come in and are not committed; the second slice goes by. */
static void be_late(void *context, day date, int phase, int64_t done, int64_t total)
{
    struct random_life *const w = context;
    struct op *const op = &w->beside;
    (void)date;
    (void)total;
    if (phase != 1)
        return;
    if (done == 1) {
        check_ok(op, organisation_read_date(op));
        check_ok(op, db_begin(op, DB_WRITE));
        for (int n = 0; n < LIFE_PERSONS - LIFE_LATER; n++)
            random_life_set_attribute(w, op, n);
    } else if (done == 2) {
        check_ok(op, policy_commit(op));
        touch_clear(op);
    }
}

static void test_what_commits_late_was_not_known(void **state)
{
    struct close_result result;
    const struct close_options options = {.tell = be_late, .context = &life, .slice_cases = 25};
    (void)state;
    if (test_store_dialect() == DB_SQLITE)
        return; /* one writer: nobody commits across a slice */
    random_life_open(&life, 4101842887655102017U);
    random_life_change_strategy(&life, 300);
    check_ok(&life.op, close_day(&life.op, LIFE_DATE, &options, &result));
    random_life_close_date(&life, 1);
    check_equal(&life, LIFE_DATE);
    check_equal(&life, LIFE_DATE + 1);
    random_life_close(&life);
}

/* --- what does not replay --- */

/* Somebody changed the past behind the book's back: the due day of a debt. */
static void tamper(struct op *op, const struct random_person *person)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_query(op, Q_KNOWN_CLAIM,
                          DB_ARGS(ARG_I64(person->key.debtor_id),
                                  ARG_I64(person->key.debtor_id + 1), ARG_INSTANT(INT64_MAX)),
                          &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    check_true(has_row);
    id = db_id(&rows, 1);
    db_rows_close(&rows);
    check_ok(op, db_run(op, Q_CLAIM_UPDATE,
                        DB_ARGS(ARG_ID(person->key.debtor_id), ARG_ID(id), ARG_I64(1),
                                ARG_DAY(LIFE_DATE - 60), ARG_DAY(LIFE_DATE + 300), ARG_I64(5000000),
                                ARG_INSTANT(op_now(op))),
                        NULL));
    check_ok(op, db_commit(op));
}

/* A person with one debt that is long past due. */
static int find_late_payer(struct op *op)
{
    for (int n = 0; n < LIFE_PERSONS - LIFE_LATER; n++) {
        struct case_facts facts;
        bool found = false;
        check_ok(op, facts_get(op, life.persons[n].key, &facts, &found));
        if (found && facts.open_claims == 1 && facts.past_due_claims == 1 &&
            facts.oldest_due_on < LIFE_DATE - 5)
            return n;
    }
    fail_msg("nobody is late");
    return 0;
}

static void test_a_changed_past_is_told(void **state)
{
    struct op *const op = &life.op;
    struct close_result closed;
    struct replay_result result;
    struct replay_case one;
    const struct close_options options = {.slice_cases = 25};
    bool is_told = false;
    (void)state;
    random_life_open(&life, 977);
    const int n = find_late_payer(op);
    check_ok(op, close_day(op, LIFE_DATE, &options, &closed));
    tamper(op, &life.persons[n]);
    check_ok(op, replay_day(op, LIFE_DATE, NULL, &result));
    check_eq(result.differing, 1);
    for (size_t i = 0; i < result.slice_count; i++) {
        const struct replay_slice *const slice = &result.slices[i];
        const bool is_here = life.persons[n].key.debtor_id >= slice->from &&
                             life.persons[n].key.debtor_id < slice->until;
        const int cell = FACT_CELLS - FACT_COUNT + FACT_past_due_amount;
        check_eq(slice->differs, is_here);
        check_eq(slice->then.facts[cell] != slice->now.facts[cell], is_here);
    }
    check_true(result.difference_count > 0);
    for (size_t i = 0; i < result.difference_count; i++) {
        check_eq(result.differences[i].case_id, life.persons[n].key.case_id);
        is_told |= strcmp(result.differences[i].field, "rules") == 0;
    }
    check_true(is_told);
    check_ok(op, replay_one_case(op, LIFE_DATE, result.differences[0].case_number, &one));
    check_true(one.was_known && one.has_recorded && one.has_now);
    check_eq(one.facts.past_due_claims, 0);
    check_eq(one.facts_now.past_due_claims, 1); /* the row of facts was left as it was */
    check_true(one.decision.rules != one.recorded.rules);
    random_life_close(&life);
}

static void test_what_cannot_be_replayed(void **state)
{
    struct op *const op = &life.op;
    struct close_result closed;
    struct replay_result result;
    struct replay_case one;
    (void)state;
    random_life_open(&life, 31);
    check_eq(replay_day(op, LIFE_DATE, NULL, &result), E_NOT_FOUND);
    op_clear(op);
    check_ok(op, close_day(op, LIFE_DATE, NULL, &closed));
    check_eq(replay_one_case(op, LIFE_DATE, 99, &one), E_NOT_FOUND);
    op_clear(op);
    /* as an earlier program left it */
    check_ok(op, db_run(op, Q_CLOSE_SLICE_DONE,
                        DB_ARGS(ARG_DAY(LIFE_DATE), ARG_I64(0), ARG_I64(2), ARG_I64(1), ARG_I64(1),
                                ARG_NULL, ARG_NULL, ARG_NULL),
                        NULL));
    check_eq(replay_day(op, LIFE_DATE, NULL, &result), E_CONFLICT);
    check_true(strstr(op->text, "before history was kept") != NULL);
    random_life_close(&life);
}

TEST_STORE_MAIN("replay", cmocka_unit_test(test_every_past_day_replays),
                cmocka_unit_test(test_what_commits_late_was_not_known),
                cmocka_unit_test(test_a_changed_past_is_told),
                cmocka_unit_test(test_what_cannot_be_replayed))
