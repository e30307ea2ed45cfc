/* In which time zone the person of a row lives, and what that rests on.
 *
 * The order of trust: the zone that the row gives; a place of its region or address; the region;
 * the telephone, where the address leaves several zones; the country.  The parts of an address are
 * read from its end, and never the first, which is the street.  Where several zones remain, the
 * organisation's stands in when it is one of them, else the one of most people. */
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
/* *ret_zone is empty where the organisation's zone is the answer, and where nothing is known.
 * E_INVALID: the program's own file of zones is wrong. */
MUST_CHECK status home_find(struct op *op, struct homes *homes, const struct home_clues *clues,
                            str *ret_zone, enum zone_trust *ret_trust);
#endif
