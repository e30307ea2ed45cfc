/* Ranges of telephone numbers that regulators gave out after libphonenumber's tables were made.
 *
 * Private to identity; pure. */
#ifndef IDENTITY_PHONE_RANGE_H
#define IDENTITY_PHONE_RANGE_H
#include "identity/phone_shim.h"

/* Corrects validity, type and region where a newer range says otherwise. */
void phone_range_correct(struct phone_shim *number);
/* The digits after the country code. */
const char *phone_range_national(const struct phone_shim *number);
#endif
