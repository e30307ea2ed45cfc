/* A request that is sent twice. */
#include "record/idempotency.h"
#include "tests/support/organisation.h"

static const struct idempotency_answer created = {
    201, {"{\"id\": \"7\"}", 11}
};

static bool find(struct op *op, const char *key, const char *hash,
                 struct idempotency_answer *answer)
{
    bool found = false;
    check_ok(op, idempotency_find(op, str_of(key), hash, answer, &found));
    return found;
}

static void test_the_same_answer_again(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct idempotency_answer answer = {0};
    char hash[IDEMPOTENCY_HASH_SIZE];
    char other[IDEMPOTENCY_HASH_SIZE];
    bool found = false;
    idempotency_hash(STR("POST"), STR("/v1/cases/1/payments"), STR("{}"), hash);
    idempotency_hash(STR("POST"), STR("/v1/cases/1/payments"), STR("{} "), other);
    op->actor_id = 5;
    check_false(find(op, "k-1", hash, &answer));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, idempotency_put(op, STR("k-1"), hash, &created));
    check_ok(op, db_commit(op));
    check_true(find(op, "k-1", hash, &answer));
    check_eq(answer.http_status, 201);
    check_str(answer.body, "{\"id\": \"7\"}");
    check_false(find(op, "k-2", hash, &answer));

    check_eq(idempotency_find(op, STR("k-1"), other, &answer, &found), E_CONFLICT);
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(idempotency_put(op, STR("k-1"), hash, &created), E_CONFLICT);
    op_clear(op);
    db_rollback(op);
    op->actor_id = 6; /* keys of another user are another's */
    check_false(find(op, "k-1", hash, &answer));
}

static void test_a_rollback_gave_no_answer(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct idempotency_answer answer = {0};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, idempotency_put(op, STR("k"), "hash", &created));
    db_rollback(op);
    check_false(find(op, "k", "hash", &answer));
}

static void test_hashes_differ(void **state)
{
    (void)state;
    static const char *const requests[][3] = {
        {"POST",  "/a",  "b"},
        {"POST",  "/ab", "" },
        {"POST/", "a",   "b"},
        {"POST",  "/a",  "c"},
        {"PUT",   "/a",  "b"},
    };
    char hashes[ARRAY_LEN(requests)][IDEMPOTENCY_HASH_SIZE];
    for (size_t i = 0; i < ARRAY_LEN(requests); i++) {
        idempotency_hash(str_of(requests[i][0]), str_of(requests[i][1]), str_of(requests[i][2]),
                         hashes[i]);
        check_eq(strlen(hashes[i]), 64);
        for (size_t j = 0; j < i; j++)
            check_true(strcmp(hashes[i], hashes[j]) != 0);
    }
}

static void test_bad_keys(void **state)
{
    (void)state;
    char longer[202] = {0};
    memset(longer, 'k', 201);
    const char *const keys[] = {"", "a b", "a\n", "ñ", longer};
    struct op *const op = test_organisation();
    struct idempotency_answer answer = {0};
    bool found = false;
    check_ok(op, db_begin(op, DB_WRITE));
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        check_eq(idempotency_find(op, str_of(keys[i]), "hash", &answer, &found), E_INVALID);
        op_clear(op);
        check_eq(idempotency_put(op, str_of(keys[i]), "hash", &created), E_INVALID);
        op_clear(op);
    }
    db_rollback(op);
}

static void test_forgets_the_old(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct idempotency_answer answer = {0};
    int64_t count = 0;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, idempotency_put(op, STR("old"), "hash", &created));
    test_clock_add_minutes(10);
    check_ok(op, idempotency_put(op, STR("new"), "hash", &created));
    check_ok(op, idempotency_forget(op, TEST_NOON + 1, &count));
    check_ok(op, db_commit(op));
    check_eq(count, 1);
    check_false(find(op, "old", "hash", &answer));
    check_true(find(op, "new", "hash", &answer));
}

TEST_STORE_MAIN("idempotency", cmocka_unit_test(test_the_same_answer_again),
                cmocka_unit_test(test_a_rollback_gave_no_answer),
                cmocka_unit_test(test_hashes_differ), cmocka_unit_test(test_bad_keys),
                cmocka_unit_test(test_forgets_the_old))
