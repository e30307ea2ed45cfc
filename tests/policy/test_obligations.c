/* A strategy may tell the obligations of a case apart: obligation.dmn judges each, and the tables
 * of the case ask for the worst, for any, for how many.  An event, a close and a comparison over
 * columns see the same; what is asked in the wrong place is refused by name. */
#include <inttypes.h>

#include "base/assets.h"
#include "base/shared.h"
#include "book/claim_entry.h"
#include "book/dispute.h"
#include "policy/case_inputs.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "policy/compare.h"
#include "policy/decide.h"
#include "policy/explain_case.h"
#include "policy/resident_build.h"
#include "policy/strategy_cases.h"
#include "policy/strategy_check.h"
#include "record/symbol.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define OPEN_DATE 20000

/* A table of one rule on one input: it gives `chosen`, everything else `watch`. */
static const char table[] =
    "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='t' namespace='urn:t'>"
    "<inputData id='a' name='%s'><variable name='%s' typeRef='%s'/></inputData>"
    "<decision id='d' name='treatment'><informationRequirement><requiredInput href='#a'/>"
    "</informationRequirement><decisionTable hitPolicy='FIRST'><input id='i'>"
    "<inputExpression typeRef='%s'><text>%s</text></inputExpression></input>"
    "<output id='o1' name='step' typeRef='string'/><output id='o2' name='channel' "
    "typeRef='string'/>"
    "<rule id='r1'><inputEntry><text>%s</text></inputEntry><outputEntry><text>\"chosen\"</text>"
    "</outputEntry><outputEntry><text>\"none\"</text></outputEntry></rule>"
    "<rule id='r2'><inputEntry><text>-</text></inputEntry><outputEntry><text>\"watch\"</text>"
    "</outputEntry><outputEntry><text>\"none\"</text></outputEntry></rule>"
    "</decisionTable></decision></definitions>";

static str table_of(struct op *op, const char *input, const char *type, const char *test)
{
    return str_of(arena_printf(op->arena, table, input, input, type, type, input, test));
}

static str shipped(const char *path)
{
    return asset_text(asset_find(assets_policies, str_of(path)));
}

static struct strategy_source source_of(struct op *op, const char *input, const char *type,
                                        const char *test)
{
    return (struct strategy_source){
        .segment = shipped("strategies/default/segment.dmn"),
        .treatment = table_of(op, input, type, test),
        .priority = shipped("strategies/default/priority.dmn"),
        .settings = shipped("strategies/default/strategy.json"),
        .obligation = shipped("strategies/utilities/obligation.dmn"),
    };
}

/* --- a book --- */

/* Three services of one person: one owes two bills, one a bill, one nothing that is due yet. */
static const struct {
    const char *service;
    int due; /* days after the open date */
    int64_t amount;
} claims[] = {
    {"water", -40, 30000},
    {"water", -35, 20000},
    {"power", -32, 7000 },
    {"phone", 0,   900  },
};

static void add_claim(struct op *op, int64_t debtor_id, int64_t creditor_id, size_t i)
{
    enum book_change change;
    struct obligation_ref ref;
    int64_t claim_id = 0;
    const struct obligation_input obligation = {
        .source = STR("t"),
        .external_id =
            str_of(arena_printf(op->arena, "%s of %" PRId64, claims[i].service, debtor_id)),
        .debtor_id = debtor_id,
        .creditor_id = creditor_id,
        .product = str_of(claims[i].service),
        .currency = CURRENCY('M', 'X', 'N'),
        .opened_on = OPEN_DATE - 50};
    const struct claim_input claim = {
        .source = STR("t"),
        .external_id = str_of(arena_printf(op->arena, "c%zu of %" PRId64, i, debtor_id)),
        .issued_on = OPEN_DATE - 50,
        .due_on = OPEN_DATE + claims[i].due,
        .amount = {claims[i].amount},
    };
    check_ok(op, obligation_upsert(op, &obligation, &ref, &change));
    check_ok(op, claim_upsert(op, &ref, &claim, &claim_id, &change));
}

