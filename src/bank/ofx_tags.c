#include "bank/ofx_tags.h"

#include "bank/column.h"

#define VALUE_BYTES  LIMIT_FIELD_BYTES
#define MARKUP_BYTES 1024 /* what stands between < and > */

struct ofx_tags {
    struct bank_reading *r;
    struct buf value;
    char markup[MARKUP_BYTES];
    size_t markup_size;
    bool has_markup; /* read ahead: it ended the last value */
    bool is_ended;
    bool is_v1, is_v2;
    int64_t markup_line;
};

struct ofx_tags *ofx_tags_start(struct bank_reading *r)
{
    struct ofx_tags *const tags = arena_new(r->op->arena, struct ofx_tags);
    tags->r = r;
    tags->value = buf_start(r->op->arena, VALUE_BYTES);
    return tags;
}

const char *ofx_tags_header(const struct ofx_tags *tags)
{
    return tags->is_v1 ? "v1" : tags->is_v2 ? "v2" : "none";
}

static status next_byte(struct ofx_tags *tags, int *ret_byte)
{
    return bank_text_byte(tags->r->op, tags->r->text, ret_byte);
}

static bool ends_with(const struct ofx_tags *tags, const char *end)
{
    const size_t size = strlen(end);
    return tags->markup_size >= size &&
           memcmp(tags->markup + tags->markup_size - size, end, size) == 0;
}

static bool starts_with(const struct ofx_tags *tags, const char *start)
{
    const size_t size = strlen(start);
    return tags->markup_size >= size && memcmp(tags->markup, start, size) == 0;
}

/* Whether the byte just read ends the markup: a comment and a CDATA hold what they like. */
static bool is_whole(const struct ofx_tags *tags)
{
    if (starts_with(tags, "!--"))
        return ends_with(tags, "--") && tags->markup_size >= 5;
    if (starts_with(tags, "![CDATA["))
        return ends_with(tags, "]]");
    return true;
}

static void keep(struct ofx_tags *tags, char c)
{
    if (tags->markup_size == MARKUP_BYTES) {
        /* the start tells what it is, the end when it ends: the middle may go */
        memmove(tags->markup + MARKUP_BYTES / 2, tags->markup + MARKUP_BYTES - 8, 8);
        tags->markup_size = MARKUP_BYTES / 2 + 8;
    }
    tags->markup[tags->markup_size++] = c;
}

/* After `<`: what stands up to `>`; the text of a CDATA goes to the value. */
static status read_markup(struct ofx_tags *tags)
{
    int c = 0;
    tags->markup_size = 0;
    tags->markup_line = bank_text_line_number(tags->r->text);
    for (;;) {
        TRY(next_byte(tags, &c));
        if (c == BANK_TEXT_END) {
            tags->is_ended = true;
            bank_fault(tags->r, tags->markup_line, 0, "tag", "the file ends inside a tag");
            return tags->r->code;
        }
        if (c == '>' && is_whole(tags))
            break;
        if (c == '<' && !starts_with(tags, "!") && !starts_with(tags, "?")) {
            /* the one before was no tag but a sign in a text */
            buf_add_char(&tags->value, '<');
            buf_add(&tags->value, (str){tags->markup, tags->markup_size});
            tags->markup_size = 0;
            continue;
        }
        keep(tags, (char)c);
        if (starts_with(tags, "![CDATA[") && tags->markup_size > 8)
            buf_add_char(&tags->value, (char)c);
    }
    if (starts_with(tags, "![CDATA[") && tags->value.size >= 2)
        tags->value.size -= 2; /* ]] */
    tags->has_markup = true;
    return OK;
}

/* A tag, and not a comment, an instruction or text with a `<` in it. */
static bool is_tag(const struct ofx_tags *tags)
{
    const char c = tags->markup_size > 0 ? tags->markup[0] : '\0';
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '/';
}

static void note_header(struct ofx_tags *tags)
{
    const str value = buf_str(&tags->value);
    for (size_t i = 0; i + 13 <= value.size; i++)
        if (str_equal_nocase((str){value.data + i, 13}, STR("OFXHEADER:100")))
            tags->is_v1 = true;
    if (starts_with(tags, "?OFX"))
        tags->is_v2 = true;
}

