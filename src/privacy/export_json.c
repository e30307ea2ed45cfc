/* The export for a machine. */
#include "base/json.h"
#include "privacy/export.h"

static void write_cell(struct json_writer *w, const struct export_cell *cell)
{
    switch (cell->form) {
    case EXPORT_NULL:
        json_write_null(w);
        break;
    case EXPORT_NUMBER:
        json_write_i64(w, cell->number);
        break;
    case EXPORT_BOOL:
        json_write_bool(w, cell->number != 0);
        break;
    case EXPORT_TEXT:
        json_write_str(w, cell->text);
        break;
    }
}

static void write_section(struct json_writer *w, const struct export_section *section)
{
    json_object_open(w);
    json_put_c(w, "table", section->table->name);
    json_put_c(w, "title_es", section->table->title[LANGUAGE_ES]);
    json_put_c(w, "title_en", section->table->title[LANGUAGE_EN]);
    json_put_c(w, "class", privacy_class_name(section->table->class));
    json_key(w, "rows");
    json_array_open(w);
    for (size_t r = 0; r < section->row_count; r++) {
        json_object_open(w);
        for (size_t c = 0; c < section->column_count; c++) {
            json_key(w, section->columns[c]);
            write_cell(w, &section->cells[r * section->column_count + c]);
        }
        json_object_close(w);
    }
    json_array_close(w);
    json_object_close(w);
}

static void write_class(struct json_writer *w, const struct export *export, int class)
{
    const struct privacy_about *const about = privacy_class_about((enum privacy_class) class);
    json_object_open(w);
    json_put_c(w, "class", privacy_class_name((enum privacy_class) class));
    for (int l = 0; l < 2; l++) {
        json_put_c(w, l == LANGUAGE_ES ? "title_es" : "title_en", about->title[l]);
        json_put_c(w, l == LANGUAGE_ES ? "purpose_es" : "purpose_en", about->purpose[l]);
        json_put_c(w, l == LANGUAGE_ES ? "source_es" : "source_en", about->source[l]);
        json_put_c(w, l == LANGUAGE_ES ? "recipients_es" : "recipients_en", about->recipients[l]);
    }
    json_put_day(w, "kept_until",
                 class == PRIVACY_BOOK ? export->keep.book_until : export->keep.evidence_until);
    json_put_c(w, "rule",
               class == PRIVACY_BOOK ? export->keep.book_rule : export->keep.evidence_rule);
    json_object_close(w);
}

static void write_document(struct json_writer *w, const struct export_document *document)
{
    json_object_open(w);
    json_put_str(w, "hash", document->hash);
    json_put_str(w, "name", document->name);
    json_put_str(w, "media_type", document->media_type);
    json_put_instant(w, "created_at", document->created_at);
    json_put_str(w, "text", document->text);
    json_object_close(w);
}

static void write_lists(struct json_writer *w, const struct export *export)
{
    json_key(w, "classes");
    json_array_open(w);
    for (int class = 0; class < PRIVACY_CLASS_COUNT; class ++)
        write_class(w, export, class);
    json_array_close(w);
    json_key(w, "creditors");
    json_array_open(w);
    for (size_t i = 0; i < export->creditor_count; i++)
        json_write_str(w, export->creditors[i]);
    json_array_close(w);
    json_key(w, "data");
    json_array_open(w);
    for (size_t i = 0; i < export->section_count; i++)
        write_section(w, &export->sections[i]);
    json_array_close(w);
    json_key(w, "documents");
    json_array_open(w);
    for (size_t i = 0; i < export->document_count; i++)
        write_document(w, &export->documents[i]);
    json_array_close(w);
}

status export_write_json(struct op *op, const struct export *export, str *ret_json)
{
    struct buf out = buf_start(op->arena, EXPORT_BYTES_MAX);
    struct json_writer w = json_start(&out);
    json_object_open(&w);
    json_put_c(&w, "form", "acuerdo personal data 1");
    json_put_str(&w, "organisation", export->organisation);
    json_put_instant(&w, "made_at", export->made_at);
    json_put_id(&w, "person_id", export->person.debtor_id);
    json_put_str(&w, "name", export->person.name);
    json_put_str(&w, "country", export->person.country);
    write_lists(&w, export);
    json_object_close(&w);
    if (out.is_full)
        return op_fail(op, E_LIMIT, "the data of this person are more than %d MiB",
                       (int)(EXPORT_BYTES_MAX >> 20));
    *ret_json = buf_str(&out);
    return OK;
}
