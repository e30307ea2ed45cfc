#include "cli/lines.h"

#include <inttypes.h>

enum line_end { LINE_READ, LINE_TOO_LONG, LINE_NONE };

/* Byte by byte, because a line may hold any of them, NUL too. */
static enum line_end read_line(FILE *in, char *bytes, str *ret_line)
{
    size_t size = 0;
    bool is_long = false;
    int c;
    while ((c = getc_unlocked(in)) != EOF && c != '\n') {
        is_long = is_long || size == LIMIT_LINE_BYTES;
        if (!is_long)
            bytes[size++] = (char)c;
    }
    if (c == EOF && size == 0)
        return LINE_NONE;
    if (size > 0 && bytes[size - 1] == '\r')
        size--;
    *ret_line = (str){bytes, size};
    return is_long ? LINE_TOO_LONG : LINE_READ;
}

/* The mark that some programs write before UTF-8 text. */
static str without_mark(str line)
{
    const str mark = STR("\xEF\xBB\xBF");
    return str_starts(line, mark) ? (str){line.data + mark.size, line.size - mark.size} : line;
}

static status answer_line(struct op *op, const struct lines *lines, enum line_end end, str line,
                          struct buf *out)
{
    str fields[LINES_FIELDS_MAX] = {
        {"", 0}
    };
    size_t count = 0;
    for (size_t i = 0; i < LINES_FIELDS_MAX; i++)
        fields[i] = STR("");
    if (end == LINE_TOO_LONG)
        return op_fail(op, E_LIMIT, "the line has more than %d bytes", LIMIT_LINE_BYTES);
    if (!str_is_utf8(line, NULL) || memchr(line.data, '\0', line.size))
        return op_fail(op, E_INVALID, "the line is not UTF-8 text");
    bool is_more = true;
    while (is_more && count < lines->field_count_max) {
        const char *const tab = memchr(line.data, '\t', line.size);
        is_more = tab != NULL;
        const str field = str_split(&line, '\t');
        fields[count] = lines->verbatim >> count & 1 ? field : str_trim(field);
        count++;
    }
    if (str_trim(line).size > 0 || count < lines->field_count_min)
        return op_fail(op, E_INVALID, "the line must have %zu to %zu fields between tabs",
                       lines->field_count_min, lines->field_count_max);
    return lines->answer(op, lines->self, fields, out);
}

static status say_failures(struct cli *cli, int64_t failed, int64_t all)
{
    if (failed == 0)
        return OK;
    fprintf(cli->err,
            cli_text(cli, "%" PRId64 " de %" PRId64 " líneas tienen un error.\n",
                     "%" PRId64 " of %" PRId64 " lines have an error.\n"),
            failed, all);
    cli->is_answered = true;
    cli->exit_code = status_exit(E_INVALID);
    return E_INVALID;
}

static void destroy(void *arena)
{
    arena_destroy(arena);
}

status lines_answer(struct cli *cli, const struct lines *lines)
{
    struct op *const op = &cli->op;
    char *const bytes = arena_alloc(op->arena, LIMIT_LINE_BYTES + 1);
    struct buf out = buf_start(op->arena, LINES_OUT_BYTES);
    struct arena *const kept = op->arena;
    struct arena *const scratch = arena_create();
    int64_t all = 0;
    int64_t failed = 0;
    enum line_end end;
    str line;
    if (!cli->in)
        return op_fail(op, E_INVALID, "this tool reads lines from standard input");
    arena_defer(kept, destroy, scratch);
    op->arena = scratch;
    while ((end = read_line(cli->in, bytes, &line)) != LINE_NONE) {
        buf_clear(&out);
        if (all++ == 0)
            line = without_mark(line);
        if (answer_line(op, lines, end, line, &out) != OK) {
            failed++;
            buf_clear(&out);
            buf_printf(&out, "error\t%s", op->text);
            op_clear(op);
        }
        buf_add_char(&out, '\n');
        (void)fwrite(out.data, 1, out.size, cli->out);
        arena_reset(scratch);
    }
    op->arena = kept;
    if (ferror(cli->in) || ferror(cli->out))
        return op_fail(op, E_IO, "the lines cannot be read or written to their end");
    return say_failures(cli, failed, all);
}
