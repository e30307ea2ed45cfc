/* The pages of the file of a person, from its JSON alone: the same JSON, the same bytes. */
#include <stdlib.h>

#include "base/money.h"
#include "base/words.h"
#include "calendar/zone.h"
#include "insight/evidence.h"
#include "record/audit.h"

/* One row of the history. */
struct entry {
    int64_t at;
    size_t order;
    enum audit_table table;
    const json_t *row; /* NULL: it is gone */
    int64_t case_id, n;
    bool is_signed, is_erased;
};

struct page {
    struct op *op;
    struct buf *out;
    const json_t *root;
    enum language language;
    const struct zone *person_zone, *office_zone;
    struct entry *entries;
    size_t count, capacity;
};

static const char *word(const struct page *p, const char *name)
{
    return evidence_word(name, p->language);
}

static void add(struct page *p, const char *text)
{
    buf_add_c(p->out, text);
}

static void add_text(struct page *p, const char *text)
{
    evidence_escape(p->out, str_of(text));
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *const text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static int64_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* --- values --- */

static void add_instant(struct page *p, const struct zone *zone, int64_t at)
{
    char date[DAY_TEXT_SIZE];
    if (at < (instant)DAY_MIN * INSTANT_PER_DAY || at > (instant)DAY_MAX * INSTANT_PER_DAY) {
        buf_add_i64(p->out, at); /* a file of somebody else: it is no time */
        return;
    }
    const struct zone_local local = zone_to_local(zone, at);
    const int32_t ahead = local.offset < 0 ? -local.offset : local.offset;
    buf_printf(p->out, "%s %02d:%02d:%02d %c%02d:%02d", day_format(local.day, date),
               local.second / 3600, local.second / 60 % 60, local.second % 60,
               local.offset < 0 ? '-' : '+', ahead / 3600, ahead / 60 % 60);
}

static bool ends_with(const char *text, const char *end)
{
    const size_t size = strlen(text);
    const size_t tail = strlen(end);
    return size >= tail && strcmp(text + size - tail, end) == 0;
}

/* The currency of a case, of any case of the person when it is not said. */
static currency currency_of(const struct page *p, int64_t case_id)
{
    const json_t *const cases = json_object_get(p->root, "cases");
    currency found = CURRENCY_NONE;
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *const one = json_array_get(cases, i);
        currency of_one = CURRENCY_NONE;
        if ((found == CURRENCY_NONE || number_of(one, "id") == case_id) &&
            currency_parse(str_of(text_of(one, "currency")), &of_one))
            found = of_one;
    }
    return found;
}

static void add_money(struct page *p, int64_t case_id, int64_t minor)
{
    char text[MONEY_TEXT_SIZE];
    char code[CURRENCY_TEXT];
    const currency of_case = currency_of(p, case_id);
    if (of_case == CURRENCY_NONE)
        buf_add_i64(p->out, minor);
    else
        buf_printf(p->out, "%s %s",
                   money_format_plain((money){minor}, currency_exponent(of_case), text),
                   currency_format(of_case, code));
}

static const char *name_of(const struct page *p, const char *list, int64_t id)
{
    const char *const key = arena_printf(p->op->arena, "%lld", (long long)id);
    return text_of(json_object_get(p->root, list), key);
}

static bool is_symbol(const char *column)
{
    static const char *const symbols[] = {"segment", "step", "template", "verdict_rule", "silence"};
    for (size_t i = 0; i < ARRAY_LEN(symbols); i++)
        if (strcmp(column, symbols[i]) == 0)
            return true;
    return false;
}

