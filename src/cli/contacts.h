/* What a script tells of contacts: channels, moments and a history, in the words that it has. */
#ifndef CLI_CONTACTS_H
#define CLI_CONTACTS_H
#include "comply/gate.h"

/* The product's words, and those of others: voice, messaging, mail for call, whatsapp, letter, and
 * Spanish ones; capitals as well, and a hyphen or a blank for the underscore. */
MUST_CHECK bool contacts_channel(str text, enum channel *ret_channel);

/* A moment as it is written: 2026-11-21T08:00-05:00, with seconds, Z or -05 if one likes; without
 * an offset it is the time on the person's clock. */
struct moment {
    day day;
    int32_t second;
    bool has_offset;
    int32_t offset; /* seconds east of UTC */
};
MUST_CHECK bool moment_parse(str text, struct moment *ret_moment);
instant moment_at(const struct moment *moment, const struct zone *zone);

/* Whose contacts count: empty texts take every line's. */
struct history_of {
    const struct zone *zone;
    str person;
    str debt;
};
#define HISTORY_WORDS_MAX 20 /* of unknown channels that are named; the rest is counted */

struct history {
    struct gate_count *counts;
    size_t count_rows;
    /* lines whose channel we have no word for: they count wherever channels add up */
    struct history_word {
        int line;
        const char *word; /* as it can be shown */
    } words[HISTORY_WORDS_MAX];
    size_t unknown_count;
};
/* Reads lines of `at, channel, person, debt, result`, tab-separated.  A result that names no known
 * failure to reach somebody counts as a conversation, because doubt refuses; one with "inbound" in
 * it is a conversation that the person began.  What is dated later than the moment that is asked
 * about takes its place as well, as a contact that is planned does.  E_INVALID names the line: no
 * time, or no channel at all. */
MUST_CHECK status history_read(struct op *op, str text, const struct history_of *of,
                               struct history *ret_history);
#endif
