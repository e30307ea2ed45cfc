/* What the file of a person holds, as JSON, from the store. */
#include <stdlib.h>

#include "base/version.h"
#include "book/residence.h"
#include "insight/evidence_gather.h"
#include "record/audit_start.h"
#include "record/organisation.h"

static void add_number(struct gathering *g, struct numbers *numbers, int64_t number)
{
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->list[i] == number)
            return;
    if (number == 0)
        return;
    numbers->list = arena_grow(g->op->arena, numbers->list, numbers->count, &numbers->capacity,
                               sizeof(*numbers->list));
    numbers->list[numbers->count++] = number;
}

void evidence_add_text(struct gathering *g, str **list, size_t *count, size_t *capacity, str text)
{
    for (size_t i = 0; i < *count; i++)
        if (str_equal((*list)[i], text))
            return;
    if (text.size == 0)
        return;
    *list = arena_grow(g->op->arena, *list, *count, capacity, sizeof(**list));
    (*list)[(*count)++] = str_copy(g->op->arena, text);
}

str evidence_hex(struct op *op, str bytes)
{
    char *const text = arena_alloc(op->arena, CRYPTO_HEX_SIZE(bytes.size));
    crypto_hex(bytes.data, bytes.size, text);
    return str_of(text);
}

/* --- rows --- */

static bool is_named(str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(name, names[i]))
            return true;
    return false;
}

/* What the value of a column stands for is looked up once all rows are known. */
static void note_name(struct gathering *g, str column, const struct db_arg *value)
{
    static const char *const users[] = {"actor_id", "user_id", "decided_by", "requested_by"};
    static const char *const symbols[] = {"segment", "step", "template", "verdict_rule", "silence"};
    if (value->kind == DB_I64 && is_named(column, users, ARRAY_LEN(users)))
        add_number(g, &g->users, value->i64);
    if (value->kind == DB_I64 && is_named(column, symbols, ARRAY_LEN(symbols)))
        add_number(g, &g->symbols, value->i64);
    if (value->kind == DB_I64 && str_equal_c(column, "strategy_id"))
        add_number(g, &g->strategies, value->i64);
    if (value->kind == DB_TEXT && str_equal_c(column, "rule"))
        evidence_add_text(g, &g->rules, &g->rule_count, &g->rule_capacity, value->text);
}

static void note_document(struct gathering *g, str payload)
{
    static const str key = STR("\"document\":\"");
    const char *const at = memmem(payload.data, payload.size, key.data, key.size);
    if (!at)
        return;
    str rest = {at + key.size, payload.size - (size_t)(at + key.size - payload.data)};
    evidence_add_text(g, &g->documents, &g->document_count, &g->document_capacity,
                      str_split(&rest, '"'));
}

static void write_value(struct gathering *g, struct json_writer *w, const struct db_arg *value)
{
    switch (value->kind) {
    case DB_NULL:
        json_write_null(w);
        return;
    case DB_I64:
        json_write_i64(w, value->i64);
        return;
    case DB_TEXT:
        json_write_str(w, value->text);
        return;
    case DB_BLOB:
        json_write_str(w, evidence_hex(g->op, value->text));
        return;
    }
}

static void keep_row(struct gathering *g, enum audit_table table, const struct db_arg *values)
{
    struct op *const op = g->op;
    const struct audit_shape *const shape = &audit_shapes[table];
    struct buf out = buf_start(op->arena, LIMIT_DOCUMENT_BYTES);
    struct json_writer w = json_start(&out);
    str names = str_of(shape->names);
    json_array_open(&w);
    for (int c = 0; shape->kinds[c]; c++) {
        note_name(g, str_split(&names, ' '), &values[c]);
        write_value(g, &w, &values[c]);
    }
    json_array_close(&w);
    if (table == AUDIT_EVENT)
        note_document(g, values[audit_column_count(shape) - 1].text);
    g->rows = arena_grow(op->arena, g->rows, g->row_count, &g->row_capacity, sizeof(*g->rows));
    g->rows[g->row_count++] = (struct row){.id = audit_row_id(table, values, &g->scratch),
                                           .table = (uint8_t)table,
                                           .values = buf_str(&out)};
}

