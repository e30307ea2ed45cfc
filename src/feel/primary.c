/* What stands before signs: values, names, calls, lists, and what is behind them. */
#include <assert.h>

#include "feel/parser.h"

status feel_parse_next(struct feel_parser *p)
{
    return feel_lexer_next(p->op, &p->lexer);
}

bool feel_at_mark(const struct feel_parser *p, const char *mark)
{
    return feel_lexer_is(&p->lexer, mark);
}

bool feel_at_word(const struct feel_parser *p, const char *word)
{
    return p->lexer.token.kind == FEEL_TOKEN_NAME && str_equal_c(p->lexer.token.text, word);
}

status feel_parse_refuse(struct feel_parser *p)
{
    if (p->lexer.token.kind == FEEL_TOKEN_END)
        return op_fail(p->op, E_INVALID, "an expression ends too soon");
    return op_fail(p->op, E_INVALID, "'" STR_FORMAT "' is not expected here",
                   STR_ARG(p->lexer.token.text));
}

status feel_parse_expect(struct feel_parser *p, const char *mark)
{
    return feel_at_mark(p, mark) ? feel_parse_next(p) : feel_parse_refuse(p);
}

status feel_parse_expect_word(struct feel_parser *p, const char *word)
{
    return feel_at_word(p, word) ? feel_parse_next(p) : feel_parse_refuse(p);
}

struct feel_node *feel_node_make(struct feel_parser *p, enum feel_node_kind kind)
{
    struct feel_node *const node = arena_new(p->op->arena, struct feel_node);
    node->kind = kind;
    return node;
}

status feel_node_add(struct feel_parser *p, struct feel_node *node, struct feel_node *child)
{
    struct feel_node **const children =
        arena_array(p->op->arena, node->child_count + 1, sizeof(struct feel_node *));
    if (node->child_count == FEEL_NODES_MAX)
        return op_fail(p->op, E_LIMIT, "a list of more than %d values", FEEL_NODES_MAX);
    if (node->child_count > 0)
        memcpy(children, node->children, node->child_count * sizeof(struct feel_node *));
    children[node->child_count++] = child;
    node->children = children;
    return OK;
}

static status parse_child(struct feel_parser *p, struct feel_node *node)
{
    struct feel_node *child = NULL;
    TRY(feel_parse_any(p, &child));
    return feel_node_add(p, node, child);
}

/* --- names --- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_part(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* How many bytes of the text the name takes; blanks in it may be any; 0: it does not stand here. */
static size_t match_name(str text, str name)
{
    size_t at = 0;
    for (size_t i = 0; i < name.size; i++) {
        if (name.data[i] == ' ') {
            const size_t first = at;
            while (at < text.size && is_blank(text.data[at]))
                at++;
            if (at == first)
                return 0;
        } else if (at == text.size || text.data[at++] != name.data[i]) {
            return 0;
        }
    }
    const bool is_cut =
        at < text.size && at > 0 && is_part(text.data[at - 1]) && is_part(text.data[at]);
    return is_cut ? 0 : at;
}

struct found_name {
    str name;
    size_t size;
};

static void offer(struct found_name *found, str text, str name)
{
    const size_t size = match_name(text, name);
    if (size > found->size)
        *found = (struct found_name){name, size};
}

str feel_parse_rest(const struct feel_parser *p)
{
    const str token = p->lexer.token.text;
    return (str){token.data, (size_t)(p->lexer.text.data + p->lexer.text.size - token.data)};
}

/* The longest known name that stands at the token. */
static struct found_name find_name(const struct feel_parser *p, const struct feel_names *names)
{
    struct found_name found = {
        {"", 0},
        0
    };
    for (; names; names = names->parent)
        for (size_t i = 0; i < names->count; i++)
            offer(&found, feel_parse_rest(p), names->list[i]);
    return found;
}

static status skip_name(struct feel_parser *p, size_t size)
{
    p->lexer.at = (size_t)(p->lexer.token.text.data - p->lexer.text.data) + size;
    return feel_parse_next(p);
}

