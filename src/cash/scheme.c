#include "cash/scheme.h"

#include "store/db.h"

status scheme_of_creditor(struct op *op, int64_t creditor_id,
                          struct pay_reference_scheme *ret_scheme, bool *ret_found)
{
    struct db_rows rows;
    bool has_row = true;
    *ret_found = false;
    TRY(db_query(op, Q_PAY_REFERENCE_SCHEME_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (db_id(&rows, 0) != creditor_id ||
            !pay_reference_kind_parse(db_text(&rows, 1), &ret_scheme->kind))
            continue;
        ret_scheme->prefix = db_text_copy(op, &rows, 2);
        ret_scheme->digits = (int)db_i64(&rows, 3);
        *ret_found = true;
    }
}

status scheme_reference(struct op *op, int64_t creditor_id, int64_t case_number, str *ret_reference)
{
    struct pay_reference_scheme scheme;
    char text[PAY_REFERENCE_SIZE];
    bool found = false;
    *ret_reference = STR("");
    TRY(scheme_of_creditor(op, creditor_id, &scheme, &found));
    if (found && pay_reference_make(&scheme, case_number, text))
        *ret_reference = str_copy(op->arena, str_of(text));
    return OK;
}
