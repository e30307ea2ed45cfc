#include "policy/strategy.h"

#include <inttypes.h>
#include <stddef.h>

#include "base/assets.h"
#include "base/ids.h"
#include "record/audit.h"
#include "record/document.h"
#include "record/symbol.h"
#include "store/db.h"

#define PART(path, field, is_needed)                                                               \
    {                                                                                              \
        path, #field, is_needed, offsetof(struct strategy_source, field)                           \
    }
const struct strategy_part strategy_parts[STRATEGY_PARTS] = {
    PART("segment.dmn", segment, true),
    PART("treatment.dmn", treatment, true),
    PART("priority.dmn", priority, true),
    PART("strategy.json", settings, true),
    PART("negotiation.dmn", negotiation, false),
    PART("escalation.dmn", escalation, false),
    PART("obligation.dmn", obligation, false),
    PART("cases.csv", cases, false),
    PART("README.md", readme, false),
};

bool strategy_part_is_model(size_t part)
{
    const str path = str_of(strategy_parts[part].path);
    return str_equal_c((str){path.data + path.size - 4, 4}, ".dmn");
}

size_t strategy_part_named(str word_or_path)
{
    size_t part = 0;
    while (part < STRATEGY_PARTS && !str_equal_c(word_or_path, strategy_parts[part].word) &&
           !str_equal_c(word_or_path, strategy_parts[part].path))
        part++;
    return part;
}

/* --- storing --- */

static status store_file(struct op *op, int64_t strategy_id, const char *path, str bytes)
{
    char hash[DOCUMENT_HASH_SIZE];
    if (bytes.size > STRATEGY_FILE_BYTES_MAX)
        return op_fail(op, E_LIMIT, "%s has more than %zu bytes", path, STRATEGY_FILE_BYTES_MAX);
    TRY(document_put(op, "application/octet-stream", path, bytes, hash));
    return audit_insert(op, AUDIT_STRATEGY_FILE, 0,
                        DB_ARGS(ARG_ID(strategy_id), ARG_TEXT_C(path), ARG_TEXT_C(hash)));
}

status strategy_intern(struct op *op, const struct dmn_symbols *symbols)
{
    const size_t count = dmn_symbols_count(symbols);
    for (size_t i = 0; i < count; i++) {
        int64_t id = 0;
        TRY(symbol_id(op, dmn_symbols_text(symbols, (dmn_symbol)i), &id));
    }
    return OK;
}

static status read_version(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static status store_files(struct op *op, int64_t id, const struct strategy_source *given)
{
    struct strategy_source source = *given;
    for (size_t i = 0; i < STRATEGY_PARTS; i++) {
        const str text = *strategy_part_of(&source, i);
        if (text.size > 0 || strategy_parts[i].is_needed)
            TRY(store_file(op, id, strategy_parts[i].path, text));
    }
    for (size_t i = 0; i < source.template_count; i++)
        TRY(store_file(op, id, str_cstr(op->arena, source.templates[i].path),
                       source.templates[i].text));
    return OK;
}

status strategy_insert(struct op *op, struct strategy_new *strategy)
{
    int64_t last = 0;
    bool found = false;
    TRY(db_query_one(op, Q_STRATEGY_LAST_VERSION, DB_ARGS(ARG_TEXT(strategy->name)), read_version,
                     &last, &found));
    strategy->id = id_make();
    strategy->version = last + 1;
    TRY(db_run(op, Q_STRATEGY_INSERT,
               DB_ARGS(ARG_ID(strategy->id), ARG_TEXT(strategy->name), ARG_I64(strategy->version),
                       ARG_TEXT_C(strategy->state), ARG_DAY(strategy->active_from),
                       ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id), ARG_ID(strategy->based_on)),
               NULL));
    return store_files(op, strategy->id, strategy->source);
}

status strategy_supersede(struct op *op, day from, int64_t but_id)
{
    return db_run(op, Q_STRATEGY_SUPERSEDE,
                  DB_ARGS(ARG_DAY(from), ARG_DAY(op->business_date), ARG_ID(but_id)), NULL);
}

status strategy_retire_past(struct op *op)
{
    return db_run(op, Q_STRATEGY_RETIRE_PAST, DB_ARGS(ARG_DAY(op->business_date)), NULL);
}

status strategy_install(struct op *op, str name, const struct strategy_source *source)
{
    struct strategy_models models;
    struct input_schema schema;
    struct strategy_new strategy = {
        .name = name, .source = source, .state = "active", .active_from = op->business_date};
    TRY(strategy_insert(op, &strategy));
    TRY(input_schema_load(op, &schema));
    TRY(strategy_compile_source(op, source, &schema, &models));
    TRY(strategy_supersede(op, op->business_date, strategy.id));
    return strategy_intern(op, models.symbols);
}

