/* The third-party shield: no word of a debt before it is known who is speaking.
 *
 * While the shield is closed whoever acts sees a name and what to ask.  It opens for one person of
 * ours and one case when the answers match what we have, for VERIFY_SECONDS, and closes again when
 * that person of ours starts another call.  Answers are compared and forgotten: the event says
 * which questions were asked and what came of it, never what was answered.
 *
 * Setting shield.closes says when it closes: `call` from the permit of a call on, `always` as soon
 * as a case is opened, `never`.  shield.ask lists the questions in their order, shield.matches how
 * many must match (of those that can be asked). */
#ifndef BOOK_VERIFY_H
#define BOOK_VERIFY_H
#include "book/touch.h"

#define VERIFY_SECONDS 3600 /* longer than any call */
#define VERIFY_TRIES   3    /* wrong ones of a day, by one person of ours for one case */

/* What may be asked; the text stands in settings, requests and events. */
enum verify_question {
    VERIFY_DOCUMENT_LAST4, /* last four characters of the identity number */
    VERIFY_BIRTH_DATE,     /* attribute shield.birth_date of a debt, YYYY-MM-DD */
    VERIFY_PHONE_LAST4,    /* last four digits of a telephone of theirs */
    VERIFY_EMAIL,          /* an e-mail address of theirs */
    VERIFY_QUESTION_COUNT
};
const char *verify_question_name(enum verify_question question);

struct shield {
    bool is_open;
    bool is_verified;      /* open because the answers matched */
    int tries_left;        /* today */
    size_t question_count; /* 0: we have nothing to ask about */
    int matches;           /* that are needed */
    enum verify_question questions[VERIFY_QUESTION_COUNT];
};

/* For op->actor_id.  E_INVALID: shield.ask names a question that is none. */
MUST_CHECK status shield_look(struct op *op, struct case_key key, struct shield *ret_shield);

/* Which cases a list covers for op->actor_id, so that it says of the person on the line no more
 * than the account does: with `call` those of which that person of ours has a call in hand, with
 * `always` each one; not where the shield was opened since. */
#define SHIELD_CALLS_MAX 8 /* calls that one person has in hand at once */
struct shield_cover {
    bool is_always;
    size_t count;
    struct case_key keys[SHIELD_CALLS_MAX];
};
MUST_CHECK status shield_cover_read(struct op *op, struct shield_cover *ret_cover);
MUST_CHECK status shield_covers(struct op *op, const struct shield_cover *cover,
                                struct case_key key, bool *ret_is_covered);
/* The same of many, which asks no more of the store than of one. */
MUST_CHECK status shield_cover_list(struct op *op, const struct shield_cover *cover,
                                    const struct case_key *keys, size_t count,
                                    bool *ret_are_covered);

struct verify_input {
    struct case_key key;
    int64_t point_id; /* by which they are speaking; 0: unknown */
    const char *channel;
    str answers[VERIFY_QUESTION_COUNT]; /* empty: not asked */
};

/* *ret_matches: whether as many matched as are needed and none of the given ones was wrong.  Then
 * the point they speak by is verified.  E_INVALID: fewer answers than are needed.  E_REFUSED: no
 * tries are left today. */
MUST_CHECK status verify_answers(struct op *op, const struct verify_input *input,
                                 bool *ret_matches);
/* Opens without a word to anybody: nobody is on the line, or we have nothing to ask about; the
 * reason is kept.  E_INVALID: none given. */
MUST_CHECK status shield_open(struct op *op, struct case_key key, str reason);
#endif
