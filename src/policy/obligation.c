#include "policy/obligation.h"

#include "policy/resident_view.h"

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

void obligation_walk_view(struct op *op, const struct resident_view *view, int64_t from,
                          struct obligation_walk *ret_walk)
{
    const struct resident_walk start = resident_walk_start(view, from);
    *ret_walk = (struct obligation_walk){.view = view,
                                         .chunk = start.chunk,
                                         .row = start.row,
                                         .products = dmn_symbols_create(op->arena)};
}

struct obligation_list obligation_walk_keep(struct op *op, const struct obligation_walk *walk)
{
    struct obligation_facts *const list = arena_array(op->arena, walk->count, sizeof(*list));
    if (walk->count > 0)
        memcpy(list, walk->list, walk->count * sizeof(*list));
    return (struct obligation_list){list, walk->count, walk->products};
}

void obligation_walk_kept(const struct obligation_list *list, struct obligation_walk *ret_walk)
{
    *ret_walk = (struct obligation_walk){
        .is_kept = true,
        .list = (struct obligation_facts *)(uintptr_t)list->list,
        .count = list->count,
        .products = list->products,
    };
}

/* --- one obligation --- */

/* Claims come by due day, so its first one is its oldest. */
void obligation_facts_start(struct obligation_facts *obligation, day opened_on, day due_on,
                            bool is_disputed, dmn_symbol product)
{
    *obligation = (struct obligation_facts){
        .external_id = {"", 0},
        .product = product,
        .opened_on = opened_on,
        .oldest_due_on = due_on,
        .next_due_on = DAY_NONE,
        .has_dispute = is_disputed,
    };
}

/* As facts do it: a sum stays inside 64 bits whatever a book holds. */
static void add(int64_t *sum, int64_t amount)
{
    if (__builtin_add_overflow(*sum, amount, sum))
        *sum = amount < 0 ? INT64_MIN : INT64_MAX;
}

void obligation_facts_add(struct obligation_facts *obligation, day due_on, int64_t open,
                          day open_date)
{
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

static struct obligation_facts *make(struct op *op, struct obligation_walk *walk)
{
    walk->list =
        arena_grow(op->arena, walk->list, walk->count, &walk->capacity, sizeof(*walk->list));
    return &walk->list[walk->count++];
}

/* --- from the store --- */

/* The obligation of the row at hand. */
static struct obligation_facts *find(struct op *op, struct obligation_walk *walk)
{
    const int64_t id = db_id(&walk->rows, OBLIGATION);
    for (size_t i = 0; i < walk->count; i++)
        if (walk->list[i].id == id)
            return &walk->list[i];
    struct obligation_facts *const made = make(op, walk);
    obligation_facts_start(made, db_day(&walk->rows, OPENED_ON), db_day(&walk->rows, DUE_ON),
                           db_i64(&walk->rows, IS_DISPUTED) != 0,
                           dmn_symbols_add(walk->products, db_text(&walk->rows, PRODUCT)));
    made->id = id;
    if (walk->keeps_names)
        made->external_id = db_text_copy(op, &walk->rows, EXTERNAL_ID);
    return made;
}

static status take_rows(struct op *op, struct obligation_walk *walk, struct case_key key,
                        day open_date)
{
    int order = 0;
    while (walk->has_row && (order = case_key_compare((struct case_key){db_id(&walk->rows, DEBTOR),
                                                                        db_id(&walk->rows, CASE)},
                                                      key)) <= 0) {
        if (order == 0)
            obligation_facts_add(find(op, walk), db_day(&walk->rows, DUE_ON),
                                 db_i64(&walk->rows, OPEN), open_date);
        TRY(db_next(op, &walk->rows, &walk->has_row));
    }
    return OK;
}

/* --- from memory --- */

/* Stands at the case, if there is one. */
static bool find_case(struct obligation_walk *walk, struct case_key key)
{
    const struct resident_view *const view = walk->view;
    for (; walk->chunk < view->chunk_count; walk->chunk++, walk->row = 0) {
        const struct vec_chunk *const chunk = view->chunks[walk->chunk];
        for (; walk->row < chunk->count; walk->row++) {
            const struct case_key at = {vec_column_at(&chunk->columns[COLUMN_DEBTOR], walk->row),
                                        vec_column_at(&chunk->columns[COLUMN_CASE], walk->row)};
            const int order = case_key_compare(at, key);
            if (order >= 0)
                return order == 0;
        }
    }
    return false;
}

static dmn_symbol product_of(struct obligation_walk *walk, int64_t word)
{
    if (walk->words[word] == DMN_SYMBOL_UNKNOWN)
        walk->words[word] = dmn_symbols_add(walk->products, walk->reader.block->words[word]);
    return walk->words[word];
}

static void read_block(struct op *op, struct obligation_walk *walk)
{
    const struct claim_block *const block = walk->view->claims[walk->chunk];
    if (walk->reader.block == block)
        return;
    claim_reader_read(op->arena, &walk->reader, block);
    walk->words = arena_array(op->arena, block->word_count, sizeof(*walk->words));
    for (size_t i = 0; i < block->word_count; i++)
        walk->words[i] = DMN_SYMBOL_UNKNOWN;
}

static void take_claims(struct op *op, struct obligation_walk *walk, day open_date)
{
    int64_t *const *const cells = walk->reader.cells;
    const size_t end = walk->reader.firsts[walk->row + 1];
    for (size_t i = walk->reader.firsts[walk->row]; i < end; i++) {
        const size_t debt = (size_t)cells[CLAIM_DEBT][i];
        const day due_on = (day)cells[CLAIM_DUE_ON][i];
        if (debt == walk->count)
            obligation_facts_start(make(op, walk), (day)cells[CLAIM_OPENED_ON][i], due_on,
                                   cells[CLAIM_IS_DISPUTED][i] != 0,
                                   product_of(walk, cells[CLAIM_PRODUCT][i]));
        obligation_facts_add(&walk->list[debt], due_on, cells[CLAIM_OPEN][i], open_date);
    }
}

/* --- a case --- */

status obligation_walk_take(struct op *op, struct obligation_walk *walk, struct case_key key,
                            day open_date)
{
    if (walk->is_kept)
        return OK;
    walk->count = 0;
    if (!walk->view)
        return take_rows(op, walk, key, open_date);
    if (find_case(walk, key)) {
        read_block(op, walk);
        take_claims(op, walk, open_date);
    }
    return OK;
}

void obligation_walk_close(struct obligation_walk *walk)
{
    if (walk->has_row)
        db_rows_close(&walk->rows);
    walk->has_row = false;
}
