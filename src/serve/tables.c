/* Tables without XML: read with their readings, marks and hits, tried as drafts that nobody stored,
 * saved as another version, and carried out and in as CSV. */
#include <inttypes.h>

#include "base/json.h"
#include "dmn/differ.h"
#include "intake/table_csv.h"
#include "record/organisation.h"
#include "serve/columns.h"
#include "serve/route.h"
#include "serve/table_edit.h"
#include "serve/table_view.h"
#include "store/db.h"

#define CSV_BYTES_MAX LIMIT_BODY_BYTES

/* A version with the edits of the request in place. */
struct edited {
    struct strategy_row row, newest;
    struct strategy_source source;
    struct desk_edit *edits;
    size_t edit_count;
};

static status read_version(struct op *op, int64_t id, struct edited *ret_edited)
{
    TRY(strategy_get(op, id, &ret_edited->row));
    TRY(strategy_find(op, ret_edited->row.name, 0, &ret_edited->newest));
    return strategy_texts(op, id, &ret_edited->source);
}

static status apply(struct op *op, const struct request *request, struct reply *reply, str tables,
                    struct edited *edited)
{
    TRY(table_edits_read(op, request, reply, tables, &edited->edits, &edited->edit_count));
    return table_edits_apply(op, reply, &edited->source, edited->edits, edited->edit_count);
}

static status write_set(struct op *op, const struct edited *edited,
                        const struct resident_view *columns, const struct desk *desk,
                        struct json_writer *w)
{
    const struct table_view view = {.row = &edited->row,
                                    .is_base = edited->row.id == edited->newest.id,
                                    .desk = desk,
                                    .columns = columns};
    return table_view_write(op, w, &view);
}

/* Hits are of the columns as of now, so these are taken before the transaction begins. */
static status show_set(struct op *op, const struct request *request, struct reply *reply,
                       status (*change)(struct op *op, const struct request *request,
                                        struct reply *reply, struct edited *edited))
{
    const struct resident_view *columns = NULL;
    struct edited edited = {0};
    struct desk desk;
    TRY(organisation_read_date(op));
    TRY(columns_take(op, request->resident, &columns));
    TRY(db_begin(op, DB_READ));
    TRY(read_version(op, request_id(request, 0), &edited));
    if (change)
        TRY(change(op, request, reply, &edited));
    TRY(desk_open(op, &edited.source, &desk));
    TRY(write_set(op, &edited, columns, &desk, reply_json(reply, 200)));
    return db_commit(op);
}

/* --- reading, and looking at what was not saved --- */

enum { P_ID };
static const struct param id_params[] = {
    [P_ID] = {"id", IN_PATH, PARAM_ID, true, 0, 0, NULL},
};

static status read(struct op *op, const struct request *request, struct reply *reply)
{
    return show_set(op, request, reply, NULL);
}

enum { C_ID, C_TABLES };
static const struct param check_params[] = {
    [C_ID] = {"id",     IN_PATH, PARAM_ID,   true, 0, 0, NULL},
    [C_TABLES] = {"tables", IN_BODY, PARAM_JSON, true, 0, 0, NULL},
};

static status put_edits(struct op *op, const struct request *request, struct reply *reply,
                        struct edited *edited)
{
    return apply(op, request, reply, request_text(request, C_TABLES), edited);
}

static status check(struct op *op, const struct request *request, struct reply *reply)
{
    return show_set(op, request, reply, put_edits);
}

/* --- what changed --- */

static size_t rule_of(const struct dmn_change *change)
{
    return change->rule_after > 0 ? change->rule_after : change->rule_before;
}

