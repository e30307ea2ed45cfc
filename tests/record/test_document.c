/* Papers by the digest of their bytes. */
#include "record/document.h"
#include "tests/support/organisation.h"

static void test_same_content_is_one_document(void **state)
{
    (void)state;
    static const char bytes[] = "%PDF-1.7\0\xff\x00 contract";
    const str content = {bytes, sizeof(bytes)};
    struct op *const op = test_organisation();
    char first[DOCUMENT_HASH_SIZE];
    char second[DOCUMENT_HASH_SIZE];
    char other[DOCUMENT_HASH_SIZE];
    struct document document;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, document_put(op, "application/pdf", "contrato.pdf", content, first));
    test_clock_add_minutes(1);
    check_ok(op, document_put(op, "text/plain", "copia.pdf", content, second));
    check_ok(op, document_put(op, "text/plain", "vacío.txt", STR(""), other));
    check_ok(op, db_commit(op));
    check_text(second, first);
    check_true(strcmp(other, first) != 0);
    check_eq(strspn(first, "0123456789abcdef"), 64);

    check_ok(op, document_get(op, first, &document));
    check_str(document.name, "contrato.pdf"); /* the first one stays */
    check_str(document.media_type, "application/pdf");
    check_eq(document.created_at, TEST_NOON);
    check_true(str_equal(document.bytes, content));
    check_ok(op, document_get(op, other, &document));
    check_eq(document.bytes.size, 0);
}

static void test_refusals(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    char hash[DOCUMENT_HASH_SIZE] = "untouched";
    struct document document = {.name = STR("untouched")};
    char *const big = arena_alloc(op->arena, LIMIT_DOCUMENT_BYTES + 1);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(document_put(op, "text/plain", "big", (str){big, LIMIT_DOCUMENT_BYTES + 1}, hash),
             E_LIMIT);
    op_clear(op);
    check_text(hash, "untouched");
    check_ok(op, db_commit(op));
    check_eq(document_get(op, "0123", &document), E_NOT_FOUND);
    op_clear(op);
    check_str(document.name, "untouched");
}

static void test_damage_is_noticed(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    char hash[DOCUMENT_HASH_SIZE];
    struct document document = {.name = STR("untouched")};
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, document_put(op, "text/plain", "a.txt", STR("one thousand"), hash));
    hash[0] = hash[0] == '0' ? '1' : '0'; /* the same bytes under a digest that is not theirs */
    check_ok(op, db_run(op, Q_DOCUMENT_INSERT,
                        DB_ARGS(ARG_TEXT(str_of(hash)), ARG_TEXT(STR("text/plain")),
                                ARG_TEXT(STR("a.txt")), ARG_I64(12), ARG_BLOB(STR("one thousand")),
                                ARG_INSTANT(TEST_NOON)),
                        NULL));
    check_ok(op, db_commit(op));
    check_eq(document_get(op, hash, &document), E_STORE);
    check_true(strstr(op->text, hash) != NULL);
    op_clear(op);
    check_str(document.name, "untouched");
}

TEST_STORE_MAIN("document", cmocka_unit_test(test_same_content_is_one_document),
                cmocka_unit_test(test_refusals), cmocka_unit_test(test_damage_is_noticed))
