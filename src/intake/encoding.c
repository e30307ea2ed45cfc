#include "intake/encoding.h"

#include <assert.h>
#include <string.h>

static const char *const names[ENCODING_COUNT] = {
    "auto", "utf-8", "windows-1252", "utf-16le", "utf-16be",
};

const char *encoding_name(enum encoding encoding)
{
    return encoding < ENCODING_COUNT ? names[encoding] : "auto";
}

bool encoding_parse(str name, enum encoding *ret_encoding)
{
    static const struct {
        const char *name;
        enum encoding encoding;
    } also[] = {
        {"utf8",       ENCODING_UTF8        },
        {"cp1252",     ENCODING_WINDOWS_1252},
        {"latin-1",    ENCODING_WINDOWS_1252},
        {"latin1",     ENCODING_WINDOWS_1252},
        {"iso-8859-1", ENCODING_WINDOWS_1252},
    };
    for (int i = 0; i < ENCODING_COUNT; i++) {
        if (str_equal_nocase(name, str_of(names[i]))) {
            *ret_encoding = (enum encoding)i;
            return true;
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(also); i++) {
        if (str_equal_nocase(name, str_of(also[i].name))) {
            *ret_encoding = also[i].encoding;
            return true;
        }
    }
    return false;
}

/* Windows-1252 from 0x80 to 0x9F; 0 has no letter.  From 0xA0 on it is Latin-1. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* The accented letters of Spanish, Portuguese and their neighbours in Windows-1252: names of people
 * and of banks come from elsewhere, too. */
static bool is_accented(uint8_t c)
{
    static const char small[] =
        "\xDF\xE0\xE1\xE2\xE3\xE4\xE5\xE6\xE7\xE8\xE9\xEA\xEB\xEC\xED\xEE\xEF\xF1"
        "\xF2\xF3\xF4\xF5\xF6\xF8\xF9\xFA\xFB\xFC";
    const uint8_t lower = c >= 0xC0 && c <= 0xDE ? (uint8_t)(c + 0x20) : c;
    return c >= 0xC0 && memchr(small, lower, sizeof(small) - 1) != NULL;
}

static bool is_word(uint8_t c)
{
    return is_letter(c) || is_accented(c);
}

static bool is_upper(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE);
}

/* Whether a byte over 0x7F stands where a text would have it: an accented letter in a word whose
 * case it shares, a sign beside what it belongs to. */
static bool is_plausible(uint8_t before, uint8_t c, uint8_t after)
{
    if (before == ' ' && after == ' ' && memchr("\xC0\xC9\xD3\xE0\xE9\xF3", c, 6))
        return true; /* à, é, ó: words of one letter */
    if (is_accented(c)) {
        if (is_upper(c) && is_word(before) && !is_upper(before))
            return false;
        return is_word(before) || is_word(after);
    }
    switch (c) {
    case 0xBF: /* ¿ */
    case 0xA1: /* ¡ */
    case 0xAB: /* « */
    case 0x93: /* left double quote */
    case 0x91: /* left single quote */
        return is_word(after);
    case 0x92: /* apostrophe */
    case 0x94: /* right double quote */
    case 0xBB: /* » */
    case 0x85: /* … */
        return is_word(before) || before == '.';
    case 0xAA: /* ª */
    case 0xBA: /* º */
    case 0xB0: /* ° */
        return is_word(before) || is_digit(before) || before == '.';
    case 0x80: /* € */
        return is_digit(before) || is_digit(after);
    case 0x96: /* – */
    case 0x97: /* — */
        return (before == ' ' || is_word(before) || is_digit(before)) &&
               (after == ' ' || is_word(after) || is_digit(after));
    case 0xA0: /* no-break space */
        return is_word(before) || is_digit(before);
    default:
        return false;
    }
}

void encoding_scan_start(struct encoding_scan *scan)
{
    *scan = (struct encoding_scan){.last = '\n', .before = '\n'};
}

/* The first byte of a sequence sets how many bytes follow and the bounds of the next one, which
 * shut out overlong forms, surrogates and what lies past U+10FFFF. */
