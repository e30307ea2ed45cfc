/* What sources call things, as far as one transaction has asked: a table in memory from kind,
 * source and external id to the thing, or to the knowledge that there is none.  Pure; lives in an
 * arena. */
#ifndef BOOK_NAMES_H
#define BOOK_NAMES_H
#include "base/arena.h"
#include "base/str.h"

struct reference {
    int64_t debtor_id;
    int64_t id; /* 0: nobody calls a thing so */
};

struct names;

struct names *names_create(struct arena *arena);
/* Texts are borrowed as long as the table; kind is a constant.  The last word counts. */
void names_put(struct names *names, const char *kind, str source, str external_id,
               struct reference reference);
/* The same for a name that is given now, by this transaction. */
void names_give(struct names *names, const char *kind, str source, str external_id,
                struct reference reference);
bool names_is_given(const struct names *names, const char *kind, str source, str external_id);
/* No thing of that kind has a name of that source. */
void names_put_none(struct names *names, const char *kind, str source);
/* NULL: not asked yet.  Valid until the next names_put. */
const struct reference *names_find(const struct names *names, const char *kind, str source,
                                   str external_id);
#endif
