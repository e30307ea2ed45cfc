/* In which time zone the person of a row lives, and what that rests on.
 *
 * The order of trust: the zone that the row gives; a place of its region or address; the region;
 * the telephone, where the address leaves several zones; the country.  The parts of an address are
 * read from its end, and never the first, which is the street; a town that the atlas of zones does
 * not name is looked for in the register of places (identity/place.h), which tells its region.
 * Where several zones remain, all of them count (RESIDENCE_SEVERAL). */
#ifndef INTAKE_HOME_H
#define INTAKE_HOME_H
#include "book/party.h"

struct homes;

struct home_clues {
    str country; /* empty: the organisation's */
    str region;
    str address;
    str phone; /* as it is written */
};

/* What the homes of a file share; lives in the op's arena. */
struct homes *homes_create(struct op *op);
struct home {
    str zone; /* empty: the organisation's, and where nothing is known of the country */
    enum zone_trust trust;
    str region; /* that the address names, "SON"; empty: none, or the row names one itself */
};
/* E_INVALID: the program's own file of zones is wrong. */
MUST_CHECK status home_find(struct op *op, struct homes *homes, const struct home_clues *clues,
                            struct home *ret_home);

/* What a new telephone or address of a party tells more of where its person lives: the zone of the
 * party, when it rests on as much.  party names it by source and external id. */
MUST_CHECK status home_learn(struct op *op, struct homes *homes, const struct party_input *party,
                             int64_t party_id, str channel, str value);
#endif
