#include "intake/row.h"

#include <assert.h>

#include "identity/id.h"
#include "intake/field_read.h"
#include "intake/names.h"
#include "intake/schedule.h"
#include "money/fee.h"

struct row_reader {
    const struct plan *plan;
    const struct csv *csv;
    struct row_value constants[FIELD_COUNT];
    struct row_value defaults[FIELD_COUNT];
    struct row_value (*part_constants)[FIELD_COUNT]; /* of each part of the mapping */
    int column_of[FIELD_COUNT];
    str *attributes;
    char *keys; /* room for a key put together from columns */
};

void row_refuse(struct op *op, const struct row_reader *reader, const struct csv_row *from,
                struct row *row, int column, const char *text)
{
    row->verdict = ROW_REFUSED;
    if (row->reason_count == ROW_REASONS_MAX)
        return;
    const bool has_name = column >= 0 && column < reader->plan->column_count;
    row->reasons[row->reason_count++] = (struct row_reason){
        csv_field_line(from, column), column + 1,
        has_name ? str_cstr(op->arena, csv_column(reader->csv, column)) : "", text};
}

/* The currency that the amounts of the row are in. */
static currency row_currency(const struct row_reader *reader, const struct row *row)
{
    const struct row_value *const own = &row->fields[FIELD_OBLIGATION_CURRENCY];
    return own->is_set ? (currency)own->number : reader->plan->currency;
}

static str translate(const struct mapping_column *rule, str text)
{
    for (int i = 0; i < rule->translation_count; i++)
        if (str_equal(rule->translations[i].from, text))
            return rule->translations[i].to;
    return text;
}

static void read_column(struct op *op, struct row_reader *reader, const struct csv_row *from,
                        int index, struct row *row)
{
    const struct plan_column *const column = &reader->plan->columns[index];
    const struct mapping_column *const rule = column->rule;
    str text = value_trim(from->fields[index]);
    if (rule->translation_count > 0)
        text = value_trim(translate(rule, text));
    if (value_has_word(column->formats.empties, text))
        text = (str){"", 0};
    if (text.size == 0)
        text = rule->fallback;
    if (text.size == 0)
        return;
    for (int i = 0; i < rule->field_count; i++) {
        const enum field field = rule->fields[i];
        struct row_value *const value = &row->fields[field];
        *value = (struct row_value){true, text, 0};
        const char *const reason =
            field_read(op, &column->formats, field, row_currency(reader, row), value);
        if (!reason)
            continue;
        *value = (struct row_value){.is_set = false};
        row_refuse(op, reader, from, row, index, reason);
        return; /* the same text for the next field would say the same */
    }
}

/* The row's id from several columns, "/" between them. */
static void read_key(struct op *op, struct row_reader *reader, const struct csv_row *from,
                     struct row *row)
{
    const struct plan *const plan = reader->plan;
    const enum field field = field_key(plan->kind);
    size_t size = 0;
    for (int i = 0; i < plan->key_count; i++) {
        const str part = value_trim(from->fields[plan->key_columns[i]]);
        if (part.size == 0) {
            row_refuse(op, reader, from, row, plan->key_columns[i],
                       op_word(op, "the column is part of the key and cannot be empty"));
            return;
        }
        if (size + part.size + 1 > field_bytes_max(field)) {
            row_refuse(op, reader, from, row, plan->key_columns[i],
                       op_say(op, "the key has over %zu bytes", field_bytes_max(field)));
            return;
        }
        if (i > 0)
            reader->keys[size++] = '/';
        memcpy(reader->keys + size, part.data, part.size);
        size += part.size;
    }
    row->fields[field] = (struct row_value){
        true, {reader->keys, size},
         0
    };
}

static bool passes_filter(const struct row_reader *reader, const struct csv_row *from)
{
    const struct plan *const plan = reader->plan;
    if (plan->filter_column < 0)
        return true;
    const bool is_listed =
        value_has_word(plan->mapping->filter.values, value_trim(from->fields[plan->filter_column]));
    return is_listed != plan->mapping->filter.is_exclusion;
}

