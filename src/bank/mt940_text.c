#include "bank/mt940_text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where a subfield begins: the mark and two digits. */
static bool is_subfield(str field, size_t at, char mark)
{
    return at + 3 <= field.size && field.data[at] == mark && is_digit(field.data[at + 1]) &&
           is_digit(field.data[at + 2]);
}

/* The mark when the field is made of subfields, else NUL. */
static char find_mark(str field)
{
    size_t at = 0;
    while (at < field.size && (is_digit(field.data[at]) || field.data[at] == ' '))
        at++;
    for (const char *mark = "?>~^<"; *mark; mark++)
        if (is_subfield(field, at, *mark))
            return *mark;
    return '\0';
}

/* Lines of a subfielded text were cut anywhere: their ends say nothing. */
static str join_lines(struct arena *arena, str field, const char *with)
{
    struct buf out = buf_start(arena, field.size + 1);
    for (size_t i = 0; i < field.size; i++)
        if (field.data[i] == '\n')
            buf_add_c(&out, with);
        else
            buf_add_char(&out, field.data[i]);
    return buf_str(&out);
}

static void read_subfields(struct arena *arena, str field, char mark, str *ret_text,
                           str *ret_counterparty)
{
    struct buf text = buf_start(arena, field.size + 1);
    struct buf name = buf_start(arena, field.size + 1);
    size_t at = 0;
    while (at < field.size) {
        if (!is_subfield(field, at, mark)) {
            at++;
            continue;
        }
        const int code = (field.data[at + 1] - '0') * 10 + (field.data[at + 2] - '0');
        const size_t from = at + 3;
        at = from;
        while (at < field.size && !is_subfield(field, at, mark))
            at++;
        const str value = {field.data + from, at - from};
        if ((code >= 20 && code <= 29) || (code >= 60 && code <= 63))
            buf_add(&text, value);
        else if (code == 32 || code == 33)
            buf_add(&name, value);
    }
    *ret_text = str_trim(buf_str(&text));
    *ret_counterparty = str_trim(buf_str(&name));
}

/* What stands so many slashes after a word like /NAME/, up to the next slash. */
static str find_after(str text, const char *word, int slashes)
{
    const char *const at = memmem(text.data, text.size, word, strlen(word));
    if (!at)
        return STR("");
    str rest = {at + strlen(word), text.size - (size_t)(at - text.data) - strlen(word)};
    for (; slashes > 0; slashes--)
        (void)str_split(&rest, '/');
    return str_trim(str_split(&rest, '/'));
}

/* /NAME/J Jansen/, or of some banks /CNTP/account/bank/J Jansen/city/. */
static str find_name(str text)
{
    const str name = find_after(text, "/NAME/", 0);
    return name.size > 0 ? name : find_after(text, "/CNTP/", 2);
}

void bank_mt940_text(struct arena *arena, str field, str *ret_text, str *ret_counterparty)
{
    const char mark = find_mark(field);
    if (mark) {
        read_subfields(arena, join_lines(arena, field, ""), mark, ret_text, ret_counterparty);
        return;
    }
    *ret_text = str_trim(join_lines(arena, field, " "));
    *ret_counterparty = find_name(join_lines(arena, field, ""));
}