/* --- what ships --- */

static status find_templates(struct op *op, str folder, struct strategy_source *source)
{
    struct strategy_template *const list =
        arena_array(op->arena, STRATEGY_TEMPLATES_MAX, sizeof(*list));
    const str prefix =
        str_of(arena_printf(op->arena, STR_FORMAT STRATEGY_TEMPLATES, STR_ARG(folder)));
    for (const struct asset *asset = assets_policies; asset->path; asset++) {
        const str path = str_of(asset->path);
        if (!str_starts(path, prefix) || source->template_count == STRATEGY_TEMPLATES_MAX)
            continue;
        list[source->template_count++] = (struct strategy_template){
            {path.data + folder.size, path.size - folder.size},
            asset_text(asset)
        };
    }
    source->templates = list;
    return OK;
}

status strategy_shipped(struct op *op, str name, struct strategy_source *ret_source)
{
    struct strategy_source source = {0};
    const str folder = str_of(arena_printf(op->arena, "strategies/" STR_FORMAT "/", STR_ARG(name)));
    for (size_t i = 0; i < STRATEGY_PARTS; i++) {
        const char *const path =
            arena_printf(op->arena, STR_FORMAT "%s", STR_ARG(folder), strategy_parts[i].path);
        const struct asset *const asset = asset_find(assets_policies, str_of(path));
        if (!asset && strategy_parts[i].is_needed)
            return op_fail(op, E_NOT_FOUND, "no strategy \"" STR_FORMAT "\" ships with the program",
                           STR_ARG(name));
        *strategy_part_of(&source, i) = asset ? asset_text(asset) : STR("");
    }
    TRY(find_templates(op, folder, &source));
    *ret_source = source;
    return OK;
}

status strategy_install_default(struct op *op)
{
    struct strategy_source source;
    TRY(strategy_shipped(op, STR("default"), &source));
    return strategy_install(op, STR("default"), &source);
}

/* --- what is stored --- */

status strategy_countries(struct op *op, str **ret_countries, size_t *ret_count)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    size_t count = 0;
    str *list = NULL;
    TRY(db_query(op, Q_STRATEGY_COUNTRIES, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &capacity, sizeof(*list));
        list[count++] = db_text_copy(op, &rows, 0);
    }
    *ret_countries = list;
    *ret_count = count;
    return OK;
}

struct active {
    int64_t id;
    str name;
    int version;
};

static status read_active(struct op *op, struct db_rows *row, void *out)
{
    struct active *const active = out;
    active->id = db_id(row, 0);
    active->name = db_text_copy(op, row, 1);
    active->version = (int)db_i64(row, 2);
    return OK;
}

