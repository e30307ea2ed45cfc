/* The banks and other institutions of Mexico that have accounts with a CLABE.  Pure. */
#ifndef IDENTITY_CLABE_BANK_H
#define IDENTITY_CLABE_BANK_H
#include "base/str.h"

/* The short name by which the SPEI calls it; NULL: nobody has this code of three digits. */
const char *clabe_bank_name(str code);
#endif
