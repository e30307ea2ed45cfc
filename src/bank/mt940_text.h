/* Field :86: of an MT940, which banks fill in their own ways: what it says, and who the other is.
 *
 * Known: subfields `?20` (or with one of > ~ ^ <) after a code of three digits (German, Polish and
 * many other banks): 20-29 and 60-63 are the text, 32 and 33 the name; `/NAME/…/REMI/…` (Dutch
 * banks); else the lines as they stand, a space for each line's end.  Pure but for the arena. */
#ifndef BANK_MT940_TEXT_H
#define BANK_MT940_TEXT_H
#include "base/arena.h"
#include "base/str.h"

/* Texts in the arena, or parts of field; empty where nothing is said. */
void bank_mt940_text(struct arena *arena, str field, str *ret_text, str *ret_counterparty);
#endif
