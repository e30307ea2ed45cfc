/* The obligations of a case on which something is owed, as the store has them.
 *
 * One walk over open claims in key order, from which cases that are asked for in that order take
 * their own: a slice of the close reads its obligations with one query, whatever their number, or
 * takes them from memory where a view has them (policy/claim_block.h); both give the same.
 * Amounts are in minor units of the case's currency.  Only reads; one thread. */
#ifndef POLICY_OBLIGATION_H
#define POLICY_OBLIGATION_H
#include "policy/claim_block.h"

struct resident_view;

struct obligation_facts {
    int64_t id;
    str external_id;    /* only of a walk that keeps names */
    dmn_symbol product; /* a word of the walk */
    day opened_on;
    day oldest_due_on; /* of what is unpaid; never DAY_NONE */
    day next_due_on;   /* DAY_NONE: nothing falls due any more */
    int64_t open_amount, past_due_amount, next_due_amount;
    int64_t open_claims, past_due_claims;
    bool has_dispute; /* about it, or about the whole case */
};

struct obligation_walk {
    struct db_rows rows;
    bool has_row;
    bool keeps_names;                 /* for people to read */
    const struct resident_view *view; /* in memory: instead of rows */
    size_t chunk, row;                /* there: the next case */
    struct claim_reader reader;
    dmn_symbol *words; /* by word of the block that was read last: of the walk, or unknown yet */
    struct dmn_symbols *products;
    struct obligation_facts *list; /* of the case that was asked for last */
    size_t count, capacity;
    bool is_kept; /* the list is what it is */
};

/* The obligations of one case, with their names. */
MUST_CHECK status obligation_walk_case(struct op *op, struct case_key key,
                                       struct obligation_walk *ret_walk);
/* Of debtors from one to before another. */
MUST_CHECK status obligation_walk_range(struct op *op, int64_t from, int64_t until,
                                        struct obligation_walk *ret_walk);
/* The same from a view that has claims, which must outlive the walk; asks no store. */
void obligation_walk_view(struct op *op, const struct resident_view *view, int64_t from,
                          struct obligation_walk *ret_walk);
/* Of one case that a walk has taken before: from what was kept of it. */
struct obligation_list {
    const struct obligation_facts *list;
    size_t count;
    struct dmn_symbols *products;
};
struct obligation_list obligation_walk_keep(struct op *op, const struct obligation_walk *walk);
void obligation_walk_kept(const struct obligation_list *list, struct obligation_walk *ret_walk);
/* Those of the case, as of the open date, in the order of their oldest unpaid claims; keys only
 * rise from call to call.  They are good until the next call. */
MUST_CHECK status obligation_walk_take(struct op *op, struct obligation_walk *walk,
                                       struct case_key key, day open_date);
/* A claim of the obligation more; the first one makes it. */
void obligation_facts_start(struct obligation_facts *obligation, day opened_on, day due_on,
                            bool is_disputed, dmn_symbol product);
void obligation_facts_add(struct obligation_facts *obligation, day due_on, int64_t open,
                          day open_date);
/* Gives the statement back; once more does nothing. */
void obligation_walk_close(struct obligation_walk *walk);
#endif
