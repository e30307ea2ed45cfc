/* Backups: whole or refused, restored into either kind of store, with nobody written to after. */
#include "upkeep/backup.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/close.h"
#include "reach/hold.h"
#include "record/event.h"
#include "record/organisation.h"
#include "record/setting.h"
#include "tests/support/files.h"
#include "tests/support/portfolio.h"
#include "upkeep/audit_verify.h"
#include "upkeep/frames.h"

enum { CASES = 60 };

/* A store with a day behind it, and a folder for what the tests write. */
struct house {
    struct portfolio portfolio;
    const char *folder;
};

static struct house house;

static int64_t count_state(struct op *op, const char *state)
{
    struct outbox_state_count *counts = NULL;
    size_t count = 0;
    check_ok(op, outbox_count_states(op, &counts, &count));
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(counts[i].state, state))
            return counts[i].count;
    return 0;
}

static struct op *open_house(void)
{
    struct close_result result;
    struct op *const op = &house.portfolio.op;
    audit_key_use(&(struct crypto_key){
        {4, 5, 6}
    });
    portfolio_open(&house.portfolio, CASES);
    check_ok(op, close_day(op, PORTFOLIO_DATE, NULL, &result));
    check_true(count_state(op, "queued") > 3);
    house.folder = test_folder();
    return op;
}

static void close_house(void)
{
    portfolio_close(&house.portfolio);
    (void)!system(arena_printf(check_op()->arena, "rm -r %s", house.folder));
}

static const char *path_of(const char *name)
{
    return arena_printf(check_op()->arena, "%s/%s", house.folder, name);
}

static int count_files(void)
{
    const char *const command = arena_printf(check_op()->arena, "ls %s | wc -l", house.folder);
    FILE *const list = popen(command, "r");
    int count = -1;
    assert_non_null(list);
    check_eq(fscanf(list, "%d", &count), 1);
    check_eq(pclose(list), 0);
    return count;
}

