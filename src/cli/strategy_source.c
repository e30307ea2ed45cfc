#include "cli/strategy_source.h"

#include <errno.h>
#include <sys/stat.h>

#define FILE_BYTES_MAX ((size_t)8 << 20)

static status read_text(struct cli *cli, const char *path, str *ret_text)
{
    struct op *const op = &cli->op;
    char piece[16384];
    struct buf out = buf_start(op->arena, FILE_BYTES_MAX);
    FILE *const file = fopen(path, "re");
    if (!file)
        return op_fail(op, E_IO, "%s cannot be opened: %s", path, op_errno(op, errno));
    for (size_t size; (size = fread(piece, 1, sizeof(piece), file)) > 0;)
        buf_add(&out, (str){piece, size});
    const bool is_read = ferror(file) == 0;
    (void)fclose(file);
    if (!is_read || out.is_full)
        return op_fail(op, E_IO, "%s cannot be read, or is longer than %zu bytes", path,
                       FILE_BYTES_MAX);
    *ret_text = buf_str(&out);
    return OK;
}

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
        TRY(read_text(cli, arena_printf(op->arena, "%s/%s", folder, strategy_file_names[i]),
                      texts[i]));
    *ret_source = source;
    return OK;
}