static status read_table(struct gathering *g, enum audit_table table)
{
    const int64_t debtor = g->request->debtor_id;
    struct db_arg values[LIMIT_DB_ARGS];
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(g->op, audit_shapes[table].range, DB_ARGS(ARG_I64(debtor), ARG_I64(debtor + 1)),
                 &rows));
    for (;;) {
        TRY(db_next(g->op, &rows, &has_row));
        if (!has_row)
            return OK;
        (void)audit_read_row(&rows, table, values);
        keep_row(g, table, values);
    }
}

static int compare_rows(const void *left, const void *right)
{
    const struct row *const a = left;
    const struct row *const b = right;
    if (a->table != b->table)
        return a->table < b->table ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static struct row *find_row(const struct gathering *g, int table, int64_t id)
{
    const struct row key = {.id = id, .table = (uint8_t)table};
    return g->row_count > 0 ? bsearch(&key, g->rows, g->row_count, sizeof(*g->rows), compare_rows)
                            : NULL;
}

static status read_secrets(struct gathering *g, enum query query, int table_at, int id_at,
                           int bytes_at, bool is_erasure)
{
    const int64_t debtor = g->request->debtor_id;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(g->op, query, DB_ARGS(ARG_I64(debtor), ARG_I64(debtor + 1)), &rows));
    for (;;) {
        TRY(db_next(g->op, &rows, &has_row));
        if (!has_row)
            return OK;
        struct row *const row = find_row(g, (int)db_i64(&rows, table_at), db_i64(&rows, id_at));
        const str hex = evidence_hex(g->op, db_blob(&rows, bytes_at));
        if (row && is_erasure)
            row->commitments = hex;
        else if (row)
            row->nonce = hex;
    }
}

static status read_rows(struct gathering *g)
{
    for (int table = AUDIT_EVENT; table < AUDIT_TABLE_COUNT; table++)
        if (audit_shapes[table].debtor >= 0)
            TRY(read_table(g, (enum audit_table)table));
    if (g->row_count > 1)
        qsort(g->rows, g->row_count, sizeof(*g->rows), compare_rows);
    TRY(read_secrets(g, Q_AUDIT_NONCE_RANGE, 0, 1, 2, false));
    return read_secrets(g, Q_AUDIT_ERASURE_RANGE, 4, 5, 6, true);
}

/* --- chains --- */

static void write_entry(struct gathering *g, const uint8_t *bytes)
{
    struct json_writer *const w = &g->w;
    const int table = bytes[0] & ~AUDIT_HAS_NONCE;
    const int64_t id = audit_get_i64(bytes + 1);
    const struct row *const row = find_row(g, table, id);
    json_object_open(w);
    json_put_i64(w, "table", bytes[0]);
    json_put_i64(w, "id", id);
    json_put_str(w, "digest",
                 evidence_hex(g->op, (str){(const char *)bytes + 9, AUDIT_DIGEST_BYTES}));
    if (row && row->commitments.size > 0)
        json_put_str(w, "commitments", row->commitments);
    else if (row && row->nonce.size > 0)
        json_put_str(w, "nonce", row->nonce);
    json_key(w, "row");
    if (row)
        json_write_raw(w, row->values);
    else
        json_write_null(w);
    json_object_close(w);
}

static void write_link(struct gathering *g, const struct audit_link *link, str hash)
{
    struct json_writer *const w = &g->w;
    const uint8_t *const bytes = (const uint8_t *)link->entries.data;
    json_object_open(w);
    json_put_i64(w, "n", link->n);
    json_put_i64(w, "day", link->day);
    json_put_i64(w, "at", link->at);
    json_put_i64(w, "kind", link->kind);
    json_put_str(w, "hash", evidence_hex(g->op, hash));
    json_key(w, "entries");
    json_array_open(w);
    for (size_t at = 0; at + AUDIT_ENTRY_BYTES <= link->entries.size; at += AUDIT_ENTRY_BYTES)
        write_entry(g, bytes + at);
    json_array_close(w);
    json_object_close(w);
}

static void add_day(struct gathering *g, day date)
{
    for (size_t i = 0; i < g->day_count; i++)
        if (g->days[i] == date)
            return;
    g->days = arena_grow(g->op->arena, g->days, g->day_count, &g->day_capacity, sizeof(*g->days));
    g->days[g->day_count++] = date;
}

