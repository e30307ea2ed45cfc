#include "policy/strategy.h"

#include "base/assets.h"
#include "base/ids.h"
#include "record/document.h"
#include "record/symbol.h"
#include "store/db.h"

#define SHIPPED_FOLDER "strategies/default/"

/* The files that a strategy must have. */
static const char *const file_names[] = {"segment.dmn", "treatment.dmn", "priority.dmn",
                                         "strategy.json"};

static status store_file(struct op *op, int64_t strategy_id, const char *name)
{
    char hash[DOCUMENT_HASH_SIZE];
    const char *const path = arena_printf(op->arena, "%s%s", SHIPPED_FOLDER, name);
    const struct asset *const asset = asset_find(assets_policies, str_of(path));
    if (!asset)
        return op_fail(op, E_INTERNAL, "the program was built without %s", path);
    TRY(document_put(op, "application/octet-stream", name, asset_text(asset), hash));
    return db_run(op, Q_STRATEGY_FILE_INSERT,
                  DB_ARGS(ARG_ID(strategy_id), ARG_TEXT_C(name), ARG_TEXT_C(hash)), NULL);
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

status strategy_install_default(struct op *op)
{
    struct strategy_models models;
    str settings;
    const int64_t id = id_make();
    TRY(db_run(op, Q_STRATEGY_INSERT,
               DB_ARGS(ARG_ID(id), ARG_TEXT(STR("default")), ARG_I64(1), ARG_TEXT(STR("active")),
                       ARG_DAY(op->business_date), ARG_INSTANT(op_now(op))),
               NULL));
    for (size_t i = 0; i < ARRAY_LEN(file_names); i++)
        TRY(store_file(op, id, file_names[i]));
    TRY(strategy_compile(op, id, &models, &settings));
    return intern_words(op, models.symbols);
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

static status compile_file(struct op *op, int64_t strategy_id, const char *decision,
                           struct dmn_symbols *symbols, const struct dmn_plan **ret_plan)
{
    struct dmn_model *model = NULL;
    str xml;
    const char *const name = arena_printf(op->arena, "%s.dmn", decision);
    TRY(load_file(op, strategy_id, name, &xml));
    TRY(dmn_model_load(op, xml, name, &model));
    return dmn_plan_compile(op, model, decision, input_list, INPUT_COUNT, symbols, ret_plan);
}

status strategy_compile(struct op *op, int64_t id, struct strategy_models *ret_models,
                        str *ret_settings)
{
    struct strategy_models models = {.symbols = dmn_symbols_create(op->arena)};
    TRY(compile_file(op, id, "segment", models.symbols, &models.segment));
    TRY(compile_file(op, id, "treatment", models.symbols, &models.treatment));
    TRY(compile_file(op, id, "priority", models.symbols, &models.priority));
    TRY(load_file(op, id, "strategy.json", ret_settings));
    *ret_models = models;
    return OK;
}
