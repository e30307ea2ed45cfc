/* What tables would do before they do it: with one account, and with all of them. */
#include <inttypes.h>

#include "base/json.h"
#include "dmn/because.h"
#include "dmn/sentence.h"
#include "policy/compare.h"
#include "policy/strategy_trial.h"
#include "record/organisation.h"
#include "serve/columns.h"
#include "serve/queue_item.h"
#include "serve/route.h"
#include "serve/shield.h"
#include "serve/table_edit.h"
#include "serve/table_view.h"
#include "store/db.h"

#define NUMBER_MAX INT64_C(1000000000000000)
#define FACTS_MAX  200
#define GATE_MAX   5000 /* changed cases that the gate is asked about, as `acuerdo dmn diff` does */

/* --- one account --- */

enum { T_ID, T_TABLES, T_CASE, T_NUMBER, T_FACTS };
static const struct param trial_params[] = {
    [T_ID] = {"id",          IN_PATH, PARAM_ID,      true,  0, 0,          NULL},
    [T_TABLES] = {"tables",      IN_BODY, PARAM_JSON,    false, 0, 0,          NULL},
    [T_CASE] = {"case_id",     IN_BODY, PARAM_ID,      false, 0, 0,          NULL},
    [T_NUMBER] = {"case_number", IN_BODY, PARAM_INTEGER, false, 1, NUMBER_MAX, NULL},
    [T_FACTS] = {"facts",       IN_BODY, PARAM_JSON,    false, 0, 0,          NULL},
};

struct account {
    struct case_key key; /* case_id 0: nobody's */
    int64_t number;
};

static status read_account_row(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct account *)out = (struct account){
        {db_id(row, 0), db_id(row, 1)},
        db_i64(row, 2)
    };
    return OK;
}

