/* acuerdo dmn diff: what changed between two versions of tables, and whom it would touch. */
#include "cli/dmn_diff.h"

#include "base/shared.h"
#include "cli/file.h"
#include "policy/resident.h"
#include "policy/strategy.h"
#include "store/db.h"

#define SETTINGS_BYTES ((size_t)8 << 20)
#define GATE_MAX       5000 /* changed cases that the gate is asked about, unless --gate says more */

/* clang-format off */
static const struct option_spec specs[] = {
    {"gate", "N", {"cuántos expedientes cambiados se preguntan a la compuerta (5000)", "how many changed cases the gate is asked about (5000)"}},
    {NULL, NULL, {NULL, NULL}},
};
/* clang-format on */

struct version {
    struct dmn_sources sources;
    str settings;
};

static status read_settings(struct cli *cli, str word, str *ret_settings)
{
    struct op *const op = &cli->op;
    struct strategy_source shipped;
    const str path = str_of(arena_printf(op->arena, STR_FORMAT "/strategy.json", STR_ARG(word)));
    *ret_settings = (str){"", 0};
    if (cli_file_read(op, path, SETTINGS_BYTES, ret_settings) == OK)
        return OK;
    op_clear(op); /* a strategy that ships, or a file by itself */
    if (strategy_shipped(op, word, &shipped) == OK)
        *ret_settings = shipped.settings;
    op_clear(op);
    return OK;
}

static status check_models(struct cli *cli, const struct dmn_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++)
        if (!sources->list[i].model)
            return op_fail(&cli->op, E_INVALID, "%s", sources->list[i].failure);
    return OK;
}

static status read_version(struct cli *cli, str word, struct version *ret_version)
{
    TRY(dmn_sources_read(cli, &word, 1, false, &ret_version->sources));
    TRY(read_settings(cli, word, &ret_version->settings));
    return check_models(cli, &ret_version->sources);
}

/* --- texts --- */

static const struct dmn_model *other_model(const struct dmn_sources *mine,
                                           const struct dmn_sources *others, size_t i)
{
    if (mine->count == 1 && others->count == 1)
        return others->list[0].model;
    const struct dmn_source *const found = dmn_sources_find(others, mine->list[i].name.data);
    return found ? found->model : NULL;
}

static status compare_file(struct cli *cli, struct dmn_diff *diff, str name,
                           const struct dmn_model *before, const struct dmn_model *after)
{
    static const struct dmn_model none = {
        .name = {"", 0}
    };
    struct dmn_diff_file *const file = &diff->files[diff->file_count++];
    file->name = name;
    TRY(dmn_models_compare(&cli->op, before ? before : &none, after ? after : &none, &file->changes,
                           &file->change_count));
    diff->change_count += file->change_count;
    return OK;
}

static status compare_texts(struct cli *cli, const struct version *before,
                            const struct version *after, struct dmn_diff *diff)
{
    const struct dmn_sources *const a = &before->sources;
    const struct dmn_sources *const b = &after->sources;
    diff->files = arena_array(cli->op.arena, a->count + b->count, sizeof(*diff->files));
    for (size_t i = 0; i < b->count; i++)
        TRY(compare_file(cli, diff, b->list[i].name, other_model(b, a, i), b->list[i].model));
    for (size_t i = 0; i < a->count; i++)
        if (!other_model(a, b, i))
            TRY(compare_file(cli, diff, a->list[i].name, a->list[i].model, NULL));
    return OK;
}

/* --- cases --- */

static status side_of(struct cli *cli, const struct version *version, struct compare_side *ret_side)
{
    const struct dmn_source *const segment = dmn_sources_find(&version->sources, "segment.dmn");
    const struct dmn_source *const treatment = dmn_sources_find(&version->sources, "treatment.dmn");
    if (!segment || !treatment)
        return op_fail(&cli->op, E_INVALID,
                       "the effect on cases is shown of whole strategies: a folder with "
                       "segment.dmn and treatment.dmn, or one that ships with the program");
    const struct dmn_source *const obligation =
        dmn_sources_find(&version->sources, "obligation.dmn");
    *ret_side = (struct compare_side){segment->model, treatment->model,
                                      obligation ? obligation->model : NULL, version->settings};
    return OK;
}

static bool is_same(const struct version *a, const struct version *b, const char *file)
{
    const struct dmn_source *const one = dmn_sources_find(&a->sources, file);
    const struct dmn_source *const other = dmn_sources_find(&b->sources, file);
    return one && other && str_equal(one->text, other->text);
}

static void drop_view(void *view)
{
    shared_drop(view);
}

static status take_view(struct cli *cli, bool with_claims, const struct resident_view **ret_view)
{
    const struct load_options options = {.threads = 2, .with_claims = with_claims};
    if (cli->resident) {
        if (with_claims)
            resident_ask_claims(cli->resident);
        TRY(resident_refresh(&cli->op, cli->resident));
        *ret_view = resident_take(cli->resident);
    } else {
        TRY(resident_load(&cli->op, &options, 0, ret_view));
    }
    arena_defer(cli->op.arena, drop_view, (void *)(uintptr_t)*ret_view);
    return OK;
}

static status find_effect(struct cli *cli, const struct version *before,
                          const struct version *after, struct dmn_diff *diff)
{
    struct compare_request request = {.on = cli->op.business_date};
    int64_t most = 0;
    TRY(cli_i64(cli, "gate", GATE_MAX, &most));
    if (most < 0 || most > 10000000)
        return op_fail(&cli->op, E_INVALID, "--gate is 0 to 10000000");
    request.gate_max = (size_t)most;
    TRY(side_of(cli, before, &request.before));
    TRY(side_of(cli, after, &request.after));
    if (is_same(before, after, "segment.dmn")) /* then it is decided once */
        request.after.segment = request.before.segment;
    if (is_same(before, after, "obligation.dmn"))
        request.after.obligation = request.before.obligation;
    TRY(take_view(cli, compare_asks_obligations(&request), &request.view));
    TRY(db_begin(&cli->op, DB_READ)); /* attributes come in one walk */
    TRY(strategy_compare(&cli->op, &request, &diff->effect));
    TRY(db_commit(&cli->op));
    diff->has_effect = true;
    diff->on = request.on;
    return OK;
}

static status run(struct cli *cli)
{
    const bool is_active = cli->options.operand_count == 1;
    const bool has_store = is_active || options_has(&cli->options, "store");
    struct version before = {0};
    struct version after = {0};
    struct dmn_diff diff = {0};
    TRY(read_version(cli, cli->options.operands[is_active ? 0 : 1], &after));
    if (has_store)
        TRY(cli_open(cli, CLI_READ));
    if (is_active)
        TRY(dmn_sources_of_active(cli, &before.sources, &before.settings));
    else
        TRY(read_version(cli, cli->options.operands[0], &before));
    TRY(compare_texts(cli, &before, &after, &diff));
    if (has_store)
        TRY(find_effect(cli, &before, &after, &diff));
    return dmn_diff_print(cli, &diff);
}

const struct command dmn_diff_command = {
    .name = "dmn diff",
    .usage = "[BEFORE] AFTER [--store URL] [--json]",
    .summary = {"qué celdas cambiaron y, en un almacén, a quién se trataría distinto (sin ANTES: "
                "la activa)", "which cells changed and, on a store, who would be treated differently (without "
                "BEFORE: the active one)"},
    .specs = specs,
    .operand_count_min = 1,
    .operand_count_max = 2,
    .run = run,
};
