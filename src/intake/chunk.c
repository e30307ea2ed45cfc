#include "intake/chunk.h"

/* The row with its texts: those of the reader hold until its next row only. */
static void keep(struct op *op, struct chunk *chunk, const struct row *row, int attribute_count)
{
    chunk->rows =
        arena_grow(chunk->arena, chunk->rows, chunk->count, &chunk->capacity, sizeof(*chunk->rows));
    struct row *const kept = &chunk->rows[chunk->count++];
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
                         struct chunk *chunk)
{
    struct row row;
    int part = 0;
    do {
        TRY(row_read(op, reader, from, part++, &row));
        keep(op, chunk, &row, row_attribute_count(reader));
    } while (part < row.part_count);
    return OK;
}

/* Whether the row at hand is about the same party as the one before it. */
static bool is_same_party(const struct row *row, const struct row *before)
{
    const struct row_value *const party = &row->fields[FIELD_PARTY_EXTERNAL_ID];
    return party->is_set && str_equal(party->text, before->fields[FIELD_PARTY_EXTERNAL_ID].text);
}

/* Whether a chunk of so many things ends before those that came after them. */
static bool ends_before(const struct chunk *chunk, size_t count)
{
    return count >= CHUNK_ROWS && chunk->count > count &&
           (count >= 2 * (size_t)CHUNK_ROWS ||
            !is_same_party(&chunk->rows[count], &chunk->rows[count - 1]));
}

status chunk_read(struct op *op, struct csv *csv, struct row_reader *reader,
                  bool (*skips)(void *context, uint64_t number), void *context, struct chunk *chunk)
{
    chunk->count = 0;
    chunk->is_end = false;
    chunk->first = (struct csv_position){.number = 0};
    for (;;) {
        const struct csv_position at = csv_position(csv);
        const size_t count = chunk->count;
        struct csv_row from;
        bool has_row = false;
        TRY(csv_next(op, csv, &from, &has_row));
        if (!has_row) {
            chunk->is_end = true;
            return OK;
        }
        if (!skips(context, from.at.number))
            TRY(read_parts(op, reader, &from, chunk));
        if (ends_before(chunk, count)) {
            chunk->count = count;
            return csv_seek(op, csv, at);
        }
        if (chunk->first.number == 0)
            chunk->first = from.at;
        chunk->last = from.at.number;
    }
}
