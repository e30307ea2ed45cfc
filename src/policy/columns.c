#include "policy/columns.h"

#include <string.h>

#define FACT_KEYS     (FACT_CELLS - FACT_COUNT) /* debtor, case, recheck_on, validity, natural key */
#define DECISION_KEYS 2
#define CARRIED_CELLS (DECISION_KEYS + (int)COLUMNS_DECISION)
_Static_assert(offsetof(struct case_facts, natural_key) == (FACT_KEYS - 1) * sizeof(int64_t),
               "the cells before the facts are the keys");

/* --- rows on their way --- */

void column_rows_init(struct arena *arena, struct arena *kept, struct column_rows *ret_rows)
{
    ret_rows->count = 0;
    ret_rows->claims = kept ? claim_rows_create(kept) : NULL;
    for (int c = 0; c < COLUMN_COUNT; c++)
        ret_rows->cells[c] = arena_array(arena, COLUMN_ROWS_MAX, sizeof(int64_t));
    ret_rows->validity = arena_array(arena, COLUMN_ROWS_MAX, sizeof(int64_t));
}

void column_rows_clear(struct column_rows *rows)
{
    rows->count = 0;
    if (rows->claims)
        claim_rows_clear(rows->claims);
}

static void drop_first(int64_t *cells, size_t dropped, size_t left)
{
    memmove(cells, cells + dropped, left * sizeof(*cells));
}

const struct vec_chunk *column_rows_pack(struct arena *scratch, struct column_rows *rows,
                                         size_t count, const struct claim_block **ret_claims)
{
    const size_t left = rows->count - count;
    const struct vec_chunk *const chunk =
        vec_chunk_pack(scratch, (const int64_t *const *)rows->cells, COLUMN_COUNT,
                       (const uint64_t *)rows->validity, count);
    for (int c = 0; c < COLUMN_COUNT; c++)
        drop_first(rows->cells[c], count, left);
    drop_first(rows->validity, count, left);
    rows->count = left;
    if (ret_claims)
        *ret_claims = rows->claims ? claim_rows_pack(scratch, rows->claims, count) : NULL;
    return chunk;
}

void column_rows_add_chunk(struct column_rows *rows, const struct vec_chunk *chunk,
                           const struct claim_block *claims)
{
    assert(rows->count + chunk->count <= COLUMN_ROWS_MAX);
    for (int c = 0; c < COLUMN_COUNT; c++)
        vec_column_read(&chunk->columns[c], chunk->count, rows->cells[c] + rows->count);
    vec_chunk_read_validity(chunk, (uint64_t *)rows->validity + rows->count);
    rows->count += chunk->count;
    if (rows->claims)
        claim_rows_add_block(rows->claims, claims);
}

void column_rows_add(struct column_rows *rows, const struct column_rows *from, size_t at,
                     size_t count)
{
    const size_t bytes = count * sizeof(int64_t);
    assert(rows->count + count <= COLUMN_ROWS_MAX && at + count <= from->count);
    for (int c = 0; c < COLUMN_COUNT; c++)
        memcpy(rows->cells[c] + rows->count, from->cells[c] + at, bytes);
    memcpy(rows->validity + rows->count, from->validity + at, bytes);
    rows->count += count;
    if (rows->claims)
        claim_rows_add(rows->claims, from->claims, at, count);
}

/* --- from the store --- */

static status open_walk(struct op *op, enum query facts, enum query decisions,
                        const struct db_arg *args, size_t arg_count, struct column_walk *ret_walk)
{
    struct column_walk walk = {.carried_count = LIMIT_BATCH_ROWS, .carried_at = LIMIT_BATCH_ROWS};
    walk.carried = arena_array(op->arena, CARRIED_CELLS, sizeof(*walk.carried));
    for (int c = 0; c < CARRIED_CELLS; c++)
        walk.carried[c] = arena_array(op->arena, LIMIT_BATCH_ROWS, sizeof(**walk.carried));
    TRY(db_query(op, facts, args, arg_count, &walk.facts));
    TRY(db_query(op, decisions, args, arg_count, &walk.decisions));
    *ret_walk = walk;
    return OK;
}

status column_walk_range(struct op *op, int64_t from, int64_t until, bool with_claims,
                         struct column_walk *ret_walk)
{
    const struct db_arg args[] = {ARG_I64(from), ARG_I64(until)};
    TRY(open_walk(op, Q_FACTS_RANGE, Q_CASE_DECISION_RANGE, args, ARRAY_LEN(args), ret_walk));
    ret_walk->has_claims = with_claims;
    return with_claims ? claim_walk_range(op, from, until, &ret_walk->claims) : OK;
}

status column_walk_debtors(struct op *op, const int64_t *debtors, size_t count, bool with_claims,
                           struct column_walk *ret_walk)
{
    struct db_arg args[COLUMN_DEBTORS];
    assert(count >= 1 && count <= COLUMN_DEBTORS);
    for (size_t i = 0; i < COLUMN_DEBTORS; i++) /* the last one stands for those that lack */
        args[i] = ARG_I64(debtors[i < count ? i : count - 1]);
    TRY(open_walk(op, Q_FACTS_OF_DEBTORS, Q_CASE_DECISION_OF_DEBTORS, args, COLUMN_DEBTORS,
                  ret_walk));
    ret_walk->has_claims = with_claims;
    return with_claims ? claim_walk_debtors(op, args, COLUMN_DEBTORS, &ret_walk->claims) : OK;
}

