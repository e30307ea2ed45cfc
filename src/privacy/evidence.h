/* The words of what was done and said: notes, payloads, reasons, letters. */
#ifndef PRIVACY_EVIDENCE_H
#define PRIVACY_EVIDENCE_H
#include "base/op.h"

/* Takes them away; *rows grows by the rows that changed.  In a transaction of the caller. */
MUST_CHECK status evidence_erase(struct op *op, int64_t debtor_id, int64_t *rows);
#endif
