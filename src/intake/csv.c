#include "intake/csv.h"

#include <assert.h>
#include <inttypes.h>

#include "intake/input.h"
#include "intake/separator.h"

#define BLOCK_BYTES  ((size_t)256 << 10)
#define SAMPLE_BYTES ((size_t)64 << 10)

struct csv {
    struct input *input;
    struct csv_format format;
    bool is_clean;      /* every byte is known to be valid UTF-8 */
    bool is_discarding; /* the rest of an overlong line goes away unread */
    size_t mark_size;

    char *block;  /* bytes of the file before decoding; NULL for UTF-8 */
    char *buffer; /* UTF-8, from start to end not yet consumed */
    size_t capacity;
    size_t start;
    size_t end;
    uint64_t read_at; /* offset in the file of what comes after the buffer */

    struct csv_position at;    /* of the first byte at start */
    struct csv_position first; /* where rows begin */
    str *columns;
    int column_count;
    str header_raw;
    uint64_t header_line;
    struct csv_split *split;
};

const char *csv_name(const struct csv *csv)
{
    return input_name(csv->input);
}

const struct csv_format *csv_format(const struct csv *csv)
{
    return &csv->format;
}

int csv_column_count(const struct csv *csv)
{
    return csv->column_count;
}

str csv_column(const struct csv *csv, int column)
{
    assert(column >= 0 && column < csv->column_count);
    return csv->columns[column];
}

int csv_find_column(const struct csv *csv, str name)
{
    const str wanted = str_trim(name);
    for (int i = 0; i < csv->column_count; i++)
        if (str_equal(csv->columns[i], wanted))
            return i;
    for (int i = 0; i < csv->column_count; i++)
        if (str_equal_nocase(csv->columns[i], wanted))
            return i;
    return -1;
}

str csv_header_raw(const struct csv *csv)
{
    return csv->header_raw;
}

uint64_t csv_header_line(const struct csv *csv)
{
    return csv->header_line;
}

uint64_t csv_offset(const struct csv *csv)
{
    return csv->at.offset;
}

/* The first look: digest and encoding of the whole file. */
static status survey(struct op *op, struct csv *csv, enum encoding declared)
{
    struct crypto_hash hash;
    struct encoding_scan scan;
    const struct arena_mark mark = arena_mark(op->arena);
    const size_t block_size =
        csv->format.size < BLOCK_BYTES ? (size_t)csv->format.size : BLOCK_BYTES;
    char *const block = arena_alloc(op->arena, block_size);
    crypto_hash_start(&hash);
    encoding_scan_start(&scan);
    for (uint64_t offset = 0; offset < csv->format.size;) {
        size_t size = 0;
        TRY(input_read(op, csv->input, offset, block, block_size, &size));
        crypto_hash_add(&hash, block, size);
        encoding_scan_add(&scan, (str){block, size});
        offset += size;
    }
    crypto_hash_end(&hash, csv->format.digest);
    arena_release(op->arena, mark);
    const struct encoding_verdict verdict = encoding_scan_end(&scan, declared);
    csv->format.encoding = verdict.encoding;
    csv->format.encoding_why = verdict.why;
    csv->is_clean = verdict.is_clean;
    csv->mark_size = verdict.mark_size;
    return OK;
}

static void make_buffers(struct op *op, struct csv *csv)
{
    csv->capacity = LIMIT_ROW_BYTES + BLOCK_BYTES;
    if (csv->format.size < csv->capacity / 4)
        csv->capacity = (size_t)csv->format.size * 4 + 64; /* decoding makes at most 3 of 1 */
    csv->buffer = arena_alloc(op->arena, csv->capacity);
    csv->split = arena_new(op->arena, struct csv_split);
    csv->split->scratch = arena_alloc(op->arena, csv->capacity);
    if (csv->format.encoding != ENCODING_UTF8)
        csv->block =
            arena_alloc(op->arena, csv->format.size < BLOCK_BYTES ? csv->format.size : BLOCK_BYTES);
}

static bool is_last(const struct csv *csv)
{
    return csv->read_at == csv->format.size;
}

static str pending(const struct csv *csv)
{
    return (str){csv->buffer + csv->start, csv->end - csv->start};
}

