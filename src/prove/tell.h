/* A move in words, as a line of a counter-example.  For the room alone. */
#ifndef PROVE_TELL_H
#define PROVE_TELL_H
#include "prove/model.h"

/* Fills what a step says of a move. */
void tell_move(const struct model *model, const struct move *move, struct proof_step *step);
#endif