static void add_number(struct page *p, const struct entry *entry, const char *column, int64_t value)
{
    static const char *const verdicts[] = {"none", "allowed", "refused"};
    char date[DAY_TEXT_SIZE];
    if (is_symbol(column))
        add_text(p, name_of(p, "symbols", value));
    else if (ends_with(column, "_on") || strcmp(column, "day") == 0 ||
             strcmp(column, "business_date") == 0 || strcmp(column, "valid_from") == 0 ||
             strcmp(column, "valid_until") == 0)
        add(p, value >= DAY_MIN && value <= DAY_MAX ? day_format((day)value, date) : "?");
    else if (ends_with(column, "_at"))
        add_instant(p, p->person_zone, value);
    else if (strcmp(column, "amount") == 0 || strcmp(column, "cost") == 0)
        add_money(p, entry->case_id, value);
    else if (strcmp(column, "channel") == 0 && value >= 0 && value < CHANNEL_COUNT)
        add_text(p, word(p, channel_name((enum channel)value)));
    else if (strcmp(column, "verdict") == 0 && value >= 0 && value < (int)ARRAY_LEN(verdicts))
        add_text(p, word(p, verdicts[value]));
    else if (strcmp(column, "strategy_id") == 0)
        add_text(p, name_of(p, "strategies", value));
    else
        buf_add_i64(p->out, value);
}

/* --- rows --- */

/* The value of a column; NULL: the table has none of that name. */
static const json_t *value_of(const struct page *p, const struct entry *entry, const char *column)
{
    str names = str_of(audit_shapes[entry->table].names);
    (void)p;
    for (size_t c = 0; names.size > 0; c++)
        if (str_equal_c(str_split(&names, ' '), column))
            return json_array_get(entry->row, c);
    return NULL;
}

static const char *text_value(const struct page *p, const struct entry *entry, const char *column)
{
    const char *const text = json_string_value(value_of(p, entry, column));
    return text ? text : "";
}

static bool is_detail(const char *column)
{
    static const char *const left_out[] = {
        "debtor_id",  "id",       "case_id",    "seq",      "version",     "at",
        "created_at", "actor_id", "user_id",    "priority", "recorded_at", "rules",
        "unapplied",  "currency", "decided_by", "row_id",   "commitments"};
    for (size_t i = 0; i < ARRAY_LEN(left_out); i++)
        if (strcmp(column, left_out[i]) == 0)
            return false;
    return true;
}

static bool is_shown(const json_t *value)
{
    return value && !json_is_null(value) &&
           !(json_is_string(value) && json_string_length(value) == 0);
}

/* What an event says of itself, a pair each. */
static void add_payload(struct page *p, const struct entry *entry, str text)
{
    const char *key = NULL;
    json_t *payload = NULL;
    json_t *value = NULL;
    if (json_parse(p->op, text, &payload) != OK) {
        op_clear(p->op); /* of an erased event nothing is left */
        evidence_escape(p->out, text);
        return;
    }
    json_object_foreach(payload, key, value)
    {
        if (!is_shown(value))
            continue;
        add(p, "; ");
        add_text(p, word(p, key));
        add(p, " ");
        if (json_is_integer(value))
            add_number(p, entry, key, json_integer_value(value));
        else if (json_is_string(value))
            add_text(p, word(p, json_string_value(value)));
        else
            add_text(p, json_is_true(value) ? "1" : "0");
    }
}

static void add_details(struct page *p, const struct entry *entry)
{
    str names = str_of(audit_shapes[entry->table].names);
    bool has_any = false;
    for (size_t c = 0; names.size > 0; c++) {
        const char *const column = str_cstr(p->op->arena, str_split(&names, ' '));
        const json_t *const value = json_array_get(entry->row, c);
        if (!is_detail(column) || !is_shown(value) ||
            (is_symbol(column) && json_is_integer(value) && json_integer_value(value) == 0))
            continue;
        if (strcmp(column, "payload") == 0) {
            add_payload(p, entry, str_of(json_string_value(value)));
            continue;
        }
        add(p, has_any ? "; " : ": ");
        has_any = true;
        add_text(p, word(p, column));
        add(p, " ");
        if (json_is_integer(value))
            add_number(p, entry, column, json_integer_value(value));
        else if (json_is_string(value))
            add_text(p, word(p, json_string_value(value)));
    }
}

static const char *who(const struct page *p, const struct entry *entry)
{
    static const char *const columns[] = {"actor_id", "user_id"};
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        const json_t *const value = value_of(p, entry, columns[i]);
        if (json_is_integer(value))
            return name_of(p, "users", json_integer_value(value));
    }
    return word(p, "system");
}