static void check_attributes(struct op *op, struct row_reader *reader, const struct csv_row *from,
                             struct row *row)
{
    const struct plan *const plan = reader->plan;
    for (int i = 0; i < plan->attribute_count; i++) {
        const int column = plan->attributes[i].column;
        const enum attribute_type type = plan->attributes[i].type;
        struct attribute_value value;
        str text = value_trim(from->fields[column]);
        if (value_has_word(plan->columns[column].formats.empties, text))
            text.size = 0;
        if (text.size == 0)
            text = plan->attributes[i].fallback;
        reader->attributes[i] = text;
        if (text.size > 0 && type != ATTRIBUTE_INFER && !row_attribute(plan, i, text, &value))
            row_refuse(op, reader, from, row, column,
                       op_say(op,
                              "\"" STR_FORMAT "\" is not a value of the attribute " STR_FORMAT
                              ", which is of type %s",
                              STR_ARG(field_shown(text)), STR_ARG(plan->attributes[i].name),
                              attribute_type_name(type)));
    }
    row->attributes = reader->attributes;
}

bool row_parts(const struct row *row, struct parts *ret_parts)
{
    bool tells = false;
    for (int c = 0; c < COMPONENT_COUNT; c++) {
        const struct row_value *const part = &row->fields[FIELD_CLAIM_PRINCIPAL + c];
        ret_parts->of[c] = part->is_set ? part->number : 0;
        tells = tells || part->is_set;
    }
    return tells;
}

/* The amount of a claim whose principal is told too. */
static void complete_amount(struct row *row)
{
    struct row_value *const amount = &row->fields[FIELD_CLAIM_AMOUNT];
    if (amount->is_set || !row->fields[FIELD_CLAIM_PRINCIPAL].is_set)
        return;
    for (int i = FIELD_CLAIM_PRINCIPAL; i <= FIELD_CLAIM_COST; i++)
        amount->number += row->fields[i].number; /* six times LIMIT_AMOUNT_MINOR fits */
    amount->text = row->fields[FIELD_CLAIM_PRINCIPAL].text;
    amount->is_set = true;
}

/* Parts are zero or above, and no more than the amount; with the principal they are all of it. */
static void check_parts(struct op *op, const struct row_reader *reader, const struct csv_row *from,
                        struct row *row)
{
    const struct row_value *const amount = &row->fields[FIELD_CLAIM_AMOUNT];
    const bool is_whole = row->fields[FIELD_CLAIM_PRINCIPAL].is_set;
    int64_t sum = 0;
    int column = -1;
    for (int i = FIELD_CLAIM_PRINCIPAL; i <= FIELD_CLAIM_COST; i++) {
        if (!row->fields[i].is_set)
            continue;
        column = reader->column_of[i];
        sum += row->fields[i].number;
        if (row->fields[i].number < 0)
            row_refuse(op, reader, from, row, column,
                       op_say(op, "\"" STR_FORMAT "\" is below zero: a part of a claim is not",
                              STR_ARG(field_shown(row->fields[i].text))));
    }
    if (!amount->is_set)
        return;
    if (sum > amount->number || (is_whole && sum < amount->number))
        row_refuse(op, reader, from, row, column,
                   op_word(op, is_whole ? SAY("the parts do not add up to claim.amount")
                                        : SAY("the parts are more than claim.amount, which is the "
                                              "sum of all")));
    else if (amount->number <= 0 || amount->number > LIMIT_AMOUNT_MINOR)
        row_refuse(op, reader, from, row, column,
                   op_word(op, "the parts add up to no amount that can be owed"));
}

static void check_fees(struct op *op, const struct row_reader *reader, const struct csv_row *from,
                       struct row *row)
{
    const struct row_value *const fees = &row->fields[FIELD_TERMS_FEES];
    const currency in = row_currency(reader, row);
    struct fee_levels levels;
    char name[CURRENCY_TEXT];
    if (!fees->is_set || (fee_levels_parse(fees->text, in, &levels) && levels.in == in))
        return;
    row_refuse(op, reader, from, row, reader->column_of[FIELD_TERMS_FEES],
               op_say(op,
                      "\"" STR_FORMAT "\" is no list of late fees in %s such as "
                      "\"30: 150.00; 60: 300 max 500\", days rising",
                      STR_ARG(field_shown(fees->text)), currency_format(in, name)));
}

