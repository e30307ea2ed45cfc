/* A person whose data are spoken of: who she is, what her country's law says of them in days, and
 * what stands against an erasure. */
#ifndef PRIVACY_PERSON_H
#define PRIVACY_PERSON_H
#include "base/op.h"
#include "base/str.h"
#include "comply/terms.h"

struct person {
    int64_t debtor_id;
    str name, country, region, external_id;
    const struct pack *pack; /* NULL: not opened */
};
/* By her id, or by what a source calls her.  E_NOT_FOUND.  E_CONFLICT: two sources call somebody
 * so: give the id. */
MUST_CHECK status person_find(struct op *op, str name, struct person *ret_person);
/* Without her pack. */
MUST_CHECK status person_get(struct op *op, int64_t debtor_id, struct person *ret_person);
MUST_CHECK status person_open_pack(struct op *op, struct person *person);

/* A term of the person's country as it stands on a day, or of our policy where the law sets none.
 * ids: the names to look for, the best first, ended by NULL.
 * E_NOT_FOUND: neither the country nor our policy has it. */
MUST_CHECK status person_term(struct op *op, const struct person *person, const char *kind,
                              const char *const *ids, day on, struct pack_term *ret_term);

/* Until when what is kept must be kept. */
struct person_keep {
    day last_day; /* of the last payment, action, debt or case; DAY_NONE: there was none */
    day evidence_until;
    day book_until;
    const char *evidence_rule;
    const char *book_rule;
};
MUST_CHECK status person_keep(struct op *op, const struct person *person, day on,
                              struct person_keep *ret_keep);
/* Until when evidence of a day is kept. */
MUST_CHECK status person_keep_evidence(struct op *op, const struct person *person, day of, day on,
                                       day *ret_until, const char **ret_rule);

/* What keeps a person's data from going. */
struct person_bars {
    int64_t legal_holds;
    int64_t open_debts;  /* her own */
    int64_t answers_for; /* open debts of others */
    int64_t open_disputes;
    int64_t waiting_messages;
    str hold_reason; /* of the first one */
};
MUST_CHECK status person_bars(struct op *op, int64_t debtor_id, struct person_bars *ret_bars);
/* E_REFUSED: something stands against it; the text says what. */
MUST_CHECK status person_check_bars(struct op *op, const struct person_bars *bars);
#endif