static void add_rule(struct page *p, const char *id)
{
    const json_t *const rule = json_object_get(json_object_get(p->root, "rules"), id);
    add(p, " <b>");
    add_text(p, id);
    add(p, "</b>");
    if (!rule)
        return;
    add(p, " (");
    add_text(p, word(p, text_of(rule, "basis")));
    buf_printf(p->out, ", v%lld): ", (long long)number_of(rule, "version"));
    add_text(p, text_of(rule, "summary"));
    if (*text_of(rule, "citation")) {
        add(p, " [");
        add_text(p, text_of(rule, "citation"));
        add(p, "]");
    }
}

static day day_of(const struct page *p, int64_t at)
{
    const bool is_time =
        at >= (instant)DAY_MIN * INSTANT_PER_DAY && at <= (instant)DAY_MAX * INSTANT_PER_DAY;
    return is_time ? zone_to_local(p->person_zone, at).day : DAY_MIN;
}

/* Attempts of the history before an entry, on its day and in the seven days that end with it. */
static void add_counters(struct page *p, const struct entry *permit)
{
    const day on = day_of(p, permit->at);
    int today = 0;
    int week = 0;
    for (size_t i = 0; i < p->count && p->entries[i].at < permit->at; i++) {
        const struct entry *const e = &p->entries[i];
        if (e->table != AUDIT_ACTION || !e->row ||
            strcmp(text_value(p, e, "direction"), "outbound") != 0)
            continue;
        const day then = day_of(p, e->at);
        today += then == on;
        week += then > on - 7;
    }
    add(p, "; ");
    if (p->language == LANGUAGE_EN)
        buf_printf(p->out, "contacts before: %d that day, %d in seven days", today, week);
    else
        buf_printf(p->out, "contactos anteriores: %d ese día, %d en siete días", today, week);
}

static void add_lawful(struct page *p, const struct entry *entry)
{
    if (!entry->row)
        return;
    if (entry->table == AUDIT_DECISION) {
        const int64_t rule = json_integer_value(value_of(p, entry, "verdict_rule"));
        add_number(p, entry, "verdict", json_integer_value(value_of(p, entry, "verdict")));
        if (rule != 0)
            add_rule(p, name_of(p, "symbols", rule));
        add(p, "; ");
        add_number(p, entry, "strategy_id", json_integer_value(value_of(p, entry, "strategy_id")));
    } else if (entry->table == AUDIT_PERMIT || entry->table == AUDIT_UNPERMITTED) {
        const char *const verdict = text_value(p, entry, "verdict");
        add_text(p, word(p, *verdict ? verdict : "allowed"));
        add_rule(p, text_value(p, entry, "rule"));
        add(p, "; ");
        add_text(p, text_value(p, entry, "pack"));
        add_counters(p, entry);
    }
}

/* --- the history --- */

