/* Champion and challenger: an experiment that splits the cases between versions of strategies.
 *
 * An experiment never changes once it is stored: other shares are another experiment of the same
 * name.  One person asks for it, another approves it; it decides from its first day until its last,
 * or until somebody stops it, and one at a time.  The champion is whatever strategy is active; it
 * has the cases that no other arm has.  A hold-out's cases are decided by the champion's tables and
 * then left alone, but for steps that its strategy.json calls a duty (`"duty": true`).  How one
 * comes to decide is experiment_state.h. */
#ifndef POLICY_EXPERIMENT_H
#define POLICY_EXPERIMENT_H
#include "base/day.h"
#include "base/json.h"
#include "policy/arms.h"

#define EXPERIMENT_CHAMPION "champion" /* the name of the arm that has the rest */
#define EXPERIMENT_HOLD_OUT "hold_out" /* why a case of one is left alone */

enum arm_kind { ARM_CHALLENGER, ARM_HOLD_OUT, ARM_CHAMPION };

struct experiment_arm {
    str name;
    enum arm_kind kind;
    int64_t strategy_id; /* of a challenger; 0 */
    int64_t share;       /* basis points of all cases */
    int64_t symbol;
    str strategy; /* "name@version" of a challenger; empty */
};

struct experiment {
    int64_t id;
    str name;
    day from_on;
    day until_on; /* first day that it no longer decides for; DAY_NONE: open */
    str note;
    int64_t created_by;
    instant created_at;
    str login;
    str state;      /* asked | approved | rejected | stopped */
    day stopped_on; /* as until_on, of one that was stopped */
    struct experiment_arm arms[ARMS_MAX];
    size_t arm_count;
};

const char *arm_kind_name(enum arm_kind kind);

MUST_CHECK status experiment_get(struct op *op, int64_t id, struct experiment *ret_experiment);
/* The newest of a name.  E_NOT_FOUND: there is none. */
MUST_CHECK status experiment_find(struct op *op, str name, struct experiment *ret_experiment);
/* Newest first, at most LIMIT_PAGE_ROWS. */
MUST_CHECK status experiment_list(struct op *op, struct experiment **ret_list, size_t *ret_count);
/* The one that splits the cases on the op's business date; 0: none. */
MUST_CHECK status experiment_today(struct op *op, int64_t *ret_id);
/* E_CONFLICT: an experiment that is not over decides by the version. */
MUST_CHECK status experiment_needs_not(struct op *op, int64_t strategy_id);

/* As --json and the API show one. */
void experiment_write(struct json_writer *w, const struct experiment *experiment);
#endif