/* Terms of interest have a rate, and bear on components that there are. */
static void check_terms(struct op *op, const struct row_reader *reader, const struct csv_row *from,
                        struct row *row)
{
    const bool has_rate =
        row->fields[FIELD_TERMS_RATE].is_set || row->fields[FIELD_TERMS_LATE_RATE].is_set ||
        row->fields[FIELD_TERMS_UNIT].is_set || row->fields[FIELD_TERMS_FEES].is_set;
    const struct row_value *const bases = &row->fields[FIELD_TERMS_BASES];
    unsigned set = 0;
    for (int i = FIELD_TERMS_FROM_ON; i <= FIELD_TERMS_COUNTRY && !has_rate; i++)
        if (row->fields[i].is_set && reader->column_of[i] >= 0)
            row_refuse(
                op, reader, from, row, reader->column_of[i],
                op_word(op, "terms of interest without terms.rate, terms.late_rate, terms.unit or "
                            "terms.fees"));
    if (bases->is_set && !component_set_parse(bases->text, &set))
        row_refuse(op, reader, from, row, reader->column_of[FIELD_TERMS_BASES],
                   op_say(op,
                          "\"" STR_FORMAT
                          "\" is not what can bear interest: principal, interest, late_interest, "
                          "fee, tax, cost, a comma between them",
                          STR_ARG(field_shown(bases->text))));
    check_fees(op, reader, from, row);
}

static void set_if_empty(struct row *row, enum field field, const struct row_value *value)
{
    if (!row->fields[field].is_set && value->is_set)
        row->fields[field] = *value;
}

/* What follows from other fields of the row when it is not said. */
static void complete(const struct row_reader *reader, struct row *row)
{
    const struct row_value one = {true, STR("1"), 1};
    for (int i = 0; i < FIELD_COUNT; i++)
        set_if_empty(row, (enum field)i, &reader->defaults[i]);
    if (reader->plan->kind == INTAKE_RECEIVABLES) {
        set_if_empty(row, FIELD_CLAIM_EXTERNAL_ID, &row->fields[FIELD_OBLIGATION_EXTERNAL_ID]);
        set_if_empty(row, FIELD_CLAIM_ISSUED_ON, &row->fields[FIELD_OBLIGATION_OPENED_ON]);
        set_if_empty(row, FIELD_OBLIGATION_OPENED_ON, &row->fields[FIELD_CLAIM_ISSUED_ON]);
    }
    if (field_belongs(reader->plan->kind, FIELD_CLAIM_NUMBER)) {
        set_if_empty(row, FIELD_CLAIM_NUMBER, &one);
        complete_amount(row);
    }
}

static void check_complete(struct op *op, const struct row_reader *reader,
                           const struct csv_row *from, struct row *row)
{
    const enum intake_kind kind = reader->plan->kind;
    int count = 0;
    bool has_one = false;
    const enum field *const alternatives = field_alternatives(kind, &count);
    for (int i = 0; i < FIELD_COUNT; i++)
        if (!row->fields[i].is_set && field_is_required(kind, (enum field)i))
            row_refuse(op, reader, from, row, reader->column_of[i],
                       op_say(op, "%s is missing", field_name((enum field)i)));
    int column = -1;
    for (int i = 0; i < count; i++) {
        has_one = has_one || row->fields[alternatives[i]].is_set;
        column = column < 0 ? reader->column_of[alternatives[i]] : column;
    }
    if (count > 0 && !has_one)
        row_refuse(op, reader, from, row, column,
                   op_word(op, "the row does not say whom it is about"));
    if (row->fields[FIELD_SETTLEMENT_AMOUNT].is_set && !row->fields[FIELD_SETTLEMENT_ON].is_set)
        row_refuse(op, reader, from, row, reader->column_of[FIELD_SETTLEMENT_AMOUNT],
                   op_word(op, "an amount was paid, and the day is missing"));
    if (kind == INTAKE_PARTIES && row->fields[FIELD_PARTY_ROLE].is_set &&
        !row->fields[FIELD_OBLIGATION_EXTERNAL_ID].is_set)
        row_refuse(
            op, reader, from, row, reader->column_of[FIELD_PARTY_ROLE],
            op_word(op, "a role belongs to an obligation, and obligation.external_id is missing"));
}