/* Text up to the next tag, which then waits. */
static status read_value(struct ofx_tags *tags, bool is_header)
{
    int c = 0;
    buf_clear(&tags->value);
    tags->value.is_full = false;
    for (;;) {
        TRY(next_byte(tags, &c));
        if (c == BANK_TEXT_END) {
            tags->is_ended = true;
            return tags->r->code;
        }
        if (c != '<') {
            buf_add_char(&tags->value, (char)c);
            continue;
        }
        TRY(read_markup(tags));
        if (is_header)
            note_header(tags);
        if (tags->is_ended || is_tag(tags))
            break;
        tags->has_markup = false;
    }
    if (tags->value.is_full && !is_header)
        bank_fault(tags->r, tags->markup_line, 0, "text-length",
                   "a value is longer than %d bytes; what comes after is not shown", VALUE_BYTES);
    return tags->r->code;
}

static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    out[0] = (char)((more == 1 ? 0xC0U : more == 2 ? 0xE0U : 0xF0U) | (c >> (6 * more)));
    for (int i = 1; i <= more; i++)
        out[i] = (char)(0x80U | ((c >> (6 * (more - i))) & 0x3FU));
    return (size_t)more + 1;
}

/* The number of &#233; or &#xE9;; 0 when it is none. */
static uint32_t code_point(str name)
{
    uint32_t value = 0;
    const bool is_hex = name.size > 1 && (name.data[1] == 'x' || name.data[1] == 'X');
    for (size_t i = is_hex ? 2 : 1; i < name.size; i++) {
        const char c = name.data[i];
        uint32_t digit = 0;
        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (is_hex && (c | 32) >= 'a' && (c | 32) <= 'f')
            digit = (uint32_t)((c | 32) - 'a') + 10;
        else
            return 0;
        value = value * (is_hex ? 16 : 10) + digit;
        if (value > 0x10FFFF)
            return 0;
    }
    return value >= 0xD800 && value < 0xE000 ? 0 : value;
}

/* Writes what the entity stands for, never longer than it is; 0 when it is none. */
static size_t put_entity(char *out, str name)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {
        {"amp",  '&' },
        {"lt",   '<' },
        {"gt",   '>' },
        {"quot", '"' },
        {"apos", '\''},
        {"nbsp", ' ' }
    };
    for (size_t i = 0; i < ARRAY_LEN(entities); i++)
        if (str_equal_c(name, entities[i].name)) {
            out[0] = entities[i].c;
            return 1;
        }
    const uint32_t point = name.size > 1 && name.data[0] == '#' ? code_point(name) : 0;
    return point > 0 ? put_utf8(out, point) : 0;
}

/* In place: an entity is never shorter than its letter. */
static str resolve(char *data, size_t size)
{
    size_t out = 0;
    for (size_t at = 0; at < size; at++) {
        const size_t left = size - at < 12 ? size - at : 12;
        const char *const end = data[at] == '&' ? memchr(data + at, ';', left) : NULL;
        const size_t name_size = end ? (size_t)(end - data) - at - 1 : 0;
        const size_t put = end ? put_entity(data + out, (str){data + at + 1, name_size}) : 0;
        if (put > 0) {
            out += put;
            at += name_size + 1;
        } else {
            data[out++] = data[at];
        }
    }
    return str_trim((str){data, out});
}

/* Its name in capitals, without prefix and attributes. */
static void read_name(const struct ofx_tags *tags, struct ofx_tag *tag)
{
    size_t size = 0;
    size_t at = tags->markup_size > 0 && tags->markup[0] == '/';
    tag->kind = at > 0 ? OFX_CLOSE : OFX_OPEN;
    for (; at < tags->markup_size; at++) {
        const char c = tags->markup[at];
        if (c == ' ' || c == '/' || c == '\t' || c == '\r' || c == '\n')
            break;
        if (c == ':')
            size = 0;
        else if (size + 1 < OFX_NAME_SIZE)
            tag->name[size++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    tag->name[size] = '\0';
}

status ofx_tags_next(struct ofx_tags *tags, struct ofx_tag *ret_tag)
{
    bool is_broken = false;
    if (!tags->has_markup && !tags->is_ended)
        TRY(read_value(tags, true));
    if (!tags->has_markup) {
        ret_tag->kind = OFX_END;
        return OK;
    }
    tags->has_markup = false;
    read_name(tags, ret_tag);
    ret_tag->line = tags->markup_line;
    TRY(read_value(tags, false));
    ret_tag->value = STR("");
    if (ret_tag->kind == OFX_CLOSE || tags->value.size == 0)
        return OK;
    ret_tag->value =
        bank_text_clean(tags->r->scratch, resolve(tags->value.data, tags->value.size), &is_broken);
    if (is_broken)
        bank_fault(tags->r, ret_tag->line, 0, "letters",
                   "the value holds bytes that are no letters; they read as the sign U+FFFD");
    return tags->r->code;
}
