/* Rows that are several things: the instalments of a schedule, the months of a statement side by
 * side; what the reports say of them, and what is refused. */
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "insight/report_write.h"
#include "intake/import.h"
#include "policy/strategy.h"
#include "tests/intake/desk.h"

#define LOANS                                                                                      \
    "{\"kind\":\"receivables\",\"source\":\"bank\",\"formats\":{\"date\":\"YYMMDD\","              \
    "\"decimal\":\".\"},\"columns\":{\"id\":\"obligation.external_id\",\"who\":"                   \
    "\"party.external_id\",\"date\":[\"obligation.opened_on\",\"schedule.start\"],\"n\":"          \
    "\"schedule.count\",\"each\":\"claim.amount\"},\"attributes\":{\"total\":{\"type\":"           \
    "\"decimal\"},\"status\":{\"type\":\"text\",\"default\":\"(blank)\"}}}"
#define LOANS_HEAD "id;who;date;n;each;total;status\n"

#define CARDS                                                                                      \
    "{\"kind\":\"statements\",\"source\":\"card\",\"formats\":{\"decimal\":\".\"},\"columns\":{"   \
    "\"id\":[\"party.external_id\",\"obligation.external_id\"]},\"each\":["                        \
    "{\"columns\":{\"bill1\":\"statement.balance\",\"late1\":{\"field\":"                          \
    "\"statement.months_late\",\"values\":{\"-1\":\"0\"}}},"                                       \
    "\"constants\":{\"statement.ends_on\":\"2024-09-30\"}},"                                       \
    "{\"columns\":{\"bill2\":\"statement.balance\",\"late2\":{\"field\":"                          \
    "\"statement.months_late\",\"values\":{\"-1\":\"0\"}}},"                                       \
    "\"constants\":{\"statement.ends_on\":\"2024-08-31\"}}],\"other_columns\":\"ignore\"}"
#define CARDS_HEAD "id,bill1,bill2,late1,late2\n"

/* "created updated skipped refused", and the first reason when a row was refused. */
static const char *import_text(struct desk *desk, enum intake_kind kind, const char *mapping,
                               const char *text, day as_of)
{
    const struct import_request request = {
        .kind = kind,
        .path = desk_write(desk, "file.csv", str_of(text)),
        .mapping_path = desk_write(desk, "mapping.json", str_of(mapping)),
        .as_of = as_of,
    };
    struct import_result result;
    check_ok(desk->op, intake_import(desk->op, &request, &result));
    return arena_printf(desk->op->arena, "%d %d %d %d%s%s", (int)result.batch.created,
                        (int)result.batch.updated, (int)result.batch.skipped,
                        (int)result.check.refused, result.check.shown_count > 0 ? " " : "",
                        result.check.shown_count > 0 ? result.check.shown[0].reason.text : "");
}

static const char *report_text(struct desk *desk, const char *name, const char *date,
                               const char *by, const char *sum)
{
    struct report_query query = REPORT_QUERY_NONE;
    struct report report;
    struct buf out = buf_start(desk->op->arena, REPORT_PIECE_BYTES);
    check_true(day_parse(str_of(date), &query.date));
    query.by = str_of(by);
    query.sum = str_of(sum);
    check_ok(desk->op, report_run(desk->op, str_of(name), &query, &report));
    report_write(&report, REPORT_CSV, &out);
    const char *const text = buf_cstr(&out);
    return strchr(text, '\n') + 1; /* without the header */
}

