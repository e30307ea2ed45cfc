#include "bank/text.h"

#include "intake/encoding.h"

#define BLOCK_BYTES    32768
#define UTF8_BYTES_MAX 4 /* of a byte of the file, decoded, with what the decoder wants free */
#define BUFFER_BYTES   (LIMIT_LINE_BYTES * UTF8_BYTES_MAX + BLOCK_BYTES * UTF8_BYTES_MAX)

struct bank_text {
    const struct input *input;
    struct encoding_verdict verdict;
    uint64_t offset; /* of the next block in the file */
    char *block;
    size_t block_size;
    char *data; /* decoded; begin to end is still to be read */
    size_t data_size;
    size_t begin, end;
    size_t width;
    int64_t line_number;
    char line_end;
    bool is_new_line;  /* the next byte begins a line */
    struct buf broken; /* the last line, mended */
};

static status find_letters(struct op *op, struct bank_text *text)
{
    struct encoding_scan scan;
    bool has_feed = false;
    size_t got = 0;
    encoding_scan_start(&scan);
    for (uint64_t at = 0; at < input_size(text->input); at += got) {
        TRY(input_read(op, text->input, at, text->block, text->block_size, &got));
        if (got == 0)
            break;
        has_feed |= memchr(text->block, '\n', got) != NULL;
        encoding_scan_add(&scan, (str){text->block, got});
    }
    text->verdict = encoding_scan_end(&scan, ENCODING_AUTO);
    text->line_end = has_feed ? '\n' : '\r';
    return OK;
}

void bank_text_rewind(struct bank_text *text)
{
    text->offset = text->verdict.mark_size;
    text->begin = text->end = 0;
    text->line_number = 0;
    text->is_new_line = true;
}

/* A small file needs no room for a large one: most are small, and zeroing it took the most time. */
static size_t at_most(size_t wanted, uint64_t size)
{
    return size < wanted ? (size_t)size : wanted;
}

status bank_text_open(struct op *op, const struct input *input, struct bank_text **ret_text)
{
    struct bank_text *const text = arena_new(op->arena, struct bank_text);
    text->input = input;
    text->block_size = at_most(BLOCK_BYTES, input_size(input));
    text->block = arena_alloc(op->arena, text->block_size);
    text->data_size = at_most(BUFFER_BYTES, input_size(input) * UTF8_BYTES_MAX);
    text->data = arena_alloc(op->arena, text->data_size);
    text->broken = buf_start(op->arena, LIMIT_LINE_BYTES * 4);
    TRY(find_letters(op, text));
    bank_text_rewind(text);
    *ret_text = text;
    return OK;
}

/* Reads on until the buffer holds wanted bytes, or the file ends. */
static status fill(struct op *op, struct bank_text *text, size_t wanted)
{
    const uint64_t size = input_size(text->input);
    if (text->end - text->begin >= wanted)
        return OK;
    memmove(text->data, text->data + text->begin, text->end - text->begin);
    text->end -= text->begin;
    text->begin = 0;
    while (text->end < wanted && text->offset < size) {
        size_t got = 0;
        size_t used = 0;
        TRY(input_read(op, text->input, text->offset, text->block, text->block_size, &got));
        if (text->verdict.encoding == ENCODING_UTF8) {
            memcpy(text->data + text->end, text->block, got);
            text->end += got;
            used = got;
        } else {
            text->end += encoding_decode(text->verdict.encoding, (str){text->block, got},
                                         text->offset + got >= size, text->data + text->end,
                                         text->data_size - text->end, &used);
        }
        if (used == 0)
            break; /* half a letter ends the file */
        text->offset += used;
    }
    return OK;
}

status bank_text_head(struct op *op, struct bank_text *text, str *ret_head)
{
    TRY(fill(op, text, LIMIT_LINE_BYTES));
    const size_t size = text->end - text->begin;
    *ret_head = (str){text->data + text->begin, size < LIMIT_LINE_BYTES ? size : LIMIT_LINE_BYTES};
    return OK;
}

void bank_text_set_width(struct bank_text *text, size_t width)
{
    text->width = width;
}

