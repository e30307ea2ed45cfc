/* Every sentence in the language of whoever reads it.
 *
 * The rooms speak English, in printf formats that stand where they are said.  The catalogue
 * (locales/rooms.es.json, compiled in by tools/said.py) has a Spanish sentence for each format; its
 * %1, %2… take the values in the order that Spanish wants.  What stands not in the catalogue is
 * said in English.  Values go through untouched: only a format is ever looked up, so no text of a
 * person is taken for one of ours.  Pure; a result never ends inside a UTF-8 character. */
#ifndef BASE_SAY_H
#define BASE_SAY_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* Also the place of a language in a table of texts. */
enum language { LANGUAGE_ES, LANGUAGE_EN };

#define SAY_PIECES_MAX 9 /* values in one format */

/* A row of the catalogue: the format with % for every value, and the sentence. */
struct said {
    const char *form;
    const char *es;
};
extern const struct said said_rows[]; /* sorted by the bytes of form */
extern const size_t said_count;

/* Marks a sentence that stands in a table, so that the catalogue is asked for it. */
#define SAY(english) english

/* Whether the language has words of its own for the format; always in English. */
bool say_knows(enum language language, const char *format);
/* Writes at most size bytes, the NUL among them. */
void say_text(char *text, size_t size, enum language language, const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));
/* A sentence or a word without values; never NULL, lives for ever or as long as english. */
const char *say_word(enum language language, const char *english);
#endif
