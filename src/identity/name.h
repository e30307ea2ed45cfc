/* Names of persons and companies: are two of them the same one, however they are written.
 *
 * Words count and not their order (surnames come first or last), particles and the legal form of a
 * company do not count, usual abbreviations are written out (Ma., Gpe., Fco., Hdez.), an initial
 * stands for a word, and a longer word may have one letter wrong.  Pure. */
#ifndef IDENTITY_NAME_H
#define IDENTITY_NAME_H
#include "base/str.h"

/* 0 to 100: of the words of both names, how many have their like in the other; a word with a wrong
 * letter counts four fifths, an initial half. */
int name_likeness(str a, str b);

#define NAME_KEY_BYTES 160
#define NAME_KEYS_MAX  8
/* What different writings of a name have in common, by which they find each other: its words in
 * alphabetical order, letters that sound alike made one; of four and more words also without each
 * of them in turn, because one is often missing or wrong.  Texts lie in bytes. */
struct name_keys {
    str list[NAME_KEYS_MAX];
    size_t count; /* 0: the name has no word */
    char bytes[NAME_KEYS_MAX][NAME_KEY_BYTES];
};
void name_keys_make(str name, struct name_keys *ret_keys);
#endif
