#include "serve/debt.h"

#include <inttypes.h>

#include "store/db.h"

static status read_case(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

status debt_check(struct op *op, struct case_key key, int64_t obligation_id)
{
    int64_t case_id = 0;
    bool found = false;
    if (obligation_id == 0)
        return OK;
    TRY(db_query_one(op, Q_OBLIGATION_GET, DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(obligation_id)),
                     read_case, &case_id, &found));
    if (found && case_id == key.case_id)
        return OK;
    return op_fail(op, E_INVALID, "no obligation %" PRId64 " in case %" PRId64, obligation_id,
                   key.case_id);
}
