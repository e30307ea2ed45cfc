/* The words of a name without what people vary: case, accents, punctuation. */
#ifndef IDENTITY_FOLD_H
#define IDENTITY_FOLD_H
#include <stdbool.h>

#include "base/str.h"

#define FOLD_BYTES 128 /* what is longer is cut */
#define FOLD_WORDS 16

struct fold_words {
    str list[FOLD_WORDS];
    size_t count;
};

/* Words of small letters and digits; what stands in brackets is left out.  Borrowed from out. */
struct fold_words fold_words(str name, char out[FOLD_BYTES]);
bool fold_is_one_of(str word, const char *const *list, size_t count);
/* Articles and prepositions of Spanish and Portuguese names. */
bool fold_is_particle(str word);
/* How many letters must change, be added or taken away; most + 1 when they are more. */
size_t fold_distance(str a, str b, size_t most);
#endif
