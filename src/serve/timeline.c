#include "serve/timeline.h"

#include <inttypes.h>

#include "record/symbol.h"
#include "serve/mask.h"
#include "serve/queue_item.h"
#include "serve/sentence.h"

#define BATCH 100 /* rows of each kind that are looked at before the page is found to be full */

/* One thing that happened.  What does not apply is empty. */
struct entry {
    int64_t id;
    instant at;
    day day;
    const char *group; /* contact | money | legal | system */
    str type;
    int64_t actor_id;
    str actor_name;
    str channel;
    str text;
    str note;
    bool has_amount;
    int64_t amount;
    day due_on;
    str rule;
    int64_t action_id, corrects_id, corrected_by_id;
    str payload; /* of an event that is not described yet */
};

/* --- what an event was about --- */

static int64_t payload_id(const json_t *payload, const char *key)
{
    int64_t id = 0;
    const char *const text = json_string_value(json_object_get(payload, key));
    return text && str_to_i64(str_of(text), &id) ? id : 0;
}

static str payload_text(struct op *op, const json_t *payload, const char *key)
{
    return str_copy(op->arena, str_of(json_string_value(json_object_get(payload, key))));
}

static status read_action(struct op *op, struct db_rows *row, void *out)
{
    struct entry *const entry = out;
    entry->text = db_text_copy(op, row, entry->text.size > 0 ? 2 : 1);
    entry->channel = db_text_copy(op, row, 3);
    entry->note = db_text_copy(op, row, 4);
    entry->has_amount = !db_is_null(row, 5);
    entry->amount = db_i64(row, 5);
    entry->corrects_id = db_id(row, 6);
    entry->corrected_by_id = db_id(row, 7);
    return OK;
}

static status describe_action(struct op *op, struct entry *entry, int64_t debtor_id,
                              const json_t *payload, bool is_english)
{
    bool found = false;
    entry->action_id = payload_id(payload, "action_id");
    entry->text = is_english ? STR("en") : STR(""); /* says which label to read */
    TRY(db_query_one(op, Q_TIMELINE_ACTION, DB_ARGS(ARG_ID(debtor_id), ARG_ID(entry->action_id)),
                     read_action, entry, &found));
    if (entry->corrects_id != 0)
        entry->text =
            str_of(arena_printf(op->arena, "%s: " STR_FORMAT,
                                sentence_event(entry->type, is_english), STR_ARG(entry->text)));
    return OK;
}

static status read_promise(struct op *op, struct db_rows *row, void *out)
{
    struct entry *const entry = out;
    (void)op;
    entry->has_amount = true;
    entry->amount = db_i64(row, 0);
    entry->due_on = db_day(row, 1);
    return OK;
}

