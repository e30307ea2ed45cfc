#include "book/duplicate_rows.h"
#include "store/db.h"

static status read_parties(struct op *op, const struct db_arg *ids, size_t room,
                           struct traits_list *list)
{
    struct db_rows rows;
    bool has_row = false;
    list->rows = arena_array(op->arena, room, sizeof(*list->rows));
    TRY(db_query(op, Q_DUPLICATE_PARTIES, ids, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        struct traits *const row = &list->rows[list->count++];
        const str index = db_blob(&rows, 5);
        row->id = db_id(&rows, 0);
        row->kind = db_text_copy(op, &rows, 1);
        row->name = db_text_copy(op, &rows, 2);
        row->document_kind = db_text_copy(op, &rows, 3);
        row->country = db_text_copy(op, &rows, 4);
        row->has_document = index.size == CRYPTO_DIGEST_BYTES;
        if (row->has_document)
            memcpy(row->document, index.data, CRYPTO_DIGEST_BYTES);
    }
}

static struct traits *find(const struct traits_list *list, int64_t id)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (list->rows[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && list->rows[low].id == id ? &list->rows[low] : NULL;
}

const struct traits *traits_find(const struct traits_list *list, int64_t id)
{
    return find(list, id);
}

static status read_points(struct op *op, const struct db_arg *ids, const struct traits_list *list)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_DUPLICATE_POINTS, ids, 1, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        struct traits *const row = find(list, db_id(&rows, 0));
        const str index = db_blob(&rows, 2);
        if (!row || index.size != CRYPTO_DIGEST_BYTES)
            continue;
        row->points = arena_grow(op->arena, row->points, row->point_count, &row->point_room,
                                 sizeof(*row->points));
        struct traits_point *const point = &row->points[row->point_count++];
        point->channel = db_text_copy(op, &rows, 1);
        memcpy(point->index, index.data, CRYPTO_DIGEST_BYTES);
    }
}

status traits_load(struct op *op, const int64_t *ids, size_t count, struct traits_list *ret_list)
{
    struct traits_list list = {0};
    const struct db_arg arg = db_arg_ids(op, ids, count);
    if (count > 0) {
        TRY(read_parties(op, &arg, count, &list));
        TRY(read_points(op, &arg, &list));
    }
    *ret_list = list;
    return OK;
}
