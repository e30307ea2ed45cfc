#include "intake/chunk.h"

struct builder {
    struct chunk chunk;
    size_t capacity;
};

/* The row with its texts: those of the reader hold until its next row only. */
static void keep(struct op *op, struct builder *b, const struct row *row, int attribute_count)
{
    b->chunk.rows =
        arena_grow(op->arena, b->chunk.rows, b->chunk.count, &b->capacity, sizeof(*b->chunk.rows));
    struct row *const kept = &b->chunk.rows[b->chunk.count++];
    *kept = *row;
    for (int i = 0; i < FIELD_COUNT; i++)
        if (row->fields[i].text.size > 0)
            kept->fields[i].text = str_copy(op->arena, row->fields[i].text);
    if (!row->attributes)
        return;
    str *const attributes = arena_array(op->arena, (size_t)attribute_count, sizeof(*attributes));
    for (int i = 0; i < attribute_count; i++)
        attributes[i] =
            row->attributes[i].size > 0 ? str_copy(op->arena, row->attributes[i]) : (str){"", 0};
    kept->attributes = attributes;
}

static status read_parts(struct op *op, struct row_reader *reader, const struct csv_row *from,
                         struct builder *b)
{
    struct row row;
    int part = 0;
    do {
        TRY(row_read(op, reader, from, part++, &row));
        keep(op, b, &row, row_attribute_count(reader));
    } while (part < row.part_count);
    return OK;
}

status chunk_read(struct op *op, struct csv *csv, struct row_reader *reader,
                  bool (*skips)(void *context, uint64_t number), void *context,
                  struct chunk *ret_chunk)
{
    struct builder b = {.chunk = {.is_end = false}};
    while (b.chunk.count < LIMIT_TRANSACTION_ROWS) {
        struct csv_row from;
        bool has_row = false;
        TRY(csv_next(op, csv, &from, &has_row));
        if (!has_row) {
            b.chunk.is_end = true;
            break;
        }
        if (b.chunk.first.number == 0)
            b.chunk.first = from.at;
        b.chunk.last = from.at.number;
        if (!skips(context, from.at.number))
            TRY(read_parts(op, reader, &from, &b));
    }
    *ret_chunk = b.chunk;
    return OK;
}
