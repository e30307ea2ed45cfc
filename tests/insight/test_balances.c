/* Reports about balances on a book small enough to compute by hand.
 *
 *   claim  of customer, debt  issued  due    amount      money (value date)
 *   101    A, 11 (loan)       03-01   03-10  100.00      40.00 on 03-05, 60.00 on 03-20
 *   102    A, 11              03-02   04-02   50.00
 *   121    A, 12 (card)       03-15   03-15   30.00      30.00 on the day it is issued
 *   201    B, 21 (loan)       02-01   02-10  200.00      20.00 on 03-01
 *   202    B, 21              02-01   02-10  999.00      superseded: nowhere
 *   301    C, 31 (loan, USD)  03-03   03-04   10.00 USD  6.00 and 4.00 on 03-10 */
#include "tests/insight/rows.h"

#define MXN CURRENCY('M', 'X', 'N')
#define USD CURRENCY('U', 'S', 'D')

static struct op *small_book(void)
{
    struct op *const op = open_book("2026-04-01");

    put_party(op, 1, "A");
    put_party(op, 2, "B");
    put_party(op, 3, "C");
    put_case(op, 1, 10, MXN, "open", "2026-03-01", NULL);
    put_case(op, 2, 20, MXN, "open", "2026-02-01", NULL);
    put_case(op, 3, 30, USD, "closed", "2026-03-03", "2026-03-10");
    put_obligation(op, 1, 10, 11, MXN, "loan");
    put_obligation(op, 1, 10, 12, MXN, "card");
    put_obligation(op, 2, 20, 21, MXN, "loan");
    put_obligation(op, 3, 30, 31, USD, "loan");
    put_claim(op, 1, 11, 101, "2026-03-01", "2026-03-10", 10000, "paid");
    put_claim(op, 1, 11, 102, "2026-03-02", "2026-04-02", 5000, "open");
    put_claim(op, 1, 12, 121, "2026-03-15", "2026-03-15", 3000, "paid");
    put_claim(op, 2, 21, 201, "2026-02-01", "2026-02-10", 20000, "open");
    put_claim(op, 2, 21, 202, "2026-02-01", "2026-02-10", 99900, "superseded");
    put_claim(op, 3, 31, 301, "2026-03-03", "2026-03-04", 1000, "paid");
    put_allocation(op, 1, 101, 1002, "2026-03-20", 6000); /* not in the order of dates */
    put_allocation(op, 1, 101, 1003, "2026-03-05", 4000);
    put_allocation(op, 1, 121, 1004, "2026-03-15", 3000);
    put_allocation(op, 2, 201, 1005, "2026-03-01", 2000);
    put_allocation(op, 3, 301, 1006, "2026-03-10", 600);
    put_allocation(op, 3, 301, 1007, "2026-03-10", 400);
    return op;
}

static void put_attributes(struct op *op)
{
    put_attribute(op, 1, "region", "text");
    put_attribute(op, 2, "score", "decimal");
    put_attribute(op, 3, "since", "date");
    put_attribute(op, 4, "vip", "boolean");
    put_attribute(op, 5, "children", "integer");
    put_value(op, 1, 11, 1, "NULL", "'norte'");
    put_value(op, 1, 12, 1, "NULL", "'sur'");
    put_value(op, 2, 21, 1, "NULL", "'norte'");
    put_value(op, 1, 11, 2, "500000", "NULL");
    put_value(op, 1, 11, 3, arena_printf(op->arena, "%d", on("2020-02-29")), "NULL");
    put_value(op, 1, 11, 4, "1", "NULL");
    put_value(op, 2, 21, 4, "0", "NULL");
    put_value(op, 2, 21, 5, "-3", "NULL");
}

#define DAILY_HEAD                                                                                 \
    "date\tnew_invoices\tnew_amount\tpaid_invoices\tpaid_amount\topen_invoices\topen_amount\t"     \
    "past_due_invoices\tpast_due_amount\tmax_dpd\tcurrency\n"

