#include "tests/support/random_life.h"

#include "base/assets.h"
#include "book/action.h"
#include "book/arrangement.h"
#include "book/claim_entry.h"
#include "book/consent.h"
#include "book/dispute.h"
#include "book/merge.h"
#include "book/payment.h"
#include "book/promise.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/strategy.h"
#include "reach/outcome.h"
#include "reach/resolve.h"
#include "record/organisation.h"
#include "tests/support/organisation.h"

static int roll(struct random_life *life, int sides)
{
    uint64_t x = life->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    life->random = x;
    return (int)(x % (uint64_t)sides);
}

/* --- what may happen to a person --- */

static void book_debt(struct random_life *life, struct op *op, int n, int which)
{
    struct random_person *const person = &life->persons[n];
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id =
                                        str_of(arena_printf(op->arena, "%d-%d", n, which)),
                                    .debtor_id = person->key.debtor_id,
                                    .product = roll(life, 2) ? STR("loan") : STR("card"),
                                    .opened_on = LIFE_DATE - 60 + roll(life, 3)};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = debt.external_id,
                                      .number = 1,
                                      .issued_on = LIFE_DATE - 60,
                                      .due_on = LIFE_DATE - 30 + roll(life, 50),
                                      .amount = {2000000 + roll(life, 900000)}};
    enum book_change change;
    int64_t claim_id = 0;
    check_true(currency_parse(STR("MXN"), &debt.currency));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &person->debts[which], &change));
    const status code = claim_upsert(op, &person->debts[which], &claim, &claim_id, &change);
    if (code != E_CONFLICT) /* more is paid than it would be now */
        check_ok(op, code);
    op_clear(op);
    person->key.case_id = person->debts[which].case_id;
}

static void book_person(struct random_life *life, struct op *op, int n)
{
    struct random_person *const person = &life->persons[n];
    const str name = str_of(arena_printf(op->arena, "Persona %d", n));
    const struct party_input party = {.source = STR("t"), .external_id = name, .name = name};
    enum book_change change;
    check_ok(op, party_upsert(op, &party, &person->key.debtor_id, &change));
    check_ok(op, contact_point_put(op, person->key.debtor_id, STR("email"),
                                   str_of(arena_printf(op->arena, "p%d@example.com", n)), STR("t"),
                                   1, &person->points[0], &change));
    if (roll(life, 2))
        check_ok(op, contact_point_put(op, person->key.debtor_id, STR("phone"),
                                       str_of(arena_printf(op->arena, "+5255%08d", n)), STR("t"), 1,
                                       &person->points[1], &change));
    book_debt(life, op, n, 0);
    if (roll(life, 2))
        book_debt(life, op, n, 1);
}

static void pay(struct random_life *life, struct op *op, int n)
{
    struct random_person *const person = &life->persons[n];
    bool is_new = false;
    const struct payment_order order = {
        .debtor_id = person->key.debtor_id,
        .case_id = person->key.case_id,
        .source = STR("t"),
        .reference = str_of(arena_printf(op->arena, "pay-%d-%d", n, life->serial++)),
        .value_on = op->business_date - (roll(life, 2) ? 0 : roll(life, 20)), /* often late */
        .amount = {roll(life, 6) ? 100 + roll(life, 3000000) : 9000000}, /* at times too much */
    };
    check_ok(op, payment_take(op, &order, &person->last_payment, &is_new));
}

static void promise(struct random_life *life, struct op *op, int n)
{
    struct random_person *const person = &life->persons[n];
    const struct promise_input input = {.key = person->key,
                                        .obligation_id = roll(life, 2) ? person->debts[0].id : 0,
                                        .due_on = op->business_date + roll(life, 4),
                                        .amount = {1000 + roll(life, 2000000)},
                                        .channel = CHANNEL_CALL,
                                        .allow_over_balance = true};
    if (person->last_promise && roll(life, 3) == 0) {
        const status code =
            promise_cancel(op, person->key.debtor_id, person->last_promise, STR("error"));
        person->last_promise = 0;
        if (code != E_CONFLICT)
            check_ok(op, code);
        op_clear(op);
        return;
    }
    check_ok(op, promise_make(op, &input, &person->last_promise));
}

