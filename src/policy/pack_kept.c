#include "policy/pack_kept.h"

#include "store/db.h"

/* One place after the other: a store knows a few. */
struct kept {
    str place;
    const struct pack *pack;
    struct kept *next;
};

static void release_arena(void *arena)
{
    arena_destroy(arena);
}

status pack_kept(struct op *op, str place, const struct pack **ret_pack)
{
    void **const slot = db_cache(op->db, DB_CACHE_PACK);
    struct op longer = *op;
    for (const struct kept *kept = *slot; kept; kept = kept->next)
        if (str_equal(kept->place, place)) {
            *ret_pack = kept->pack;
            return OK;
        }
    longer.arena = arena_create();
    struct kept *const kept = arena_new(longer.arena, struct kept);
    kept->place = str_copy(longer.arena, place);
    const status code = pack_open(&longer, kept->place, PACK_ORDINARY, &kept->pack);
    if (code != OK) {
        const status failed = op_fail(op, code, "%s", longer.text);
        arena_destroy(longer.arena);
        return failed;
    }
    arena_defer(db_arena(op->db), release_arena, longer.arena);
    kept->next = *slot;
    *slot = kept;
    *ret_pack = kept->pack;
    return OK;
}