static void add_entry(struct page *p, int64_t case_id, const json_t *link, const json_t *item,
                      bool is_signed)
{
    const int table = (int)number_of(item, "table") & ~AUDIT_HAS_NONCE;
    const json_t *const row = json_object_get(item, "row");
    if (table < AUDIT_EVENT || table >= AUDIT_TABLE_COUNT)
        return;
    p->entries = arena_grow(p->op->arena, p->entries, p->count, &p->capacity, sizeof(*p->entries));
    p->entries[p->count] =
        (struct entry){.at = number_of(link, "at"),
                       .order = p->count,
                       .table = (enum audit_table)table,
                       .row = json_is_array(row) ? row : NULL,
                       .case_id = case_id,
                       .n = number_of(link, "n"),
                       .is_signed = is_signed,
                       .is_erased = json_object_get(item, "commitments") != NULL};
    p->count++;
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *const a = left;
    const struct entry *const b = right;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void collect_entries(struct page *p)
{
    size_t c = 0;
    size_t l = 0;
    size_t e = 0;
    const json_t *chain = NULL;
    const json_t *link = NULL;
    const json_t *item = NULL;
    json_array_foreach(json_object_get(p->root, "chains"), c, chain)
    {
        const int64_t signed_n = number_of(json_object_get(chain, "proof"), "n");
        json_array_foreach(json_object_get(chain, "links"), l, link)
        {
            json_array_foreach(json_object_get(link, "entries"), e, item)
            {
                add_entry(p, number_of(chain, "case_id"), link, item,
                          number_of(link, "n") <= signed_n);
            }
        }
    }
    if (p->count > 1)
        qsort(p->entries, p->count, sizeof(*p->entries), compare_entries);
}

static void add_history(struct page *p)
{
    add(p, "<h2>");
    add_text(p, word(p, "@history"));
    add(p, "</h2>\n<table><tr><th>");
    add_text(p, word(p, "@when"));
    add(p, "</th><th>");
    add_text(p, word(p, "@when_office"));
    add(p, "</th><th>");
    add_text(p, word(p, "@who"));
    add(p, "</th><th>");
    add_text(p, word(p, "@what"));
    add(p, "</th><th>");
    add_text(p, word(p, "@lawful"));
    add(p, "</th><th>");
    add_text(p, word(p, "@proof"));
    add(p, "</th></tr>\n");
    for (size_t i = 0; i < p->count; i++) {
        const struct entry *const e = &p->entries[i];
        add(p, "<tr><td>");
        add_instant(p, p->person_zone, e->at);
        add(p, "</td><td>");
        add_instant(p, p->office_zone, e->at);
        add(p, "</td><td>");
        add_text(p, e->row ? who(p, e) : "");
        add(p, "</td><td><b>");
        add_text(p, word(p, audit_shapes[e->table].table));
        add(p, "</b>");
        if (e->row)
            add_details(p, e);
        if (e->is_erased || !e->row)
            buf_printf(p->out, " <i>(%s)</i>", word(p, e->row ? "@erased" : "@gone"));
        add(p, "</td><td>");
        add_lawful(p, e);
        buf_printf(p->out, "</td><td>%lld/%lld%s%s</td></tr>\n", (long long)e->case_id,
                   (long long)e->n, e->is_signed ? "" : " ",
                   e->is_signed ? "" : word(p, "@unsigned"));
    }
    add(p, "</table>\n");
}

/* --- the rest --- */

static void add_head(struct page *p)
{
    const json_t *const person = json_object_get(p->root, "person");
    const json_t *const office = json_object_get(p->root, "organisation");
    const char *const maker = text_of(p->root, "made_by");
    const struct {
        const char *label, *text;
    } lines[] = {
        {"@person",   text_of(person,  "name")         },
        {"@office",   text_of(office,  "name")         },
        {"@why_made", text_of(p->root, "reason")       },
        {"@since",    text_of(p->root, "chained_since")},
    };
    add(p, "<h1>");
    add_text(p, word(p, "@title"));
    add(p, "</h1>\n<dl>");
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        add(p, "<dt>");
        add_text(p, word(p, lines[i].label));
        add(p, "</dt><dd>");
        add_text(p, lines[i].text);
        add(p, "</dd>\n");
    }
    add(p, "<dt>");
    add_text(p, word(p, "@made"));
    add(p, "</dt><dd>");
    add_instant(p, p->office_zone, number_of(p->root, "made_at"));
    add(p, " ");
    add_text(p, word(p, "@made_by"));
    add(p, " ");
    add_text(p, *maker ? maker : word(p, "system"));
    add(p, "</dd></dl>\n");
}

static void add_cases(struct page *p)
{
    size_t i = 0;
    const json_t *one = NULL;
    add(p, "<h2>");
    add_text(p, word(p, "@cases"));
    add(p, "</h2>\n<table><tr><th>");
    add_text(p, word(p, "@number"));
    add(p, "</th><th>");
    add_text(p, word(p, "@creditor"));
    add(p, "</th><th>");
    add_text(p, word(p, "@opened"));
    add(p, "</th></tr>\n");
    json_array_foreach(json_object_get(p->root, "cases"), i, one)
    {
        buf_printf(p->out, "<tr><td>%lld (%lld)</td><td>", (long long)number_of(one, "number"),
                   (long long)number_of(one, "id"));
        add_text(p, text_of(one, "creditor"));
        add(p, "</td><td>");
        add_text(p, text_of(one, "opened_on"));
        add(p, "</td></tr>\n");
    }
    add(p, "</table>\n");
}

