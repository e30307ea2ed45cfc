/* Spreads the tables over a Citus cluster.
 *
 * The order matters: a table must find those that it refers to in their places, and the first of
 * those that lie together makes the place for the others.  Within a kind the order is that of the
 * migrations, in which a table comes after those that it refers to.  Citus wants one statement a
 * transaction. */
#include "store/backend.h"

static status read_word(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status find_citus(struct op *op, bool *ret_found)
{
    str version;
    return db_query_one(op, Q_CITUS_VERSION, DB_NO_ARGS, read_word, &version, ret_found);
}

status db_can_distribute(struct op *op)
{
    bool found = false;
    if (op->db->backend->dialect != DB_POSTGRESQL)
        return op_fail(op, E_CONFLICT, "a file cannot be distributed");
    TRY(find_citus(op, &found));
    return found ? OK
                 : op_fail(op, E_CONFLICT,
                           "this database has no Citus, so nothing was made: install Citus for "
                           "this PostgreSQL on every node, add citus to shared_preload_libraries, "
                           "run CREATE EXTENSION citus in the database on every node and name the "
                           "workers with citus_add_node; or leave --distributed out");
}

static status is_placed(struct op *op, const char *table, bool *ret_is_placed)
{
    int64_t count = 0;
    bool found = false;
    TRY(db_query_one(op, Q_CITUS_IS_PLACED, DB_ARGS(ARG_TEXT_C(table)), read_count, &count,
                     &found));
    *ret_is_placed = count > 0;
    return OK;
}

/* Places one table, beside the first one of its kind when there is one. */
static status place(struct op *op, const struct store_table *table, enum query query,
                    const char *beside)
{
    const struct db_arg args[] = {ARG_TEXT_C(table->name), ARG_TEXT_C(beside)};
    bool found = false;
    TRY(db_query_one(op, query, args, query == Q_CITUS_PLACE_REFERENCE ? 1 : 2, NULL, NULL,
                     &found));
    return OK;
}

static status place_kind(struct op *op, const char *kind, enum query query, int *placed)
{
    int count = 0;
    const struct store_table *const tables = catalogue_tables(&count);
    const char *beside = "none"; /* the first one makes a place of its own */
    for (int t = 0; t < count; t++) {
        bool is_there = false;
        if (strcmp(tables[t].place, kind) != 0)
            continue;
        TRY(is_placed(op, tables[t].name, &is_there));
        if (!is_there)
            TRY(place(op, &tables[t], query, beside));
        *placed += !is_there;
        if (strcmp(beside, "none") == 0)
            beside = tables[t].name;
    }
    return OK;
}

static status place_all(struct op *op, int *placed)
{
    TRY(place_kind(op, "reference", Q_CITUS_PLACE_REFERENCE, placed));
    TRY(place_kind(op, "debtor", Q_CITUS_PLACE_DEBTOR, placed));
    return place_kind(op, "one_shard", Q_CITUS_PLACE_ONE_SHARD, placed);
}

status distribute_new_tables(struct op *op)
{
    bool found = false;
    bool is_distributed = false;
    int placed = 0;
    TRY(find_citus(op, &found));
    if (found)
        TRY(is_placed(op, "organisation", &is_distributed));
    return is_distributed ? place_all(op, &placed) : OK;
}

status distribution_is_whole(struct op *op, bool *ret_is_whole)
{
    int count = 0;
    const struct store_table *const tables = catalogue_tables(&count);
    bool is_distributed = false;
    *ret_is_whole = true;
    TRY(find_citus(op, &is_distributed));
    if (is_distributed)
        TRY(is_placed(op, "organisation", &is_distributed));
    for (int t = 0; is_distributed && *ret_is_whole && t < count; t++)
        TRY(is_placed(op, tables[t].name, ret_is_whole));
    return OK;
}

status db_distribute(struct op *op, int *ret_placed)
{
    int placed = 0;
    bool found = false;
    TRY(db_can_distribute(op));
    TRY(db_query_one(op, Q_SCHEMA_LOCK, DB_NO_ARGS, NULL, NULL, &found));
    const status code = place_all(op, &placed);
    const status unlocked = db_query_one(op, Q_SCHEMA_UNLOCK, DB_NO_ARGS, NULL, NULL, &found);
    TRY(code != OK ? code : unlocked);
    if (ret_placed)
        *ret_placed = placed;
    return OK;
}
