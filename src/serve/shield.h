/* Whether a person of ours may see the debt of a case now: the third-party shield of a call. */
#ifndef SERVE_SHIELD_H
#define SERVE_SHIELD_H
#include "book/verify.h"
#include "serve/route.h"

/* E_REFUSED: a call is running and nobody has said yet who is speaking (book/verify.h). */
MUST_CHECK status shield_check(struct op *op, const struct request *request, struct case_key key);

/* What lists cover for who asks; nothing, for who has shield.pass. */
MUST_CHECK status shield_cover_of(struct op *op, const struct request *request,
                                  struct shield_cover *ret_cover);
#endif
