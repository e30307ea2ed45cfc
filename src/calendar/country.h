/* The codes of ISO 3166-1 alpha-2 that exist, from the package tzdata (iso3166.tab). */
#ifndef CALENDAR_COUNTRY_H
#define CALENDAR_COUNTRY_H
#include "base/op.h"

/* E_INVALID: no country has this code.  E_IO: there is no tzdata here. */
MUST_CHECK status country_check(struct op *op, str code);
#endif
