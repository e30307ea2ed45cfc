/* What people call the values of a strategy's tables, in Spanish and English: from strategy.json
 * (segments, steps, queues, levels of notice), the catalogue of outcomes, and the program's own
 * words for channels. */
#ifndef SERVE_TABLE_WORDS_H
#define SERVE_TABLE_WORDS_H
#include "base/json.h"
#include "dmn/reading.h"

struct outcome_word {
    str code, es, en;
};

struct table_words {
    struct op *op;
    const json_t *settings; /* of the strategy; NULL: not to be read */
    const json_t *facts;    /* policies/facts.json */
    struct outcome_word *outcomes;
    size_t outcome_count;
};

/* Settings that are no JSON say nothing. */
MUST_CHECK status table_words_read(struct op *op, str settings, struct table_words *ret_words);
/* For dmn_reading_rule: the context is the words. */
struct dmn_words table_words_of(struct table_words *words);
/* Of a column's value; never NULL. */
const char *table_word(const struct table_words *words, str column, str value,
                       enum language language);
/* What facts.json says of a fact; NULL: it is none. */
const char *table_fact(const struct table_words *words, str name, enum language language);
#endif
