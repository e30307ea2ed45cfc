#include "serve/table_words.h"

#include "base/assets.h"
#include "store/db.h"

/* Which part of strategy.json names the values of a column. */
static const char *const lists[][2] = {
    {"segment",      "segments"     },
    {"step",         "steps"        },
    {"queue",        "queues"       },
    {"notice_level", "notice_levels"},
};

/* In a strategy a channel may be none, too. */
static const struct outcome_word no_channels[] = {
    {{"none", 4}, {"nadie", 5},            {"nobody", 6}        },
    {{"work", 4}, {"trabajo interno", 15}, {"work in house", 13}},
};

static status read_outcomes(struct op *op, struct table_words *words)
{
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    TRY(db_query(op, Q_DISPOSITION_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        words->outcomes = arena_grow(op->arena, words->outcomes, words->outcome_count, &capacity,
                                     sizeof(*words->outcomes));
        words->outcomes[words->outcome_count++] = (struct outcome_word){
            db_text_copy(op, &rows, 0), db_text_copy(op, &rows, 2), db_text_copy(op, &rows, 3)};
    }
}

status table_words_read(struct op *op, str settings, struct table_words *ret_words)
{
    struct table_words words = {.op = op};
    const struct asset *const told = asset_find(assets_policies, STR("facts.json"));
    json_t *root = NULL;
    json_t *facts = NULL;
    TRY(read_outcomes(op, &words));
    if (json_parse(op, settings, &root) != OK)
        op_clear(op);
    if (told)
        TRY(json_parse(op, asset_text(told), &facts));
    words.settings = root;
    words.facts = facts;
    *ret_words = words;
    return OK;
}

static const char *in_language(const json_t *texts, enum language language)
{
    return json_string_value(json_object_get(texts, language == LANGUAGE_EN ? "en" : "es"));
}

static const char *of_settings(const struct table_words *words, str column, const char *value,
                               enum language language)
{
    for (size_t i = 0; i < ARRAY_LEN(lists); i++)
        if (str_equal_c(column, lists[i][0]))
            return in_language(
                json_object_get(json_object_get(words->settings, lists[i][1]), value), language);
    return NULL;
}

static const char *find_word(const struct table_words *words, const struct outcome_word *list,
                             size_t count, str value, enum language language)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(list[i].code, value))
            return str_cstr(words->op->arena, language == LANGUAGE_EN ? list[i].en : list[i].es);
    return NULL;
}

/* friendly_call is "friendly call". */
static const char *spaced(struct arena *arena, str value)
{
    char *const text = arena_copy(arena, value.data, value.size);
    for (size_t i = 0; i < value.size; i++)
        text[i] = text[i] == '_' ? ' ' : text[i];
    return text;
}

const char *table_word(const struct table_words *words, str column, str value,
                       enum language language)
{
    struct arena *const arena = words->op->arena;
    const char *const plain = str_cstr(arena, value);
    const char *word = of_settings(words, column, plain, language);
    if (!word && str_equal_c(column, "last_outcome"))
        word = find_word(words, words->outcomes, words->outcome_count, value, language);
    if (!word && str_equal_c(column, "channel"))
        word = find_word(words, no_channels, ARRAY_LEN(no_channels), value, language);
    return word ? word : say_word(language, spaced(arena, value));
}

static const char *word_of(void *context, str column, str value, enum language language)
{
    return table_word(context, column, value, language);
}

struct dmn_words table_words_of(struct table_words *words)
{
    return (struct dmn_words){word_of, words};
}

/* --- facts --- */

static const char *of_fact(const struct table_words *words, str name, const char *key)
{
    size_t i = 0;
    const json_t *row = NULL;
    json_array_foreach(words->facts, i, row)
    {
        const char *const known = json_string_value(json_object_get(row, "name"));
        if (known && str_equal_c(name, known))
            return json_string_value(json_object_get(row, key));
    }
    return NULL;
}

const char *table_fact(const struct table_words *words, str name, enum language language)
{
    return of_fact(words, name, language == LANGUAGE_EN ? "en" : "es");
}

const char *table_fact_name(const struct table_words *words, str name, enum language language)
{
    return of_fact(words, name, language == LANGUAGE_EN ? "short_en" : "short_es");
}

static void put_texts(struct json_writer *w, const char *key, const char *es, const char *en)
{
    json_key(w, key);
    json_object_open(w);
    json_put_c(w, "es", es);
    json_put_c(w, "en", en);
    json_object_close(w);
}

void table_fact_write(const struct table_words *words, struct json_writer *w, const char *key,
                      str name, const char *(*text)(const struct table_words *, str, enum language))
{
    const char *const es = text(words, name, LANGUAGE_ES);
    if (es)
        put_texts(w, key, es, text(words, name, LANGUAGE_EN));
    else /* it came with an import */
        json_put_c(w, key, NULL);
}

str table_known_value(const struct table_words *words, str name, size_t at)
{
    static const char *const kinds[] = {"person", "company"};
    if (str_equal_c(name, "last_outcome") && at < words->outcome_count)
        return words->outcomes[at].code;
    if (str_equal_c(name, "party_kind") && at < ARRAY_LEN(kinds))
        return str_of(kinds[at]);
    return STR("");
}

/* --- values --- */

/* A text as a cell has it. */
static str quoted(struct op *op, str value)
{
    struct buf out = buf_start(op->arena, 2 * value.size + 3);
    buf_add_char(&out, '"');
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] == '"' || value.data[i] == '\\')
            buf_add_char(&out, '\\');
        buf_add_char(&out, value.data[i]);
    }
    buf_add_char(&out, '"');
    return buf_str(&out);
}

static void write_flag(struct json_writer *w, const char *value, const char *es, const char *en)
{
    json_object_open(w);
    json_put_c(w, "value", value);
    put_texts(w, "label", es, en);
    json_object_close(w);
}

void table_values_write(const struct table_words *words, struct json_writer *w, str column,
                        const str *values, size_t count, bool is_boolean)
{
    json_key(w, "values");
    json_array_open(w);
    for (size_t i = 0; i < count; i++) {
        json_object_open(w);
        json_put_str(w, "value", quoted(words->op, values[i]));
        put_texts(w, "label", table_word(words, column, values[i], LANGUAGE_ES),
                  table_word(words, column, values[i], LANGUAGE_EN));
        json_object_close(w);
    }
    if (is_boolean) {
        write_flag(w, "true", "sí", "yes");
        write_flag(w, "false", "no", "no");
    }
    json_array_close(w);
}