static void act(struct random_life *life, struct op *op, int n)
{
    static const char *const outcomes[] = {"no_answer", "contact_right_party", "refuses",
                                           "callback",  "third_party",         "sent",
                                           "disputes"};
    int64_t id = 0;
    int64_t correction_id = 0;
    const struct action_input input = {
        .key = life->persons[n].key,
        .channel = roll(life, 2) ? CHANNEL_CALL : CHANNEL_EMAIL,
        .disposition = str_of(outcomes[roll(life, 6)]),
        .notice_level = roll(life, 3) ? 0 : 1 + roll(life, 3),
        .callback_on = roll(life, 3) ? DAY_NONE : op->business_date + 2,
    };
    check_ok(op, action_record(op, &input, &id));
    if (roll(life, 4) == 0)
        check_ok(op, action_correct(op, input.key.debtor_id, id, STR("no"), &correction_id));
}

static void dispute(struct random_life *life, struct op *op, int n)
{
    struct random_person *const person = &life->persons[n];
    const struct dispute_input input = {.key = person->key,
                                        .kind = STR("amount"),
                                        .amount = {roll(life, 1000)},
                                        .reply_due_on = DAY_NONE};
    if (person->last_dispute) {
        check_ok(op,
                 dispute_close(op, person->key.debtor_id, person->last_dispute, STR("rejected")));
        person->last_dispute = 0;
        return;
    }
    check_ok(op, dispute_open(op, &input, &person->last_dispute));
}

static void give_back(struct random_life *life, struct op *op, int n)
{
    struct random_person *const person = &life->persons[n];
    int64_t id = 0;
    if (person->last_payment)
        check_ok(op, payment_return(op, person->key.debtor_id, person->last_payment,
                                    str_of(arena_printf(op->arena, "ret-%d-%d", n, life->serial++)),
                                    op->business_date, &id));
    person->last_payment = 0;
}

/* Of the channel or of one point, the whole of it too; sometimes it is taken back at once. */
static void say_consent(struct random_life *life, struct op *op, int64_t debtor_id,
                        int64_t point_id)
{
    const struct consent_input input = {
        .person_id = debtor_id,
        .point_id = roll(life, 3) == 0 ? point_id : 0,
        .channel = roll(life, 3) == 0 ? STR("all") : STR("email"),
        .purpose = STR("collection"),
        .is_given = roll(life, 2) == 0,
        .from = op->business_date + roll(life, 3),
        .until = roll(life, 2) ? DAY_NONE : op->business_date + 4,
        .evidence = STR("lo dijo"),
    };
    struct consent_effect effect;
    check_ok(op, consent_record(op, &input, &effect));
    if (roll(life, 4) == 0)
        check_ok(op, consent_undo(op, debtor_id, effect.id, CONSENT_BY_AGENT, STR("no era ella"),
                                  &effect));
}

/* Who the person is, where they are, how they are reached, and what they allow. */
static void change_person(struct random_life *life, struct op *op, int n)
{
    static const enum point_state states[] = {POINT_VERIFIED, POINT_WRONG, POINT_UNVERIFIED,
                                              POINT_INACTIVE};
    struct random_person *const person = &life->persons[n];
    const int64_t debtor_id = person->key.debtor_id;
    const struct party_input party = {
        .source = STR("t"),
        .external_id = str_of(arena_printf(op->arena, "Persona %d", n)),
        .kind = roll(life, 2) ? STR("company") : STR("person"),
        .timezone = roll(life, 2) ? STR("America/Tijuana") : STR("America/Mexico_City")};
    enum book_change change;
    int64_t id = 0;
    switch (roll(life, 4)) {
    case 0:
        check_ok(op, party_upsert(op, &party, &id, &change));
        break;
    case 1:
        check_ok(op, party_set_flags(op, debtor_id, roll(life, 2) ? FLAG_BIT(FLAG_DECEASED) : 0,
                                     FLAG_BIT(FLAG_VULNERABLE), STR("acta")));
        break;
    case 2:
        check_ok(op, contact_point_set_state(op, debtor_id, person->points[0],
                                             states[roll(life, 4)], STR("visto")));
        break;
    default:
        say_consent(life, op, debtor_id, person->points[0]);
        break;
    }
}

