/* The inside of a pack, for the room alone: rules as they were read (pack_table.h: as the gate
 * asks them).
 *
 * What can forbid a contact apart from time is a fact, one bit each, so that the gate asks all of
 * them with one AND; the lowest bit is the gravest and is the one a verdict names. */
#ifndef COMPLY_PACK_RULES_H
#define COMPLY_PACK_RULES_H
#include "base/json_fields.h"
#include "base/words.h"
#include "comply/pack.h"

enum fact {
    FACT_DECEASED,
    FACT_REPRESENTED,
    FACT_MINOR,
    FACT_BANKRUPT,
    FACT_SUED,       /* a court has the debt */
    FACT_MORATORIUM, /* a breathing space granted by law */
    FACT_VULNERABLE,
    FACT_ELDERLY, /* and not the debtor */
    FACT_ROLE,    /* the roles in their order */
    FACT_POINT = FACT_ROLE + ROLE_COUNT,
    FACT_WORKPLACE = FACT_POINT + POINT_STATE_COUNT,
    FACT_VISIT,
    FACT_CONSENT,
    FACT_AUTOMATED = FACT_CONSENT + CONSENT_STATE_COUNT, /* a machine calls without consent */
    FACT_DISPUTE,
    FACT_ZONE_UNKNOWN,
    FACT_HOLD, /* the only one that time cures */
    FACT_COUNT
};
#define FACT_BIT(fact) (UINT32_C(1) << (fact))

/* The name in a pack's "when", and the key of the text that a screen shows. */
extern const char *const fact_names[FACT_COUNT];
extern const char *const fact_reasons[FACT_COUNT];

enum rule_kind {
    RULE_HOURS,
    RULE_CAP,
    RULE_CONSENT,
    RULE_ROLES,
    RULE_FORBIDDEN,
    RULE_OTHER, /* kept for reading only */
};

enum day_kind { DAY_MON_FRI, DAY_SAT, DAY_SUN, DAY_HOLIDAY, DAY_KIND_COUNT };

#define DAY_BIT(kind) (UINT32_C(1) << (kind))
#define ALL_DAYS      (DAY_BIT(DAY_KIND_COUNT) - 1)
#define WINDOWS_MAX   4 /* of one day: morning, afternoon, and room */

struct windows {
    int count;
    struct {
        int32_t open;  /* second of the local day */
        int32_t close; /* first second outside, up to 86400 */
    } list[WINDOWS_MAX];
};

enum cap_span { CAP_DAY, CAP_WEEK, CAP_DAYS };

/* What a maximum counts. */
enum cap_count {
    COUNT_ATTEMPTS,   /* what was sent, dialled or visited, and what is reserved */
    COUNT_CONTACTS,   /* conversations, theirs as well as ours */
    COUNT_UNANSWERED, /* attempts that reached nobody, and what is reserved */
    COUNT_ANSWERED,   /* attempts of the days on which somebody answered */
    COUNT_CHANNELS,   /* other channels on which somebody answered */
    COUNT_KIND_COUNT
};

struct cap {
    const struct rule *rule;
    int max;
    enum cap_span span;
    int days;                /* of CAP_DAYS */
    enum weekday week_start; /* of CAP_WEEK */
    enum cap_count counts;
    bool is_together; /* all channels of the rule add up */
    bool is_by_case;  /* only what was done for the same case */
};

#define RULE_CAPS_MAX 3 /* maxima that one rule sets */

struct rule {
    struct pack_rule info; /* first: pack.h hands out this part */
    enum rule_kind kind;
    int layer; /* 0 is the most specific */
    bool is_strict;
    bool is_added;     /* narrows what is there, and never takes another rule's place */
    bool is_beneath;   /* and is named only where nothing else refuses: a strategy's limit */
    uint32_t channels; /* bit per enum channel */
    uint32_t purposes; /* bit per enum purpose */
    /* RULE_HOURS */
    bool is_untimed;
    uint32_t days; /* DAY_BIT of the kinds of day that it speaks for */
    struct windows windows[DAY_KIND_COUNT];
    /* RULE_CAP */
    int cap_count;
    struct cap caps[RULE_CAPS_MAX];
    /* RULE_CONSENT, RULE_ROLES, RULE_FORBIDDEN: what forbids */
    uint32_t facts;
};

#define PACK_LAYERS_MAX 4   /* the organisation's own, the country's, the default, and room */
#define PACK_RULES_MAX  256 /* of all layers */

/* How a layer is read. */
struct layer_reading {
    int layer;
    enum pack_mode mode;
    str region;      /* empty: not known, and every region's rules are added */
    bool is_added;   /* the organisation's own layer: it narrows only */
    bool is_beneath; /* a strategy's limits: they narrow only, too */
};

/* Appends the rules of one layer to rules, which has room for PACK_RULES_MAX. */
MUST_CHECK status pack_parse_layer(struct op *op, json_t *root, const struct layer_reading *how,
                                   struct rule *rules, size_t *rule_count);
/* The parameters of one rule, by its kind. */
MUST_CHECK status pack_parse_parameters(struct op *op, const char *where, const json_t *object,
                                        struct rule *rule);
/* What a rule that the gate does not enforce says in figures (comply/terms.h). */
MUST_CHECK status pack_parse_terms(struct op *op, const char *where, const json_t *object,
                                   struct pack_rule *info);
/* A list of words as bits; a missing list leaves the caller's bits. */
MUST_CHECK status pack_take_bits(struct op *op, const char *where, const json_t *object,
                                 const char *key, bool (*bit_of)(str, uint32_t *),
                                 uint32_t *ret_bits);
/* One of a few words; the index goes to *ret_index. */
MUST_CHECK status pack_parse_word(struct op *op, const char *where, const json_t *object,
                                  const char *key, const char *const *words, size_t word_count,
                                  int *ret_index);
#endif
