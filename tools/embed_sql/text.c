#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fail(struct source source, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: error: ", source.file, source.line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

void *allocate(size_t size)
{
    void *const memory = calloc(1, size);
    if (!memory)
        abort();
    return memory;
}

char *copy(const char *data, size_t size)
{
    char *const text = allocate(size + 1);
    memcpy(text, data, size);
    return text;
}

void text_add(struct text *text, const char *data, size_t size)
{
    if (!text->data || text->size + size + 1 > text->capacity) {
        text->capacity = (text->size + size + 1) * 2;
        text->data = realloc(text->data, text->capacity);
        if (!text->data)
            abort();
    }
    memcpy(text->data + text->size, data, size);
    text->size += size;
    text->data[text->size] = '\0';
}

char *trim(char *line)
{
    while (isspace((unsigned char)*line))
        line++;
    size_t size = strlen(line);
    while (size > 0 && isspace((unsigned char)line[size - 1]))
        line[--size] = '\0';
    return line;
}

bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Cuts an ordinary comment off; quotes must close on their line. */
static void cut_comment(struct source source, char *line)
{
    char quote = 0;
    for (char *at = line; *at; at++) {
        if (quote) {
            if (*at == quote)
                quote = 0;
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        } else if (at[0] == '-' && at[1] == '-') {
            *at = '\0';
            break;
        }
    }
    if (quote)
        fail(source, "a %c that does not close on its line", quote);
}

char *line_for(struct source source, enum dialect dialect, const char *line)
{
    static const char *const opened[] = {"--@sqlite ", "--@postgresql "};
    static const char only[] = "--@sqlite-only";
    char *text = trim(copy(line, strlen(line)));
    const size_t size = strlen(text);

    if (starts(text, opened[dialect]))
        text = trim(text + strlen(opened[dialect]));
    else if (starts(text, opened[SQLITE]) || starts(text, opened[POSTGRESQL]))
        return copy("", 0);
    else if (size >= sizeof(only) - 1 && strcmp(text + size - sizeof(only) + 1, only) == 0 &&
             dialect == POSTGRESQL)
        return copy("", 0);
    else if (starts(text, "--@"))
        fail(source, "unknown mark: --@postgresql TEXT, --@sqlite TEXT, TEXT --@sqlite-only");
    cut_comment(source, text);
    return trim(text);
}

bool take_semicolon(struct source source, char *line)
{
    char quote = 0;
    for (char *at = line; *at; at++) {
        if (quote) {
            if (*at == quote)
                quote = 0;
        } else if (*at == '\'' || *at == '"') {
            quote = *at;
        } else if (*at == ';') {
            if (at[1])
                fail(source, "text after a semicolon: one statement a line end");
            *at = '\0';
            return true;
        }
    }
    return false;
}

void add_line(struct text *sql, const char *line)
{
    if (!*line)
        return;
    if (sql->size > 0)
        text_add(sql, "\n", 1);
    text_add(sql, line, strlen(line));
}

char *read_file(const char *path)
{
    struct text text = {0};
    char piece[65536];
    size_t size;
    FILE *const file = fopen(path, "rb");
    if (!file)
        fail((struct source){path, 0}, "%s", strerror(errno));
    while ((size = fread(piece, 1, sizeof(piece), file)) > 0)
        text_add(&text, piece, size);
    fclose(file);
    return text.data ? text.data : copy("", 0);
}
