/* Pieces of text while sql/ is read, and what each store sees of a line.
 *
 * A line is written once, as valid SQLite; marks in comments open or drop it for one of the stores:
 *     --@postgresql TEXT      TEXT stands there on PostgreSQL only
 *     --@sqlite TEXT          TEXT stands there on SQLite only
 *     TEXT --@sqlite-only     TEXT is dropped on PostgreSQL
 * What is allocated here is left to the system: the program runs for a second. */
#ifndef EMBED_SQL_TEXT_H
#define EMBED_SQL_TEXT_H
#include <stdbool.h>
#include <stddef.h>

enum dialect { SQLITE, POSTGRESQL, DIALECT_COUNT };

struct text {
    char *data; /* NUL-terminated when size > 0 */
    size_t size;
    size_t capacity;
};

/* Where we read: for the words of a mistake. */
struct source {
    const char *file;
    int line;
};

/* Stops the build with file, line and the mistake. */
_Noreturn void fail(struct source source, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void *allocate(size_t size); /* zeroed */
char *copy(const char *data, size_t size);
void text_add(struct text *text, const char *data, size_t size);
char *read_file(const char *path);

/* Both ends; within the given memory. */
char *trim(char *line);
bool starts(const char *text, const char *prefix);

/* What the store sees of a line, trimmed and without comment; empty when it sees nothing. */
char *line_for(struct source source, enum dialect dialect, const char *line);
/* True if the line ends the statement; its semicolon is taken off. */
bool take_semicolon(struct source source, char *line);
/* Adds a line that is not empty. */
void add_line(struct text *sql, const char *line);
#endif
