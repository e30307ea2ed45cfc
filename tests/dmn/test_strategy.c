/* The strategy that ships: its examples, what it must never do on any row, and that its settings
 * say what its tables say. */
#include "tests/check.h"

#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "dmn/plan.h"
#include "policy/inputs.h"
#include "tests/support/dmn_text.h"
#include "tests/support/files.h"

#define FOLDER      "policies/strategies/default/"
#define RANDOM_ROWS 300000

enum { STEP, CHANNEL, TEMPLATE, NOTICE_LEVEL, MIN_GAP_DAYS, WAIT_DAYS, QUEUE, OUTPUTS };

static const struct dmn_input facts[INPUT_COUNT] = {
#define FACT_ROW(name, type, scale) {#name, type, scale},
    INPUTS(FACT_ROW)
#undef FACT_ROW
};

static struct {
    struct dmn_symbols *symbols;
    const struct dmn_plan *segment, *treatment, *priority;
} strategy;

static const struct dmn_plan *load(struct op *op, const char *decision)
{
    const char *const path = arena_printf(op->arena, FOLDER "%s.dmn", decision);
    struct dmn_model *model = NULL;
    const struct dmn_plan *plan = NULL;
    check_ok(op, dmn_model_load(op, test_read_file(op, path), decision, &model));
    check_ok(op,
             dmn_plan_compile(op, model, decision, facts, INPUT_COUNT, strategy.symbols, &plan));
    return plan;
}

static int load_strategy(void **state)
{
    struct op *const op = check_op();
    (void)state;
    strategy.symbols = dmn_symbols_create(op->arena);
    strategy.segment = load(op, "segment");
    strategy.treatment = load(op, "treatment");
    strategy.priority = load(op, "priority");
    return 0;
}

static void test_outputs(void **state)
{
    static const struct dmn_output want[OUTPUTS] = {
        {"step",         DMN_STRING, 0},
        {"channel",      DMN_STRING, 0},
        {"template",     DMN_STRING, 0},
        {"notice_level", DMN_NUMBER, 0},
        {"min_gap_days", DMN_NUMBER, 0},
        {"wait_days",    DMN_NUMBER, 0},
        {"queue",        DMN_STRING, 0},
    };
    const struct dmn_output *outputs = NULL;
    (void)state;
    check_eq(dmn_plan_outputs(strategy.treatment, &outputs), OUTPUTS);
    for (size_t i = 0; i < OUTPUTS; i++) {
        check_text(outputs[i].name, want[i].name);
        check_eq(outputs[i].type, want[i].type);
        check_eq(outputs[i].scale, want[i].scale);
    }
    check_eq(dmn_plan_outputs(strategy.priority, &outputs), 1);
    check_text(outputs[0].name, "priority");
    check_eq(outputs[0].scale, 0);
    check_eq(dmn_plan_outputs(strategy.segment, &outputs), 1);
    check_text(outputs[0].name, "segment");
    check_true(dmn_plan_reads(strategy.treatment, INPUT_segment));
    check_true(dmn_plan_reads(strategy.priority, INPUT_currency)); /* through amount_band */
    check_false(dmn_plan_reads(strategy.treatment, INPUT_open_amount));
}

static void check_sentences(const struct dmn_plan *plan)
{
    for (size_t rule = 0; rule < dmn_plan_rule_count(plan); rule++) {
        const str why = dmn_plan_annotation(plan, (int32_t)rule, LANGUAGE_ES);
        const str in_english = dmn_plan_annotation(plan, (int32_t)rule, LANGUAGE_EN);
        check_true(why.size > 10 && why.data[why.size - 1] == '.');
        check_true(in_english.size > 10 && in_english.data[in_english.size - 1] == '.');
        check_false(str_equal(why, in_english)); /* neither stands for the other */
    }
}

static void test_every_rule_says_why(void **state)
{
    (void)state;
    check_sentences(strategy.segment);
    check_sentences(strategy.treatment);
    check_sentences(strategy.priority);
}

struct outcome {
    struct dmn_value segment, treatment[OUTPUTS], priority;
    struct dmn_hit segment_hit, treatment_hit, priority_hit;
};

static void decide(struct dmn_value *row, struct outcome *out)
{
    dmn_plan_decide(strategy.segment, row, &out->segment, &out->segment_hit);
    row[INPUT_segment] = out->segment;
    dmn_plan_decide(strategy.treatment, row, out->treatment, &out->treatment_hit);
    dmn_plan_decide(strategy.priority, row, &out->priority, &out->priority_hit);
}

