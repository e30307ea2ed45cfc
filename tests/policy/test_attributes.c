/* A strategy may ask for what came with an import: text, number, date, boolean; null where a case
 * has none; a name that the store does not know is refused by name. */
#include "base/assets.h"
#include "base/ids.h"
#include "base/shared.h"
#include "book/claim_entry.h"
#include "book/payment.h"
#include "policy/commit.h"
#include "policy/compare.h"
#include "policy/decide.h"
#include "policy/resident_build.h"
#include "policy/strategy.h"
#include "record/symbol.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define OPEN_DATE 20000

static const char head[] =
    "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/' name='t' namespace='urn:t'>"
    "<inputData id='a' name='%s'><variable name='%s' typeRef='%s'/></inputData>"
    "<decision id='d' name='treatment'><informationRequirement><requiredInput href='#a'/>"
    "</informationRequirement><decisionTable hitPolicy='FIRST'>";
static const char tail[] = "<output id='o1' name='step' typeRef='string'/>"
                           "<output id='o2' name='channel' typeRef='string'/>";

/* Cells are XML text. */
static const char *escape(struct arena *arena, const char *cell)
{
    struct buf out = buf_start(arena, 1024);
    for (; *cell; cell++) {
        if (*cell == '<')
            buf_add_c(&out, "&lt;");
        else
            buf_add_char(&out, *cell);
    }
    return buf_cstr(&out);
}

/* A table of one rule on one input: it gives `chosen`, everything else `watch`. */
static str table_of(struct arena *arena, const char *input, const char *type, const char *test)
{
    const char *const start = arena_printf(arena, head, input, input, type);
    return str_of(arena_printf(
        arena,
        "%s<input id='i'><inputExpression typeRef='%s'><text>%s</text></inputExpression></input>%s"
        "<rule id='r1'><inputEntry><text>%s</text></inputEntry><outputEntry><text>\"chosen\"</text>"
        "</outputEntry><outputEntry><text>\"none\"</text></outputEntry></rule>"
        "<rule id='r2'><inputEntry><text>-</text></inputEntry><outputEntry><text>\"watch\"</text>"
        "</outputEntry><outputEntry><text>\"none\"</text></outputEntry></rule>"
        "</decisionTable></decision></definitions>",
        start, type, input, tail, escape(arena, test)));
}

static str shipped(const char *path)
{
    return asset_text(asset_find(assets_policies, str_of(path)));
}

static status install(struct op *op, const char *input, const char *type, const char *test)
{
    const struct strategy_source source = {
        .segment = shipped("strategies/default/segment.dmn"),
        .treatment = table_of(op->arena, input, type, test),
        .priority = shipped("strategies/default/priority.dmn"),
        .settings = shipped("strategies/default/strategy.json"),
    };
    return strategy_install(op, STR("by attribute"), &source);
}

static void define(struct op *op, int64_t id, const char *name, const char *type)
{
    check_ok(op, db_run(op, Q_ATTRIBUTE_DEF_INSERT,
                        DB_ARGS(ARG_ID(id), ARG_TEXT_C(name), ARG_TEXT_C(name), ARG_TEXT_C(type),
                                ARG_INSTANT(0)),
                        NULL));
}

static void give(struct op *op, const struct obligation_ref *o, int64_t id, struct db_arg number,
                 struct db_arg text)
{
    check_ok(op, db_run(op, Q_ATTRIBUTE_VALUE_PUT,
                        DB_ARGS(ARG_ID(o->debtor_id), ARG_ID(o->id), ARG_ID(id), number, text,
                                ARG_INSTANT(op_now(op))),
                        NULL));
}