/* The bytes of the first so many characters. */
static size_t bytes_of(str text, size_t characters)
{
    size_t at = 0;
    while (at < text.size && characters > 0) {
        at++;
        while (at < text.size && ((uint8_t)text.data[at] & 0xC0) == 0x80)
            at++;
        characters--;
    }
    return at;
}

/* Where the line ends in what is buffered, and how many bytes its end takes. */
static size_t measure(const struct bank_text *text, size_t *ret_end_size)
{
    const size_t left = text->end - text->begin;
    const size_t window = left < LIMIT_LINE_BYTES ? left : LIMIT_LINE_BYTES;
    const str rest = {text->data + text->begin, window};
    const char *const end = memchr(rest.data, text->line_end, rest.size);
    size_t size = end ? (size_t)(end - rest.data) : window;
    *ret_end_size = end ? 1 : 0;
    if (text->width > 0 && size > text->width) {
        const size_t cut = bytes_of((str){rest.data, size}, text->width);
        if (cut < size)
            *ret_end_size = 0;
        size = cut;
    }
    return size;
}

/* Drops the rest of a line that is too long. */
static status skip_rest(struct op *op, struct bank_text *text)
{
    for (;;) {
        TRY(fill(op, text, BLOCK_BYTES));
        if (text->begin == text->end)
            return OK;
        const char *const from = text->data + text->begin;
        const char *const end = memchr(from, text->line_end, text->end - text->begin);
        text->begin = end ? (size_t)(end - text->data) + 1 : text->end;
        if (end)
            return OK;
    }
}

static bool is_plain(str text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((uint8_t)text.data[i] >= 0x80)
            return false;
    return true;
}

static void mend(struct buf *out, str text)
{
    size_t bad = 0;
    buf_clear(out);
    while (!str_is_utf8(text, &bad)) {
        buf_add(out, (str){text.data, bad});
        buf_add_c(out, "\xEF\xBF\xBD");
        text = (str){text.data + bad + 1, text.size - bad - 1};
    }
    buf_add(out, text);
}

str bank_text_clean(struct arena *arena, str text, bool *ret_is_broken)
{
    *ret_is_broken = !str_is_utf8(text, NULL);
    if (!*ret_is_broken)
        return text;
    struct buf out = buf_start(arena, text.size * 3 + 8);
    mend(&out, text);
    return buf_str(&out);
}

/* CR, and the Ctrl-Z with which programs of DOS end a file. */
static bool is_end_sign(char c)
{
    return c == '\r' || c == '\x1A';
}

status bank_text_line(struct op *op, struct bank_text *text, struct bank_line *ret_line,
                      bool *ret_has_line)
{
    size_t end_size = 0;
    TRY(fill(op, text, LIMIT_LINE_BYTES));
    *ret_has_line = text->begin < text->end;
    if (!*ret_has_line)
        return OK;
    const size_t size = measure(text, &end_size);
    struct bank_line line = {
        .text = {text->data + text->begin, size},
        .number = ++text->line_number,
        .is_cut = end_size == 0 && size == LIMIT_LINE_BYTES
    };
    text->begin += size + end_size;
    while (line.text.size > 0 && is_end_sign(line.text.data[line.text.size - 1]))
        line.text.size--;
    line.is_ascii = is_plain(line.text);
    if (!line.is_ascii && !str_is_utf8(line.text, NULL)) {
        mend(&text->broken, line.text);
        line.text = buf_str(&text->broken);
        line.is_broken = true;
    }
    if (line.is_cut) {
        /* what is skipped moves the buffer that the line lies in */
        if (!line.is_broken) {
            buf_clear(&text->broken);
            buf_add(&text->broken, line.text);
            line.text = buf_str(&text->broken);
        }
        TRY(skip_rest(op, text));
    }
    *ret_line = line;
    return OK;
}

status bank_text_byte(struct op *op, struct bank_text *text, int *ret_byte)
{
    if (text->begin == text->end) {
        TRY(fill(op, text, BLOCK_BYTES));
        if (text->begin == text->end) {
            *ret_byte = BANK_TEXT_END;
            return OK;
        }
    }
    const char c = text->data[text->begin++];
    text->line_number += text->is_new_line;
    text->is_new_line = c == text->line_end;
    *ret_byte = (uint8_t)c;
    return OK;
}

int64_t bank_text_line_number(const struct bank_text *text)
{
    return text->line_number;
}