static void test_a_loan_is_its_instalments(void **state)
{
    struct desk desk = desk_open();
    const char *const loans = LOANS_HEAD "1;a;240131;3;100.50;301.50;A\n"
                                         "2;b;240215;2;10;25;\n";
    (void)state;
    check_text(import_text(&desk, INTAKE_RECEIVABLES, LOANS, loans, DAY_NONE), "2 0 0 0");
    check_text(import_text(&desk, INTAKE_RECEIVABLES, LOANS, loans, DAY_NONE), "0 0 2 0");
    /* 31 January: 29 February, 31 March, 30 April; what falls due on the day counts */
    check_text(report_text(&desk, "obligations", "2024-02-28", "status", "total"),
               "2024-02-28,(blank),1,2024-02-15,2024-02-15,2,20.00,10.00,0,0.00,25.00,25.00,0,MXN\n"
               "2024-02-28,A,1,2024-01-31,2024-01-31,3,301.50,100.50,0,0.00,301.50,301.50,1,MXN\n");
    check_text(report_text(&desk, "obligations", "2024-03-31", "", "total"),
               "2024-03-31,ALL,2,2024-01-31,2024-02-15,5,321.50,110.50,3,211.00,115.50,326.50,1,"
               "MXN\n");
    check_text(report_text(&desk, "obligations", "2024-02-01", "", ""),
               "2024-02-01,ALL,1,2024-01-31,2024-01-31,3,301.50,100.50,0,0.00,301.50,MXN\n");
    desk_close(&desk);
}

/* Only decimal attributes are money. */
static void test_what_cannot_be_summed(void **state)
{
    struct desk desk = desk_open();
    struct report_query query = REPORT_QUERY_NONE;
    struct report report;
    static const char *const wrong[] = {"status", "product", "nothing"};
    (void)state;
    check_text(import_text(&desk, INTAKE_RECEIVABLES, LOANS,
                           LOANS_HEAD "1;a;240131;3;100.50;301.50;A\n", DAY_NONE),
               "1 0 0 0");
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        check_case(wrong[i]);
        query.sum = str_of(wrong[i]);
        check_eq(report_run(desk.op, STR("obligations"), &query, &report), E_INVALID);
        assert_non_null(strstr(desk.op->text, wrong[i]));
        op_clear(desk.op);
    }
    desk_close(&desk);
}

static void test_a_wrong_schedule_is_refused(void **state)
{
    static const struct {
        const char *row;
        const char *want;
    } cases[] = {
        {"1;a;240131;0;100;1;A\n",                   "0 0 0 1 0 instalments; a schedule has from 1 to 1200"             },
        {"1;a;240131;1201;100;1;A\n",                "0 0 0 1 1201 instalments; a schedule has from 1 to 1200"          },
        {"1;a;;2;100;1;A\n",                         "0 0 0 1 the day from which the instalments are counted is missing"},
        {"1;a;240131;x;100;1;A\n",                   "0 0 0 1 \"x\" is not a whole number"                              },
        {"1;a;240131;2;-5;1;A\n",                    "0 0 0 1 \"-5\" is not above zero; claim.amount is"                },
        {"1;a;240131;2;5;1;A\n1;a;240131;2;5;1;A\n",
         "0 0 0 1 the same key stands on line 2 already"                                                                },
    };
    struct desk desk = desk_open();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *const text = arena_printf(desk.op->arena, "%s%s", LOANS_HEAD, cases[i].row);
        check_case(cases[i].row);
        check_text(import_text(&desk, INTAKE_RECEIVABLES, LOANS, text, DAY_NONE), cases[i].want);
    }
    check_text(report_text(&desk, "obligations", "2024-12-31", "", ""), "");
    desk_close(&desk);
}