static void start_sequence(struct encoding_scan *scan, uint8_t c)
{
    scan->low_bound = 0x80;
    scan->high_bound = 0xBF;
    if (c < 0x80)
        return;
    if (c < 0xC2 || c > 0xF4) {
        scan->broken++;
        return;
    }
    scan->wanted = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : 1;
    if (c == 0xE0)
        scan->low_bound = 0xA0;
    else if (c == 0xF0)
        scan->low_bound = 0x90;
    else if (c == 0xED)
        scan->high_bound = 0x9F;
    else if (c == 0xF4)
        scan->high_bound = 0x8F;
}

static void scan_utf8(struct encoding_scan *scan, uint8_t c)
{
    if (scan->wanted == 0) {
        start_sequence(scan, c);
        return;
    }
    if (c < scan->low_bound || c > scan->high_bound) {
        scan->broken++;
        scan->wanted = 0;
        start_sequence(scan, c);
        return;
    }
    scan->low_bound = 0x80;
    scan->high_bound = 0xBF;
    if (--scan->wanted == 0)
        scan->sequences++;
}

static void scan_byte(struct encoding_scan *scan, uint8_t c)
{
    if (scan->last >= 0x80) {
        scan->high++;
        scan->plausible += is_plausible(scan->before, scan->last, c);
    }
    scan->zeros += c == 0;
    scan_utf8(scan, c);
    scan->before = scan->last;
    scan->last = c;
}

/* Eight bytes, none of them zero or over 0x7F. */
static bool is_plain(const char *data)
{
    uint64_t word;
    memcpy(&word, data, sizeof(word));
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t tops = UINT64_C(0x8080808080808080);
    return ((word | (word - ones)) & tops) == 0;
}

void encoding_scan_add(struct encoding_scan *scan, str block)
{
    for (size_t i = 0; i < block.size && scan->size + i < sizeof(scan->head); i++)
        scan->head[scan->size + i] = (uint8_t)block.data[i];
    scan->size += block.size;
    size_t at = 0;
    while (at < block.size) {
        if (scan->wanted == 0 && scan->last < 0x80) {
            const size_t from = at;
            while (block.size - at >= 8 && is_plain(block.data + at))
                at += 8;
            if (at > from) {
                scan->before = (uint8_t)block.data[at - 2];
                scan->last = (uint8_t)block.data[at - 1];
            }
            if (at == block.size)
                return;
        }
        scan_byte(scan, (uint8_t)block.data[at++]);
    }
}

static bool has_mark(const struct encoding_scan *scan, const char *mark, size_t size)
{
    return scan->size >= size && memcmp(scan->head, mark, size) == 0;
}

static struct encoding_verdict find_mark(const struct encoding_scan *scan)
{
    if (has_mark(scan, "\xEF\xBB\xBF", 3))
        return (struct encoding_verdict){ENCODING_UTF8, 3, false,
                                         SAY("it starts with the UTF-8 mark")};
    if (has_mark(scan, "\xFF\xFE", 2))
        return (struct encoding_verdict){ENCODING_UTF16LE, 2, false,
                                         SAY("it starts with the UTF-16 little-endian mark")};
    if (has_mark(scan, "\xFE\xFF", 2))
        return (struct encoding_verdict){ENCODING_UTF16BE, 2, false,
                                         SAY("it starts with the UTF-16 big-endian mark")};
    return (struct encoding_verdict){ENCODING_AUTO, 0, false, ""};
}

