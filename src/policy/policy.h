/* The policy of an organisation, ready to decide: its active strategy, compiled, with the country
 * packs and zones that the gate asks for, and the arms of the day's experiment.
 *
 * It is kept with the connection and made anew when another strategy became active, an experiment
 * began or ended, or the organisation's own rules changed.  Immutable while an operation uses it.
 * Whatever concerns one case asks policy_of for the policy of the case's arm first. */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H
#include "book/residence.h"
#include "policy/arms.h"
#include "policy/own_rules.h"
#include "policy/strategy.h"
#include "record/organisation.h"

/* The outputs that a strategy's tables must or may have, by place in the plan; -1: it has not. */
enum output {
    OUTPUT_STEP,
    OUTPUT_CHANNEL,
    OUTPUT_TEMPLATE,
    OUTPUT_NOTICE_LEVEL,
    OUTPUT_WAIT_DAYS,
    OUTPUT_QUEUE,
    OUTPUT_RECIPIENT, /* how the contacted person stands to the debt; the debtor where not said */
    OUTPUT_COUNT
};

#define OUTPUTS_MAX 32 /* of one table: they lie on the stack of every decision */

/* An input that is told instead of derived: what a simulation has no book for. */
struct input_pin {
    enum input input;
    struct dmn_value value;
};

struct policy {
    int64_t strategy_id;
    str strategy_name;
    int strategy_version;
    struct own_rules rules; /* of the organisation, on top of the packs */
    struct organisation organisation;
    const struct dmn_plan *segment;
    const struct dmn_plan *treatment;
    const struct dmn_plan *priority;
    const struct dmn_plan *negotiation; /* NULL: the strategy has none */
    const struct dmn_plan *escalation;  /* the same */
    struct obligation_table obligation; /* its plan may be NULL, too */
    int outputs[OUTPUT_COUNT];          /* of treatment */
    int escalation_queue;               /* its output; -1: it names none */
    struct input_schema schema;
    bool reads[INPUTS_MAX];
    bool reads_attributes;  /* any of them */
    bool reads_seldom;      /* any of INPUTS_SELDOM */
    bool reads_indicators;  /* any of INPUTS_INDICATOR */
    bool reads_obligations; /* any of INPUTS_OBLIGATIONS */
    day indicators_on;      /* the day that they are of */
    struct dmn_value indicators[INDICATOR_COUNT];
    const struct input_pin *pins; /* policy_pin; else none */
    size_t pin_count;
    struct dmn_symbols *symbols;
    int64_t *store_symbols;                    /* by dmn_symbol */
    str settings;                              /* strategy.json */
    const struct strategy_template *templates; /* the strategy's own letters */
    size_t template_count;
    const int64_t *duties; /* steps, symbols of the store, that go to a hold-out as well */
    size_t duty_count;
    struct arms arms;        /* of today's experiment; a challenger's own policy has none */
    const struct zone *zone; /* of the organisation */
    struct arena *arena;
};

/* E_NOT_FOUND: no strategy is active.  E_INVALID: its files do not compile; the text says where. */
MUST_CHECK status policy_get(struct op *op, const struct policy **ret_policy);

/* The same for a day that was just opened, or a strategy that just became active: what it reads of
 * the organisation is computed first. */
MUST_CHECK status policy_prepare_day(struct op *op, const struct policy **ret_policy);

/* The arm of a case; NULL: no experiment splits the cases. */
static inline const struct arm *policy_arm(const struct policy *policy,
                                           const struct case_facts *facts)
{
    const struct arms *const arms = &policy->arms;
    return arms->count == 0 ? NULL
                            : &arms->list[arms_pick(arms->list, arms->count, facts->natural_key)];
}
/* The policy that decides a case: its arm's. */
static inline const struct policy *policy_of(const struct policy *policy,
                                             const struct case_facts *facts)
{
    const struct arm *const arm = policy_arm(policy, facts);
    return arm ? arm->policy : policy;
}
/* The same by the key of a case, whose facts are read only where there are arms. */
MUST_CHECK status policy_of_case(struct op *op, const struct policy *policy, struct case_key key,
                                 const struct policy **ret_policy);
/* The policy of the strategy that a decision was made by, if it decides today; else the given. */
const struct policy *policy_by_strategy(const struct policy *policy, int64_t strategy_id);
/* Whether some arm, or the policy itself, asks for facts of obligations. */
bool policy_any_reads_obligations(const struct policy *policy);
/* Whether both would decide alike: the same strategies in the same arms. */
bool policy_same(const struct policy *a, const struct policy *b);
/* Whether a step is one that a hold-out gets, too. */
bool policy_is_duty(const struct policy *policy, int64_t step);
/* Which inputs the tables of a policy read: for whoever makes one of its own (policy/decided.h). */
void policy_find_reads(struct policy *policy);

/* For a simulation (prove/rehearse.c): what the tables of this policy are told from now on,
 * whatever the store says; pins live as long as they stand. */
void policy_pin(const struct policy *policy, const struct input_pin *pins, size_t count);

/* The names of the outputs that the program knows, by enum output. */
extern const char *const policy_output_names[OUTPUT_COUNT];

/* The rules, with the strategy's limits beneath them, and the clocks of where a person lives, from
 * the words that facts have of it (book/residence.h); no words at all: the organisation's own.
 * Lives as long as the policy. */
struct policy_place {
    const struct pack *pack;
    const struct zone *zones[RESIDENCE_ZONES_MAX]; /* a contact must be lawful in all of them */
    size_t zone_count;                             /* 0: not known, which the gate refuses */
};
MUST_CHECK status policy_place(struct op *op, const struct policy *policy, int64_t country_symbol,
                               int64_t home_symbol, const struct policy_place **ret_place);
/* The texts of a strategy's table rule: "Por qué está aquí". */
str policy_rule_text(const struct policy *policy, int64_t rules, enum language language);
/* A letter of the strategy's own, "firm_notice.es.txt"; false: the program's is taken. */
bool policy_template(const struct policy *policy, str name, str *ret_text);
/* A day's capacity of a queue, from strategy.json `capacity`, of the champion or else of the first
 * arm that sets one; INT64_MAX when none does. */
int64_t policy_capacity(const struct policy *policy, str queue);
#endif