/* The way from the chain's last link of its last signed day to that day's root. */
static status write_proof(struct gathering *g, struct audit_chain chain, day date)
{
    struct json_writer *const w = &g->w;
    struct audit_proof *const proof = arena_new(g->op->arena, struct audit_proof);
    bool found = false;
    json_key(w, "proof");
    if (date != DAY_NONE)
        TRY(audit_prove(g->op, date, chain, proof, &found));
    if (!found) {
        json_write_null(w);
        return OK;
    }
    add_day(g, date);
    json_object_open(w);
    json_put_i64(w, "day", date);
    json_put_i64(w, "n", proof->n);
    json_key(w, "steps");
    json_array_open(w);
    for (int i = 0; i < proof->count; i++) {
        json_object_open(w);
        json_put_bool(w, "right", proof->steps[i].is_right);
        json_put_str(
            w, "sibling",
            evidence_hex(g->op, (str){(const char *)proof->steps[i].sibling, MERKLE_BYTES}));
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
    return OK;
}

/* The links of one chain, whose first row stands already; *ret_has_row: another chain's does. */
static status write_chain(struct gathering *g, struct db_rows *rows, bool *ret_has_row)
{
    struct json_writer *const w = &g->w;
    const struct audit_chain chain = {db_i64(rows, 0), db_i64(rows, 1)};
    const bool is_wanted =
        g->request->case_id == 0 || chain.case_id == 0 || chain.case_id == g->request->case_id;
    day signed_on = DAY_NONE;
    bool is_same = true;
    if (is_wanted) {
        json_object_open(w);
        json_put_i64(w, "debtor_id", chain.debtor_id);
        json_put_i64(w, "case_id", chain.case_id);
        json_key(w, "links");
        json_array_open(w);
    }
    while (is_same) {
        const struct audit_link link = {.chain = chain,
                                        .n = db_i64(rows, 2),
                                        .day = db_day(rows, 3),
                                        .at = db_i64(rows, 4),
                                        .kind = (int)db_i64(rows, 5),
                                        .entries = db_blob(rows, 6)};
        if (is_wanted)
            write_link(g, &link, db_blob(rows, 7));
        if (link.day <= g->last_root)
            signed_on = link.day;
        TRY(db_next(g->op, rows, ret_has_row));
        is_same = *ret_has_row && db_i64(rows, 1) == chain.case_id;
    }
    if (!is_wanted)
        return OK;
    json_array_close(w);
    TRY(write_proof(g, chain, signed_on));
    json_object_close(w);
    return OK;
}

static status write_chains(struct gathering *g)
{
    const int64_t debtor = g->request->debtor_id;
    struct db_rows rows;
    bool has_row = false;
    json_key(&g->w, "chains");
    json_array_open(&g->w);
    TRY(db_query(g->op, Q_AUDIT_LINK_RANGE, DB_ARGS(ARG_I64(debtor), ARG_I64(debtor + 1)), &rows));
    TRY(db_next(g->op, &rows, &has_row));
    while (has_row)
        TRY(write_chain(g, &rows, &has_row));
    json_array_close(&g->w);
    return OK;
}

static status write_roots(struct gathering *g)
{
    struct json_writer *const w = &g->w;
    json_key(w, "roots");
    json_array_open(w);
    for (size_t i = 0; i < g->day_count; i++) {
        struct audit_root *roots = NULL;
        size_t count = 0;
        TRY(audit_root_list(g->op, g->days[i], g->days[i] + 1, &roots, &count));
        if (count == 0)
            continue;
        json_object_open(w);
        json_put_i64(w, "day", roots[0].day);
        json_put_str(w, "statement", roots[0].statement);
        json_put_str(w, "signature", evidence_hex(g->op, roots[0].signature));
        json_put_str(w, "key", roots[0].key_id);
        json_object_close(w);
    }
    json_array_close(w);
    return OK;
}

static status write_keys(struct gathering *g)
{
    struct json_writer *const w = &g->w;
    struct audit_key_row *keys = NULL;
    size_t count = 0;
    TRY(audit_key_list(g->op, &keys, &count));
    json_key(w, "keys");
    json_object_open(w);
    for (size_t i = 0; i < count; i++)
        json_put_str(
            w, str_cstr(g->op->arena, keys[i].id),
            evidence_hex(g->op, (str){(const char *)keys[i].public_key, CRYPTO_PUBLIC_BYTES}));
    json_object_close(w);
    return OK;
}

/* --- the head --- */

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status write_person(struct op *op, struct db_rows *row, void *out)
{
    struct gathering *const g = out;
    struct json_writer *const w = &g->w;
    g->country = db_text_copy(op, row, 2);
    json_key(w, "person");
    json_object_open(w);
    json_put_i64(w, "id", g->request->debtor_id);
    json_put_str(w, "name", db_text(row, 0));
    json_put_str(w, "kind", db_text(row, 1));
    json_put_str(w, "country", db_text(row, 2));
    /* several are possible: none is named */
    json_put_str(w, "timezone",
                 str_equal_c(db_text(row, 3), RESIDENCE_SEVERAL) ? STR("") : db_text(row, 3));
    json_object_close(w);
    return OK;
}

static status write_cases(struct gathering *g)
{
    struct json_writer *const w = &g->w;
    struct db_rows rows;
    bool has_row = false;
    bool has_any = g->request->case_id == 0;
    json_key(w, "cases");
    json_array_open(w);
    TRY(db_query(g->op, Q_EVIDENCE_CASES, DB_ARGS(ARG_ID(g->request->debtor_id)), &rows));
    for (;;) {
        char code[CURRENCY_TEXT];
        TRY(db_next(g->op, &rows, &has_row));
        if (!has_row)
            break;
        if (g->request->case_id != 0 && db_id(&rows, 0) != g->request->case_id)
            continue;
        has_any = true;
        json_object_open(w);
        json_put_i64(w, "id", db_id(&rows, 0));
        json_put_i64(w, "number", db_i64(&rows, 1));
        json_put_str(w, "state", db_text(&rows, 2));
        json_put_c(w, "currency", currency_format((currency)db_i64(&rows, 3), code));
        json_put_day(w, "opened_on", db_day(&rows, 4));
        json_put_str(w, "creditor", db_text(&rows, 5));
        json_object_close(w);
    }
    json_array_close(w);
    return has_any ? OK
                   : op_fail(g->op, E_NOT_FOUND, "this person has no case %lld",
                             (long long)g->request->case_id);
}

static status write_head(struct gathering *g)
{
    struct op *const op = g->op;
    struct json_writer *const w = &g->w;
    struct organisation organisation;
    struct audit_start start = {.day = DAY_NONE};
    str maker = {"", 0};
    bool found = false;
    TRY(organisation_get(op, &organisation));
    TRY(audit_start_get(op, &start, &found));
    if (op->actor_id != 0)
        TRY(db_query_one(op, Q_EVIDENCE_USER, DB_ARGS(ARG_ID(op->actor_id)), read_text, &maker,
                         &found));
    json_put_c(w, "format", "acuerdo evidence 1");
    json_put_c(w, "program", ACUERDO_VERSION);
    json_put_c(w, "language", g->request->language == LANGUAGE_EN ? "en" : "es");
    json_put_i64(w, "made_at", op_now(op));
    json_put_str(w, "made_by", maker);
    json_put_str(w, "reason", g->request->reason);
    json_put_day(w, "chained_since", start.day);
    json_put_i64(w, "rows_before", start.rows);
    json_key(w, "organisation");
    json_object_open(w);
    json_put_str(w, "name", organisation.name);
    json_put_str(w, "country", organisation.country);
    json_put_str(w, "timezone", organisation.timezone);
    json_object_close(w);
    TRY(db_query_one(op, Q_EVIDENCE_PERSON, DB_ARGS(ARG_ID(g->request->debtor_id)), write_person, g,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no party %lld", (long long)g->request->debtor_id);
    if (g->country.size == 0)
        g->country = organisation.country;
    return write_cases(g);
}

static status read_day(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(day *)out = db_day(row, 0);
    return OK;
}

status evidence_gather(struct op *op, const struct evidence_request *request, str *ret_json)
{
    struct buf out = buf_start(op->arena, EVIDENCE_BYTES_MAX / 2);
    struct gathering g = {.op = op,
                          .request = request,
                          .scratch = buf_start(op->arena, LIMIT_DOCUMENT_BYTES),
                          .last_root = DAY_NONE};
    bool found = false;
    g.w = json_start(&out);
    json_object_open(&g.w);
    TRY(write_head(&g));
    TRY(db_query_one(op, Q_EVIDENCE_LAST_ROOT, DB_NO_ARGS, read_day, &g.last_root, &found));
    TRY(read_rows(&g));
    TRY(write_chains(&g));
    TRY(write_roots(&g));
    TRY(write_keys(&g));
    TRY(evidence_write_names(&g));
    json_object_close(&g.w);
    if (out.is_full)
        return op_fail(op, E_LIMIT, "the file of this person would be too long: name one case");
    *ret_json = buf_str(&out);
    return OK;
}
