#include "intake/mapping.h"

#include <assert.h>

#include "intake/input.h"
#include "intake/mapping_json.h"
#include "intake/names.h"

#define SOURCE_DEFAULT STR("import")
#define SKIP_LINES_MAX 1000

static const char *const type_names[ATTRIBUTE_TYPE_COUNT] = {"infer",   "text", "integer",
                                                             "decimal", "date", "boolean"};

const char *attribute_type_name(enum attribute_type type)
{
    assert(type < ATTRIBUTE_TYPE_COUNT);
    return type_names[type];
}

bool attribute_type_parse(str text, enum attribute_type *ret_type)
{
    for (int i = 0; i < ATTRIBUTE_TYPE_COUNT; i++) {
        if (str_equal_c(text, type_names[i])) {
            *ret_type = (enum attribute_type)i;
            return true;
        }
    }
    return false;
}

static status read_file(const struct json_place *place, json_t *root, struct csv_options *file)
{
    static const char *const keys[] = {"separator", "encoding", "header", "skip_lines", NULL};
    json_t *const object = json_object_get(root, "file");
    str encoding = {NULL, 0};
    if (!object)
        return OK;
    TRY(place_check_keys(place, "$.file", object, keys));
    TRY(take_sign(place, "$.file", object, "separator", false, &file->separator));
    if (file->separator != 0 && strchr("\"\r\n", file->separator))
        return PLACE_FAIL(place, "$.file.separator", "%s",
                          op_word(place->op, "a quote or a line end cannot separate columns"));
    TRY(take_text(place, "$.file", object, "encoding", &encoding));
    if (encoding.data && !encoding_parse(encoding, &file->encoding))
        return PLACE_FAIL(place, "$.file.encoding",
                          "\"" STR_FORMAT
                          "\" is not one of auto, utf-8, windows-1252, utf-16le, utf-16be",
                          STR_ARG(encoding));
    const json_t *const header = json_object_get(object, "header");
    if (header && json_typeof(header) != JSON_TRUE && json_typeof(header) != JSON_FALSE)
        return PLACE_FAIL(place, "$.file.header", "%s",
                          op_word(place->op, "expected true or false"));
    file->has_no_header = header && json_typeof(header) == JSON_FALSE;
    return take_number(place, "$.file", object, "skip_lines", 0, SKIP_LINES_MAX, &file->skip_lines);
}

static status find_field(const struct json_place *place, const struct mapping *mapping,
                         const char *path, str text, enum field *ret_field)
{
    str names[FIELD_COUNT];
    int count = 0;
    struct arena *const arena = place->op->arena;
    const enum intake_kind kind = mapping->kind;
    if (field_parse(text, ret_field) && field_belongs(kind, *ret_field))
        return OK;
    for (int i = 0; i < FIELD_COUNT; i++)
        if (field_belongs(kind, (enum field)i))
            names[count++] = str_of(field_name((enum field)i));
    return PLACE_FAIL(place, path, "\"" STR_FORMAT "\" is no field of %s%s; there are: %s",
                      STR_ARG(text), intake_kind_name(kind),
                      name_hint(place->op, text, names, count), name_list(arena, names, count));
}

static status read_fields(const struct json_place *place, const struct mapping *mapping,
                          struct value_words words, struct mapping_column *column)
{
    if (words.count == 0 || words.count > MAPPING_FIELDS_MAX)
        return PLACE_FAIL(place, column->path, "a column fills from one to %d fields",
                          MAPPING_FIELDS_MAX);
    for (int i = 0; i < words.count; i++)
        TRY(find_field(place, mapping, column->path, words.items[i], &column->fields[i]));
    column->field_count = words.count;
    return OK;
}

