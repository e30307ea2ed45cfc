/* Expressions: a reader that climbs over precedences, loosest first. */
#include "feel/parser.h"

static const struct {
    const char *text;
    enum feel_sign sign;
    int level;
} signs[] = {
    {"or",  FEEL_SIGN_OR,            0},
    {"and", FEEL_SIGN_AND,           1},
    {"=",   FEEL_SIGN_EQUAL,         2},
    {"!=",  FEEL_SIGN_NOT_EQUAL,     2},
    {"<",   FEEL_SIGN_LESS,          2},
    {"<=",  FEEL_SIGN_LESS_EQUAL,    2},
    {">",   FEEL_SIGN_GREATER,       2},
    {">=",  FEEL_SIGN_GREATER_EQUAL, 2},
    {"+",   FEEL_SIGN_PLUS,          3},
    {"-",   FEEL_SIGN_MINUS,         3},
    {"*",   FEEL_SIGN_TIMES,         4},
    {"/",   FEEL_SIGN_OVER,          4},
    {"**",  FEEL_SIGN_POWER,         5},
};
#define LEVEL_COMPARE 2
#define LEVEL_UNARY   6

static enum feel_sign sign_at(const struct feel_parser *p, int level)
{
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (signs[i].level == level && (level < LEVEL_COMPARE ? feel_at_word(p, signs[i].text)
                                                              : feel_at_mark(p, signs[i].text)))
            return signs[i].sign;
    return FEEL_SIGN_NONE;
}

static status parse_binary(struct feel_parser *p, int level, struct feel_node **ret_node);

static status parse_between(struct feel_parser *p, struct feel_node *left,
                            struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_BETWEEN);
    struct feel_node *end = NULL;
    TRY(feel_parse_next(p));
    TRY(feel_node_add(p, node, left));
    TRY(parse_binary(p, LEVEL_COMPARE + 1, &end));
    TRY(feel_node_add(p, node, end));
    TRY(feel_parse_expect_word(p, "and"));
    TRY(parse_binary(p, LEVEL_COMPARE + 1, &end));
    *ret_node = node;
    return feel_node_add(p, node, end);
}

static status parse_test(struct feel_parser *p, struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_TEST);
    const bool asked = p->asks_value;
    struct feel_node *child = NULL;
    node->sign = sign_at(p, LEVEL_COMPARE);
    if (node->sign != FEEL_SIGN_NONE)
        TRY(feel_parse_next(p));
    p->asks_value = false;
    TRY(feel_parse_any(p, &child));
    node->asks_value = p->asks_value;
    p->asks_value = asked || node->asks_value;
    *ret_node = node;
    return feel_node_add(p, node, child);
}

static status parse_tests(struct feel_parser *p, struct feel_node *node)
{
    for (;;) {
        struct feel_node *test = NULL;
        TRY(parse_test(p, &test));
        TRY(feel_node_add(p, node, test));
        if (!feel_at_mark(p, ","))
            return OK;
        TRY(feel_parse_next(p));
    }
}

/* Whether the parenthesis holds tests: it does not open a range, as in (1..5). */
static bool opens_tests(const struct feel_parser *p)
{
    const str rest = feel_parse_rest(p);
    int depth = 0;
    bool is_quoted = false;
    for (size_t i = 0; i < rest.size; i++) {
        const char c = rest.data[i];
        is_quoted = c == '"' ? !is_quoted : is_quoted;
        if (is_quoted)
            continue;
        depth += (c == '(' || c == '{') - (c == ')' || c == '}');
        if (depth == 1 && c == '.' && i + 1 < rest.size && rest.data[i + 1] == '.' &&
            !memchr(rest.data, '[', i) && !memchr(rest.data, ',', i))
            return false;
        if (depth == 0)
            return true;
    }
    return false;
}