static str text_of(struct dmn_value value)
{
    return value.is_null ? (str){"", 0}
                         : dmn_symbols_text(strategy.symbols, (dmn_symbol)value.value);
}

static bool is_text(struct dmn_value value, const char *text)
{
    return str_equal_c(text_of(value), text);
}

static int find_fact(str name)
{
    for (int i = 0; i < INPUT_COUNT; i++)
        if (str_equal_c(name, facts[i].name))
            return i;
    print_error("there is no fact '" STR_FORMAT "'\n", STR_ARG(name));
    fail();
    return -1;
}

static void set_fact(struct op *op, struct dmn_value *row, const char *name, str text)
{
    const int i = find_fact(str_of(name));
    check_ok(op,
             dmn_text_value(op, strategy.symbols, facts[i].type, facts[i].scale, text, &row[i]));
}

/* What the README promises for facts that an example does not name. */
static void set_defaults(struct op *op, struct dmn_value *row)
{
    static const char *const values[][2] = {
        {"past_due_days",   "0"     },
        {"past_due_amount", "1000"  },
        {"open_amount",     "1000"  },
        {"open_claims",     "1"     },
        {"past_due_claims", "1"     },
        {"notice_level",    "0"     },
        {"attempts_7_days", "0"     },
        {"contacts_7_days", "0"     },
        {"promises_kept",   "0"     },
        {"promises_broken", "0"     },
        {"case_age_days",   "0"     },
        {"has_email",       "true"  },
        {"has_phone",       "true"  },
        {"has_address",     "true"  },
        {"currency",        "MXN"   },
        {"party_kind",      "person"},
        {"country",         "MX"    },
    };
    for (size_t i = 0; i < INPUT_COUNT; i++)
        row[i] = (struct dmn_value){.is_null = facts[i].type != DMN_BOOLEAN};
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        set_fact(op, row, values[i][0], str_of(values[i][1]));
}

static int check_example(struct op *op, str line)
{
    struct dmn_value row[INPUT_COUNT];
    struct outcome out;
    const str name = str_split(&line, ',');
    str given = str_split(&line, ',');
    const str segment = str_split(&line, ',');
    const str step = str_split(&line, ',');
    const str channel = str_trim(line);
    set_defaults(op, row);
    while (given.size > 0) {
        str value = str_split(&given, ' ');
        const str fact = str_split(&value, '=');
        set_fact(op, row, str_cstr(op->arena, fact), value);
    }
    decide(row, &out);
    if (str_equal(text_of(out.segment), segment) && str_equal(text_of(out.treatment[STEP]), step) &&
        str_equal(text_of(out.treatment[CHANNEL]), channel))
        return 0;
    print_error(STR_FORMAT ": got " STR_FORMAT " / " STR_FORMAT " (rule %d)\n", STR_ARG(name),
                STR_ARG(text_of(out.segment)), STR_ARG(text_of(out.treatment[STEP])),
                out.treatment_hit.rule + 1);
    return 1;
}

static void test_examples(void **state)
{
    struct op *const op = check_op();
    str rest = test_read_file(op, FOLDER "cases.csv");
    int count = 0;
    int failed = 0;
    (void)state;
    check_str(str_split(&rest, '\n'), "case,facts,segment,step,channel");
    for (; rest.size > 0; count++)
        failed += check_example(op, str_split(&rest, '\n'));
    print_message("    %d examples, %d failed\n", count, failed);
    check_eq(failed, 0);
    check_true(count >= 70);
}

/* A small generator of our own: the same rows on every machine. */
static uint64_t seed = 20261121;

static uint64_t pick(uint64_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (seed >> 33) % below;
}

/* Values around what the rules ask for, now and then null or far away. */
static struct dmn_value random_value(const struct dmn_input *fact)
{
    static const int64_t days[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 14, 15,
                                   16, 20, 21, 30, 31, 35, 36, 60, 61, 90, 91, 400};
    if (pick(6) == 0)
        return (struct dmn_value){.is_null = true};
    if (fact->type == DMN_BOOLEAN)
        return (struct dmn_value){.value = pick(8) == 0};
    if (fact->type == DMN_STRING)
        return (struct dmn_value){.value =
                                      (int64_t)pick(dmn_symbols_count(strategy.symbols) + 1) - 1};
    if (fact->scale > 0)
        return (struct dmn_value){.value = (int64_t)pick(40) * 2500000 - 5000000};
    return (struct dmn_value){.value = days[pick(ARRAY_LEN(days))] - (pick(30) == 0)};
}

