#include "privacy/export.h"

#include "base/ids.h"
#include "privacy/value.h"
#include "record/document.h"
#include "record/organisation.h"
#include "store/open.h"

/* --- sections --- */

static bool is_shown(str column, char kind)
{
    static const char *const hidden[] = {"wrapped", "entries", "hash", "nonce", "commitments"};
    if (kind != 'b')
        return true;
    for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
        if (str_equal_c(column, hidden[i]))
            return false;
    return value_is_sealed(column); /* digests say nothing to anybody */
}

struct columns {
    str names[LIMIT_DB_ARGS];
    bool is_shown[LIMIT_DB_ARGS];
};

static void split_columns(struct op *op, const struct table_shape *shape, struct columns *columns,
                          struct export_section *section)
{
    str rest = str_of(shape->columns);
    section->columns = arena_array(op->arena, (size_t)shape->column_count, sizeof(char *));
    for (int c = 0; c < shape->column_count; c++) {
        columns->names[c] = str_split(&rest, ' ');
        columns->is_shown[c] = is_shown(columns->names[c], shape->kinds[c]);
        if (columns->is_shown[c])
            section->columns[section->column_count++] =
                str_cstr(op->arena, value_name(columns->names[c]));
    }
}

static status read_row(struct op *op, const struct db_rows *rows, const struct table_shape *shape,
                       const struct columns *columns, struct export_cell *cells)
{
    const struct value_row row = {rows, shape, columns->names};
    size_t at = 0;
    for (int c = 0; c < shape->column_count; c++)
        if (columns->is_shown[c])
            TRY(value_read(op, &row, c, &cells[at++]));
    return OK;
}

static status read_section(struct op *op, const struct table_shape *shape, int64_t debtor_id,
                           struct export_section *section)
{
    struct columns columns;
    struct db_rows rows;
    size_t capacity = 0;
    bool has_row = true;
    split_columns(op, shape, &columns, section);
    const size_t size = section->column_count * sizeof(struct export_cell);
    TRY(db_query(op, shape->of_debtor, DB_ARGS(ARG_ID(debtor_id)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        section->cells = arena_grow(op->arena, section->cells, section->row_count, &capacity, size);
        TRY(read_row(op, &rows, shape, &columns,
                     section->cells + section->row_count++ * section->column_count));
    }
    return OK;
}

static status read_sections(struct op *op, struct export *export)
{
    size_t count = 0;
    const struct table_shape **const shapes = table_list(op->arena, db_schema_known(), &count);
    export->sections = arena_array(op->arena, count, sizeof(*export->sections));
    for (size_t i = 0; i < count; i++) {
        struct export_section section = {.table = privacy_table_find(shapes[i]->name)};
        if (shapes[i]->of_debtor == QUERY_COUNT)
            continue;
        if (!section.table)
            return op_fail(op, E_INTERNAL, "table %s has no class: src/privacy/tables.c",
                           shapes[i]->name);
        TRY(read_section(op, shapes[i], export->person.debtor_id, &section));
        if (section.row_count > 0)
            export->sections[export->section_count++] = section;
    }
    return OK;
}

/* --- documents --- */

static bool is_text(str media_type)
{
    return str_starts(media_type, STR("text/")) || str_starts(media_type, STR("message/"));
}

static status read_documents(struct op *op, struct export *export)
{
    struct db_rows rows;
    size_t capacity = 0;
    bool has_row = true;
    TRY(db_query(op, Q_PRIVACY_DOCUMENTS, DB_ARGS(ARG_ID(export->person.debtor_id)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        const str media_type = db_text_copy(op, &rows, 2);
        export->documents = arena_grow(op->arena, export->documents, export->document_count,
                                       &capacity, sizeof(*export->documents));
        export->documents[export->document_count++] = (struct export_document){
            .hash = db_text_copy(op, &rows, 0),
            .name = db_text_copy(op, &rows, 1),
            .media_type = media_type,
            .text = is_text(media_type) ? str_copy(op->arena, db_blob(&rows, 3)) : STR(""),
            .created_at = db_instant(&rows, 4),
        };
    }
    return OK;
}

static status read_creditors(struct op *op, struct export *export)
{
    struct db_rows rows;
    size_t capacity = 0;
    bool has_row = true;
    TRY(db_query(op, Q_PRIVACY_CREDITORS, DB_ARGS(ARG_ID(export->person.debtor_id)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        export->creditors = arena_grow(op->arena, export->creditors, export->creditor_count,
                                       &capacity, sizeof(*export->creditors));
        export->creditors[export->creditor_count++] = db_text_copy(op, &rows, 0);
    }
    return OK;
}

status export_collect(struct op *op, const struct person *person, struct export *ret_export)
{
    struct export export = {.person = *person, .made_at = op_now(op)};
    struct organisation organisation;
    TRY(organisation_get(op, &organisation));
    export.organisation = organisation.name;
    TRY(person_keep(op, person, op->business_date, &export.keep));
    TRY(read_creditors(op, &export));
    TRY(read_sections(op, &export));
    TRY(read_documents(op, &export));
    *ret_export = export;
    return OK;
}