/* As an import does it (intake/attribute.c). */
void random_life_set_attribute(struct random_life *life, struct op *op, int n)
{
    const struct obligation_ref *const debt = &life->persons[n].debts[0];
    const struct db_arg args[] = {ARG_ID(debt->debtor_id), ARG_ID(debt->id), ARG_ID(1),
                                  ARG_INSTANT(op_now(op))};
    check_ok(op, db_run(op, Q_ATTRIBUTE_VALUE_KEEP_PAST, args, 4, NULL));
    if (roll(life, 4) == 0)
        check_ok(op, db_run(op, Q_ATTRIBUTE_VALUE_DELETE, args, 3, NULL));
    else
        check_ok(op, db_run(op, Q_ATTRIBUTE_VALUE_PUT,
                            DB_ARGS(args[0], args[1], args[2], ARG_I64(roll(life, 900)), ARG_NULL,
                                    args[3]),
                            NULL));
    touch_case(op, debt->debtor_id, debt->case_id);
}

/* Two parties become one person, or are two again. */
static void join_or_part(struct random_life *life, struct op *op, int n)
{
    struct random_person *const one = &life->persons[n];
    struct random_person *const other = &life->persons[(n + 1 + roll(life, 40)) % LIFE_PERSONS];
    if (one->merge != 0) {
        check_ok(op, merge_undo(op, one->merge, STR("no lo son")));
        for (int i = 0; i < LIFE_PERSONS; i++)
            if (i != n && life->persons[i].merge == one->merge)
                life->persons[i].merge = 0;
        one->merge = 0;
    } else if (other->merge == 0 && other->key.case_id != 0) {
        check_ok(op, merge_parties(op, one->key.debtor_id, other->key.debtor_id,
                                   STR("son la misma"), &one->merge));
        other->merge = one->merge;
    }
}

/* What is past due, on the open date. */
static int64_t past_due(struct op *op, struct case_key key)
{
    struct db_rows rows;
    bool has_row = false;
    int64_t owed = 0;
    check_ok(op, db_query(op, Q_CLAIM_OPEN_OF_CASE,
                          DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &rows));
    for (;;) {
        check_ok(op, db_next(op, &rows, &has_row));
        if (!has_row)
            return owed;
        owed += db_day(&rows, 3) < op->business_date ? db_i64(&rows, 4) : 0;
    }
}

/* The person agrees on two payments, or what was agreed is undone, or counts again. */
static void arrange(struct random_life *life, struct op *op, int n)
{
    const struct case_key key = life->persons[n].key;
    const int64_t owed = past_due(op, key);
    const struct arrangement_plan_row rows[] = {
        {op->business_date + roll(life, 2), owed / 2},
        {op->business_date + 3,                             owed / 3          }
    };
    const struct arrangement_input input = {
        .key = key, .kind = "settlement", .owed = owed, .rows = rows, .row_count = 2, .missed = 1};
    struct arrangement *list = NULL;
    size_t count = 0;
    int64_t id = 0;
    status code = OK;
    check_ok(op, arrangement_list(op, key, &list, &count));
    if (count > 0 && str_equal_c(list[0].state, "active")) {
        check_ok(op, arrangement_cancel(op, key.debtor_id, list[0].id, STR("error")));
    } else if (count > 0 && str_equal_c(list[0].state, "breached") && roll(life, 2)) {
        code = arrangement_reinstate(op, key.debtor_id, list[0].id, STR("pagó"));
        check_true(code == OK || code == E_CONFLICT); /* what was owed may have changed */
        op_clear(op);
    } else if (owed > 100) {
        check_ok(op, arrangement_propose(op, &input, &id));
        check_ok(op, arrangement_activate(op, key.debtor_id, id));
        life->arranged++;
    }
}

