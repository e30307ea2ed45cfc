/* threads: symbols of one store by several connections, and what a rollback leaves. */
#include <pthread.h>

#include "record/symbol.h"
#include "tests/support/organisation.h"

static int64_t put(struct op *op, const char *text)
{
    int64_t id = -1;
    check_ok(op, symbol_id(op, str_of(text), &id));
    return id;
}

static int64_t find(struct op *op, const char *text)
{
    int64_t id = -1;
    check_ok(op, symbol_find(op, str_of(text), &id));
    return id;
}

static void check_symbol(struct op *op, int64_t id, const char *want)
{
    str text = STR("untouched");
    check_ok(op, symbol_text(op, id, &text));
    check_str(text, want);
}

static void test_small_dense_numbers(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(put(op, ""), 0);
    check_eq(put(op, "call"), 1);
    check_eq(put(op, "mail"), 2);
    check_eq(put(op, "call"), 1);
    check_eq(find(op, "visit"), 0);
    check_symbol(op, 0, "");
    check_symbol(op, 2, "mail");
    check_ok(op, db_commit(op));
    check_eq(find(op, "mail"), 2); /* outside a transaction too */
    check_eq(put(op, "mail"), 2);
    check_symbol(op, 1, "call");

    struct op other = *op; /* another connection has seen nothing yet */
    other.db = test_store_connect(op);
    check_eq(find(&other, "mail"), 2);
    check_symbol(&other, 1, "call");
    db_close(other.db);
}

static void test_refusals(void **state)
{
    (void)state;
    static char longer[LIMIT_SYMBOL_BYTES + 1];
    struct op *const op = test_organisation();
    int64_t id = -77;
    str text = STR("untouched");
    memset(longer, 'x', sizeof(longer));
    check_eq(symbol_id(op, STR("new"), &id), E_INTERNAL); /* no transaction */
    op_clear(op);
    check_eq(symbol_text(op, 12, &text), E_STORE);
    op_clear(op);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(symbol_id(op, (str){longer, sizeof(longer)}, &id), E_INVALID);
    op_clear(op);
    check_eq(symbol_id(op, STR("\xff"), &id), E_INVALID);
    op_clear(op);
    check_eq(symbol_id(op, STR("a\0b"), &id), E_INVALID);
    op_clear(op);
    check_eq(id, -77);
    check_str(text, "untouched");
    check_eq(put(op, str_cstr(op->arena, (str){longer, LIMIT_SYMBOL_BYTES})), 1);
    db_rollback(op);
}

/* The number of a text that was rolled back goes to the next one. */
static void test_rollback_is_forgotten(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(put(op, "kept"), 1);
    check_ok(op, db_commit(op));

    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(put(op, "lost"), 2);
    check_eq(put(op, "lost too"), 3);
    check_eq(find(op, "kept"), 1);
    check_symbol(op, 2, "lost");
    db_rollback(op);

    check_eq(find(op, "lost"), 0);
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(put(op, "second"), 2);
    check_symbol(op, 2, "second");
    check_eq(find(op, "lost too"), 0);
    check_eq(put(op, "lost"), 3);
    check_ok(op, db_commit(op));
    check_eq(find(op, "second"), 2);
    check_symbol(op, 3, "lost");
    check_eq(find(op, "kept"), 1);
}

/* A read inside the transaction that added something must not be taken for committed either. */
static void test_rollback_of_what_was_read_back(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    str text = STR("");
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_run(op, Q_SYMBOL_INSERT, DB_ARGS(ARG_I64(100), ARG_TEXT(STR("early"))), NULL));
    check_ok(op, db_commit(op));
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(put(op, "added"), 1);
    check_symbol(op, 100, "early"); /* read while unproven: forgotten, then read again */
    db_rollback(op);
    check_symbol(op, 100, "early");
    check_eq(symbol_text(op, 1, &text), E_STORE);
    op_clear(op);
}

