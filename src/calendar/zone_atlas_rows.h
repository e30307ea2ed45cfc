/* The inside of the atlas, for the room alone: zone_atlas_parse.c writes it, zone_atlas.c asks it.
 *
 * Zones of a country are bits of a mask, in the order of the file. */
#ifndef CALENDAR_ZONE_ATLAS_ROWS_H
#define CALENDAR_ZONE_ATLAS_ROWS_H
#include "calendar/zone_atlas.h"

enum atlas_kind {
    ATLAS_REGION, /* region is its code, text one of its names; the code is a name too */
    ATLAS_PLACE,  /* a town of that region */
    ATLAS_CITY,   /* a town that its name alone tells */
    ATLAS_PHONE,  /* text is the beginning of a number behind the country's calling code */
};

/* One thing known of a zone.  Texts are folded. */
struct atlas_row {
    enum atlas_kind kind;
    uint32_t zone; /* one bit */
    str region;
    str text;
};

#define ATLAS_CALLING_MAX 4
#define ATLAS_ZONES_MAX   31 /* of a country */

struct atlas_land {
    str country;
    str calling[ATLAS_CALLING_MAX];
    size_t calling_count;
    const char *zones[ATLAS_ZONES_MAX];
    size_t zone_count;
    struct atlas_row *rows;
    size_t row_count;
    size_t row_capacity;
};

struct zone_atlas {
    struct atlas_land *lands;
    size_t land_count;
};

#define ATLAS_FOLD_BYTES 96 /* longer names are of no place here */

/* Small letters without accents, one blank for all that is neither letter nor digit; no longer than
 * ATLAS_FOLD_BYTES.  Borrowed from out. */
str atlas_fold(str text, char out[ATLAS_FOLD_BYTES]);
#endif
