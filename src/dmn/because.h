/* The cells that let a rule fire, as JSON: the same for the command line and the interface. */
#ifndef DMN_BECAUSE_H
#define DMN_BECAUSE_H
#include "base/json.h"
#include "dmn/plan.h"

/* Member "because" of the object that is open: an array of {input, cell, value}. */
void dmn_because_write(struct json_writer *w, const struct dmn_explained *explained);
#endif