static status read_translations(const struct json_place *place, json_t *object,
                                struct mapping_column *column)
{
    const char *const path = place_below(place, column->path, "values");
    const char *key = NULL;
    json_t *value = NULL;
    if (!object)
        return OK;
    TRY(place_expect(place, path, object, JSON_OBJECT,
                     SAY("an object { \"their word\": \"ours\" }")));
    struct mapping_translation *const rows =
        arena_array(place->op->arena, json_object_size(object), sizeof(*rows));
    json_object_foreach(object, key, value)
    {
        struct mapping_translation *const row = &rows[column->translation_count++];
        row->from = str_of(key);
        TRY(take_text(place, path, object, key, &row->to));
    }
    column->translations = rows;
    return OK;
}

/* "DueDate": "claim.due_on", or a list of fields, or an object that says more. */
static status read_column(const struct json_place *place, const struct mapping *mapping,
                          json_t *value, struct mapping_column *column)
{
    static const char *const keys[] = {"field",   "fields", "date",
                                       "decimal", "group",  "values",
                                       "default", "empty",  "two_digit_years_from",
                                       NULL};
    struct value_formats *const formats = arena_new(place->op->arena, struct value_formats);
    struct value_words fields = {NULL, 0};
    *formats = mapping->formats;
    column->formats = formats;
    if (!json_is_object(value)) {
        TRY(place_texts(place, column->path, value, &fields));
        return read_fields(place, mapping, fields, column);
    }
    TRY(place_check_keys(place, column->path, value, keys));
    TRY(take_texts(place, column->path, value, "field", &fields));
    TRY(take_texts(place, column->path, value, "fields", &fields));
    TRY(read_fields(place, mapping, fields, column));
    TRY(take_formats(place, column->path, value, formats));
    TRY(take_text(place, column->path, value, "default", &column->fallback));
    return read_translations(place, json_object_get(value, "values"), column);
}

/* A settlement is two more columns: the day on which the row was paid, and how much. */
static status read_settlement(const struct json_place *place, struct mapping *mapping,
                              json_t *value, struct mapping_column *columns)
{
    static const char *const keys[] = {"column", "date", "amount", "two_digit_years_from", NULL};
    struct value_formats *const formats = arena_new(place->op->arena, struct value_formats);
    const char *const path = "$.settlement";
    str on = {NULL, 0};
    str amount = {NULL, 0};
    *formats = mapping->formats;
    if (!field_belongs(mapping->kind, FIELD_SETTLEMENT_ON))
        return PLACE_FAIL(place, path, "rows of %s have no settlement",
                          intake_kind_name(mapping->kind));
    if (json_is_string(value)) {
        on = (str){json_string_value(value), json_string_length(value)};
    } else {
        TRY(place_check_keys(place, path, value, keys));
        TRY(take_text(place, path, value, "column", &on));
        TRY(take_text(place, path, value, "amount", &amount));
        TRY(take_formats(place, path, value, formats));
    }
    if (on.size == 0)
        return PLACE_FAIL(place, path, "%s",
                          op_word(place->op, "\"column\" is missing: the day a row was paid"));
    columns[mapping->column_count++] = (struct mapping_column){.column = on,
                                                               .path = path,
                                                               .fields = {FIELD_SETTLEMENT_ON},
                                                               .field_count = 1,
                                                               .formats = formats};
    if (amount.size > 0)
        columns[mapping->column_count++] =
            (struct mapping_column){.column = amount,
                                    .path = "$.settlement.amount",
                                    .fields = {FIELD_SETTLEMENT_AMOUNT},
                                    .field_count = 1,
                                    .formats = formats};
    return OK;
}

