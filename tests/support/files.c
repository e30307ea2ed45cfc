#include "tests/support/files.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/check.h"

#define FILE_BYTES_MAX ((size_t)64 << 20)

str test_read_file(struct op *op, const char *path)
{
    char piece[16384];
    struct buf out = buf_start(op->arena, FILE_BYTES_MAX);
    FILE *const file = fopen(path, "rb");
    if (!file) {
        print_error("%s cannot be read\n", path);
        fail();
        return (str){"", 0};
    }
    for (size_t size; (size = fread(piece, 1, sizeof(piece), file)) > 0;)
        buf_add(&out, (str){piece, size});
    (void)fclose(file);
    assert_false(out.is_full);
    return buf_str(&out);
}

/* --- temporary --- */

#define FOLDERS_MAX  64
#define FOLDER_BYTES 256
#define OPEN_MAX     16

static char folders[FOLDERS_MAX][FOLDER_BYTES];
static size_t folder_count;
static pid_t maker; /* children of a test leave what is its own */

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *place)
{
    (void)stat;
    (void)kind;
    (void)place;
    (void)remove(path);
    return 0;
}

static void remove_folders(void)
{
    for (size_t i = 0; i < folder_count && maker == getpid(); i++)
        (void)nftw(folders[i], remove_one, OPEN_MAX, FTW_DEPTH | FTW_PHYS);
}

const char *test_folder(void)
{
    const char *const base = getenv("TMPDIR");
    if (folder_count == 0) {
        maker = getpid();
        assert_int_equal(atexit(remove_folders), 0);
    }
    assert_true(folder_count < FOLDERS_MAX);
    char *const path = folders[folder_count];
    (void)snprintf(path, FOLDER_BYTES, "%s/acuerdo-test-XXXXXX",
                   base && strlen(base) < FOLDER_BYTES / 2 ? base : "/tmp");
    assert_non_null(mkdtemp(path));
    folder_count++;
    return path;
}

const char *test_write_file(struct op *op, str text)
{
    static const char *folder;
    static int number;
    if (!folder) {
        (void)test_folder();
        folder = folders[folder_count - 1];
    }
    const char *const path = arena_printf(op->arena, "%s/%d", folder, ++number);
    FILE *const file = fopen(path, "wbx");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.size, file), text.size);
    assert_int_equal(fclose(file), 0);
    return path;
}

const char *test_shared_path(struct op *op, const char *path)
{
    const char *const shared = getenv("ACUERDO_SHARED");
    const char *const full = arena_printf(op->arena, "%s/%s", shared ? shared : "../shared", path);
    return access(full, R_OK) == 0 ? full : NULL;
}
