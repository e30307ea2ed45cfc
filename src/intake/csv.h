/* A CSV or TSV file as a stream of rows, with memory that does not grow with the file.
 *
 * Opening reads the file once from end to end: that gives its digest, its encoding and its
 * separator.  Then rows come one by one as UTF-8.  Lines are physical lines of the file from 1,
 * columns count from 1, offsets are bytes of the file as it lies on disk.  A row that cannot be
 * read is handed out with its fault, never dropped: after a broken quote the reader takes up again
 * at the next physical line.  Blank rows, also those of separators only, are passed over.
 *
 * Everything belongs to the op's arena; texts of a row live until the next csv_next. */
#ifndef INTAKE_CSV_H
#define INTAKE_CSV_H
#include "base/crypto.h"
#include "base/op.h"
#include "intake/csv_scan.h"
#include "intake/encoding.h"

struct csv;

struct csv_options {
    enum encoding encoding; /* ENCODING_AUTO: found out */
    char separator;         /* 0: found out */
    bool has_no_header;     /* then columns are called "1", "2"… */
    int skip_lines;         /* physical lines before the header */
};

/* What was found out about the file; the faces print it. */
struct csv_format {
    enum encoding encoding;
    const char *encoding_why;
    char separator;
    int separator_confidence; /* per cent; 100 when it was given */
    bool is_separator_given;
    uint64_t size; /* bytes */
    uint8_t digest[CRYPTO_DIGEST_BYTES];
};

/* Where a row starts; csv_seek takes it back. */
struct csv_position {
    uint64_t offset;
    uint64_t line;
    uint64_t number; /* of the row, from 1, header and blank rows not counted */
};

struct csv_row {
    struct csv_position at;
    str raw;           /* without its line end */
    const str *fields; /* of a good row as many as columns; of a faulty one what was seen */
    int count;
    enum csv_fault fault;
    int fault_column;      /* from 1; 0: the row as a whole */
    uint64_t fault_offset; /* CSV_ENCODING: the byte in the file */
    uint8_t fault_byte;    /* CSV_ENCODING: its value, in files of one byte a letter and UTF-8 */
    const struct csv_split *split;
};

/* E_NOT_FOUND, E_IO: the file; E_INVALID: it is empty, or its header is unusable (the text says
 * line and column). */
MUST_CHECK status csv_open(struct op *op, const char *path, const struct csv_options *options,
                           struct csv **ret_csv);
/* The same over text in memory, borrowed while the reader is used; name is for messages. */
MUST_CHECK status csv_open_text(struct op *op, const char *name, str text,
                                const struct csv_options *options, struct csv **ret_csv);

const char *csv_name(const struct csv *csv);
const struct csv_format *csv_format(const struct csv *csv);
int csv_column_count(const struct csv *csv);
str csv_column(const struct csv *csv, int column); /* its name; column from 0 */
/* The column of that name, capitals and outer blanks apart; -1: none. */
int csv_find_column(const struct csv *csv, str name);
str csv_header_raw(const struct csv *csv);       /* its text, empty when there is none */
uint64_t csv_header_line(const struct csv *csv); /* where it stands */

MUST_CHECK status csv_next(struct op *op, struct csv *csv, struct csv_row *ret_row,
                           bool *ret_has_row);
/* The physical line on which a field starts; column from 0. */
uint64_t csv_field_line(const struct csv_row *row, int column);
/* What is wrong with a faulty row, a sentence in English in the op's arena. */
const char *csv_fault_text(struct op *op, const struct csv *csv, const struct csv_row *row);

/* Back to the first row, or to a row that csv_next gave before.  E_CONFLICT: the file has changed
 * since it was opened. */
MUST_CHECK status csv_rewind(struct op *op, struct csv *csv);
/* Where the next row starts. */
struct csv_position csv_position(const struct csv *csv);
MUST_CHECK status csv_seek(struct op *op, struct csv *csv, struct csv_position position);
/* Bytes of the file read so far, for progress. */
uint64_t csv_offset(const struct csv *csv);
#endif
