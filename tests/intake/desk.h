/* A store that can decide, and a folder for the files that a test imports. */
#ifndef TESTS_INTAKE_DESK_H
#define TESTS_INTAKE_DESK_H
#include <stdlib.h>
#include <unistd.h>

#include "intake/import.h"
#include "policy/strategy.h"
#include "tests/support/files.h"
#include "tests/support/organisation.h"
#include "tests/support/store.h"

struct desk {
    struct op *op;
    const char *folder;
};

static inline struct desk desk_open(void)
{
    struct desk desk = {.op = test_organisation()};
    check_ok(desk.op, db_begin(desk.op, DB_WRITE));
    check_ok(desk.op, strategy_install_default(desk.op));
    check_ok(desk.op, db_commit(desk.op));
    desk.folder = test_folder();
    return desk;
}

static inline void desk_close(struct desk *desk)
{
    test_store_close(desk->op);
}

static inline const char *desk_write(struct desk *desk, const char *name, str text)
{
    const char *const path = arena_printf(desk->op->arena, "%s/%s", desk->folder, name);
    FILE *const file = fopen(path, "wb");
    assert_non_null(file);
    check_eq(fwrite(text.data, 1, text.size, file), text.size);
    check_eq(fclose(file), 0);
    return path;
}
#endif
