/* What the account part of an IBAN looks like in each country (ISO 13616 registry).
 *
 * Private to identity; pure. */
#ifndef IDENTITY_IBAN_H
#define IDENTITY_IBAN_H
#include "identity/id.h"

/* iban is compact.  ID_COMPONENT: no such country.  ID_FORMAT: not its length or its characters. */
enum id_error iban_judge(str iban);
#endif
