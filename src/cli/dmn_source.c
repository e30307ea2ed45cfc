/* Where `acuerdo dmn` finds models, and what their tables may ask. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/dmn.h"
#include "cli/file.h"
#include "dmn/offer.h"
#include "policy/strategy.h"

#define SEGMENT "segment"

struct reader {
    struct cli *cli;
    struct dmn_sources sources;
    size_t capacity;
    bool with_facts;
};

static str base_name(str path)
{
    const char *const slash = memrchr(path.data, '/', path.size);
    if (!slash)
        return path;
    return (str){slash + 1, path.size - (size_t)(slash + 1 - path.data)};
}

/* --- inputs --- */

static bool is_attribute(str name)
{
    return str_starts(name, STR(ATTRIBUTE_PREFIX));
}

/* Facts, and the attributes that the model asks for, as it declares them: which there are, the
 * store alone knows. */
static void give_facts(struct op *op, struct dmn_source *source, const struct dmn_input *offered,
                       size_t count)
{
    struct dmn_input *const inputs = arena_array(op->arena, INPUT_COUNT + count, sizeof(*inputs));
    size_t used = INPUT_COUNT;
    const struct input_schema all = {.inputs = inputs, .count = INPUT_COUNT};
    memcpy(inputs, input_list, sizeof(input_list));
    const struct input_schema part =
        strategy_part_schema(op, &all, str_equal_c(source->name, "obligation.dmn"));
    memcpy(inputs, part.inputs, sizeof(input_list));
    for (size_t i = 0; i < count; i++) {
        if (!is_attribute(str_of(offered[i].name)))
            continue;
        inputs[used] = offered[i];
        inputs[used++].scale = offered[i].type == DMN_NUMBER ? ATTRIBUTE_SCALE : 0;
    }
    source->inputs = inputs;
    source->input_count = used;
}

/* What has the name of a fact is one. */
static void take_types(struct dmn_input *offered, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t fact = 0; fact < INPUT_COUNT; fact++)
            if (strcmp(offered[i].name, input_list[fact].name) == 0)
                offered[i] = input_list[fact];
}

static status give_inputs(struct op *op, struct dmn_source *source, bool with_facts)
{
    struct dmn_input *offered = NULL;
    size_t count = 0;
    TRY(dmn_inputs_offer(op, source->model, &offered, &count));
    if (with_facts) {
        give_facts(op, source, offered, count);
        return OK;
    }
    take_types(offered, count);
    source->inputs = offered;
    source->input_count = count;
    return OK;
}

/* --- files --- */

static status add_text(struct reader *reader, str name, str xml, bool with_facts)
{
    struct op *const op = &reader->cli->op;
    struct dmn_sources *const all = &reader->sources;
    struct dmn_source source = {.name = str_copy(op->arena, name), .text = xml};
    const status code = dmn_model_load(op, xml, str_cstr(op->arena, name), &source.model);
    if (code == OK)
        TRY(give_inputs(op, &source, with_facts));
    else
        source.failure = arena_printf(op->arena, "%s", op->text);
    op_clear(op);
    all->list = arena_grow(op->arena, all->list, all->count, &reader->capacity, sizeof(*all->list));
    all->list[all->count++] = source;
    return OK;
}

static status add_file(struct reader *reader, str path, bool with_facts)
{
    str xml = {"", 0};
    TRY(cli_file_read(&reader->cli->op, path, LIMIT_DMN_BYTES, &xml));
    return add_text(reader, base_name(path), xml, with_facts);
}

static bool is_model(const char *name)
{
    const size_t size = strlen(name);
    return size > 4 && strcmp(name + size - 4, ".dmn") == 0;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const str *)a, *(const str *)b);
}

/* The models of a folder, by name, so that each run says the same. */
static status list_folder(struct op *op, const char *folder, str **ret_names, size_t *ret_count)
{
    DIR *const open_folder = opendir(folder);
    size_t capacity = 0;
    size_t count = 0;
    str *names = NULL;
    if (!open_folder)
        return op_fail(op, E_IO, "%s cannot be opened: %s", folder, op_errno(op, errno));
    for (const struct dirent *entry = readdir(open_folder); entry; entry = readdir(open_folder)) {
        if (!is_model(entry->d_name))
            continue;
        names = arena_grow(op->arena, names, count, &capacity, sizeof(*names));
        names[count++] = str_copy(op->arena, str_of(entry->d_name));
    }
    (void)closedir(open_folder);
    if (count == 0)
        return op_fail(op, E_NOT_FOUND, "%s has no .dmn file", folder);
    qsort(names, count, sizeof(*names), by_name);
    *ret_names = names;
    *ret_count = count;
    return OK;
}

static status add_folder(struct reader *reader, const char *folder)
{
    struct op *const op = &reader->cli->op;
    str *names = NULL;
    size_t count = 0;
    TRY(list_folder(op, folder, &names, &count));
    for (size_t i = 0; i < count; i++)
        TRY(add_file(reader,
                     str_of(arena_printf(op->arena, "%s/" STR_FORMAT, folder, STR_ARG(names[i]))),
                     true));
    return OK;
}

static status add_texts(struct reader *reader, struct strategy_source *source)
{
    for (size_t i = 0; i < STRATEGY_PARTS; i++) {
        const str text = *strategy_part_of(source, i);
        if (is_model(strategy_parts[i].path) && text.size > 0)
            TRY(add_text(reader, str_of(strategy_parts[i].path), text, true));
    }
    return OK;
}

