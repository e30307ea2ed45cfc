/* Facts and decisions in words, for people who compare them: dates, amounts in units of the case's
 * currency, the words that symbols stand for.  Texts live in the op's arena. */
#ifndef POLICY_SPELL_H
#define POLICY_SPELL_H
#include "policy/decide.h"

/* The name of a cell of facts, 0 to FACT_CELLS - 1: "debtor_id" … "is_arranged". */
const char *fact_cell_name(int cell);
/* What the cell holds; NULL in *ret_text: it is null.  E_STORE: a symbol is missing. */
MUST_CHECK status fact_cell_text(struct op *op, const struct case_facts *facts, int cell,
                                 const char **ret_text);

/* What of a decision the digest of a close is made of. */
#define DECISION_FIELDS 9
const char *decision_field_name(int field);
/* As above; "" for what it does not say. */
MUST_CHECK status decision_field_text(struct op *op, const struct decision *decision, int field,
                                      const char **ret_text);
bool decision_field_equal(const struct decision *a, const struct decision *b, int field);
#endif
