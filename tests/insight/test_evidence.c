/* The file of a person: it holds what was done, it checks without a store, and whoever changes it
 * is found out. */
#include "insight/evidence.h"

#include "book/action.h"
#include "book/obligation_terms.h"
#include "policy/close.h"
#include "policy/commit.h"
#include "record/audit_root.h"
#include "tests/support/portfolio.h"

static struct portfolio p;

static void note(const char *text)
{
    struct action_input action = {.key = p.keys[1],
                                  .channel = CHANNEL_CALL,
                                  .disposition = STR("no_answer"),
                                  .note = str_of(text),
                                  .callback_on = DAY_NONE};
    int64_t id = 0;
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, action_record(&p.op, &action, &id));
    check_ok(&p.op, policy_commit(&p.op));
}

static str make_file(enum language language)
{
    const struct evidence_request request = {
        .debtor_id = p.keys[1].debtor_id, .language = language, .reason = STR("oficio 7")};
    str html;
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, evidence_make(&p.op, &request, &html));
    check_ok(&p.op, db_commit(&p.op));
    return html;
}

static str open_and_make(void)
{
    audit_key_use(&(struct crypto_key){
        {7, 7}
    });
    portfolio_open(&p, 4);
    note("dice: </script> \\u003c & ya");
    check_ok(&p.op, portfolio_pay(&p.op, p.keys[1], "r", 500));
    check_ok(&p.op, close_day(&p.op, PORTFOLIO_DATE, NULL, &(struct close_result){0}));
    note("otra");
    return make_file(LANGUAGE_ES);
}

static struct evidence_check check_file(str html, str key)
{
    struct evidence_check check;
    check_ok(&p.op, evidence_verify(&p.op, html, key, &check));
    return check;
}

static bool has(str html, const char *text)
{
    return memmem(html.data, html.size, text, strlen(text)) != NULL;
}

static void test_it_holds_and_checks(void **state)
{
    char id[AUDIT_KEY_ID_SIZE];
    char hex[CRYPTO_HEX_SIZE(CRYPTO_PUBLIC_BYTES)];
    const str html = open_and_make();
    struct evidence_check check = check_file(html, STR(""));
    (void)state;
    for (size_t i = 0; i < check.text_count; i++)
        print_error(STR_FORMAT "\n", STR_ARG(check.texts[i]));
    check_eq(check.faults, 0);
    check_eq(check.last_day, PORTFOLIO_DATE);
    check_true(check.rows > 5);
    check_true(check.unsigned_links > 0); /* the second note came after the close */
    check_true(has(html, "dice: &lt;/script&gt;"));
    check_true(has(html, "oficio 7"));
    check_true(has(html, "Por qué fue lícito"));
    crypto_hex(audit_key_signer(id)->public_key, CRYPTO_PUBLIC_BYTES, hex);
    check_eq(check_file(html, str_of(hex)).faults, 0);
    hex[5] = hex[5] == 'a' ? 'b' : 'a';
    check_true(check_file(html, str_of(hex)).faults > 0);
    const str english = make_file(LANGUAGE_EN); /* and the making of the first stands in it */
    check_eq(check_file(english, STR("")).faults, 0);
    check_true(has(english, "Why it was lawful"));
    check_true(has(english, "file.made"));
    portfolio_close(&p);
}

