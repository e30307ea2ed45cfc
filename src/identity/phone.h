/* Telephone numbers as people write them: E.164, kind of line, region, and whether one can exist.
 *
 * Prefixes of today and of the past (01, 044, 045 of Mexico, 0 and 15 of Argentina, 0 of Chile),
 * 00, 011 and +, extensions, blanks, dots, slashes and words around the digits are understood; of
 * several numbers in one cell the first good one is taken, and the result says so.  That a range
 * was given out does not say that somebody answers.  Texts are UTF-8.  Pure; any number of threads.
 */
#ifndef IDENTITY_PHONE_H
#define IDENTITY_PHONE_H
#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "identity/phone_type.h"

/* Why a number is not valid, under the names that the tool prints. */
enum phone_reason {
    PHONE_GOOD,
    PHONE_NOT_A_NUMBER,  /* NotANumber */
    PHONE_NO_REGION,     /* NoRegion: national digits, and the region is unknown or not given */
    PHONE_TOO_SHORT,     /* TooShort */
    PHONE_TOO_LONG,      /* TooLong */
    PHONE_NO_AREA,       /* NoAreaCode: it can be dialled inside its own area only */
    PHONE_WRONG_LENGTH,  /* InvalidLength: between two lengths that exist */
    PHONE_UNKNOWN_RANGE, /* UnknownRange: the length fits, the range was not given out */
    PHONE_WRONG_PREFIX, /* InvalidPrefix: as it is written its country would not connect it (01, 044
                           or 045 in Mexico, 00 from where one dials 011), but what is meant is
                           plain, and e164 says it */
    PHONE_REASON_COUNT
};
/* Empty for PHONE_GOOD; never NULL. */
const char *phone_reason_name(enum phone_reason reason);
/* FIXED_LINE, MOBILE, …; empty for PHONE_UNKNOWN. */
const char *phone_type_name(enum phone_type type);

struct phone {
    enum phone_reason reason;
    enum phone_type type;
    bool has_more; /* the text holds a further number */
    str e164;      /* also of a number that is not valid, as far as it can be read; else empty */
    str extension; /* digits, or empty */
    str region;    /* ISO 3166, "001" for the world, or empty */
};

/* region, ISO 3166, is where national digits belong; empty: only numbers with a country code are
 * understood.  The texts of the result live in the arena. */
void phone_read(struct arena *arena, str text, str region, struct phone *ret);
/* Whether e164 can be called: a good number, or one with a wrong prefix. */
bool phone_is_usable(const struct phone *phone);
#endif
