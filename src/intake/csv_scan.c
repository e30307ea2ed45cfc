#include "intake/csv_scan.h"

size_t csv_scan_line(str text, bool is_last)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '\n')
            return i + 1;
        if (text.data[i] == '\r') {
            if (i + 1 < text.size)
                return text.data[i + 1] == '\n' ? i + 2 : i + 1;
            return is_last ? i + 1 : 0;
        }
    }
    return is_last ? text.size : 0;
}

str csv_strip_line_end(str text)
{
    if (text.size > 0 && text.data[text.size - 1] == '\n')
        text.size--;
    if (text.size > 0 && text.data[text.size - 1] == '\r')
        text.size--;
    return text;
}

uint64_t csv_count_lines(str text)
{
    const char *const end = text.data + text.size;
    uint64_t count = 0;
    if (text.size == 0)
        return 0;
    for (const char *at = text.data; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        count++;
    for (const char *at = text.data; (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++)
        count += at + 1 == end || at[1] != '\n';
    return count;
}

/* A cursor over the text, so that the steps below read as sentences. */
struct cursor {
    const char *at;
    const char *end;
    bool is_last;
    char separator;
};

/* What follows a field. */
enum stop { STOP_FIELD, STOP_ROW, STOP_MORE, STOP_BAD };

/* Takes the separator or the line end at the cursor. */
static enum stop take_stop(struct cursor *c)
{
    if (c->at == c->end)
        return c->is_last ? STOP_ROW : STOP_MORE;
    const char here = *c->at;
    if (here == c->separator) {
        c->at++;
        return STOP_FIELD;
    }
    if (here == '\n') {
        c->at++;
        return STOP_ROW;
    }
    if (here != '\r')
        return STOP_BAD;
    if (c->at + 1 == c->end && !c->is_last)
        return STOP_MORE; /* the LF of a CR LF may come with the next block */
    c->at++;
    if (c->at < c->end && *c->at == '\n')
        c->at++;
    return STOP_ROW;
}

static enum stop scan_plain(struct cursor *c, str *ret_field)
{
    const char *const from = c->at;
    const char *at = from;
    const char separator = c->separator;
    while (at < c->end && *at != separator && *at != '\n' && *at != '\r')
        at++;
    c->at = at;
    *ret_field = (str){from, (size_t)(at - from)};
    return take_stop(c);
}

/* Adds a piece of a quoted field to the scratch; a row is never larger than the scratch. */
static void keep(struct csv_split *split, const char *from, size_t size)
{
    memcpy(split->scratch + split->scratch_used, from, size);
    split->scratch_used += size;
}

/* The cursor stands after the opening quote. */
static enum stop scan_quoted(struct cursor *c, struct csv_split *split, str *ret_field)
{
    const char *from = c->at;
    const size_t kept_from = split->scratch_used;
    for (;;) {
        const char *const quote = memchr(c->at, '"', (size_t)(c->end - c->at));
        if (!quote || (quote + 1 == c->end && !c->is_last))
            return STOP_MORE;
        c->at = quote + 1;
        if (c->at < c->end && *c->at == '"') {
            keep(split, from, (size_t)(c->at - from)); /* with one of the two quotes */
            from = ++c->at;
            continue;
        }
        *ret_field = (str){from, (size_t)(quote - from)};
        if (split->scratch_used > kept_from) {
            keep(split, from, (size_t)(quote - from));
            *ret_field = (str){split->scratch + kept_from, split->scratch_used - kept_from};
        }
        while (c->at < c->end && *c->at == ' ')
            c->at++;
        return take_stop(c);
    }
}

enum csv_fault csv_scan_row(str text, bool is_last, char separator, struct csv_split *split,
                            size_t *ret_used)
{
    if (text.size > LIMIT_ROW_BYTES) {
        text.size = LIMIT_ROW_BYTES;
        is_last = false;
    }
    struct cursor c = {text.data, text.data + text.size, is_last, separator};
    split->count = 0;
    split->scratch_used = 0;
    for (;;) {
        if (split->count == LIMIT_COLUMNS)
            return CSV_MANY_COLUMNS;
        const int column = split->count++;
        str *const field = &split->fields[column];
        const bool is_quoted = c.at < c.end && *c.at == '"';
        const char *const from = c.at;
        split->at[column] = (uint32_t)(from - text.data);
        c.at += is_quoted ? 1 : 0;
        const enum stop stop = is_quoted ? scan_quoted(&c, split, field) : scan_plain(&c, field);
        if (stop == STOP_BAD)
            return CSV_AFTER_QUOTE;
        if (stop == STOP_MORE && is_quoted && (is_last || c.end - from > LIMIT_FIELD_BYTES))
            return CSV_OPEN_QUOTE;
        if (stop == STOP_MORE)
            return text.size == LIMIT_ROW_BYTES ? CSV_LONG_ROW : CSV_MORE;
        if (field->size > LIMIT_FIELD_BYTES)
            return CSV_LONG_FIELD;
        if (stop == STOP_ROW) {
            *ret_used = (size_t)(c.at - text.data);
            return CSV_GOOD;
        }
    }
}