static void test_daily_shows_each_day(void **state)
{
    struct op *const op = small_book();
    const struct report_query query = {.from = on("2026-03-01"), .date = on("2026-03-05")};
    (void)state;
    check_report(op, "daily", &query,
                 DAILY_HEAD "2026-03-01\t1\t100.00\t0\t20.00\t2\t280.00\t1\t180.00\t19\tMXN\n"
                            "2026-03-02\t1\t50.00\t0\t0.00\t3\t330.00\t1\t180.00\t20\tMXN\n"
                            "2026-03-03\t0\t0.00\t0\t0.00\t3\t330.00\t1\t180.00\t21\tMXN\n"
                            "2026-03-04\t0\t0.00\t0\t0.00\t3\t330.00\t1\t180.00\t22\tMXN\n"
                            "2026-03-05\t0\t0.00\t0\t40.00\t3\t290.00\t1\t180.00\t23\tMXN\n"
                            "2026-03-01\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\tUSD\n"
                            "2026-03-02\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\tUSD\n"
                            "2026-03-03\t1\t10.00\t0\t0.00\t1\t10.00\t0\t0.00\t0\tUSD\n"
                            "2026-03-04\t0\t0.00\t0\t0.00\t1\t10.00\t0\t0.00\t0\tUSD\n"
                            "2026-03-05\t0\t0.00\t0\t0.00\t1\t10.00\t1\t10.00\t1\tUSD\n");
}

/* Without days: the last closed one, which is the day before the open date. */
static void test_daily_settles(void **state)
{
    static const struct {
        const char *date;
        const char *want;
    } days[] = {
        {"2026-03-10", "0\t0.00\t0\t0.00\t3\t290.00\t1\t180.00\t28\tMXN\n"
                       "2026-03-10\t0\t0.00\t1\t10.00\t0\t0.00\t0\t0.00\t0\tUSD\n"},
        {"2026-03-11", "0\t0.00\t0\t0.00\t3\t290.00\t2\t240.00\t29\tMXN\n"
                       "2026-03-11\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\tUSD\n" },
        {"2026-03-15", "1\t30.00\t1\t30.00\t3\t290.00\t2\t240.00\t33\tMXN\n"
                       "2026-03-15\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\tUSD\n" },
        {"2026-03-20", "0\t0.00\t1\t60.00\t2\t230.00\t1\t180.00\t38\tMXN\n"
                       "2026-03-20\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\tUSD\n" },
    };
    struct op *const op = small_book();
    struct report_query query = REPORT_QUERY_NONE;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(days); i++) {
        query.date = on(days[i].date);
        check_report(op, "daily", &query,
                     arena_printf(op->arena, "%s%s\t%s", DAILY_HEAD, days[i].date, days[i].want));
    }
    query.date = DAY_NONE;
    check_report(op, "daily", &query,
                 DAILY_HEAD "2026-03-31\t0\t0.00\t0\t0.00\t2\t230.00\t1\t180.00\t49\tMXN\n"
                            "2026-03-31\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\tUSD\n");
}

/* A field and an attribute of each type; claims of others are not there, nor is their money. */
static void test_open_filtered(void **state)
{
    static const struct {
        const char *filter;
        const char *want;
    } cases[] = {
        {"region=norte",     "2026-03-11\tA\t2\t110.00\t60.00\tMXN\n"
                         "2026-03-11\tB\t1\t180.00\t180.00\tMXN\n"},
        {"score = 0.5",      "2026-03-11\tA\t2\t110.00\t60.00\tMXN\n"                     },
        {"since=2020-02-29", "2026-03-11\tA\t2\t110.00\t60.00\tMXN\n"                     },
        {"vip=false",        "2026-03-11\tB\t1\t180.00\t180.00\tMXN\n"                    },
        {"currency=USD",     ""                                                           },
        {"children=-3",      "2026-03-11\tB\t1\t180.00\t180.00\tMXN\n"                    },
        {"region=",          ""                                                           },
        {"region=este",      ""                                                           },
    };
    struct op *const op = small_book();
    (void)state;
    put_attributes(op);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct report_query query = {
            .date = on("2026-03-11"), .from = DAY_NONE, .filter = str_of(cases[i].filter)};
        check_report(op, "open", &query,
                     arena_printf(op->arena,
                                  "as_of\tcustomer\topen_invoices\topen_amount\tpast_due_amount\t"
                                  "currency\n%s",
                                  cases[i].want));
    }
}

