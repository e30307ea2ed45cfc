/* One table of a plan over columns, from the inside: for the files of this room only. */
#ifndef DMN_STAGE_H
#define DMN_STAGE_H
#include "dmn/batch.h"
#include "dmn/kernels.h"
#include "dmn/table.h"

/* The few different things that a table can say; of DMN_BY_ROW: what it said to each row. */
struct dmn_outcomes {
    uint32_t count;
    struct dmn_hit *hits;
    struct dmn_value *values; /* output_count of each */
};

/* The cuts of a column that a narrow type can tell apart; base is the number of those that lie
 * at or below its least value, those above its greatest are left out. */
struct dmn_narrow {
    uint32_t base, count;
    const void *cuts;
};

/* Many cuts that lie close together: the part of every value from just below the first cut to the
 * last one; what lies outside is as the nearest of them. */
struct dmn_span {
    int64_t low, high;
    const uint32_t *parts; /* NULL: few cuts, or far apart */
};

/* What one column adds to the index of a row: its class times the stride. */
struct dmn_feed {
    const struct dmn_column *column;
    uint32_t stride;
    const struct dmn_stage *from; /* the stage whose outcomes are the values; NULL: the caller's */
    uint32_t output;              /* of that stage */
    uint32_t *by_outcome;         /* parts of the index, by outcome of that stage */
    uint32_t by_byte[256];        /* the same by value of one byte, as unsigned */
    struct dmn_narrow narrow_16, narrow_32;
    struct dmn_span span;
};

/* An output by outcome, as narrow as its values allow. */
struct dmn_packed {
    uint8_t width;
    bool has_null;
    const bool *valid; /* by outcome, when has_null */
    const void *cells; /* by outcome, 0 where null */
};

struct dmn_stage {
    const struct dmn_step *step;
    enum dmn_road road;
    struct dmn_feed *feeds;     /* by column */
    const uint16_t *by_classes; /* outcome by index, of DMN_BY_CLASSES */
    struct dmn_outcomes outcomes;
    struct dmn_packed *packed; /* by output; not of DMN_BY_ROW */
    uint16_t *rules;           /* the rule of an outcome, as int16_t */
    bool is_numbered;          /* an outcome below rule_count is that rule, the others are none */
    uint16_t *of_row;          /* the outcome of each row of the batch */
};

/* stages holds those before this one, in the order of the plan's steps (stage.c). */
MUST_CHECK status dmn_stage_build(struct op *op, const struct dmn_plan *plan,
                                  const struct dmn_stage *stages, struct dmn_stage *stage);
/* The parts of the feed by outcome of the stage that it comes from; again for each batch where that
 * one decides row by row. */
void dmn_feed_follow(struct dmn_feed *feed);
#endif
