/* In which time zone a person lives, from what is known of the person.
 *
 * The answer is a set, because often more than one zone is possible: a contact is then lawful only
 * when it is lawful in all of them.  The order of trust: the place in its region, the region, a
 * place known by its name alone, the country; a telephone number only chooses among the zones that
 * the address leaves, and speaks alone when there is no country.  policies/zones.json holds the
 * knowledge; docs/calendars.md says how it is written.
 *
 * An atlas is read once, is immutable, and lives in the arena of its op with all texts of its
 * answers.  Everything but the reading is pure. */
#ifndef CALENDAR_ZONE_ATLAS_H
#define CALENDAR_ZONE_ATLAS_H
#include "base/op.h"

struct zone_atlas;

/* What is known; empty where nothing is.  Case, accents and punctuation do not count. */
struct zone_clues {
    str country; /* ISO 3166-1, two letters; empty: the region's (MX-ROO) or the telephone's */
    str region;  /* ISO 3166-2 with or without the country, or its name as people write it */
    str place;   /* town or municipality */
    str phone;   /* E.164, with its + */
};

enum zone_clue {
    ZONE_CLUE_COUNTRY = 1,
    ZONE_CLUE_REGION = 2,
    ZONE_CLUE_PLACE = 4,
    ZONE_CLUE_PHONE = 8,
};

#define ZONE_ANSWER_MAX 32

struct zone_answer {
    const char *zones[ZONE_ANSWER_MAX]; /* IANA ids, that of most people first */
    size_t count;                       /* 0: nothing is known */
    unsigned trusted;                   /* bits of enum zone_clue: what the answer rests on */
    unsigned contradicted;              /* clues that speak of other zones and were not trusted */
};

/* The atlas that ships with the program. */
MUST_CHECK status zone_atlas_open(struct op *op, const struct zone_atlas **ret_atlas);
/* E_INVALID: the text names the country and the field.  text may end with the call. */
MUST_CHECK status zone_atlas_parse(struct op *op, str text, const struct zone_atlas **ret_atlas);

struct zone_answer zone_atlas_find(const struct zone_atlas *atlas, const struct zone_clues *clues);
/* "country, region": the clues of a set of bits, in English, by their order of trust. */
const char *zone_clue_names(struct arena *arena, unsigned clues);
#endif
