/* Proofs: what a strategy would do in a country if the gate were absent, and whether that is
 * lawful.
 *
 * All states are gone through that a person's history can have for the law's and the strategy's own
 * maxima, with every row of the strategy's tables that can fire; docs/proof.md says what is folded
 * together and why nothing is lost by it.  The gate of every day (comply/gate.h) answers both
 * questions, "does the strategy allow itself this" and "does the law allow it".
 *
 * The first unlawful contact in the order of events is the shortest counter-example; it carries
 * days, facts and rule, and proof_rehearse lets the real engine live it.  Days are the person's. No
 * clock; reads no store.  Results live in the op's arena. */
#ifndef PROVE_PROOF_H
#define PROVE_PROOF_H
#include "comply/gate.h"
#include "policy/inputs.h"
#include "policy/own_rules.h"
#include "policy/strategy.h"

#define PROOF_STATES_MAX 400000 /* of one edition of the law: some hundred megabytes */
#define PROOF_DAYS       730    /* how far ahead calendars and changes of law are looked at */

struct proof_request {
    str name; /* of the strategy */
    struct strategy_source source;
    str country;          /* or country and region: CO, BR-SP */
    struct own_rules own; /* the organisation's, which narrow the law; all zero: none */
    day from;             /* first day of the horizon */
    int days;             /* 0: PROOF_DAYS */
    bool is_alone;        /* a bound: one case a person, and nobody else contacts them */
    size_t states_max;    /* 0: PROOF_STATES_MAX */
};

enum proof_verdict {
    PROOF_PROVED,
    PROOF_REFUTED, /* there is a counter-example */
    PROOF_OPEN,    /* neither: a bound was reached; why says which */
};
const char *proof_verdict_name(enum proof_verdict verdict);

enum proof_event {
    EVENT_NEXT_DAY, /* the day ends */
    EVENT_CONTACT,  /* the strategy contacts the person */
    EVENT_OTHER,    /* somebody else does: another case, an agent, another system */
    EVENT_INBOUND,  /* the person contacts us */
    EVENT_START
};

/* What the engine has no fact of yet, or the tables do not see; zero is what nobody doubts. */
struct proof_circumstance {
    enum consent_state consent;
    bool is_unverified;
    bool is_minor;
    bool is_elderly;
    bool has_suit;
    bool is_in_relief;
    bool is_workplace;
    bool is_automated;
};

/* An input of the tables and what it was. */
struct proof_fact {
    enum input input; /* INPUT_COUNT: an imported attribute */
    const char *name;
    struct dmn_value value; /* a word: not null */
    const char *word;       /* of a text; NULL: one that no table knows */
    const char *text;       /* for a reader */
};

/* One line of a counter-example. */
struct proof_step {
    enum proof_event event;
    day on;
    enum channel channel;
    bool is_answered;  /* somebody answered */
    bool is_this_case; /* EVENT_OTHER, EVENT_INBOUND: it was about the same case */
    /* EVENT_CONTACT */
    enum purpose purpose;
    enum party_role role;
    int32_t segment_rule; /* from 0; -1 none */
    int32_t rule;         /* of treatment.dmn */
    const char *step;
    const char *segment;
    int notice_level;               /* 0: none */
    const struct proof_fact *facts; /* what gate and tables read that day */
    size_t fact_count;
    struct proof_circumstance circumstance;
    instant at;     /* the moment that the strategy allows itself */
    int32_t second; /* the same on the person's clock */
};

/* A rule of the pack that no proof of contacts covers. */
struct proof_gap {
    const char *rule_id;
    const char *kind;
};

struct proof {
    enum proof_verdict verdict;
    const char *why;     /* PROOF_OPEN: the bound, for a reader */
    const char *country; /* of the pack, with its version */
    int pack_version;
    day from;
    day until; /* first day that was not looked at */
    bool is_alone;
    bool is_exact; /* the tables' own counts were followed; false: any value at any time would do */
    bool is_uncounted; /* there were more states than the bound, and no maximum was needed: what the
                          limits allow without theirs is lawful but for those that they keep */
    /* what was gone through, over all editions of the law */
    int editions;
    int64_t states;
    int64_t contacts; /* asked of both, in all states */
    int64_t rows;     /* distinct sets of rules that the tables leave, with what the gate sees */
    int64_t persons;  /* distinct circumstances asked about */
    int caps;         /* maxima that were followed, the most of one edition */
    int kept_caps;    /* maxima of the law that the limits keep by themselves, the most of one */
    int largest_cap;
    int window_days;      /* the longest of their spans */
    int table_rules;      /* rows of treatment.dmn that plan a contact */
    int table_rules_seen; /* of them, that fire in some state */
    const struct proof_gap *gaps;
    size_t gap_count;
    /* PROOF_REFUTED */
    bool is_shortest; /* false: a bound kept from looking for a shorter one */
    const struct proof_step *steps;
    size_t step_count;
    const char *rule_id;
    const char *citation;
    const char *reason; /* key of a screen text: "gate.holiday" */
    const char *zone;
};

/* E_INVALID: the strategy does not compile, plans something that the proof does not know (by name),
 * or its limits are no rules.  E_NOT_FOUND: no pack for the country. */
MUST_CHECK status proof_make(struct op *op, const struct proof_request *request,
                             struct proof *ret_proof);
/* Lives the counter-example in a store in memory: the strategy is installed, every contact goes
 * through decision_make and the gate with counts from the store, and the last one, which the
 * strategy's own limits allow, is refused by the proof's rule.  E_INTERNAL: it comes out otherwise,
 * so the proof is wrong; the text says where. */
MUST_CHECK status proof_rehearse(struct op *op, const struct proof_request *request,
                                 const struct proof *proof);
/* OK when it is proved; E_REFUSED with the rule when it is refuted; E_LIMIT when it is open. */
MUST_CHECK status proof_refuse(struct op *op, const struct proof_request *request,
                               const struct proof *proof);
#endif