static void random_row(struct dmn_value *row)
{
    static const char *const currencies[] = {"MXN", "CLP", "USD", "BRL", "COP"};
    for (size_t i = 0; i < INPUT_COUNT; i++)
        row[i] = random_value(&facts[i]);
    for (size_t i = INPUT_has_email; i <= INPUT_has_address; i++)
        row[i] = (struct dmn_value){.value = pick(4) > 0};
    if (pick(4) > 0) {
        row[INPUT_notice_level] = (struct dmn_value){.value = (int64_t)pick(5)};
        row[INPUT_currency] = (struct dmn_value){
            .value = dmn_symbols_find(strategy.symbols,
                                      str_of(currencies[pick(ARRAY_LEN(currencies))]))};
    }
    if (pick(2) > 0) /* no flag stands in the way of the ladder */
        for (size_t i = INPUT_has_open_promise; i <= INPUT_is_arranged; i++)
            row[i] = (struct dmn_value){.value = 0};
    if (pick(2) > 0)
        row[INPUT_days_since_broken] = row[INPUT_last_outcome] =
            (struct dmn_value){.is_null = true};
}

static void test_unknown_segment(void **state)
{
    struct dmn_value row[INPUT_COUNT];
    struct outcome out;
    const int32_t last = (int32_t)dmn_plan_rule_count(strategy.treatment) - 1;
    (void)state;
    for (size_t i = 0; i < INPUT_COUNT; i++)
        row[i] = (struct dmn_value){.is_null = true};
    decide(row, &out);
    check_true(is_text(out.treatment[STEP], "watch"));
    row[INPUT_segment] = (struct dmn_value){.value = DMN_SYMBOL_UNKNOWN};
    dmn_plan_decide(strategy.treatment, row, out.treatment, &out.treatment_hit);
    check_eq(out.treatment_hit.rule, last);
    check_true(is_text(out.treatment[STEP], "watch"));
}

static bool is_true(const struct dmn_value *row, enum input fact)
{
    return !row[fact].is_null && row[fact].value == 1;
}

static bool at_least(const struct dmn_value *row, enum input fact, int64_t least)
{
    return !row[fact].is_null && row[fact].value >= least;
}

static bool contacts(const struct outcome *out)
{
    return is_text(out->treatment[CHANNEL], "email") || is_text(out->treatment[CHANNEL], "call") ||
           is_text(out->treatment[CHANNEL], "letter");
}

/* What must hold for every row, whatever the rules become. */
static void check_respect(const struct dmn_value *row, const struct outcome *out)
{
    const bool is_courtesy = is_text(out->treatment[STEP], "promise_reminder");
    if (is_true(row, INPUT_is_deceased) || is_true(row, INPUT_is_represented) ||
        is_true(row, INPUT_is_bankrupt) || is_true(row, INPUT_is_held) ||
        is_true(row, INPUT_has_dispute))
        check_false(contacts(out));
    if (is_true(row, INPUT_has_open_promise))
        check_true(!contacts(out) || is_courtesy);
    if (!row[INPUT_open_amount].is_null && row[INPUT_open_amount].value <= 0)
        check_false(contacts(out));
    if (is_text(out->segment, "small"))
        check_false(contacts(out));
    if (is_text(out->treatment[CHANNEL], "email"))
        check_true(is_true(row, INPUT_has_email));
    if (is_text(out->treatment[CHANNEL], "call"))
        check_true(is_true(row, INPUT_has_phone));
    if (is_text(out->treatment[CHANNEL], "letter"))
        check_true(is_true(row, INPUT_has_address));
    if (is_true(row, INPUT_is_arranged) && !row[INPUT_past_due_days].is_null &&
        row[INPUT_past_due_days].value <= 30 && !out->treatment[NOTICE_LEVEL].is_null)
        check_true(out->treatment[NOTICE_LEVEL].value <= 2);
    if (is_true(row, INPUT_is_vulnerable) && !out->treatment[NOTICE_LEVEL].is_null)
        check_true(out->treatment[NOTICE_LEVEL].value <= 2);
}