/* Whether a decision is at hand. */
static status has_carried(struct op *op, struct column_walk *walk, bool *ret_has)
{
    if (walk->carried_at == walk->carried_count && walk->carried_count == LIMIT_BATCH_ROWS) {
        TRY(db_fetch_chunk(op, &walk->decisions, walk->carried, CARRIED_CELLS, LIMIT_BATCH_ROWS,
                           &walk->carried_count));
        walk->carried_at = 0;
    }
    *ret_has = walk->carried_at < walk->carried_count;
    return OK;
}

/* Negative: the decision at hand belongs to a case before the row. */
static int compare_carried(const struct column_walk *walk, const struct column_rows *rows,
                           size_t row)
{
    for (int key = 0; key < DECISION_KEYS; key++) {
        const int64_t mine = walk->carried[key][walk->carried_at];
        const int64_t its = rows->cells[COLUMN_DEBTOR + key][row];
        if (mine != its)
            return mine < its ? -1 : 1;
    }
    return 0;
}

static status carry(struct op *op, struct column_walk *walk, struct column_rows *rows, size_t row)
{
    bool has = false;
    int order = 1;
    for (;;) {
        TRY(has_carried(op, walk, &has));
        if (!has || (order = compare_carried(walk, rows, row)) >= 0)
            break;
        walk->carried_at++;
    }
    const bool is_its = has && order == 0;
    for (int c = 0; c < (int)COLUMNS_DECISION; c++)
        rows->cells[COLUMN_DECISIONS + c][row] =
            is_its ? walk->carried[DECISION_KEYS + c][walk->carried_at] : 0;
    int64_t *const next_action_on = &rows->cells[COLUMN_OF_DECISION(next_action_on)][row];
    if (*next_action_on == INT64_MIN) /* a NULL */
        *next_action_on = DAY_NONE;
    rows->cells[COLUMN_IS_DECIDED][row] = is_its;
    return OK;
}

static status take_claims(struct op *op, struct column_walk *walk, struct column_rows *rows,
                          size_t row)
{
    const struct case_key key = {rows->cells[COLUMN_DEBTOR][row], rows->cells[COLUMN_CASE][row]};
    return walk->has_claims ? claim_walk_take(op, &walk->claims, key, rows->claims) : OK;
}

status column_walk_next(struct op *op, struct column_walk *walk, struct column_rows *rows,
                        size_t *ret_count)
{
    int64_t *targets[FACT_CELLS];
    const size_t first = rows->count;
    int count = 0;
    int c = 0;
    assert(first + VEC_ROWS <= COLUMN_ROWS_MAX);
    targets[c++] = rows->cells[COLUMN_DEBTOR] + first;
    targets[c++] = rows->cells[COLUMN_CASE] + first;
    targets[c++] = rows->cells[COLUMN_RECHECK_ON] + first;
    targets[c++] = rows->validity + first;
    targets[c++] = rows->cells[COLUMN_NATURAL_KEY] + first;
    for (int fact = 0; fact < FACT_COUNT; fact++)
        targets[c++] = rows->cells[COLUMN_FACTS + fact] + first;
    TRY(db_fetch_chunk(op, &walk->facts, targets, FACT_CELLS, VEC_ROWS, &count));
    for (int i = 0; i < count; i++) {
        TRY(carry(op, walk, rows, first + (size_t)i));
        TRY(take_claims(op, walk, rows, first + (size_t)i));
    }
    if (count < VEC_ROWS) {
        db_rows_close(&walk->decisions);
        claim_walk_close(&walk->claims);
    }
    rows->count += (size_t)count;
    *ret_count = (size_t)count;
    return OK;
}

/* --- out of a chunk --- */

void column_get_facts(const struct vec_chunk *chunk, size_t row, struct case_facts *ret_facts)
{
    int64_t *const cells = &ret_facts->creditor_id;
    const struct vec_column *const columns = chunk->columns;
    ret_facts->debtor_id = vec_column_at(&columns[COLUMN_DEBTOR], row);
    ret_facts->case_id = vec_column_at(&columns[COLUMN_CASE], row);
    ret_facts->recheck_on = vec_column_at(&columns[COLUMN_RECHECK_ON], row);
    ret_facts->natural_key = vec_column_at(&columns[COLUMN_NATURAL_KEY], row);
    ret_facts->validity = vec_chunk_validity_at(chunk, row);
    for (int fact = 0; fact < FACT_COUNT; fact++)
        cells[fact] = vec_column_at(&columns[COLUMN_FACTS + fact], row);
}

bool column_get_decision(const struct vec_chunk *chunk, size_t row, struct decision *ret_decision)
{
    const struct vec_column *const columns = chunk->columns;
    struct decision decision = {.debtor_id = vec_column_at(&columns[COLUMN_DEBTOR], row),
                                .case_id = vec_column_at(&columns[COLUMN_CASE], row)};
    int64_t *const cells = &decision.strategy_id;
    if (vec_column_at(&columns[COLUMN_IS_DECIDED], row) == 0)
        return false;
    for (int c = 0; c < (int)COLUMNS_DECISION; c++)
        cells[c] = vec_column_at(&columns[COLUMN_DECISIONS + c], row);
    *ret_decision = decision;
    return true;
}

size_t column_find(const struct vec_chunk *chunk, struct case_key key)
{
    size_t low = 0;
    size_t high = chunk->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int64_t debtor_id = vec_column_at(&chunk->columns[COLUMN_DEBTOR], middle);
        const int64_t case_id = vec_column_at(&chunk->columns[COLUMN_CASE], middle);
        if (debtor_id < key.debtor_id || (debtor_id == key.debtor_id && case_id < key.case_id))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