/* One piece of the file for another of the same length. */
static str change(str html, const char *from, const char *to)
{
    char *const copy = arena_copy(p.op.arena, html.data, html.size);
    char *const at = memmem(copy, html.size, from, strlen(from));
    assert_non_null(at);
    check_eq(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
    return (str){copy, html.size};
}

static void test_changes_are_found(void **state)
{
    static const struct {
        const char *name, *from, *to;
    } cases[] = {
        {"a page",          "dice: &lt;",                 "dijo: &lt;"                },
        {"a row",           "\"dice: ",                   "\"dijo: "                  },
        {"a statement",     "acuerdo audit root 1\\nday", "acuerdo audit root 1\\nDay"},
        {"another verdict", "no_answer",                  "no_Answer"                 },
        {"a link",          "\"n\":1,",                   "\"n\":2,"                  },
        {"a proof",         "\"right\":true",             "\"right\":tRue"            },
    };
    const str html = open_and_make();
    (void)state;
    for (size_t i = 0; i + 1 < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        check_true(check_file(change(html, cases[i].from, cases[i].to), STR("")).faults > 0);
    }
    struct evidence_check check;
    const str broken = change(html, cases[5].from, cases[5].to);
    check_eq(evidence_verify(&p.op, broken, STR(""), &check), E_INVALID); /* no JSON any more */
    op_clear(&p.op);
    check_eq(evidence_verify(&p.op, STR("<html></html>"), STR(""), &check), E_INVALID);
    op_clear(&p.op);
    portfolio_close(&p);
}

static void put_terms(const char *unit, const char *fees)
{
    struct obligation_terms terms = {.from_on = p.op.business_date,
                                     .basis = DAY_COUNT_ACTUAL_365,
                                     .bases = TERMS_BASES_DEFAULT,
                                     .cap = STR(""),
                                     .country = STR(""),
                                     .unit = str_of(unit)};
    struct obligation_ref debt;
    enum book_change changed;
    check_true(fee_levels_parse(str_of(fees), CURRENCY('M', 'X', 'N'), &terms.fees));
    check_ok(&p.op, obligation_find(&p.op, STR("t"), STR("p1"), &debt));
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_ok(&p.op, obligation_terms_put(&p.op, &debt, &terms, &changed));
    check_ok(&p.op, policy_commit(&p.op));
}

/* The row of terms without its last values, and with others instead. */
static str end_terms(str html, int without, const char *with)
{
    const str mark = str_of(arena_printf(p.op.arena, "\"table\":%d,", AUDIT_OBLIGATION_TERMS));
    const char *const html_end = html.data + html.size;
    const char *const entry = memmem(html.data, html.size, mark.data, mark.size);
    assert_non_null(entry);
    const char *const row = memmem(entry, (size_t)(html_end - entry), "\"row\":[", 7);
    assert_non_null(row);
    const char *const end = memchr(row, ']', (size_t)(html_end - row));
    assert_non_null(end);
    const char *from = end;
    for (int i = 0; i < without; i++)
        from = memrchr(row, ',', (size_t)(from - row));
    struct buf out = buf_start(p.op.arena, html.size + 100);
    buf_add(&out, (str){html.data, (size_t)(from - html.data)});
    buf_add(&out, str_of(with));
    buf_add(&out, (str){end, (size_t)(html_end - end)});
    return buf_str(&out);
}

/* A file of a program that did not have the last columns yet holds; no other can be missing, and no
 * value can stand in the column of another. */
static void test_columns_that_came_later(void **state)
{
    static const struct {
        const char *name, *unit, *fees;
        int without;
        const char *with;
        bool holds;
    } cases[] = {
        {"before units",        "",   "",      2,  "",                       true },
        {"before fees",         "",   "",      1,  "",                       true },
        {"a unit before fees",  "UF", "",      1,  "",                       true },
        {"as it is",            "UF", "30: 1", 1,  ",\"MXN 30: 1.00\"",      true },
        {"none of before",      "",   "",      3,  "",                       false},
        {"nothing",             "",   "",      14, "",                       false},
        {"one more",            "",   "",      0,  ",null",                  false},
        {"a unit left out",     "UF", "",      2,  "",                       false},
        {"fees left out",       "",   "30: 1", 1,  "",                       false},
        {"fees as the unit",    "",   "30: 1", 2,  ",\"MXN 30: 1.00\"",      false},
        {"and nothing as fees", "",   "30: 1", 2,  ",\"MXN 30: 1.00\",null", false},
        {"the unit as fees",    "UF", "",      2,  ",null,\"UF\"",           false},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].name);
        portfolio_open(&p, 2);
        put_terms(cases[i].unit, cases[i].fees);
        const str html = end_terms(make_file(LANGUAGE_ES), cases[i].without, cases[i].with);
        check_eq(check_file(html, STR("")).faults == 0, cases[i].holds);
        portfolio_close(&p);
    }
}

static void test_refusals(void **state)
{
    struct evidence_request request = {.debtor_id = 5, .reason = STR("x")};
    str html;
    (void)state;
    portfolio_open(&p, 2);
    check_ok(&p.op, db_begin(&p.op, DB_WRITE));
    check_eq(evidence_make(&p.op, &request, &html), E_NOT_FOUND);
    op_clear(&p.op);
    request = (struct evidence_request){
        .debtor_id = p.keys[0].debtor_id, .case_id = p.keys[1].case_id, .reason = STR("x")};
    check_eq(evidence_make(&p.op, &request, &html), E_NOT_FOUND);
    op_clear(&p.op);
    request.case_id = 0;
    request.reason = STR(" ");
    check_eq(evidence_make(&p.op, &request, &html), E_INVALID);
    op_clear(&p.op);
    db_rollback(&p.op);
    portfolio_close(&p);
}

TEST_STORE_MAIN("evidence", cmocka_unit_test(test_it_holds_and_checks),
                cmocka_unit_test(test_changes_are_found),
                cmocka_unit_test(test_columns_that_came_later), cmocka_unit_test(test_refusals))