/* Three persons: the one who is looked at has another before and one behind. */
static struct case_key book_cases(struct op *op)
{
    static const char *const names[] = {"a", "b", "c"};
    int64_t creditor_id = 0;
    struct case_key keys[ARRAY_LEN(names)];
    struct db_rows rows;
    bool has_row = false;
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    for (size_t p = 0; p < ARRAY_LEN(names); p++) {
        const struct party_input party = {
            .source = STR("t"), .external_id = str_of(names[p]), .name = STR("Ana")};
        enum book_change change;
        int64_t debtor_id = 0;
        check_ok(op, party_upsert(op, &party, &debtor_id, &change));
        for (size_t i = 0; i < ARRAY_LEN(claims); i++)
            if (p == 1 || i >= 2) /* the others owe a bill each of power and phone */
                add_claim(op, debtor_id, creditor_id, i);
        keys[p] = (struct case_key){debtor_id, 0};
    }
    check_ok(op,
             db_query(op, Q_OBLIGATION_CLAIMS_RANGE,
                      DB_ARGS(ARG_I64(keys[1].debtor_id), ARG_I64(keys[1].debtor_id + 1)), &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    keys[1].case_id = db_id(&rows, 1);
    db_rows_close(&rows);
    return keys[1];
}

static struct op *open_store(struct case_key *ret_key)
{
    struct op *const op = check_op();
    op->touched = NULL;
    op->clock = op_clock_system;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, OPEN_DATE);
    check_ok(op, strategy_install_default(op));
    *ret_key = book_cases(op);
    check_ok(op, policy_commit(op));
    check_ok(op, db_begin(op, DB_WRITE));
    return op;
}

/* --- what each way of deciding sees --- */

static void check_carried(struct op *op, struct case_key key, const char *want)
{
    struct decision decision;
    bool found = false;
    str step;
    check_ok(op, decision_get(op, key, &decision, &found));
    check_true(found);
    check_ok(op, symbol_text(op, decision.step, &step));
    check_str(step, want);
}

static const struct dmn_model *load(struct op *op, str text)
{
    struct dmn_model *model = NULL;
    check_ok(op, dmn_model_load(op, text, "t.dmn", &model));
    return model;
}

static const struct resident_view *view_of(struct op *op, bool with_claims)
{
    struct chunk_list list = {.arena = op->arena, .has_claims = with_claims};
    struct column_rows rows;
    struct column_walk walk;
    size_t count = 0;
    column_rows_init(op->arena, with_claims ? op->arena : NULL, &rows);
    check_ok(op, column_walk_range(op, 0, INT64_MAX, with_claims, &walk));
    check_ok(op, column_walk_next(op, &walk, &rows, &count));
    check_eq(count, 3);
    chunk_list_pack(&list, op->arena, &rows, rows.count);
    return resident_view_create(&list, 0);
}

/* Against a version that judges nothing and always gives `watch`; of three cases, `want` change. */
static void check_effect_by(struct op *op, const struct strategy_source *source, bool with_claims,
                            int64_t want)
{
    struct compare_request request = {.view = view_of(op, with_claims), .on = OPEN_DATE};
    struct compare_result result;
    request.before.segment = request.after.segment = load(op, source->segment);
    request.before.treatment = load(op, table_of(op, "paid_amount", "number", "&lt; 0"));
    request.after.treatment = load(op, source->treatment);
    request.after.obligation = load(op, source->obligation);
    check_ok(op, strategy_compare(op, &request, &result));
    check_eq(result.cases, 3);
    check_eq(result.changed, want);
    check_true(compare_asks_obligations(&request));
    shared_drop((void *)(uintptr_t)request.view);
}

/* From the store, and from claims in memory. */
static void check_effect(struct op *op, const struct strategy_source *source, int64_t want)
{
    check_effect_by(op, source, false, want);
    check_effect_by(op, source, true, want);
}

static const struct {
    const char *input, *type, *test, *want;
    int64_t chosen; /* of the three cases */
} cases[] = {
    {"obligations_open",       "number",  "3",              "chosen", 1},
    {"obligations_past_due",   "number",  "2",              "chosen", 1},
    {"obligations_past_due",   "number",  "1",              "watch",  2},
    {"worst_obligation",       "string",  "\"to_cut\"",     "chosen", 1},
    {"worst_obligation",       "string",  "\"one_bill\"",   "watch",  2},
    {"worst_obligation",       "string",  "not(\"ended\")", "chosen", 3},
    {"worst_obligation_level", "number",  "4",              "chosen", 1},
    {"obligations_at_worst",   "number",  "1",              "chosen", 3},
    {"has_flagged_obligation", "boolean", "true",           "chosen", 1},
    {"obligations_flagged",    "number",  "0",              "watch",  2},
    {"flagged_amount",         "number",  "500",            "chosen", 1},
};

static void test_wholes(void **state)
{
    struct case_key key;
    struct op *const op = open_store(&key);
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct strategy_source source =
            source_of(op, cases[i].input, cases[i].type, cases[i].test);
        check_case(arena_printf(op->arena, "%s %s", cases[i].input, cases[i].test));
        check_ok(op, strategy_install(op, STR("by obligation"), &source));
        check_ok(op, policy_decide_case(op, key));
        check_carried(op, key, cases[i].want);
        check_effect(op, &source, cases[i].chosen);
    }
    check_ok(op, db_commit(op));
    test_store_close(op);
}

