/* The word lists that several rooms share: what a contact goes through, what it is for, to whom.
 *
 * Each list has one table of texts (words.c), the same in JSON, SQL, files and strategies.  The
 * numbers are stored, so a list grows at its end and is never reordered.  All functions are pure;
 * a _name never returns NULL, a _parse is exact and leaves its result untouched when it fails. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H
#include <stdbool.h>

#include "base/status.h"
#include "base/str.h"

/* The way to a person.  CHANNEL_NONE is work inside the house: nobody is contacted. */
enum channel {
    CHANNEL_NONE,
    CHANNEL_EMAIL,
    CHANNEL_SMS,
    CHANNEL_WHATSAPP,
    CHANNEL_CALL,
    CHANNEL_LETTER,
    CHANNEL_VISIT,
    CHANNEL_COUNT
};
const char *channel_name(enum channel channel);
MUST_CHECK bool channel_parse(str text, enum channel *ret_channel);

/* What a contact is for.  A reminder comes before the due date; service answers the person's own
 * business (a receipt, a reply) and asks for no money. */
enum purpose { PURPOSE_COLLECTION, PURPOSE_REMINDER, PURPOSE_SERVICE, PURPOSE_COUNT };
const char *purpose_name(enum purpose purpose);
MUST_CHECK bool purpose_parse(str text, enum purpose *ret_purpose);

/* How a party stands to an obligation. */
enum party_role {
    ROLE_DEBTOR,
    ROLE_CO_DEBTOR,
    ROLE_GUARANTOR,
    ROLE_REFERENCE,
    ROLE_EMPLOYER,
    ROLE_THIRD_PARTY,
    ROLE_COUNT
};
const char *party_role_name(enum party_role role);
MUST_CHECK bool party_role_parse(str text, enum party_role *ret_role);

/* What is known of a party, each set and unset with evidence; kept as a set of bits. */
enum party_flag {
    FLAG_DECEASED,
    FLAG_REPRESENTED, /* a lawyer or another person speaks for the party */
    FLAG_BANKRUPT,
    FLAG_VULNERABLE,
    FLAG_MINOR,
    FLAG_ELDERLY,
    FLAG_SUED,       /* a court has a debt of the party */
    FLAG_MORATORIUM, /* a breathing space granted by law runs */
    FLAG_COUNT
};
#define FLAG_BIT(flag) (UINT32_C(1) << (flag))
const char *party_flag_name(enum party_flag flag);
MUST_CHECK bool party_flag_parse(str text, enum party_flag *ret_flag);

enum point_state {
    POINT_UNVERIFIED,
    POINT_VERIFIED,
    POINT_WRONG, /* wrong for that person, not for the world */
    POINT_INACTIVE,
    POINT_OPTED_OUT,
    POINT_STATE_COUNT
};
const char *point_state_name(enum point_state state);
MUST_CHECK bool point_state_parse(str text, enum point_state *ret_state);

/* Whose a contact point is: where the person works, and somebody who was named to find them, are
 * not the person's own. */
enum point_use { POINT_PERSONAL, POINT_WORKPLACE, POINT_REFERENCE, POINT_USE_COUNT };
const char *point_use_name(enum point_use use);
MUST_CHECK bool point_use_parse(str text, enum point_use *ret_use);

/* CONSENT_NONE: nobody asked yet. */
enum consent_state {
    CONSENT_NONE,
    CONSENT_GIVEN,
    CONSENT_REVOKED,
    CONSENT_EXPIRED,
    CONSENT_STATE_COUNT
};
const char *consent_state_name(enum consent_state state);
MUST_CHECK bool consent_state_parse(str text, enum consent_state *ret_state);

/* What a disposition counts as; kept as a set of bits (disposition.flags). */
enum outcome_flag {
    OUTCOME_ATTEMPT,     /* we tried to reach somebody */
    OUTCOME_CONTACT,     /* somebody answered */
    OUTCOME_RIGHT_PARTY, /* and it was the person */
    OUTCOME_PROMISE,
    OUTCOME_DISPUTE,
    OUTCOME_REFUSAL,
    OUTCOME_WRONG_NUMBER,
    OUTCOME_DECEASED,
    OUTCOME_DNC, /* asks not to be contacted */
    OUTCOME_CALLBACK,
    OUTCOME_THIRD_PARTY,
    OUTCOME_HARDSHIP,
    OUTCOME_PAID,
    OUTCOME_COUNT
};
#define OUTCOME_BIT(flag) (INT64_C(1) << (flag))
const char *outcome_flag_name(enum outcome_flag flag);
MUST_CHECK bool outcome_flag_parse(str text, enum outcome_flag *ret_flag);
#endif