static const char *annotation_text(struct op *op, const struct dmn_change *change,
                                   const char *decision)
{
    const char *const before = str_cstr(op->arena, change->before);
    const char *const after = str_cstr(op->arena, change->after);
    const size_t rule = rule_of(change);
    if (!change->language)
        return op_say(op, "%s, rule %zu: its reason is \"%s\", before \"%s\"", decision, rule,
                      after, before);
    if (str_equal_c(str_of(change->language), "en"))
        return op_say(op, "%s, rule %zu: its reason in English is \"%s\", before \"%s\"", decision,
                      rule, after, before);
    return op_say(op, "%s, rule %zu: its reason in Spanish is \"%s\", before \"%s\"", decision,
                  rule, after, before);
}

static const char *change_text(struct op *op, const struct dmn_change *change)
{
    const char *const decision = str_cstr(op->arena, change->decision);
    const char *const column = str_cstr(
        op->arena, change->column_label.size > 0 ? change->column_label : change->column_name);
    const char *const before = str_cstr(op->arena, change->before);
    const char *const after = str_cstr(op->arena, change->after);
    switch (change->kind) {
    case DMN_DECISION_ADDED:
        return op_say(op, "%s: a new decision", decision);
    case DMN_DECISION_REMOVED:
        return op_say(op, "%s: the decision was taken out", decision);
    case DMN_POLICY_CHANGED:
        return op_say(op, "%s: hit policy %s, before %s", decision, after, before);
    case DMN_COLUMNS_CHANGED:
        return op_say(op, "%s: the columns are %s, before %s", decision, after, before);
    case DMN_DEFAULT_CHANGED:
        return op_say(op, "%s: the default of %s is %s, before %s", decision, column, after,
                      before);
    case DMN_RULE_ADDED:
        return op_say(op, "%s: rule %zu is new", decision, rule_of(change));
    case DMN_RULE_REMOVED:
        return op_say(op, "%s: rule %zu was taken out", decision, rule_of(change));
    case DMN_ANNOTATION_CHANGED:
        return annotation_text(op, change, decision);
    case DMN_CELL_CHANGED:
        break;
    }
    return op_say(op, "%s, rule %zu: %s is %s, before %s", decision, rule_of(change), column, after,
                  before);
}

typedef void change_taker(struct op *op, void *context, const char *file,
                          const struct dmn_change *change);

static status load_or_none(struct op *op, str text, const char *name,
                           const struct dmn_model **ret_model)
{
    static const struct dmn_model none = {
        .name = {"", 0}
    };
    struct dmn_model *model = NULL;
    *ret_model = &none;
    if (text.size == 0)
        return OK;
    TRY(dmn_model_load(op, text, name, &model));
    *ret_model = model;
    return OK;
}

static status each_change(struct op *op, struct strategy_source *before,
                          struct strategy_source *after, change_taker *take, void *context)
{
    for (size_t i = 0; i < STRATEGY_PARTS; i++) {
        const char *const path = strategy_parts[i].path;
        const struct dmn_model *a = NULL;
        const struct dmn_model *b = NULL;
        struct dmn_change *changes = NULL;
        size_t count = 0;
        if (!strategy_part_is_model(i))
            continue;
        TRY(load_or_none(op, *strategy_part_of(before, i), path, &a));
        TRY(load_or_none(op, *strategy_part_of(after, i), path, &b));
        TRY(dmn_models_compare(op, a, b, &changes, &count));
        for (size_t c = 0; c < count; c++)
            take(op, context, table_file_word(i), &changes[c]);
    }
    return OK;
}

static void put_number(struct json_writer *w, const char *key, size_t number)
{
    json_key(w, key);
    if (number > 0)
        json_write_i64(w, (int64_t)number);
    else
        json_write_null(w);
}

static void write_change(struct op *op, void *context, const char *file,
                         const struct dmn_change *change)
{
    struct json_writer *const w = context;
    const bool has_column = change->column > 0;
    json_object_open(w);
    json_put_c(w, "file", file);
    json_put_str(w, "decision", change->decision);
    json_put_c(w, "kind", dmn_change_name(change->kind));
    put_number(w, "rule_before", change->rule_before);
    put_number(w, "rule_after", change->rule_after);
    json_put_c(w, "side", !has_column ? NULL : change->is_output ? "output" : "input");
    put_number(w, "column", change->column);
    json_put_c(w, "column_name", has_column ? str_cstr(op->arena, change->column_name) : NULL);
    json_put_c(w, "language", change->language);
    json_put_c(w, "before", change->before.data ? str_cstr(op->arena, change->before) : NULL);
    json_put_c(w, "after", change->after.data ? str_cstr(op->arena, change->after) : NULL);
    json_put_c(w, "text", change_text(op, change));
    json_object_close(w);
}

