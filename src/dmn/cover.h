/* Which rows of a table are covered by which rules: gaps, overlaps, and rules that never fire.
 *
 * A table's columns become axes: one for each thing that it reads, with the few classes of values
 * that its rules tell apart.  A rule is a box over the axes, so whether two overlap is asked axis
 * by axis; whether boxes leave a hole is a walk over classes that stops as soon as one rule covers
 * all that lies below.  The walk has a budget, so that no table takes for ever: past it the answer
 * is "not known", never a guess.  No value of a class is looked at twice; everything lies in the
 * op's arena.  No clock. */
#ifndef DMN_COVER_H
#define DMN_COVER_H
#include "dmn/table.h"

/* What an input or an output of a required decision can be, where that is known. */
struct dmn_possible {
    bool is_known;
    const struct dmn_value *values; /* none of them null */
    size_t count;
    bool has_null;
};

struct dmn_axis {
    bool is_chained;
    uint32_t source; /* slot of the plan, or input of the caller */
    uint32_t column; /* the first column that reads it */
    struct dmn_domain domain;
    uint32_t class_count; /* of values; that of null lies behind them when has_null */
    bool has_null;
    const struct dmn_value *values; /* one of each class */
    const uint64_t *bits;           /* the bitmap of rules of each class */
};

struct dmn_axes {
    const struct dmn_step *step;
    struct dmn_axis *axes;
    size_t count;
};

/* by_slot and by_input may be NULL: then nothing is known. */
struct dmn_known {
    const struct dmn_possible *by_slot, *by_input;
};
void dmn_axes_build(struct op *op, const struct dmn_step *step, const struct dmn_known *known,
                    struct dmn_axes *ret_axes);

#define DMN_COVER_STEPS 2000000 /* of all walks over one table: about a second */

struct dmn_cover {
    struct op *op;
    const struct dmn_axes *axes;
    uint32_t words;
    int64_t steps_left;
    bool with_nulls;
    int32_t rule_bit; /* only inside the box of this rule; -1: everywhere */
    uint64_t *full;   /* by axis: the rules that cover all that this and later axes hold */
    uint64_t *sets;   /* by axis: the rules that are left */
    uint32_t *choice; /* the class of each axis: the row that was found */
};
void dmn_cover_start(struct op *op, const struct dmn_axes *axes, struct dmn_cover *ret_cover);

enum dmn_found { DMN_NONE, DMN_FOUND, DMN_NOT_KNOWN };
/* The walks that follow go over all rows, those with nulls or not. */
void dmn_cover_everywhere(struct dmn_cover *cover, bool with_nulls);
/* A row that none of the rules of the set matches, with class first of the first axis (UINT32_MAX:
 * any), left in choice.  Only after dmn_cover_everywhere. */
enum dmn_found dmn_cover_hole(struct dmn_cover *cover, const uint64_t *set, uint32_t first);
/* A row that only looks at the box of one rule: whether the rules before it (by bit) leave anything
 * of it; *ret_by: one that covers it alone, or -1. */
enum dmn_found dmn_cover_beyond(struct dmn_cover *cover, uint32_t bit, int32_t *ret_by);
/* Whether the rule has a value in every axis; *ret_axis: the one where it has none. */
bool dmn_cover_can_match(const struct dmn_cover *cover, uint32_t bit, size_t *ret_axis);
/* The rules that share a row with this one, itself among them. */
void dmn_cover_overlaps(const struct dmn_cover *cover, uint32_t bit, uint64_t *ret_set);
/* A row that both match, left in choice; they must overlap. */
void dmn_cover_meet(struct dmn_cover *cover, uint32_t bit, uint32_t other);
#endif
