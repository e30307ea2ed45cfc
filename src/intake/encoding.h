/* Which letters a file is written in, and their conversion to UTF-8.
 *
 * Known: UTF-8, UTF-16 with a byte-order mark, Windows-1252 (Latin-1 with the letters that Windows
 * adds).  The rule of encoding_scan_end, in this order:
 *   1. A byte-order mark decides.
 *   2. A file whose every byte is valid UTF-8 is UTF-8 (plain ASCII too).
 *   3. The file is Windows-1252 when that reads clearly better: nineteen of twenty bytes over 0x7F
 *      stand where Spanish, Portuguese or English text has such a letter or sign, and the
 *      well-formed UTF-8 letters are at most a tenth of the places that break UTF-8.
 *   4. Otherwise it is UTF-8 with broken places: the rows that hold them are refused, each place
 *      named.  One stray byte does not turn a file into another encoding.
 * Pure: no allocation, no file. */
#ifndef INTAKE_ENCODING_H
#define INTAKE_ENCODING_H
#include "base/say.h"
#include "base/str.h"

enum encoding {
    ENCODING_AUTO,
    ENCODING_UTF8,
    ENCODING_WINDOWS_1252,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_COUNT
};

/* "utf-8", "windows-1252"…; never NULL. */
const char *encoding_name(enum encoding encoding);
/* Also "latin-1", "iso-8859-1", "cp1252", "utf-16le"; capitals do not matter. */
MUST_CHECK bool encoding_parse(str name, enum encoding *ret_encoding);

/* A look at every byte of a file, block after block.  Fields are private. */
struct encoding_scan {
    uint64_t size;
    uint64_t sequences; /* well-formed UTF-8 letters of two bytes and more */
    uint64_t broken;    /* places that are not UTF-8 */
    uint64_t high;      /* bytes over 0x7F */
    uint64_t plausible; /* of those, the ones that read well as Windows-1252 */
    uint64_t zeros;
    uint8_t head[4];                       /* the first bytes, for the mark */
    uint8_t before, last;                  /* the two bytes before the coming one */
    uint8_t wanted, low_bound, high_bound; /* the UTF-8 sequence under way */
};

struct encoding_verdict {
    enum encoding encoding;
    size_t mark_size; /* bytes of the byte-order mark at the start */
    bool is_clean;    /* UTF-8 throughout and no zero byte: rows need no look of their own */
    const char *why;  /* a sentence for the report */
};

void encoding_scan_start(struct encoding_scan *scan);
void encoding_scan_add(struct encoding_scan *scan, str block);
/* declared is ENCODING_AUTO, or what somebody says the file is: that then holds. */
struct encoding_verdict encoding_scan_end(struct encoding_scan *scan, enum encoding declared);

/* Converts as much of in as fits into out; *ret_used says how much of it was taken (a letter cut at
 * the end stays for the next call unless is_last).  What is no letter of the encoding becomes the
 * byte ENCODING_BROKEN, which no UTF-8 text has.  Returns the bytes written.  Not for UTF-8. */
#define ENCODING_BROKEN '\xFF'
size_t encoding_decode(enum encoding encoding, str in, bool is_last, char *out, size_t capacity,
                       size_t *ret_used);
/* How many bytes of the file the decoded text was. */
uint64_t encoding_source_size(enum encoding encoding, str decoded);
#endif