/* Two debts of one person: the one that is due first leads the case. */
static struct case_key book_case(struct op *op, struct obligation_ref refs[2])
{
    const struct party_input party = {
        .source = STR("t"), .external_id = STR("p"), .name = STR("Ana")};
    enum book_change change;
    int64_t debtor_id = 0;
    int64_t creditor_id = 0;
    int64_t claim_id = 0;
    check_ok(op, party_upsert(op, &party, &debtor_id, &change));
    check_ok(op, creditor_ensure(op, STR(""), STR(""), &creditor_id));
    for (int i = 0; i < 2; i++) {
        const str name = i ? STR("o1") : STR("o0");
        const struct obligation_input obligation = {.source = STR("t"),
                                                    .external_id = name,
                                                    .debtor_id = debtor_id,
                                                    .creditor_id = creditor_id,
                                                    .product = STR("loan"),
                                                    .currency = CURRENCY('M', 'X', 'N'),
                                                    .opened_on = OPEN_DATE - 50};
        const struct claim_input claim = {.source = STR("t"),
                                          .external_id = name,
                                          .issued_on = OPEN_DATE - 50,
                                          .due_on = OPEN_DATE - 20 + i,
                                          .amount = {50000}};
        check_ok(op, obligation_upsert(op, &obligation, &refs[i], &change));
        check_ok(op, claim_upsert(op, &refs[i], &claim, &claim_id, &change));
    }
    return (struct case_key){refs[0].debtor_id, refs[0].case_id};
}

static void check_step(struct op *op, struct case_key key, const char *want)
{
    struct decision decision;
    bool found = false;
    str step;
    touch_case(op, key.debtor_id, key.case_id);
    check_ok(op, policy_decide_case(op, key));
    check_ok(op, decision_get(op, key, &decision, &found));
    check_true(found);
    check_ok(op, symbol_text(op, decision.step, &step));
    check_str(step, want);
}

static const struct {
    const char *input, *type, *test, *want;
} cases[] = {
    {"attr_region",        "string",  "\"Norte\"",               "chosen"},
    {"attr_region",        "string",  "\"Sur\"",                 "watch" },
    {"attr_region",        "string",  "not(\"Sur\")",            "chosen"},
    {"attr_score",         "number",  "[600..700]",              "chosen"},
    {"attr_score",         "number",  "> 650",                   "watch" },
    {"attr_rate",          "number",  "12.5",                    "chosen"},
    {"attr_rate",          "number",  "< 12.5",                  "watch" },
    {"attr_is_staff",      "boolean", "true",                    "chosen"},
    {"attr_since",         "date",    "< date(\"2020-01-01\")",  "chosen"},
    {"attr_since",         "date",    ">= date(\"2020-01-01\")", "watch" },
    {"attr_missing",       "string",  "null",                    "chosen"},
    {"attr_missing",       "string",  "\"x\"",                   "watch" },
    {"paid_amount",        "number",  "0",                       "chosen"},
    {"next_due_amount",    "number",  "null",                    "chosen"},
    {"promises_open",      "number",  "> 0",                     "watch" },
    {"complexity",         "number",  "1",                       "chosen"},
    {"has_verified_email", "boolean", "false",                   "chosen"},
    {"callback_days_left", "number",  "null",                    "chosen"},
    {"kpi_coverage",       "number",  "null",                    "chosen"},
};

static const struct dmn_model *load(struct op *op, str text)
{
    struct dmn_model *model = NULL;
    check_ok(op, dmn_model_load(op, text, "t.dmn", &model));
    return model;
}

static const struct resident_view *view_of(struct op *op)
{
    struct chunk_list list = {.arena = op->arena};
    struct column_rows rows;
    struct column_walk walk;
    size_t count = 0;
    column_rows_init(op->arena, NULL, &rows);
    check_ok(op, column_walk_range(op, 0, INT64_MAX, false, &walk));
    check_ok(op, column_walk_next(op, &walk, &rows, &count));
    check_eq(count, 1);
    chunk_list_pack(&list, op->arena, &rows, rows.count);
    return resident_view_create(&list, 0);
}

/* Against a table that always gives `watch`: the comparison over columns sees what a decision sees.
 */
static void check_effect(struct op *op, size_t at)
{
    const struct dmn_model *const segment = load(op, shipped("strategies/default/segment.dmn"));
    struct compare_request request = {.view = view_of(op), .on = OPEN_DATE};
    struct compare_result result;
    request.before.segment = request.after.segment = segment;
    request.before.treatment = load(op, table_of(op->arena, "paid_amount", "number", "< 0"));
    request.after.treatment =
        load(op, table_of(op->arena, cases[at].input, cases[at].type, cases[at].test));
    check_ok(op, strategy_compare(op, &request, &result));
    check_eq(result.cases, 1);
    check_eq(result.segment_changed, 0);
    check_eq(result.changed, strcmp(cases[at].want, "chosen") == 0);
    check_eq(result.move_count, result.changed);
    shared_drop((void *)(uintptr_t)request.view);
}

