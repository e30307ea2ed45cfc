/* A work item as screens show it. */
#ifndef SERVE_QUEUE_ITEM_H
#define SERVE_QUEUE_ITEM_H
#include "base/json.h"
#include "book/verify.h"
#include "policy/decided.h"
#include "store/db.h"

struct queue_item {
    int64_t id;
    struct case_key key;
    int64_t rank;     /* as stored; screens get the position */
    int64_t position; /* in the queue, from 1 */
    int64_t step;     /* symbol */
    str state;        /* ready | done | skipped | cancelled */
    int64_t leased_by;
    instant leased_until;
    str holder;
    int64_t case_number;
    currency currency;
    str party_name;
    str creditor_name;
    int64_t past_due_amount;
    int64_t amount_due; /* past due and due today */
    int64_t past_due_days;
    int64_t channel;
    int64_t rules;
    int64_t strategy_id; /* whose rules they are */
};

/* A row of serve_queue_page or serve_work_item; texts go to the op's arena. */
void queue_item_read(struct op *op, const struct db_rows *rows, struct queue_item *ret_item);
/* One item, with its position.  E_NOT_FOUND. */
MUST_CHECK status queue_item_get(struct op *op, int64_t id, struct queue_item *ret_item);
/* Whether somebody holds it now. */
bool queue_item_is_held(struct op *op, const struct queue_item *item);
/* The reason is that of the version that decided; of a case that the cover has, no figure and no
 * reason: nothing that speaks of the debt. */
MUST_CHECK status queue_item_write(struct op *op, struct json_writer *w,
                                   const struct shield_cover *cover,
                                   struct decided_policies *decided, const struct queue_item *item);
/* The same for many, one after the other, with as many questions to the store as for one. */
MUST_CHECK status queue_items_write(struct op *op, struct json_writer *w,
                                    const struct shield_cover *cover,
                                    struct decided_policies *decided,
                                    const struct queue_item *items, size_t count);
/* A figure, or null where it is covered. */
void figure_write(struct json_writer *w, const char *key, bool is_covered, int64_t figure);
/* {"id","name"} or null. */
void person_write(struct json_writer *w, const char *key, int64_t id, str name);
/* Null for work inside the house. */
void channel_write(struct json_writer *w, const char *key, int64_t channel);
/* The number of a case as people read it. */
void case_number_write(struct op *op, struct json_writer *w, const char *key, int64_t number);
#endif
