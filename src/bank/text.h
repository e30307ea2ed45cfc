/* A file of a bank as UTF-8 text: line by line, or character by character, in fixed memory.
 *
 * The letters are found by intake/encoding; a byte-order mark is dropped; what is no letter reads
 * as U+FFFD, and its line is marked.  Lines end with LF, CR LF, CR CR LF, or, in a file without any
 * LF, with CR; a Ctrl-Z at the end of a line is dropped. */
#ifndef BANK_TEXT_H
#define BANK_TEXT_H
#include "intake/input.h"

struct bank_text;

struct bank_line {
    str text;       /* without its end; lives until the next one is read */
    int64_t number; /* from 1 */
    bool is_ascii;  /* a column is then a byte */
    bool is_broken; /* held bytes that are no letters */
    bool is_cut;    /* was longer than LIMIT_LINE_BYTES: the rest is lost */
};

/* Reads the file once to find its letters.  E_IO, E_CONFLICT: as input_read. */
MUST_CHECK status bank_text_open(struct op *op, const struct input *input,
                                 struct bank_text **ret_text);
/* Back to the first character. */
void bank_text_rewind(struct bank_text *text);
/* The file's beginning, LIMIT_LINE_BYTES of it, without moving on; valid until the next call. */
MUST_CHECK status bank_text_head(struct op *op, struct bank_text *text, str *ret_head);
/* From now on a line also ends after so many characters: files of records without line ends. */
void bank_text_set_width(struct bank_text *text, size_t width);
MUST_CHECK status bank_text_line(struct op *op, struct bank_text *text, struct bank_line *ret_line,
                                 bool *ret_has_line);
/* The next byte of the text, or BANK_TEXT_END. */
#define BANK_TEXT_END (-1)
MUST_CHECK status bank_text_byte(struct op *op, struct bank_text *text, int *ret_byte);
/* Lines begun so far by bank_text_byte, from 1. */
int64_t bank_text_line_number(const struct bank_text *text);
/* Valid UTF-8: the text itself, or a copy with U+FFFD for what is no letter. */
str bank_text_clean(struct arena *arena, str text, bool *ret_is_broken);
#endif
