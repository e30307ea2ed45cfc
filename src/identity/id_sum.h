/* Check characters: weighted sums (Luhn among them) and ISO 7064 MOD 97-10.  Private; pure. */
#ifndef IDENTITY_ID_SUM_H
#define IDENTITY_ID_SUM_H
#include "identity/id_rule.h"

/* Whether check is the character that the sum of the step asks for after these. */
bool id_sum_fits(const struct id_step *step, str text, char check);
/* The remainder by 97 of the digits, letters counting 10 to 35, with the first `rotate` characters
 * moved to the end; -1: another character, or none at all. */
int id_mod97(str text, size_t rotate);
/* Whether the two digits are the remainder of the text by 97, 97 standing for 0 (Belgium). */
bool id_remainder_fits(str text, const char *digits);
#endif