/* Moves what is left to the front and reads more behind it. */
static status refill(struct op *op, struct csv *csv)
{
    size_t size = 0;
    memmove(csv->buffer, csv->buffer + csv->start, csv->end - csv->start);
    csv->end -= csv->start;
    csv->start = 0;
    const size_t room = csv->capacity - csv->end;
    if (csv->format.encoding == ENCODING_UTF8) {
        TRY(input_read(op, csv->input, csv->read_at, csv->buffer + csv->end,
                       room < BLOCK_BYTES ? room : BLOCK_BYTES, &size));
        csv->end += size;
        csv->read_at += size;
        return OK;
    }
    TRY(input_read(op, csv->input, csv->read_at, csv->block, BLOCK_BYTES, &size));
    size_t used = 0;
    csv->end += encoding_decode(csv->format.encoding, (str){csv->block, size},
                                csv->read_at + size == csv->format.size, csv->buffer + csv->end,
                                room, &used);
    csv->read_at += used;
    return OK;
}

/* Steps over the first bytes of what is pending. */
static void consume(struct csv *csv, size_t size, bool is_one_line)
{
    const str text = {csv->buffer + csv->start, size};
    csv->at.line += is_one_line ? 1 : csv_count_lines(text);
    csv->at.offset += encoding_source_size(csv->format.encoding, text);
    csv->start += size;
}

/* Makes sure that a whole first line is pending, or as much as fits, and returns its size; 0: the
 * line is longer than a row may be. */
static status pending_line(struct op *op, struct csv *csv, size_t *ret_size)
{
    for (;;) {
        const size_t size = csv_scan_line(pending(csv), is_last(csv));
        if (size > 0 || is_last(csv) || pending(csv).size >= LIMIT_ROW_BYTES) {
            *ret_size = size;
            return OK;
        }
        TRY(refill(op, csv));
    }
}

static status discard_line(struct op *op, struct csv *csv)
{
    for (;;) {
        const size_t size = csv_scan_line(pending(csv), is_last(csv));
        if (size > 0 || is_last(csv)) {
            consume(csv, size, false);
            csv->is_discarding = false;
            return OK;
        }
        /* a CR at the very end may be half of a line end: it stays for the next look */
        const str text = pending(csv);
        const bool ends_in_cr = text.size > 0 && text.data[text.size - 1] == '\r';
        consume(csv, text.size - (ends_in_cr ? 1 : 0), false);
        TRY(refill(op, csv));
    }
}

static bool is_blank_row(const struct csv_split *split)
{
    for (int i = 0; i < split->count; i++)
        if (split->fields[i].size > 0)
            return false;
    return true;
}

static bool has_quotes(const struct csv_split *split, const char *raw)
{
    assert(raw);
    for (int i = 0; i < split->count; i++)
        if (raw[split->at[i]] == '"')
            return true;
    return false;
}

/* The first byte that is no letter; false: all are. */
static bool find_broken(str text, size_t *ret_at)
{
    size_t bad = text.size;
    const bool is_valid = str_is_utf8(text, &bad);
    const char *const zero = memchr(text.data, 0, is_valid ? text.size : bad);
    if (is_valid && !zero)
        return false;
    *ret_at = zero ? (size_t)(zero - text.data) : bad;
    return true;
}

static status check_letters(struct op *op, struct csv *csv, struct csv_row *row)
{
    size_t bad = 0;
    size_t read = 0;
    char byte = 0;
    if (csv->is_clean || row->raw.size == 0 || !find_broken(row->raw, &bad))
        return OK;
    row->fault = CSV_ENCODING;
    row->fault_column = 0;
    for (int i = 0; i < row->count && csv->split->at[i] <= bad; i++)
        row->fault_column = i + 1;
    row->fault_offset =
        row->at.offset + encoding_source_size(csv->format.encoding, (str){row->raw.data, bad});
    TRY(input_read(op, csv->input, row->fault_offset, &byte, 1, &read));
    row->fault_byte = (uint8_t)byte;
    return OK;
}

/* A row that could not be split: its first physical line, so that the next row is found again. */
static status take_faulty(struct op *op, struct csv *csv, struct csv_row *row)
{
    size_t size = 0;
    TRY(pending_line(op, csv, &size));
    row->fault_column = row->fault == CSV_LONG_ROW ? 0 : csv->split->count;
    row->count = 0; /* its fields may point behind the line */
    if (size == 0) {
        size = pending(csv).size;
        csv->is_discarding = !is_last(csv);
    }
    row->raw = csv_strip_line_end((str){csv->buffer + csv->start, size});
    consume(csv, size, false);
    return OK;
}