static void happen(struct random_life *life, struct op *op, int n)
{
    int64_t id = 0;
    switch (roll(life, 20)) {
    case 18:
    case 19:
        arrange(life, op, n);
        break;
    case 0:
    case 1:
    case 2:
        pay(life, op, n);
        break;
    case 3:
    case 4:
        promise(life, op, n);
        break;
    case 5:
        dispute(life, op, n);
        break;
    case 6:
        check_ok(op, hold_place(op, life->persons[n].key, STR("contact"),
                                op->business_date + roll(life, 3), op->business_date + 5,
                                STR("pausa"), &id));
        break;
    case 7:
        give_back(life, op, n);
        break;
    case 8:
    case 9:
        change_person(life, op, n);
        break;
    case 10:
    case 11:
        random_life_set_attribute(life, op, n);
        break;
    case 12:
        book_debt(life, op, n, roll(life, 2)); /* new, or corrected */
        break;
    case 13:
    case 14:
        join_or_part(life, op, n);
        break;
    default:
        act(life, op, n);
        break;
    }
}

static void live_once(struct random_life *life, struct op *op, int n)
{
    const struct arena_mark mark = arena_mark(op->arena);
    check_ok(op, organisation_read_date(op));
    check_ok(op, db_begin(op, DB_WRITE));
    if (life->persons[n].key.case_id == 0)
        book_person(life, op, n);
    else
        happen(life, op, n);
    check_ok(op, policy_commit(op));
    touch_clear(op);
    arena_release(op->arena, mark);
}

/* A message leaves and nobody knows what became of it. */
static void lose_a_message(struct random_life *life)
{
    struct op *const op = &life->op;
    const instant until = op_now(op) + INSTANT_PER_DAY;
    struct outbox_row row;
    struct db_rows rows;
    bool has_row = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_query(op, Q_OUTBOX_LEASE,
                          DB_ARGS(ARG_INSTANT(INT64_MAX), ARG_INSTANT(until), ARG_I64(1),
                                  ARG_I64(CHANNEL_EMAIL)),
                          &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    if (has_row) {
        life->unknown_send = db_id(&rows, 0);
        db_rows_close(&rows);
        check_ok(op,
                 db_run(op, Q_OUTBOX_START,
                        DB_ARGS(ARG_ID(life->unknown_send), ARG_INSTANT(until), ARG_INSTANT(until),
                                ARG_NULL, ARG_NULL, ARG_TEXT(STR("r")), ARG_INSTANT(op_now(op))),
                        NULL));
    }
    check_ok(op, db_commit(op));
    if (!has_row)
        return;
    check_ok(op, outbox_get(op, life->unknown_send, &row));
    check_ok(op, outcome_unknown(op, &row, "the line broke"));
}

/* Somebody found out. */
static void find_the_message(struct random_life *life)
{
    struct op *const op = &life->op;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, outbox_resolve(op, life->unknown_send, roll(life, 2) == 0, STR("llegó")));
    check_ok(op, policy_commit(op));
    life->unknown_send = 0;
}

/* --- the life --- */

static str shipped(const char *name)
{
    return asset_text(asset_find(
        assets_policies, str_of(arena_printf(check_op()->arena, "strategies/default/%s", name))));
}