/* A close reads the obligations of a slice along one walk: the telephone bill falls due with it. */
static void test_close(void **state)
{
    struct case_key key;
    struct op *const op = open_store(&key);
    struct close_result result;
    (void)state;
    const struct strategy_source source =
        source_of(op, "obligations_past_due", "number", "&gt;= 3");
    check_ok(op, strategy_install(op, STR("by obligation"), &source));
    check_ok(op, policy_decide_case(op, key));
    check_carried(op, key, "watch");
    check_ok(op, db_commit(op));
    check_ok(op, close_day(op, OPEN_DATE, NULL, &result));
    check_eq(op->business_date, OPEN_DATE + 1);
    check_carried(op, key, "chosen");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, policy_decide_case(op, key)); /* by itself, as an event does */
    check_carried(op, key, "chosen");
    check_ok(op, db_commit(op));
    test_store_close(op);
}

/* A dispute about one service takes that one out, and leaves the next worst. */
static void test_dispute(void **state)
{
    struct case_key key;
    struct op *const op = open_store(&key);
    struct obligation_walk walk;
    int64_t id = 0;
    (void)state;
    const struct strategy_source source =
        source_of(op, "worst_obligation", "string", "\"one_bill\"");
    check_ok(op, strategy_install(op, STR("by obligation"), &source));
    check_ok(op, policy_decide_case(op, key));
    check_carried(op, key, "watch");
    check_ok(op, obligation_walk_case(op, key, &walk));
    check_ok(op, obligation_walk_take(op, &walk, key, OPEN_DATE));
    check_eq(walk.count, 3);
    check_true(str_starts(walk.list[0].external_id, STR("water of ")));
    check_eq(walk.list[0].past_due_claims, 2);
    check_eq(walk.list[0].past_due_amount, 50000);
    check_eq(walk.list[2].next_due_on, OPEN_DATE);
    check_eq(walk.list[2].next_due_amount, 900);
    const struct dispute_input dispute = {.key = key,
                                          .kind = STR("other"),
                                          .obligation_id = walk.list[0].id,
                                          .reply_due_on = DAY_NONE};
    check_ok(op, dispute_open(op, &dispute, &id));
    check_ok(op, policy_decide_case(op, key));
    check_carried(op, key, "chosen");
    check_ok(op, db_commit(op));
    test_store_close(op);
}

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 2);
    return OK;
}

static int64_t number_of(struct op *op, struct case_key key)
{
    int64_t number = 0;
    bool found = false;
    check_ok(op, db_query_one(op, Q_STRATEGY_TRIAL_CASE, DB_ARGS(ARG_ID(key.case_id), ARG_I64(0)),
                              read_number, &number, &found));
    check_true(found);
    return number;
}