static void test_a_filter_must_name_something(void **state)
{
    static const char *const wrong[] = {"norte",       "=norte",  "nobody=norte", "score=x",
                                        "since=31/12", "vip=yes", "children=1.5", "currency=pesos"};
    struct op *const op = small_book();
    struct report report;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        const struct report_query query = {
            .date = on("2026-03-11"), .from = DAY_NONE, .filter = str_of(wrong[i])};
        check_eq(report_run(op, STR("open"), &query, &report), E_INVALID);
        op_clear(op);
    }
}

static void test_ageing_by_attribute(void **state)
{
    struct op *const op = small_book();
    const struct report_query query = {
        .date = on("2026-03-11"), .from = DAY_NONE, .by = STR("region"), .buckets = {2, {15, 30}}
    };
    (void)state;
    put_attributes(op);
    check_report(op, "ageing", &query,
                 "as_of\tregion\tbucket\tinvoices\tamount\tcurrency\n"
                 "2026-03-11\tALL\tnot_due\t1\t50.00\tMXN\n"
                 "2026-03-11\tALL\t1-15\t1\t60.00\tMXN\n"
                 "2026-03-11\tALL\t16-30\t1\t180.00\tMXN\n"
                 "2026-03-11\tALL\t31+\t0\t0.00\tMXN\n"
                 "2026-03-11\tnorte\tnot_due\t1\t50.00\tMXN\n"
                 "2026-03-11\tnorte\t1-15\t1\t60.00\tMXN\n"
                 "2026-03-11\tnorte\t16-30\t1\t180.00\tMXN\n"
                 "2026-03-11\tnorte\t31+\t0\t0.00\tMXN\n"
                 "2026-03-11\tsur\tnot_due\t0\t0.00\tMXN\n"
                 "2026-03-11\tsur\t1-15\t0\t0.00\tMXN\n"
                 "2026-03-11\tsur\t16-30\t0\t0.00\tMXN\n"
                 "2026-03-11\tsur\t31+\t0\t0.00\tMXN\n"
                 "2026-03-11\tALL\tnot_due\t0\t0.00\tUSD\n"
                 "2026-03-11\tALL\t1-15\t0\t0.00\tUSD\n"
                 "2026-03-11\tALL\t16-30\t0\t0.00\tUSD\n"
                 "2026-03-11\tALL\t31+\t0\t0.00\tUSD\n"
                 "2026-03-11\t(none)\tnot_due\t0\t0.00\tUSD\n"
                 "2026-03-11\t(none)\t1-15\t0\t0.00\tUSD\n"
                 "2026-03-11\t(none)\t16-30\t0\t0.00\tUSD\n"
                 "2026-03-11\t(none)\t31+\t0\t0.00\tUSD\n");
}

/* The edges: due today is not due, day 15 is in 1-15, day 16 is not. */
static void test_ageing_edges(void **state)
{
    static const struct {
        const char *date;
        const char *bucket; /* of claim 201, due on 2026-02-10 */
    } edges[] = {
        {"2026-02-10", "not_due"},
        {"2026-02-11", "1-15"   },
        {"2026-02-25", "1-15"   },
        {"2026-02-26", "16-30"  },
        {"2026-03-12", "16-30"  },
        {"2026-03-13", "31+"    },
    };
    struct op *const op = small_book();
    struct report_query query = {
        .from = DAY_NONE, .by = STR("customer"), .buckets = {2, {15, 30}}
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
        query.date = on(edges[i].date);
        check_case(edges[i].date);
        const char *const text = report_text(op, "ageing", &query, REPORT_TSV);
        const char *const line = arena_printf(op->arena, "\tB\t%s\t1\t", edges[i].bucket);
        check_true(strstr(text, line) != NULL);
    }
}

#define OPEN_HEAD "\topen_invoices\topen_amount\tpast_due_amount\tcurrency\n"

