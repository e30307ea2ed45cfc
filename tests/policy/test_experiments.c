/* Champion and challenger over a book: two people begin it, each case is decided by its arm
 * wherever it is decided, and a past day replays with the arms of its time. */
#include "book/party.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/experiment_state.h"
#include "policy/policy.h"
#include "policy/replay.h"
#include "policy/strategy_state.h"
#include "record/organisation.h"
#include "record/symbol.h"
#include "record/user.h"
#include "tests/support/portfolio.h"

#define CASES 160

static int64_t add_user(struct op *op, const char *login)
{
    int64_t id = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op,
             user_create(op, str_of(login), str_of(login), STR("una frase larga y propia"), &id));
    check_ok(op, user_add_role(op, id, STR("supervisor")));
    check_ok(op, user_add_role(op, id, STR("strategist")));
    check_ok(op, db_commit(op));
    return id;
}

/* Another strategy that two people stand behind. */
static int64_t add_challenger(struct op *op, int64_t author, int64_t checker)
{
    struct strategy_source source;
    struct strategy_row row;
    struct approval approval;
    int64_t asked = 0;
    check_ok(op, strategy_shipped(op, STR("retail"), &source));
    check_ok(op, db_begin(op, DB_WRITE));
    op->actor_id = author;
    check_ok(op, strategy_draft(op, STR("retail"), 0, &source, STR("retadora"), &row));
    check_ok(op, strategy_tested(op, row.id, STR("{}")));
    check_ok(op, strategy_submit(op, row.id, STR("probarla"), &asked));
    op->actor_id = checker;
    check_ok(op, strategy_decide(op, asked, true, STR("visto"), &approval));
    check_ok(op, db_commit(op));
    op->actor_id = 0;
    return row.id;
}

struct house {
    struct portfolio p;
    int64_t ana, eva, challenger;
    struct experiment experiment; /* as it is asked for */
};

static struct house house;

static struct op *open_house(void)
{
    struct op *const op = &house.p.op;
    portfolio_open(&house.p, CASES);
    house.ana = add_user(op, "ana");
    house.eva = add_user(op, "eva");
    house.challenger = add_challenger(op, house.ana, house.eva);
    house.experiment = (struct experiment){
        .name = STR("julio"),
        .from_on = op->business_date + 1,
        .until_on = DAY_NONE,
        .note = STR("comparar"),
        .arms = {{.name = STR("retadora"),
                  .kind = ARM_CHALLENGER,
                  .strategy_id = house.challenger,
                  .share = 3000},
                 {.name = STR("control"), .kind = ARM_HOLD_OUT, .share = 2000}},
        .arm_count = 2,
    };
    return op;
}

static status ask(struct op *op, int64_t *ret_id, int64_t *ret_approval_id)
{
    op->actor_id = house.ana;
    check_ok(op, db_begin(op, DB_WRITE));
    const status code = experiment_ask(op, &house.experiment, STR("{}"), ret_id, ret_approval_id);
    if (code == OK)
        check_ok(op, db_commit(op));
    else
        db_rollback(op);
    op->actor_id = 0;
    return code;
}

static status decide(struct op *op, int64_t user, int64_t approval_id, bool is_approved)
{
    struct approval approval;
    op->actor_id = user;
    check_ok(op, db_begin(op, DB_WRITE));
    const status code = experiment_decide(op, approval_id, is_approved, STR("visto"), &approval);
    if (code == OK)
        check_ok(op, db_commit(op));
    else
        db_rollback(op);
    op->actor_id = 0;
    return code;
}

static int64_t begin(struct op *op)
{
    int64_t id = 0;
    int64_t approval_id = 0;
    check_ok(op, ask(op, &id, &approval_id));
    check_ok(op, decide(op, house.eva, approval_id, true));
    return id;
}

static void stop(struct op *op, int64_t id, day from)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, experiment_stop(op, id, from, STR("basta")));
    check_ok(op, db_commit(op));
}

static void close_one(struct op *op, int threads)
{
    const struct close_options options = {.threads = threads, .slice_cases = 25};
    struct close_result result;
    check_ok(op, close_day(op, op->business_date, &options, &result));
}

static struct decision carried_by(struct op *op, struct case_key key)
{
    struct decision decision;
    bool found = false;
    check_ok(op, decision_get(op, key, &decision, &found));
    check_true(found);
    return decision;
}

static str arm_text(struct op *op, const struct decision *decision)
{
    str text = STR("");
    if (decision->arm != 0)
        check_ok(op, symbol_text(op, decision->arm, &text));
    return text;
}

