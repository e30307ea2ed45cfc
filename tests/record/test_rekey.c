/* The change of the master key: every value opens and is found at every moment, a kill in the
 * middle loses nothing, and afterwards the old key is needed by nobody. */
#include <stdlib.h>
#include <unistd.h>

#include "book/party.h"
#include "policy/commit.h"
#include "record/rekey.h"
#include "record/seal.h"
#include "store/table.h"
#include "tests/support/files.h"
#include "tests/support/organisation.h"

#define PERSONS 450 /* three steps */

static const char *folder;
static const char *path;

static struct op *open_house(void)
{
    struct op *const op = test_organisation();
    folder = test_folder();
    path = arena_printf(op->arena, "%s/key", folder);
    check_ok(op, seal_key_create(op, path));
    return op;
}

static void close_house(struct op *op)
{
    check_eq(unlink(path), 0);
    (void)unlink(arena_printf(op->arena, "%s.destroyed", path));
    check_eq(rmdir(folder), 0);
    test_store_close(op);
}

static str mail_of(struct op *op, int person)
{
    return str_of(arena_printf(op->arena, "p%d@example.mx", person));
}

static int64_t put_person(struct op *op, int person)
{
    const struct party_input input = {
        .source = STR("t"),
        .external_id = str_of(arena_printf(op->arena, "p-%d", person)),
        .name = STR("Ana"),
        .document_kind = STR("RFC"),
        .document = str_of(arena_printf(op->arena, "DOC%06d", person))};
    enum book_change change = BOOK_UNCHANGED;
    int64_t id = 0;
    int64_t point = 0;
    check_ok(op, party_upsert(op, &input, &id, &change));
    check_ok(op, contact_point_put(op, id, STR("email"), mail_of(op, person), STR("t"), 1, &point,
                                   &change));
    check_ok(op, contact_point_put(op, id, STR("phone"),
                                   str_of(arena_printf(op->arena, "+52551234%04d", person)),
                                   STR("t"), 1, &point, &change));
    return id;
}

static void put_persons(struct op *op, int64_t ids[PERSONS])
{
    check_ok(op, db_begin(op, DB_WRITE));
    for (int i = 0; i < PERSONS; i++)
        ids[i] = put_person(op, i);
    check_ok(op, policy_commit(op));
}

struct blob {
    int column;
    str bytes;
};

static status read_blob(struct op *op, struct db_rows *row, void *out)
{
    struct blob *const blob = out;
    blob->bytes = str_copy(op->arena, db_blob(row, blob->column));
    return OK;
}

/* The document opens, the same values are found and not added again, and the telephone is found by
 * its last four. */
static void check_person(struct op *op, int64_t id, int person)
{
    struct blob document = {.column = 3};
    str plain = STR("");
    bool found = false;
    enum book_change change = BOOK_CREATED;
    int64_t point = 0;
    uint8_t last4[SEAL_INDEX_BYTES];
    bool is_found = false;
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(id)), read_blob, &document, &found));
    check_ok(op, seal_open(op, "document", id, document.bytes, &plain));
    check_str(plain, arena_printf(op->arena, "DOC%06d", person));
    check_ok(op, contact_point_put(op, id, STR("email"), mail_of(op, person), STR("t"), 1, &point,
                                   &change));
    check_eq(change, BOOK_UNCHANGED);
    for (size_t i = 0;
         seal_last4_at(i, "phone", str_of(arena_printf(op->arena, "%04d", person)), last4); i++) {
        struct db_rows rows;
        bool has_row = true;
        check_ok(op, db_query(op, Q_SEARCH_POINT,
                              DB_ARGS(ARG_BLOB(((str){(const char *)last4, sizeof(last4)})),
                                      ARG_I64(10)),
                              &rows));
        while (has_row) {
            check_ok(op, db_next(op, &rows, &has_row));
            is_found = is_found || (has_row && db_id(&rows, 0) == id);
        }
    }
    check_true(is_found);
    db_rollback(op);
}

static void check_persons(struct op *op, const int64_t ids[PERSONS])
{
    for (int i = 0; i < PERSONS; i += 7)
        check_person(op, ids[i], i);
}