/* The columns of an object, with room for spare more. */
static status read_columns(const struct json_place *place, const struct mapping *mapping,
                           const char *above, json_t *parent, size_t spare,
                           struct mapping_column **ret_columns, int *ret_count)
{
    json_t *const object = json_object_get(parent, "columns");
    const char *const path = place_below(place, above, "columns");
    const char *key = NULL;
    json_t *value = NULL;
    int count = 0;
    if (object)
        TRY(place_expect(place, path, object, JSON_OBJECT,
                         SAY("an object { \"column\": \"field\" }")));
    struct mapping_column *const columns =
        arena_array(place->op->arena, json_object_size(object) + spare, sizeof(*columns));
    json_object_foreach(object, key, value)
    {
        struct mapping_column *const column = &columns[count++];
        column->column = str_of(key);
        column->path = place_below(place, path, key);
        TRY(read_column(place, mapping, value, column));
    }
    *ret_columns = columns;
    *ret_count = count;
    return OK;
}

static status read_own_columns(const struct json_place *place, json_t *root,
                               struct mapping *mapping)
{
    json_t *const settlement = json_object_get(root, "settlement");
    struct mapping_column *columns = NULL;
    TRY(read_columns(place, mapping, "$", root, 2, &columns, &mapping->column_count));
    mapping->columns = columns;
    return settlement ? read_settlement(place, mapping, settlement, columns) : OK;
}

static status read_constants(const struct json_place *place, const struct mapping *mapping,
                             const char *above, json_t *root, const char *name,
                             const struct mapping_constant **ret_rows, int *ret_count)
{
    json_t *const object = json_object_get(root, name);
    const char *const path = place_below(place, above, name);
    const char *key = NULL;
    json_t *value = NULL;
    int count = 0;
    if (!object)
        return OK;
    TRY(place_expect(place, path, object, JSON_OBJECT, SAY("an object { \"field\": \"value\" }")));
    struct mapping_constant *const rows =
        arena_array(place->op->arena, json_object_size(object), sizeof(*rows));
    json_object_foreach(object, key, value)
    {
        struct mapping_constant *const row = &rows[count++];
        row->path = place_below(place, path, key);
        TRY(find_field(place, mapping, path, str_of(key), &row->field));
        TRY(take_text(place, path, object, key, &row->value));
    }
    *ret_rows = rows;
    *ret_count = count;
    return OK;
}

/* "each": [ { "columns": {…}, "constants": {…} }, … ] */
static status read_parts(const struct json_place *place, json_t *root, struct mapping *mapping)
{
    static const char *const keys[] = {"columns", "constants", NULL};
    json_t *const list = json_object_get(root, "each");
    struct arena *const arena = place->op->arena;
    if (!list)
        return OK;
    TRY(place_expect(place, "$.each", list, JSON_ARRAY, SAY("a list [ { \"columns\": {…} }, … ]")));
    if (json_array_size(list) == 0 || json_array_size(list) > LIMIT_ROW_PARTS)
        return PLACE_FAIL(place, "$.each", "a row holds from one to %d things", LIMIT_ROW_PARTS);
    struct mapping_part *const parts = arena_array(arena, json_array_size(list), sizeof(*parts));
    mapping->parts = parts;
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct mapping_part *const part = &parts[mapping->part_count++];
        json_t *const object = json_array_get(list, i);
        struct mapping_column *columns = NULL;
        part->path = arena_printf(arena, "$.each[%zu]", i);
        TRY(place_check_keys(place, part->path, object, keys));
        TRY(read_columns(place, mapping, part->path, object, 0, &columns, &part->column_count));
        part->columns = columns;
        TRY(read_constants(place, mapping, part->path, object, "constants", &part->constants,
                           &part->constant_count));
    }
    return OK;
}

