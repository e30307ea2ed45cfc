/* Reading an expression: for the files of this room only. */
#ifndef FEEL_PARSER_H
#define FEEL_PARSER_H
#include "feel/lexer.h"
#include "feel/tree.h"

#define FEEL_DEPTH_MAX 100
#define FEEL_NODES_MAX 4096 /* children of one node */

struct feel_parser {
    struct op *op;
    struct feel_lexer lexer;
    const struct feel_names *names, *members;
    int depth;
    int open; /* filters around: members of unknown lists may be named */
    bool asks_value;
};

/* What stands before signs, with all that hangs on it: primary.c. */
MUST_CHECK status feel_parse_unary(struct feel_parser *p, struct feel_node **ret_node);
/* A whole expression: parser.c. */
MUST_CHECK status feel_parse_any(struct feel_parser *p, struct feel_node **ret_node);

struct feel_node *feel_node_make(struct feel_parser *p, enum feel_node_kind kind);
MUST_CHECK status feel_node_add(struct feel_parser *p, struct feel_node *node,
                                struct feel_node *child);
bool feel_at_mark(const struct feel_parser *p, const char *mark);
bool feel_at_word(const struct feel_parser *p, const char *word);
MUST_CHECK status feel_parse_next(struct feel_parser *p);
MUST_CHECK status feel_parse_refuse(struct feel_parser *p);
MUST_CHECK status feel_parse_expect(struct feel_parser *p, const char *mark);
MUST_CHECK status feel_parse_expect_word(struct feel_parser *p, const char *word);
/* The text from the token on. */
str feel_parse_rest(const struct feel_parser *p);
/* Whether behind so many bytes of it a parenthesis opens. */
bool feel_parse_opens(const struct feel_parser *p, size_t size);
#endif
