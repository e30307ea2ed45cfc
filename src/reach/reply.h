/* What somebody answered to a message: STOP, BAJA, NO SOY and their like.
 *
 * The words are data (policies/replies.json, Spanish, English, Portuguese), compared without
 * accents, capitals and signs.  A reply means what it says when it is such a word, or begins with
 * one; when in doubt it means nothing, and a person reads it. */
#ifndef REACH_REPLY_H
#define REACH_REPLY_H
#include "base/op.h"
#include "base/words.h"

enum reply_meaning { REPLY_OTHER, REPLY_STOP, REPLY_WRONG_PERSON };
const char *reply_meaning_name(enum reply_meaning meaning);

MUST_CHECK status reply_read(struct op *op, str text, enum reply_meaning *ret_meaning);

struct reply_effect {
    enum reply_meaning meaning;
    int persons; /* whose contact point it came from */
    int messages_stopped;
    int permits_ended;
};
/* Carries out what was answered from a contact point of the kind (phone, email): STOP closes the
 * channel at that point for everybody who has it, NO SOY closes the point.  In a transaction that
 * writes; the text is the evidence. */
MUST_CHECK status reply_apply(struct op *op, enum channel channel, str from, str text,
                              struct reply_effect *ret_effect);
#endif