/* No notice is jumped, and each needs the proof and the days of the one before. */
static void check_ladder(const struct dmn_value *row, const struct outcome *out)
{
    const struct dmn_value level = out->treatment[NOTICE_LEVEL];
    if (is_text(out->treatment[STEP], "review_legal")) {
        check_true(at_least(row, INPUT_notice_level, 4));
        check_true(at_least(row, INPUT_days_since_notice, 15));
    }
    if (level.is_null)
        return;
    check_true(contacts(out));
    if (level.value >= 2)
        check_true(at_least(row, INPUT_past_due_days, 1));
    if (level.value == 3) {
        check_true(at_least(row, INPUT_notice_level, 2));
        check_true(at_least(row, INPUT_days_since_notice, 7));
        check_true(at_least(row, INPUT_past_due_days, 31));
    }
    if (level.value == 4) {
        check_true(at_least(row, INPUT_notice_level, 3));
        check_true(at_least(row, INPUT_days_since_notice, 15));
        check_true(at_least(row, INPUT_past_due_days, 61));
    }
}

static void check_whole(const struct outcome *out)
{
    const bool is_email = is_text(out->treatment[CHANNEL], "email");
    check_true(out->segment_hit.rule >= 0 && !out->segment.is_null);
    check_true(out->treatment_hit.rule >= 0 && !out->treatment[STEP].is_null);
    check_true(!out->treatment[CHANNEL].is_null);
    check_true(!is_email || !out->treatment[TEMPLATE].is_null);
    check_true(out->priority_hit.rule >= 0 && !out->priority.is_null);
    check_true(out->priority.value >= 0 && out->priority.value <= 1000);
    if (is_text(out->treatment[CHANNEL], "none"))
        check_true(out->treatment[QUEUE].is_null);
    else
        check_true(is_email || !out->treatment[QUEUE].is_null);
}

/* Every rule has a row that needs it, but for the catch-all: in treatment and priority it waits for
 * segments that the shipped segment table does not give. */
static void count_hits(const char *name, const struct dmn_plan *plan, const int *hits)
{
    const size_t count = dmn_plan_rule_count(plan) - 1;
    for (size_t rule = 0; rule < count; rule++)
        if (hits[rule] == 0) {
            print_error("%s: no row ever reaches rule %zu\n", name, rule + 1);
            fail();
        }
}

static void test_random_rows(void **state)
{
    static int segment_hits[64], treatment_hits[64], priority_hits[64];
    struct dmn_value row[INPUT_COUNT];
    struct outcome out;
    (void)state;
    for (int i = 0; i < RANDOM_ROWS; i++) {
        random_row(row);
        decide(row, &out);
        check_whole(&out);
        check_respect(row, &out);
        check_ladder(row, &out);
        segment_hits[out.segment_hit.rule]++;
        treatment_hits[out.treatment_hit.rule]++;
        priority_hits[out.priority_hit.rule]++;
    }
    count_hits("segment", strategy.segment, segment_hits);
    count_hits("treatment", strategy.treatment, treatment_hits);
    count_hits("priority", strategy.priority, priority_hits);
}

/* A case that nobody answers, day by day from before the due date: every message is sent, calls
 * ring out. */
struct walk {
    int level, notice_on, attempt_on;
    int attempts[200]; /* by day since the start */
};

static void set_number(struct dmn_value *row, enum input fact, int64_t value)
{
    row[fact] = (struct dmn_value){.value = value};
}

static int attempts_before(const struct walk *walk, int day_index)
{
    int count = 0;
    for (int i = day_index > 6 ? day_index - 6 : 0; i <= day_index; i++)
        count += walk->attempts[i];
    return count;
}

static void walk_row(struct op *op, const struct walk *walk, int age, int start,
                     struct dmn_value *row)
{
    set_defaults(op, row);
    set_number(row, INPUT_past_due_days, age > 0 ? age : 0);
    if (age <= 0)
        set_number(row, INPUT_days_to_next_due, -age);
    set_number(row, INPUT_past_due_amount, age > 0 ? 10000000 : 0);
    set_number(row, INPUT_notice_level, walk->level);
    set_number(row, INPUT_attempts_7_days, attempts_before(walk, age - start));
    if (walk->notice_on > INT16_MIN)
        set_number(row, INPUT_days_since_notice, age - walk->notice_on);
    if (walk->attempt_on > INT16_MIN)
        set_number(row, INPUT_days_since_attempt, age - walk->attempt_on);
}

static void take_step(struct walk *walk, const struct outcome *out, int age, int start)
{
    if (!contacts(out))
        return;
    walk->attempt_on = age;
    walk->attempts[age - start]++;
    check_true(attempts_before(walk, age - start) <= 4);
    if (out->treatment[NOTICE_LEVEL].is_null)
        return;
    walk->level = (int)out->treatment[NOTICE_LEVEL].value;
    walk->notice_on = age;
}

