/* Makes and removes the stores of the tests. */
#include "tests/support/store.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/crypto.h"
#include "store/backend.h"

enum { STORES_MAX = 32, TESTS_MAX = 256, NAME_SIZE = 64, URL_SIZE = 512 };

struct store {
    struct db *db;        /* NULL: a free place */
    char name[NAME_SIZE]; /* the folder, or the database */
    char url[URL_SIZE];
};

static struct store stores[STORES_MAX];
static enum db_dialect dialect;
static struct op admin; /* on PostgreSQL: makes and drops databases */
static int store_count;
static char template[NAME_SIZE]; /* a migrated database: copying it is faster than migrating; it
                                  * stays for the next program and goes with the server */
static struct store whole;       /* the same on SQLite: a migrated, closed file of this program */

static const struct db_options options = {.create = true, .unsafe_speed = true, .busy_ms = 2000};

enum db_dialect test_store_dialect(void)
{
    return dialect;
}

int test_store_every(int rare)
{
    return dialect == DB_POSTGRESQL ? rare : 1;
}

bool test_store_is_distributed(void)
{
    return dialect == DB_POSTGRESQL && getenv("ACUERDO_TEST_DISTRIBUTED") != NULL;
}

/* The server's address with another database: postgresql://user@host/DATABASE?options */
static void database_url(const char *name, char out[URL_SIZE])
{
    const char *const base = getenv("ACUERDO_TEST_PG_URL");
    assert_non_null(base);
    const char *const query = strchr(base, '?');
    const char *const host = strstr(base, "://") + 3;
    const char *const slash = strchr(host, '/');
    const size_t size = slash ? (size_t)(slash - base) : strcspn(base, "?");
    (void)snprintf(out, URL_SIZE, "%.*s/%s%s", (int)size, base, name, query ? query : "");
}

static void admin_execute(const char *format, const char *a, const char *b)
{
    op_clear(&admin);
    const char *const text = arena_printf(admin.arena, "%s %s%s%s", format, a, *b ? " " : "", b);
    check_ok(&admin, store_execute(&admin, "test store", text));
}

static void remove_file(const char *folder, const char *name)
{
    char path[URL_SIZE];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    (void)unlink(path);
}

static void remove_files(const struct store *store)
{
    remove_file(store->name, "store.db");
    remove_file(store->name, "store.db-wal");
    remove_file(store->name, "store.db-shm");
    remove_file(store->name, "store.db.lock");
    (void)rmdir(store->name);
}

static void remove_store(struct store *store)
{
    db_close(store->db);
    store->db = NULL;
    if (dialect == DB_POSTGRESQL) {
        admin_execute("DROP DATABASE IF EXISTS", store->name, "WITH (FORCE)");
        return;
    }
    remove_files(store);
}

static struct store *find_store(const struct db *db)
{
    for (int i = 0; i < STORES_MAX; i++)
        if (stores[i].db == db)
            return &stores[i];
    fail_msg("%s", db ? "op->db is no store of test_store_open" : "too many stores are open");
    return NULL;
}

static void make_folder(struct store *store)
{
    const char *const base = getenv("TMPDIR");
    (void)snprintf(store->name, sizeof(store->name), "%s/acuerdo-test-XXXXXX",
                   base && strlen(base) < NAME_SIZE - 24 ? base : "/tmp");
    if (!mkdtemp(store->name))
        fail_msg("no temporary folder %s", store->name);
    (void)snprintf(store->url, sizeof(store->url), "sqlite:%s/store.db", store->name);
}

static void make_database(struct store *store, const char *from)
{
    (void)snprintf(store->name, sizeof(store->name), "acuerdo_test_%d_%d", (int)getpid(),
                   ++store_count);
    admin_execute("CREATE DATABASE", store->name, from);
    database_url(store->name, store->url);
}

