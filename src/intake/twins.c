#include "intake/twins.h"

#include "book/duplicate.h"
#include "policy/commit.h"
#include "store/db.h"

static status find_next(struct op *op, int64_t *after, struct duplicate_count *count)
{
    const struct arena_mark mark = arena_mark(op->arena);
    TRY(db_begin(op, DB_WRITE));
    const status code = duplicate_find(op, 0, false, after, count);
    if (code != OK) {
        db_rollback(op);
        return code;
    }
    TRY(policy_commit(op));
    arena_release(op->arena, mark);
    return OK;
}

/* Whoever was there before any search has no keys to be found by. */
static status are_others_known(struct op *op, int64_t first_id, bool *ret_is_first,
                               bool *ret_are_known)
{
    bool has_before = false;
    instant since = 0;
    TRY(duplicate_since(op, &since));
    TRY(duplicate_has_before(op, first_id, &has_before));
    *ret_is_first = since == 0 && !has_before;
    *ret_are_known = since != 0 || !has_before;
    return OK;
}

/* The first parties of a book were all compared: later searches go on from here. */
static status note_whole(struct op *op, instant began)
{
    TRY(db_begin(op, DB_WRITE));
    const status code = duplicate_done(op, began);
    if (code != OK) {
        db_rollback(op);
        return code;
    }
    return policy_commit(op);
}

/* Ids are made in the order of time: parties of this import have larger ones than its record. */
status twins_find(struct op *op, enum intake_kind kind, const struct batch *batch,
                  struct twins *ret_twins)
{
    const instant began = op_now(op);
    struct duplicate_count count = {0};
    int64_t after = batch->id;
    bool is_first = false;
    bool are_known = false;
    *ret_twins = (struct twins){0};
    if (batch->created == 0 || (kind != INTAKE_PARTIES && kind != INTAKE_RECEIVABLES))
        return OK; /* no other kind brings parties */
    TRY(are_others_known(op, batch->id, &is_first, &are_known));
    if (kind != INTAKE_PARTIES && batch->created > TWINS_OTHER_MAX) {
        ret_twins->is_left = true;
        return OK;
    }
    while (after != 0)
        TRY(find_next(op, &after, &count));
    if (is_first && count.parties > 0)
        TRY(note_whole(op, began));
    *ret_twins = (struct twins){count.parties, count.pairs, !are_known};
    return OK;
}
