/* The stored row of facts: read, compared, written. */
#include <string.h>

#include "policy/facts.h"
#include "store/gather.h"

static status read_facts(struct op *op, struct db_rows *row, void *out)
{
    int64_t *const cells = out;
    (void)op;
    for (int i = 0; i < FACT_CELLS; i++)
        cells[i] = db_i64(row, i);
    return OK;
}

status facts_get(struct op *op, struct case_key key, struct case_facts *ret_facts, bool *ret_found)
{
    return db_query_one(op, Q_FACTS_GET, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id)),
                        read_facts, ret_facts, ret_found);
}

bool facts_equal(const struct case_facts *a, const struct case_facts *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

static void args_of(const struct case_facts *facts, struct db_arg args[FACT_CELLS])
{
    int64_t cells[FACT_CELLS];
    memcpy(cells, facts, sizeof(cells));
    for (int i = 0; i < FACT_CELLS; i++)
        args[i] = ARG_I64(cells[i]);
}

status facts_insert(struct op *op, const struct case_facts *facts)
{
    struct db_arg args[FACT_CELLS];
    args_of(facts, args);
    return db_insert(op, Q_FACTS_INSERT, args, FACT_CELLS);
}

status facts_replace(struct op *op, const struct case_facts *facts, size_t count)
{
    struct db_arg *const args = arena_array(op->arena, count * FACT_CELLS, sizeof(*args));
    for (size_t row = 0; row < count; row++)
        args_of(&facts[row], args + row * FACT_CELLS);
    return count > 0 ? db_replace_many(op, Q_FACTS_REPLACE, args, FACT_CELLS, count) : OK;
}

status facts_put(struct op *op, const struct case_facts *facts, bool *ret_written)
{
    const struct case_key key = {facts->debtor_id, facts->case_id};
    struct case_facts stored;
    struct db_arg args[FACT_CELLS];
    bool found = false;
    *ret_written = false;
    TRY(facts_get(op, key, &stored, &found));
    if (found && facts_equal(&stored, facts))
        return OK;
    args_of(facts, args);
    TRY(db_run_later(op, Q_FACTS_PUT, args, FACT_CELLS));
    *ret_written = true;
    return OK;
}
