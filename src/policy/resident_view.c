#include "policy/resident_view.h"

#include <assert.h>
#include <string.h>

#include "base/shared.h"

void chunk_list_add(struct chunk_list *list, const struct vec_chunk *chunk,
                    const struct claim_block *claims)
{
    list->pairs =
        arena_grow(list->arena, list->pairs, list->count, &list->capacity, sizeof(*list->pairs));
    list->pairs[list->count++] = (struct chunk_pair){chunk, claims};
}

void chunk_list_pack(struct chunk_list *list, struct arena *scratch, struct column_rows *rows,
                     size_t count)
{
    const struct claim_block *claims = NULL;
    const struct vec_chunk *const chunk = column_rows_pack(scratch, rows, count, &claims);
    chunk_list_add(list, chunk, claims);
}

void chunk_list_take(struct chunk_list *list, struct chunk_list *from)
{
    for (size_t i = 0; i < from->count; i++)
        chunk_list_add(list, from->pairs[i].chunk, from->pairs[i].claims);
    from->count = 0;
}

void chunk_list_drop(struct chunk_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        shared_drop(list->pairs[i].chunk);
        shared_drop(list->pairs[i].claims);
    }
    list->count = 0;
}

static void release_view(void *thing)
{
    const struct resident_view *const view = thing;
    for (size_t i = 0; i < view->chunk_count; i++) {
        shared_drop(view->chunks[i]);
        if (view->claims)
            shared_drop(view->claims[i]);
    }
}

static void take_pair(struct resident_view *view, size_t at, const struct chunk_pair *pair)
{
    view->chunks[at] = pair->chunk;
    view->case_count += pair->chunk->count;
    view->bytes += shared_size(pair->chunk);
    if (!view->claims)
        return;
    assert(pair->claims && pair->claims->case_count == pair->chunk->count);
    view->claims[at] = pair->claims;
    view->claim_count += pair->claims->claim_count;
    view->claim_bytes += pair->claims->bytes;
}

const struct resident_view *resident_view_create(struct chunk_list *list, int64_t changes)
{
    const size_t places = list->count * (sizeof(struct vec_chunk *) + sizeof(struct claim_block *));
    struct resident_view *const view = shared_create(sizeof(*view) + places, release_view);
    view->chunk_count = list->count;
    view->changes = changes;
    if (list->has_claims)
        view->claims = (const struct claim_block **)(void *)(view->chunks + list->count);
    for (size_t i = 0; i < list->count; i++)
        take_pair(view, i, &list->pairs[i]);
    list->count = 0;
    return view;
}

struct case_key resident_view_first(const struct resident_view *view, size_t chunk)
{
    const struct vec_column *const columns = view->chunks[chunk]->columns;
    return (struct case_key){vec_column_at(&columns[COLUMN_DEBTOR], 0),
                             vec_column_at(&columns[COLUMN_CASE], 0)};
}

/* The last chunk that begins at or before a key; 0 when none does. */
static size_t find_chunk(const struct resident_view *view, struct case_key key)
{
    size_t low = 0;
    size_t high = view->chunk_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        const struct case_key first = resident_view_first(view, middle);
        if (first.debtor_id > key.debtor_id ||
            (first.debtor_id == key.debtor_id && first.case_id > key.case_id))
            high = middle;
        else
            low = middle;
    }
    return low;
}

bool resident_view_get(const struct resident_view *view, struct case_key key,
                       struct case_facts *ret_facts, struct decision *ret_decision,
                       bool *ret_has_decision)
{
    if (view->chunk_count == 0)
        return false;
    const struct vec_chunk *const chunk = view->chunks[find_chunk(view, key)];
    const size_t row = column_find(chunk, key);
    if (row == chunk->count ||
        vec_column_at(&chunk->columns[COLUMN_DEBTOR], row) != key.debtor_id ||
        vec_column_at(&chunk->columns[COLUMN_CASE], row) != key.case_id)
        return false;
    column_get_facts(chunk, row, ret_facts);
    *ret_has_decision = column_get_decision(chunk, row, ret_decision);
    return true;
}

struct resident_walk resident_walk_start(const struct resident_view *view, int64_t debtor_id)
{
    const struct case_key first = {debtor_id, INT64_MIN};
    struct resident_walk walk = {.view = view};
    if (view->chunk_count == 0)
        return walk;
    walk.chunk = find_chunk(view, first);
    walk.row = column_find(view->chunks[walk.chunk], first);
    return walk;
}

bool resident_walk_next(struct resident_walk *walk, int64_t until, struct case_facts *ret_facts,
                        struct decision *ret_decision, bool *ret_has_decision)
{
    const struct resident_view *const view = walk->view;
    while (walk->chunk < view->chunk_count && walk->row == view->chunks[walk->chunk]->count) {
        walk->chunk++;
        walk->row = 0;
    }
    if (walk->chunk == view->chunk_count)
        return false;
    const struct vec_chunk *const chunk = view->chunks[walk->chunk];
    if (vec_column_at(&chunk->columns[COLUMN_DEBTOR], walk->row) >= until)
        return false;
    *ret_decision = (struct decision){0};
    column_get_facts(chunk, walk->row, ret_facts);
    *ret_has_decision = column_get_decision(chunk, walk->row, ret_decision);
    walk->row++;
    return true;
}
