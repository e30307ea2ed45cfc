/* A store of an earlier program: backed up by itself before it comes forward, and its backups still
 * restore. */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/run.h"
#include "record/seal.h"
#include "store/open.h"
#include "tests/support/files.h"
#include "tests/support/store.h"
#include "upkeep/backup.h"

static const char *folder;

static const char *path_of(const char *name)
{
    return arena_printf(check_op()->arena, "%s/%s", folder, name);
}

static void make_folder(void)
{
    folder = test_folder();
}

static void remove_folder(void)
{
    (void)!system(arena_printf(check_op()->arena, "rm -r %s", folder));
}

/* What an earlier program left: a schema, an organisation, a word. */
static void fill_earlier(struct op *op, int version)
{
    check_ok(op, db_begin(op, DB_WRITE));
    check_ok(op, db_make_schema(op, version));
    check_ok(op, db_run(op, Q_ORGANISATION_INSERT,
                        DB_ARGS(ARG_TEXT_C("Vieja"), ARG_TEXT_C("MX"),
                                ARG_I64(CURRENCY('M', 'X', 'N')), ARG_TEXT_C("America/Mexico_City"),
                                ARG_BOOL(true), ARG_DAY(20000), ARG_INSTANT(1)),
                        NULL));
    check_ok(op, db_run(op, Q_SYMBOL_INSERT, DB_ARGS(ARG_I64(7), ARG_TEXT_C("seven")), NULL));
    check_ok(op, db_commit(op));
}

/* The name of the file that the upgrade has left, "" when there is none. */
static str find_backup(struct op *op)
{
    str found = {"", 0};
    DIR *const list = opendir(folder);
    assert_non_null(list);
    for (struct dirent *entry; (entry = readdir(list)) != NULL;)
        if (str_starts(str_of(entry->d_name), STR("old.db.schema-")))
            found = str_of(arena_printf(op->arena, "%s/%s", folder, entry->d_name));
    (void)closedir(list);
    return found;
}

/* A command that writes, as an operator gives it. */
static int run_facts(const char *store, char **ret_said)
{
    char *said = NULL;
    char *printed = NULL;
    size_t size = 0;
    size_t printed_size = 0;
    char *argv[] = {(char[]){"acuerdo"},
                    (char[]){"facts"},
                    (char[]){"rebuild"},
                    (char[]){"--store"},
                    strdup(store),
                    (char[]){"--lang=en"},
                    NULL};
    char *environment[] = {NULL};
    struct cli cli = {.out = open_memstream(&printed, &printed_size),
                      .err = open_memstream(&said, &size),
                      .environment = environment};
    op_init(&cli.op, arena_create(), NULL, op_clock_system);
    const int code = cli_run(&cli, (int)ARRAY_LEN(argv) - 1, argv);
    (void)fclose(cli.out);
    (void)fclose(cli.err);
    arena_destroy(cli.op.arena);
    free(printed);
    free(argv[4]);
    *ret_said = said;
    return code;
}

static void test_a_sqlite_store_is_backed_up_before_it_comes_forward(void **state)
{
    struct op *const op = check_op();
    const struct db_options options = {.create = true, .unsafe_speed = true};
    struct backup_manifest manifest;
    char *said = NULL;
    (void)state;
    if (test_store_dialect() != DB_SQLITE)
        return; /* a server has backups of its own */
    make_folder();
    check_ok(op, seal_key_create(op, path_of("old.db.key")));
    check_ok(op, db_open(op, str_of(path_of("old.db")), &options, &op->db));
    fill_earlier(op, db_schema_known() - 1);
    db_close(op->db);
    op->db = NULL;
    check_eq(run_facts(path_of("old.db"), &said), 0);
    check_true(strstr(said, "Backup before the upgrade: ") != NULL);
    const str backup = find_backup(op);
    check_true(backup.size > 0);
    const struct backup_request request = {.path = str_cstr(op->arena, backup)};
    check_ok(op, backup_verify(op, &request, &manifest));
    check_eq(manifest.schema, db_schema_known() - 1);
    check_str(manifest.organisation, "Vieja");
    check_eq(unlink(request.path), 0);
    free(said);
    check_eq(run_facts(path_of("old.db"), &said), 0); /* nothing to migrate, nothing to back up */
    check_eq(find_backup(op).size, 0);
    free(said);
    remove_folder();
}

static void test_backups_of_earlier_schemas_restore(void **state)
{
    (void)state;
    for (int version = 1; version <= db_schema_known(); version++) {
        struct op *const op = check_op();
        struct op other;
        struct backup_manifest manifest;
        struct restore_result result;
        make_folder();
        const struct backup_request here = {.path = path_of("b")};
        test_store_open_empty(op);
        fill_earlier(op, version);
        check_ok(op, backup_write(op, &here, &manifest));
        check_eq(manifest.schema, version);
        op_init(&other, arena_create(), NULL, op_clock_system);
        check_ok(&other, restore_store(&other, &here, str_of(path_of("new.db")), &result));
        check_eq(result.migrations, db_schema_known() - version);
        arena_destroy(other.arena);
        test_store_close(op);
        remove_folder();
    }
}

TEST_STORE_MAIN("upgrade",
                cmocka_unit_test(test_a_sqlite_store_is_backed_up_before_it_comes_forward),
                cmocka_unit_test(test_backups_of_earlier_schemas_restore))
