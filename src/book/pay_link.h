/* Links by which a person pays: who owes what to whom until when, inside a token of the link
 * itself.
 *
 * The token is sealed (XChaCha20-Poly1305) with a key that comes from the store's: nobody can read
 * it, and none but ours opens.  So a link needs no row: it is made while a message is written, and
 * what it says cannot be changed.  It opens nothing by itself: whoever follows it says first who
 * they are (pay_link_verify), with the questions and the tries of the shield (book/verify.h). */
#ifndef BOOK_PAY_LINK_H
#define BOOK_PAY_LINK_H
#include "base/money.h"
#include "book/verify.h"

#define PAY_LINK_BYTES      82 /* sealed, with the number of its key */
#define PAY_LINK_TEXT_SIZE  ((PAY_LINK_BYTES * 4 + 2) / 3 + 1)
#define PAY_LINK_CHARACTERS (PAY_LINK_TEXT_SIZE - 1)

struct pay_link {
    struct case_key key;
    int64_t claim_id; /* 0: the claims of the case, by the profile */
    money amount;     /* above zero */
    currency currency;
    day expires_on; /* last day on which it opens */
};

/* What a token is for: one that a person follows, or the name under which a provider keeps the
 * payment and tells it to us.  One does not open as the other. */
enum pay_link_use { PAY_LINK_PERSON, PAY_LINK_PROVIDER };

void pay_link_token(struct op *op, enum pay_link_use use, const struct pay_link *link,
                    char ret_text[PAY_LINK_TEXT_SIZE]);
/* E_NOT_FOUND: it is none of ours, or not whole.  Whether it has expired is the caller's question.
 */
MUST_CHECK status pay_link_read(struct op *op, enum pay_link_use use, str text,
                                struct pay_link *ret_link);

/* The one question that the page asks.  E_REFUSED: there is nothing to ask about, so the link
 * cannot open, or no tries are left today. */
MUST_CHECK status pay_link_question(struct op *op, const struct pay_link *link,
                                    enum verify_question *ret_question);
/* In a transaction that ends with policy_commit, whatever came of it: a wrong answer is kept.
 * E_REFUSED: as above. */
MUST_CHECK status pay_link_verify(struct op *op, const struct pay_link *link, str answer,
                                  bool *ret_matches);
/* What is still open of what the link is about, at most its amount; 0: it was paid. */
MUST_CHECK status pay_link_open_amount(struct op *op, const struct pay_link *link,
                                       money *ret_amount);

/* A link for what is past due of a case, else for what is due next; `amount` 0 when nothing is.
 * It opens for pay.link_days days. */
MUST_CHECK status pay_link_of_case(struct op *op, struct case_key key, struct pay_link *ret_link);
/* The address of a link; empty: the setting pay.url says nothing, so there are no links. */
MUST_CHECK status pay_link_address(struct op *op, const struct pay_link *link, str *ret_address);
#endif
