#include "cli/strategy_source.h"

#include <sys/stat.h>

#include "cli/file.h"

#define FILE_BYTES_MAX ((size_t)8 << 20)

static bool is_folder(const char *path)
{
    struct stat there;
    return stat(path, &there) == 0 && S_ISDIR(there.st_mode);
}

/* The last part of a path. */
static str base_name(str path)
{
    while (path.size > 1 && path.data[path.size - 1] == '/')
        path.size--;
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    return (str){path.data + start, path.size - start};
}

status strategy_find(struct cli *cli, str word, struct strategy_source *ret_source, str *ret_name)
{
    struct op *const op = &cli->op;
    const char *const folder = str_cstr(op->arena, word);
    struct strategy_source source;
    str *const texts[STRATEGY_FILES] = {&source.segment, &source.treatment, &source.priority,
                                        &source.settings};
    *ret_name = base_name(word);
    if (!is_folder(folder) && !strchr(folder, '/'))
        return strategy_shipped(op, word, ret_source);
    for (size_t i = 0; i < STRATEGY_FILES; i++)
        TRY(cli_file_read(op,
                          str_of(arena_printf(op->arena, "%s/%s", folder, strategy_file_names[i])),
                          FILE_BYTES_MAX, texts[i]));
    *ret_source = source;
    return OK;
}