static void test_open_by_what_there_is(void **state)
{
    static const struct {
        const char *by;
        const char *want;
    } dimensions[] = {
        {"customer",   "2026-03-11\tA\t2\t110.00\t60.00\tMXN\n"
                     "2026-03-11\tB\t1\t180.00\t180.00\tMXN\n"  },
        {"product",    "2026-03-11\tloan\t3\t290.00\t240.00\tMXN\n"                 },
        {"currency",   "2026-03-11\tMXN\t3\t290.00\t240.00\tMXN\n"                  },
        {"stage",      "2026-03-11\tadministrative\t3\t290.00\t240.00\tMXN\n"       },
        {"party_kind", "2026-03-11\tperson\t3\t290.00\t240.00\tMXN\n"               },
        {"country",    "2026-03-11\tMX\t3\t290.00\t240.00\tMXN\n"                   },
        {"creditor",   "2026-03-11\t(none)\t3\t290.00\t240.00\tMXN\n"               },
        {"portfolio",  "2026-03-11\t(none)\t3\t290.00\t240.00\tMXN\n"               },
        {"segment",    "2026-03-11\t(none)\t3\t290.00\t240.00\tMXN\n"               },
        {"score",      "2026-03-11\t(none)\t1\t180.00\t180.00\tMXN\n"
                  "2026-03-11\t0.500000\t2\t110.00\t60.00\tMXN\n"  },
        {"since",      "2026-03-11\t(none)\t1\t180.00\t180.00\tMXN\n"
                  "2026-03-11\t2020-02-29\t2\t110.00\t60.00\tMXN\n"},
        {"vip",        "2026-03-11\tfalse\t1\t180.00\t180.00\tMXN\n"
                "2026-03-11\ttrue\t2\t110.00\t60.00\tMXN\n"          },
        {"children",   "2026-03-11\t(none)\t2\t110.00\t60.00\tMXN\n"
                     "2026-03-11\t-3\t1\t180.00\t180.00\tMXN\n" },
    };
    struct op *const op = small_book();
    struct report_query query = {.date = on("2026-03-11"), .from = DAY_NONE};
    (void)state;
    put_attributes(op);
    for (size_t i = 0; i < ARRAY_LEN(dimensions); i++) {
        query.by = str_of(dimensions[i].by);
        check_case(dimensions[i].by);
        check_report(op, "open", &query,
                     arena_printf(op->arena, "as_of\t%s" OPEN_HEAD "%s", dimensions[i].by,
                                  dimensions[i].want));
    }
}

/* An attribute hides the field of its name: whoever brought the column means that column. */
static void test_attribute_hides_field(void **state)
{
    struct op *const op = small_book();
    const struct report_query query = {
        .date = on("2026-03-11"), .from = DAY_NONE, .by = STR("country")};
    (void)state;
    put_attribute(op, 9, "country", "text");
    put_value(op, 2, 21, 9, "NULL", "'406'");
    check_report(op, "open", &query,
                 "as_of\tcountry" OPEN_HEAD "2026-03-11\t(none)\t2\t110.00\t60.00\tMXN\n"
                 "2026-03-11\t406\t1\t180.00\t180.00\tMXN\n");
}

/* Claim 101 reaches 10 days on the day that settles it: open in the morning, not at the end.
 * Claim 121 reaches day 0 on the day it is issued and paid: it was never open at the end of one. */
static void test_triggers(void **state)
{
    struct op *const op = small_book();
    struct report_query query = {
        .date = on("2026-03-31"), .from = DAY_NONE, .days = {5, {0, 1, 10, 19, 49}}
    };
    (void)state;
    check_report(op, "triggers", &query,
                 "dpd\tbefore_cycle\tafter_cycle\tcurrency\n"
                 "0\t2\t3\tMXN\n"  /* 101 and 201; 121 too before its money */
                 "1\t2\t2\tMXN\n"  /* 101 and 201 */
                 "10\t1\t2\tMXN\n" /* 201; 101 too in the morning */
                 "19\t1\t1\tMXN\n"
                 "49\t1\t1\tMXN\n"
                 "0\t1\t1\tUSD\n"
                 "1\t1\t1\tUSD\n"
                 "10\t0\t0\tUSD\n"
                 "19\t0\t0\tUSD\n"
                 "49\t0\t0\tUSD\n");
    query.days = (struct report_numbers){1, {49}};
    query.date = on("2026-03-30"); /* one day before 201 gets there */
    check_report(op, "triggers", &query,
                 "dpd\tbefore_cycle\tafter_cycle\tcurrency\n49\t0\t0\tMXN\n49\t0\t0\tUSD\n");
}

