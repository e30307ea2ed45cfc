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
/* What facts.json says of a fact in a sentence, and what it is called; NULL: it is none. */
const char *table_fact(const struct table_words *words, str name, enum language language);
const char *table_fact_name(const struct table_words *words, str name, enum language language);
/* The member of an object that is open: both languages of one of them, or null. */
void table_fact_write(const struct table_words *words, struct json_writer *w, const char *key,
                      str name,
                      const char *(*text)(const struct table_words *, str, enum language));
/* The texts that a fact can have in any strategy: the first is 0; empty: there is no other. */
str table_known_value(const struct table_words *words, str name, size_t at);
/* The array of values with what people call them, as cells have them; a boolean has its two. */
void table_values_write(const struct table_words *words, struct json_writer *w, str column,
                        const str *values, size_t count, bool is_boolean);
#endif
