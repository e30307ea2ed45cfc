/* What plans write, gathered so that each table is written in one go.
 *
 * An event writes its one or two rows, the close those of a slice.  Nothing is written before
 * plan_batch_write; the arena of the op that adds must live until then. */
#ifndef POLICY_PLAN_BATCH_H
#define POLICY_PLAN_BATCH_H
#include "policy/plan.h"

/* The tables' writes, in the order in which they are made. */
enum plan_write {
    PLAN_CANCEL_MESSAGE,
    PLAN_CLOSE_ITEM,
    PLAN_CHANGE_ITEM,
    PLAN_INSERT_ITEM,
    PLAN_WRITES
};

struct plan_rows {
    struct db_arg *args;
    size_t count; /* of values */
    size_t capacity;
};

struct plan_message {
    struct decision decision;
    day on;
    day run_date;
};

struct plan_batch {
    struct plan_rows rows[PLAN_WRITES];
    struct plan_message *messages;
    size_t message_count;
    size_t message_capacity;
};

void plan_batch_add(struct op *op, struct plan_batch *batch, enum plan_write write,
                    const struct db_arg *args, size_t arg_count);
void plan_batch_add_message(struct op *op, struct plan_batch *batch,
                            const struct plan_message *message);
/* What the row of a message says in words.  E_INTERNAL: it has no address or no template. */
MUST_CHECK status plan_message_texts(struct op *op, const struct decision *decision,
                                     int64_t point_id, str *ret_template, str *ret_rule);
/* Writes all and counts the messages that were not there before.  E_INTERNAL: a message without an
 * address or a template. */
MUST_CHECK status plan_batch_write(struct op *op, const struct plan_batch *batch,
                                   struct plan_count *count);
#endif
