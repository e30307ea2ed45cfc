/* A parsed expression: for the files of this room only. */
#ifndef FEEL_TREE_H
#define FEEL_TREE_H
#include "feel/expression.h"

enum feel_node_kind {
    FEEL_NODE_VALUE,
    FEEL_NODE_NAME,   /* text */
    FEEL_NODE_PATH,   /* child 0, text */
    FEEL_NODE_BINARY, /* sign, children 0 and 1 */
    FEEL_NODE_MINUS,
    FEEL_NODE_IF,      /* condition, then, else */
    FEEL_NODE_BETWEEN, /* value, low, high */
    FEEL_NODE_IN,      /* value, then tests */
    FEEL_NODE_TESTS,   /* of a cell: any of them; is_negated */
    FEEL_NODE_TEST, /* sign and child 0: compared with "?"; sign 0: equal to it, in it, or true */
    FEEL_NODE_LIST,
    FEEL_NODE_CONTEXT,  /* names by child */
    FEEL_NODE_RANGE,    /* low, high */
    FEEL_NODE_FILTER,   /* list, condition or index */
    FEEL_NODE_FOR,      /* names by list, then the result; text: for, some or every */
    FEEL_NODE_CALL,     /* builtin or child 0, then arguments */
    FEEL_NODE_FUNCTION, /* names of parameters, body */
    FEEL_NODE_ANY,      /* a cell that asks nothing */
};

enum feel_sign {
    FEEL_SIGN_NONE,
    FEEL_SIGN_OR,
    FEEL_SIGN_AND,
    FEEL_SIGN_EQUAL,
    FEEL_SIGN_NOT_EQUAL,
    FEEL_SIGN_LESS,
    FEEL_SIGN_LESS_EQUAL,
    FEEL_SIGN_GREATER,
    FEEL_SIGN_GREATER_EQUAL,
    FEEL_SIGN_PLUS,
    FEEL_SIGN_MINUS,
    FEEL_SIGN_TIMES,
    FEEL_SIGN_OVER,
    FEEL_SIGN_POWER,
};

/* What a function of the language does with its arguments. */
typedef struct feel_value feel_builtin(struct op *op, const struct feel_value *arguments,
                                       size_t count);
struct feel_builtin_row {
    const char *name;
    size_t count_min, count_max;
    feel_builtin *call;
};
extern const struct feel_builtin_row feel_builtins[];
extern const size_t feel_builtin_count;

struct feel_node {
    enum feel_node_kind kind;
    enum feel_sign sign;
    str text;
    struct feel_value value;
    struct feel_node **children;
    size_t child_count;
    str *names;
    size_t name_count;
    bool is_negated; /* of tests; of a range: a loop goes through it, in either direction */
    bool is_low_open, is_high_open;
    bool asks_value; /* "?" stands in it */
    const struct feel_builtin_row *builtin;
};

/* a sign b, of two values; null where it has no sense. */
struct feel_value feel_calculate(struct op *op, enum feel_sign sign, struct feel_value a,
                                 struct feel_value b);
#endif
