/* What time takes away: the job that erases what need not be kept any longer.
 *
 * Persons in order, some in each transaction; what was done stays done, so a kill is answered by
 * running it again, and a second run on the same day changes nothing. */
#ifndef PRIVACY_RETENTION_H
#define PRIVACY_RETENTION_H
#include "privacy/erase.h"

#define RETENTION_PERSONS 50 /* of one transaction */

struct retention {
    int64_t persons;  /* looked at */
    int64_t erased;   /* of whom something went, or would go */
    int64_t held;     /* whose time is over, and who are held back */
    int64_t restored; /* who were erased before, and again now */
    int64_t rows[PRIVACY_SYSTEM];
};
struct retention_progress {
    void (*tell)(void *context, int64_t persons);
    void *context;
};
/* As of a day that is not to come.  is_dry: nothing is written, and the figures say what would be.
 * op has no transaction and gets none. */
MUST_CHECK status retention_run(struct op *op, day on, bool is_dry,
                                const struct retention_progress *progress,
                                struct retention *ret_retention);
/* After a restore: who was erased since the backup goes again.  The list lies beside the key file
 * (record/seal_person.h); persons whom the store does not know are passed over. */
MUST_CHECK status retention_reapply(struct op *op, const char *key_path, int64_t *ret_persons);
#endif
