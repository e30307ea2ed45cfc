#include "cli/strategy_source.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "cli/file.h"

static bool is_folder(struct cli *cli, str word)
{
    struct stat there;
    return stat(str_cstr(cli->op.arena, word), &there) == 0 && S_ISDIR(there.st_mode);
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

static status read_part(struct op *op, const char *folder, const struct strategy_part *part,
                        str *ret_text)
{
    const str path = str_of(arena_printf(op->arena, "%s/%s", folder, part->path));
    const status code = cli_file_read(op, path, STRATEGY_FILE_BYTES_MAX, ret_text);
    if (code != E_NOT_FOUND || part->is_needed)
        return code;
    op_clear(op);
    *ret_text = STR("");
    return OK;
}

static bool is_template(const char *name)
{
    const str text = str_of(name);
    return text.size > 4 && text.data[0] != '.' &&
           (str_equal_c((str){text.data + text.size - 4, 4}, ".txt") ||
            (text.size > 5 && str_equal_c((str){text.data + text.size - 5, 5}, ".html")));
}

static int compare_templates(const void *a, const void *b)
{
    const struct strategy_template *const left = a;
    const struct strategy_template *const right = b;
    return str_compare(left->path, right->path);
}

/* In the order of their names, whatever the file system says. */
static status read_templates(struct op *op, const char *folder, struct strategy_source *source)
{
    struct strategy_template *const list =
        arena_array(op->arena, STRATEGY_TEMPLATES_MAX, sizeof(*list));
    const char *const path = arena_printf(op->arena, "%s/" STRATEGY_TEMPLATES, folder);
    DIR *const open = opendir(path);
    status code = OK;
    if (!open)
        return errno == ENOENT ? OK : op_fail(op, E_IO, "%s: %s", path, op_errno(op, errno));
    for (const struct dirent *entry = readdir(open); entry && code == OK; entry = readdir(open)) {
        struct strategy_template *const one = &list[source->template_count];
        if (!is_template(entry->d_name))
            continue;
        if (source->template_count == STRATEGY_TEMPLATES_MAX) {
            code =
                op_fail(op, E_LIMIT, "%s has more than %d templates", path, STRATEGY_TEMPLATES_MAX);
            break;
        }
        one->path = str_of(arena_printf(op->arena, STRATEGY_TEMPLATES "%s", entry->d_name));
        code = cli_file_read(op, str_of(arena_printf(op->arena, "%s%s", path, entry->d_name)),
                             STRATEGY_FILE_BYTES_MAX, &one->text);
        source->template_count++;
    }
    (void)closedir(open);
    qsort(list, source->template_count, sizeof(*list), compare_templates);
    source->templates = list;
    return code;
}

status strategy_read_folder(struct cli *cli, str word, struct strategy_source *ret_source,
                            str *ret_name)
{
    struct op *const op = &cli->op;
    const char *const folder = str_cstr(op->arena, word);
    struct strategy_source source = {0};
    for (size_t i = 0; i < STRATEGY_PARTS; i++)
        TRY(read_part(op, folder, &strategy_parts[i], strategy_part_of(&source, i)));
    TRY(read_templates(op, folder, &source));
    *ret_name = base_name(word);
    *ret_source = source;
    return OK;
}

status strategy_find_files(struct cli *cli, str word, struct strategy_source *ret_source,
                           str *ret_name)
{
    if (is_folder(cli, word) || memchr(word.data, '/', word.size))
        return strategy_read_folder(cli, word, ret_source, ret_name);
    *ret_name = word;
    return strategy_shipped(&cli->op, word, ret_source);
}

status strategy_find_stored(struct cli *cli, str word, struct strategy_row *ret_row)
{
    struct op *const op = &cli->op;
    str rest = word;
    const str name = str_split(&rest, '@');
    int64_t version = 0;
    if (name.size < word.size && (!str_to_i64(rest, &version) || version < 1))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is no NAME@VERSION", STR_ARG(word));
    return strategy_find(op, name, version, ret_row);
}
