/* Reservations: places in the maxima of contact, kept for contacts that are about to be made.
 *
 * A reservation is held, then used when its contact is recorded, released, or revoked with the
 * person's consent; one that expires keeps no place any more.  Rows stay: they tell which rule and
 * which packs allowed the contact.  Asking the gate and holding the place happen under
 * reservation_lock, in one transaction, so that no two contacts take the same place
 * (policy/permit.h does both). */
#ifndef BOOK_RESERVATION_H
#define BOOK_RESERVATION_H
#include "base/words.h"
#include "book/person.h"
#include "book/touch.h"

struct reservation {
    struct case_key key;
    int64_t person_id; /* the contacted one */
    day on;            /* the person's day */
    enum channel channel;
    int64_t point_id;   /* that is meant; 0: the best one of the channel */
    int64_t outbox_id;  /* 0: a person acts */
    instant expires_at; /* INSTANT_NONE: until its message's fate is told */
    const char *rule;
    const char *pack; /* which rules were asked */
};

/* A place that is kept now. */
struct reserved {
    int64_t case_id;
    day on;
    enum channel channel;
};

/* person_id is any party of the person; its places are those of all its parties (book/person.h).
 * Before counts are read in order to reserve: until the end of this transaction nobody else
 * reserves or records a contact of the person.  E_BUSY: somebody holds it for long. */
MUST_CHECK status reservation_lock(struct op *op, int64_t person_id);
MUST_CHECK status reservation_hold(struct op *op, const struct reservation *reservation,
                                   int64_t *ret_id);
/* What a contact lacks that was, or is to be, made on a permit. */
enum permit_lack {
    LACK_NOTHING,
    LACK_PERMIT,  /* it names none */
    LACK_UNKNOWN, /* no such one of the person */
    LACK_OTHER,   /* it is for another case, channel or contact point */
    LACK_ENDED,   /* used or given up already */
    LACK_EXPIRED, /* its place may be taken */
    LACK_REVOKED, /* the person withdrew their consent meanwhile */
    LACK_COUNT
};
const char *permit_lack_name(enum permit_lack lack);
/* What a permit still is good for. */
struct reservation_place {
    enum permit_lack lack;
    day on;           /* the person's day whose place it keeps; lacking: of no use */
    int64_t point_id; /* that it is for; 0: the best one of the channel */
};
/* id 0: LACK_PERMIT.  Which point the contact was made by is for the caller to compare. */
MUST_CHECK status reservation_look(struct op *op, int64_t person_id, int64_t id,
                                   const struct case_key *key, enum channel channel,
                                   struct reservation_place *ret_place);
/* The contact was made; *ret_on is the person's day whose place it takes.  E_NOT_FOUND: no such
 * one; E_CONFLICT: another case's or channel's, used or released already, or expired: then its
 * place may be taken, and the contact must not be made. */
MUST_CHECK status reservation_use(struct op *op, int64_t person_id, int64_t id,
                                  const struct case_key *key, enum channel channel, day *ret_on);
/* It will not be made.  One that is ended already stays as it is. */
MUST_CHECK status reservation_release(struct op *op, int64_t person_id, int64_t id);
/* The person does not allow it any more: whoever holds it learns so when they use it. */
MUST_CHECK status reservation_revoke(struct op *op, int64_t person_id, int64_t id);
/* The same by the message; is_used: it left, or may have left, and is counted. */
MUST_CHECK status reservation_end_message(struct op *op, int64_t person_id, int64_t outbox_id,
                                          bool is_used);
/* Every place that is kept now, from a day on; in the op's arena. */
MUST_CHECK status reservation_list(struct op *op, const struct person *person, day from,
                                   instant now, const struct reserved **ret_list,
                                   size_t *ret_count);
#endif