static void test_months_side_by_side(void **state)
{
    struct desk desk = desk_open();
    day august = DAY_NONE;
    const char *const cards = CARDS_HEAD "1,1.00E+05,-20.5,2,-1\n"
                                         "2,7,,0,\n"
                                         "3,1,2,0,0\n";
    (void)state;
    check_true(day_parse(STR("2024-08-31"), &august));
    /* the months after as_of wait; a month without a word is none */
    check_text(import_text(&desk, INTAKE_STATEMENTS, CARDS, cards, august), "2 0 1 0");
    check_text(report_text(&desk, "statements", "2024-12-31", "", ""),
               "2024-08-31,0,2,-18.50,0.00,MXN\n");
    check_text(import_text(&desk, INTAKE_STATEMENTS, CARDS, cards, DAY_NONE), "3 0 0 0");
    check_text(report_text(&desk, "statements", "2024-12-31", "", ""),
               "2024-08-31,0,2,-18.50,0.00,MXN\n2024-09-30,0,2,8.00,0.00,MXN\n"
               "2024-09-30,2,1,100000.00,0.00,MXN\n");
    check_text(import_text(&desk, INTAKE_STATEMENTS, CARDS, cards, DAY_NONE), "0 0 3 0");
    check_text(import_text(&desk, INTAKE_STATEMENTS, CARDS, CARDS_HEAD "3,1,2,0,1\n", DAY_NONE),
               "0 1 0 0");
    /* one wrong month refuses the row, and with it the file */
    check_text(import_text(&desk, INTAKE_STATEMENTS, CARDS, CARDS_HEAD "4,1,x,0,0\n", DAY_NONE),
               "0 0 0 1 \"x\" is not an amount of MXN (decimal mark \".\", at most 2 decimals)");
    desk_close(&desk);
}

#define PAIRS                                                                                      \
    "{\"kind\":\"statements\",\"source\":\"card\",\"columns\":{\"who\":"                           \
    "\"party.external_id\"},\"constants\":{\"statement.ends_on\":\"2024-09-30\"},\"each\":["       \
    "{\"columns\":{\"card1\":\"obligation.external_id\",\"bill1\":\"statement.balance\"}},"        \
    "{\"columns\":{\"card2\":\"obligation.external_id\",\"bill2\":\"statement.balance\"}}],"       \
    "\"attributes\":{\"branch\":\"text\"}}"

/* What a row says beside its things holds for each of its debts. */
static void test_two_debts_share_the_attributes(void **state)
{
    static const char pairs[] = "who,card1,bill1,card2,bill2,branch\na,1,10,2,20,north\n";
    struct desk desk = desk_open();
    (void)state;
    check_text(import_text(&desk, INTAKE_STATEMENTS, PAIRS, pairs, DAY_NONE), "1 0 0 0");
    check_text(report_text(&desk, "obligations", "2024-12-31", "branch", ""),
               "2024-12-31,north,2,2024-09-30,2024-09-30,0,0.00,0.00,0,0.00,0.00,MXN\n");
    desk_close(&desk);
}

#define ORDERS(more)                                                                               \
    "{\"kind\":\"obligations\",\"source\":\"bank\"" more ",\"columns\":{\"id\":"                   \
    "\"obligation.external_id\",\"who\":\"party.external_id\"},\"constants\":{"                    \
    "\"obligation.opened_on\":\"2024-01-01\"}}"

static void test_a_debt_may_bring_its_party(void **state)
{
    struct desk desk = desk_open();
    (void)state;
    check_text(import_text(&desk, INTAKE_OBLIGATIONS, ORDERS(""), "id,who\n1,a\n2,a\n", DAY_NONE),
               "0 0 0 2 party.external_id \"a\" is not in the store under source \"bank\"; import "
               "it first");
    check_text(import_text(&desk, INTAKE_OBLIGATIONS, ORDERS(",\"new_parties\":true"),
                           "id,who\n1,a\n2,a\n", DAY_NONE),
               "2 0 0 0");
    check_text(report_text(&desk, "obligations", "2024-12-31", "customer", ""),
               "2024-12-31,a,2,2024-01-01,2024-01-01,0,0.00,0.00,0,0.00,0.00,MXN\n");
    desk_close(&desk);
}

TEST_STORE_MAIN("parts", cmocka_unit_test(test_a_loan_is_its_instalments),
                cmocka_unit_test(test_what_cannot_be_summed),
                cmocka_unit_test(test_a_wrong_schedule_is_refused),
                cmocka_unit_test(test_months_side_by_side),
                cmocka_unit_test(test_two_debts_share_the_attributes),
                cmocka_unit_test(test_a_debt_may_bring_its_party))