static void write_file(const char *path, str bytes)
{
    FILE *const file = fopen(path, "w");
    assert_non_null(file);
    check_eq(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    check_eq(fclose(file), 0);
}

static struct op fresh_op(void)
{
    struct op op;
    op_init(&op, arena_create(), NULL, op_clock_system);
    return op;
}

static status restore(const char *backup, str passphrase, const char *store,
                      struct restore_result *result, char text[LIMIT_FAILURE_TEXT])
{
    struct op op = fresh_op();
    const struct backup_request request = {.path = backup, .passphrase = passphrase};
    const status code = restore_store(&op, &request, str_of(store), result);
    (void)snprintf(text, LIMIT_FAILURE_TEXT, "%s", op.text);
    arena_destroy(op.arena); /* of the result only numbers are asked for */
    return code;
}

/* --- there and back --- */

static int64_t ask(struct op *op, enum query query)
{
    struct db_rows rows;
    bool has_row = false;
    check_ok(op, db_query(op, query, DB_NO_ARGS, &rows));
    check_ok(op, db_next(op, &rows, &has_row));
    check_true(has_row);
    const int64_t value = db_i64(&rows, 0);
    db_rows_close(&rows);
    return value;
}

/* What was evidence in the store that was backed up is evidence in this one. */
static void check_evidence(struct op *op)
{
    const struct audit_request all = {.from = DAY_MIN + 1, .until = DAY_MAX};
    struct audit_report report;
    check_ok(op, audit_verify(op, &all, &report));
    check_eq(report.faults, 0);
    check_eq(report.days, 1);
    check_true(report.rows > CASES);
}

static void check_same_facts(struct op *op, const char *store)
{
    struct op other = fresh_op();
    const struct db_options options = {.unsafe_speed = true};
    int64_t cases = 0;
    int64_t changed = -1;
    check_ok(&other, db_open(&other, str_of(store), &options, &other.db));
    check_eq(ask(&other, Q_BACKUP_COUNT_EVENT_1), ask(op, Q_BACKUP_COUNT_EVENT_1));
    check_eq(ask(&other, Q_BACKUP_COUNT_SESSION_1), 0);
    check_ok(&other, organisation_read_date(&other));
    check_eq(other.business_date, op->business_date);
    check_ok(&other, db_begin(&other, DB_WRITE));
    check_ok(&other, facts_rebuild(&other, &cases, &changed));
    check_ok(&other, db_commit(&other));
    check_eq(cases, CASES);
    check_eq(changed, 0);
    check_evidence(&other);
    db_close(other.db);
    arena_destroy(other.arena);
}

static void check_round_trip(str passphrase)
{
    struct op *const op = open_house();
    const struct backup_request request = {.path = path_of("b"), .passphrase = passphrase};
    struct backup_manifest manifest;
    struct restore_result result;
    char text[LIMIT_FAILURE_TEXT];
    check_ok(op, backup_write(op, &request, &manifest));
    check_false(db_in_transaction(op));
    check_eq(manifest.is_encrypted, passphrase.size > 0);
    check_eq(manifest.schema, db_schema_known());
    check_true(manifest.rows > CASES * 5 && manifest.table_count > 40);
    check_eq(count_files(), 1);
    check_eq(restore(path_of("b"), passphrase, path_of("copy.db"), &result, text), OK);
    check_eq(result.manifest.rows, manifest.rows);
    check_true(result.held > 3);
    check_same_facts(op, path_of("copy.db"));
    if (test_store_dialect() == DB_POSTGRESQL) {
        struct op empty = fresh_op();
        test_store_open_empty(&empty);
        check_eq(restore(path_of("b"), passphrase, test_store_url(&empty), &result, text), OK);
        check_same_facts(op, test_store_url(&empty));
        check_eq(restore(path_of("b"), passphrase, test_store_url(&empty), &result, text),
                 E_CONFLICT);
        check_true(strstr(text, "not empty") != NULL);
        test_store_close(&empty);
        arena_destroy(empty.arena);
    }
    close_house();
}

static void test_a_store_comes_back(void **state)
{
    (void)state;
    check_round_trip(STR(""));
}

static void test_an_encrypted_store_comes_back(void **state)
{
    (void)state;
    check_round_trip(STR("una frase muy larga"));
}

/* A backup of the copy has the same rows, whatever the store: but for the hold. */
static void test_a_copy_of_a_copy_is_the_same(void **state)
{
    struct op *const op = open_house();
    struct op copy = fresh_op();
    const struct db_options options = {.unsafe_speed = true};
    const struct backup_request first = {.path = path_of("1")};
    const struct backup_request second = {.path = path_of("2")};
    struct backup_manifest before;
    struct backup_manifest after;
    struct restore_result result;
    char text[LIMIT_FAILURE_TEXT];
    int different = 0;
    (void)state;
    check_ok(op, backup_write(op, &first, &before));
    check_eq(restore(path_of("1"), STR(""), path_of("copy.db"), &result, text), OK);
    check_ok(&copy, db_open(&copy, str_of(path_of("copy.db")), &options, &copy.db));
    check_ok(&copy, backup_write(&copy, &second, &after));
    db_close(copy.db);
    check_eq(before.table_count, after.table_count);
    for (size_t i = 0; i < before.table_count; i++) {
        const bool is_same = row_sum_equal(&before.tables[i].sum, &after.tables[i].sum);
        const bool is_of_hold = str_equal_c(before.tables[i].name, "outbox") ||
                                str_equal_c(before.tables[i].name, "setting") ||
                                str_equal_c(before.tables[i].name, "audit_link");
        different += !is_same;
        if (is_same == is_of_hold)
            print_error("table %.*s\n", STR_ARG(before.tables[i].name));
        check_eq(is_same, !is_of_hold);
    }
    check_eq(different, 3);
    arena_destroy(copy.arena);
    close_house();
}

/* --- nobody is written to --- */

static int64_t lease_some(struct op *op)
{
    int64_t ids[LIMIT_OUTBOX_LEASE];
    size_t count = 0;
    instant lease = 0;
    check_ok(op, outbox_lease(op, ids, &count, &lease));
    check_ok(op, outbox_release(op, ids, count, lease));
    return (int64_t)count;
}

static instant far_future(void *context)
{
    (void)context;
    return (instant)(PORTFOLIO_DATE + 30) * INSTANT_PER_DAY;
}

static void check_hold(struct op *op, int64_t waiting)
{
    struct hold_release release;
    struct close_result result;
    str why;
    check_eq(count_state(op, "queued"), 0);
    check_eq(count_state(op, "held"), waiting);
    check_eq(lease_some(op), 0);
    check_ok(op, outbox_hold_reason(op, &why));
    check_true(str_starts(why, STR("restored from the backup of ")));
    check_ok(op, close_day(op, op->business_date, NULL, &result)); /* plans new ones meanwhile */
    check_true(count_state(op, "queued") > 0);
    check_eq(lease_some(op), 0);
    check_eq(outbox_release_held(op, STR("  "), &release), E_INVALID);
    op_clear(op);
    check_ok(op, outbox_release_held(op, STR("compared with the mail server"), &release));
    check_true(release.was_on && release.released > 0);
    check_eq(count_state(op, "held"), 0);
    check_true(lease_some(op) > 0);
    check_ok(op, outbox_hold_reason(op, &why));
    check_eq(why.size, 0);
    check_ok(op, outbox_release_held(op, STR("again"), &release));
    check_false(release.was_on);
    check_eq(release.released, 0);
}

static void check_release_is_told(struct op *op)
{
    int64_t told = 0;
    for (int i = 0; i < CASES; i++) {
        struct event_row *events = NULL;
        size_t count = 0;
        const struct case_key key = house.portfolio.keys[i];
        check_ok(op, event_list(op, key.debtor_id, key.case_id, 0, &events, &count));
        for (size_t e = 0; e < count; e++)
            if (str_equal_c(events[e].kind, "message.released")) {
                told++;
                check_true(memmem(events[e].payload.data, events[e].payload.size, "compared with",
                                  13) != NULL);
            }
    }
    check_true(told > 0);
}

static void test_nothing_leaves_after_a_restore(void **state)
{
    struct op *const op = open_house();
    struct op copy = fresh_op();
    const struct db_options options = {.unsafe_speed = true};
    const struct backup_request request = {.path = path_of("b")};
    struct backup_manifest manifest;
    struct restore_result result;
    char text[LIMIT_FAILURE_TEXT];
    (void)state;
    op->clock = copy.clock = (struct op_clock){far_future, NULL};
    check_true(lease_some(op) > 0);
    const int64_t waiting = count_state(op, "queued");
    check_ok(op, backup_write(op, &request, &manifest));
    check_eq(restore(path_of("b"), STR(""), path_of("copy.db"), &result, text), OK);
    check_eq(result.held, waiting);
    check_ok(&copy, db_open(&copy, str_of(path_of("copy.db")), &options, &copy.db));
    check_ok(&copy, organisation_read_date(&copy));
    check_hold(&copy, waiting);
    check_release_is_told(&copy);
    db_close(copy.db);
    arena_destroy(copy.arena);
    check_true(lease_some(op) > 0); /* the store that was backed up goes on */
    close_house();
}

/* --- what is refused --- */

static void check_refused(const char *name, str bytes, str passphrase)
{
    struct restore_result result;
    char text[LIMIT_FAILURE_TEXT];
    write_file(path_of("bad"), bytes);
    const int before = count_files();
    const status code = restore(path_of("bad"), passphrase, path_of("new.db"), &result, text);
    if (code == OK)
        print_error("%s was taken for a backup\n", name);
    check_true(code == E_STORE || code == E_INVALID || code == E_CONFLICT);
    check_true(strlen(text) > 20);
    check_eq(count_files(), before);
}

static void check_damage(str passphrase)
{
    struct op *const op = open_house();
    const struct backup_request request = {.path = path_of("b"), .passphrase = passphrase};
    struct backup_manifest manifest;
    check_ok(op, backup_write(op, &request, &manifest));
    const str whole = test_read_file(op, path_of("b"));
    const size_t step = whole.size / (passphrase.size > 0 ? 6 : 60);
    for (size_t at = 0; at < whole.size; at += at < 20 ? 5 : step) {
        char *const bytes = arena_copy(op->arena, whole.data, whole.size);
        bytes[at] = (char)(bytes[at] ^ 0x10);
        check_refused("a changed byte", (str){bytes, whole.size}, passphrase);
        check_refused("a file cut off", (str){whole.data, at}, passphrase);
    }
    check_refused("a file cut at its end", (str){whole.data, whole.size - 1}, passphrase);
    check_refused("a file with more", str_of(arena_printf(op->arena, "%s", "ACUERDO BACKUP 1")),
                  passphrase);
    close_house();
}

static void test_damage_is_found(void **state)
{
    (void)state;
    check_damage(STR(""));
}

static void test_damage_of_an_encrypted_file_is_found(void **state)
{
    (void)state;
    check_damage(STR("una frase muy larga"));
}

static const struct {
    const char *name;
    str passphrase;
    status want;
    const char *words;
} passphrases[] = {
    {"none",          {"", 0},                      E_INVALID, "is encrypted"       },
    {"another one",   {"otra frase muy larga", 20}, E_STORE,   "passphrase is wrong"},
    {"one too short", {"una frase", 9},             E_STORE,   "passphrase is wrong"},
};

static void test_another_passphrase_opens_nothing(void **state)
{
    struct op *const op = open_house();
    const struct backup_request request = {.path = path_of("b"),
                                           .passphrase = STR("una frase muy larga")};
    struct backup_manifest manifest;
    (void)state;
    check_ok(op, backup_write(op, &request, &manifest));
    const str whole = test_read_file(op, path_of("b"));
    check_true(memmem(whole.data, whole.size, "organisation", 12) == NULL);
    for (size_t i = 0; i < ARRAY_LEN(passphrases); i++) {
        struct restore_result result;
        char text[LIMIT_FAILURE_TEXT];
        check_case(passphrases[i].name);
        check_eq(restore(path_of("b"), passphrases[i].passphrase, path_of("n.db"), &result, text),
                 passphrases[i].want);
        check_true(strstr(text, passphrases[i].words) != NULL);
        check_eq(count_files(), 1);
    }
    close_house();
}

static void test_a_newer_backup_is_refused(void **state)
{
    struct op *const op = open_house();
    struct frame_writer *writer = NULL;
    struct restore_result result;
    char text[LIMIT_FAILURE_TEXT];
    (void)state;
    check_ok(op, frames_create(op, path_of("b"), STR(""), &writer));
    const char *const head = arena_printf(
        op->arena,
        "{\"schema\":%d,\"program\":\"9.9\",\"store\":\"sqlite\",\"organisation\":\"x\"}",
        db_schema_known() + 1);
    check_ok(op, frames_put(op, writer, FRAME_HEAD, str_of(head)));
    check_ok(op, frames_put(op, writer, FRAME_END, STR("{\"rows\":0,\"tables\":[]}")));
    check_ok(op, frames_finish(op, writer));
    check_eq(restore(path_of("b"), STR(""), path_of("n.db"), &result, text), E_CONFLICT);
    check_true(strstr(text, "program 9.9") != NULL && strstr(text, "at least as new") != NULL);
    check_eq(count_files(), 1);
    close_house();
}

static void test_nothing_is_overwritten(void **state)
{
    struct op *const op = open_house();
    const struct backup_request request = {.path = path_of("b")};
    struct backup_manifest manifest;
    struct restore_result result;
    char text[LIMIT_FAILURE_TEXT];
    (void)state;
    check_ok(op, backup_write(op, &request, &manifest));
    check_eq(backup_write(op, &request, &manifest), E_CONFLICT);
    op_clear(op);
    write_file(path_of("precious.db"), STR("not a store at all"));
    check_eq(restore(path_of("b"), STR(""), path_of("precious.db"), &result, text), E_CONFLICT);
    check_str(test_read_file(op, path_of("precious.db")), "not a store at all");
    check_eq(restore(path_of("b"), STR(""), path_of("no/folder.db"), &result, text), E_NOT_FOUND);
    struct stat about;
    check_eq(stat(path_of("b"), &about), 0);
    check_eq(about.st_mode & 0777, 0600);
    close_house();
}

/* Somebody who reads the file while it is filled keeps SQLite from moving everything into it; what
 * then gets the store's name must still be all of it. */
struct onlooker {
    struct op op;
    bool is_there;
};

static void look_on(void *context, const char *table, int64_t rows)
{
    struct onlooker *const onlooker = context;
    const struct db_options options = {.read_only = true};
    (void)table;
    if (onlooker->is_there || rows == 0 || access(path_of("n.db"), F_OK) == 0)
        return;
    const char *const partial =
        arena_printf(check_op()->arena, "%s.restoring-%d", path_of("n.db"), (int)getpid());
    if (access(partial, F_OK) != 0)
        return; /* only checked so far */
    onlooker->op = fresh_op();
    check_ok(&onlooker->op, db_open(&onlooker->op, str_of(partial), &options, &onlooker->op.db));
    check_ok(&onlooker->op, db_begin(&onlooker->op, DB_READ));
    check_ok(&onlooker->op, db_schema_version(&onlooker->op, &(int){0}));
    onlooker->is_there = true;
}

static void test_a_restore_that_is_watched_loses_nothing(void **state)
{
    struct op *const op = open_house();
    struct onlooker onlooker = {.is_there = false};
    const struct backup_request request = {
        .path = path_of("b"), .progress = {look_on, &onlooker}
    };
    struct backup_manifest manifest;
    struct restore_result result;
    struct op restorer = fresh_op();
    (void)state;
    check_ok(op, backup_write(op, &request, &manifest));
    check_false(onlooker.is_there);
    check_eq(restore_store(&restorer, &request, str_of(path_of("n.db")), &result), E_BUSY);
    check_true(onlooker.is_there);
    check_true(strstr(restorer.text, "another process reads") != NULL);
    db_close(onlooker.op.db);
    arena_destroy(onlooker.op.arena);
    arena_destroy(restorer.arena);
    check_eq(count_files(), 1);
    close_house();
}

/* The store fails at the n-th call: no file stays, and the store is as it was. */
static void test_a_failing_store_leaves_no_file(void **state)
{
    struct op *const op = open_house();
    int failures = 0;
    (void)state;
    for (int n = 1;; n += n < 20 ? 1 : 97) {
        const struct backup_request request = {.path = path_of("b")};
        struct backup_manifest manifest;
        db_fail_call(op->db, n);
        const status code = backup_write(op, &request, &manifest);
        db_fail_call(op->db, 0);
        op_clear(op);
        check_false(db_in_transaction(op));
        check_eq(count_files(), code == OK);
        if (code == OK)
            break;
        failures++;
    }
    check_true(failures > 20);
    close_house();
}

TEST_STORE_MAIN("backup", cmocka_unit_test(test_a_store_comes_back),
                cmocka_unit_test(test_an_encrypted_store_comes_back),
                cmocka_unit_test(test_a_copy_of_a_copy_is_the_same),
                cmocka_unit_test(test_nothing_leaves_after_a_restore),
                cmocka_unit_test(test_damage_is_found),
                cmocka_unit_test(test_damage_of_an_encrypted_file_is_found),
                cmocka_unit_test(test_another_passphrase_opens_nothing),
                cmocka_unit_test(test_a_newer_backup_is_refused),
                cmocka_unit_test(test_nothing_is_overwritten),
                cmocka_unit_test(test_a_restore_that_is_watched_loses_nothing),
                cmocka_unit_test(test_a_failing_store_leaves_no_file))
