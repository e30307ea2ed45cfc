/* The inside of the places, for the room alone: place_read.c makes it, place.c asks it.
 *
 * Keys are names without what people vary (place_key): two writings of one name have one key. */
#ifndef IDENTITY_PLACE_ROWS_H
#define IDENTITY_PLACE_ROWS_H
#include "identity/fold.h"
#include "identity/place.h"

struct place_region {
    str code;   /* ISO 3166-2 with the country */
    str number; /* of the statistical office; empty: none */
    str name;
};

/* One name of a region or of a town. */
struct place_alias {
    str key, loose;
    size_t of;
};

struct place_town {
    str code, name;
    str province, province_key; /* empty where towns need none */
    size_t region;
};

struct place_land {
    str country;
    struct place_region *regions;
    size_t region_count;
    struct place_alias *aliases;
    size_t alias_count;
    struct place_town *towns;
    size_t town_count;
    struct place_alias *town_names;
    size_t town_name_count;
    struct place_land *next;
};

#define PLACE_KEY_BYTES FOLD_BYTES

/* Small letters and digits alone, common abbreviations written out.  is_loose: also without
 * articles and without the words for what it is.  Borrowed from out. */
str place_key(str name, bool is_loose, char out[PLACE_KEY_BYTES]);

/* The land's rows from a file; in the arena, texts too.  E_INVALID names the line. */
MUST_CHECK status place_read(struct op *op, struct arena *arena, str country, str text,
                             struct place_land **ret_land);
#endif