/* The next row as it lies in the file, header and blank rows included. */
static status take_row(struct op *op, struct csv *csv, struct csv_row *row, bool *ret_has_row)
{
    size_t used = 0;
    if (csv->is_discarding)
        TRY(discard_line(op, csv));
    *row = (struct csv_row){.at = csv->at, .fields = csv->split->fields, .split = csv->split};
    for (;;) {
        if (pending(csv).size > 0)
            row->fault =
                csv_scan_row(pending(csv), is_last(csv), csv->format.separator, csv->split, &used);
        else if (is_last(csv)) {
            *ret_has_row = false;
            return OK;
        } else
            row->fault = CSV_MORE;
        if (row->fault != CSV_MORE)
            break;
        TRY(refill(op, csv));
    }
    *ret_has_row = true;
    if (row->fault != CSV_GOOD)
        return take_faulty(op, csv, row);
    row->count = csv->split->count;
    row->raw = csv_strip_line_end((str){csv->buffer + csv->start, used});
    consume(csv, used, !has_quotes(csv->split, row->raw.data));
    return OK;
}

status csv_next(struct op *op, struct csv *csv, struct csv_row *ret_row, bool *ret_has_row)
{
    struct csv_row row;
    bool has_row = false;
    for (;;) {
        TRY(take_row(op, csv, &row, &has_row));
        if (!has_row) {
            *ret_has_row = false;
            return input_check_unchanged(op, csv->input);
        }
        if (row.fault != CSV_GOOD || !is_blank_row(csv->split))
            break;
    }
    row.at.number = csv->at.number++;
    if (row.fault == CSV_GOOD && row.count != csv->column_count)
        row.fault = CSV_COUNT;
    if (row.fault == CSV_GOOD || row.fault == CSV_COUNT)
        TRY(check_letters(op, csv, &row));
    *ret_row = row;
    *ret_has_row = true;
    return OK;
}

uint64_t csv_field_line(const struct csv_row *row, int column)
{
    if (column < 0 || column >= row->count)
        return row->at.line;
    return row->at.line + csv_count_lines((str){row->raw.data, row->split->at[column]});
}

const char *csv_fault_text(struct op *op, const struct csv *csv, const struct csv_row *row)
{
    switch (row->fault) {
    case CSV_OPEN_QUOTE:
        return op_word(
            op, "a quote opens here and does not close; close it, or double the quotes inside");
    case CSV_AFTER_QUOTE:
        return op_word(op,
                       "text follows a closing quote; double the quotes that belong to the text");
    case CSV_LONG_FIELD:
        return op_say(op, "the field has over %d bytes; a quote may be missing", LIMIT_FIELD_BYTES);
    case CSV_LONG_ROW:
        return op_say(op, "the row has over %d bytes; a line end may be missing", LIMIT_ROW_BYTES);
    case CSV_MANY_COLUMNS:
        return op_say(op, "the row has over %d columns", LIMIT_COLUMNS);
    case CSV_COUNT:
        return op_say(op, "the row has %d columns, the header has %d", row->count,
                      csv->column_count);
    case CSV_ENCODING:
        return op_say(op, "byte 0x%02X at offset %" PRIu64 " is no letter of %s%s", row->fault_byte,
                      row->fault_offset, encoding_name(csv->format.encoding),
                      row->fault_byte == 0 ? op_word(op, " (is the file UTF-16 without its mark?)")
                                           : "");
    case CSV_GOOD:
    case CSV_MORE:
        break;
    }
    return "";
}

struct csv_position csv_position(const struct csv *csv)
{
    return csv->at;
}

/* Whether a place of the file still lies in the buffer, as bytes that stand for themselves. */
static bool is_in_buffer(const struct csv *csv, uint64_t offset)
{
    return csv->format.encoding == ENCODING_UTF8 && offset <= csv->at.offset &&
           csv->at.offset - offset <= csv->start;
}

