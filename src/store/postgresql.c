#include "store/backend.h"
status postgresql_open(struct op *op, const char *url, const struct db_options *options,
                       struct db **ret_db)
{
    (void)url;
    (void)options;
    (void)ret_db;
    return op_fail(op, E_STORE, "PostgreSQL comes next");
}
