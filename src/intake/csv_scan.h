/* One row of a CSV text: where it ends and what its fields are (RFC 4180 and what files really do).
 *
 * Quotes hold separators, line ends and doubled quotes; a row ends at LF, CR or CR LF.  Lenient on
 * purpose: a quote inside a field that did not start with one is a letter (3" pipe), blanks between
 * a closing quote and the separator are dropped.  Pure: fields point into the text, or into the
 * scratch where quotes were doubled. */
#ifndef INTAKE_CSV_SCAN_H
#define INTAKE_CSV_SCAN_H
#include "base/limits.h"
#include "base/str.h"

enum csv_fault {
    CSV_GOOD,
    CSV_MORE,         /* the text ends inside the row: call again with more of it */
    CSV_OPEN_QUOTE,   /* a quote that never closes */
    CSV_AFTER_QUOTE,  /* text between a closing quote and the separator */
    CSV_LONG_FIELD,   /* over LIMIT_FIELD_BYTES */
    CSV_LONG_ROW,     /* over LIMIT_ROW_BYTES */
    CSV_MANY_COLUMNS, /* over LIMIT_COLUMNS */
    CSV_COUNT,        /* not as many fields as the header has */
    CSV_ENCODING      /* bytes that are no letter of the file's encoding */
};

struct csv_split {
    str fields[LIMIT_COLUMNS];
    uint32_t at[LIMIT_COLUMNS]; /* where in the row each field starts, its quote included */
    int count;                  /* fields seen, also up to a fault: the last one has it */
    char *scratch;              /* LIMIT_ROW_BYTES of the caller's */
    size_t scratch_used;
};

/* Reads the row at the start of text.  is_last: nothing comes after text.  *ret_used is the row
 * with its line end and is set only for CSV_GOOD. */
enum csv_fault csv_scan_row(str text, bool is_last, char separator, struct csv_split *split,
                            size_t *ret_used);
/* The size of the first physical line with its end; 0: the text ends before the line does. */
size_t csv_scan_line(str text, bool is_last);
/* The text without the line end that closes it. */
str csv_strip_line_end(str text);
/* How many physical lines end within text. */
uint64_t csv_count_lines(str text);
#endif