/* Before a colon or behind a point a name goes as far as its words do. */
static status read_key(struct feel_parser *p, str *ret_name)
{
    if (p->lexer.token.kind == FEEL_TOKEN_STRING) {
        *ret_name = p->lexer.token.value;
        return feel_parse_next(p);
    }
    struct buf name = buf_start(p->op->arena, LIMIT_FEEL_CELL_BYTES);
    while (p->lexer.token.kind == FEEL_TOKEN_NAME || p->lexer.token.kind == FEEL_TOKEN_NUMBER) {
        buf_add_c(&name, name.size > 0 ? " " : "");
        buf_add(&name, p->lexer.token.text);
        TRY(feel_parse_next(p));
    }
    if (name.size == 0)
        return feel_parse_refuse(p);
    *ret_name = buf_str(&name);
    return OK;
}

static status read_word(struct feel_parser *p, str *ret_name)
{
    if (p->lexer.token.kind != FEEL_TOKEN_NAME)
        return feel_parse_refuse(p);
    *ret_name = str_copy(p->op->arena, p->lexer.token.text);
    return feel_parse_next(p);
}

/* --- literals --- */

static status value_node(struct feel_parser *p, struct feel_value value,
                         struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_VALUE);
    node->value = value;
    *ret_node = node;
    return feel_parse_next(p);
}

static status parse_number(struct feel_parser *p, struct feel_node **ret_node)
{
    decimal number;
    if (!decimal_parse(p->lexer.token.text, &number))
        return op_fail(p->op, E_INVALID, "'" STR_FORMAT "' is out of range",
                       STR_ARG(p->lexer.token.text));
    return value_node(p, feel_number_of(number), ret_node);
}

/* @"…": a day, a time, both, or a duration, by its look. */
static status parse_at(struct feel_parser *p, struct feel_node **ret_node)
{
    static const enum feel_value_kind kinds[] = {FEEL_VALUE_DATE, FEEL_VALUE_TIME,
                                                 FEEL_VALUE_DATE_TIME, FEEL_VALUE_MONTHS};
    struct feel_value value = {0};
    TRY(feel_parse_next(p));
    if (p->lexer.token.kind != FEEL_TOKEN_STRING)
        return feel_parse_refuse(p);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (feel_temporal_parse(p->lexer.token.value, kinds[i], &value))
            return value_node(p, value, ret_node);
    return op_fail(p->op, E_INVALID,
                   "@\"" STR_FORMAT "\" is no day, time or duration (without zone and fraction)",
                   STR_ARG(p->lexer.token.value));
}

/* --- lists, contexts, ranges --- */

static status parse_list_rest(struct feel_parser *p, struct feel_node *list)
{
    while (feel_at_mark(p, ",")) {
        TRY(feel_parse_next(p));
        TRY(parse_child(p, list));
    }
    return OK;
}

static status close_range(struct feel_parser *p, struct feel_node *range)
{
    TRY(feel_parse_next(p));
    TRY(parse_child(p, range));
    range->is_high_open = !feel_at_mark(p, "]");
    if (range->is_high_open && !feel_at_mark(p, ")") && !feel_at_mark(p, "["))
        return feel_parse_refuse(p);
    return feel_parse_next(p);
}

/* [ opens a list or a closed range, ] and ( an open one; ( alone groups. */
static status parse_bracket(struct feel_parser *p, struct feel_node **ret_node)
{
    const bool is_list = feel_at_mark(p, "[");
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_LIST);
    TRY(feel_parse_next(p));
    if (is_list && feel_at_mark(p, "]")) {
        *ret_node = node;
        return feel_parse_next(p);
    }
    TRY(parse_child(p, node));
    if (feel_at_mark(p, "..")) {
        node->kind = FEEL_NODE_RANGE;
        node->is_low_open = !is_list;
        *ret_node = node;
        return close_range(p, node);
    }
    if (is_list) {
        TRY(parse_list_rest(p, node));
        *ret_node = node;
        return feel_parse_expect(p, "]");
    }
    *ret_node = node->children[0];
    return feel_parse_expect(p, ")");
}