/* "countryCode": "text", or an object with the name that strategies use. */
static status read_attribute(const struct json_place *place, const struct mapping *mapping,
                             json_t *value, struct mapping_attribute *attribute)
{
    static const char *const keys[] = {"name",    "label", "type",  "date",  "decimal",
                                       "group",   "true",  "false", "empty", "two_digit_years_from",
                                       "default", NULL};
    struct value_formats *const formats = arena_new(place->op->arena, struct value_formats);
    str type = STR("infer");
    *formats = mapping->formats;
    attribute->formats = formats;
    attribute->name = name_snake(place->op->arena, attribute->column);
    if (json_is_string(value)) {
        type = (str){json_string_value(value), json_string_length(value)};
    } else {
        TRY(place_check_keys(place, attribute->path, value, keys));
        TRY(take_text(place, attribute->path, value, "name", &attribute->name));
        TRY(take_text(place, attribute->path, value, "label", &attribute->label));
        TRY(take_text(place, attribute->path, value, "type", &type));
        TRY(take_text(place, attribute->path, value, "default", &attribute->fallback));
        TRY(take_formats(place, attribute->path, value, formats));
    }
    if (!attribute_type_parse(type, &attribute->type))
        return PLACE_FAIL(place, attribute->path,
                          "\"" STR_FORMAT
                          "\" is not one of text, integer, decimal, date, boolean, infer",
                          STR_ARG(type));
    const str name = attribute->name;
    if (name.size == 0 || !str_equal(name, name_snake(place->op->arena, name)))
        return PLACE_FAIL(place, attribute->path,
                          "\"" STR_FORMAT "\" is no name for strategies; use small letters, digits "
                          "and _",
                          STR_ARG(name));
    return OK;
}

static status read_attributes(const struct json_place *place, json_t *root, struct mapping *mapping)
{
    json_t *const object = json_object_get(root, "attributes");
    const char *key = NULL;
    json_t *value = NULL;
    if (!object)
        return OK;
    if (!intake_kind_has_attributes(mapping->kind))
        return PLACE_FAIL(place, "$.attributes", "rows of %s have no attributes",
                          intake_kind_name(mapping->kind));
    TRY(place_expect(place, "$.attributes", object, JSON_OBJECT,
                     SAY("an object { \"column\": \"type\" }")));
    struct mapping_attribute *const rows =
        arena_array(place->op->arena, json_object_size(object), sizeof(*rows));
    mapping->attributes = rows;
    json_object_foreach(object, key, value)
    {
        struct mapping_attribute *const row = &rows[mapping->attribute_count++];
        row->column = str_of(key);
        row->path = place_below(place, "$.attributes", key);
        TRY(read_attribute(place, mapping, value, row));
    }
    return OK;
}

static status read_filter(const struct json_place *place, json_t *root,
                          struct mapping_filter *filter)
{
    static const char *const keys[] = {"column", "in", "not_in", NULL};
    json_t *const object = json_object_get(root, "filter");
    if (!object)
        return OK;
    TRY(place_check_keys(place, "$.filter", object, keys));
    TRY(take_text(place, "$.filter", object, "column", &filter->column));
    TRY(take_texts(place, "$.filter", object, "in", &filter->values));
    filter->is_exclusion = json_object_get(object, "not_in") != NULL;
    if (filter->column.size == 0 || filter->is_exclusion == (filter->values.count > 0))
        return PLACE_FAIL(place, "$.filter", "%s",
                          op_word(place->op, "say \"column\" and either \"in\" or \"not_in\" "
                                             "with a list of values"));
    return take_texts(place, "$.filter", object, "not_in", &filter->values);
}

static status read_others(const struct json_place *place, json_t *root, struct mapping *mapping)
{
    static const char *const words[] = {"attributes", "ignore", "refuse"};
    str text = {NULL, 0};
    TRY(take_text(place, "$", root, "other_columns", &text));
    if (!text.data)
        return OK;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (str_equal_c(text, words[i])) {
            mapping->others = (enum mapping_others)i;
            return OK;
        }
    }
    return PLACE_FAIL(place, "$.other_columns",
                      "\"" STR_FORMAT "\" is not one of attributes, ignore, refuse", STR_ARG(text));
}

