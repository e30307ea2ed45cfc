/* Papers: each says what the book says, anyone can check it, a changed one is found, a no-debt
 * letter is refused while a cent is owed. */
#include "insight/paper.h"

#include "book/claim_entry.h"
#include "book/obligation.h"
#include "policy/agree.h"
#include "policy/commit.h"
#include "tests/support/doctor.h"
#include "tests/support/portfolio.h"

#define N    9
#define OWED (100000 + N * 1000)

static status make(struct portfolio *p, enum paper_kind kind, struct paper *ret_paper)
{
    struct op *const op = &p->op;
    TRY(db_begin(op, DB_WRITE));
    TRY(paper_make(op, p->keys[N], kind, ret_paper));
    return policy_commit(op);
}

static void refused(struct portfolio *p, enum paper_kind kind, status want)
{
    struct paper paper;
    check_eq(make(p, kind, &paper), want);
    db_rollback(&p->op);
    op_clear(&p->op);
}

static void check_whole(struct op *op, const struct paper *paper)
{
    const str files[] = {paper->json, paper->html};
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        struct paper_check check;
        check_ok(op, paper_verify(op, files[i], &check));
        check_true(check.is_whole && check.is_name_right);
        check_eq(check.kind, paper->kind);
        check_text(check.sha256, paper->sha256);
        check_eq(check.made_on, op->business_date);
    }
}

/* Each byte of the file that is changed is found: it is no paper any more, or not a whole one. */
static void check_changes(struct op *op, const struct paper *paper)
{
    char *const copy = str_cstr(op->arena, paper->json);
    for (size_t i = 0; i + 1 < paper->json.size; i += 7) {
        const struct arena_mark mark = arena_mark(op->arena);
        struct paper_check check = {.is_whole = true, .is_name_right = true};
        const char before = copy[i];
        copy[i] = before == '1' ? '2' : '1';
        const status code = paper_verify(op, (str){copy, paper->json.size}, &check);
        check_true(code == E_INVALID || !check.is_whole || !check.is_name_right);
        copy[i] = before;
        op_clear(op);
        arena_release(op->arena, mark);
    }
}

static void test_of_a_case_that_pays(void **state)
{
    struct portfolio p;
    struct paper paper;
    struct agreed agreed;
    bool is_ours = false;
    (void)state;
    struct op *const op = &p.op;
    portfolio_open(&p, N + 1);
    refused(&p, PAPER_CLEARANCE, E_REFUSED);
    refused(&p, PAPER_AGREEMENT, E_NOT_FOUND);
    check_ok(op, make(&p, PAPER_STATEMENT, &paper));
    check_whole(op, &paper);
    check_changes(op, &paper);
    assert_non_null(strstr(str_cstr(op->arena, paper.json), "\"open\":109000"));
    check_ok(op, paper_is_ours(op, paper.sha256, &is_ours));
    check_true(is_ours);
    check_ok(op, make(&p, PAPER_QUOTE, &paper));
    check_whole(op, &paper);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, agree_offer(op, p.keys[N], STR("full-1"), (money){0}, &agreed));
    check_ok(op, policy_commit(op));
    check_ok(op, make(&p, PAPER_AGREEMENT, &paper));
    check_whole(op, &paper);
    check_ok(op, portfolio_pay(op, p.keys[N], "one", OWED - 1));
    refused(&p, PAPER_CLEARANCE, E_REFUSED); /* a cent is owed */
    check_ok(op, portfolio_pay(op, p.keys[N], "two", 1));
    check_ok(op, make(&p, PAPER_CLEARANCE, &paper));
    check_whole(op, &paper);
    refused(&p, PAPER_QUOTE, E_REFUSED); /* nothing is owed */
    struct paper_made *made = NULL;
    size_t count = 0;
    check_ok(op, paper_list(op, p.keys[N], &made, &count));
    check_eq(count, 4);
    check_eq(made[0].kind, PAPER_CLEARANCE); /* the latest first */
    check_str(made[0].sha256, paper.sha256);
    check_eq(made[3].kind, PAPER_STATEMENT);
    check_ok(op, paper_list(op, p.keys[0], &made, &count));
    check_eq(count, 0);
    test_check_sound(op);
    portfolio_close(&p);
}

static status join(struct portfolio *p, int64_t id, const char *evidence)
{
    struct op *const op = &p->op;
    TRY(db_begin(op, DB_WRITE));
    TRY(arrangement_join(op, p->keys[N].debtor_id, id, p->keys[1].debtor_id, str_of(evidence)));
    return policy_commit(op);
}

static void joins_not(struct portfolio *p, int64_t id, const char *evidence, status want)
{
    check_eq(join(p, id, evidence), want);
    db_rollback(&p->op);
    op_clear(&p->op);
}

/* A guarantor of the debt joins: named to people, not in what is kept; nobody contacts them for it.
 */
