#include "feel/unary.h"

#include "feel/lexer.h"

const char *feel_kind_name(enum feel_kind kind)
{
    static const char *const names[] = {[FEEL_NULL] = "null",
                                        [FEEL_NUMBER] = SAY("a number"),
                                        [FEEL_STRING] = SAY("a text"),
                                        [FEEL_BOOLEAN] = SAY("true or false"),
                                        [FEEL_DATE] = SAY("a date")};
    return names[kind];
}

/* Says what the token in hand is doing where a value should stand. */
static status refuse_token(struct op *op, const struct feel_lexer *lexer)
{
    const struct feel_token *const token = &lexer->token;
    if (token->kind == FEEL_TOKEN_END)
        return op_fail(op, E_INVALID, "a value is missing at the end");
    if (token->kind == FEEL_TOKEN_NAME)
        return op_fail(op, E_INVALID,
                       "'" STR_FORMAT "' is not a value: cells take fixed values only (texts stand "
                       "in \"quotes\"), not names, functions or formulas",
                       STR_ARG(token->text));
    return op_fail(op, E_INVALID, "'" STR_FORMAT "' is not expected here", STR_ARG(token->text));
}

static status expect_mark(struct op *op, struct feel_lexer *lexer, const char *mark)
{
    if (!feel_lexer_is(lexer, mark))
        return refuse_token(op, lexer);
    return feel_lexer_next(op, lexer);
}

static status read_date(struct op *op, struct feel_lexer *lexer, struct feel_literal *ret_literal)
{
    struct feel_literal literal = {.kind = FEEL_DATE};
    if (lexer->token.kind != FEEL_TOKEN_STRING)
        return op_fail(op, E_INVALID, "a date is written date(\"YYYY-MM-DD\")");
    if (!day_parse(lexer->token.value, &literal.date))
        return op_fail(op, E_INVALID,
                       "\"" STR_FORMAT "\" is not a date of the calendar (YYYY-MM-DD)",
                       STR_ARG(lexer->token.value));
    TRY(feel_lexer_next(op, lexer));
    *ret_literal = literal;
    return OK;
}

static status read_number(struct op *op, struct feel_lexer *lexer, bool is_negative,
                          struct feel_literal *ret_literal)
{
    struct feel_literal literal = {.kind = FEEL_NUMBER};
    if (lexer->token.kind != FEEL_TOKEN_NUMBER)
        return refuse_token(op, lexer);
    if (!feel_number_parse(lexer->token.text, &literal.number))
        return op_fail(op, E_INVALID, "'" STR_FORMAT "' has more than %d digits or is out of range",
                       STR_ARG(lexer->token.text), FEEL_DIGITS_MAX);
    if (is_negative)
        literal.number.digits = -literal.number.digits;
    TRY(feel_lexer_next(op, lexer));
    *ret_literal = literal;
    return OK;
}

/* true, false, null and date(…) are the only names with a value. */
static status read_name(struct op *op, struct feel_lexer *lexer, struct feel_literal *ret_literal)
{
    const str name = lexer->token.text;
    struct feel_literal literal = {.kind = FEEL_BOOLEAN};
    if (str_equal_c(name, "date")) {
        TRY(feel_lexer_next(op, lexer));
        TRY(expect_mark(op, lexer, "("));
        TRY(read_date(op, lexer, &literal));
        TRY(expect_mark(op, lexer, ")"));
        *ret_literal = literal;
        return OK;
    }
    if (str_equal_c(name, "null"))
        literal.kind = FEEL_NULL;
    else if (str_equal_c(name, "true"))
        literal.boolean = true;
    else if (!str_equal_c(name, "false"))
        return refuse_token(op, lexer);
    TRY(feel_lexer_next(op, lexer));
    *ret_literal = literal;
    return OK;
}

static status read_literal(struct op *op, struct feel_lexer *lexer,
                           struct feel_literal *ret_literal)
{
    if (lexer->token.kind == FEEL_TOKEN_STRING) {
        *ret_literal = (struct feel_literal){.kind = FEEL_STRING, .string = lexer->token.value};
        return feel_lexer_next(op, lexer);
    }
    if (lexer->token.kind == FEEL_TOKEN_NAME)
        return read_name(op, lexer, ret_literal);
    if (feel_lexer_is(lexer, "@")) {
        TRY(feel_lexer_next(op, lexer));
        return read_date(op, lexer, ret_literal);
    }
    const bool is_negative = feel_lexer_is(lexer, "-");
    if (is_negative)
        TRY(feel_lexer_next(op, lexer));
    return read_number(op, lexer, is_negative, ret_literal);
}

/* The end of a range, or the right side of a comparison: an order is needed. */
static status read_endpoint(struct op *op, struct feel_lexer *lexer,
                            struct feel_literal *ret_literal)
{
    struct feel_literal literal = {0};
    TRY(read_literal(op, lexer, &literal));
    if (literal.kind != FEEL_NUMBER && literal.kind != FEEL_DATE)
        return op_fail(op, E_INVALID, "%s has no order here: only numbers and dates are compared",
                       op_word(op, feel_kind_name(literal.kind)));
    *ret_literal = literal;
    return OK;
}

