/* Tables marked (A) in sql/migrations are only inserted into: no query of sql/ changes or deletes
 * their rows, not even by the way of an upsert.  sql/erase.sql alone may, because the law makes
 * words go; who runs it is src/privacy, and nobody else. */
#include <dirent.h>
#include <stdlib.h>

#include "tests/check.h"

#define TABLES_MAX 64
#define FILE_BYTES (1 << 20)

struct tables {
    const char *names[TABLES_MAX];
    size_t count;
};

static const char *source_path(struct op *op, const char *path)
{
    const char *const root = getenv("ACUERDO_SOURCE");
    return arena_printf(op->arena, "%s/%s", root ? root : ".", path);
}

static str read_file(struct op *op, const char *path)
{
    char *const text = arena_alloc(op->arena, FILE_BYTES);
    FILE *const file = fopen(path, "rb");
    if (!file)
        fail_msg("%s cannot be read", path);
    const size_t size = fread(text, 1, FILE_BYTES, file);
    fclose(file);
    check_true(size < FILE_BYTES);
    return (str){text, size};
}

/* Calls visit for each .sql file of a folder; the number of files. */
static int each_file(struct op *op, const char *folder,
                     void (*visit)(struct op *op, const char *path, void *context), void *context)
{
    int count = 0;
    const char *const path = source_path(op, folder);
    DIR *const directory = opendir(path);
    if (!directory)
        fail_msg("%s cannot be read", path);
    for (struct dirent *entry; (entry = readdir(directory));) {
        const size_t size = strlen(entry->d_name);
        if (size <= 4 || strcmp(entry->d_name + size - 4, ".sql") != 0)
            continue;
        visit(op, arena_printf(op->arena, "%s/%s", path, entry->d_name), context);
        count++;
    }
    closedir(directory);
    return count;
}

/* CREATE TABLE name (   -- (A) …; but a mark that says `but for` allows what it names. */
static void collect_tables(struct op *op, const char *path, void *context)
{
    struct tables *const tables = context;
    str rest = read_file(op, path);
    while (rest.size > 0) {
        const char *const line = str_cstr(op->arena, str_split(&rest, '\n'));
        char name[64];
        if (sscanf(line, "CREATE TABLE %63[a-z_] (", name) != 1 || !strstr(line, "-- (A)") ||
            strstr(line, "-- (A) but for"))
            continue;
        check_true(tables->count < TABLES_MAX);
        tables->names[tables->count++] = arena_copy(op->arena, name, strlen(name));
    }
}

/* The text as either store may see it: without comments, in lower case, one blank between words. */
static str plain_sql(struct op *op, str text)
{
    struct buf out = buf_start(op->arena, FILE_BYTES);
    while (text.size > 0) {
        str line = str_trim(str_split(&text, '\n'));
        if (str_starts(line, STR("--@"))) /* a line for one store */
            (void)str_split(&line, ' ');
        const char *const comment = memmem(line.data, line.size, "--", 2);
        if (comment)
            line.size = (size_t)(comment - line.data);
        while (line.size > 0) {
            const str word = str_split(&line, ' ');
            for (size_t i = 0; i < word.size; i++)
                buf_add_char(&out, word.data[i] >= 'A' && word.data[i] <= 'Z'
                                       ? (char)(word.data[i] - 'A' + 'a')
                                       : word.data[i]);
            if (word.size > 0)
                buf_add_char(&out, ' ');
        }
    }
    check_false(out.is_full);
    return buf_str(&out);
}

static bool has(const char *statement, const char *words, const char *table)
{
    const size_t size = strlen(table);
    for (const char *at = statement; (at = strstr(at, words)); at++) {
        const char *const name = at + strlen(words);
        if (strncmp(name, table, size) == 0 && strchr(" ,;(", name[size]))
            return true;
    }
    return false;
}

/* Whether a statement (as plain_sql writes it) changes or deletes rows of a table. */
static bool changes(const char *statement, const char *table)
{
    return has(statement, "update ", table) || has(statement, "update only ", table) ||
           has(statement, "delete from ", table) || has(statement, "delete from only ", table) ||
           has(statement, "truncate ", table) || has(statement, "truncate table ", table) ||
           has(statement, "drop table ", table) || has(statement, "replace into ", table) ||
           (has(statement, "insert into ", table) && strstr(statement, "do update"));
}

/* The table that a file's statements change, or NULL. */
static const char *changed_table(struct op *op, const struct tables *tables, str text)
{
    str rest = plain_sql(op, text);
    while (rest.size > 0) {
        const char *const statement = str_cstr(op->arena, str_split(&rest, ';'));
        for (size_t i = 0; i < tables->count; i++)
            if (changes(statement, tables->names[i]))
                return tables->names[i];
    }
    return NULL;
}

static void check_file(struct op *op, const char *path, void *context)
{
    if (strstr(path, "/erase.sql"))
        return;
    const char *const table = changed_table(op, context, read_file(op, path));
    if (table)
        fail_msg("%s changes or deletes rows of %s, which is only inserted into", path, table);
}

static void test_no_query_changes_them(void **state)
{
    (void)state;
    static const char *const known[] = {"event",    "consent", "allocation", "action",
                                        "decision", "setting", "document"};
    struct op *const op = check_op();
    struct tables tables = {.count = 0};
    check_true(each_file(op, "sql/migrations", collect_tables, &tables) >= 2);
    for (size_t k = 0; k < ARRAY_LEN(known); k++) {
        size_t at = 0;
        while (at < tables.count && strcmp(tables.names[at], known[k]) != 0)
            at++;
        check_case(known[k]);
        check_true(at < tables.count);
    }
    check_true(each_file(op, "sql", check_file, &tables) >= 3);
}

/* The check itself: what it must find, and what it must leave alone. */
static void test_the_check_sees(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        bool is_change;
    } cases[] = {
        {"UPDATE event SET kind = 'x' WHERE id = $1;",                                 true },
        {"update\n  event\n  set kind = 'x';",                                         true },
        {"DELETE FROM event WHERE id = $1;",                                           true },
        {"WITH old AS (DELETE FROM event RETURNING id) SELECT * FROM old;",            true },
        {"INSERT INTO event (id) VALUES ($1)\nON CONFLICT (id) DO UPDATE SET id = 1;", true },
        {"--@postgresql DELETE FROM event;",                                           true },
        {"TRUNCATE event;",                                                            true },
        {"REPLACE INTO event (id) VALUES (1);",                                        true },
        {"INSERT INTO event (id) VALUES ($1) ON CONFLICT (id) DO NOTHING;",            false},
        {"INSERT INTO other (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET n = 1;",   false},
        {"UPDATE event_copy SET kind = 'x';",                                          false},
        {"-- DELETE FROM event is what nobody may do\nSELECT 1;",                      false},
        {"SELECT * FROM event;",                                                       false},
    };
    struct op *const op = check_op();
    const struct tables tables = {.names = {"event"}, .count = 1};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        check_case(cases[i].sql);
        check_eq(changed_table(op, &tables, str_of(cases[i].sql)) != NULL, cases[i].is_change);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_query_changes_them),
        cmocka_unit_test(test_the_check_sees),
    };
    return cmocka_run_group_tests_name("append only", tests, NULL, NULL);
}
