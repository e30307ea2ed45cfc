/* A country's pack is read once for a connection, and is the one that the program ships. */
#include "policy/pack_kept.h"
#include "tests/support/store.h"

static void check_shipped(struct op *op, const char *place, const struct pack *kept)
{
    const struct pack *shipped = NULL;
    check_ok(op, pack_open(op, str_of(place), PACK_ORDINARY, &shipped));
    check_text(pack_hash(kept), pack_hash(shipped));
}

static void test_once(void **state)
{
    static const char *const places[] = {"CL", "MX", "BR-SP", "CL-RM", "BR", "ZZ"};
    const struct pack *kept[ARRAY_LEN(places)];
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        const char *const name = arena_printf(op->arena, "%s", places[i]); /* goes below */
        check_ok(op, pack_kept(op, str_of(name), &kept[i]));
        arena_release(op->arena, mark);
    }
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        const struct pack *again = NULL;
        check_ok(op, pack_kept(op, str_of(places[i]), &again));
        assert_ptr_equal(again, kept[i]);
        check_shipped(op, places[i], again);
    }
    test_store_close(op);
}

/* What is no region is refused each time, and leaves nothing behind. */
static void test_refused(void **state)
{
    const struct pack *pack = NULL;
    struct op *const op = check_op();
    (void)state;
    test_store_open(op);
    for (int i = 0; i < 2; i++) {
        check_eq(pack_kept(op, STR("BR-sp"), &pack), E_INVALID);
        assert_null(pack);
        op_clear(op);
    }
    check_ok(op, pack_kept(op, STR("BR"), &pack));
    check_shipped(op, "BR", pack);
    test_store_close(op);
}

TEST_STORE_MAIN("pack_kept", cmocka_unit_test(test_once), cmocka_unit_test(test_refused))