/* Names that hold within one expression.  They lie in the arena: a parse that fails leaves them. */
static struct feel_names *open_names(struct feel_parser *p, const str *list, size_t count)
{
    struct feel_names *const own = arena_new(p->op->arena, struct feel_names);
    *own = (struct feel_names){.parent = p->names, .list = list, .count = count};
    p->names = own;
    return own;
}

/* Keys that were written are names in those that follow. */
static status parse_context(struct feel_parser *p, struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_CONTEXT);
    node->names = arena_array(p->op->arena, FEEL_NODES_MAX, sizeof(*node->names));
    struct feel_names *const own = open_names(p, node->names, 0);
    TRY(feel_parse_next(p));
    while (!feel_at_mark(p, "}")) {
        str name = {"", 0};
        TRY(read_key(p, &name));
        TRY(feel_parse_expect(p, ":"));
        TRY(parse_child(p, node));
        for (size_t i = 0; i < node->name_count; i++)
            if (str_equal(node->names[i], name))
                node->kind = FEEL_NODE_VALUE; /* a key twice: null */
        node->names[node->name_count++] = name;
        own->count = node->name_count;
        if (!feel_at_mark(p, "}"))
            TRY(feel_parse_expect(p, ","));
    }
    p->names = own->parent;
    *ret_node = node;
    return feel_parse_next(p);
}

/* --- words that begin something --- */

static status parse_if(struct feel_parser *p, struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_IF);
    TRY(feel_parse_next(p));
    TRY(parse_child(p, node));
    TRY(feel_parse_expect_word(p, "then"));
    TRY(parse_child(p, node));
    TRY(feel_parse_expect_word(p, "else"));
    *ret_node = node;
    return parse_child(p, node);
}

static status parse_loop_list(struct feel_parser *p, struct feel_node *node)
{
    str name = {"", 0};
    TRY(read_word(p, &name));
    TRY(feel_parse_expect_word(p, "in"));
    TRY(parse_child(p, node));
    if (feel_at_mark(p, "..")) {
        struct feel_node *const range = feel_node_make(p, FEEL_NODE_RANGE);
        range->is_negated = true; /* a range to go through, in either direction */
        TRY(feel_node_add(p, range, node->children[node->child_count - 1]));
        TRY(feel_parse_next(p));
        TRY(parse_child(p, range));
        node->children[node->child_count - 1] = range;
    }
    node->names[node->name_count++] = name;
    return OK;
}

/* for x in a, y in b return e; some and every with satisfies. */
static status parse_loop(struct feel_parser *p, struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_FOR);
    node->text = str_copy(p->op->arena, p->lexer.token.text);
    node->names = arena_array(p->op->arena, LIMIT_DMN_COLUMNS, sizeof(*node->names));
    struct feel_names *const own = open_names(p, node->names, 0);
    do {
        if (node->name_count == LIMIT_DMN_COLUMNS)
            return feel_parse_refuse(p);
        TRY(feel_parse_next(p));
        TRY(parse_loop_list(p, node));
        own->count = node->name_count;
    } while (feel_at_mark(p, ","));
    TRY(feel_parse_expect_word(p, str_equal_c(node->text, "for") ? "return" : "satisfies"));
    TRY(parse_child(p, node));
    p->names = own->parent;
    *ret_node = node;
    return OK;
}

static status parse_function(struct feel_parser *p, struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_FUNCTION);
    node->names = arena_array(p->op->arena, LIMIT_DMN_COLUMNS, sizeof(*node->names));
    TRY(feel_parse_next(p));
    TRY(feel_parse_expect(p, "("));
    while (!feel_at_mark(p, ")") && node->name_count < LIMIT_DMN_COLUMNS) {
        TRY(read_key(p, &node->names[node->name_count++]));
        if (feel_at_mark(p, ","))
            TRY(feel_parse_next(p));
    }
    TRY(feel_parse_expect(p, ")"));
    const struct feel_names *const own = open_names(p, node->names, node->name_count);
    TRY(parse_child(p, node));
    p->names = own->parent;
    *ret_node = node;
    return OK;
}