static status read_new_parties(const struct json_place *place, json_t *root,
                               struct mapping *mapping)
{
    const json_t *const value = json_object_get(root, "new_parties");
    if (!value)
        return OK;
    if (!json_is_boolean(value))
        return PLACE_FAIL(place, "$.new_parties", "%s",
                          op_word(place->op, "expected true or false"));
    if (mapping->kind != INTAKE_OBLIGATIONS)
        return PLACE_FAIL(place, "$.new_parties", "only obligations have it, not %s",
                          intake_kind_name(mapping->kind));
    mapping->makes_parties = json_is_true(value);
    return OK;
}

static status read_wrong_documents(const struct json_place *place, json_t *root,
                                   struct mapping *mapping)
{
    str text = STR("take");
    TRY(take_text(place, "$", root, "wrong_documents", &text));
    mapping->refuses_documents = str_equal_c(text, "refuse");
    return mapping->refuses_documents || str_equal_c(text, "take")
               ? OK
               : PLACE_FAIL(place, "$.wrong_documents",
                            "\"" STR_FORMAT "\" is not one of take, refuse", STR_ARG(text));
}

static status read_kind(const struct json_place *place, json_t *root, struct mapping *mapping)
{
    str kind = {NULL, 0};
    TRY(take_text(place, "$", root, "kind", &kind));
    if (!kind.data)
        return PLACE_FAIL(place, "$", "\"kind\" is missing; it is one of %s", intake_kind_list());
    if (!intake_kind_parse(kind, &mapping->kind))
        return PLACE_FAIL(place, "$.kind", "\"" STR_FORMAT "\" is not one of %s", STR_ARG(kind),
                          intake_kind_list());
    TRY(take_text(place, "$", root, "source", &mapping->source));
    if (mapping->source.size == 0)
        return PLACE_FAIL(place, "$.source", "%s", op_word(place->op, "a source has a name"));
    mapping->refers_to = mapping->source;
    TRY(take_text(place, "$", root, "refers_to", &mapping->refers_to));
    return OK;
}

/* Notes that a field is filled by what stands at path; it may not be filled twice. */
static status fill_field(const struct json_place *place, enum field field, const char *path,
                         const char **by)
{
    if (by[field])
        return PLACE_FAIL(place, path,
                          "%s is already filled by %s; for empty cells use "
                          "\"defaults\"",
                          field_name(field), by[field]);
    by[field] = path;
    return OK;
}

static status fill_fields(const struct json_place *place, const struct mapping_column *columns,
                          int column_count, const struct mapping_constant *constants,
                          int constant_count, const char **by)
{
    for (int i = 0; i < column_count; i++)
        for (int j = 0; j < columns[i].field_count; j++)
            TRY(fill_field(place, columns[i].fields[j], columns[i].path, by));
    for (int i = 0; i < constant_count; i++)
        TRY(fill_field(place, constants[i].field, constants[i].path, by));
    return OK;
}

/* Each field is filled once: by a column, by the key, or by a constant; and by all parts of a row
 * or by none, so that what a row lacks is known before the first row. */
static status check_fields_once(const struct json_place *place, const struct mapping *mapping)
{
    const char *by[FIELD_COUNT] = {NULL};
    const char *first[FIELD_COUNT] = {NULL};
    if (mapping->key.count > 0)
        by[field_key(mapping->kind)] = "$.key";
    TRY(fill_fields(place, mapping->columns, mapping->column_count, mapping->constants,
                    mapping->constant_count, by));
    if (by[FIELD_SCHEDULE_COUNT] && mapping->part_count > 0)
        return PLACE_FAIL(place, "$.each",
                          "%s is filled too: a row is a schedule or holds several "
                          "things, not both",
                          field_name(FIELD_SCHEDULE_COUNT));
    for (int p = 0; p < mapping->part_count; p++) {
        const struct mapping_part *const part = &mapping->parts[p];
        const char *here[FIELD_COUNT];
        memcpy(here, by, sizeof(here));
        TRY(fill_fields(place, part->columns, part->column_count, part->constants,
                        part->constant_count, here));
        for (int i = 0; p > 0 && i < FIELD_COUNT; i++)
            if (!here[i] != !first[i])
                return PLACE_FAIL(place, part->path,
                                  "%s is filled here or in $.each[0] only; all "
                                  "things of a row fill the same fields",
                                  field_name((enum field)i));
        memcpy(first, here, sizeof(first));
    }
    return OK;
}