/* A grade is of its moment: the payload says it, the row has moved on since. */
static const char *grade_text(str state, bool is_english)
{
    static const struct {
        const char *state, *es, *en;
    } rows[] = {
        {"open",    "Promesa abierta: cambió lo pagado", "Promise open: paid amount changed"},
        {"kept",    "Promesa cumplida",                   "Promise kept"                     },
        {"partial", "Promesa cumplida en parte",          "Promise kept in part"             },
        {"broken",  "Promesa incumplida",                 "Promise broken"                   },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (str_equal_c(state, rows[i].state))
            return is_english ? rows[i].en : rows[i].es;
    return NULL;
}

static status describe_promise(struct op *op, struct entry *entry, int64_t debtor_id,
                               const json_t *payload, bool is_english)
{
    bool found = false;
    const char *const grade = grade_text(payload_text(op, payload, "state"), is_english);
    if (grade && str_equal_c(entry->type, "promise.graded"))
        entry->text = str_of(grade);
    entry->note = payload_text(op, payload, "reason");
    return db_query_one(op, Q_TIMELINE_PROMISE,
                        DB_ARGS(ARG_ID(debtor_id), ARG_ID(payload_id(payload, "promise_id"))),
                        read_promise, entry, &found);
}

static status read_dispute(struct op *op, struct db_rows *row, void *out)
{
    struct entry *const entry = out;
    entry->has_amount = !db_is_null(row, 0);
    entry->amount = db_i64(row, 0);
    entry->note = db_text_copy(op, row, 1);
    return OK;
}

static status describe_event(struct op *op, struct entry *entry, int64_t debtor_id, bool is_english)
{
    json_t *payload = NULL;
    bool found = false;
    TRY(json_parse(op, entry->payload, &payload));
    entry->text = str_of(sentence_event(entry->type, is_english));
    if (str_starts(entry->type, STR("action.")))
        return describe_action(op, entry, debtor_id, payload, is_english);
    if (str_starts(entry->type, STR("promise.")))
        return describe_promise(op, entry, debtor_id, payload, is_english);
    if (str_starts(entry->type, STR("dispute.")))
        return db_query_one(op, Q_TIMELINE_DISPUTE,
                            DB_ARGS(ARG_ID(debtor_id), ARG_ID(payload_id(payload, "dispute_id"))),
                            read_dispute, entry, &found);
    const json_t *const amount = json_object_get(payload, "amount");
    entry->has_amount = json_is_integer(amount);
    entry->amount = json_integer_value(amount);
    entry->channel = payload_text(op, payload, "channel");
    entry->rule = payload_text(op, payload, "rule");
    if (!day_parse(payload_text(op, payload, "due_on"), &entry->due_on))
        entry->due_on = DAY_NONE;
    return OK;
}

/* --- loading --- */

struct loader {
    struct op *op;
    const struct timeline_query *query;
    struct decided_policies decided;
    struct entry *entries;
    size_t count;
    size_t capacity;
};

static struct entry *add(struct loader *loader)
{
    loader->entries = arena_grow(loader->op->arena, loader->entries, loader->count,
                                 &loader->capacity, sizeof(*loader->entries));
    loader->entries[loader->count] = (struct entry){.due_on = DAY_NONE};
    return &loader->entries[loader->count++];
}

static status load_events(struct loader *loader, const struct cursor *before)
{
    struct op *const op = loader->op;
    const struct case_key key = loader->query->key;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_TIMELINE_EVENTS,
                 DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_I64(before->parts[0]),
                         ARG_I64(before->parts[1]), ARG_I64(BATCH)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        struct entry *const entry = add(loader);
        entry->id = db_id(&rows, 0);
        entry->type = db_text_copy(op, &rows, 1);
        entry->group = sentence_event_kind(entry->type);
        entry->at = db_instant(&rows, 2);
        entry->day = db_day(&rows, 3);
        entry->actor_id = db_id(&rows, 4);
        entry->actor_name = db_text_copy(op, &rows, 5);
        entry->payload = db_text_copy(op, &rows, 6);
    }
}

static status read_decision(struct loader *loader, const struct db_rows *rows)
{
    struct op *const op = loader->op;
    struct entry *const entry = add(loader);
    const int64_t channel = db_i64(rows, 4);
    const int64_t rules = db_i64(rows, 5);
    const int64_t silence = db_i64(rows, 6);
    str step;
    str code;
    entry->id = db_id(rows, 0);
    entry->at = db_instant(rows, 1);
    entry->day = db_day(rows, 2);
    entry->type = STR("decision.changed");
    entry->group = "system";
    if (channel > CHANNEL_NONE && channel < CHANNEL_COUNT)
        entry->channel = str_of(channel_name((enum channel)channel));
    entry->rule = str_of(arena_printf(op->arena, STR_FORMAT " %" PRId64 ", %" PRId64,
                                      STR_ARG(db_text(rows, 8)), db_i64(rows, 9), rules & 0xFFFF));
    TRY(symbol_text(op, db_i64(rows, 3), &step));
    TRY(symbol_text(op, silence, &code));
    const char *const why = sentence_reason(code, loader->query->is_english);
    TRY(decided_rule_text(op, &loader->decided, db_id(rows, 7), rules, &entry->text));
    if (entry->text.size == 0)
        entry->text = str_copy(op->arena, step);
    if (why)
        entry->note = str_of(why);
    return OK;
}