static void add_letters(struct page *p)
{
    size_t i = 0;
    const json_t *one = NULL;
    add(p, "<h2>");
    add_text(p, word(p, "@letters"));
    add(p, "</h2>\n");
    json_array_foreach(json_object_get(p->root, "documents"), i, one)
    {
        add(p, "<h3>");
        add_text(p, text_of(one, "hash"));
        add(p, "</h3>\n<pre>");
        evidence_write_mail(p->out, str_of(text_of(one, "text")));
        add(p, "</pre>\n");
    }
}

static void add_chains(struct page *p)
{
    char date[DAY_TEXT_SIZE];
    size_t i = 0;
    const json_t *one = NULL;
    add(p, "<h2>");
    add_text(p, word(p, "@chains"));
    add(p, "</h2>\n<ul>");
    json_array_foreach(json_object_get(p->root, "chains"), i, one)
    {
        const json_t *const proof = json_object_get(one, "proof");
        buf_printf(p->out, "<li>%lld: %zu, %lld, %s</li>\n", (long long)number_of(one, "case_id"),
                   json_array_size(json_object_get(one, "links")), (long long)number_of(proof, "n"),
                   json_is_object(proof) && number_of(proof, "day") > DAY_MIN &&
                           number_of(proof, "day") < DAY_MAX
                       ? day_format((day)number_of(proof, "day"), date)
                       : word(p, "@unsigned"));
    }
    add(p, "</ul>\n");
    json_array_foreach(json_object_get(p->root, "roots"), i, one)
    {
        add(p, "<pre>");
        add_text(p, text_of(one, "statement"));
        add(p, "signature ");
        add_text(p, text_of(one, "signature"));
        add(p, "</pre>\n");
    }
    add(p, "<h2>");
    add_text(p, word(p, "@how"));
    add(p, "</h2>\n<p>");
    add_text(p, word(p, "@procedure"));
    add(p, "</p>\n");
}

/* The JSON inside the page: no < of a text may end the script. */
static void add_json(struct page *p, str json)
{
    add(p, EVIDENCE_START);
    for (size_t i = 0; i < json.size; i++) {
        if (json.data[i] == '<')
            add(p, "\\u003c");
        else
            buf_add_char(p->out, json.data[i]);
    }
    add(p, EVIDENCE_END "\n</body></html>\n");
}

static const char style[] =
    "body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#111;background:#fff}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.3rem .5rem;"
    "text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:.5rem}"
    "dt{font-weight:bold}";

static status find_zones(struct page *p)
{
    const char *const office = text_of(json_object_get(p->root, "organisation"), "timezone");
    const char *const person = text_of(json_object_get(p->root, "person"), "timezone");
    TRY(zone_find(p->op, str_of(office), &p->office_zone));
    return zone_find(p->op, str_of(*person ? person : office), &p->person_zone);
}

status evidence_render(struct op *op, str json, str *ret_html)
{
    struct buf out = buf_start(op->arena, EVIDENCE_BYTES_MAX);
    struct page p = {.op = op, .out = &out};
    json_t *root = NULL;
    TRY(json_parse(op, json, &root));
    p.root = root;
    p.language = strcmp(text_of(root, "language"), "en") == 0 ? LANGUAGE_EN : LANGUAGE_ES;
    TRY(find_zones(&p));
    collect_entries(&p);
    buf_printf(&out,
               "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>%s</title>"
               "<style>%s</style></head><body>\n",
               text_of(root, "language"), word(&p, "@title"), style);
    add_head(&p);
    add_cases(&p);
    add_history(&p);
    add_letters(&p);
    add_chains(&p);
    add_json(&p, json);
    if (out.is_full)
        return op_fail(op, E_LIMIT, "the file of this person would be too long: name one case");
    *ret_html = buf_str(&out);
    return OK;
}