/* One template for each schema: a server that outlives a change of the migrations keeps the old. */
static void name_template(void)
{
    const struct migration *migrations = NULL;
    uint8_t bytes[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    uint64_t digest = 0;
    int count = 0;
    migrations = catalogue_migrations(&count);
    crypto_hash_start(&hash);
    for (int m = 0; m < count; m++)
        for (int s = 0; s < migrations[m].statement_count; s++) {
            const char *const text = migrations[m].statements[s].text[DB_POSTGRESQL];
            crypto_hash_add(&hash, text ? text : "", text ? strlen(text) : 0);
        }
    crypto_hash_end(&hash, bytes);
    memcpy(&digest, bytes, sizeof(digest));
    (void)snprintf(template, sizeof(template), "acuerdo_template_%016llx",
                   (unsigned long long)digest);
}

static bool has_template(void)
{
    const bool is_there =
        store_execute(&admin, "test store",
                      arena_printf(admin.arena,
                                   "DO $$ BEGIN ASSERT EXISTS (SELECT FROM pg_database WHERE "
                                   "datname = '%s'); END $$",
                                   template)) == OK;
    op_clear(&admin);
    return is_there;
}

/* The template is one more empty store, migrated and left closed, which all tests on the server
 * share.  It gets its name when it is whole. */
static void make_template(void)
{
    struct store store = {0};
    if (template[0])
        return;
    name_template();
    admin_execute("DO $$ BEGIN PERFORM pg_advisory_lock(5219); END $$", "", "");
    if (!has_template()) {
        make_database(&store, "");
        struct db *const before = admin.db;
        check_ok(&admin, db_open(&admin, str_of(store.url), &options, &admin.db));
        check_ok(&admin, db_migrate(&admin, NULL));
        db_close(admin.db);
        admin.db = before;
        admin_execute("ALTER DATABASE", store.name,
                      arena_printf(admin.arena, "RENAME TO %s", template));
    }
    admin_execute("DO $$ BEGIN PERFORM pg_advisory_unlock(5219); END $$", "", "");
}

static int open_file(const struct store *store, int flags)
{
    char path[URL_SIZE];
    (void)snprintf(path, sizeof(path), "%s/store.db", store->name);
    const int fd = open(path, flags | O_CLOEXEC, 0644);
    if (fd < 0)
        fail_msg("no file %s", path);
    return fd;
}

/* Puts the migrated file into the folder of a new store. */
static void copy_file(const struct store *store)
{
    char block[1 << 16];
    ssize_t size = 0;
    const int in = open_file(&whole, O_RDONLY);
    const int out = open_file(store, O_WRONLY | O_CREAT | O_EXCL);
    while ((size = read(in, block, sizeof(block))) > 0)
        check_eq(write(out, block, (size_t)size), size);
    check_eq(size, 0);
    check_eq(close(in), 0);
    check_eq(close(out), 0);
}

/* The file stays until the last test on SQLite is over. */
static void make_whole(struct op *op)
{
    struct db *const before = op->db;
    if (whole.name[0])
        return;
    make_folder(&whole);
    check_ok(op, db_open(op, str_of(whole.url), &options, &op->db));
    check_ok(op, db_migrate(op, NULL));
    db_close(op->db);
    op->db = before;
}

static void open_store(struct op *op, bool is_migrated)
{
    struct store *const store = find_store(NULL);
    if (dialect == DB_SQLITE) {
        make_folder(store);
        if (is_migrated) {
            make_whole(op);
            copy_file(store);
        }
    } else if (is_migrated && !test_store_is_distributed()) { /* Citus copies no database */
        make_template();
        make_database(store, arena_printf(op->arena, "TEMPLATE %s", template));
    } else {
        make_database(store, "");
    }
    check_ok(op, db_open(op, str_of(store->url), &options, &store->db));
    op->db = store->db;
    if (test_store_is_distributed()) /* a cluster of one node, new with each database */
        check_ok(op, store_execute(op, "citus", "CREATE EXTENSION citus"));
}

void test_store_open(struct op *op)
{
    open_store(op, true);
    check_ok(op, db_migrate(op, NULL)); /* nothing to do in a copy of the template */
    if (test_store_is_distributed())
        check_ok(op, db_distribute(op, NULL));
}

void test_store_open_empty(struct op *op)
{
    open_store(op, false);
}

const char *test_store_url(const struct op *op)
{
    return find_store(op->db)->url;
}

struct db *test_store_connect(struct op *op)
{
    struct db *db = NULL;
    check_ok(op, db_open(op, str_of(test_store_url(op)), &options, &db));
    return db;
}

void test_store_end_others(struct op *op)
{
    struct op other = *op;
    other.db = test_store_connect(op);
    check_ok(&other, store_execute(&other, "end others",
                                   "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                                   "WHERE datname = current_database() "
                                   "AND pid <> pg_backend_pid()"));
    db_close(other.db);
}

void test_store_close(struct op *op)
{
    remove_store(find_store(op->db));
    op->db = NULL;
}

static int remove_all(void **state)
{
    (void)state;
    for (int i = 0; i < STORES_MAX; i++)
        if (stores[i].db)
            remove_store(&stores[i]);
    return 0;
}

static int run_on_dialect(const char *name, const struct CMUnitTest *tests, size_t count)
{
    struct CMUnitTest copies[TESTS_MAX];
    char title[128];
    (void)snprintf(title, sizeof(title), "%s on %s", name,
                   dialect == DB_SQLITE ? "SQLite" : "PostgreSQL");
    for (size_t i = 0; i < count; i++) {
        copies[i] = tests[i];
        if (!copies[i].teardown_func)
            copies[i].teardown_func = remove_all;
    }
    const int failed = _cmocka_run_group_tests(title, copies, count, NULL, NULL);
    if (whole.name[0])
        remove_files(&whole);
    whole = (struct store){0};
    return failed;
}

static int run_on_postgresql(const char *name, const struct CMUnitTest *tests, size_t count,
                             bool is_only)
{
    const char *const url = getenv("ACUERDO_TEST_PG_URL");
    if (!url || !*url) {
        print_message("%s on PostgreSQL: skipped (ACUERDO_TEST_PG_URL is not set)\n", name);
        return is_only ? 1 : 0; /* nothing ran */
    }
    op_init(&admin, arena_create(), NULL, op_clock_system);
    if (db_open(&admin, str_of(url), &options, &admin.db) != OK) {
        print_error("%s on PostgreSQL: %s\n", name, admin.text);
        return 1;
    }
    dialect = DB_POSTGRESQL;
    const int failed = run_on_dialect(name, tests, count);
    db_close(admin.db);
    arena_destroy(admin.arena);
    return failed;
}

int test_store_run(const char *name, const struct CMUnitTest *tests, size_t count)
{
    if (count > TESTS_MAX) {
        print_error("%s: more than %d tests\n", name, TESTS_MAX);
        return 1;
    }
    const char *const wanted = getenv("ACUERDO_TEST_STORE");
    const bool is_only = wanted && strcmp(wanted, "postgresql") == 0;
    dialect = DB_SQLITE;
    const int failed = is_only ? 0 : run_on_dialect(name, tests, count);
    return failed + run_on_postgresql(name, tests, count, is_only);
}