/* Where the mapping wants it so, an identity number has to keep the rule of its kind. */
static void check_document(struct op *op, const struct row_reader *reader,
                           const struct csv_row *from, struct row *row)
{
    const struct row_value *const document = &row->fields[FIELD_PARTY_DOCUMENT];
    const struct row_value *const country = &row->fields[FIELD_PARTY_COUNTRY];
    const str kind = row->fields[FIELD_PARTY_DOCUMENT_KIND].text;
    struct id_result result;
    if (!reader->plan->mapping->refuses_documents || !document->is_set)
        return;
    const int column = reader->column_of[FIELD_PARTY_DOCUMENT];
    const struct id_rule *const rule = id_rule_of_word(country->text, kind);
    if (!country->is_set)
        row_refuse(op, reader, from, row, column,
                   op_word(op, "an identity number is judged by the rule of its country, and "
                               "party.country is missing"));
    if (!country->is_set || !rule)
        return;
    id_check(op->arena, rule, document->text, &result);
    if (result.error != ID_VALID)
        row_refuse(op, reader, from, row, column,
                   op_say(op, "\"" STR_FORMAT "\" is no " STR_FORMAT ": %s",
                          STR_ARG(field_shown(document->text)), STR_ARG(kind),
                          id_error_name(result.error)));
}

/* Whether nothing stands in the columns that are the part's own. */
static bool is_empty_part(const struct plan *plan, const struct csv_row *from, int part)
{
    bool has_column = false;
    for (int i = 0; i < plan->order_count; i++) {
        const struct plan_column *const column = &plan->columns[plan->order[i]];
        const str text = value_trim(from->fields[plan->order[i]]);
        if (column->part != part)
            continue;
        if (text.size > 0 && !value_has_word(column->formats.empties, text))
            return false;
        has_column = true;
    }
    return has_column;
}

/* The constants and columns of all parts, and of this one. */
static void read_fields(struct op *op, struct row_reader *reader, const struct csv_row *from,
                        int part, struct row *row)
{
    const struct plan *const plan = reader->plan;
    const bool has_parts = plan->mapping->part_count > 0;
    for (int i = 0; i < FIELD_COUNT; i++)
        row->fields[i] = reader->constants[i];
    for (int i = 0; has_parts && i < FIELD_COUNT; i++)
        set_if_empty(row, (enum field)i, &reader->part_constants[part][i]);
    for (int i = 0; i < plan->order_count; i++) {
        const struct plan_column *const column = &plan->columns[plan->order[i]];
        if (column->part >= 0 && column->part != part)
            continue;
        for (int j = 0; j < column->rule->field_count; j++)
            reader->column_of[column->rule->fields[j]] = plan->order[i];
        read_column(op, reader, from, plan->order[i], row);
    }
    if (plan->key_count > 0)
        read_key(op, reader, from, row);
}

/* Makes the row the part-th instalment of its schedule, if it has one. */
static void read_schedule(struct op *op, struct row_reader *reader, const struct csv_row *from,
                          int part, struct row *row)
{
    enum field culprit = FIELD_SCHEDULE_COUNT;
    if (!row->fields[FIELD_SCHEDULE_COUNT].is_set)
        return;
    const char *const reason = schedule_apply(op, row, part, &culprit);
    if (reason)
        row_refuse(op, reader, from, row, reader->column_of[culprit], reason);
}

status row_read(struct op *op, struct row_reader *reader, const struct csv_row *from, int part,
                struct row *ret_row)
{
    const int part_count = reader->plan->mapping->part_count;
    *ret_row = (struct row){.number = from->at.number,
                            .line = from->at.line,
                            .part_count = part_count > 0 ? part_count : 1};
    if (from->fault != CSV_GOOD) {
        row_refuse(op, reader, from, ret_row, from->fault_column - 1,
                   csv_fault_text(op, reader->csv, from));
        return OK;
    }
    if (!passes_filter(reader, from)) {
        ret_row->verdict = ROW_FILTERED;
        return OK;
    }
    if (part_count > 0 && is_empty_part(reader->plan, from, part)) {
        check_attributes(op, reader, from, ret_row);
        if (ret_row->verdict == ROW_GOOD)
            ret_row->verdict = ROW_FILTERED;
        return OK;
    }
    read_fields(op, reader, from, part, ret_row);
    check_attributes(op, reader, from, ret_row);
    if (ret_row->verdict == ROW_GOOD)
        read_schedule(op, reader, from, part, ret_row);
    if (ret_row->verdict == ROW_GOOD) {
        complete(reader, ret_row);
        check_complete(op, reader, from, ret_row);
        check_parts(op, reader, from, ret_row);
        check_terms(op, reader, from, ret_row);
        check_document(op, reader, from, ret_row);
    }
    return OK;
}

int row_attribute_count(const struct row_reader *reader)
{
    return reader->plan->attribute_count;
}

