/* Files that tests read: paths are relative to the root of the repository, where ctest runs them.
 */
#ifndef TESTS_SUPPORT_FILES_H
#define TESTS_SUPPORT_FILES_H
#include "base/op.h"
#include "base/str.h"

/* The whole file, in the op's arena; the test fails when it cannot be read. */
str test_read_file(struct op *op, const char *path);
/* A new folder (in TMPDIR, else /tmp); it and its name are gone when the process ends. */
const char *test_folder(void);
/* A new file in such a folder that holds the text; the same until then. */
const char *test_write_file(struct op *op, str text);
/* A path inside the shared data, which is not part of the project: from ACUERDO_SHARED, else beside
 * the repository.  NULL where it does not exist: the test then says 'skipped'. */
const char *test_shared_path(struct op *op, const char *path);
#endif
