/* What the codes of the gate, of silences and of the history mean, in a sentence for a screen.
 *
 * Pure; the texts are constant. */
#ifndef SERVE_SENTENCE_H
#define SERVE_SENTENCE_H
#include <stdbool.h>

#include "base/str.h"

/* Of a gate's reason ("gate.holiday") or another reason for silence ("callback"); NULL: none is
 * known. */
const char *sentence_reason(str code, bool is_english);
/* Of the kind of an event; never NULL. */
const char *sentence_event(str kind, bool is_english);
/* contact | money | legal | system */
const char *sentence_event_kind(str kind);
#endif
