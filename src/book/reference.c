#include "book/reference.h"

#include "store/db.h"

static status read_reference(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct reference *)out = (struct reference){db_id(row, 0), db_id(row, 1)};
    return OK;
}

status reference_find(struct op *op, const char *kind, str source, str external_id,
                      struct reference *ret_reference, bool *ret_found)
{
    return db_query_one(op, Q_EXTERNAL_REF_FIND,
                        DB_ARGS(ARG_TEXT_C(kind), ARG_TEXT(source), ARG_TEXT(external_id)),
                        read_reference, ret_reference, ret_found);
}

status reference_add(struct op *op, const char *kind, str source, str external_id,
                     int64_t debtor_id, int64_t id)
{
    return db_run(op, Q_EXTERNAL_REF_INSERT,
                  DB_ARGS(ARG_TEXT_C(kind), ARG_TEXT(source), ARG_TEXT(external_id),
                          ARG_ID(debtor_id), ARG_ID(id)),
                  NULL);
}