struct mapping mapping_none(enum intake_kind kind)
{
    struct mapping mapping = {.name = "",
                              .kind = kind,
                              .source = SOURCE_DEFAULT,
                              .refers_to = SOURCE_DEFAULT,
                              .formats = value_formats_default()};
    crypto_digest(STR(""), mapping.digest);
    return mapping;
}

status mapping_parse(struct op *op, const char *name, str text, struct mapping *ret_mapping)
{
    static const char *const keys[] = {
        "kind",          "source",   "description", "file",        "formats",         "columns",
        "constants",     "defaults", "key",         "settlement",  "ignore",          "attributes",
        "other_columns", "filter",   "each",        "new_parties", "wrong_documents", NULL};
    static const char *const format_keys[] = {"date", "decimal", "group", "two_digit_years_from",
                                              "true", "false",   "empty", NULL};
    const struct json_place place = {op, str_cstr(op->arena, str_of(name))};
    struct mapping mapping = mapping_none(INTAKE_RECEIVABLES);
    json_t *root = NULL;
    str description = {NULL, 0};
    if (str_starts(text, STR("\xEF\xBB\xBF"))) /* editors put the mark there */
        text = (str){text.data + 3, text.size - 3};
    if (json_parse(op, text, &root) != OK) {
        const char *const why = arena_copy(op->arena, op->text, strlen(op->text));
        op_clear(op);
        return op_fail(op, E_INVALID, "%s: %s", name, why);
    }
    TRY(place_check_keys(&place, "$", root, keys));
    TRY(take_text(&place, "$", root, "description", &description));
    mapping.name = place.file;
    TRY(read_kind(&place, root, &mapping));
    TRY(read_file(&place, root, &mapping.file));
    json_t *const formats = json_object_get(root, "formats");
    if (formats) {
        TRY(place_check_keys(&place, "$.formats", formats, format_keys));
        TRY(take_formats(&place, "$.formats", formats, &mapping.formats));
    }
    TRY(read_own_columns(&place, root, &mapping));
    TRY(read_constants(&place, &mapping, "$", root, "constants", &mapping.constants,
                       &mapping.constant_count));
    TRY(read_constants(&place, &mapping, "$", root, "defaults", &mapping.defaults,
                       &mapping.default_count));
    TRY(read_parts(&place, root, &mapping));
    TRY(read_new_parties(&place, root, &mapping));
    TRY(read_wrong_documents(&place, root, &mapping));
    TRY(take_texts(&place, "$", root, "key", &mapping.key));
    TRY(take_texts(&place, "$", root, "ignore", &mapping.ignored));
    TRY(read_attributes(&place, root, &mapping));
    TRY(read_others(&place, root, &mapping));
    TRY(read_filter(&place, root, &mapping.filter));
    TRY(check_fields_once(&place, &mapping));
    crypto_digest(text, mapping.digest);
    *ret_mapping = mapping;
    return OK;
}

status mapping_load(struct op *op, const char *path, struct mapping *ret_mapping)
{
    struct input *input = NULL;
    size_t size = 0;
    TRY(input_open(op, path, &input));
    if (input_size(input) > LIMIT_BODY_BYTES)
        return op_fail(op, E_LIMIT, "%s: over %d bytes; a mapping is a page", path,
                       LIMIT_BODY_BYTES);
    char *const text = arena_alloc(op->arena, (size_t)input_size(input));
    TRY(input_read(op, input, 0, text, (size_t)input_size(input), &size));
    return mapping_parse(op, path, (str){text, size}, ret_mapping);
}
