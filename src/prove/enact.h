/* From an approved version of a strategy to the one that decides: its examples, the proof of its
 * lawfulness in every country, then one transaction.
 *
 * Tests and proofs run outside of a transaction, on texts that never change; a country that came in
 * meanwhile is found inside, and refuses. */
#ifndef PROVE_ENACT_H
#define PROVE_ENACT_H
#include "policy/experiment_state.h"
#include "policy/strategy_cases.h"
#include "policy/strategy_state.h"
#include "prove/proof.h"

/* Checks a version and runs its examples; when all pass a draft is tested then.  The transaction is
 * its own.  E_INVALID: what strategy_check or the examples' form refuse. */
MUST_CHECK status enact_test(struct op *op, int64_t id, struct strategy_examples *ret_examples);

/* What was proved, or what stands in the way. */
struct enactment {
    struct strategy_examples examples;
    struct proof_request request; /* of the proof that refused */
    struct proof proof;
    bool is_refuted;
};

/* Makes a version active from a day on.  E_REFUSED: an example fails, or a country's law; ret says
 * which (written on failure too).  E_LIMIT: a proof was too large.  Others as strategy_activate. */
MUST_CHECK status enact_activate(struct op *op, int64_t id, day from,
                                 struct enactment *ret_enactment);

/* Asks for an experiment whose challengers were tested and proved as if each became active; both
 * are kept with it.  Fails as enact_activate and experiment_ask; ret_enactment is of the challenger
 * that was looked at last. */
MUST_CHECK status enact_experiment(struct op *op, const struct experiment *experiment,
                                   struct enactment *ret_enactment, int64_t *ret_id,
                                   int64_t *ret_approval_id);
#endif