/* The ladder as the README tells it: each step on the first day it may come. */
static void test_walk(void **state)
{
    static const struct {
        const char *step;
        int first_age;
    } want[] = {
        {"preventive_reminder", -5},
        {"friendly_reminder",   1 },
        {"friendly_call",       8 },
        {"firm_notice",         31},
        {"firm_call",           33},
        {"prelegal_letter",     61},
        {"prelegal_call",       64},
        {"review_legal",        91},
    };
    const int start = -40;
    struct op *const op = check_op();
    struct walk walk = {.notice_on = INT16_MIN, .attempt_on = INT16_MIN};
    size_t next = 0;
    (void)state;
    for (int age = start; age <= 100; age++) {
        struct dmn_value row[INPUT_COUNT];
        struct outcome out;
        walk_row(op, &walk, age, start, row);
        decide(row, &out);
        take_step(&walk, &out, age, start);
        if (next < ARRAY_LEN(want) && is_text(out.treatment[STEP], want[next].step))
            check_eq(age, want[next++].first_age);
    }
    check_eq(next, ARRAY_LEN(want));
    check_eq(walk.level, 4);
}

static void check_setting(const json_t *step, const struct dmn_value *outputs)
{
    const json_t *const template = json_object_get(step, "template");
    const json_t *const gap = json_object_get(step, "min_gap_days");
    const str want = text_of(outputs[TEMPLATE]);
    check_true(str_equal(want, str_of(json_string_value(template))));
    check_eq(json_integer_value(gap), outputs[MIN_GAP_DAYS].value);
}

static bool has_rule_with(int output, const char *text)
{
    for (size_t rule = 0; rule < dmn_plan_rule_count(strategy.treatment); rule++)
        if (is_text(dmn_plan_rule_outputs(strategy.treatment, (int32_t)rule)[output], text))
            return true;
    return false;
}

static void test_settings_agree(void **state)
{
    struct op *const op = check_op();
    json_t *root = NULL;
    const char *name;
    json_t *value;
    (void)state;
    check_ok(op, json_parse(op, test_read_file(op, FOLDER "strategy.json"), &root));
    json_t *const steps = json_object_get(root, "steps");
    for (size_t rule = 0; rule < dmn_plan_rule_count(strategy.treatment); rule++) {
        const struct dmn_value *const outputs =
            dmn_plan_rule_outputs(strategy.treatment, (int32_t)rule);
        const json_t *const step =
            json_object_get(steps, str_cstr(op->arena, text_of(outputs[STEP])));
        assert_non_null(step);
        check_setting(step, outputs);
        if (!outputs[QUEUE].is_null)
            assert_non_null(json_object_get(json_object_get(root, "capacity"),
                                            str_cstr(op->arena, text_of(outputs[QUEUE]))));
    }
    json_object_foreach(steps, name, value) check_true(has_rule_with(STEP, name));
    json_object_foreach(json_object_get(root, "queues"), name, value)
        check_true(has_rule_with(QUEUE, name));
    json_object_foreach(json_object_get(root, "segments"), name, value)
        check_true(dmn_symbols_find(strategy.symbols, str_of(name)) != DMN_SYMBOL_UNKNOWN);
}

static double seconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void test_speed(void **state)
{
    enum { ROWS = 512, TIMES = 400 };
    static struct dmn_value rows[ROWS][INPUT_COUNT];
    struct outcome out;
    int64_t sum = 0;
    (void)state;
    for (size_t i = 0; i < ROWS; i++)
        random_row(rows[i]);
    const double start = seconds();
    for (int t = 0; t < TIMES; t++)
        for (size_t i = 0; i < ROWS; i++) {
            decide(rows[i], &out);
            sum += out.priority.value;
        }
    const double taken = seconds() - start;
    print_message("    %.0f ns a case for the three models (four tables)\n",
                  taken * 1e9 / (ROWS * TIMES));
    check_true(sum > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outputs),         cmocka_unit_test(test_every_rule_says_why),
        cmocka_unit_test(test_examples),        cmocka_unit_test(test_random_rows),
        cmocka_unit_test(test_unknown_segment), cmocka_unit_test(test_walk),
        cmocka_unit_test(test_settings_agree),  cmocka_unit_test(test_speed),
    };
    return cmocka_run_group_tests_name("strategy", tests, load_strategy, NULL);
}
