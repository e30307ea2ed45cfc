/* Files that travel inside the program: default policies, templates, the web bundle.
 *
 * The tables are made at build time by tools/embed_assets.py, sorted by path and ended by a row
 * whose path is NULL; a table may be empty.  Everything here is constant and lives for ever. */
#ifndef BASE_ASSETS_H
#define BASE_ASSETS_H
#include "base/str.h"

struct asset {
    const char *path;          /* relative, with '/' */
    const unsigned char *data; /* a NUL follows the last byte */
    size_t size;               /* bytes, without that NUL */
};

extern const struct asset assets_policies[]; /* policies/ */
extern const struct asset assets_web[];      /* the built web/; empty when built without it */

static inline str asset_text(const struct asset *asset)
{
    return (str){(const char *)asset->data, asset->size};
}

/* NULL: the table has no such path. */
static inline const struct asset *asset_find(const struct asset *table, str path)
{
    for (; table->path; table++)
        if (str_equal_c(path, table->path))
            return table;
    return NULL;
}
#endif
