/* The inside of a pack, for the room alone: rules as they were read, and the tables that the gate
 * looks them up in.
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
    FACT_VULNERABLE,
    FACT_ROLE, /* the roles in their order */
    FACT_POINT = FACT_ROLE + ROLE_COUNT,
    FACT_CONSENT = FACT_POINT + POINT_STATE_COUNT,
    FACT_DISPUTE = FACT_CONSENT + CONSENT_STATE_COUNT,
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

#define WINDOWS_MAX 4 /* of one day: morning, afternoon, and room */

struct windows {
    int count;
    struct {
        int32_t open;  /* second of the local day */
        int32_t close; /* first second outside, up to 86400 */
    } list[WINDOWS_MAX];
};

enum cap_span { CAP_DAY, CAP_WEEK, CAP_DAYS };

struct rule {
    struct pack_rule info; /* first: pack.h hands out this part */
    enum rule_kind kind;
    int layer; /* 0 is the most specific */
    bool is_strict;
    uint32_t channels; /* bit per enum channel */
    uint32_t purposes; /* bit per enum purpose */
    /* RULE_HOURS */
    bool is_untimed;
    struct windows windows[DAY_KIND_COUNT];
    /* RULE_CAP */
    int max;
    enum cap_span span;
    int days;            /* of CAP_DAYS */
    bool counts_contact; /* conversations instead of attempts */
    bool is_together;    /* all channels of the rule add up */
    bool is_by_case;     /* only what was done for the same case */
    /* RULE_CONSENT, RULE_ROLES, RULE_FORBIDDEN: what forbids */
    uint32_t facts;
};

#define SLOT_CAPS_MAX 8 /* maxima on one channel and purpose */

/* All that is enforced for one channel and purpose on a day. */
struct slot {
    uint32_t blocks; /* facts that forbid */
    int cap_count;
    const struct rule *hours;
    const struct rule *roles;
    const struct rule *consent;
    const struct rule *caps[SLOT_CAPS_MAX];
    const struct rule *blockers[FACT_COUNT];
};

/* What is enforced from a day on, until the next edition. */
struct edition {
    day from;
    struct slot slots[CHANNEL_COUNT][PURPOSE_COUNT];
};

#define PACK_LAYERS_MAX   4   /* municipality, state, country, default */
#define PACK_RULES_MAX    256 /* of all layers */
#define PACK_EDITIONS_MAX 32  /* days on which the law changed, as far as one pack knows */

struct pack {
    const char *country;
    int version;
    const struct holiday_calendar *calendar;
    const struct rule *rules;
    size_t rule_count;
    const struct edition *editions; /* by day; the first begins with time */
    size_t edition_count;
};

/* Appends the rules of one layer to rules, which has room for PACK_RULES_MAX. */
MUST_CHECK status pack_parse_layer(struct op *op, json_t *root, int layer, enum pack_mode mode,
                                   struct rule *rules, size_t *rule_count);
/* Fills the editions from the rules. */
MUST_CHECK status pack_compile(struct op *op, struct pack *pack);
#endif
