/* The characters of an identity number: from what people write to one byte a character, and back.
 *
 * Private to identity.  Everything lives in the arena; texts end with a NUL.  Pure. */
#ifndef IDENTITY_ID_TEXT_H
#define IDENTITY_ID_TEXT_H
#include "base/arena.h"
#include "base/str.h"

/* Capitals of Latin 1, every kind of dash, blank and dot as the ASCII one, digits of full width as
 * digits; what is not Latin 1 becomes a control character, which no kind has. */
char *id_text_fold(struct arena *arena, str text);
/* Without the characters of drop. */
char *id_text_drop(struct arena *arena, const char *text, const char *drop);
/* Parts between dashes, each filled up with zeros to its width ("244" are three widths); the text
 * itself when it does not have as many parts or one is too long. */
const char *id_text_fill_parts(struct arena *arena, const char *text, const char *widths);
/* UTF-8 again. */
str id_text_utf8(struct arena *arena, const char *text);
/* The text in one of the forms ("##-########-#|…"): the one with as many '#', else the first,
 * filled from its end. */
char *id_text_form(struct arena *arena, const char *text, const char *forms);
/* A blank after every `size` characters. */
char *id_text_group(struct arena *arena, const char *text, size_t size);
#endif
