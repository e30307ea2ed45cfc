#include <stdlib.h>

#include "record/audit.h"

#define HEADS_AT_ONCE 4 /* up to so many chains are asked for one by one */

static status take_head(struct op *op, const struct db_rows *row, struct audit_head *head)
{
    const str hash = db_blob(row, 3);
    if (hash.size != AUDIT_HASH_BYTES)
        return op_fail(op, E_STORE,
                       "the chain of debtor %lld, case %lld is damaged: run `acuerdo "
                       "audit verify`",
                       (long long)head->chain.debtor_id, (long long)head->chain.case_id);
    head->n = db_i64(row, 2);
    memcpy(head->hash, hash.data, sizeof(head->hash));
    return OK;
}

static status read_head(struct op *op, struct db_rows *row, void *out)
{
    return take_head(op, row, out);
}

static int compare_heads(const void *left, const void *right)
{
    return audit_chain_compare(&((const struct audit_head *)left)->chain,
                               &((const struct audit_head *)right)->chain);
}

static status read_many(struct op *op, struct audit_head *heads, size_t count)
{
    int64_t *const debtors = arena_array(op->arena, count, sizeof(*debtors));
    int64_t *const cases = arena_array(op->arena, count, sizeof(*cases));
    for (size_t i = 0; i < count; i++) {
        debtors[i] = heads[i].chain.debtor_id;
        cases[i] = heads[i].chain.case_id;
    }
    const struct db_arg args[] = {db_arg_ids(op, debtors, count), db_arg_ids(op, cases, count)};
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_AUDIT_HEADS, args, ARRAY_LEN(args), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const struct audit_head read = {
            .chain = {db_id(&rows, 0), db_id(&rows, 1)}
        };
        struct audit_head *const head = bsearch(&read, heads, count, sizeof(*heads), compare_heads);
        if (head)
            TRY(take_head(op, &rows, head));
    }
}

/* SQLite answers faster than it parses a list. */
status audit_heads_read(struct op *op, struct audit_head *heads, size_t count)
{
    bool found = false;
    if (db_dialect_of(op->db) != DB_SQLITE && count > HEADS_AT_ONCE)
        return read_many(op, heads, count);
    for (size_t i = 0; i < count; i++)
        TRY(db_query_one(
            op, Q_AUDIT_HEAD,
            DB_ARGS(ARG_I64(heads[i].chain.debtor_id), ARG_I64(heads[i].chain.case_id)), read_head,
            &heads[i], &found));
    return OK;
}

int audit_chain_compare(const struct audit_chain *a, const struct audit_chain *b)
{
    if (a->debtor_id != b->debtor_id)
        return a->debtor_id < b->debtor_id ? -1 : 1;
    return (a->case_id > b->case_id) - (a->case_id < b->case_id);
}

const struct audit_head *audit_head_find(const struct audit_head *heads, size_t count,
                                         const struct audit_chain *chain)
{
    const struct audit_head wanted = {.chain = *chain};
    return count > 0 ? bsearch(&wanted, heads, count, sizeof(*heads), compare_heads) : NULL;
}
