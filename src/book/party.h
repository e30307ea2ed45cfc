/* Parties, their contact points and flags.
 *
 * A party is created and updated by what its source calls it (source + external id); personal
 * values are sealed (record/seal.h).  Every change that facts read touches the party's cases. Texts
 * are UTF-8 and borrowed during the call. */
#ifndef BOOK_PARTY_H
#define BOOK_PARTY_H
#include "base/op.h"
#include "base/words.h"

enum book_change { BOOK_UNCHANGED, BOOK_CREATED, BOOK_UPDATED };

/* What the time zone of a party rests on, the weakest first: a weaker word never replaces a
 * stronger one, an equal one does.  "Several" means that more than one zone is possible: the zone
 * is RESIDENCE_SEVERAL then, and all of them count. */
enum zone_trust {
    ZONE_TRUST_NONE, /* nobody asked */
    ZONE_TRUST_SEVERAL,
    ZONE_TRUST_COUNTRY,
    ZONE_TRUST_PHONE,
    ZONE_TRUST_REGION,
    ZONE_TRUST_PLACE,
    ZONE_TRUST_GIVEN, /* the source said it */
    ZONE_TRUST_COUNT
};
/* "given", "place"…; NULL: ZONE_TRUST_NONE. */
const char *zone_trust_name(enum zone_trust trust);

/* An empty text leaves what is there; a good document is kept compact (book/identity.h); on
 * creation the organisation's country and `es` stand in. */
struct party_input {
    str source;
    str external_id;
    str kind; /* person | company */
    str name;
    str document_kind;
    str document;
    str language;
    str country;
    str region;
    str timezone;
    enum zone_trust zone_trust; /* what timezone rests on */
};

/* E_INVALID: no external id, or no name on creation. */
MUST_CHECK status party_upsert(struct op *op, const struct party_input *input,
                               int64_t *ret_debtor_id, enum book_change *ret_change);
/* E_NOT_FOUND: no such party. */
MUST_CHECK status party_find(struct op *op, str source, str external_id, int64_t *ret_debtor_id);
/* Sets and unsets flags (FLAG_BIT); unchanged flags write nothing. */
MUST_CHECK status party_set_flags(struct op *op, int64_t debtor_id, uint32_t set, uint32_t unset,
                                  str evidence);

/* The same, and *ret_changed says whether they were others. */
MUST_CHECK status party_put_flags(struct op *op, int64_t debtor_id, uint32_t set, uint32_t unset,
                                  str evidence, bool *ret_changed);

/* kind is email, phone or address.  The same value is one point, and a telephone is the same
 * however it is written (book/identity.h); a new source changes nothing. */
MUST_CHECK status contact_point_put(struct op *op, int64_t debtor_id, str kind, str value,
                                    str source, int priority, int64_t *ret_id,
                                    enum book_change *ret_change);
/* Which party of the debtor's person has the point (book/person.h).  E_INVALID: none. */
MUST_CHECK status contact_point_owner(struct op *op, int64_t debtor_id, int64_t point_id,
                                      int64_t *ret_party_id);
/* The point with that value, whatever its kind.  E_NOT_FOUND: the person has none. */
MUST_CHECK status contact_point_find(struct op *op, int64_t debtor_id, str value, int64_t *ret_id);
MUST_CHECK status contact_point_set_state(struct op *op, int64_t debtor_id, int64_t point_id,
                                          enum point_state state, str evidence);

/* Says whose the point is.  Unchanged writes nothing.  E_NOT_FOUND: no such point of this party. */
MUST_CHECK status contact_point_set_use(struct op *op, int64_t debtor_id, int64_t point_id,
                                        enum point_use use, str evidence, bool *ret_changed);
MUST_CHECK status contact_point_use(struct op *op, int64_t debtor_id, int64_t point_id,
                                    enum point_use *ret_use);

/* Notes every case of the person as touched (book/person.h): what is said of a party limits all of
 * its person's cases. */
MUST_CHECK status party_touch_cases(struct op *op, int64_t debtor_id);
/* An event on every case of this party; the cases of its whole person are touched. */
MUST_CHECK status party_tell(struct op *op, int64_t debtor_id, const char *kind, str payload);
/* Lower case without accents (Spanish, Portuguese), for search. */
str party_search_name(struct arena *arena, str name);
#endif