/* --- calls --- */

static status parse_arguments(struct feel_parser *p, struct feel_node *call)
{
    TRY(feel_parse_expect(p, "("));
    if (!feel_at_mark(p, ")")) {
        TRY(parse_child(p, call));
        TRY(parse_list_rest(p, call));
    }
    if (feel_at_mark(p, ":"))
        return op_fail(p->op, E_INVALID, "parameters by name are not read: give them in order");
    return feel_parse_expect(p, ")");
}

static status call_builtin(struct feel_parser *p, const struct feel_builtin_row *row,
                           struct feel_node **ret_node)
{
    struct feel_node *const call = feel_node_make(p, FEEL_NODE_CALL);
    call->builtin = row;
    TRY(parse_arguments(p, call));
    if (call->child_count < row->count_min || call->child_count > row->count_max)
        return op_fail(p->op, E_INVALID, "%s(…) does not take %zu arguments", row->name,
                       call->child_count);
    *ret_node = call;
    return OK;
}

bool feel_parse_opens(const struct feel_parser *p, size_t size)
{
    const str rest = feel_parse_rest(p);
    while (size < rest.size && is_blank(rest.data[size]))
        size++;
    return size < rest.size && rest.data[size] == '(';
}

static const struct feel_builtin_row *find_builtin(const struct feel_parser *p, size_t *ret_size)
{
    const struct feel_builtin_row *best = NULL;
    *ret_size = 0;
    for (size_t i = 0; i < feel_builtin_count; i++) {
        const size_t size = match_name(feel_parse_rest(p), str_of(feel_builtins[i].name));
        if (size > *ret_size && feel_parse_opens(p, size)) {
            *ret_size = size;
            best = &feel_builtins[i];
        }
    }
    return best;
}

static status parse_name(struct feel_parser *p, struct feel_node **ret_node)
{
    size_t builtin_size = 0;
    const struct found_name found = find_name(p, p->names);
    const struct feel_builtin_row *const row = find_builtin(p, &builtin_size);
    const struct found_name member =
        p->open > 0 ? find_name(p, p->members) : (struct found_name){0};
    if (row && builtin_size >= found.size) {
        TRY(skip_name(p, builtin_size));
        return call_builtin(p, row, ret_node);
    }
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_NAME);
    *ret_node = node;
    if (found.size > 0 && found.size >= member.size) {
        node->text = found.name;
        return skip_name(p, found.size);
    }
    if (p->open > 0) { /* a member of what the filter goes through */
        node->text = member.size > 0 ? member.name : str_copy(p->op->arena, p->lexer.token.text);
        return skip_name(p, member.size > 0 ? member.size : p->lexer.token.text.size);
    }
    return op_fail(p->op, E_INVALID,
                   feel_parse_opens(p, p->lexer.token.text.size)
                       ? SAY("there is no function '" STR_FORMAT "' in this profile")
                       : SAY("there is nothing that is called '" STR_FORMAT "'"),
                   STR_ARG(p->lexer.token.text));
}

static status parse_word(struct feel_parser *p, struct feel_node **ret_node)
{
    if (find_name(p, p->names).size > p->lexer.token.text.size)
        return parse_name(p, ret_node);
    if (feel_at_word(p, "true") || feel_at_word(p, "false"))
        return value_node(p, feel_boolean(feel_at_word(p, "true")), ret_node);
    if (feel_at_word(p, "null"))
        return value_node(p, feel_null(), ret_node);
    if (feel_at_word(p, "if"))
        return parse_if(p, ret_node);
    if (feel_at_word(p, "for") || feel_at_word(p, "some") || feel_at_word(p, "every"))
        return parse_loop(p, ret_node);
    if (feel_at_word(p, "function"))
        return parse_function(p, ret_node);
    return parse_name(p, ret_node);
}

