/* The ordinary pack of a country, kept with the connection: what the program ships is the same for
 * as long as it runs, and reading it costs more than what most transactions ask of it. */
#ifndef POLICY_PACK_KEPT_H
#define POLICY_PACK_KEPT_H
#include "comply/pack.h"

/* As pack_open with PACK_ORDINARY; it lives as long as op's connection. */
MUST_CHECK status pack_kept(struct op *op, str place, const struct pack **ret_pack);
#endif
