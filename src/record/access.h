/* The log of who has seen whose personal values in the clear: one row for each opening, never
 * changed, so that a person can be told and unusual curiosity is seen. */
#ifndef RECORD_ACCESS_H
#define RECORD_ACCESS_H
#include "base/op.h"
#include "base/str.h"

enum access_field {
    ACCESS_DOCUMENT = 1,
    ACCESS_EMAIL = 2,
    ACCESS_PHONE = 4,
    ACCESS_ADDRESS = 8,
    ACCESS_ACCOUNT = 16,
};
/* By the kind of a sealed value; 0: no such kind. */
unsigned access_field_of(const char *kind);

struct access {
    int64_t debtor_id;
    int64_t case_id; /* 0: none */
    int64_t user_id; /* 0: whoever has the machine's account */
    day business_date;
    instant at;
    const char *face;      /* screen | cli | export */
    const char *operation; /* of the API, or the command */
    unsigned fields;       /* set of enum access_field; 0: nothing was shown, nothing is noted */
};
/* In a transaction of the caller. */
MUST_CHECK status access_write(struct op *op, const struct access *access);
/* The same for the actor and the time of op. */
MUST_CHECK status access_note(struct op *op, int64_t debtor_id, const char *face,
                              const char *operation, unsigned fields);
#endif