/* Whose case it is is somebody's data: the permission for cases counts, and the shield. */
static status find_account(struct op *op, const struct request *request,
                           struct account *ret_account)
{
    bool found = false;
    *ret_account = (struct account){.number = 0};
    if (!request_has(request, T_CASE) && !request_has(request, T_NUMBER))
        return OK;
    if (!user_may(request->session, "case.read"))
        return op_fail(op, E_DENIED, "the permission %s is missing", "case.read");
    TRY(db_query_one(
        op, Q_STRATEGY_TRIAL_CASE,
        DB_ARGS(ARG_ID(request_id(request, T_CASE)), ARG_I64(request_number(request, T_NUMBER, 0))),
        read_account_row, ret_account, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no such case");
    return shield_check(op, request, ret_account->key);
}

static status read_facts(struct op *op, const struct request *request, struct reply *reply,
                         struct trial_request *trial)
{
    json_t *root = NULL;
    const char *name = NULL;
    json_t *value = NULL;
    if (!request_has(request, T_FACTS))
        return OK;
    TRY(json_parse(op, request_text(request, T_FACTS), &root));
    struct trial_fact *const facts = arena_array(op->arena, FACTS_MAX, sizeof(*facts));
    bool is_good = json_is_object(root) && json_object_size(root) <= FACTS_MAX;
    json_object_foreach(root, name, value)
    {
        is_good = is_good && json_is_string(value);
        if (!is_good)
            break;
        facts[trial->fact_count++] =
            (struct trial_fact){str_of(name), str_of(json_string_value(value))};
    }
    if (!is_good) {
        reply_error(reply, "/facts",
                    request_say(request, "Se espera un objeto de textos.",
                                "An object of texts is expected."));
        return op_fail(op, E_INVALID, "a field is not valid");
    }
    trial->facts = facts;
    return OK;
}

/* The tables must be able to decide: where not, their mistakes are the answer. */
static status read_tables(struct op *op, const struct request *request, struct reply *reply,
                          str tables, struct strategy_source *source)
{
    struct desk_edit *edits = NULL;
    size_t count = 0;
    TRY(table_edits_read(op, request, reply, tables, &edits, &count));
    return table_edits_apply(op, reply, source, edits, count);
}

static void write_facts(struct op *op, struct json_writer *w, const struct trial *trial)
{
    const struct policy *const policy = trial->policy;
    json_key(w, "facts");
    json_array_open(w);
    for (size_t i = 0; i < policy->schema.count; i++) {
        const struct dmn_input *const input = &policy->schema.inputs[i];
        if (!policy->reads[i] || i == INPUT_segment)
            continue;
        json_object_open(w);
        json_put_c(w, "name", input->name);
        json_put_str(
            w, "value",
            dmn_value_text(op, policy->symbols, input->type, input->scale, trial->inputs[i]));
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_other(struct op *op, struct json_writer *w, const struct dmn_explained *explained,
                        size_t rule)
{
    const struct dmn_reason *const reason = &explained->reasons[rule];
    const bool has = !reason->matches;
    json_object_open(w);
    json_put_i64(w, "rule", (int64_t)rule + 1);
    json_put_bool(w, "matches", reason->matches);
    json_key(w, "column");
    if (has)
        json_write_i64(w, reason->column + 1);
    else
        json_write_null(w);
    json_put_c(w, "input", has ? str_cstr(op->arena, reason->input) : NULL);
    json_put_c(w, "cell", has ? str_cstr(op->arena, reason->cell) : NULL);
    json_put_c(w, "value", has ? str_cstr(op->arena, reason->value) : NULL);
    json_put_c(w, "sentence", dmn_sentence_rule(op, explained, rule));
    json_object_close(w);
}

static void write_outputs(struct json_writer *w, const struct dmn_decision *decision,
                          const struct dmn_explained *explained)
{
    json_key(w, "outputs");
    json_array_open(w);
    for (size_t i = 0; i < explained->output_count; i++) {
        const str name = decision && decision->table ? decision->table->outputs[i].name : STR("");
        json_object_open(w);
        json_put_str(w, "name", name.size > 0 ? name : explained->decision);
        json_put_str(w, "value", explained->outputs[i]);
        json_object_close(w);
    }
    json_array_close(w);
}

static void write_decision(struct op *op, struct json_writer *w, const struct dmn_model *model,
                           const struct trial_decision *row)
{
    const struct dmn_explained *const explained = &row->explained;
    json_object_open(w);
    json_put_c(w, "file", table_file_word(row->part));
    json_put_str(w, "decision", explained->decision);
    json_put_i64(w, "rule", explained->hit.rule + 1);
    json_put_c(w, "sentence", dmn_sentence_decision(op, explained));
    dmn_because_write(w, explained);
    write_outputs(w, dmn_model_decision(model, explained->decision), explained);
    json_key(w, "others");
    json_array_open(w);
    for (size_t rule = 0; rule < explained->rule_count; rule++)
        if (explained->hit.rule < 0 || rule != (size_t)explained->hit.rule)
            write_other(op, w, explained, rule);
    json_array_close(w);
    json_object_close(w);
}

static status write_trial(struct op *op, struct json_writer *w, const struct account *account,
                          struct strategy_source *source, const struct trial *trial)
{
    struct dmn_model *models[STRATEGY_PARTS] = {NULL};
    json_object_open(w);
    json_key(w, "case");
    if (account->key.case_id == 0) {
        json_write_null(w);
    } else {
        json_object_open(w);
        json_put_id(w, "id", account->key.case_id);
        case_number_write(op, w, "number", account->number);
        json_object_close(w);
    }
    json_put_day(w, "on", op->business_date);
    write_facts(op, w, trial);
    json_key(w, "decisions");
    json_array_open(w);
    for (size_t i = 0; i < trial->count; i++) {
        const size_t part = trial->decisions[i].part;
        if (!models[part])
            TRY(dmn_model_load(op, *strategy_part_of(source, part), strategy_parts[part].path,
                               &models[part]));
        write_decision(op, w, models[part], &trial->decisions[i]);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

static status check_choice(struct op *op, const struct request *request)
{
    const int count = request_has(request, T_CASE) + request_has(request, T_NUMBER) +
                      request_has(request, T_FACTS);
    return count == 1
               ? OK
               : op_fail(op, E_INVALID, "one of case_id, case_number and facts is asked for");
}

static status run_trial(struct op *op, const struct request *request, struct reply *reply)
{
    struct strategy_source source;
    struct account account;
    struct trial trial;
    struct trial_request asked = {.source = &source, .on = op->business_date};
    TRY(check_choice(op, request));
    TRY(find_account(op, request, &account));
    TRY(strategy_texts(op, request_id(request, T_ID), &source));
    TRY(read_tables(op, request, reply, request_text(request, T_TABLES), &source));
    TRY(read_facts(op, request, reply, &asked));
    asked.key = account.key;
    TRY(strategy_try(op, &asked, &trial));
    return write_trial(op, reply_json(reply, 200), &account, &source, &trial);
}

/* --- all of them --- */

enum { S_ID, S_TABLES, S_AGAINST };
static const struct param simulation_params[] = {
    [S_ID] = {"id",      IN_PATH, PARAM_ID,   true,  0, 0, NULL},
    [S_TABLES] = {"tables",  IN_BODY, PARAM_JSON, false, 0, 0, NULL},
    [S_AGAINST] = {"against", IN_BODY, PARAM_ID,   false, 0, 0, NULL},
};

static status read_side(struct op *op, const struct strategy_source *source,
                        struct compare_side *ret_side)
{
    struct dmn_model *segment = NULL;
    struct dmn_model *treatment = NULL;
    struct dmn_model *obligation = NULL;
    TRY(dmn_model_load(op, source->segment, "segment.dmn", &segment));
    TRY(dmn_model_load(op, source->treatment, "treatment.dmn", &treatment));
    if (source->obligation.size > 0)
        TRY(dmn_model_load(op, source->obligation, "obligation.dmn", &obligation));
    *ret_side = (struct compare_side){segment, treatment, obligation, source->settings};
    return OK;
}

static status write_simulation(struct op *op, struct json_writer *w,
                               const struct strategy_row *against,
                               const struct compare_result *result)
{
    json_object_open(w);
    json_put_day(w, "on", op->business_date);
    json_key(w, "against");
    strategy_row_write(w, against);
    TRY(compare_write(op, w, result));
    json_object_close(w);
    return OK;
}

static status find_against(struct op *op, const struct request *request,
                           struct strategy_row *ret_against)
{
    int64_t id = request_id(request, S_AGAINST);
    str name;
    int version = 0;
    if (id == 0)
        TRY(strategy_active(op, &id, &name, &version));
    return strategy_get(op, id, ret_against);
}

/* What both versions say alike is decided once. */
static status read_sides(struct op *op, const struct request *request, struct reply *reply,
                         struct strategy_row *ret_against, struct compare_request *asked)
{
    struct strategy_source before;
    struct strategy_source after;
    TRY(db_begin(op, DB_READ));
    TRY(find_against(op, request, ret_against));
    TRY(strategy_texts(op, request_id(request, S_ID), &after));
    TRY(read_tables(op, request, reply, request_text(request, S_TABLES), &after));
    TRY(strategy_texts(op, ret_against->id, &before));
    TRY(db_commit(op));
    TRY(read_side(op, &before, &asked->before));
    TRY(read_side(op, &after, &asked->after));
    if (str_equal(before.segment, after.segment))
        asked->after.segment = asked->before.segment;
    if (str_equal(before.obligation, after.obligation))
        asked->after.obligation = asked->before.obligation;
    return OK;
}

/* The first who asks for obligations waits until they are in memory. */
static status take_view(struct op *op, const struct request *request, struct compare_request *asked)
{
    struct resident *const resident = request->resident;
    if (resident && compare_asks_obligations(asked))
        resident_ask_claims(resident);
    TRY(columns_take(op, resident, &asked->view));
    if (!asked->view)
        return op_fail(op, E_BUSY, "the accounts are still being read into memory: try again soon");
    return OK;
}

static status simulate(struct op *op, const struct request *request, struct reply *reply)
{
    struct strategy_row against;
    struct compare_request asked = {.gate_max = GATE_MAX};
    struct compare_result result;
    TRY(organisation_read_date(op));
    TRY(read_sides(op, request, reply, &against, &asked));
    TRY(take_view(op, request, &asked));
    asked.on = op->business_date;
    TRY(db_begin(op, DB_READ));
    TRY(strategy_compare(op, &asked, &result));
    TRY(write_simulation(op, reply_json(reply, 200), &against, &result));
    return db_commit(op);
}

/* clang-format off */
static const struct route rows[] = {
    {"tryStrategy", "POST", "/v1/strategies/{id}/trial", "strategy.read", .run = RUN_READ, ROUTE_PARAMS(trial_params), .handle = run_trial},
    {"simulateStrategy", "POST", "/v1/strategies/{id}/simulation", "strategy.read", .run = RUN_PLAIN, ROUTE_PARAMS(simulation_params), .handle = simulate},
};
/* clang-format on */
const struct route_list trial_routes = ROUTE_LIST(rows);
