/* One answer for each line that a pipe brings: the shape of the tools.
 *
 * A line is fields between tabs; LF or CR LF ends it, and the last one may end without.  Blanks
 * around a field are not part of it unless the tool judges them too, nor are tabs after the last
 * one: sheets write both.  Every
 * line gives exactly one line of output, in order, so that nothing is lost: one that cannot be
 * answered gives `error`, a tab and what is wrong with it. */
#ifndef CLI_LINES_H
#define CLI_LINES_H
#include "cli/command.h"

#define LINES_FIELDS_MAX 16
#define LINES_OUT_BYTES  65536 /* of one answer */

struct lines {
    size_t field_count_min; /* fields beyond the given ones are empty */
    size_t field_count_max;
    uint32_t verbatim; /* fields that keep the blanks around them, a bit each */
    /* Writes the answer, without the line's end.  What it takes from op->arena is freed after the
     * line; what must stay lives in kept.  A failure becomes the line's error. */
    status (*answer)(struct op *op, void *self, const str *fields, struct buf *out);
    void *self;
};

/* OK also after lines with errors: then cli->is_answered is set with exit code 1, and their count
 * is said on cli->err.  E_INVALID: nothing is piped in.  E_IO: the output cannot be written. */
MUST_CHECK status lines_answer(struct cli *cli, const struct lines *lines);
#endif