/* Which arm the split says, computed beside the program. */
static const char *arm_of(struct op *op, struct case_key key)
{
    static const char *const names[] = {"julio/retadora", "julio/control", "julio/champion"};
    struct arm arms[3];
    struct case_facts facts;
    bool found = false;
    check_ok(op, facts_get(op, key, &facts, &found));
    check_true(found);
    for (size_t i = 0; i < 3; i++)
        arms[i] = (struct arm){.seed = arm_seed(STR("julio"), str_of(names[i] + 6)),
                               .share = i < 2 ? house.experiment.arms[i].share : 0};
    return names[arms_pick(arms, 3, facts.natural_key)];
}

static int planned_of(struct op *op, struct case_key key)
{
    static const enum query queries[] = {Q_OUTBOX_OPEN_OF_CASE, Q_WORK_ITEM_OF_CASE};
    int planned = 0;
    for (size_t i = 0; i < ARRAY_LEN(queries); i++) {
        struct db_rows rows;
        bool has_row = true;
        check_ok(op, db_query(op, queries[i], DB_ARGS(ARG_ID(key.case_id)), &rows));
        for (;;) {
            check_ok(op, db_next(op, &rows, &has_row));
            if (!has_row)
                break;
            planned++;
        }
    }
    return planned;
}

struct tally {
    int retadora, control, champion, held, duties;
};

static void check_held(struct op *op, struct case_key key, const struct decision *d,
                       struct tally *tally)
{
    str silence = STR("");
    if (d->silence != 0)
        check_ok(op, symbol_text(op, d->silence, &silence));
    if (str_equal_c(silence, EXPERIMENT_HOLD_OUT)) {
        check_eq(d->channel, CHANNEL_NONE);
        check_eq(d->queue, 0);
        check_eq(planned_of(op, key), 0);
        tally->held++;
    } else if (d->queue != 0 || d->channel != CHANNEL_NONE) {
        str step;
        check_ok(op, symbol_text(op, d->step, &step));
        check_true(str_equal_c(step, "review_person") || str_equal_c(step, "agreed_call"));
        tally->duties++;
    }
}

/* Every case carries its arm, and is decided by its arm's strategy. */
static struct tally check_arms(struct op *op)
{
    struct tally tally = {0};
    int64_t champion_id = 0;
    str name;
    int version = 0;
    check_ok(op, strategy_active(op, &champion_id, &name, &version));
    for (int n = 0; n < CASES; n++) {
        const struct case_key key = house.p.keys[n];
        const struct decision d = carried_by(op, key);
        const char *const want = arm_of(op, key);
        check_str(arm_text(op, &d), want);
        const bool is_retadora = strcmp(want, "julio/retadora") == 0;
        const bool is_control = strcmp(want, "julio/control") == 0;
        check_eq(d.strategy_id, is_retadora ? house.challenger : champion_id);
        if (is_control)
            check_held(op, key, &d, &tally);
        tally.retadora += is_retadora;
        tally.control += is_control;
        tally.champion += !is_retadora && !is_control;
    }
    return tally;
}

static void check_no_arms(struct op *op)
{
    for (int n = 0; n < CASES; n++)
        check_eq(carried_by(op, house.p.keys[n]).arm, 0);
}

/* --- */

static void flag_deceased(struct op *op, struct case_key key)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, party_set_flags(op, key.debtor_id, FLAG_BIT(FLAG_DECEASED), 0, STR("aviso")));
    check_ok(op, policy_commit(op));
}

static void test_each_case_by_its_arm(void **state)
{
    struct op *const op = open_house();
    (void)state;
    close_one(op, 1);
    check_no_arms(op);
    house.experiment.from_on = op->business_date + 1;
    (void)begin(op);
    check_ok(op, portfolio_pay(op, house.p.keys[3], "before", 100)); /* not yet */
    check_eq(carried_by(op, house.p.keys[3]).arm, 0);
    close_one(op, 2);
    const struct tally tally = check_arms(op);
    check_true(tally.retadora > 25 && tally.control > 15 && tally.champion > 50);
    check_true(tally.held > 10);
    for (int n = 0; n < CASES; n += 7) /* an event decides as the close does */
        check_ok(op,
                 portfolio_pay(op, house.p.keys[n], arena_printf(op->arena, "after %d", n), 100));
    (void)check_arms(op);
    portfolio_close(&house.p);
}

/* A close of one thread, of two, and from memory in one go leave the same. */
static uint64_t digest_after(int threads)
{
    struct op *const op = open_house();
    house.experiment.from_on = op->business_date;
    (void)begin(op);
    close_one(op, threads);
    close_one(op, threads);
    const uint64_t digest = portfolio_digest(&house.p);
    portfolio_close(&house.p);
    return digest;
}

static void test_threads_leave_the_same(void **state)
{
    (void)state;
    check_eq(digest_after(1), digest_after(2));
}

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static int64_t number_of(struct op *op, struct case_key key)
{
    int64_t number = 0;
    bool found = false;
    check_ok(op, db_query_one(op, Q_REPLAY_CASE_NUMBER,
                              DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), read_number,
                              &number, &found));
    check_true(found);
    return number;
}

