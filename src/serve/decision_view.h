/* A case's decision and the gate's banner as screens show them. */
#ifndef SERVE_DECISION_VIEW_H
#define SERVE_DECISION_VIEW_H
#include "base/json.h"
#include "policy/decide.h"

/* "decision": what the case carries, or null. */
MUST_CHECK status decision_view_write(struct op *op, struct json_writer *w, struct case_key key,
                                      bool is_english);
/* "gate": an array with a row per channel, as of now. */
MUST_CHECK status gate_view_write(struct op *op, struct json_writer *w,
                                  const struct case_facts *facts, bool is_english);
/* One row of it: a verdict that was given for a channel of the case. */
MUST_CHECK status gate_verdict_write(struct op *op, struct json_writer *w,
                                     const struct case_facts *facts, enum channel channel,
                                     const struct gate_verdict *verdict, bool is_english);
/* "rule", "summary" and "citation": a rule by its id, in an object that is open; the texts are null
 * where the packs know it no more. */
MUST_CHECK status gate_rule_write(struct op *op, struct json_writer *w,
                                  const struct case_facts *facts, str rule_id, bool is_english);
#endif