static void test_two_stores_two_spaces(void **state)
{
    (void)state;
    struct op *const op = test_organisation();
    struct db *const first = op->db;
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(put(op, "one"), 1);
    check_eq(put(op, "two"), 2);
    check_ok(op, db_commit(op));
    (void)test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    check_eq(find(op, "one"), 0);
    check_eq(put(op, "two"), 1);
    check_ok(op, db_commit(op));
    op->db = first;
    check_eq(find(op, "two"), 2);
}

static void test_many(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    struct op *const op = test_organisation();
    check_ok(op, db_begin(op, DB_WRITE));
    for (int i = 1; i <= COUNT; i++)
        check_eq(put(op, arena_printf(op->arena, "word %d", i)), i);
    check_ok(op, db_commit(op));
    for (int round = 0; round < 2; round++) /* from the store, then from the cache */
        for (int i = COUNT; i >= 1; i--) {
            const char *const text = arena_printf(op->arena, "word %d", i);
            check_eq(find(op, text), i);
            check_symbol(op, i, text);
        }
}

/* --- several writers --- */

enum { WRITERS = 4, WORDS = 60, TRIES = 200 };

struct writer {
    pthread_t thread;
    struct op op;
    int number;
    int64_t ids[WORDS];
    bool is_done;
};

/* Adds one word in a transaction of its own, again after E_BUSY. */
static status add_word(struct op *op, str word, int64_t *ret_id)
{
    status code = E_BUSY;
    for (int i = 0; i < TRIES && code == E_BUSY; i++) {
        op_clear(op);
        code = db_begin(op, DB_WRITE);
        if (code == OK)
            code = symbol_id(op, word, ret_id);
        if (code == OK)
            code = db_commit(op);
        if (code != OK)
            db_rollback(op);
    }
    return code;
}

static void *write_words(void *context)
{
    struct writer *const writer = context;
    struct op *const op = &writer->op;
    for (int i = 0; i < WORDS; i++) { /* each in another order */
        const int word = (i * 7 + writer->number * 13) % WORDS;
        const status code =
            add_word(op, str_of(arena_printf(op->arena, "w%d", word)), &writer->ids[word]);
        if (code != OK)
            return NULL;
    }
    writer->is_done = true;
    return NULL;
}

static void test_writers_share_numbers(void **state)
{
    (void)state;
    static struct writer writers[WRITERS];
    bool is_used[WORDS + 1] = {false};
    struct op *const op = test_organisation();
    for (int i = 0; i < WRITERS; i++) {
        struct writer *const writer = &writers[i];
        *writer = (struct writer){.number = i};
        op_init(&writer->op, arena_create(), test_store_connect(op), op_clock_system);
        check_eq(pthread_create(&writer->thread, NULL, write_words, writer), 0);
    }
    for (int i = 0; i < WRITERS; i++)
        check_eq(pthread_join(writers[i].thread, NULL), 0);
    for (int i = 0; i < WRITERS; i++) {
        if (!writers[i].is_done)
            print_error("writer %d: %s\n", i, writers[i].op.text);
        check_true(writers[i].is_done);
        for (int word = 0; word < WORDS; word++)
            check_eq(writers[i].ids[word], writers[0].ids[word]);
        db_close(writers[i].op.db);
        arena_destroy(writers[i].op.arena);
    }
    for (int word = 0; word < WORDS; word++) { /* 1 to WORDS, each once */
        const int64_t id = writers[0].ids[word];
        check_true(id >= 1 && id <= WORDS && !is_used[id]);
        is_used[id] = true;
    }
}

TEST_STORE_MAIN("symbol", cmocka_unit_test(test_small_dense_numbers),
                cmocka_unit_test(test_refusals), cmocka_unit_test(test_rollback_is_forgotten),
                cmocka_unit_test(test_rollback_of_what_was_read_back),
                cmocka_unit_test(test_two_stores_two_spaces), cmocka_unit_test(test_many),
                cmocka_unit_test(test_writers_share_numbers))
