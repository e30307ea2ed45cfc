/* What the numbers and names in a person's rows stand for. */
#include "comply/pack.h"
#include "insight/evidence_gather.h"
#include "record/document.h"
#include "record/symbol.h"

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status read_strategy(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = str_of(arena_printf(op->arena, STR_FORMAT " v%lld", STR_ARG(db_text(row, 0)),
                                      (long long)db_i64(row, 1)));
    return OK;
}

typedef status read_row(struct op *op, struct db_rows *row, void *out);

static status write_names(struct gathering *g, const char *key, const struct numbers *numbers,
                          enum query query, read_row *reader)
{
    json_key(&g->w, key);
    json_object_open(&g->w);
    for (size_t i = 0; i < numbers->count; i++) {
        str name = {"", 0};
        bool found = true;
        if (reader)
            TRY(db_query_one(g->op, query, DB_ARGS(ARG_ID(numbers->list[i])), reader, &name,
                             &found));
        else
            TRY(symbol_text(g->op, numbers->list[i], &name));
        if (found)
            json_put_str(&g->w, arena_printf(g->op->arena, "%lld", (long long)numbers->list[i]),
                         name);
    }
    json_object_close(&g->w);
    return OK;
}

static void write_rule(struct gathering *g, const struct pack *pack, str id)
{
    struct json_writer *const w = &g->w;
    const struct pack_rule *const rule = pack_rule_find(pack, id);
    const bool is_english = g->request->language == LANGUAGE_EN;
    if (!rule)
        return;
    json_key(w, str_cstr(g->op->arena, id));
    json_object_open(w);
    json_put_c(w, "citation", rule->citation);
    json_put_c(w, "summary", is_english ? rule->summary_en : rule->summary_es);
    json_put_c(w, "basis", pack_basis_name(rule->basis));
    json_put_i64(w, "version", rule->version);
    json_object_close(w);
}

/* What the rules say that verdicts and permits name, as the program has them now; the version of
 * then stands in the row. */
static status write_rules(struct gathering *g)
{
    const struct pack *pack = NULL;
    for (size_t i = 0; i < g->symbols.count; i++) {
        str text;
        TRY(symbol_text(g->op, g->symbols.list[i], &text));
        evidence_add_text(g, &g->rules, &g->rule_count, &g->rule_capacity, text);
    }
    TRY(pack_open(g->op, g->country, PACK_ORDINARY, &pack));
    json_key(&g->w, "rules");
    json_object_open(&g->w);
    for (size_t i = 0; i < g->rule_count; i++)
        write_rule(g, pack, g->rules[i]);
    json_object_close(&g->w);
    return OK;
}

/* Letters as they left, but for the line with the address. */
static status write_documents(struct gathering *g)
{
    struct json_writer *const w = &g->w;
    json_key(w, "documents");
    json_array_open(w);
    for (size_t i = 0; i < g->document_count; i++) {
        struct document document;
        const char *const hash = str_cstr(g->op->arena, g->documents[i]);
        const status code = document_get(g->op, hash, &document);
        if (code == E_NOT_FOUND) { /* erased after its time: the digest stays in the event */
            op_clear(g->op);
            continue;
        }
        TRY(code);
        json_object_open(w);
        json_put_c(w, "hash", hash);
        json_put_str(w, "media_type", document.media_type);
        if (str_is_utf8(document.bytes, NULL))
            json_put_str(w, "text", document.bytes);
        else
            json_put_str(w, "hex", evidence_hex(g->op, document.bytes));
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

status evidence_write_names(struct gathering *g)
{
    TRY(write_names(g, "users", &g->users, Q_EVIDENCE_USER, read_text));
    TRY(write_names(g, "strategies", &g->strategies, Q_EVIDENCE_STRATEGY, read_strategy));
    TRY(write_names(g, "symbols", &g->symbols, QUERY_COUNT, NULL));
    TRY(write_rules(g));
    return write_documents(g);
}
