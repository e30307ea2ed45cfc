#include "reach/template.h"

struct value {
    struct value *next;
    const char *name;
    str text;
    struct template_values *rows; /* of a list, first to last */
    struct template_values *last_row;
    bool is_list;
};

struct template_values {
    struct arena *arena;
    const struct template_values *outer;
    struct template_values *next_row;
    struct value *first;
};

struct template_values *template_values(struct arena *arena)
{
    struct template_values *const values = arena_new(arena, struct template_values);
    values->arena = arena;
    return values;
}

static struct value *find_here(const struct template_values *values, str name)
{
    for (struct value *value = values->first; value; value = value->next)
        if (str_equal_c(name, value->name))
            return value;
    return NULL;
}

static struct value *find(const struct template_values *values, str name)
{
    for (; values; values = values->outer) {
        struct value *const value = find_here(values, name);
        if (value)
            return value;
    }
    return NULL;
}

static struct value *make(struct template_values *values, const char *name)
{
    struct value *value = find_here(values, str_of(name));
    if (!value) {
        value = arena_new(values->arena, struct value);
        value->name = name;
        value->next = values->first;
        values->first = value;
    }
    return value;
}

/* A value of another system may be absurdly long: it is cut between two characters. */
static str shorten(struct arena *arena, str text)
{
    if (text.size <= TEMPLATE_VALUE_BYTES)
        return text;
    size_t size = TEMPLATE_VALUE_BYTES - 3;
    while (size > 0 && ((unsigned char)text.data[size] & 0xC0) == 0x80)
        size--;
    return str_of(arena_printf(arena, "%.*s…", (int)size, text.data));
}

void template_put(struct template_values *values, const char *name, str text)
{
    make(values, name)->text = shorten(values->arena, text);
}

void template_put_flag(struct template_values *values, const char *name, bool flag)
{
    make(values, name)->text = flag ? STR("1") : STR("");
}

struct template_values *template_add_row(struct template_values *values, const char *list)
{
    struct value *const value = make(values, list);
    struct template_values *const row = template_values(values->arena);
    row->outer = values;
    value->is_list = true;
    if (value->last_row)
        value->last_row->next_row = row;
    else
        value->rows = row;
    value->last_row = row;
    return row;
}

/* One rendering: what it reads from and writes to. */
struct render {
    struct op *op;
    str name;
    str text;
    enum template_form form;
    const struct template_source *source;
    struct buf *out;
    int depth;
};

struct tag {
    char kind; /* '#', '^', '/', '>', '!', or 0 for a value */
    str name;
    size_t start; /* of what the tag replaces */
    size_t end;   /* after it */
};

static int line_of(const struct render *r, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at && i < r->text.size; i++)
        line += r->text.data[i] == '\n';
    return line;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* A tag alone on its line takes the line away. */
static void widen_to_line(str text, struct tag *tag)
{
    size_t start = tag->start;
    size_t end = tag->end;
    while (start > 0 && is_blank(text.data[start - 1]))
        start--;
    while (end < text.size && is_blank(text.data[end]))
        end++;
    if ((start > 0 && text.data[start - 1] != '\n') || (end < text.size && text.data[end] != '\n'))
        return;
    tag->start = start;
    tag->end = end < text.size ? end + 1 : end;
}

static size_t find_pair(str text, size_t from, char c)
{
    for (size_t i = from; i + 1 < text.size; i++)
        if (text.data[i] == c && text.data[i + 1] == c)
            return i;
    return text.size;
}

static status next_tag(const struct render *r, size_t from, struct tag *ret_tag, bool *ret_found)
{
    const size_t open = find_pair(r->text, from, '{');
    *ret_found = open < r->text.size;
    if (!*ret_found)
        return OK;
    const size_t close = find_pair(r->text, open + 2, '}');
    if (close == r->text.size)
        return op_fail(r->op, E_INVALID, "template " STR_FORMAT ", line %d: a {{ has no }}",
                       STR_ARG(r->name), line_of(r, open));
    str inside = str_trim((str){r->text.data + open + 2, close - open - 2});
    struct tag tag = {.start = open, .end = close + 2};
    if (inside.size > 0 && strchr("#^/>!", inside.data[0])) {
        tag.kind = inside.data[0];
        inside = str_trim((str){inside.data + 1, inside.size - 1});
        widen_to_line(r->text, &tag);
    }
    tag.name = inside;
    *ret_tag = tag;
    return OK;
}

/* The tag that closes a section. */
static status find_end(const struct render *r, const struct tag *section, struct tag *ret_end)
{
    struct tag tag = *section;
    int open = 1;
    for (;;) {
        bool found = false;
        TRY(next_tag(r, tag.end, &tag, &found));
        if (!found)
            return op_fail(r->op, E_INVALID,
                           "template " STR_FORMAT ", line %d: section " STR_FORMAT " is not closed",
                           STR_ARG(r->name), line_of(r, section->start), STR_ARG(section->name));
        open += (tag.kind == '#' || tag.kind == '^') - (tag.kind == '/');
        if (open > 0)
            continue;
        if (!str_equal(tag.name, section->name))
            return op_fail(r->op, E_INVALID,
                           "template " STR_FORMAT ", line %d: {{/" STR_FORMAT
                           "}} closes the section " STR_FORMAT,
                           STR_ARG(r->name), line_of(r, tag.start), STR_ARG(tag.name),
                           STR_ARG(section->name));
        *ret_end = tag;
        return OK;
    }
}