/* Why a case is decided so begins with its worst obligation. */
static void test_explanation(void **state)
{
    struct case_key key;
    struct op *const op = open_store(&key);
    const struct policy *policy = NULL;
    struct case_explained explained = {0};
    struct dmn_value inputs[INPUTS_MAX];
    struct case_facts facts;
    bool found = false;
    (void)state;
    const struct strategy_source source =
        source_of(op, "has_flagged_obligation", "boolean", "true");
    check_ok(op, strategy_install(op, STR("by obligation"), &source));
    check_ok(op, policy_get(op, &policy));
    check_ok(op, facts_get(op, key, &facts, &found));
    check_ok(op, case_inputs_read(op, policy, &facts, OPEN_DATE, inputs));
    (void)policy_explain(op, policy, inputs, &explained);
    check_eq(explained.count >= 4, true);
    check_str(explained.decisions[0].decision, "obligation");
    check_eq(explained.decisions[0].hit.rule, 3);
    check_str(explained.decisions[1].decision, "segment");
    check_ok(op, policy_decide_case(op, key));
    check_ok(op, case_explain(op, number_of(op, key), OPEN_DATE, &explained));
    check_eq(explained.obligation_count, 3);
    check_str(explained.obligations[0].segment, "to_cut");
    check_true(explained.obligations[0].is_flagged);
    check_eq(explained.obligations[1].rule, 4);
    check_true(str_starts(explained.obligations[1].external_id, STR("power of ")));
    check_true(explained.obligations[2].why.size > 10);
    check_ok(op, db_commit(op));
    test_store_close(op);
}

static void check_refused(struct op *op, const struct strategy_source *source, const char *word)
{
    struct input_schema schema;
    check_ok(op, input_schema_load(op, &schema));
    check_eq(strategy_check(op, source, &schema), E_INVALID);
    if (!strstr(op->text, word))
        print_error("'%s' is not in: %s\n", word, op->text);
    check_true(strstr(op->text, word) != NULL);
    op_clear(op);
}

/* Of `from` the first `to`. */
static str with(struct op *op, str text, const char *from, const char *to)
{
    const char *const whole = str_cstr(op->arena, text);
    const char *const at = strstr(whole, from);
    assert_non_null(at);
    return str_of(
        arena_printf(op->arena, "%.*s%s%s", (int)(at - whole), whole, to, at + strlen(from)));
}

static void test_refusals(void **state)
{
    struct case_key key;
    struct op *const op = open_store(&key);
    (void)state;
    struct strategy_source source = source_of(op, "obligation_open_claims", "number", "&gt; 1");
    check_refused(op, &source, "obligation_open_claims"); /* of which of them? */
    source = source_of(op, "worst_obligation", "string", "\"to_cut\"");
    source.obligation = STR("");
    check_refused(op, &source, "obligation.dmn");
    source = source_of(op, "obligations_open", "number", "1");
    source.obligation = with(op, source.obligation, "<text>obligation_past_due_claims</text>",
                             "<text>past_due_claims</text>");
    check_refused(op, &source, "past_due_claims");
    source = source_of(op, "obligations_open", "number", "1");
    source.obligation = with(op, source.obligation, "<text>4</text>", "<text>-4</text>");
    check_refused(op, &source, "obligation_level");
    source = source_of(op, "obligations_open", "number", "1");
    source.obligation = with(op, source.obligation, "name=\"obligation_flag\"", "name=\"flag\"");
    check_refused(op, &source, "obligation_flag");
    db_rollback(op);
    test_store_close(op);
}

/* A word that obligation.dmn never gives makes a rule that never fires. */
static void test_unknown_word(void **state)
{
    static const struct {
        const char *cell;
        size_t warnings;
    } words[] = {
        {"\"to_cut\"",  0},
        {"\"to_cutt\"", 1},
    };
    struct case_key key;
    struct op *const op = open_store(&key);
    struct input_schema schema;
    (void)state;
    check_ok(op, input_schema_load(op, &schema));
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        const struct strategy_source source =
            source_of(op, "worst_obligation", "string", words[i].cell);
        struct strategy_file_check files[STRATEGY_PARTS];
        size_t count = 0;
        check_case(words[i].cell);
        check_ok(op, strategy_find_mistakes(op, &source, &schema, files, &count));
        check_eq(count, 4);
        check_eq(files[1].part, strategy_part_named(STR("treatment")));
        check_eq(files[1].findings.warnings, words[i].warnings);
    }
    db_rollback(op);
    test_store_close(op);
}

TEST_STORE_MAIN("obligations", cmocka_unit_test(test_wholes), cmocka_unit_test(test_close),
                cmocka_unit_test(test_dispute), cmocka_unit_test(test_explanation),
                cmocka_unit_test(test_refusals), cmocka_unit_test(test_unknown_word))
