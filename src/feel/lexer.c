#include "feel/lexer.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Any byte above ASCII belongs to a letter for us: names are only compared and shown. */
static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '?' || (c & 0x80);
}

static str rest_of(const struct feel_lexer *lexer)
{
    return (str){lexer->text.data + lexer->at, lexer->text.size - lexer->at};
}

static char peek(const struct feel_lexer *lexer, size_t ahead)
{
    return lexer->at + ahead < lexer->text.size ? lexer->text.data[lexer->at + ahead] : '\0';
}

static status skip_comment(struct op *op, struct feel_lexer *lexer)
{
    const str rest = rest_of(lexer);
    if (rest.data[1] == '/') {
        const char *const end = memchr(rest.data, '\n', rest.size);
        lexer->at = end ? (size_t)(end - lexer->text.data) : lexer->text.size;
        return OK;
    }
    const char *const end = memmem(rest.data + 2, rest.size - 2, "*/", 2);
    if (!end)
        return op_fail(op, E_INVALID, "a comment begins with /* and does not end");
    lexer->at = (size_t)(end - lexer->text.data) + 2;
    return OK;
}

static status skip_blanks(struct op *op, struct feel_lexer *lexer)
{
    for (;;) {
        while (lexer->at < lexer->text.size && is_blank(lexer->text.data[lexer->at]))
            lexer->at++;
        if (peek(lexer, 0) != '/' || (peek(lexer, 1) != '/' && peek(lexer, 1) != '*'))
            return OK;
        TRY(skip_comment(op, lexer));
    }
}

