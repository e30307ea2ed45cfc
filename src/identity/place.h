/* Places: what people write of where somebody lives, as region and official code.
 *
 * A place is found by names: region and town, as they are written, with or without accents,
 * abbreviated ("Sta. Ma."), behind words like "municipio de", with a letter wrong.  The answer
 * names the region by ISO 3166-2 and the town by the code of the country's statistical office;
 * policies/places/XX.tsv is the knowledge, docs/identity.md says what it has for each country.
 *
 * A doubt is no answer: two towns that fit as well give the region alone.  Texts of answers live as
 * long as the process.  Thread-safe; the first call for a country reads its file. */
#ifndef IDENTITY_PLACE_H
#define IDENTITY_PLACE_H
#include "base/op.h"
#include "base/str.h"

/* What is known; empty where nothing is. */
struct place_clues {
    str country;      /* ISO 3166-1, two letters; empty: the region's (MX-JAL) */
    str region;       /* ISO 3166-2 with or without the country, the official code, or its name */
    str municipality; /* or province, where towns are told apart by it (Chile, Peru) */
    str town;         /* town, district, comuna */
};

enum place_level {
    PLACE_NONE, /* nothing is known of the country */
    PLACE_COUNTRY,
    PLACE_REGION,
    PLACE_PROVINCE, /* the town is not, but its province */
    PLACE_TOWN,
    PLACE_LEVEL_COUNT
};
/* country, region, province, town; empty for PLACE_NONE. */
const char *place_level_name(enum place_level level);

/* How the names were matched; of several the weakest. */
enum place_match {
    PLACE_EXACT, /* but for case, accents and punctuation */
    PLACE_LOOSE, /* without articles and words like "municipio de" */
    PLACE_NEAR,  /* one letter in six to nine is another, two from ten on, and nothing is as near */
    PLACE_ALONE, /* the town's name is the only one of its country, and told the region */
    PLACE_MATCH_COUNT
};
const char *place_match_name(enum place_match match);

struct place {
    enum place_level level;
    enum place_match match;
    str country;
    str region; /* ISO 3166-2: MX-JAL; empty below PLACE_REGION */
    str code;   /* official, of the level; empty: we have none of it */
    str name;   /* of the level, as its authority writes it */
};

/* E_INTERNAL: the program's own file is wrong.  Not knowing a place is no failure. */
MUST_CHECK status place_find(struct op *op, const struct place_clues *clues,
                             struct place *ret_place);
#endif