static void check_replay(struct op *op, day date, bool has_arms)
{
    struct replay_result result;
    struct replay_case one;
    check_ok(op, replay_day(op, date, NULL, &result));
    check_eq(result.differing, 0);
    check_eq(result.digest_then, result.digest_now);
    check_ok(op, replay_one_case(op, date, number_of(op, house.p.keys[0]), &one));
    check_eq(one.decision.arm != 0, has_arms);
    check_eq(one.recorded.arm != 0, has_arms);
}

static void test_past_days_replay_with_their_arms(void **state)
{
    struct op *const op = open_house();
    const day first = op->business_date;
    (void)state;
    close_one(op, 1); /* for a day without arms */
    house.experiment.from_on = op->business_date + 1;
    const int64_t id = begin(op);
    close_one(op, 1); /* for the first day with arms */
    close_one(op, 1);
    stop(op, id, op->business_date + 1);
    close_one(op, 1); /* for the first day after */
    check_no_arms(op);
    check_replay(op, first, false);
    check_replay(op, first + 1, true);
    check_replay(op, first + 2, true);
    check_replay(op, first + 3, false);
    portfolio_close(&house.p);
}

static void test_two_people(void **state)
{
    struct op *const op = open_house();
    int64_t id = 0;
    int64_t approval_id = 0;
    struct experiment e;
    (void)state;
    check_ok(op, ask(op, &id, &approval_id));
    check_eq(decide(op, house.ana, approval_id, true), E_DENIED);
    check_ok(op, decide(op, house.eva, approval_id, false));
    check_ok(op, experiment_get(op, id, &e));
    check_str(e.state, "rejected");
    check_eq(e.arm_count, 3);
    check_eq(e.arms[2].share, 5000);
    close_one(op, 1);
    check_no_arms(op);
    house.experiment.from_on = op->business_date + 1;
    const int64_t running = begin(op);
    check_eq(ask(op, &id, &approval_id), E_CONFLICT); /* one at a time */
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(strategy_retire(op, house.challenger, STR("")), E_CONFLICT);
    db_rollback(op);
    op_clear(op);
    stop(op, running, house.experiment.from_on + 2);
    house.experiment.from_on += 2;
    check_ok(op, ask(op, &id, &approval_id)); /* after it */
    portfolio_close(&house.p);
}

static void refuse(struct op *op, status want, const char *word)
{
    int64_t id = 0;
    int64_t approval_id = 0;
    check_eq(ask(op, &id, &approval_id), want);
    if (!strstr(op->text, word))
        fail_msg("\"%s\" does not say \"%s\"", op->text, word);
    op_clear(op);
}

static void test_what_is_refused(void **state)
{
    struct op *const op = open_house();
    struct experiment *const e = &house.experiment;
    const struct experiment good = *e;
    (void)state;
    e->arms[1].share = 8000;
    refuse(op, E_INVALID, "11000");
    *e = good;
    e->arms[1].share = 0;
    refuse(op, E_INVALID, "control");
    *e = good;
    e->arms[1].name = STR("retadora");
    refuse(op, E_INVALID, "retadora");
    *e = good;
    e->arms[1].name = STR("champion");
    refuse(op, E_INVALID, "champion");
    *e = good;
    e->name = STR("Julio y más");
    refuse(op, E_INVALID, "Julio");
    *e = good;
    e->from_on = op->business_date - 1;
    refuse(op, E_CONFLICT, "past");
    *e = good;
    e->until_on = e->from_on;
    refuse(op, E_INVALID, "ends");
    *e = good;
    e->arm_count = 0;
    refuse(op, E_INVALID, "arms");
    portfolio_close(&house.p);
}

static void test_a_duty_goes_to_a_hold_out(void **state)
{
    struct op *const op = open_house();
    int held = -1;
    (void)state;
    house.experiment.from_on = op->business_date;
    (void)begin(op);
    for (int n = 0; n < CASES && held < 0; n++)
        if (strcmp(arm_of(op, house.p.keys[n]), "julio/control") == 0)
            held = n;
    flag_deceased(op, house.p.keys[held]);
    const struct decision d = carried_by(op, house.p.keys[held]);
    struct tally tally = {0};
    check_held(op, house.p.keys[held], &d, &tally);
    check_eq(tally.duties, 1);
    portfolio_close(&house.p);
}

TEST_STORE_MAIN("experiments", cmocka_unit_test(test_each_case_by_its_arm),
                cmocka_unit_test(test_threads_leave_the_same),
                cmocka_unit_test(test_past_days_replay_with_their_arms),
                cmocka_unit_test(test_two_people), cmocka_unit_test(test_what_is_refused),
                cmocka_unit_test(test_a_duty_goes_to_a_hold_out))