struct encoding_verdict encoding_scan_end(struct encoding_scan *scan, enum encoding declared)
{
    scan_byte(scan, '\n'); /* judges the last byte and a sequence cut by the end */
    struct encoding_verdict verdict = find_mark(scan);
    if (declared != ENCODING_AUTO && declared != verdict.encoding) {
        verdict = (struct encoding_verdict){declared, 0, false, SAY("it is declared so")};
    } else if (verdict.encoding == ENCODING_AUTO) {
        verdict.encoding = ENCODING_UTF8;
        if (scan->broken == 0) {
            verdict.why =
                scan->high == 0 ? SAY("every byte is ASCII") : SAY("every letter is valid UTF-8");
        } else if (scan->plausible * 20 >= scan->high * 19 &&
                   scan->sequences * 10 <= scan->broken) {
            verdict.encoding = ENCODING_WINDOWS_1252;
            verdict.why = SAY("it is not UTF-8, and its letters read well as Windows-1252");
        } else {
            verdict.why = SAY("it reads better as UTF-8 with broken places than as Windows-1252");
        }
    }
    verdict.is_clean = verdict.encoding == ENCODING_UTF8 && scan->broken == 0 && scan->zeros == 0;
    return verdict;
}

/* Writes one code point; the caller has made room for four bytes. */
static size_t put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    const uint32_t first = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
    out[0] = (char)(first | (c >> (6 * more)));
    for (int i = 1; i <= more; i++)
        out[i] = (char)(0x80 | ((c >> (6 * (more - i))) & 0x3F));
    return (size_t)more + 1;
}

static size_t decode_1252(str in, char *out, size_t capacity, size_t *ret_used)
{
    size_t size = 0;
    size_t at = 0;
    for (; at < in.size && capacity - size >= 4; at++) {
        const uint8_t c = (uint8_t)in.data[at];
        const uint32_t point = c >= 0x80 && c < 0xA0 ? windows_1252[c - 0x80] : c;
        if (point == 0 && c != 0)
            out[size++] = ENCODING_BROKEN;
        else
            size += put_utf8(out + size, point);
    }
    *ret_used = at;
    return size;
}

static uint32_t unit_at(str in, size_t at, bool is_big)
{
    const uint32_t first = (uint8_t)in.data[at];
    const uint32_t second = (uint8_t)in.data[at + 1];
    return is_big ? first << 8 | second : second << 8 | first;
}

static size_t decode_utf16(str in, bool is_big, bool is_last, char *out, size_t capacity,
                           size_t *ret_used)
{
    size_t size = 0;
    size_t at = 0;
    while (in.size - at >= 2 && capacity - size >= 4) {
        const uint32_t unit = unit_at(in, at, is_big);
        if (unit >= 0xD800 && unit < 0xDC00 && in.size - at < 4 && !is_last)
            break;
        if (unit >= 0xD800 && unit < 0xDC00 && in.size - at >= 4) {
            const uint32_t low = unit_at(in, at + 2, is_big);
            if (low >= 0xDC00 && low < 0xE000) {
                size += put_utf8(out + size, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
                at += 4;
                continue;
            }
        }
        if (unit >= 0xD800 && unit < 0xE000)
            out[size++] = ENCODING_BROKEN;
        else
            size += put_utf8(out + size, unit);
        at += 2;
    }
    if (is_last && in.size - at == 1 && capacity - size >= 1) {
        out[size++] = ENCODING_BROKEN;
        at++;
    }
    *ret_used = at;
    return size;
}

size_t encoding_decode(enum encoding encoding, str in, bool is_last, char *out, size_t capacity,
                       size_t *ret_used)
{
    if (encoding == ENCODING_WINDOWS_1252)
        return decode_1252(in, out, capacity, ret_used);
    assert(encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE);
    return decode_utf16(in, encoding == ENCODING_UTF16BE, is_last, out, capacity, ret_used);
}

uint64_t encoding_source_size(enum encoding encoding, str decoded)
{
    if (encoding == ENCODING_UTF8 || encoding == ENCODING_AUTO)
        return decoded.size;
    const uint64_t unit = encoding == ENCODING_WINDOWS_1252 ? 1 : 2;
    uint64_t size = 0;
    for (size_t i = 0; i < decoded.size; i++) {
        const uint8_t c = (uint8_t)decoded.data[i];
        if ((c & 0xC0) == 0x80)
            continue;
        size += c >= 0xF0 && c <= 0xF4 ? 2 * unit : unit; /* over U+FFFF: a pair of units */
    }
    return size;
}