static status read_range(struct op *op, struct feel_lexer *lexer, struct feel_test *ret_test)
{
    struct feel_test test = {.kind = FEEL_RANGE, .is_low_open = !feel_lexer_is(lexer, "[")};
    TRY(feel_lexer_next(op, lexer));
    TRY(read_endpoint(op, lexer, &test.low));
    TRY(expect_mark(op, lexer, ".."));
    TRY(read_endpoint(op, lexer, &test.high));
    test.is_high_open = !feel_lexer_is(lexer, "]");
    if (test.is_high_open && !feel_lexer_is(lexer, ")") && !feel_lexer_is(lexer, "["))
        return refuse_token(op, lexer);
    TRY(feel_lexer_next(op, lexer));
    *ret_test = test;
    return OK;
}

static status read_test(struct op *op, struct feel_lexer *lexer, struct feel_test *ret_test)
{
    static const struct {
        const char *mark;
        enum feel_test_kind kind;
    } comparisons[] = {
        {"<",  FEEL_LESS         },
        {"<=", FEEL_LESS_EQUAL   },
        {">",  FEEL_GREATER      },
        {">=", FEEL_GREATER_EQUAL},
    };
    struct feel_test test = {.kind = FEEL_EQUAL};
    for (size_t i = 0; i < ARRAY_LEN(comparisons); i++)
        if (feel_lexer_is(lexer, comparisons[i].mark)) {
            test.kind = comparisons[i].kind;
            TRY(feel_lexer_next(op, lexer));
            TRY(read_endpoint(op, lexer, &test.low));
            test.high = test.low;
            *ret_test = test;
            return OK;
        }
    if (feel_lexer_is(lexer, "[") || feel_lexer_is(lexer, "(") || feel_lexer_is(lexer, "]"))
        return read_range(op, lexer, ret_test);
    TRY(read_literal(op, lexer, &test.low));
    test.high = test.low;
    *ret_test = test;
    return OK;
}

/* Commas bound the number of tests, so the room is known before the first is read. */
static size_t comma_count(str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == ',';
    return count;
}

static status read_tests(struct op *op, struct feel_lexer *lexer, struct feel_tests *tests)
{
    tests->tests = arena_array(op->arena, comma_count(lexer->text) + 1, sizeof(*tests->tests));
    for (;;) {
        if (tests->count == LIMIT_FEEL_TESTS)
            return op_fail(op, E_LIMIT, "a cell lists more than %d tests", LIMIT_FEEL_TESTS);
        TRY(read_test(op, lexer, &tests->tests[tests->count++]));
        if (!feel_lexer_is(lexer, ","))
            return OK;
        TRY(feel_lexer_next(op, lexer));
    }
}

static status expect_end(struct op *op, const struct feel_lexer *lexer)
{
    return lexer->token.kind == FEEL_TOKEN_END ? OK : refuse_token(op, lexer);
}

static status read_negated(struct op *op, struct feel_lexer *lexer, struct feel_tests *tests)
{
    tests->is_negated = true;
    TRY(feel_lexer_next(op, lexer));
    TRY(expect_mark(op, lexer, "("));
    TRY(read_tests(op, lexer, tests));
    return expect_mark(op, lexer, ")");
}

/* Nothing at all, or a dash alone; works on a copy of the lexer, since a dash may begin a number.
 */
static status read_any(struct op *op, struct feel_lexer lexer, bool *ret_is_any)
{
    if (feel_lexer_is(&lexer, "-"))
        TRY(feel_lexer_next(op, &lexer));
    *ret_is_any = lexer.token.kind == FEEL_TOKEN_END;
    return OK;
}

status feel_tests_parse(struct op *op, str text, struct feel_tests *ret_tests)
{
    struct feel_tests tests = {0};
    struct feel_lexer lexer;
    TRY(feel_lexer_start(op, text, &lexer));
    TRY(read_any(op, lexer, &tests.is_any));
    if (tests.is_any) {
        *ret_tests = tests;
        return OK;
    }
    if (lexer.token.kind == FEEL_TOKEN_NAME && str_equal_c(lexer.token.text, "not"))
        TRY(read_negated(op, &lexer, &tests));
    else
        TRY(read_tests(op, &lexer, &tests));
    TRY(expect_end(op, &lexer));
    *ret_tests = tests;
    return OK;
}

status feel_literal_parse(struct op *op, str text, struct feel_literal *ret_literal)
{
    struct feel_literal literal = {0};
    struct feel_lexer lexer;
    TRY(feel_lexer_start(op, text, &lexer));
    if (lexer.token.kind == FEEL_TOKEN_END)
        return op_fail(op, E_INVALID, "it is empty: write a value, or null for none");
    TRY(read_literal(op, &lexer, &literal));
    TRY(expect_end(op, &lexer));
    *ret_literal = literal;
    return OK;
}

status feel_literals_parse(struct op *op, str text, struct feel_literal **ret_literals,
                           size_t *ret_count)
{
    struct feel_tests tests = {0};
    struct feel_lexer lexer;
    TRY(feel_lexer_start(op, text, &lexer));
    TRY(read_tests(op, &lexer, &tests));
    TRY(expect_end(op, &lexer));
    struct feel_literal *const literals = arena_array(op->arena, tests.count, sizeof(*literals));
    for (size_t i = 0; i < tests.count; i++) {
        if (tests.tests[i].kind != FEEL_EQUAL)
            return op_fail(op, E_INVALID, "only single values can be put in order");
        literals[i] = tests.tests[i].low;
    }
    *ret_literals = literals;
    *ret_count = tests.count;
    return OK;
}
