/* A letter: a template filled with a customer's own figures, as plain text and as HTML.
 *
 * Figures are read when the letter is written, so it says what is owed then: totals are sums of the
 * claims that it is about.  The templates ship with the program (policies/templates); a language
 * that a template lacks gets Spanish. */
#ifndef REACH_LETTER_H
#define REACH_LETTER_H
#include "book/touch.h"

#define LETTER_CLAIMS_MAX 12 /* claims named one by one; the rest are counted */

struct letter_request {
    struct case_key key;
    int64_t person_id; /* whom it is written to */
    str template;
    day answer_by; /* DAY_NONE: no day is given */
};

struct letter {
    str language; /* of the template that was used */
    str subject;
    str text;
    str html;
};

/* E_NOT_FOUND: no such template, case or person.  E_INVALID: the template asks for a value that
 * there is not.  E_LIMIT: it is too long. */
MUST_CHECK status letter_write(struct op *op, const struct letter_request *request,
                               struct letter *ret_letter);
#endif
