/* What several answers about money from banks show.  Texts that a payer or a bank wrote are covered
 * for who may not see personal data; accounts always are. */
#ifndef SERVE_BANK_VIEW_H
#define SERVE_BANK_VIEW_H
#include "cash/waiting.h"
#include "serve/route.h"

/* "reasons": the words, an array. */
void reasons_write(struct json_writer *w, str words);
/* A text that a stranger wrote; null when there is none. */
void said_write(struct op *op, const struct request *request, struct json_writer *w,
                const char *key, str text);
/* case_id, case_number, party_name: no figure of the debt. */
void case_shown_write(struct op *op, struct json_writer *w, const struct case_shown *of_case);
/* The fields of an entry, with "open".  E_NOT_FOUND. */
MUST_CHECK status bank_entry_write(struct op *op, const struct request *request,
                                   struct json_writer *w, int64_t entry_id);
/* "open": what waits of an entry; 0: nothing does. */
MUST_CHECK status bank_open_write(struct op *op, struct json_writer *w, int64_t entry_id);
/* "matches": what was booked of an entry and what was taken back, as it came. */
MUST_CHECK status bank_matches_write(struct op *op, const struct request *request,
                                     struct json_writer *w, int64_t entry_id);
#endif