/* A value as a store of before has it. */
static void make_old(struct op *op, int64_t id, int person)
{
    struct crypto_key master;
    struct crypto_key old;
    char hex[3] = "";
    FILE *const file = fopen(path, "re");
    check_true(file != NULL && fseek(file, 14, SEEK_SET) == 0);
    for (size_t i = 0; i < sizeof(master.bytes); i++) {
        check_true(fread(hex, 1, 2, file) == 2);
        master.bytes[i] = (uint8_t)strtoul(hex, NULL, 16);
    }
    (void)fclose(file);
    crypto_derive(&master, "acd-seal", &old);
    const str sealed = crypto_seal(op->arena, &old,
                                   str_of(arena_printf(op->arena, "document:%lld", (long long)id)),
                                   str_of(arena_printf(op->arena, "DOC%06d", person)));
    uint8_t index[SEAL_INDEX_BYTES];
    seal_index("document", str_of(arena_printf(op->arena, "DOC%06d", person)), index);
    const struct db_arg digest = ARG_BLOB(((str){(const char *)index, sizeof(index)}));
    check_ok(op, db_run(op, Q_REKEY_SET_DOCUMENT,
                        DB_ARGS(ARG_ID(id), ARG_NULL, ARG_BLOB(sealed), digest, digest), NULL));
}

static void test_all_the_way(void **state)
{
    (void)state;
    struct op *const op = open_house();
    int64_t ids[PERSONS + 1];
    int64_t done = 0;
    int64_t waiting = 0;
    int number = 0;
    put_persons(op, ids);
    check_ok(op, db_begin(op, DB_WRITE));
    make_old(op, ids[7], 7);
    check_ok(op, db_commit(op));
    check_ok(op, rekey_start(op, &number));
    check_eq(number, 2);
    check_persons(op, ids);
    check_ok(op, rekey_step(op, &done));
    check_eq(done, REKEY_PERSONS);
    check_persons(op, ids);
    check_eq(rekey_finish(op), E_CONFLICT); /* some wait */
    op_clear(op);
    db_rollback(op);

    check_ok(op, seal_key_load(op, path)); /* a kill, and another process */
    check_ok(op, rekey_start(op, &number));
    check_eq(number, 2); /* the same change, not a third key */
    check_ok(op, db_begin(op, DB_WRITE));
    ids[PERSONS] = put_person(op, PERSONS);
    check_ok(op, policy_commit(op));
    check_ok(op, rekey_waiting(op, &waiting));
    check_eq(waiting, PERSONS - REKEY_PERSONS); /* who comes meanwhile is under the new key */
    do
        check_ok(op, rekey_step(op, &done));
    while (done > 0);
    check_ok(op, rekey_finish(op));
    check_persons(op, ids);
    check_person(op, ids[PERSONS], PERSONS);
    check_true(seal_key_find(1)->is_retired);

    check_eq(rekey_forget(op, 2), E_CONFLICT);
    op_clear(op);
    db_rollback(op);
    check_ok(op, rekey_forget(op, 1));
    check_ok(op, seal_key_load(op, path));
    check_ok(op, seal_key_check(op, path));
    check_persons(op, ids); /* nothing needs it */
    close_house(op);
}

/* Who is being changed when the process dies is as before. */
static void test_a_kill_inside_a_step(void **state)
{
    (void)state;
    struct op *const op = open_house();
    int64_t ids[PERSONS];
    struct rekey_key *keys = NULL;
    const struct crypto_key *key = NULL;
    size_t count = 0;
    int number = 0;
    put_persons(op, ids);
    check_ok(op, rekey_start(op, &number));
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, seal_person_replace(op, ids[0], &key)); /* and then nothing more */
    db_rollback(op);
    check_person(op, ids[0], 0);
    check_ok(op, rekey_list(op, &keys, &count));
    check_eq(count, 2);
    check_str(keys[0].state, "open");
    check_str(keys[1].state, "current");
    close_house(op);
}

/* A table with a sealed column that a change of keys does not know would lose its values. */
static void test_every_sealed_column_is_known(void **state)
{
    (void)state;
    struct op *const op = check_op();
    size_t count = 0;
    size_t found = 0;
    const struct table_shape **const shapes = table_list(op->arena, db_schema_known(), &count);
    for (size_t i = 0; i < count; i++) {
        str columns = str_of(shapes[i]->columns);
        while (columns.size > 0) {
            const str column = str_split(&columns, ' ');
            bool is_known = false;
            if (column.size < 7 || memcmp(column.data + column.size - 7, "_sealed", 7) != 0)
                continue;
            const char *const name =
                arena_printf(op->arena, "%s." STR_FORMAT, shapes[i]->name, STR_ARG(column));
            check_case(name);
            for (size_t k = 0; rekey_columns[k]; k++)
                is_known = is_known || strcmp(rekey_columns[k], name) == 0;
            check_true(is_known);
            found++;
        }
    }
    size_t known = 0;
    while (rekey_columns[known])
        known++;
    check_eq(found, known);
}

TEST_STORE_MAIN("rekey", cmocka_unit_test(test_all_the_way),
                cmocka_unit_test(test_a_kill_inside_a_step),
                cmocka_unit_test(test_every_sealed_column_is_known))
