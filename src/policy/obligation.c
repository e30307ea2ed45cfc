#include "policy/obligation.h"

enum { DEBTOR, CASE, OBLIGATION, DUE_ON, OPEN, OPENED_ON, IS_DISPUTED, PRODUCT, EXTERNAL_ID };

static status start(struct op *op, struct obligation_walk *walk)
{
    walk->products = dmn_symbols_create(op->arena);
    return db_next(op, &walk->rows, &walk->has_row);
}

status obligation_walk_case(struct op *op, struct case_key key, struct obligation_walk *ret_walk)
{
    *ret_walk = (struct obligation_walk){.keeps_names = true};
    TRY(db_query(op, Q_OBLIGATION_CLAIMS_OF_CASE,
                 DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)), &ret_walk->rows));
    return start(op, ret_walk);
}

status obligation_walk_range(struct op *op, int64_t from, int64_t until,
                             struct obligation_walk *ret_walk)
{
    *ret_walk = (struct obligation_walk){0};
    TRY(db_query(op, Q_OBLIGATION_CLAIMS_RANGE, DB_ARGS(ARG_I64(from), ARG_I64(until)),
                 &ret_walk->rows));
    return start(op, ret_walk);
}

/* The obligation of the row at hand; claims come by due day, so its first one is its oldest. */
static struct obligation_facts *find(struct op *op, struct obligation_walk *walk)
{
    const int64_t id = db_id(&walk->rows, OBLIGATION);
    for (size_t i = 0; i < walk->count; i++)
        if (walk->list[i].id == id)
            return &walk->list[i];
    walk->list =
        arena_grow(op->arena, walk->list, walk->count, &walk->capacity, sizeof(*walk->list));
    struct obligation_facts *const made = &walk->list[walk->count++];
    *made = (struct obligation_facts){
        .id = id,
        .external_id = walk->keeps_names ? db_text_copy(op, &walk->rows, EXTERNAL_ID) : STR(""),
        .product = dmn_symbols_add(walk->products, db_text(&walk->rows, PRODUCT)),
        .opened_on = db_day(&walk->rows, OPENED_ON),
        .oldest_due_on = db_day(&walk->rows, DUE_ON),
        .next_due_on = DAY_NONE,
        .has_dispute = db_i64(&walk->rows, IS_DISPUTED) != 0,
    };
    return made;
}

/* As facts do it: a sum stays inside 64 bits whatever a book holds. */
static void add(int64_t *sum, int64_t amount)
{
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = amount < 0 ? INT64_MIN : INT64_MAX;
}

static void add_claim(struct op *op, struct obligation_walk *walk, day open_date)
{
    struct obligation_facts *const obligation = find(op, walk);
    const day due_on = db_day(&walk->rows, DUE_ON);
    const int64_t open = db_i64(&walk->rows, OPEN);
    obligation->open_claims++;
    add(&obligation->open_amount, open);
    if (due_on < open_date) {
        obligation->past_due_claims++;
        add(&obligation->past_due_amount, open);
        return;
    }
    if (obligation->next_due_on == DAY_NONE)
        obligation->next_due_on = due_on;
    if (obligation->next_due_on == due_on)
        add(&obligation->next_due_amount, open);
}

status obligation_walk_take(struct op *op, struct obligation_walk *walk, struct case_key key,
                            day open_date)
{
    int order = 0;
    walk->count = 0;
    while (walk->has_row && (order = case_key_compare((struct case_key){db_id(&walk->rows, DEBTOR),
                                                                        db_id(&walk->rows, CASE)},
                                                      key)) <= 0) {
        if (order == 0)
            add_claim(op, walk, open_date);
        TRY(db_next(op, &walk->rows, &walk->has_row));
    }
    return OK;
}

void obligation_walk_close(struct obligation_walk *walk)
{
    if (walk->has_row)
        db_rows_close(&walk->rows);
    walk->has_row = false;
}
