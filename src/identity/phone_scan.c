#include "identity/phone_scan.h"

#define DIGITS_MIN       5  /* fewer are no telephone, whatever the country */
#define DIGITS_OF_NUMBER 7  /* from so many on a second one beside it counts as a number */
#define DIGITS_OF_TWO    14 /* so many in a row are two of them */
#define EXTENSION_MAX    7
#define PIECE_BYTES      128 /* a longer one is no telephone */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    const char low = (char)(c | 0x20);
    return low >= 'a' && low <= 'z';
}

/* Bytes of one separator at the front: ASCII ones, no-break and other blanks, dashes (U+2000 to
 * U+203F, U+2212); 0: none. */
static size_t separator_size(str text)
{
    if (text.size == 0)
        return 0;
    if (text.data[0] && strchr(" -.()_*\t", text.data[0]))
        return 1;
    if (str_starts(text, STR("\xC2\xA0")))
        return 2;
    const bool is_wide = text.size > 2 && (str_starts(text, STR("\xE2\x80")) ||
                                           str_starts(text, STR("\xE2\x88\x92")));
    return is_wide ? 3 : 0;
}

/* Digits up to the next letter or sign that parts numbers. */
static size_t count_digits(str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (is_letter(text.data[i]) || strchr("/;,|\n+", text.data[i]))
            break;
        count += is_digit(text.data[i]);
    }
    return count;
}

/* Where the digits of an extension start, after its word; 0: no extension here. */
static size_t extension_start(str text)
{
    static const char *const words[] = {
        "extension", "extensi\xC3\xB3n", "ext", "interno", "int", "anexo", "anx", "ramal", "r", "x",
        "#"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t at = strlen(words[i]);
        if (at > text.size || !str_equal_nocase((str){text.data, at}, str_of(words[i])))
            continue;
        while (at < text.size && strchr(" .:-", text.data[at]))
            at++;
        return at < text.size && is_digit(text.data[at]) ? at : 0;
    }
    return 0;
}

/* A spreadsheet that took the number for one: 5512345678.0 */
static bool is_decimal_tail(str text)
{
    size_t at = 1;
    if (text.size < 2 || text.data[0] != '.')
        return false;
    while (at < text.size && text.data[at] == '0')
        at++;
    return at > 1 && at <= 3 && (at == text.size || !is_digit(text.data[at]));
}

struct run {
    struct buf text;
    size_t digits;
    size_t used; /* bytes of the source */
    size_t cut;  /* bytes of the text before a slash late in it: other last digits; 0: none */
};

/* Takes the extension that starts at rest, if one does. */
static void take_extension(struct run *run, str rest)
{
    const size_t at = run->digits >= DIGITS_MIN ? extension_start(rest) : 0;
    if (at == 0)
        return;
    buf_add_c(&run->text, " ext ");
    size_t end = at;
    for (; end < rest.size && is_digit(rest.data[end]) && end - at < EXTENSION_MAX; end++)
        buf_add_char(&run->text, rest.data[end]);
    run->used += end;
}

/* 0xx11…: the two letters stand for whichever carrier the caller likes. */
static size_t carrier_size(const struct run *run, str rest)
{
    return run->digits == 1 && str_equal_c(buf_str(&run->text), "0") && rest.size > 1 &&
                   str_equal_nocase((str){rest.data, 2}, STR("xx"))
               ? 2
               : 0;
}

/* How many bytes of rest belong to the run, which takes them; 0: it ends here. */
static size_t take_one(struct run *run, str rest)
{
    const char c = rest.data[0];
    const size_t carrier = carrier_size(run, rest);
    const size_t separator = separator_size(rest);
    if (carrier > 0)
        return carrier;
    if (is_digit(c)) {
        buf_add_char(&run->text, c);
        run->digits++;
        return 1;
    }
    if (c == '+' && run->digits == 0) {
        buf_clear(&run->text);
        buf_add_char(&run->text, c);
        return 1;
    }
    if (run->digits >= DIGITS_OF_NUMBER && is_decimal_tail(rest))
        return 0;
    const bool parts = run->digits >= DIGITS_OF_NUMBER &&
                       count_digits((str){rest.data + 1, rest.size - 1}) >= DIGITS_OF_NUMBER;
    if (separator > 0 || ((c == '/' || c == ',') && !parts)) {
        if (c == '/' && run->digits >= DIGITS_OF_NUMBER && run->cut == 0)
            run->cut = run->text.size;
        if (run->digits > 0)
            buf_add_char(&run->text, ' ');
        return separator > 0 ? separator : 1;
    }
    return 0;
}

static struct run read_run(struct arena *arena, str text)
{
    struct run run = {.text = buf_start(arena, PIECE_BYTES)};
    while (run.used < text.size) {
        const size_t size = take_one(&run, (str){text.data + run.used, text.size - run.used});
        if (size == 0)
            break;
        run.used += size;
    }
    take_extension(&run, (str){text.data + run.used, text.size - run.used});
    if (run.used == 0)
        run.used = 1;
    return run;
}

static void add(struct arena *arena, struct phone_pieces *pieces, struct phone_piece piece)
{
    pieces->items =
        arena_grow(arena, pieces->items, pieces->count, &pieces->capacity, sizeof(*pieces->items));
    pieces->items[pieces->count++] = piece;
}

/* 00 and 011 are how one dials abroad, from wherever. */
static void add_with_plus(struct arena *arena, struct phone_pieces *pieces,
                          struct phone_piece piece)
{
    const size_t prefix = str_starts(piece.text, STR("011"))  ? 3
                          : str_starts(piece.text, STR("00")) ? 2
                                                              : 0;
    add(arena, pieces, piece);
    if (prefix == 0)
        return;
    piece.text = str_of(arena_printf(arena, "+" STR_FORMAT, (int)(piece.text.size - prefix),
                                     piece.text.data + prefix));
    piece.is_redialled = true;
    add(arena, pieces, piece);
}

/* Two numbers with a blank between them: what is before each blank that leaves room for both. */
static void add_halves(struct arena *arena, struct phone_pieces *pieces, str text, size_t digits)
{
    size_t before = 0;
    for (size_t i = 0; i < text.size; i++) {
        before += is_digit(text.data[i]);
        if (text.data[i] == ' ' && before >= DIGITS_OF_NUMBER &&
            digits - before >= DIGITS_OF_NUMBER)
            add_with_plus(arena, pieces,
                          (struct phone_piece){
                              {text.data, i},
                              .is_half = true
            });
    }
}

struct phone_pieces phone_scan(struct arena *arena, str text)
{
    struct phone_pieces pieces = {0};
    while (text.size > 0) {
        const struct run run = read_run(arena, text);
        if (run.digits >= DIGITS_MIN && !run.text.is_full) {
            const str piece = str_trim(buf_str(&run.text));
            pieces.number_count += run.digits >= DIGITS_OF_NUMBER;
            add_with_plus(arena, &pieces, (struct phone_piece){.text = piece});
            if (run.cut > 0)
                add_with_plus(arena, &pieces,
                              (struct phone_piece){
                                  .text = {run.text.data, run.cut}
                });
            if (run.digits >= DIGITS_OF_TWO)
                add_halves(arena, &pieces, piece, run.digits);
        }
        text = (str){text.data + run.used, text.size - run.used};
    }
    return pieces;
}