status csv_seek(struct op *op, struct csv *csv, struct csv_position position)
{
    TRY(input_check_unchanged(op, csv->input));
    if (is_in_buffer(csv, position.offset)) {
        csv->start -= (size_t)(csv->at.offset - position.offset);
        csv->at = position;
        csv->is_discarding = false;
        return OK;
    }
    csv->at = position;
    csv->read_at = position.offset;
    csv->start = 0;
    csv->end = 0;
    csv->is_discarding = false;
    return OK;
}

status csv_rewind(struct op *op, struct csv *csv)
{
    return csv_seek(op, csv, csv->first);
}

static void detect_separator(struct op *op, struct csv *csv, char given)
{
    str sample = pending(csv);
    const bool is_whole = is_last(csv) && sample.size <= SAMPLE_BYTES;
    if (sample.size > SAMPLE_BYTES)
        sample.size = SAMPLE_BYTES;
    const struct separator found = separator_detect(op, sample, is_whole);
    csv->format.separator = given != 0 ? given : found.sign;
    csv->format.separator_confidence = given != 0 ? 100 : found.confidence;
    csv->format.is_separator_given = given != 0;
    if (found.preamble > 0)
        consume(csv, found.preamble, true);
}

static status name_columns(struct op *op, struct csv *csv, const struct csv_row *row,
                           bool by_number)
{
    csv->column_count = row->count;
    csv->columns = arena_array(op->arena, (size_t)row->count, sizeof(str));
    for (int i = 0; i < row->count; i++) {
        str name = str_trim(row->fields[i]);
        if (by_number)
            name = str_of(arena_printf(op->arena, "%d", i + 1));
        else if (name.size == 0)
            name = str_of(arena_printf(op->arena, "column %d", i + 1));
        const int same =
            i > 0 ? csv_find_column(&(struct csv){.columns = csv->columns, .column_count = i}, name)
                  : -1;
        if (same >= 0)
            return op_fail(op, E_INVALID,
                           "%s: line %" PRIu64 ": columns %d and %d are both called \"" STR_FORMAT
                           "\"; rename one of them",
                           csv_name(csv), row->at.line, same + 1, i + 1, STR_ARG(name));
        csv->columns[i] = str_copy(op->arena, name);
    }
    return OK;
}

static status read_header(struct op *op, struct csv *csv, const struct csv_options *options)
{
    struct csv_row row;
    bool has_row = false;
    struct csv_position before;
    do {
        before = csv->at;
        TRY(take_row(op, csv, &row, &has_row));
        if (!has_row)
            return op_fail(op, E_INVALID, "%s: the file has no rows, not even a header",
                           csv_name(csv));
    } while (row.fault == CSV_GOOD && is_blank_row(csv->split));
    if (row.fault == CSV_GOOD)
        TRY(check_letters(op, csv, &row));
    if (row.fault != CSV_GOOD)
        return op_fail(op, E_INVALID, "%s: line %" PRIu64 ", column %d (in the header): %s",
                       csv_name(csv), row.at.line, row.fault_column, csv_fault_text(op, csv, &row));
    TRY(name_columns(op, csv, &row, options->has_no_header));
    csv->header_line = row.at.line;
    if (options->has_no_header)
        TRY(csv_seek(op, csv, before));
    else
        csv->header_raw = str_copy(op->arena, row.raw);
    csv->first = csv->at;
    return OK;
}

static status csv_start(struct op *op, struct input *input, const struct csv_options *options,
                        struct csv **ret_csv)
{
    struct csv *const csv = arena_new(op->arena, struct csv);
    csv->input = input;
    csv->format.size = input_size(input);
    TRY(survey(op, csv, options->encoding));
    make_buffers(op, csv);
    csv->read_at = csv->mark_size;
    csv->at = (struct csv_position){csv->mark_size, 1, 1};
    for (int i = 0; i < options->skip_lines; i++)
        TRY(discard_line(op, csv));
    TRY(refill(op, csv));
    detect_separator(op, csv, options->separator);
    TRY(read_header(op, csv, options));
    *ret_csv = csv;
    return OK;
}

status csv_open(struct op *op, const char *path, const struct csv_options *options,
                struct csv **ret_csv)
{
    struct input *input = NULL;
    TRY(input_open(op, path, &input));
    return csv_start(op, input, options, ret_csv);
}

status csv_open_text(struct op *op, const char *name, str text, const struct csv_options *options,
                     struct csv **ret_csv)
{
    return csv_start(op, input_of_text(op, name, text), options, ret_csv);
}
