/* Finds what could be telephone numbers in a text of people: digits among words, one beside
 * another.
 *
 * Private to identity.  Pure but for the arena, where the pieces live. */
#ifndef IDENTITY_PHONE_SCAN_H
#define IDENTITY_PHONE_SCAN_H
#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct phone_piece {
    str text;          /* digits, a plus in front, blanks, " ext " and digits */
    bool is_redialled; /* with a plus for a 00 or 011 that the text has */
    bool is_half;      /* a further number follows behind a blank */
};

struct phone_pieces {
    struct phone_piece *items; /* in the order in which they are worth a try */
    size_t count;
    size_t capacity;
    size_t number_count; /* parts with as many digits as a telephone has */
};

struct phone_pieces phone_scan(struct arena *arena, str text);
#endif
