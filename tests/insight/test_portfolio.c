/* The sums of the portfolio: from memory and from the store the same, and what a plain walk over
 * the facts of each case adds up to. */
#include "insight/portfolio.h"

#include "base/shared.h"
#include "insight/report_write.h"
#include "policy/close.h"
#include "policy/resident_build.h"
#include "record/symbol.h"
#include "tests/support/portfolio.h"

static str written(struct op *op, const struct report *report)
{
    struct buf out = buf_start(op->arena, REPORT_PIECE_BYTES);
    report_write(report, REPORT_CSV, &out);
    return buf_str(&out);
}

static void ask(struct op *op, const struct resident_view *view, const char *by, const char *filter,
                struct report *ret_report)
{
    const struct portfolio_query query = {str_of(by), str_of(filter)};
    struct report of_store;
    check_ok(op, portfolio_of_view(op, &query, view, ret_report));
    check_ok(op, portfolio_of_store(op, &query, &of_store));
    check_true(str_equal(written(op, ret_report), written(op, &of_store)));
}

/* One case at a time: what the row of a key should be. */
static void check_row(struct portfolio *p, const struct report_row *row, int64_t least_age,
                      int64_t most_age)
{
    int64_t sums[4] = {0};
    for (int i = 0; i < p->count; i++) {
        struct case_facts facts;
        bool found = false;
        check_ok(&p->op, facts_get(&p->op, p->keys[i], &facts, &found));
        const int64_t age =
            facts_has(&facts, FACT_oldest_due_on) ? p->op.business_date - facts.oldest_due_on : 0;
        if (facts.case_state != CASE_OPEN || age < least_age || age > most_age)
            continue;
        sums[0]++;
        sums[1] += facts.past_due_claims > 0;
        sums[2] += facts.open_amount;
        sums[3] += facts.past_due_amount;
    }
    for (int i = 0; i < 4; i++)
        check_true(row->cells[1 + i].number == sums[i]);
    check_true(sums[0] > 0);
}

static void open_lively(struct portfolio *p)
{
    portfolio_open(p, 90);
    for (int i = 0; i < 12; i++)
        check_ok(&p->op, portfolio_pay(&p->op, p->keys[i * 7],
                                       arena_printf(p->op.arena, "pay-%d", i), 100000 + i * 1500));
    check_ok(&p->op, close_day(&p->op, PORTFOLIO_DATE, NULL, &(struct close_result){0}));
}

static void test_ages(void **state)
{
    static const struct {
        const char *label;
        int64_t least, most;
    } ages[] = {
        {"not_due", INT64_MIN, 0 },
        {"1-15",    1,         15},
        {"16-30",   16,        30},
        {"31-60",   31,        60},
    };
    struct portfolio p;
    struct report all, one;
    const struct resident_view *view = NULL;
    (void)state;
    open_lively(&p);
    check_ok(&p.op, resident_load(&p.op, &(struct load_options){.threads = 1}, 0, &view));
    ask(&p.op, view, "age", "", &all);
    check_eq(all.row_count, ARRAY_LEN(ages));
    for (size_t i = 0; i < ARRAY_LEN(ages); i++) {
        check_case(ages[i].label);
        check_str(all.rows[i].cells[0].text, ages[i].label);
        check_row(&p, &all.rows[i], ages[i].least, ages[i].most);
        ask(&p.op, view, "age", arena_printf(p.op.arena, "age=%s", ages[i].label), &one);
        check_eq(one.row_count, 1);
        check_row(&p, &one.rows[0], ages[i].least, ages[i].most);
    }
    ask(&p.op, view, "age", "age=91+", &one);
    check_eq(one.row_count, 0);
    ask(&p.op, view, "", "", &one);
    check_eq(one.row_count, 1);
    check_row(&p, &one.rows[0], INT64_MIN, INT64_MAX);
    shared_drop(view);
    portfolio_close(&p);
}

/* Filtered by each value of a field, the parts make the whole. */
static void test_parts_make_the_whole(void **state)
{
    static const char *const names[] = {"stage",   "segment", "step",    "queue",   "channel",
                                        "silence", "product", "outcome", "country", "party_kind"};
    struct portfolio p;
    const struct resident_view *view = NULL;
    (void)state;
    open_lively(&p);
    check_ok(&p.op, resident_load(&p.op, &(struct load_options){.threads = 1}, 0, &view));
    for (size_t n = 0; n < ARRAY_LEN(names); n++) {
        struct report all;
        check_case(names[n]);
        ask(&p.op, view, names[n], "", &all);
        check_true(all.row_count > 0);
        for (size_t i = 0; i < all.row_count; i++) {
            struct report part;
            const str value = all.rows[i].cells[0].text;
            const char *const filter =
                arena_printf(p.op.arena, "%s= " STR_FORMAT, names[n], STR_ARG(value));
            ask(&p.op, view, names[n], filter, &part);
            check_eq(part.row_count, 1);
            for (int c = 1; c <= 4; c++)
                check_true(part.rows[0].cells[c].number == all.rows[i].cells[c].number);
        }
    }
    shared_drop(view);
    portfolio_close(&p);
}

static void test_what_is_refused(void **state)
{
    static const struct {
        const char *by, *filter, *text;
    } cases[] = {
        {"colour", "",               "there are: stage, age"  },
        {"",       "age",            "write it as FIELD=VALUE"},
        {"",       "colour=red",     "there are: stage, age"  },
        {"",       "age=old",        "no range of ages"       },
        {"",       "channel=pigeon", "is no channel"          },
    };
    struct portfolio p;
    struct report report;
    (void)state;
    portfolio_open(&p, 2);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct portfolio_query query = {str_of(cases[i].by), str_of(cases[i].filter)};
        op_clear(&p.op);
        check_eq(portfolio_of_store(&p.op, &query, &report), E_INVALID);
        check_true(strstr(p.op.text, cases[i].text) != NULL);
        check_false(db_in_transaction(&p.op));
    }
    op_clear(&p.op);
    const struct portfolio_query nobody = {STR("stage"), STR("segment=nobody-has-this")};
    check_ok(&p.op, portfolio_of_store(&p.op, &nobody, &report));
    check_eq(report.row_count, 0);
    portfolio_close(&p);
}

TEST_STORE_MAIN("portfolio", cmocka_unit_test(test_ages),
                cmocka_unit_test(test_parts_make_the_whole), cmocka_unit_test(test_what_is_refused))
