/* However a telephone or an identity number is written, it is one and the same in the store. */
#include "book/identity.h"
#include "book/party.h"
#include "policy/commit.h"
#include "record/seal.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

#define OPEN_DATE 20000

static struct op *open_store(void)
{
    struct op *const op = check_op();
    op->touched = NULL;
    test_store_open(op);
    check_ok(op, db_begin(op, DB_WRITE));
    test_organisation_create(op, OPEN_DATE);
    return op;
}

static void close_store(struct op *op)
{
    check_ok(op, policy_commit(op));
    test_store_close(op);
}

static int64_t put_party(struct op *op, const char *country, const char *kind, const char *document,
                         enum book_change want)
{
    const struct party_input party = {.source = STR("t"),
                                      .external_id = STR("p-1"),
                                      .name = STR("Ana"),
                                      .country = str_of(country),
                                      .document_kind = str_of(kind),
                                      .document = str_of(document)};
    enum book_change change = BOOK_UNCHANGED;
    int64_t id = 0;
    check_ok(op, party_upsert(op, &party, &id, &change));
    check_eq(change, want);
    return id;
}

static int64_t put_phone(struct op *op, int64_t party, const char *text, enum book_change want)
{
    enum book_change change = BOOK_UNCHANGED;
    int64_t id = 0;
    check_case(text);
    check_ok(op,
             contact_point_put(op, party, STR("phone"), str_of(text), STR("t"), 1, &id, &change));
    check_eq(change, want);
    return id;
}

struct sealed {
    const char *kind;
    int column;
    str value;
};

static status read_sealed(struct op *op, struct db_rows *row, void *out)
{
    struct sealed *const sealed = out;
    sealed->value = str_copy(op->arena, db_blob(row, sealed->column));
    return OK;
}

/* What the store has, in the clear. */
static str kept(struct op *op, enum query query, int64_t party, int64_t id, const char *kind,
                int column)
{
    struct sealed sealed = {.kind = kind, .column = column};
    const struct db_arg of_point[] = {ARG_ID(party), ARG_ID(id)};
    bool found = false;
    str plain = {"", 0};
    check_ok(op, db_query_one(op, query, of_point, id == 0 ? 1 : 2, read_sealed, &sealed, &found));
    check_true(found);
    check_ok(op, seal_open(op, kind, party, sealed.value, &plain));
    return plain;
}

static void test_one_telephone(void **state)
{
    static const char *const same[] = {"(55) 1234-5678", "+52 55 1234 5678", "044 55 1234 5678",
                                       "+5215512345678", "cel 55.1234.5678", "5512345678.0"};
    struct op *const op = open_store();
    (void)state;
    const int64_t party = put_party(op, "", "", "", BOOK_CREATED);
    const int64_t id = put_phone(op, party, "5512345678", BOOK_CREATED);
    check_str(kept(op, Q_CONTACT_POINT_GET, party, id, "phone", 1), "+525512345678");
    for (size_t i = 0; i < ARRAY_LEN(same); i++)
        check_eq(put_phone(op, party, same[i], BOOK_UNCHANGED), id);
    check_true(put_phone(op, party, "5512345678 ext 9", BOOK_CREATED) != id);
    close_store(op);
}

static void test_nothing_is_lost(void **state)
{
    struct op *const op = open_store();
    (void)state;
    const int64_t party = put_party(op, "CO", "", "", BOOK_CREATED);
    const int64_t odd = put_phone(op, party, "12-34 (recado)", BOOK_CREATED);
    check_str(kept(op, Q_CONTACT_POINT_GET, party, odd, "phone", 1), "12-34 (recado)");
    check_eq(put_phone(op, party, "1234", BOOK_UNCHANGED), odd);
    const int64_t mobile = put_phone(op, party, "300 123 4567", BOOK_CREATED);
    check_str(kept(op, Q_CONTACT_POINT_GET, party, mobile, "phone", 1), "+573001234567");
    const int64_t office = put_phone(op, party, "601 2345678 ext 12", BOOK_CREATED);
    check_str(kept(op, Q_CONTACT_POINT_GET, party, office, "phone", 1), "+576012345678;ext=12");
    close_store(op);
}

/* A store of before has points as they were written. */
static void test_a_point_of_before(void **state)
{
    struct op *const op = open_store();
    uint8_t index[SEAL_INDEX_BYTES];
    (void)state;
    const int64_t party = put_party(op, "", "", "", BOOK_CREATED);
    const int64_t id = 4711;
    const str digest = {(const char *)index, sizeof(index)};
    const struct db_arg now = ARG_INSTANT(op_now(op));
    str sealed;
    check_ok(op, seal_value(op, "phone", party, STR("55 1234 5678"), &sealed));
    seal_index("phone", STR("55 1234 5678"), index);
    check_ok(op, db_run(op, Q_CONTACT_POINT_INSERT,
                        DB_ARGS(ARG_ID(party), ARG_ID(id), ARG_TEXT(STR("phone")), ARG_BLOB(sealed),
                                ARG_BLOB(digest), ARG_BLOB(digest), ARG_TEXT(STR("t")),
                                ARG_TEXT(STR("unverified")), ARG_I64(1), ARG_I64(1), now, now),
                        NULL));
    check_eq(put_phone(op, party, "(55) 1234 5678", BOOK_UNCHANGED), id);
    check_true(put_phone(op, party, "+52 55 1234 5678", BOOK_CREATED) != id);
    close_store(op);
}

static void test_documents(void **state)
{
    struct op *const op = open_store();
    (void)state;
    const int64_t party = put_party(op, "GT", "NIT", "0672681-k", BOOK_CREATED);
    check_str(kept(op, Q_PARTY_GET, party, 0, "document", 3), "672681K");
    (void)put_party(op, "GT", "NIT", "672681-K", BOOK_UNCHANGED);
    (void)put_party(op, "", "", "00672681 K", BOOK_UNCHANGED);
    (void)put_party(op, "GT", "NIT", "672681-5", BOOK_UPDATED);
    check_str(kept(op, Q_PARTY_GET, party, 0, "document", 3), "672681-5");
    (void)put_party(op, "CL", "RUN", "10.626.628-k", BOOK_UPDATED);
    check_str(kept(op, Q_PARTY_GET, party, 0, "document", 3), "10626628K");
    (void)put_party(op, "CL", "folio", "a-1", BOOK_UPDATED);
    check_str(kept(op, Q_PARTY_GET, party, 0, "document", 3), "a-1");
    close_store(op);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_telephone),
        cmocka_unit_test(test_nothing_is_lost),
        cmocka_unit_test(test_a_point_of_before),
        cmocka_unit_test(test_documents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