static status parse_in(struct feel_parser *p, struct feel_node *left, struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_IN);
    struct feel_node *test = NULL;
    TRY(feel_parse_next(p));
    TRY(feel_node_add(p, node, left));
    *ret_node = node;
    if (feel_at_mark(p, "(") && opens_tests(p)) {
        TRY(feel_parse_next(p));
        TRY(parse_tests(p, node));
        return feel_parse_expect(p, ")");
    }
    struct feel_node *const one = feel_node_make(p, FEEL_NODE_TEST);
    one->sign = sign_at(p, LEVEL_COMPARE);
    if (one->sign != FEEL_SIGN_NONE)
        TRY(feel_parse_next(p));
    TRY(parse_binary(p, LEVEL_COMPARE + 1, &test));
    TRY(feel_node_add(p, one, test));
    return feel_node_add(p, node, one);
}

static status parse_binary(struct feel_parser *p, int level, struct feel_node **ret_node)
{
    struct feel_node *left = NULL;
    if (level == LEVEL_UNARY)
        return feel_parse_unary(p, ret_node);
    TRY(parse_binary(p, level + 1, &left));
    for (;;) {
        const enum feel_sign sign = sign_at(p, level);
        if (level == LEVEL_COMPARE && feel_at_word(p, "between")) {
            TRY(parse_between(p, left, &left));
            continue;
        }
        if (level == LEVEL_COMPARE && feel_at_word(p, "in")) {
            TRY(parse_in(p, left, &left));
            continue;
        }
        if (level == LEVEL_COMPARE && feel_at_word(p, "instance"))
            return op_fail(p->op, E_INVALID, "'instance of' is not in this profile");
        if (sign == FEEL_SIGN_NONE) {
            *ret_node = left;
            return OK;
        }
        struct feel_node *const node = feel_node_make(p, FEEL_NODE_BINARY);
        struct feel_node *right = NULL;
        node->sign = sign;
        TRY(feel_parse_next(p));
        TRY(parse_binary(p, level + 1, &right));
        TRY(feel_node_add(p, node, left));
        TRY(feel_node_add(p, node, right));
        left = node;
    }
}

status feel_parse_any(struct feel_parser *p, struct feel_node **ret_node)
{
    if (++p->depth > FEEL_DEPTH_MAX)
        return op_fail(p->op, E_LIMIT, "an expression is nested deeper than %d", FEEL_DEPTH_MAX);
    TRY(parse_binary(p, 0, ret_node));
    p->depth--;
    return OK;
}

static status start(struct op *op, str text, const struct feel_names *names,
                    const struct feel_names *members, struct feel_parser *ret_parser)
{
    *ret_parser = (struct feel_parser){.op = op, .names = names, .members = members};
    return feel_lexer_start(op, text, &ret_parser->lexer);
}

static status finish(struct feel_parser *p)
{
    return p->lexer.token.kind == FEEL_TOKEN_END ? OK : feel_parse_refuse(p);
}

status feel_expression_parse(struct op *op, str text, const struct feel_names *names,
                             const struct feel_names *members, const struct feel_node **ret_node)
{
    struct feel_parser p;
    struct feel_node *node = NULL;
    TRY(start(op, text, names, members, &p));
    TRY(feel_parse_any(&p, &node));
    TRY(finish(&p));
    *ret_node = node;
    return OK;
}

/* A dash alone, or nothing, asks nothing; not( as the first word turns the whole cell round. */
status feel_cell_parse(struct op *op, str text, const struct feel_names *names,
                       const struct feel_names *members, const struct feel_node **ret_node)
{
    const str cell = str_trim(text);
    struct feel_parser p;
    if (cell.size == 0 || str_equal_c(cell, "-")) {
        struct feel_node *const any = arena_new(op->arena, struct feel_node);
        any->kind = FEEL_NODE_ANY;
        *ret_node = any;
        return OK;
    }
    TRY(start(op, cell, names, members, &p));
    struct feel_node *const node = feel_node_make(&p, FEEL_NODE_TESTS);
    node->is_negated = feel_at_word(&p, "not") && feel_parse_opens(&p, 3);
    if (node->is_negated) {
        TRY(feel_parse_next(&p));
        TRY(feel_parse_next(&p));
    }
    TRY(parse_tests(&p, node));
    if (node->is_negated)
        TRY(feel_parse_expect(&p, ")"));
    TRY(finish(&p));
    *ret_node = node;
    return OK;
}
