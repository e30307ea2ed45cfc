/* How likely a contact point reaches the person themselves, from what came of it.
 *
 * A score of 0 to 99, in integers, the same for the same history and day:
 *
 *   wrong, inactive or opted out                                      0, whatever else
 *   otherwise                                                        40
 *   verified                                                        +20   verified
 *   the person answered there: each time, at most three             +10   right_party:N
 *   the last time within 90 days                                    +10   recent
 *   somebody else answered: each time, at most three                -10   third_party:N
 *   nobody answered since the person did: each time, at most six     -5   no_answer:N
 *   a message was taken for it: each time, at most twice             +5   delivered:N
 *   a message came back from it: each time, at most twice           -15   bounced:N
 *   known for two years, and the person never answered there        -10   old
 *
 * It is computed when it is asked for and stored nowhere.  What a correction took back does not
 * count.  Results are those of all parties of the person (book/person.h). */
#ifndef BOOK_POINT_SCORE_H
#define BOOK_POINT_SCORE_H
#include "base/op.h"
#include "base/words.h"

/* What came of a point. */
struct point_results {
    int64_t point_id;
    int right_party, third_party;
    int no_answer;          /* since the person answered last */
    day last_right_on;      /* DAY_NONE: never */
    int delivered, bounced; /* messages, as the outbox knows them */
};

/* Results while they are told, party by party, actions in the order in which they happened. */
struct point_tally {
    struct point_results *rows;
    size_t count, room;
};
void point_tally_action(struct op *op, struct point_tally *tally, int64_t point_id, int64_t flags,
                        day on, bool is_message);
void point_tally_bounces(struct op *op, struct point_tally *tally, int64_t point_id, int bounced);

/* One row for each point that was tried; in the op's arena. */
MUST_CHECK status point_results_read(struct op *op, int64_t debtor_id,
                                     const struct point_results **ret_list, size_t *ret_count);
/* Of a point; all zero when nobody tried it. */
struct point_results point_results_of(const struct point_results *list, size_t count,
                                      int64_t point_id);

#define POINT_REASONS_SIZE 128
/* known_on is the day on which the point came in.  reasons: the words above, blanks between. */
int point_score(const struct point_results *results, enum point_state state, day known_on, day on,
                char reasons[POINT_REASONS_SIZE]);
#endif
