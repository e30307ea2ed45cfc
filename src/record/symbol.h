/* Symbols: texts that facts and decisions carry as small dense numbers.
 *
 * Ids count from 1 in their own space; 0 is the empty text.  A symbol is never changed or deleted.
 * Each connection caches what it has seen; what a transaction added is forgotten when that
 * transaction ends and read again, so a rollback leaves no wrong number behind. */
#ifndef RECORD_SYMBOL_H
#define RECORD_SYMBOL_H
#include "base/op.h"
#include "base/str.h"

/* Finds the symbol of a text, or adds it, which needs a write transaction.  E_INVALID: longer than
 * LIMIT_SYMBOL_BYTES, or not UTF-8.  E_INTERNAL: a new text outside a transaction. */
MUST_CHECK status symbol_id(struct op *op, str text, int64_t *ret_id);
/* Never adds: 0 for a text that no row can carry yet. */
MUST_CHECK status symbol_find(struct op *op, str text, int64_t *ret_id);
/* The text lives at least as long as the op's arena.  E_STORE: no symbol has that id. */
MUST_CHECK status symbol_text(struct op *op, int64_t id, str *ret_text);
#endif