static status parse_primary(struct feel_parser *p, struct feel_node **ret_node)
{
    if (p->lexer.token.kind == FEEL_TOKEN_NUMBER)
        return parse_number(p, ret_node);
    if (p->lexer.token.kind == FEEL_TOKEN_STRING)
        return value_node(p, feel_string_of(p->lexer.token.value), ret_node);
    if (p->lexer.token.kind == FEEL_TOKEN_NAME)
        return parse_word(p, ret_node);
    if (feel_at_mark(p, "@"))
        return parse_at(p, ret_node);
    if (feel_at_mark(p, "[") || feel_at_mark(p, "(") || feel_at_mark(p, "]"))
        return parse_bracket(p, ret_node);
    if (feel_at_mark(p, "{"))
        return parse_context(p, ret_node);
    if (!feel_at_mark(p, "?"))
        return feel_parse_refuse(p);
    p->asks_value = true;
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_NAME);
    node->text = STR("?");
    *ret_node = node;
    return feel_parse_next(p);
}

/* --- what stands behind --- */

static status parse_path(struct feel_parser *p, struct feel_node *left, struct feel_node **ret_node)
{
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_PATH);
    TRY(feel_parse_next(p));
    const struct found_name found = find_name(p, p->members);
    TRY(feel_node_add(p, node, left));
    *ret_node = node;
    if (found.size > p->lexer.token.text.size) {
        node->text = found.name;
        return skip_name(p, found.size);
    }
    return read_word(p, &node->text);
}

static status parse_filter(struct feel_parser *p, struct feel_node *left,
                           struct feel_node **ret_node)
{
    static const str item = {"item", 4};
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_FILTER);
    TRY(feel_parse_next(p));
    TRY(feel_node_add(p, node, left));
    const struct feel_names *const own = open_names(p, &item, 1);
    p->open++;
    TRY(parse_child(p, node));
    p->open--;
    p->names = own->parent;
    *ret_node = node;
    return feel_parse_expect(p, "]");
}

/* In [1..5[ the bracket ends a range: nothing to look for stands in it. */
static bool begins_filter(const struct feel_parser *p)
{
    const str rest = feel_parse_rest(p);
    size_t at = 1;
    while (at < rest.size && is_blank(rest.data[at]))
        at++;
    return at < rest.size && !strchr(",)}]", rest.data[at]);
}

static status parse_postfix(struct feel_parser *p, struct feel_node **ret_node)
{
    struct feel_node *node = NULL;
    TRY(parse_primary(p, &node));
    for (;;) {
        assert(node); /* whatever is parsed is there */
        if (feel_at_mark(p, ".")) {
            TRY(parse_path(p, node, &node));
        } else if (feel_at_mark(p, "[") && begins_filter(p)) {
            TRY(parse_filter(p, node, &node));
        } else if (feel_at_mark(p, "(") && node->kind != FEEL_NODE_VALUE) {
            struct feel_node *const call = feel_node_make(p, FEEL_NODE_CALL);
            TRY(feel_node_add(p, call, node));
            TRY(parse_arguments(p, call));
            node = call;
        } else {
            *ret_node = node;
            return OK;
        }
    }
}

status feel_parse_unary(struct feel_parser *p, struct feel_node **ret_node)
{
    if (!feel_at_mark(p, "-"))
        return parse_postfix(p, ret_node);
    struct feel_node *const node = feel_node_make(p, FEEL_NODE_MINUS);
    struct feel_node *child = NULL;
    TRY(feel_parse_next(p));
    if (++p->depth > FEEL_DEPTH_MAX)
        return op_fail(p->op, E_LIMIT, "an expression is nested deeper than %d", FEEL_DEPTH_MAX);
    TRY(feel_parse_unary(p, &child));
    p->depth--;
    *ret_node = node;
    return feel_node_add(p, node, child);
}