static struct op *open_store(void)
{
    struct op *const op = check_op();
    op->touched = NULL;
    op->clock = op_clock_system;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, OPEN_DATE);
    return op;
}

static void test_inputs(void **state)
{
    struct op *const op = open_store();
    struct obligation_ref refs[2];
    day since = 0;
    (void)state;
    const struct case_key key = book_case(op, refs);
    define(op, 1, "region", "text");
    define(op, 2, "score", "integer");
    define(op, 3, "rate", "decimal");
    define(op, 4, "is_staff", "boolean");
    define(op, 5, "since", "date");
    define(op, 6, "missing", "text");
    check_true(day_parse(STR("2019-12-31"), &since));
    give(op, &refs[0], 1, ARG_NULL, ARG_TEXT(STR("Norte")));
    give(op, &refs[0], 2, ARG_I64(650), ARG_NULL);
    give(op, &refs[0], 3, ARG_I64(12500000), ARG_NULL);
    give(op, &refs[0], 4, ARG_BOOL(true), ARG_NULL);
    give(op, &refs[0], 5, ARG_DAY(since), ARG_NULL);
    give(op, &refs[1], 1, ARG_NULL, ARG_TEXT(STR("Sur"))); /* does not lead */
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(arena_printf(op->arena, "%s %s", cases[i].input, cases[i].test));
        check_ok(op, install(op, cases[i].input, cases[i].type, cases[i].test));
        check_step(op, key, cases[i].want);
        check_effect(op, i);
    }
    check_ok(op, db_commit(op));
    test_store_close(op);
}

static void test_unknown_attribute(void **state)
{
    struct op *const op = open_store();
    (void)state;
    check_eq(install(op, "attr_nobody", "string", "\"x\""), E_INVALID);
    check_true(strstr(op->text, "attr_nobody") != NULL);
    db_rollback(op);
    test_store_close(op);
}

/* An indicator is computed for a day, once, and the day keeps it. */
static void test_indicators(void **state)
{
    struct op *const op = open_store();
    struct obligation_ref refs[2];
    const struct policy *policy = NULL;
    (void)state;
    const struct case_key key = book_case(op, refs);
    check_ok(op, install(op, "kpi_coverage", "number", "0"));
    check_step(op, key, "watch"); /* nothing was computed: null */
    check_ok(op, policy_prepare_day(op, &policy));
    check_step(op, key, "chosen"); /* one case, and nobody tried to reach it */
    check_true(policy->reads_indicators);
    check_ok(op, db_run(op, Q_INDICATOR_INSERT,
                        DB_ARGS(ARG_DAY(OPEN_DATE), ARG_TEXT_C("kpi_coverage"), ARG_I64(10000),
                                ARG_INSTANT(0)),
                        NULL));
    check_ok(op, policy_prepare_day(op, &policy));
    check_step(op, key, "chosen");
    op->business_date++;
    check_ok(op, policy_get(op, &policy)); /* the last day that has some stands for this one */
    check_eq(policy->indicators[0].value, 0);
    check_false(policy->indicators[0].is_null);
    check_ok(op, db_commit(op));
    test_store_close(op);
}

static void test_complexity(void **state)
{
    struct case_facts facts = {.promises_kept = 1};
    (void)state;
    check_eq(inputs_complexity(&facts, OPEN_DATE), 1);
    facts.promises_kept = 0;
    facts.promises_broken = 1;
    check_eq(inputs_complexity(&facts, OPEN_DATE), 2);
    facts.promises_broken = 2;
    check_eq(inputs_complexity(&facts, OPEN_DATE), 3);
    facts.promises_kept = 3; /* the word holds more often than not */
    check_eq(inputs_complexity(&facts, OPEN_DATE), 1);
    facts.notice_level = 3;
    facts.disputes_open = 1;
    check_eq(inputs_complexity(&facts, OPEN_DATE), 2);
}

TEST_STORE_MAIN("attributes", cmocka_unit_test(test_inputs),
                cmocka_unit_test(test_unknown_attribute), cmocka_unit_test(test_indicators),
                cmocka_unit_test(test_complexity))
