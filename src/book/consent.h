/* The ledger of consents (libro de consentimientos): what a person allows and forbids, by contact
 * point, channel and purpose, and how we know.  Append-only.
 *
 * A row is given or revoked, from a day on; of a channel and purpose the last one counts, by
 * that day and then by when it was recorded: an old paper that comes late opens nothing.  A row is
 * taken back by another one (consent_undo), never changed.  A revocation of a whole contact point
 * closes the point; "not this number" is such a revocation with the reason wrong_number.
 *
 * A revocation is honoured in the transaction that records it, for all debts of the person: every
 * case is decided again, messages that have not left are cancelled with the reason, and permits
 * that people hold end.  What a worker is handing over in that moment has left; it is counted
 * apart. */
#ifndef BOOK_CONSENT_H
#define BOOK_CONSENT_H
#include "base/op.h"
#include "base/words.h"

/* Where a row comes from; the text stands in the store. */
enum consent_source {
    CONSENT_BY_IMPORT,
    CONSENT_BY_API,
    CONSENT_BY_AGENT,
    CONSENT_BY_SELF_SERVICE, /* the person, on a page of ours */
    CONSENT_BY_INBOUND,      /* the person, in a message: STOP, BAJA */
    CONSENT_BY_COMMAND,
    CONSENT_SOURCE_COUNT
};
const char *consent_source_name(enum consent_source source);
MUST_CHECK bool consent_source_parse(str text, enum consent_source *ret_source);

enum consent_reason {
    CONSENT_SAID,         /* what the person said or signed */
    CONSENT_OPT_OUT,      /* wants none of it any more */
    CONSENT_WRONG_NUMBER, /* this point is not the person's */
    CONSENT_UNDONE,       /* of the row that takes another back */
    CONSENT_REASON_COUNT
};
const char *consent_reason_name(enum consent_reason reason);

#define CONSENT_EVIDENCE_BYTES 1000
#define CONSENT_WORDING_BYTES  100

struct consent_input {
    int64_t person_id;
    int64_t point_id; /* 0: all points of the channel */
    str channel;      /* of base/words.h, or "all" */
    str purpose;      /* of base/words.h */
    bool is_given;
    day from;          /* first day; DAY_NONE: the business date */
    day until;         /* first day on which it no longer holds; DAY_NONE: none */
    str evidence;      /* how it is known, never empty */
    str document_hash; /* of the paper or recording (record/document.h); empty: none */
    str wording;       /* version of the text that the person read; empty: none */
    enum consent_source source;
    enum consent_reason reason;
};

/* What a row did at once. */
struct consent_effect {
    int64_t id;
    int messages_stopped;
    int messages_leaving; /* a worker was handing them over: too late */
    int permits_ended;
};

/* E_INVALID: an unknown channel or purpose, a point of somebody else or of another channel, days in
 * the wrong order, no evidence, or a document that is not kept. */
MUST_CHECK status consent_record(struct op *op, const struct consent_input *input,
                                 struct consent_effect *ret_effect);
/* "Not this number": closes the point for that person at once.  The event tells who answered there
 * before.  E_NOT_FOUND: no such point of this person. */
MUST_CHECK status consent_wrong_number(struct op *op, int64_t person_id, int64_t point_id,
                                       enum consent_source source, str evidence,
                                       struct consent_effect *ret_effect);
/* Takes a row back with another one.  What the person did (self_service, inbound) is not taken back
 * by anybody: E_REFUSED, a new consent is asked for.  E_CONFLICT: it is taken back already, or
 * takes one back itself. */
MUST_CHECK status consent_undo(struct op *op, int64_t person_id, int64_t id,
                               enum consent_source source, str evidence,
                               struct consent_effect *ret_effect);

/* When and how the person prefers to be reached; the latest word counts.  It narrows what the law
 * allows and never widens it: machines keep to it, people who act by hand are told of it
 * (comply/gate.h, policy/decide.h), and letters are in the language that it names where a template
 * of that language exists. */
struct contact_preference {
    uint32_t days; /* bit 1 << enum weekday; 0: any day */
    int32_t opens_s;
    int32_t closes_s;     /* first second outside; opens 0 and closes 86400: any hour */
    enum channel channel; /* CHANNEL_NONE: none is preferred */
    str language;         /* ISO 639, "pt"; empty: none was named */
    instant said_at;      /* of preference_get */
};
/* E_INVALID: hours out of order, or a day, no whole minutes, a language that is no code, no
 * evidence. */
MUST_CHECK status preference_record(struct op *op, int64_t person_id,
                                    const struct contact_preference *preference,
                                    enum consent_source source, str evidence);
/* *ret_found false: nothing was said. */
MUST_CHECK status preference_get(struct op *op, int64_t person_id,
                                 struct contact_preference *ret_preference, bool *ret_found);
#endif