static status add_shipped(struct reader *reader, str name)
{
    struct strategy_source source;
    TRY(strategy_shipped(&reader->cli->op, name, &source));
    return add_texts(reader, &source);
}

/* A strategy's segment is an input of its other tables: only what the table can say comes. */
static status link_segment(struct reader *reader, size_t from)
{
    struct op *const op = &reader->cli->op;
    struct dmn_sources *const all = &reader->sources;
    const struct dmn_source *segment = NULL;
    for (size_t i = from; i < all->count; i++)
        if (str_equal_c(all->list[i].name, SEGMENT ".dmn"))
            segment = &all->list[i];
    if (!segment || !segment->model)
        return OK;
    const struct dmn_check check = {.model = segment->model,
                                    .inputs = segment->inputs,
                                    .input_count = segment->input_count,
                                    .symbols = all->symbols};
    struct dmn_possible possible = {0};
    TRY(dmn_model_possible(op, &check, SEGMENT, &possible));
    for (size_t i = from; i < all->count; i++) {
        struct dmn_source *const source = &all->list[i];
        if (source == segment || !source->model)
            continue;
        source->by_input = arena_array(op->arena, source->input_count, sizeof(*source->by_input));
        source->by_input[INPUT_segment] = possible;
    }
    return OK;
}

static status add_word(struct reader *reader, str word)
{
    const char *const path = str_cstr(reader->cli->op.arena, word);
    const size_t from = reader->sources.count;
    struct stat there;
    if (stat(path, &there) == 0 && !S_ISDIR(there.st_mode))
        return add_file(reader, word, reader->with_facts);
    if (stat(path, &there) == 0)
        TRY(add_folder(reader, path));
    else if (strchr(path, '/') || strchr(path, '.'))
        return op_fail(&reader->cli->op, E_NOT_FOUND, "there is no file or folder %s", path);
    else
        TRY(add_shipped(reader, word));
    return link_segment(reader, from);
}

status dmn_sources_read(struct cli *cli, const str *words, size_t count, bool with_facts,
                        struct dmn_sources *ret_sources)
{
    struct reader reader = {.cli = cli, .with_facts = with_facts};
    reader.sources.symbols = dmn_symbols_create(cli->op.arena);
    for (size_t i = 0; i < count; i++)
        TRY(add_word(&reader, words[i]));
    *ret_sources = reader.sources;
    return OK;
}

status dmn_sources_of_active(struct cli *cli, struct dmn_sources *ret_sources, str *ret_settings)
{
    struct reader reader = {.cli = cli};
    struct strategy_source source;
    int64_t id = 0;
    int version = 0;
    str name;
    reader.sources.symbols = dmn_symbols_create(cli->op.arena);
    TRY(strategy_active(&cli->op, &id, &name, &version));
    TRY(strategy_texts(&cli->op, id, &source));
    TRY(add_texts(&reader, &source));
    *ret_sources = reader.sources;
    *ret_settings = source.settings;
    return OK;
}

const struct dmn_source *dmn_sources_find(const struct dmn_sources *sources, const char *name)
{
    for (size_t i = 0; i < sources->count; i++)
        if (str_equal_c(sources->list[i].name, name))
            return &sources->list[i];
    return NULL;
}

static bool is_required(const struct dmn_model *model, const struct dmn_decision *decision)
{
    for (size_t i = 0; i < model->decision_count; i++)
        for (size_t r = 0; r < model->decisions[i].requirement_count; r++)
            if (dmn_model_find_decision(model, model->decisions[i].requirements[r].href) ==
                decision)
                return true;
    return false;
}

status dmn_source_decision(struct cli *cli, const struct dmn_source *source, str name,
                           const struct dmn_decision **ret_decision)
{
    const struct dmn_model *const model = source->model;
    const struct dmn_decision *found = name.size > 0 ? dmn_model_decision(model, name) : NULL;
    for (size_t i = model->decision_count; i-- > 0 && name.size == 0 && !found;)
        if (model->decisions[i].table && !is_required(model, &model->decisions[i]))
            found = &model->decisions[i];
    if (!found && name.size > 0)
        return op_fail(&cli->op, E_NOT_FOUND, "model '" STR_FORMAT "' has no decision '%s'",
                       STR_ARG(source->name), str_cstr(cli->op.arena, name));
    if (!found)
        return op_fail(&cli->op, E_NOT_FOUND, "model '" STR_FORMAT "' has no decision table",
                       STR_ARG(source->name));
    *ret_decision = found;
    return OK;
}

status dmn_source_read(struct cli *cli, str name, struct dmn_sources *ret_sources,
                       const struct dmn_decision **ret_decision)
{
    const struct options *const options = &cli->options;
    TRY(dmn_sources_read(cli, options->operands, 1, options_has(options, "facts"), ret_sources));
    if (!ret_sources->list[0].model)
        return op_fail(&cli->op, E_INVALID, "%s", ret_sources->list[0].failure);
    return dmn_source_decision(cli, &ret_sources->list[0], name, ret_decision);
}

bool dmn_gives_list(const struct dmn_decision *decision)
{
    return decision->table && decision->table->policy >= DMN_COLLECT &&
           decision->table->aggregation == DMN_LIST;
}
