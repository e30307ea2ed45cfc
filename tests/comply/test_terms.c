/* Runs the table of term_cases.txt: terms, fees and limits of interest on both sides of their
 * bound.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "comply/terms.h"
#include "tests/comply/gate_case.h"
#include "tests/comply/result.h"

#define CASES_MIN 130

/* One line, read. */
struct term_line {
    const struct pack *pack;
    const struct pack_rule *rule;
    const char *name; /* of the term or limit; "" for none */
    day from, on;
    int64_t base, unit, late, reference;
    bool is_notified;
};

static int64_t number_of(str text)
{
    int64_t number = 0;
    check_true(str_to_i64(text, &number));
    return number;
}

static void read_value(struct term_line *line, str word)
{
    str value = word;
    const str key = str_split(&value, '=');
    const struct {
        const char *key;
        int64_t *number;
    } numbers[] = {
        {"base",      &line->base     },
        {"unit",      &line->unit     },
        {"late",      &line->late     },
        {"reference", &line->reference}
    };
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (str_equal_c(key, numbers[i].key)) {
            *numbers[i].number = number_of(value);
            return;
        }
    if (str_equal_c(key, "from"))
        line->from = gate_day(str_cstr(check_op()->arena, value));
    else if (str_equal_c(key, "on"))
        line->on = gate_day(str_cstr(check_op()->arena, value));
    else if (str_equal_c(word, "notice"))
        line->is_notified = true;
    else
        line->name = str_cstr(check_op()->arena, word);
}

static const char *most_text(bool is_known, int64_t most)
{
    return is_known ? arena_printf(check_op()->arena, "most=%" PRId64, most) : "refused";
}

static const char *say_term(const struct term_line *line)
{
    const struct term *const term = term_find(line->rule, str_of(line->name));
    assert_non_null(term);
    return term_is_kept(term, pack_calendar(line->pack), line->from, line->on) ? "kept" : "broken";
}

static const char *say_binds(const struct term_line *line)
{
    const struct pack_rule *const rule = line->rule;
    check_text(rule->status, "in_force");
    return line->on >= rule->effective_on &&
                   (rule->repealed_on == DAY_NONE || line->on < rule->repealed_on)
               ? "yes"
               : "no";
}

static const char *say_fee(const struct term_line *line)
{
    int64_t most = 0;
    assert_non_null(line->rule->fee);
    const bool is_known = fee_cap_amount(line->rule->fee, line->base, line->unit, (int)line->late,
                                         line->is_notified, &most);
    return most_text(is_known, most);
}

static const char *say_rate(const struct term_line *line)
{
    int64_t most = 0;
    const struct rate_limit *const limit = rate_limit_find(line->rule, str_of(line->name));
    assert_non_null(limit);
    const bool is_known = rate_limit_most(limit, line->reference, &most);
    return most_text(is_known, most);
}

static const char *say(const struct term_line *line, str what)
{
    return str_equal_c(what, "term")    ? say_term(line)
           : str_equal_c(what, "binds") ? say_binds(line)
           : str_equal_c(what, "fee")   ? say_fee(line)
                                        : say_rate(line);
}

static void run_line(str row, int number)
{
    struct term_line line = {.name = ""};
    const str id = str_trim(str_split(&row, '|'));
    str asked = str_trim(str_split(&row, '|'));
    const str what = str_split(&asked, ' ');
    const str place = str_split(&asked, ' ');
    line.pack = gate_pack(str_cstr(check_op()->arena, place), PACK_ORDINARY);
    line.rule = pack_rule_find(line.pack, id);
    assert_non_null(line.rule);
    while (asked.size > 0)
        read_value(&line, str_split(&asked, ' '));
    result_note("comply/test_terms term_cases.txt", id, number, "begun");
    check_text(say(&line, what), str_cstr(check_op()->arena, str_trim(row)));
    result_note("comply/test_terms term_cases.txt", id, number, "passed");
}

static void test_cases(void **state)
{
    struct op *const op = check_op();
    const char *const source = getenv("ACUERDO_SOURCE");
    FILE *const file = fopen(
        arena_printf(op->arena, "%s/tests/comply/term_cases.txt", source ? source : "."), "rbe");
    char row[512];
    int count = 0;
    (void)state;
    assert_non_null(file);
    while (fgets(row, sizeof(row), file)) {
        const str text = str_trim(str_of(row));
        if (text.size == 0 || text.data[0] == '#')
            continue;
        check_case(arena_printf(op->arena, STR_FORMAT, STR_ARG(text)));
        run_line(text, ++count);
    }
    (void)fclose(file);
    check_true(count >= CASES_MIN);
}

/* What no pack of ours holds: figures that do not fit, a base below nothing. */
static void test_edges(void **state)
{
    const struct fee_cap flat = {.unit = "USD", .most = FEE_OPEN - 1};
    const struct rate_limit steep = {.id = "x", .added = INT64_MAX, .times = INT64_MAX};
    int64_t most = 7;
    (void)state;
    check_false(fee_cap_amount(&flat, -1, 10000, 1, true, &most));
    check_false(fee_cap_amount(&flat, 1, INT64_MAX, 1, true, &most));
    check_false(rate_limit_most(&steep, 0, &most));
    check_eq(most, 7);
    check_true(fee_cap_amount(&flat, 0, 10000, 0, true, &most));
    check_eq(most, 0);
    check_true(term_find(pack_rule_find(gate_pack("MX", PACK_ORDINARY), STR("MX-UNE")),
                         STR("nothing")) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_edges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
