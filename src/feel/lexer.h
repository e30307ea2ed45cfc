/* The words of a FEEL cell.
 *
 * Reads one token at a time from a borrowed text; strings are unescaped into the op's arena.
 * Comments and blanks are skipped. */
#ifndef FEEL_LEXER_H
#define FEEL_LEXER_H
#include "base/op.h"
#include "base/str.h"

enum feel_token_kind {
    FEEL_TOKEN_END,
    FEEL_TOKEN_NUMBER,
    FEEL_TOKEN_STRING,
    FEEL_TOKEN_NAME, /* a run of letters, digits and underscores that starts with no digit */
    FEEL_TOKEN_MARK, /* one of - < <= > >= = != [ ] ( ) , .. @ or any other single character */
};

struct feel_token {
    enum feel_token_kind kind;
    str text;  /* as written */
    str value; /* of a string: its content */
};

struct feel_lexer {
    str text;
    size_t at;
    struct feel_token token; /* the one in hand */
};

/* Starts with the first token in hand.  E_INVALID: a string that does not end, an escape that does
 * not exist, a comment that does not end; E_LIMIT: longer than LIMIT_FEEL_CELL_BYTES. */
MUST_CHECK status feel_lexer_start(struct op *op, str text, struct feel_lexer *ret_lexer);
MUST_CHECK status feel_lexer_next(struct op *op, struct feel_lexer *lexer);
bool feel_lexer_is(const struct feel_lexer *lexer, const char *mark);
#endif