status strategy_active(struct op *op, int64_t *ret_id, str *ret_name, int *ret_version)
{
    struct active active = {0};
    bool found = false;
    TRY(db_query_one(op, Q_STRATEGY_ACTIVE, DB_ARGS(ARG_DAY(op->business_date)), read_active,
                     &active, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no strategy is active; `acuerdo init` installs one");
    *ret_id = active.id;
    *ret_name = active.name;
    *ret_version = active.version;
    return OK;
}

status strategy_name(struct op *op, int64_t id, str *ret_name, int *ret_version)
{
    struct active named = {0};
    bool found = false;
    TRY(db_query_one(op, Q_STRATEGY_NAME, DB_ARGS(ARG_ID(id)), read_active, &named, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no strategy %" PRId64, id);
    *ret_name = named.name;
    *ret_version = named.version;
    return OK;
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

status strategy_file(struct op *op, int64_t id, str path, str *ret_text, bool *ret_found)
{
    struct document document = {.bytes = STR("")};
    str hash = {"", 0};
    TRY(db_query_one(op, Q_STRATEGY_FILE_GET, DB_ARGS(ARG_ID(id), ARG_TEXT(path)), read_text, &hash,
                     ret_found));
    if (*ret_found)
        TRY(document_get(op, str_cstr(op->arena, hash), &document));
    *ret_text = document.bytes;
    return OK;
}

static status load_templates(struct op *op, int64_t id, struct strategy_source *source)
{
    struct strategy_template *const list =
        arena_array(op->arena, STRATEGY_TEMPLATES_MAX, sizeof(*list));
    struct db_rows rows;
    bool found = false;
    TRY(db_query(op, Q_STRATEGY_TEMPLATES, DB_ARGS(ARG_ID(id), ARG_I64(STRATEGY_TEMPLATES_MAX)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &found));
        if (!found)
            break;
        list[source->template_count++].path = db_text_copy(op, &rows, 0);
    }
    for (size_t i = 0; i < source->template_count; i++)
        TRY(strategy_file(op, id, list[i].path, &list[i].text, &found));
    source->templates = list;
    return OK;
}

status strategy_texts(struct op *op, int64_t id, struct strategy_source *ret_source)
{
    struct strategy_source source = {0};
    bool found = false;
    for (size_t i = 0; i < STRATEGY_PARTS; i++) {
        const struct strategy_part *const part = &strategy_parts[i];
        TRY(strategy_file(op, id, str_of(part->path), strategy_part_of(&source, i), &found));
        if (!found && part->is_needed)
            return op_fail(op, E_NOT_FOUND, "the strategy has no file %s", part->path);
    }
    TRY(load_templates(op, id, &source));
    *ret_source = source;
    return OK;
}

/* --- compiling --- */

struct input_schema strategy_part_schema(struct op *op, const struct input_schema *schema,
                                         bool is_of_obligation)
{
    struct input_schema part = *schema;
    part.inputs = arena_array(op->arena, schema->count, sizeof(*part.inputs));
    memcpy(part.inputs, schema->inputs, schema->count * sizeof(*part.inputs));
    for (size_t i = 0; i < schema->count; i++)
        if (INPUT_IS_OBLIGATION(i) != is_of_obligation)
            part.inputs[i].name = "";
    return part;
}

/* A whole that nobody computes would be null for ever, and its rules dead. */
static status check_wholes(struct op *op, const struct strategy_models *models)
{
    const struct dmn_plan *const plans[] = {models->segment, models->treatment, models->priority,
                                            models->negotiation, models->escalation};
    static const char *const names[] = {"segment", "treatment", "priority", "negotiation",
                                        "escalation"};
    if (models->obligation.plan)
        return OK;
    for (size_t p = 0; p < ARRAY_LEN(plans); p++)
        for (size_t i = INPUT_worst_obligation; i < INPUT_OBLIGATION; i++)
            if (plans[p] && dmn_plan_reads(plans[p], i))
                return op_fail(op, E_INVALID,
                               "%s.dmn asks for %s, which obligation.dmn gives, and the strategy "
                               "has no such file",
                               names[p], input_list[i].name);
    return OK;
}

static status compile_model(struct op *op, str xml, const char *decision,
                            const struct input_schema *schema, struct dmn_symbols *symbols,
                            const struct dmn_plan **ret_plan)
{
    struct dmn_model *model = NULL;
    if (xml.size == 0) {
        *ret_plan = NULL;
        return OK;
    }
    TRY(dmn_model_load(op, xml, arena_printf(op->arena, "%s.dmn", decision), &model));
    return dmn_plan_compile(op, model, decision, schema->inputs, schema->count, symbols, ret_plan);
}

status strategy_compile_source(struct op *op, const struct strategy_source *source,
                               const struct input_schema *schema,
                               struct strategy_models *ret_models)
{
    const struct input_schema of_case = strategy_part_schema(op, schema, false);
    const struct input_schema of_one = strategy_part_schema(op, schema, true);
    struct strategy_models models = {.symbols = dmn_symbols_create(op->arena)};
    struct dmn_symbols *const symbols = models.symbols;
    const struct dmn_plan *obligation = NULL;
    TRY(compile_model(op, source->segment, "segment", &of_case, symbols, &models.segment));
    TRY(compile_model(op, source->treatment, "treatment", &of_case, symbols, &models.treatment));
    TRY(compile_model(op, source->priority, "priority", &of_case, symbols, &models.priority));
    TRY(compile_model(op, source->negotiation, "negotiation", &of_case, symbols,
                      &models.negotiation));
    TRY(compile_model(op, source->escalation, "escalation", &of_case, symbols, &models.escalation));
    TRY(compile_model(op, source->obligation, "obligation", &of_one, symbols, &obligation));
    TRY(obligation_table_of(op, obligation, symbols, &models.obligation));
    TRY(check_wholes(op, &models));
    *ret_models = models;
    return OK;
}

status strategy_compile(struct op *op, int64_t id, const struct input_schema *schema,
                        struct strategy_models *ret_models, struct strategy_source *ret_source)
{
    TRY(strategy_texts(op, id, ret_source));
    return strategy_compile_source(op, ret_source, schema, ret_models);
}
