/* Runs a fuzz target over files instead of under libFuzzer, so that every CI run replays what
 * fuzzing once found.  Arguments are files or folders.  Each input also runs cut short at some
 * places: a half-sent file is the commonest damage there is.  Exits 1 when there was nothing to
 * run. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CUTS_MAX = 64, PATH_SIZE = 4096 };

static void run_bytes(const uint8_t *bytes, size_t size)
{
    /* A piece of exactly this size: the address sanitizer sees a read past its end. */
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (!exact)
        abort();
    if (size > 0)
        memcpy(exact, bytes, size);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static void run_input(const uint8_t *bytes, size_t size)
{
    const size_t step = size / CUTS_MAX + 1;

    for (size_t cut = 0; cut < size; cut += step)
        run_bytes(bytes, cut);
    run_bytes(bytes, size);
}

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    size_t size = 0, got;

    if (!file) {
        perror(path);
        exit(1);
    }
    do {
        bytes = realloc(bytes, size + BUFSIZ);
        if (!bytes)
            abort();
        got = fread(bytes + size, 1, BUFSIZ, file);
        size += got;
    } while (got > 0);
    (void)fclose(file);
    run_input(bytes, size);
    free(bytes);
    return 1;
}

/* The number of inputs that were run. */
static int run_path(const char *path)
{
    struct stat info;
    struct dirent *entry;
    DIR *folder;
    int count = 0;

    if (stat(path, &info) != 0) {
        perror(path);
        exit(1);
    }
    if (!S_ISDIR(info.st_mode))
        return run_file(path);
    folder = opendir(path);
    while (folder && (entry = readdir(folder))) {
        char inner[PATH_SIZE];
        if (entry->d_name[0] == '.')
            continue;
        if (snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name) < (int)sizeof(inner))
            count += run_path(inner);
    }
    if (folder)
        (void)closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;

    for (int i = 1; i < argc; i++)
        count += run_path(argv[i]);
    printf("%d inputs replayed\n", count);
    return count > 0 ? 0 : 1;
}
