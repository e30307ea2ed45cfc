/* The history of a case, newest first: its events and the changes of its decision. */
#ifndef SERVE_TIMELINE_H
#define SERVE_TIMELINE_H
#include "book/touch.h"
#include "serve/page.h"

/* What a page is to hold. */
struct timeline_query {
    struct case_key key;
    struct cursor before; /* instant and id of the last entry that was sent */
    str kind;             /* contact | money | legal | system; empty: all */
    int64_t most;
    bool is_english;
    bool masks_words; /* numbers and e-mails in what people wrote are covered */
};

/* Writes two members of the open object: an array under items_key, and the cursor. */
MUST_CHECK status timeline_write(struct op *op, struct json_writer *w,
                                 const struct timeline_query *query, const char *items_key,
                                 const char *cursor_key);
#endif
