/* The only door to C++: what libphonenumber makes of a telephone number, in plain C.
 *
 * Private to identity.  No exception leaves it, nothing is allocated that a caller must free, and
 * any number of threads may call it. */
#ifndef IDENTITY_PHONE_SHIM_H
#define IDENTITY_PHONE_SHIM_H
#include <stdbool.h>
#include <stddef.h>

#include "identity/phone_type.h"

#ifdef __cplusplus
extern "C" {
#endif

enum phone_shim_error {
    PHONE_SHIM_READ,
    PHONE_SHIM_NO_NUMBER, /* no digits that could be one */
    PHONE_SHIM_NO_REGION, /* national digits, and a region that is unknown or not given */
    PHONE_SHIM_TOO_SHORT,
    PHONE_SHIM_TOO_LONG
};

/* Whether a number of this length can exist where it belongs. */
enum phone_shim_length {
    PHONE_SHIM_LENGTH_FITS,
    PHONE_SHIM_LENGTH_LOCAL, /* only inside its own area: the area code is missing */
    PHONE_SHIM_LENGTH_SHORT,
    PHONE_SHIM_LENGTH_LONG,
    PHONE_SHIM_LENGTH_WRONG /* between two lengths that exist, or a country code that does not */
};

struct phone_shim {
    enum phone_shim_error error; /* the rest counts only where it is PHONE_SHIM_READ */
    enum phone_shim_length length;
    enum phone_type type;
    bool is_valid; /* its range was given out, as the library's tables know */
    int country_code;
    char region[8]; /* ISO 3166, "001" for the world, empty when no range tells */
    char e164[32];  /* texts are cut to size, with a NUL */
    char extension[16];
};

/* region: ISO 3166 in capitals with a NUL, or empty. */
void phone_shim_read(const char *text, size_t size, const char *region, struct phone_shim *ret);

#ifdef __cplusplus
}
#endif
#endif