static void write_html(struct buf *out, str text)
{
    for (size_t i = 0; i < text.size; i++) {
        switch (text.data[i]) {
        case '&':
            buf_add(out, STR("&amp;"));
            break;
        case '<':
            buf_add(out, STR("&lt;"));
            break;
        case '>':
            buf_add(out, STR("&gt;"));
            break;
        case '"':
            buf_add(out, STR("&quot;"));
            break;
        case '\'':
            buf_add(out, STR("&#39;"));
            break;
        default:
            buf_add_char(out, text.data[i]);
        }
    }
}

/* A value is one line of visible text: whatever breaks lines or hides is a blank. */
static void write_value(const struct render *r, str text)
{
    char *const clean = arena_copy(r->op->arena, text.data, text.size);
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)clean[i] < ' ' || clean[i] == 0x7F)
            clean[i] = ' ';
    if (r->form == TEMPLATE_HTML)
        write_html(r->out, (str){clean, text.size});
    else
        buf_add(r->out, (str){clean, text.size});
}

static status get_value(const struct render *r, const struct template_values *values,
                        const struct tag *tag, const struct value **ret_value)
{
    *ret_value = find(values, tag->name);
    if (!*ret_value)
        return op_fail(r->op, E_INVALID,
                       "template " STR_FORMAT ", line %d: there is no value called \"" STR_FORMAT
                       "\"",
                       STR_ARG(r->name), line_of(r, tag->start), STR_ARG(tag->name));
    return OK;
}

static status render_range(struct render *r, const struct template_values *values, size_t from,
                           size_t until);

static status enter(struct render *r, const struct tag *tag)
{
    if (r->depth >= TEMPLATE_DEPTH_MAX)
        return op_fail(r->op, E_LIMIT, "template " STR_FORMAT ", line %d: nested more than %d deep",
                       STR_ARG(r->name), line_of(r, tag->start), TEMPLATE_DEPTH_MAX);
    r->depth++;
    return OK;
}

static status render_section(struct render *r, const struct template_values *values,
                             const struct tag *tag, const struct tag *end)
{
    const struct value *value = NULL;
    TRY(get_value(r, values, tag, &value));
    const bool is_empty = value->is_list ? !value->rows : value->text.size == 0;
    if (is_empty != (tag->kind == '^'))
        return OK;
    TRY(enter(r, tag));
    if (is_empty || !value->is_list)
        TRY(render_range(r, values, tag->end, end->start));
    else
        for (const struct template_values *row = value->rows; row; row = row->next_row)
            TRY(render_range(r, row, tag->end, end->start));
    r->depth--;
    return OK;
}

static status render_partial(struct render *r, const struct template_values *values,
                             const struct tag *tag)
{
    struct render partial = *r;
    partial.name = tag->name;
    if (!r->source || !r->source->find(r->source->context, tag->name, &partial.text))
        return op_fail(r->op, E_INVALID,
                       "template " STR_FORMAT ", line %d: there is no template \"" STR_FORMAT "\"",
                       STR_ARG(r->name), line_of(r, tag->start), STR_ARG(tag->name));
    TRY(enter(&partial, tag));
    return render_range(&partial, values, 0, partial.text.size);
}

static status render_tag(struct render *r, const struct template_values *values,
                         const struct tag *tag, size_t *ret_next)
{
    const struct value *value = NULL;
    struct tag end;
    *ret_next = tag->end;
    switch (tag->kind) {
    case '!':
        return OK;
    case '>':
        return render_partial(r, values, tag);
    case '#':
    case '^':
        TRY(find_end(r, tag, &end));
        *ret_next = end.end;
        return render_section(r, values, tag, &end);
    case '/':
        return op_fail(r->op, E_INVALID,
                       "template " STR_FORMAT ", line %d: {{/" STR_FORMAT "}} closes nothing",
                       STR_ARG(r->name), line_of(r, tag->start), STR_ARG(tag->name));
    default:
        TRY(get_value(r, values, tag, &value));
        write_value(r, value->text);
        return OK;
    }
}

static status render_range(struct render *r, const struct template_values *values, size_t from,
                           size_t until)
{
    while (from < until) {
        struct tag tag;
        bool found = false;
        TRY(next_tag(r, from, &tag, &found));
        const size_t plain_end = found && tag.start < until ? tag.start : until;
        buf_add(r->out, (str){r->text.data + from, plain_end - from});
        if (plain_end == until)
            return OK;
        TRY(render_tag(r, values, &tag, &from));
    }
    return OK;
}

status template_render(struct op *op, str name, str text, enum template_form form,
                       const struct template_values *values, const struct template_source *source,
                       str *ret_text)
{
    struct buf out = buf_start(op->arena, TEMPLATE_OUTPUT_MAX);
    struct render render = {op, name, text, form, source, &out, 0};
    TRY(render_range(&render, values, 0, text.size));
    if (out.is_full)
        return op_fail(op, E_LIMIT, "template " STR_FORMAT ": the text is longer than %d bytes",
                       STR_ARG(name), TEMPLATE_OUTPUT_MAX);
    *ret_text = buf_str(&out);
    return OK;
}
