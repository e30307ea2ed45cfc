/* Which sign separates the columns of a text: comma, semicolon, tab or bar.
 *
 * Each candidate splits the first rows; the one under which most rows have as many fields as the
 * first row wins, more fields before fewer.  A first line `sep=;` (spreadsheets write it) decides.
 * Pure but for its working memory. */
#ifndef INTAKE_SEPARATOR_H
#define INTAKE_SEPARATOR_H
#include "base/op.h"
#include "base/str.h"

#define SEPARATOR_SAMPLE_ROWS 50

struct separator {
    char sign;
    int confidence;  /* per cent of the sampled rows that agree with the first; 0: one column */
    size_t preamble; /* bytes of a `sep=` line, which is no row */
};

/* sample is the start of the text; is_whole says that it is all of it. */
struct separator separator_detect(struct op *op, str sample, bool is_whole);
/* "comma", "semicolon"…, for reports. */
const char *separator_name(char sign);
#endif
