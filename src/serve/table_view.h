/* The tables of a strategy as a screen edits them: columns with what may stand in them, rules with
 * a reading in both languages and their hits, and what is wrong. */
#ifndef SERVE_TABLE_VIEW_H
#define SERVE_TABLE_VIEW_H
#include "policy/strategy_desk.h"
#include "policy/strategy_state.h"
#include "serve/table_words.h"

struct table_view {
    const struct strategy_row *row;
    bool is_base; /* it is the newest of its name */
    const struct desk *desk;
    const struct resident_view *columns; /* NULL: hits are counted in the store */
};
MUST_CHECK status table_view_write(struct op *op, struct json_writer *w,
                                   const struct table_view *view);

/* "treatment" of the part's file; and the id of a column or rule: its own, or its place. */
const char *table_file_word(size_t part);
str table_id(struct op *op, str id, size_t place);
#endif
