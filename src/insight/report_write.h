/* Prints a report piece by piece: as an aligned table for people, or as CSV, TSV or JSON for
 * programs.
 *
 * Money is a plain decimal with the digits of its currency (177.09; in JSON a text, so that no
 * reader turns it into a binary fraction), a ratio has six digits after the point, a day is
 * YYYY-MM-DD, an empty cell is empty (JSON: null).  JSON_MINOR writes money as integer minor units
 * and ratios as millionths: the form of the HTTP interface.  Lines end with a line feed.  CSV
 * quotes as RFC 4180; in TSV and tables a tab or a line end inside a text becomes a blank. */
#ifndef INSIGHT_REPORT_WRITE_H
#define INSIGHT_REPORT_WRITE_H
#include "base/json.h"
#include "base/say.h"
#include "insight/report.h"

enum report_format {
    REPORT_TABLE,
    REPORT_CSV,
    REPORT_TSV,
    REPORT_JSON,
    REPORT_JSON_MINOR,
    REPORT_FORMAT_COUNT
};

/* "table", "csv", "tsv", "json"; JSON_MINOR has no name, programs choose it. */
MUST_CHECK bool report_format_parse(str text, enum report_format *ret_format);

struct report_writer {
    const struct report *report;
    enum report_format format;
    enum language language; /* of the heads of a table; English, and may be set before the start */
    struct buf *out;
    struct json_writer json;
    size_t widths[REPORT_COLUMNS_MAX]; /* of a table, in characters */
    size_t next_row;
    bool has_started;
};

/* report and out are borrowed. */
struct report_writer report_writer_start(const struct report *report, enum report_format format,
                                         struct buf *out);
/* Appends the next piece to out; false when the report is complete.  The caller may empty out
 * between two pieces; a piece stays below REPORT_PIECE_BYTES as long as the texts of its rows do.
 */
#define REPORT_PIECE_BYTES (4 << 20)
bool report_writer_step(struct report_writer *writer);
/* The whole report at once; out->is_full says whether it fitted. */
void report_write(const struct report *report, enum report_format format, struct buf *out);

/* The list of the kinds: {"items":[{"name","title","about","parameters":[…]}]}. */
/* may says whether the reader has a permission that a report asks for; NULL: of anybody. */
void report_kinds_write(struct json_writer *json, bool is_spanish,
                        bool (*may)(const void *context, const char *permission),
                        const void *context);
/* "text", "integer", "money", "day", "rate", "figure": the type of a column in JSON. */
const char *report_type_name(enum report_type type);
#endif