static int hex_digit(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_hex(str text, size_t at, size_t count, uint32_t *ret_code)
{
    uint32_t code = 0;
    if (at > text.size || text.size - at < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        const int digit = hex_digit(text.data[at + i]);
        if (digit < 0)
            return false;
        code = code * 16 + (uint32_t)digit;
    }
    *ret_code = code;
    return true;
}

static void add_code_point(struct buf *out, uint32_t code)
{
    if (code < 0x80) {
        buf_add_char(out, (char)code);
        return;
    }
    if (code < 0x800) {
        buf_add_char(out, (char)(0xC0 | (code >> 6)));
    } else {
        if (code < 0x10000) {
            buf_add_char(out, (char)(0xE0 | (code >> 12)));
        } else {
            buf_add_char(out, (char)(0xF0 | (code >> 18)));
            buf_add_char(out, (char)(0x80 | ((code >> 12) & 0x3F)));
        }
        buf_add_char(out, (char)(0x80 | ((code >> 6) & 0x3F)));
    }
    buf_add_char(out, (char)(0x80 | (code & 0x3F)));
}

/* \uXXXX (two of them may form a surrogate pair) and \UXXXXXX; *at is on the letter. */
static bool read_unicode(str text, size_t *at, struct buf *out)
{
    const size_t width = text.data[*at] == 'u' ? 4 : 6;
    uint32_t code = 0;
    if (!read_hex(text, *at + 1, width, &code))
        return false;
    *at += width + 1;
    if (width == 4 && code >= 0xD800 && code < 0xDC00) {
        uint32_t low = 0;
        if (*at + 1 >= text.size || text.data[*at] != '\\' || text.data[*at + 1] != 'u' ||
            !read_hex(text, *at + 2, 4, &low) || low < 0xDC00 || low > 0xDFFF)
            return false;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        *at += 6;
    }
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return false;
    add_code_point(out, code);
    return true;
}

/* *at is behind the backslash; false: no such escape. */
static bool read_escape(str text, size_t *at, struct buf *out)
{
    static const char names[] = "nrt'\"\\";
    static const char values[] = "\n\r\t'\"\\";
    if (*at >= text.size)
        return false;
    const char c = text.data[*at];
    if (c == 'u' || c == 'U')
        return read_unicode(text, at, out);
    const char *const found = c != '\0' ? strchr(names, c) : NULL;
    if (!found)
        return false;
    buf_add_char(out, values[found - names]);
    (*at)++;
    return true;
}

static status read_string(struct op *op, struct feel_lexer *lexer)
{
    const str text = lexer->text;
    struct buf out = buf_start(op->arena, text.size);
    size_t at = lexer->at + 1;
    while (at < text.size && text.data[at] != '"') {
        if (text.data[at] != '\\') {
            buf_add_char(&out, text.data[at++]);
            continue;
        }
        at++;
        if (!read_escape(text, &at, &out))
            return op_fail(op, E_INVALID,
                           "a text has an escape that does not exist: write \\\\ "
                           "for a backslash");
    }
    if (at == text.size)
        return op_fail(op, E_INVALID, "a text begins with \" and does not end");
    at++;
    lexer->token = (struct feel_token){
        FEEL_TOKEN_STRING, {text.data + lexer->at, at - lexer->at},
         buf_str(&out)
    };
    lexer->at = at;
    return OK;
}

/* A point belongs to the number only before a digit: [1..5] has none. */
static size_t number_size(const struct feel_lexer *lexer)
{
    size_t size = 0;
    while (is_digit(peek(lexer, size)))
        size++;
    if (peek(lexer, size) == '.' && is_digit(peek(lexer, size + 1)))
        for (size++; is_digit(peek(lexer, size)); size++)
            continue;
    if (size > 0 && (peek(lexer, size) == 'e' || peek(lexer, size) == 'E')) {
        const size_t sign = peek(lexer, size + 1) == '-' || peek(lexer, size + 1) == '+';
        if (is_digit(peek(lexer, size + 1 + sign)))
            for (size += 1 + sign; is_digit(peek(lexer, size)); size++)
                continue;
    }
    return size;
}

static size_t name_size(const struct feel_lexer *lexer)
{
    size_t size = 0;
    while (lexer->at + size < lexer->text.size &&
           (is_name_start(peek(lexer, size)) || (size > 0 && is_digit(peek(lexer, size)))))
        size++;
    return size;
}

static size_t mark_size(const struct feel_lexer *lexer)
{
    static const char *const pairs[] = {"<=", ">=", "!=", "..", "**"};
    const str rest = rest_of(lexer);
    for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
        if (str_starts(rest, str_of(pairs[i])))
            return 2;
    return 1;
}

status feel_lexer_next(struct op *op, struct feel_lexer *lexer)
{
    TRY(skip_blanks(op, lexer));
    const str rest = rest_of(lexer);
    if (rest.size == 0) {
        lexer->token = (struct feel_token){
            FEEL_TOKEN_END, rest, {"", 0}
        };
        return OK;
    }
    if (rest.data[0] == '"')
        return read_string(op, lexer);
    enum feel_token_kind kind = FEEL_TOKEN_NUMBER;
    size_t size = number_size(lexer);
    if (size == 0) {
        kind = FEEL_TOKEN_NAME;
        size = name_size(lexer);
    }
    if (size == 0) {
        kind = FEEL_TOKEN_MARK;
        size = mark_size(lexer);
    }
    lexer->token = (struct feel_token){
        kind, {rest.data, size},
         {"",        0   }
    };
    lexer->at += size;
    return OK;
}

status feel_lexer_start(struct op *op, str text, struct feel_lexer *ret_lexer)
{
    if (text.size > LIMIT_FEEL_CELL_BYTES)
        return op_fail(op, E_LIMIT, "a cell of %zu bytes: at most %d are read", text.size,
                       LIMIT_FEEL_CELL_BYTES);
    struct feel_lexer lexer = {.text = text};
    TRY(feel_lexer_next(op, &lexer));
    *ret_lexer = lexer;
    return OK;
}

bool feel_lexer_is(const struct feel_lexer *lexer, const char *mark)
{
    return lexer->token.kind == FEEL_TOKEN_MARK && str_equal_c(lexer->token.text, mark);
}