/* Another strategy: what an attribute says decides who is written to. */
void random_life_change_strategy(struct random_life *life, int limit)
{
    struct op *const op = &life->op;
    const char *const treatment = arena_printf(
        op->arena,
        "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='t' "
        "namespace='urn:t'><inputData id='a' name='attr_score'><variable name='attr_score' "
        "typeRef='number'/></inputData><decision id='d' name='treatment'><informationRequirement>"
        "<requiredInput href='#a'/></informationRequirement><decisionTable hitPolicy='FIRST'>"
        "<input id='i'><inputExpression typeRef='number'><text>attr_score</text></inputExpression>"
        "</input><output id='o1' name='step' typeRef='string'/><output id='o2' name='channel' "
        "typeRef='string'/><output id='o3' name='template' typeRef='string'/>"
        "<rule id='r1'><inputEntry><text>[0..%d]</text></inputEntry>"
        "<outputEntry><text>\"ask_%d\"</text></outputEntry>"
        "<outputEntry><text>\"call\"</text></outputEntry>"
        "<outputEntry><text>null</text></outputEntry></rule>"
        "<rule id='r2'><inputEntry><text>-</text></inputEntry>"
        "<outputEntry><text>\"write\"</text></outputEntry>"
        "<outputEntry><text>\"email\"</text></outputEntry>"
        "<outputEntry><text>\"friendly_reminder\"</text></outputEntry></rule>"
        "</decisionTable></decision></definitions>",
        limit, limit);
    const struct strategy_source source = {.segment = shipped("segment.dmn"),
                                           .treatment = str_of(treatment),
                                           .priority = shipped("priority.dmn"),
                                           .settings = shipped("strategy.json")};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, strategy_install(op, STR("by score"), &source));
    check_ok(op, db_commit(op));
}

void random_life_open(struct random_life *life, uint64_t seed)
{
    struct op *const op = &life->op;
    memset(life, 0, sizeof(*life));
    life->random = seed;
    op_init(op, arena_create(), NULL, op_clock_system);
    test_store_open(op);
    op_init(&life->beside, arena_create(), test_store_connect(op), op_clock_system);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, LIFE_DATE);
    check_ok(op, strategy_install_default(op));
    check_ok(op, db_run(op, Q_ATTRIBUTE_DEF_INSERT,
                        DB_ARGS(ARG_ID(1), ARG_TEXT_C("score"), ARG_TEXT_C("score"),
                                ARG_TEXT_C("integer"), ARG_INSTANT(0)),
                        NULL));
    check_ok(op, db_commit(op));
    for (int n = 0; n < LIFE_PERSONS - LIFE_LATER; n++) /* the others come later */
        live_once(life, op, n);
}

void random_life_close(struct random_life *life)
{
    db_close(life->beside.db);
    arena_destroy(life->beside.arena);
    test_store_close(&life->op);
    arena_destroy(life->op.arena);
}

/* Between two slices the day goes on, for persons of any slice. */
static void live_beside(void *context, day date, int phase, int64_t done, int64_t total)
{
    struct random_life *const life = context;
    (void)date;
    (void)phase;
    (void)done;
    (void)total;
    for (int i = 0; i < 3; i++)
        live_once(life, &life->beside, roll(life, LIFE_PERSONS));
}

void random_life_close_date(struct random_life *life, int threads)
{
    struct close_result result;
    const struct close_options options = {
        .tell = live_beside, .context = life, .threads = threads, .slice_cases = 25};
    check_ok(&life->op, close_day(&life->op, life->op.business_date, &options, &result));
}

void random_life_run(struct random_life *life)
{
    for (int today = 0; today < LIFE_DAYS; today++) {
        for (int i = 0; i < LIFE_PERSONS / 2; i++)
            live_once(life, &life->op, roll(life, LIFE_PERSONS));
        if (life->unknown_send)
            find_the_message(life);
        else
            lose_a_message(life);
        if (today == 2 || today == 4)
            random_life_change_strategy(life, 100 * today);
        random_life_close_date(life, 1 + today % 2);
    }
}
