/* Facts that are followed from a view of many cases are those that are computed from the book of
 * each, on every day of two months: debtors with one case and with two, claims, holds, consents of
 * a channel and of a point, open promises, and cases in between that nobody asks for. */
#include <stdlib.h>

#include "book/claim_entry.h"
#include "book/consent.h"
#include "book/dispute.h"
#include "book/party.h"
#include "book/promise.h"
#include "policy/facts.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

enum { DEBTORS = 60, DAYS = 60, CASES_MAX = 2 * DEBTORS };

static struct case_key keys[CASES_MAX];
static struct case_facts stored[CASES_MAX];

static void book_debt(struct op *op, int n, int64_t debtor_id, const char *creditor,
                      struct case_key *ret_key)
{
    struct obligation_input obligation = {.source = STR("t"),
                                          .external_id =
                                              str_of(arena_printf(op->arena, "%s-%d", creditor, n)),
                                          .debtor_id = debtor_id,
                                          .product = STR("loan"),
                                          .opened_on = op->business_date - 60};
    struct obligation_ref ref;
    enum book_change change;
    int64_t claim_id = 0;
    check_true(currency_parse(STR("MXN"), &obligation.currency));
    check_ok(op, creditor_ensure(op, str_of(creditor), STR(""), &obligation.creditor_id));
    check_ok(op, obligation_upsert(op, &obligation, &ref, &change));
    for (int i = 0; i <= n % 4; i++) {
        const struct claim_input claim = {
            .source = STR("t"),
            .external_id = str_of(arena_printf(op->arena, "%s-%d-%d", creditor, n, i)),
            .number = i + 1,
            .issued_on = op->business_date - 60,
            .due_on = op->business_date - 20 + (n * 7 + i * 13) % 70,
            .amount = {1000 + 17 * n + i}};
        check_ok(op, claim_upsert(op, &ref, &claim, &claim_id, &change));
    }
    *ret_key = (struct case_key){ref.debtor_id, ref.case_id};
}

static int64_t book_debtor(struct op *op, int n, int64_t *ret_point_id)
{
    const str name = str_of(arena_printf(op->arena, "Persona %d", n));
    const struct party_input party = {.source = STR("t"), .external_id = name, .name = name};
    enum book_change change;
    int64_t debtor_id = 0;
    check_ok(op, party_upsert(op, &party, &debtor_id, &change));
    check_ok(op, contact_point_put(op, debtor_id, STR("email"),
                                   str_of(arena_printf(op->arena, "p%d@example.com", n)), STR("t"),
                                   1, ret_point_id, &change));
    check_ok(op, contact_point_put(op, debtor_id, STR("phone"),
                                   str_of(arena_printf(op->arena, "+5255%08d", n)), STR("t"), 1,
                                   ret_point_id, &change));
    if (n % 5 == 0)
        check_ok(op, contact_point_set_state(op, debtor_id, *ret_point_id,
                                             n % 2 ? POINT_WRONG : POINT_VERIFIED, STR("t")));
    return debtor_id;
}

static void say_consent(struct op *op, const struct consent_input *said)
{
    struct consent_input consent = *said;
    struct consent_effect effect;
    consent.purpose = STR("collection");
    consent.evidence = STR("t");
    check_ok(op, consent_record(op, &consent, &effect));
}

/* What begins and ends within the two months. */
static void book_rest(struct op *op, int n, struct case_key key, int64_t point_id)
{
    const day from = op->business_date + n % 9;
    int64_t id = 0;
    if (n % 3 == 0)
        check_ok(op, hold_place(op, key, STR("contact"), from, from + 1 + n % 11, STR("t"), &id));
    if (n % 4 == 0)
        say_consent(op, &(struct consent_input){.person_id = key.debtor_id,
                                                .point_id = n % 8 ? point_id : 0,
                                                .channel = n % 3 ? STR("call") : STR("all"),
                                                .is_given = n % 5 != 0,
                                                .from = from,
                                                .until = n % 2 ? from + 20 : DAY_NONE});
    if (n % 6 == 0) {
        const struct promise_input promise = {.key = key,
                                              .due_on = op->business_date + n % 25,
                                              .amount = {500 + n},
                                              .channel = CHANNEL_CALL,
                                              .allow_over_balance = true};
        check_ok(op, promise_make(op, &promise, &id));
    }
}

static size_t book_all(struct op *op)
{
    size_t count = 0;
    test_organisation_create(op, 20000);
    for (int n = 0; n < DEBTORS; n++) {
        int64_t point_id = 0;
        const int64_t debtor_id = book_debtor(op, n, &point_id);
        for (int i = 0; i <= n % 2; i++) {
            book_debt(op, n, debtor_id, i ? "b" : "a", &keys[count]);
            book_rest(op, n + i, keys[count++], point_id);
        }
    }
    touch_clear(op);
    return count;
}

static int compare_facts(const void *left, const void *right)
{
    const struct case_facts *const a = left;
    const struct case_facts *const b = right;
    return case_key_compare((struct case_key){a->debtor_id, a->case_id},
                            (struct case_key){b->debtor_id, b->case_id});
}

/* Follows each that the day has reached and counts them; the others stay as they are. */
static size_t follow(struct op *op, size_t count, day on)
{
    struct case_key due[CASES_MAX];
    struct book_view *views = NULL;
    size_t asked = 0;
    for (size_t i = 0; i < count; i++)
        if (stored[i].recheck_on <= on)
            due[asked++] = (struct case_key){stored[i].debtor_id, stored[i].case_id};
    check_ok(op, book_view_read_due(op, due, asked, &views));
    for (size_t i = 0; i < count; i++) {
        if (stored[i].recheck_on > on)
            continue;
        check_eq(views->key.case_id, stored[i].case_id);
        if (facts_need_grading(views, on))
            check_ok(op,
                     promise_regrade(op, views->key, on, views->promises, views->promise_count));
        struct case_facts followed;
        facts_follow(&stored[i], views++, on, &followed);
        stored[i] = followed;
    }
    touch_clear(op);
    return asked;
}

static void test_followed_is_computed(void **state)
{
    struct op *const op = check_op();
    size_t followed = 0;
    (void)state;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    const size_t count = book_all(op);
    const day first = op->business_date;
    check_eq(count, DEBTORS + DEBTORS / 2);
    for (size_t i = 0; i < count; i++)
        check_ok(op, facts_compute(op, keys[i], first, &stored[i]));
    qsort(stored, count, sizeof(*stored), compare_facts);
    for (day on = first + 1; on <= first + DAYS; on++) {
        followed += follow(op, count, on);
        for (size_t i = 0; i < count; i++) {
            struct case_facts computed;
            const struct case_key key = {stored[i].debtor_id, stored[i].case_id};
            check_ok(op, facts_compute(op, key, on, &computed));
            check_true(facts_equal(&stored[i], &computed));
        }
    }
    assert_in_range(followed, count, count * DAYS / 2); /* many, and far from all */
    db_rollback(op);
}

static void test_nothing_asked(void **state)
{
    struct op *const op = check_op();
    struct book_view *views = NULL;
    struct book_view view;
    (void)state;
    test_store_open(op);
    check_ok(op, book_view_read_due(op, NULL, 0, &views));
    check_eq(book_view_read(op, (struct case_key){1, 2}, &view), E_NOT_FOUND);
}

TEST_STORE_MAIN("book_view", cmocka_unit_test(test_followed_is_computed),
                cmocka_unit_test(test_nothing_asked))
