/* Pages of a list: how many rows, and where the next one goes on.
 *
 * A cursor is opaque to clients; for us it is up to four numbers, the key of the last row sent. */
#ifndef SERVE_PAGE_H
#define SERVE_PAGE_H
#include "serve/route.h"

#define PAGE_ROWS_DEFAULT 50
#define CURSOR_PARTS_MAX  4

/* The two params that every list declares. */
#define PARAM_CURSOR                                                                               \
    {                                                                                              \
        "cursor", IN_QUERY, PARAM_TEXT, false, 1, 100, NULL                                        \
    }
#define PARAM_LIMIT                                                                                \
    {                                                                                              \
        "limit", IN_QUERY, PARAM_INTEGER, false, 1, LIMIT_PAGE_ROWS, NULL                          \
    }

struct cursor {
    int64_t parts[CURSOR_PARTS_MAX];
    bool is_set; /* false: the first page */
};

/* E_INVALID: it is none of ours. */
MUST_CHECK status cursor_read(struct op *op, const struct request *request, struct reply *reply,
                              int param, int part_count, struct cursor *ret_cursor);
/* "next_cursor": is_more false writes null. */
void cursor_write(struct op *op, struct json_writer *w, const char *key, bool is_more,
                  const int64_t *parts, int part_count);
#endif
