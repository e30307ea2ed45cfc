/* What each kind of paper says: as JSON for the digest and as lines for people.  Inside the room.
 */
#ifndef INSIGHT_PAPER_BODY_H
#define INSIGHT_PAPER_BODY_H
#include "base/money.h"
#include "insight/paper.h"

struct paper_draft {
    struct op *op;
    struct case_key key;
    currency of_case;
    struct json_writer w; /* inside the object of the paper */
    struct buf *text;
    struct case_key *others; /* that the body tells of, too */
    size_t other_count;
};

/* Writes the members that only this kind has.  Failures as paper_make has them. */
MUST_CHECK status paper_write_body(struct paper_draft *draft, enum paper_kind kind);
/* "label: value" on a line of its own; label in the op's language. */
void paper_say(struct paper_draft *draft, const char *label, const char *value);
#endif