static void test_who_joins(void **state)
{
    struct portfolio p;
    struct paper paper;
    struct agreed agreed;
    struct obligation_ref debt;
    struct case_facts before;
    struct case_facts after;
    bool found = false;
    (void)state;
    struct op *const op = &p.op;
    portfolio_open(&p, N + 1);
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, agree_offer(op, p.keys[N], STR("full-1"), (money){0}, &agreed));
    check_ok(op, policy_commit(op));
    joins_not(&p, agreed.id, "firmó", E_INVALID); /* who is that? */
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, obligation_find(op, STR("t"), str_of(arena_printf(op->arena, "p%d", N)), &debt));
    check_ok(op, obligation_add_party(op, &debt, p.keys[1].debtor_id, ROLE_GUARANTOR));
    check_ok(op, policy_commit(op));
    check_ok(op, facts_get(op, p.keys[1], &before, &found));
    joins_not(&p, agreed.id, "  ", E_INVALID); /* nothing shows that they agreed */
    check_ok(op, join(&p, agreed.id, "firmó el anexo 2"));
    joins_not(&p, agreed.id, "otra vez", E_CONFLICT);
    check_ok(op, facts_get(op, p.keys[1], &after, &found));
    check_true(facts_equal(&before, &after)); /* no contact, no debt of theirs */
    check_ok(op, make(&p, PAPER_AGREEMENT, &paper));
    check_whole(op, &paper);
    assert_non_null(strstr(str_cstr(op->arena, paper.text), "who promises it too: p1\n"));
    assert_non_null(strstr(str_cstr(op->arena, paper.json), "\"role\":\"guarantor\""));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, arrangement_cancel(op, p.keys[N].debtor_id, agreed.id, STR("x")));
    check_ok(op, policy_commit(op));
    joins_not(&p, agreed.id, "tarde", E_CONFLICT);
    test_check_sound(op);
    portfolio_close(&p);
}

static void test_what_is_no_paper(void **state)
{
    static const char *const files[] = {
        "",
        "{}",
        "{\"paper\":",
        "{\"paper\":{},\"name\":\"x\"}",
        "{\"paper\":1,\"name\":2,\"sha256\":3}",
        "{\"paper\":{\"kind\":\"x\"},\"name\":\"\",\"sha256\":\"\"}"};
    struct op *const op = check_op();
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        struct paper_check check;
        check_eq(paper_verify(op, str_of(files[i]), &check), E_INVALID);
        op_clear(op);
    }
}

/* One paper for both creditors, from whichever case it is asked: the whole, and each one's part. */
static void test_of_two_cases(void **state)
{
    struct portfolio p;
    struct paper paper;
    struct agreed agreed;
    struct obligation_ref ref;
    enum book_change change;
    int64_t id = 0;
    (void)state;
    struct op *const op = &p.op;
    portfolio_open(&p, N + 1);
    struct obligation_input debt = {.source = STR("t"),
                                    .external_id = STR("second"),
                                    .debtor_id = p.keys[N].debtor_id,
                                    .product = STR("card"),
                                    .currency = CURRENCY('M', 'X', 'N'),
                                    .opened_on = PORTFOLIO_DATE - 90};
    const struct claim_input claim = {.source = STR("t"),
                                      .external_id = STR("second"),
                                      .number = 1,
                                      .issued_on = PORTFOLIO_DATE - 90,
                                      .due_on = PORTFOLIO_DATE - 60,
                                      .amount = {50000}};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, creditor_ensure(op, STR("otro"), STR("Otro Banco"), &debt.creditor_id));
    check_ok(op, obligation_upsert(op, &debt, &ref, &change));
    check_ok(op, claim_upsert(op, &ref, &claim, &id, &change));
    check_ok(op, policy_commit(op));
    const struct arrangement_plan_row row = {PORTFOLIO_DATE + 3, OWED + 50000};
    const struct agree_wish wish = {
        .rows = &row, .count = 1, .with = &ref.case_id, .with_count = 1, .reason = STR("x")};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, agree_terms(op, p.keys[N], &wish, &agreed));
    check_ok(op, policy_commit(op));
    check_true(agreed.is_active);
    for (int i = 0; i < 2; i++) {
        check_ok(op, make(&p, PAPER_AGREEMENT, &paper));
        check_whole(op, &paper);
        const char *const json = str_cstr(op->arena, paper.json);
        assert_non_null(strstr(json, arena_printf(op->arena, "\"total\":%d,", OWED + 50000)));
        assert_non_null(strstr(json, "\"total\":50000,"));
        assert_non_null(strstr(json, arena_printf(op->arena, "\"total\":%d,", OWED)));
        assert_non_null(strstr(json, "\"external_id\":\"second\""));
        assert_non_null(strstr(json, "\"external_id\":\"p9\""));
        assert_non_null(strstr(str_cstr(op->arena, paper.text), "Otro Banco"));
        p.keys[N] = (struct case_key){ref.debtor_id, ref.case_id};
    }
    test_check_sound(op);
    portfolio_close(&p);
}

TEST_STORE_MAIN("papers", cmocka_unit_test(test_of_a_case_that_pays),
                cmocka_unit_test(test_who_joins), cmocka_unit_test(test_of_two_cases),
                cmocka_unit_test(test_what_is_no_paper))