enum { D_ID, D_SINCE };
static const struct param change_params[] = {
    [D_ID] = {"id",    IN_PATH,  PARAM_ID, true,  0, 0, NULL},
    [D_SINCE] = {"since", IN_QUERY, PARAM_ID, false, 0, 0, NULL},
};

static status find_since(struct op *op, const struct request *request,
                         const struct strategy_row *row, struct strategy_row *ret_since)
{
    if (request_has(request, D_SINCE))
        return strategy_get(op, request_id(request, D_SINCE), ret_since);
    if (row->based_on == 0)
        return op_fail(op, E_INVALID,
                       "version %" PRId64 " of " STR_FORMAT
                       " is based on no other: say since which one",
                       row->version, STR_ARG(row->name));
    return strategy_find(op, row->name, row->based_on, ret_since);
}

static status changes(struct op *op, const struct request *request, struct reply *reply)
{
    struct strategy_row row;
    struct strategy_row since;
    struct strategy_source before;
    struct strategy_source after;
    TRY(strategy_get(op, request_id(request, D_ID), &row));
    TRY(find_since(op, request, &row, &since));
    TRY(strategy_texts(op, since.id, &before));
    TRY(strategy_texts(op, row.id, &after));
    struct json_writer *const w = reply_json(reply, 200);
    json_object_open(w);
    json_key(w, "since");
    strategy_row_write(w, &since);
    json_key(w, "strategy");
    strategy_row_write(w, &row);
    json_key(w, "changes");
    json_array_open(w);
    TRY(each_change(op, &before, &after, write_change, w));
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* --- saving --- */

enum { S_ID, S_TABLES, S_NOTE, S_MISTAKES };
static const char *const flags[] = {"false", "true", NULL};
static const struct param save_params[] = {
    [S_ID] = {"id",             IN_PATH, PARAM_ID,   true,  0, 0,   NULL },
    [S_TABLES] = {"tables",         IN_BODY, PARAM_JSON, true,  0, 0,   NULL },
    [S_NOTE] = {"note",           IN_BODY, PARAM_TEXT, false, 0, 500, NULL },
    [S_MISTAKES] = {"allow_mistakes", IN_BODY, PARAM_WORD, false, 0, 0,   flags},
};

static void note_change(struct op *op, void *context, const char *file,
                        const struct dmn_change *change)
{
    const char *const decision = str_cstr(op->arena, change->decision);
    const char *const rule =
        rule_of(change) > 0 ? arena_printf(op->arena, "/rules/%zu", rule_of(change)) : "";
    const char *const column =
        change->column > 0 ? arena_printf(op->arena, "/%s/%zu",
                                          change->is_output ? "outputs" : "inputs", change->column)
                           : "";
    reply_error(context, arena_printf(op->arena, "/files/%s/%s%s%s", file, decision, rule, column),
                change_text(op, change));
}

/* Somebody was faster: what they changed, so that nothing is passed over.  The refusal itself is
 * strategy_draft's. */
static status tell_changes(struct op *op, const struct edited *edited, struct reply *reply)
{
    struct strategy_source before;
    struct strategy_source after;
    if (edited->row.id == edited->newest.id)
        return OK;
    TRY(strategy_texts(op, edited->row.id, &before));
    TRY(strategy_texts(op, edited->newest.id, &after));
    return each_change(op, &before, &after, note_change, reply);
}

/* Of the table that was sent, where the mistake is in one. */
static const char *pointer_of(struct op *op, const struct edited *edited, size_t part,
                              const struct dmn_finding *finding)
{
    for (size_t i = 0; i < edited->edit_count; i++) {
        const struct desk_edit *const edit = &edited->edits[i];
        if (edit->part != part || !str_equal(edit->decision, finding->decision))
            continue;
        const char *const side = finding->is_output ? "outputs" : "inputs";
        if (finding->rule > 0 && finding->column > 0)
            return arena_printf(op->arena, "/tables/%zu/rules/%zu/%s/%zu", i, finding->rule - 1,
                                side, finding->column - 1);
        if (finding->rule > 0)
            return arena_printf(op->arena, "/tables/%zu/rules/%zu", i, finding->rule - 1);
        return finding->column > 0
                   ? arena_printf(op->arena, "/tables/%zu/%s/%zu", i, side, finding->column - 1)
                   : arena_printf(op->arena, "/tables/%zu", i);
    }
    return "/tables";
}

static status refuse_mistakes(struct op *op, const struct edited *edited, const struct desk *desk,
                              struct reply *reply)
{
    for (size_t f = 0; f < desk->file_count; f++)
        for (size_t i = 0; i < desk->files[f].findings.count; i++) {
            const struct dmn_finding *const finding = &desk->files[f].findings.list[i];
            if (finding->weight == DMN_ERROR)
                reply_error(reply, pointer_of(op, edited, desk->files[f].part, finding),
                            arena_printf(op->arena, "%s %s", finding->text,
                                         finding->hint ? finding->hint : ""));
        }
    if (desk->rest.text)
        reply_error(reply, "/tables", desk->rest.text);
    return op_fail(op, E_INVALID, "the tables have %zu mistakes, and nothing was saved",
                   desk->errors);
}

static status save(struct op *op, const struct request *request, struct reply *reply)
{
    struct edited edited = {0};
    struct desk desk;
    TRY(read_version(op, request_id(request, S_ID), &edited));
    TRY(apply(op, request, reply, request_text(request, S_TABLES), &edited));
    TRY(desk_open(op, &edited.source, &desk));
    TRY(tell_changes(op, &edited, reply));
    if (desk.errors > 0 && reply->error_count == 0 && request_number(request, S_MISTAKES, 0) == 0)
        return refuse_mistakes(op, &edited, &desk, reply);
    TRY(strategy_draft(op, edited.row.name, edited.row.version, &edited.source,
                       request_text(request, S_NOTE), &edited.row));
    edited.newest = edited.row;
    return write_set(op, &edited, columns_last(op, request->resident), &desk,
                     reply_json(reply, 201));
}

/* --- CSV --- */

enum { T_ID, T_FILE, T_DECISION };
static const char *const files[] = {"segment",    "treatment",  "priority", "negotiation",
                                    "escalation", "obligation", NULL};
static const struct param export_params[] = {
    [T_ID] = {"id",       IN_PATH,  PARAM_ID,   true, 0, 0,   NULL },
    [T_FILE] = {"file",     IN_QUERY, PARAM_WORD, true, 0, 0,   files},
    [T_DECISION] = {"decision", IN_QUERY, PARAM_TEXT, true, 1, 200, NULL },
};

static status find_table(struct op *op, struct strategy_source *source, size_t part, str decision,
                         const struct dmn_decision **ret_decision)
{
    struct dmn_model *model = NULL;
    const char *const path = strategy_parts[part].path;
    const str text = *strategy_part_of(source, part);
    if (text.size == 0)
        return op_fail(op, E_NOT_FOUND, "the strategy has no file %s", path);
    TRY(dmn_model_load(op, text, path, &model));
    *ret_decision = dmn_model_decision(model, decision);
    return *ret_decision && (*ret_decision)->table
               ? OK
               : op_fail(op, E_NOT_FOUND, "%s has no table '" STR_FORMAT "'", path,
                         STR_ARG(decision));
}

/* Letters and digits of a name, for a file. */
static const char *file_name(struct op *op, const struct strategy_row *row, str file)
{
    return arena_printf(op->arena,
                        "attachment; filename=\"" STR_FORMAT "-%" PRId64 "-" STR_FORMAT ".csv\"",
                        STR_ARG(row->name), row->version, STR_ARG(file));
}

static status export(struct op *op, const struct request *request, struct reply *reply)
{
    struct edited edited = {0};
    const struct dmn_decision *decision = NULL;
    str text;
    TRY(read_version(op, request_id(request, T_ID), &edited));
    TRY(find_table(op, &edited.source, strategy_part_named(request_text(request, T_FILE)),
                   request_text(request, T_DECISION), &decision));
    table_csv_write(op, decision, &text);
    (void)reply_json(reply, 200);
    buf_add(&reply->body, text);
    reply->media_type = "text/csv; charset=utf-8";
    reply_header(reply, "Content-Disposition",
                 file_name(op, &edited.row, request_text(request, T_FILE)));
    return OK;
}

enum { I_ID, I_FILE, I_DECISION, I_CSV, I_TABLES };
static const struct param import_params[] = {
    [I_ID] = {"id",       IN_PATH, PARAM_ID,   true,  0, 0,             NULL },
    [I_FILE] = {"file",     IN_BODY, PARAM_WORD, true,  0, 0,             files},
    [I_DECISION] = {"decision", IN_BODY, PARAM_TEXT, true,  1, 200,           NULL },
    [I_CSV] = {"csv",      IN_BODY, PARAM_FILE, true,  1, CSV_BYTES_MAX, NULL },
    [I_TABLES] = {"tables",   IN_BODY, PARAM_JSON, false, 0, 0,             NULL },
};

static status put_csv(struct op *op, const struct request *request, struct reply *reply,
                      struct edited *edited)
{
    struct desk_edit edit = {.part = strategy_part_named(request_text(request, I_FILE)),
                             .decision = request_text(request, I_DECISION)};
    const struct dmn_decision *decision = NULL;
    struct table_csv_faults faults;
    TRY(apply(op, request, reply, request_text(request, I_TABLES), edited));
    TRY(find_table(op, &edited->source, edit.part, edit.decision, &decision));
    const status code =
        table_csv_read(op, decision, request_text(request, I_CSV), &edit.table, &faults);
    for (size_t i = 0; i < faults.count && code != OK; i++)
        reply_error(reply,
                    arena_printf(op->arena, "/csv/%" PRIu64 "/%d", faults.list[i].line,
                                 faults.list[i].column),
                    faults.list[i].text);
    if (code != OK)
        return code;
    return table_edits_apply(op, reply, &edited->source, &edit, 1);
}

static status import(struct op *op, const struct request *request, struct reply *reply)
{
    return show_set(op, request, reply, put_csv);
}

/* clang-format off */
static const struct route rows[] = {
    {"readTables", "GET", "/v1/strategies/{id}/tables", "strategy.read", .run = RUN_PLAIN, ROUTE_PARAMS(id_params), .handle = read},
    {"checkTables", "POST", "/v1/strategies/{id}/tables/check", "strategy.read", .run = RUN_PLAIN, ROUTE_PARAMS(check_params), .handle = check},
    {"readChanges", "GET", "/v1/strategies/{id}/changes", "strategy.read", .run = RUN_READ, ROUTE_PARAMS(change_params), .handle = changes},
    {"saveDraft", "POST", "/v1/strategies/{id}/draft", "strategy.edit", .run = RUN_BOOK, ROUTE_PARAMS(save_params), .handle = save},
    {"exportTable", "GET", "/v1/strategies/{id}/csv", "strategy.read", .run = RUN_READ, ROUTE_PARAMS(export_params), .handle = export},
    {"importTable", "POST", "/v1/strategies/{id}/csv", "strategy.read", .run = RUN_PLAIN, ROUTE_PARAMS(import_params), .handle = import},
};
/* clang-format on */
const struct route_list table_routes = ROUTE_LIST(rows);