int row_column_of(const struct row_reader *reader, enum field field)
{
    return reader->column_of[field];
}

bool row_attribute(const struct plan *plan, int attribute, str text,
                   struct attribute_value *ret_value)
{
    const struct plan_attribute *const row = &plan->attributes[attribute];
    const struct value_formats *const formats = &plan->columns[row->column].formats;
    struct attribute_value value = {.type = row->type};
    money decimal = {0};
    day d = DAY_NONE;
    bool is_true = false;
    bool is_good = true;
    switch (row->type) {
    case ATTRIBUTE_INTEGER:
        is_good = str_to_i64(text, &value.number);
        break;
    case ATTRIBUTE_DECIMAL:
        is_good = value_read_money(formats, text, VALUE_DECIMAL_EXPONENT, &decimal);
        value.number = decimal.minor;
        break;
    case ATTRIBUTE_DATE:
        is_good = value_read_day(formats, text, &d) == DAY_READ;
        value.number = d;
        break;
    case ATTRIBUTE_BOOLEAN:
        is_good = value_read_boolean(formats, text, &is_true);
        value.number = is_true ? 1 : 0;
        break;
    case ATTRIBUTE_TEXT:
    case ATTRIBUTE_INFER:
    case ATTRIBUTE_TYPE_COUNT:
        value.text = text;
        break;
    }
    if (is_good)
        *ret_value = value;
    return is_good;
}

/* Constants and defaults are values of the mapping itself: wrong ones are its mistake. */
static status read_constants(struct op *op, const struct row_reader *reader,
                             const struct mapping_constant *rows, int count, bool is_money,
                             struct row_value *values)
{
    const struct mapping *const mapping = reader->plan->mapping;
    const struct row_value *const own = &reader->constants[FIELD_OBLIGATION_CURRENCY];
    const currency in = own->is_set ? (currency)own->number : reader->plan->currency;
    for (int i = 0; i < count; i++) {
        if (field_is_amount(rows[i].field) != is_money)
            continue;
        struct row_value *const value = &values[rows[i].field];
        *value = (struct row_value){true, rows[i].value, 0};
        const char *const reason = field_read(op, &mapping->formats, rows[i].field, in, value);
        if (reason)
            return op_fail(op, E_INVALID, "%s: %s: %s", mapping->name, rows[i].path, reason);
    }
    return OK;
}

status row_reader_make(struct op *op, const struct plan *plan, const struct csv *csv,
                       struct row_reader **ret_reader)
{
    struct row_reader *const reader = arena_new(op->arena, struct row_reader);
    const struct mapping *const mapping = plan->mapping;
    reader->plan = plan;
    reader->csv = csv;
    reader->attributes = arena_array(op->arena, (size_t)plan->attribute_count, sizeof(str));
    reader->keys = arena_alloc(op->arena, field_bytes_max(field_key(plan->kind)));
    for (int i = 0; i < FIELD_COUNT; i++)
        reader->column_of[i] = -1;
    for (int i = 0; i < plan->order_count; i++) {
        const struct mapping_column *const rule = plan->columns[plan->order[i]].rule;
        for (int j = 0; j < rule->field_count; j++)
            reader->column_of[rule->fields[j]] = plan->order[i];
    }
    if (plan->key_count > 0)
        reader->column_of[field_key(plan->kind)] = plan->key_columns[0];
    if (plan->kind == INTAKE_RECEIVABLES && reader->column_of[FIELD_CLAIM_EXTERNAL_ID] < 0)
        reader->column_of[FIELD_CLAIM_EXTERNAL_ID] =
            reader->column_of[FIELD_OBLIGATION_EXTERNAL_ID];
    reader->part_constants =
        arena_array(op->arena, (size_t)mapping->part_count, sizeof(*reader->part_constants));
    for (int pass = 0; pass < 2; pass++) { /* the currency before the amounts */
        for (int p = 0; p < mapping->part_count; p++)
            TRY(read_constants(op, reader, mapping->parts[p].constants,
                               mapping->parts[p].constant_count, pass == 1,
                               reader->part_constants[p]));
        TRY(read_constants(op, reader, mapping->constants, mapping->constant_count, pass == 1,
                           reader->constants));
        TRY(read_constants(op, reader, mapping->defaults, mapping->default_count, pass == 1,
                           reader->defaults));
    }
    *ret_reader = reader;
    return OK;
}