/* Debt 11 is one debt with two claims: it rolls as a whole, in the bucket of its oldest claim. */
static void test_roll_rate(void **state)
{
    struct op *const op = small_book();
    const struct report_query query = {
        .from = on("2026-03-02"), .date = on("2026-03-11"), .buckets = {1, {20}}
    };
    (void)state;
    check_report(op, "roll-rate", &query,
                 "from\tto\tfrom_bucket\tto_bucket\tdebts\topening_amount\tclosing_amount\t"
                 "share_of_from_bucket\tcurrency\n"
                 "2026-03-02\t2026-03-11\tnot_due\tnot_due\t0\t0.00\t0.00\t0.000000\tMXN\n"
                 "2026-03-02\t2026-03-11\tnot_due\t1-20\t1\t150.00\t110.00\t1.000000\tMXN\n"
                 "2026-03-02\t2026-03-11\tnot_due\t21+\t0\t0.00\t0.00\t0.000000\tMXN\n"
                 "2026-03-02\t2026-03-11\tnot_due\tpaid\t0\t0.00\t0.00\t0.000000\tMXN\n"
                 "2026-03-02\t2026-03-11\t1-20\tnot_due\t0\t0.00\t0.00\t0.000000\tMXN\n"
                 "2026-03-02\t2026-03-11\t1-20\t1-20\t0\t0.00\t0.00\t0.000000\tMXN\n"
                 "2026-03-02\t2026-03-11\t1-20\t21+\t1\t180.00\t180.00\t1.000000\tMXN\n"
                 "2026-03-02\t2026-03-11\t1-20\tpaid\t0\t0.00\t0.00\t0.000000\tMXN\n"
                 "2026-03-02\t2026-03-11\t21+\tnot_due\t0\t0.00\t0.00\t\tMXN\n"
                 "2026-03-02\t2026-03-11\t21+\t1-20\t0\t0.00\t0.00\t\tMXN\n"
                 "2026-03-02\t2026-03-11\t21+\t21+\t0\t0.00\t0.00\t\tMXN\n"
                 "2026-03-02\t2026-03-11\t21+\tpaid\t0\t0.00\t0.00\t\tMXN\n"
                 "2026-03-02\t2026-03-11\tnew\tnot_due\t0\t0.00\t0.00\t\tMXN\n"
                 "2026-03-02\t2026-03-11\tnew\t1-20\t0\t0.00\t0.00\t\tMXN\n"
                 "2026-03-02\t2026-03-11\tnew\t21+\t0\t0.00\t0.00\t\tMXN\n"
                 "2026-03-02\t2026-03-11\tnot_due\tnot_due\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\tnot_due\t1-20\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\tnot_due\t21+\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\tnot_due\tpaid\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\t1-20\tnot_due\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\t1-20\t1-20\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\t1-20\t21+\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\t1-20\tpaid\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\t21+\tnot_due\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\t21+\t1-20\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\t21+\t21+\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\t21+\tpaid\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\tnew\tnot_due\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\tnew\t1-20\t0\t0.00\t0.00\t\tUSD\n"
                 "2026-03-02\t2026-03-11\tnew\t21+\t0\t0.00\t0.00\t\tUSD\n");
}

static void test_empty_book_has_the_organisations_currency(void **state)
{
    struct op *const op = open_book("2026-04-01");
    struct report_query query = REPORT_QUERY_NONE;
    (void)state;
    check_report(op, "daily", &query,
                 DAILY_HEAD "2026-03-31\t0\t0.00\t0\t0.00\t0\t0.00\t0\t0.00\t0\tMXN\n");
    check_report(op, "open", &query, "as_of\tcustomer" OPEN_HEAD);
    query.buckets = (struct report_numbers){1, {30}};
    check_report(op, "ageing", &query,
                 "as_of\tgroup\tbucket\tinvoices\tamount\tcurrency\n"
                 "2026-03-31\tALL\tnot_due\t0\t0.00\tMXN\n"
                 "2026-03-31\tALL\t1-30\t0\t0.00\tMXN\n"
                 "2026-03-31\tALL\t31+\t0\t0.00\tMXN\n");
}

