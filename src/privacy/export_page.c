/* The export for a person: one page of HTML, without script and without anything from elsewhere. */
#include "privacy/export.h"

#include <inttypes.h>

struct page {
    struct op *op;
    struct buf out;
    enum language language;
};

static const char *say(const struct page *page, const char *es, const char *en)
{
    return page->language == LANGUAGE_ES ? es : en;
}

static void put(struct page *page, const char *text)
{
    buf_add(&page->out, str_of(text));
}

/* What a person wrote must not become markup. */
static void put_words(struct page *page, str text)
{
    for (size_t i = 0; i < text.size; i++)
        switch (text.data[i]) {
        case '<':
            put(page, "&lt;");
            break;
        case '>':
            put(page, "&gt;");
            break;
        case '&':
            put(page, "&amp;");
            break;
        case '"':
            put(page, "&quot;");
            break;
        default:
            buf_add_char(&page->out, text.data[i]);
        }
}

static void put_element(struct page *page, const char *name, str words)
{
    put(page, "<");
    put(page, name);
    put(page, ">");
    put_words(page, words);
    put(page, "</");
    put(page, name);
    put(page, ">");
}

static void put_head(struct page *page, const struct export *export)
{
    char made_at[INSTANT_TEXT_SIZE];
    put(page, "<!doctype html>\n<html lang=\"");
    put(page, say(page, "es", "en"));
    put(page, "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
              "content=\"width=device-width\">");
    put_element(page, "title", str_of(say(page, "Datos personales", "Personal data")));
    put(page, "<style>body{font:15px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem "
              "auto;padding:0 1rem}table{border-collapse:collapse;width:100%;display:block;"
              "overflow-x:auto;margin-bottom:1.5rem}th,td{border:1px solid #999;padding:.3rem "
              ".5rem;text-align:left;vertical-align:top}pre{white-space:pre-wrap;border:1px solid "
              "#999;padding:.5rem}</style></head><body>\n");
    put_element(page, "h1", str_of(say(page, "Datos personales", "Personal data")));
    put_element(page, "p", export->person.name);
    put_element(
        page, "p",
        str_of(arena_printf(page->op->arena, STR_FORMAT " · %s", STR_ARG(export->organisation),
                            instant_format(export->made_at, made_at))));
}

static void put_row_of(struct page *page, const char *cell, const char *const *words, size_t count)
{
    put(page, "<tr>");
    for (size_t i = 0; i < count; i++)
        put_element(page, cell, str_of(words[i]));
    put(page, "</tr>\n");
}

static void put_classes(struct page *page, const struct export *export)
{
    const char *const heads[] = {
        say(page, "Datos", "Data"),          say(page, "Para qué", "What for"),
        say(page, "De dónde", "Where from"), say(page, "A quién se entregan", "Who gets them"),
        say(page, "Hasta", "Until"),         say(page, "Regla", "Rule")};
    put_element(page, "h2", str_of(say(page, "Qué se guarda y por qué", "What is kept, and why")));
    put(page, "<table>");
    put_row_of(page, "th", heads, ARRAY_LEN(heads));
    for (int c = 0; c < PRIVACY_CLASS_COUNT; c++) {
        const struct privacy_about *const about = privacy_class_about((enum privacy_class)c);
        char until[DAY_TEXT_SIZE];
        const bool is_book = c == PRIVACY_BOOK;
        const char *const cells[] = {
            about->title[page->language],
            about->purpose[page->language],
            about->source[page->language],
            about->recipients[page->language],
            day_format(is_book ? export->keep.book_until : export->keep.evidence_until, until),
            is_book ? export->keep.book_rule : export->keep.evidence_rule};
        put_row_of(page, "td", cells, ARRAY_LEN(cells));
    }
    put(page, "</table>\n");
    put_element(page, "h2", str_of(say(page, "Acreedores", "Creditors")));
    put(page, "<ul>");
    for (size_t i = 0; i < export->creditor_count; i++)
        put_element(page, "li", export->creditors[i]);
    put(page, "</ul>\n");
}

static str cell_words(struct page *page, const struct export_cell *cell)
{
    switch (cell->form) {
    case EXPORT_NULL:
        return STR("");
    case EXPORT_NUMBER:
        return str_of(arena_printf(page->op->arena, "%" PRId64, cell->number));
    case EXPORT_BOOL:
        return str_of(cell->number ? say(page, "sí", "yes") : "no");
    case EXPORT_TEXT:
        break;
    }
    return cell->text;
}

static void put_section(struct page *page, const struct export_section *section)
{
    put_element(page, "h2", str_of(section->table->title[page->language]));
    put(page, "<table>");
    put_row_of(page, "th", section->columns, section->column_count);
    for (size_t r = 0; r < section->row_count; r++) {
        put(page, "<tr>");
        for (size_t c = 0; c < section->column_count; c++)
            put_element(page, "td",
                        cell_words(page, &section->cells[r * section->column_count + c]));
        put(page, "</tr>\n");
    }
    put(page, "</table>\n");
}

static void put_document(struct page *page, const struct export_document *document)
{
    put_element(page, "h3", document->name.size > 0 ? document->name : document->hash);
    if (document->text.size > 0)
        put_element(page, "pre", document->text);
    else
        put_element(page, "p",
                    str_of(say(page, "Se entrega aparte, por su número.",
                               "It is given out by itself, by its number.")));
}

status export_write_page(struct op *op, const struct export *export, enum language language,
                         str *ret_html)
{
    struct page page = {op, buf_start(op->arena, EXPORT_BYTES_MAX), language};
    put_head(&page, export);
    put_classes(&page, export);
    for (size_t i = 0; i < export->section_count; i++)
        put_section(&page, &export->sections[i]);
    if (export->document_count > 0)
        put_element(&page, "h2", str_of(say(&page, "Documentos", "Documents")));
    for (size_t i = 0; i < export->document_count; i++)
        put_document(&page, &export->documents[i]);
    put(&page, "</body></html>\n");
    if (page.out.is_full)
        return op_fail(op, E_LIMIT, "the data of this person are more than %d MiB",
                       (int)(EXPORT_BYTES_MAX >> 20));
    *ret_html = buf_str(&page.out);
    return OK;
}