static status load_decisions(struct loader *loader, const struct cursor *before)
{
    struct op *const op = loader->op;
    const struct case_key key = loader->query->key;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_TIMELINE_DECISIONS,
                 DB_ARGS(ARG_ID(key.debtor_id), ARG_ID(key.case_id), ARG_I64(before->parts[0]),
                         ARG_I64(before->parts[1]), ARG_I64(BATCH)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(read_decision(loader, &rows));
    }
}

static int newest_first(const void *a, const void *b)
{
    const struct entry *const left = a;
    const struct entry *const right = b;
    if (left->at != right->at)
        return left->at < right->at ? 1 : -1;
    return left->id < right->id ? 1 : left->id > right->id ? -1 : 0;
}

/* The next entries before a place; the older ones of the longer list may lack their neighbours, so
 * only BATCH of them are whole. */
static status load_batch(struct loader *loader, const struct cursor *before)
{
    loader->count = 0;
    TRY(load_events(loader, before));
    TRY(load_decisions(loader, before));
    if (loader->count > 0)
        qsort(loader->entries, loader->count, sizeof(*loader->entries), newest_first);
    if (loader->count > BATCH)
        loader->count = BATCH;
    return OK;
}

/* --- writing --- */

static void put_text(struct json_writer *w, const char *key, str text)
{
    if (text.size > 0)
        json_put_str(w, key, text);
    else
        json_put_c(w, key, NULL);
}

static void write_entry(struct loader *loader, struct json_writer *w, const struct entry *entry)
{
    const str note =
        loader->query->masks_words ? mask_words(loader->op->arena, entry->note) : entry->note;
    enum channel channel = CHANNEL_NONE;
    json_object_open(w);
    json_put_id(w, "id", entry->id);
    json_put_c(w, "kind", entry->group);
    json_put_str(w, "type", entry->type);
    json_put_instant(w, "at", entry->at);
    json_put_day(w, "day", entry->day);
    person_write(w, "actor", entry->actor_id, entry->actor_name);
    channel_write(w, "channel", channel_parse(entry->channel, &channel) ? channel : CHANNEL_NONE);
    json_put_str(w, "text", entry->text);
    put_text(w, "note", note);
    json_key(w, "amount");
    if (entry->has_amount)
        json_write_i64(w, entry->amount);
    else
        json_write_null(w);
    json_put_day(w, "due_on", entry->due_on);
    put_text(w, "rule", entry->rule);
    json_put_id(w, "action_id", entry->action_id);
    json_put_id(w, "corrects_id", entry->corrects_id);
    json_put_id(w, "corrected_by_id", entry->corrected_by_id);
    json_object_close(w);
}

static bool is_wanted(const struct timeline_query *query, const struct entry *entry)
{
    return query->kind.size == 0 || str_equal_c(query->kind, entry->group);
}

/* Writes what is wanted of the loaded batch; false when the page is full before its end. */
static status write_batch(struct loader *loader, struct json_writer *w, struct cursor *before,
                          int64_t *written, bool *ret_is_full)
{
    const struct timeline_query *const query = loader->query;
    *ret_is_full = false;
    for (size_t i = 0; i < loader->count; i++) {
        struct entry *const entry = &loader->entries[i];
        if (is_wanted(query, entry)) {
            if (*written == query->most) {
                *ret_is_full = true;
                return OK;
            }
            if (entry->payload.size > 0)
                TRY(describe_event(loader->op, entry, query->key.debtor_id, query->is_english));
            write_entry(loader, w, entry);
            ++*written;
        }
        before->parts[0] = entry->at;
        before->parts[1] = entry->id;
    }
    return OK;
}

status timeline_write(struct op *op, struct json_writer *w, const struct timeline_query *query,
                      const char *items_key, const char *cursor_key)
{
    struct loader loader = {.op = op, .query = query};
    struct cursor before = query->before;
    int64_t written = 0;
    bool is_full = false;
    if (!before.is_set)
        before = (struct cursor){
            {INT64_MAX, INT64_MAX},
            true
        };
    json_key(w, items_key);
    json_array_open(w);
    do {
        TRY(load_batch(&loader, &before));
        TRY(write_batch(&loader, w, &before, &written, &is_full));
    } while (!is_full && loader.count == BATCH);
    json_array_close(w);
    cursor_write(op, w, cursor_key, is_full, before.parts, 2);
    return OK;
}
