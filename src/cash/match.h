/* Whose money is it: one entry of a bank against all open claims, with a score and its reasons.
 *
 * Evidence adds up, to 100 at most:
 *
 *   reference 100     a payment reference with check digits    document  60  identity number
 *   case       90/40  number of the case, in a reference/text  account   55  it paid before
 *   id         70/60  what a source calls claim or debt        customer  50  what it calls the
 * party near_id    40     one digit wrong, or two swapped, and the amount is that of the debt name
 * 30, 20, 10 for a likeness of 95, 85, 70; other_name -30 under 40 amount     25, 15 or 5 when up
 * to 3, up to 50 or more open claims have that very amount case_amount 20    all that the case owes
 *
 * It is sure when the best case has the wanted score and the wanted margin to the second.  Never
 * sure: an id without check digits while a neighbour (one digit away) owes the same amount and no
 * name decides; an amount that is not the named claim's but another one's of the case; names of
 * several debts that do not add up to the amount.  Several that do are paid each its part.
 *
 * Pure: no clock, no store; the same index and entry give the same answer. */
#ifndef CASH_MATCH_H
#define CASH_MATCH_H
#include "cash/book_index.h"

#define MATCH_PARTS_MAX   32
#define MATCH_GUESSES_MAX 5 /* more are no help to a person */

struct match_entry {
    currency currency;
    money amount; /* above zero */
    str reference;
    str other_references; /* blanks between */
    str counterparty;
    str text;
    uint64_t account; /* digest of the counterparty's account; 0: not known */
};

struct matcher {
    const struct book_index *index;
    int score;  /* wanted of the best */
    int margin; /* wanted to the second */
    /* The digest of what may be an identity number; NULL: none are known. */
    uint64_t (*document)(void *self, str token);
    void *self;
};

struct match_part {
    uint32_t of_case;
    uint32_t claim; /* BOOK_INDEX_NONE: the case's claims in the order of the profile */
    money amount;
};

/* A case that the money may be of, with what speaks for it alone. */
struct match_guess {
    uint32_t of_case;
    uint32_t claim; /* BOOK_INDEX_NONE: no id named one */
    int score;
    str reason;
};

struct match_answer {
    bool is_sure;
    int score;
    int margin;
    struct match_part parts[MATCH_PARTS_MAX];      /* what is sure, or the best guess */
    size_t part_count;                             /* 0: nobody */
    str reason;                                    /* words of the list above, blanks between */
    struct match_guess guesses[MATCH_GUESSES_MAX]; /* when nothing is sure; the likeliest first */
    size_t guess_count;
};

/* The reasons live in the arena. */
void match_find(const struct matcher *matcher, const struct match_entry *entry, struct arena *arena,
                struct match_answer *ret_answer);
#endif
