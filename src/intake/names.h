/* Names of columns and fields as people write them: compared without capitals, accents, blanks and
 * signs, and the nearest one found for a wrong one.  Pure but for the arena. */
#ifndef INTAKE_NAMES_H
#define INTAKE_NAMES_H
#include "base/op.h"
#include "base/str.h"

/* "Fecha de Emisión" becomes "fechadeemision". */
str name_fold(struct arena *arena, str name);
/* How many letters differ between two names (insertions, deletions, exchanges). */
int name_distance(struct arena *arena, str a, str b);
/* The candidate that wanted was probably meant to be, folded distance at most a third of its
 * letters; -1: none is near. */
int name_nearest(struct arena *arena, str wanted, const str *candidates, int count);
/* "a, b, c", for messages; past twenty it ends in "and N more". */
const char *name_list(struct arena *arena, const str *names, int count);
/* A name as strategies write it, small letters, digits and _: "PaperlessBill" and "Paperless bill"
 * become "paperless_bill".  May be empty. */
str name_snake(struct arena *arena, str name);
/* "; did you mean X?" or an empty text, to put into a message. */
const char *name_hint(struct op *op, str wanted, const str *candidates, int count);
#endif
