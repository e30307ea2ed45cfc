/* Another table in place of one of a DMN file: the file stays as it is but for what is said here.
 *
 * Elements are kept by their ids, so comments, drawings, extensions and the ids of rules and
 * columns outlive an edit; a cell that says the same is not touched.  Columns that come in bring
 * their inputData and requirement with them; those that go out take their requirement along.  The
 * result is read again before it is returned: what cannot be loaded is never handed out.  What
 * cells mean is not looked at (check.h). */
#ifndef DMN_EDIT_H
#define DMN_EDIT_H
#include "dmn/model.h"

/* The id by which an edit names an element that has none of its own: "#4" is the fourth. */
#define DMN_PLACE_ID '#'

/* table: as the model would have it; an id that the file's table does not have, or an empty one,
 * is a new rule or column.  E_NOT_FOUND: no table of that decision.  E_INVALID: not a model before
 * or after, with the reason. */
MUST_CHECK status dmn_table_replace(struct op *op, str xml, const char *name, str decision,
                                    const struct dmn_table *table, str *ret_xml);
#endif
