/* Published rows and answers about charges as JSON, for the faces. */
#ifndef POLICY_CHARGE_WRITE_H
#define POLICY_CHARGE_WRITE_H
#include "base/json.h"
#include "policy/charge.h"

/* An object: country, kind or unit, from_on, revision, value, currency, source, recorded_at. */
void published_write(struct json_writer *w, enum published_table table,
                     const struct published *row);
/* An object: verdict, country, on, pack, answers.  is_fee: amounts in minor units of the place's
 * currency, else percentages a year. */
void charge_answers_write(struct json_writer *w, const struct charge_place *place, bool is_fee,
                          const struct charge_answers *answers);
#endif
