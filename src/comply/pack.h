/* A country pack: the rules of contact that the gate enforces, with the law that each stands on.
 *
 * A pack is layered: the country's own file first, then our international default, which speaks
 * wherever the country sets nothing and is marked as policy, not law.  It is read once, is
 * immutable, and lives in the arena of the op that opened it; its texts live as long.  The form of
 * the files is described in policies/packs/README.md. */
#ifndef COMPLY_PACK_H
#define COMPLY_PACK_H
#include "base/op.h"
#include "calendar/holiday.h"

struct pack;
struct term;
struct fee_cap;
struct rate_limit;

#define PACK_DEFAULT   "INT" /* the layer under every country */
#define PACK_DAYS_MAX  35    /* the longest rolling maximum: counts are kept that long */
#define PACK_HASH_SIZE 65    /* BLAKE2b in hexadecimal, and the end of the text */

/* PACK_WISH: what the person asked for (comply/gate.h); no rule of a pack. */
enum pack_basis { PACK_LAW, PACK_POLICY, PACK_WISH };
const char *pack_basis_name(enum pack_basis basis);

/* Whether people may lift a rule for one contact (policy/override.h), as far as its pack says. */
enum pack_override { OVERRIDE_UNSAID, OVERRIDE_ALLOWED, OVERRIDE_NEVER };

/* Strict adds the rules that a pack keeps for organisations that want the narrowest reading. */
enum pack_mode { PACK_ORDINARY, PACK_STRICT };

/* What a screen shows of a rule.  effective_on and repealed_on may be DAY_NONE: always, never. */
struct pack_rule {
    const char *id;
    const char *kind;
    const char *citation;
    const char *summary_es;
    const char *summary_en;
    const char *confidence;
    const char *status;
    const char *country;
    const char *region; /* of the country, as in ISO 3166-2 without it: "SP"; NULL: the whole */
    int version;        /* of the file that the rule comes from */
    enum pack_basis basis;
    day effective_on;
    day repealed_on;  /* first day without it */
    bool is_enforced; /* by status, mode and region; the days decide the rest */
    enum pack_override override;
    bool is_to_confirm;       /* from general knowledge: counsel has to find the text */
    const struct term *terms; /* comply/terms.h */
    size_t term_count;
    const struct fee_cap *fee; /* NULL: none */
    const struct rate_limit *rates;
    size_t rate_count;
};

/* Opens a pack that ships with the program.  place is a country, or a country and its region
 * ("BR-SP"); where regions have rules and none is named, the rules of all of them hold at once.  A
 * country that has none gets the default alone.  The holidays are those of the place
 * (calendar/holiday.h); no region named, those of the whole country.  E_INVALID: the files are
 * wrong, or the region is none; the text names the rule. */
MUST_CHECK status pack_open(struct op *op, str place, enum pack_mode mode,
                            const struct pack **ret_pack);
/* The ordinary pack of where somebody lives: of the region where it has rules, else of the whole
 * country. */
MUST_CHECK status pack_open_home(struct op *op, str country, str region,
                                 const struct pack **ret_pack);
/* The same with the organisation's own rules on top, in the same form.  They narrow and never
 * widen: their hours are cut with the law's, their maxima and bans are added.  Empty: none. */
MUST_CHECK status pack_open_own(struct op *op, str place, enum pack_mode mode, str own,
                                const struct pack **ret_pack);
/* Whether an organisation's own rules narrow what a place's pack leaves from a day on.  E_INVALID:
 * the text names the rule that is laxer, says that it is law, or is wrong. */
MUST_CHECK status pack_check_own(struct op *op, str place, enum pack_mode mode, str own, day from);
/* A pack from all that it can be made of. */
struct pack_source {
    str place; /* as above */
    enum pack_mode mode;
    str own;              /* the organisation's own rules; empty: none */
    str limits;           /* a strategy's limits, in the same form: they narrow, beneath all else */
    bool is_limits_alone; /* no law and no default: only the limits, over nothing that forbids */
};
/* Limits lie beneath: a verdict names them only where the law alone would have allowed.  Alone they
 * say what a strategy would do if the law did not speak, which is what a proof looks at. */
MUST_CHECK status pack_open_source(struct op *op, const struct pack_source *source,
                                   const struct pack **ret_pack);
/* The same from texts, the most specific layer first, which also holds the holidays; together they
 * must set hours for every channel and purpose.  E_INVALID as above; E_LIMIT: too many layers or
 * days of change. */
MUST_CHECK status pack_parse(struct op *op, const str *layers, size_t layer_count,
                             enum pack_mode mode, const struct pack **ret_pack);
/* Over all packs and calendars that the program carries: two programs with the same one gate alike.
 * Digits, in the op's arena. */
const char *packs_digest(struct op *op);

/* Of the most specific layer. */
const char *pack_country(const struct pack *pack);
int pack_version(const struct pack *pack);
/* Of the texts of all layers, the calendar, the region and the mode: the same hash, the same
 * rules. */
const char *pack_hash(const struct pack *pack);
const struct holiday_calendar *pack_calendar(const struct pack *pack);

/* IANA names of the zones that people of the country live in, the one of most of them first; NULL
 * past the end. */
const char *pack_zone_at(const struct pack *pack, size_t index);

/* Every rule, enforced or not, in the order of the layers and files. */
size_t pack_rule_count(const struct pack *pack);
const struct pack_rule *pack_rule_at(const struct pack *pack, size_t index);
/* Unless its pack says otherwise: only our own policy on how often and when. */
bool pack_rule_may_waive(const struct pack_rule *rule);
/* The same pack in which that rule says nothing, nor do a strategy's own limits of its kind, and
 * every other one holds; in the op's arena, with the texts of the first.  E_NOT_FOUND: no such
 * rule. */
MUST_CHECK status pack_waive(struct op *op, const struct pack *pack, str id,
                             const struct pack **ret_pack);
/* NULL: no such rule. */
const struct pack_rule *pack_rule_find(const struct pack *pack, str id);
#endif
