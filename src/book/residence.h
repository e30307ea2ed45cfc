/* Where a person lives, as far as laws of contact ask: the region, and the clock on the wall.
 *
 * The order of trust: the zone that the person or a source named, the region, the country, the
 * organisation's own zone.  A region or country may have several zones: then a contact is lawful
 * only when it is lawful in all of them (comply/gate.h).  Facts carry it as one text,
 * "zone|region", as it was told; what it means is found here, so that a better map of the world
 * needs no new facts. */
#ifndef BOOK_RESIDENCE_H
#define BOOK_RESIDENCE_H
#include "calendar/zone.h"

#define RESIDENCE_ZONES_MAX 16

struct residence {
    str region; /* ISO 3166-2 without the country, "SP"; empty: not known */
    const struct zone *zones[RESIDENCE_ZONES_MAX]; /* that of most people first */
    size_t zone_count; /* 0: a zone was told that is none, or a country that we have no map of */
};

/* In the place of a zone: it was asked, and several are possible (party.zone_source "several"). */
#define RESIDENCE_SEVERAL "*"

/* The text for facts; empty when nothing was told. */
str residence_text(struct arena *arena, str timezone, str region);

/* What a text means in a country; both empty: nothing is known, and office is the answer.  country
 * is the person's, office_country the organisation's. */
MUST_CHECK status residence_find(struct op *op, str country, str text, str office_country,
                                 const struct zone *office, struct residence *ret_home);
#endif
