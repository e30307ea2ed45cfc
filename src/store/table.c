#include "store/table.h"

#include "store/backend.h"

const struct table_shape **table_list(struct arena *arena, int version, size_t *ret_count)
{
    int shape_count = 0;
    size_t count = 0;
    const struct table_shape *const shapes = catalogue_shapes(&shape_count);
    const struct table_shape **const list = arena_array(arena, (size_t)shape_count, sizeof(void *));
    for (int s = 0; s < shape_count && shapes[s].version <= version; s++) {
        size_t at = 0;
        while (at < count && strcmp(list[at]->name, shapes[s].name) != 0)
            at++;
        list[at] = &shapes[s]; /* a later shape stands where the first one stood */
        count += at == count;
    }
    *ret_count = count;
    return list;
}

struct db_arg table_value(const struct db_rows *rows, const struct table_shape *shape, int column)
{
    if (db_is_null(rows, column))
        return ARG_NULL;
    switch (shape->kinds[column]) {
    case 't':
        return ARG_TEXT(db_text(rows, column));
    case 'b':
        return ARG_BLOB(db_blob(rows, column));
    default:
        return ARG_I64(db_i64(rows, column));
    }
}
