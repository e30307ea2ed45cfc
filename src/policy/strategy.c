#include "policy/strategy.h"

#include "base/assets.h"
#include "base/ids.h"
#include "record/audit.h"
#include "record/document.h"
#include "record/symbol.h"
#include "store/db.h"

const char *const strategy_file_names[STRATEGY_FILES] = {"segment.dmn", "treatment.dmn",
                                                         "priority.dmn", "strategy.json"};

static status store_file(struct op *op, int64_t strategy_id, const char *name, str bytes)
{
    char hash[DOCUMENT_HASH_SIZE];
    TRY(document_put(op, "application/octet-stream", name, bytes, hash));
    return audit_insert(op, AUDIT_STRATEGY_FILE, 0,
                        DB_ARGS(ARG_ID(strategy_id), ARG_TEXT_C(name), ARG_TEXT_C(hash)));
}

/* Every word that the tables put out becomes a symbol of the store, so that a decision is numbers.
 */
static status intern_words(struct op *op, const struct dmn_symbols *symbols)
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

status strategy_install(struct op *op, str name, const struct strategy_source *source)
{
    const str files[] = {source->segment, source->treatment, source->priority, source->settings};
    struct strategy_models models;
    struct input_schema schema;
    str settings;
    int64_t version = 0;
    bool found = false;
    const int64_t id = id_make();
    TRY(db_query_one(op, Q_STRATEGY_LAST_VERSION, DB_ARGS(ARG_TEXT(name)), read_version, &version,
                     &found));
    TRY(db_run(op, Q_STRATEGY_INSERT,
               DB_ARGS(ARG_ID(id), ARG_TEXT(name), ARG_I64(version + 1), ARG_TEXT(STR("active")),
                       ARG_DAY(op->business_date), ARG_INSTANT(op_now(op))),
               NULL));
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        TRY(store_file(op, id, strategy_file_names[i], files[i]));
    TRY(input_schema_load(op, &schema));
    TRY(strategy_compile(op, id, &schema, &models, &settings));
    return intern_words(op, models.symbols);
}

status strategy_shipped(struct op *op, str name, struct strategy_source *ret_source)
{
    struct strategy_source source;
    str *const texts[STRATEGY_FILES] = {&source.segment, &source.treatment, &source.priority,
                                        &source.settings};
    for (size_t i = 0; i < STRATEGY_FILES; i++) {
        const char *const path = arena_printf(op->arena, "strategies/" STR_FORMAT "/%s",
                                              STR_ARG(name), strategy_file_names[i]);
        const struct asset *const asset = asset_find(assets_policies, str_of(path));
        if (!asset)
            return op_fail(op, E_NOT_FOUND, "no strategy \"" STR_FORMAT "\" ships with the program",
                           STR_ARG(name));
        *texts[i] = asset_text(asset);
    }
    *ret_source = source;
    return OK;
}

status strategy_install_default(struct op *op)
{
    struct strategy_source source;
    TRY(strategy_shipped(op, STR("default"), &source));
    return strategy_install(op, STR("default"), &source);
}

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
    TRY(db_query_one(op, Q_STRATEGY_ACTIVE, DB_NO_ARGS, read_active, &active, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no strategy is active; `acuerdo init` installs one");
    *ret_id = active.id;
    *ret_name = active.name;
    *ret_version = active.version;
    return OK;
}

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status load_file(struct op *op, int64_t strategy_id, const char *name, str *ret_bytes)
{
    struct document document;
    str hash = {"", 0};
    bool found = false;
    TRY(db_query_one(op, Q_STRATEGY_FILE_GET, DB_ARGS(ARG_ID(strategy_id), ARG_TEXT_C(name)),
                     read_text, &hash, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "the strategy has no file %s", name);
    TRY(document_get(op, str_cstr(op->arena, hash), &document));
    *ret_bytes = document.bytes;
    return OK;
}

status strategy_texts(struct op *op, int64_t id, struct strategy_source *ret_source)
{
    struct strategy_source source;
    TRY(load_file(op, id, strategy_file_names[0], &source.segment));
    TRY(load_file(op, id, strategy_file_names[1], &source.treatment));
    TRY(load_file(op, id, strategy_file_names[2], &source.priority));
    TRY(load_file(op, id, strategy_file_names[3], &source.settings));
    *ret_source = source;
    return OK;
}

static status compile_file(struct op *op, int64_t strategy_id, const char *decision,
                           const struct input_schema *schema, struct dmn_symbols *symbols,
                           const struct dmn_plan **ret_plan)
{
    struct dmn_model *model = NULL;
    str xml;
    const char *const name = arena_printf(op->arena, "%s.dmn", decision);
    TRY(load_file(op, strategy_id, name, &xml));
    TRY(dmn_model_load(op, xml, name, &model));
    return dmn_plan_compile(op, model, decision, schema->inputs, schema->count, symbols, ret_plan);
}

status strategy_compile(struct op *op, int64_t id, const struct input_schema *schema,
                        struct strategy_models *ret_models, str *ret_settings)
{
    struct strategy_models models = {.symbols = dmn_symbols_create(op->arena)};
    TRY(compile_file(op, id, "segment", schema, models.symbols, &models.segment));
    TRY(compile_file(op, id, "treatment", schema, models.symbols, &models.treatment));
    TRY(compile_file(op, id, "priority", schema, models.symbols, &models.priority));
    TRY(load_file(op, id, "strategy.json", ret_settings));
    *ret_models = models;
    return OK;
}
