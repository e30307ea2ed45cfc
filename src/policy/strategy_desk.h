/* A version of a strategy on the desk: its tables as people edit them, with what is wrong in them.
 *
 * Nothing here is stored.  Edits are applied to the texts of a version, which stay as they are but
 * for the edited tables (dmn/edit.h); storing the result is strategy_state.h.  All lives in the
 * op's arena. */
#ifndef POLICY_STRATEGY_DESK_H
#define POLICY_STRATEGY_DESK_H
#include "policy/resident_view.h"
#include "policy/strategy_check.h"

/* Another table in place of one. */
struct desk_edit {
    size_t part; /* of strategy_parts: a model */
    str decision;
    struct dmn_table table;
};
/* *ret_at (written on failure too): the edit that does not fit.  E_NOT_FOUND: no such table.
 * E_INVALID: it would be no model. */
MUST_CHECK status desk_edit(struct op *op, struct strategy_source *source,
                            const struct desk_edit *edits, size_t count, size_t *ret_at);

struct desk {
    struct strategy_source source;
    struct input_schema schema;
    struct strategy_file_check files[STRATEGY_PARTS]; /* with findings of the rest among them */
    size_t file_count;
    struct strategy_mistake rest; /* of no table; its text is NULL when there is none */
    size_t errors, warnings;
};
/* E_INVALID: a file is no model at all, which the store never has. */
MUST_CHECK status desk_open(struct op *op, const struct strategy_source *source,
                            struct desk *ret_desk);
/* The file of a part; NULL: the strategy has none. */
const struct strategy_file_check *desk_file(const struct desk *desk, size_t part);

/* How many open cases each rule decided last. */
struct rule_hits {
    int64_t strategy_id;
    int64_t rules; /* as a decision carries them */
    int64_t cases;
};
/* From the columns of a view, or from the store when there is none. */
MUST_CHECK status desk_count_hits(struct op *op, const struct resident_view *view,
                                  struct rule_hits **ret_hits, size_t *ret_count);
#endif
