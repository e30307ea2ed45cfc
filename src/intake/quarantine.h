/* The quarantine: a file with the refused rows of an import, to be repaired and imported again.
 *
 * Each row stands as it stood, byte for byte, behind four columns: refused_line, refused_column
 * (its number), refused_field (its name) and refused_reason; same separator, in UTF-8.  An import
 * passes those four columns over.  The file appears whole or not at all: it is written beside its
 * place, then renamed; one that was there before is replaced. */
#ifndef INTAKE_QUARANTINE_H
#define INTAKE_QUARANTINE_H
#include "intake/row.h"

struct quarantine;

/* ar.csv gives ar.refused.csv, in the arena. */
const char *quarantine_path(struct arena *arena, const char *path);
/* Nothing is written until the first row is added. */
struct quarantine *quarantine_create(struct op *op, const char *path, const struct csv *csv);
/* E_IO; past LIMIT_REFUSED_ROWS rows are counted and not written. */
MUST_CHECK status quarantine_add(struct op *op, struct quarantine *quarantine,
                                 const struct csv_row *from, const struct row *row);
/* Puts the file in its place; *ret_path is NULL when no row was added.  E_IO. */
MUST_CHECK status quarantine_finish(struct op *op, struct quarantine *quarantine,
                                    const char **ret_path);
#endif