static void test_questions_that_are_refused(void **state)
{
    /* clang-format off */
    static const struct {
        const char *report;
        struct report_query query;
        status want;
        const char *text; /* a part of the failure */
    } questions[] = {
        {"daly", {.date = 0, .from = 0}, E_NOT_FOUND, "no report 'daly'; there are: daily, ageing"},
        {"daily", {.date = 0, .from = 0, .by = {"x", 1}}, E_INVALID, "daily takes no by"},
        {"open", {.date = 0, .from = 0}, E_INVALID, "open takes no from"},
        {"open", {.date = 0, .from = DAY_NONE, .by = {"x", 1}}, E_INVALID, "'x'; there are: cu"},
        {"daily", {.date = 0, .from = 1}, E_INVALID, "ends on 1970-01-01 before it starts"},
        {"daily", {.date = 99999, .from = 0}, E_LIMIT, "at most 36525 days"},
        {"ageing", {.date = 0, .from = DAY_NONE, .buckets = {2, {30, 15}}}, E_INVALID, "15 does"},
        {"ageing", {.date = 0, .from = DAY_NONE, .buckets = {1, {0}}}, E_INVALID, "0 does not"},
        {"payments", {.date = 0, .from = 0, .by = {"x", 1}}, E_INVALID, "not by 'x'"},
        {"queue", {.date = 0, .from = DAY_NONE}, E_INVALID, "takes no date"},
        {"outbox", {.date = DAY_NONE, .from = DAY_NONE, .filter = {"x", 1}}, E_INVALID, "'x'"},
        {"silence", {.date = DAY_NONE, .from = DAY_NONE, .filter = {"x", 1}}, E_INVALID, "'x'"},
    };
    /* clang-format on */
    struct op *const op = small_book();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
        struct report report = {.name = "untouched"};
        check_case(questions[i].text);
        check_eq(report_run(op, str_of(questions[i].report), &questions[i].query, &report),
                 questions[i].want);
        check_true(strstr(op->text, questions[i].text) != NULL);
        check_text(report.name, "untouched");
        check_false(db_in_transaction(op));
        op_clear(op);
    }
}

/* Any call to the store may fail: the report fails with it, and leaves no transaction. */
static void test_failing_store(void **state)
{
    struct op *const op = small_book();
    const struct report_query query = {.date = on("2026-03-11"), .from = DAY_NONE};
    struct report report;
    int failures = 0;
    (void)state;
    for (int i = 0; report_kind_at(i); i++)
        for (int n = 1; n < 60; n++) {
            const bool takes_date = report_kind_at(i)->parameters & REPORT_DATE;
            const struct report_query none = REPORT_QUERY_NONE;
            op_clear(op);
            db_fail_call(op->db, n);
            const status code = report_run(op, str_of(report_kind_at(i)->name),
                                           takes_date ? &query : &none, &report);
            db_fail_call(op->db, 0);
            check_false(db_in_transaction(op));
            if (code == OK)
                break;
            check_eq(code, E_STORE);
            failures++;
        }
    check_true(failures > 40);
}

TEST_STORE_MAIN("insight balances", cmocka_unit_test(test_daily_shows_each_day),
                cmocka_unit_test(test_daily_settles), cmocka_unit_test(test_open_filtered),
                cmocka_unit_test(test_a_filter_must_name_something),
                cmocka_unit_test(test_ageing_by_attribute), cmocka_unit_test(test_ageing_edges),
                cmocka_unit_test(test_open_by_what_there_is),
                cmocka_unit_test(test_attribute_hides_field), cmocka_unit_test(test_triggers),
                cmocka_unit_test(test_roll_rate),
                cmocka_unit_test(test_empty_book_has_the_organisations_currency),
                cmocka_unit_test(test_questions_that_are_refused),
                cmocka_unit_test(test_failing_store))
