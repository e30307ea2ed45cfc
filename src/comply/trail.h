/* What of a history of contacts a pack can still see: two histories with the same trail are
 * answered alike today and, whatever is added to both, on every later day.
 *
 * A proof goes through histories without end; the trail folds them into a few.  For each maximum it
 * holds what is used of a day, of a week, or of each day that a rolling span still reaches, never
 * more than the maximum: a maximum that is reached and one that is passed are one, and in a rolling
 * span what is older than the contacts that fill it can never matter again.  Maxima that count in
 * other ways (conversations by channel, attempts without an answer) keep their days apart: finer
 * than need be, never coarser.  Pure. */
#ifndef COMPLY_TRAIL_H
#define COMPLY_TRAIL_H
#include "comply/gate.h"

#define TRAIL_BYTES_MAX 2048

struct trail_bytes {
    uint8_t list[TRAIL_BYTES_MAX];
    size_t size;
};

struct trail; /* the maxima that are looked at, each once */

/* The maxima of the limits on the day d, of all channels and purposes, and those of the law that
 * the limits do not keep by themselves; those that count alike are one.  A maximum of the law is
 * kept where on each channel and purpose that it binds, one of the limits counts all that it
 * counts, over a span as long, up to a number as small: while that one has room the law's has, so
 * it can never be the law's reason against what the limits allow, and need not be followed.  Lives
 * in the op's arena.  E_LIMIT: more than can be told apart. */
MUST_CHECK status trail_open(struct op *op, const struct pack *law, const struct pack *limits,
                             day d, const struct trail **ret_trail);
/* Writes the trail of rows as the person's day d sees them, d being of the edition that the trail
 * was opened for; rows of one day, channel and case must be added up, none may lie after d and none
 * is reserved.  False: it does not fit in TRAIL_BYTES_MAX. */
MUST_CHECK bool trail_write(const struct trail *trail, const struct gate_count *rows, size_t count,
                            day d, struct trail_bytes *ret_bytes);
/* How many days back the maxima look, the day itself included: older rows say nothing. */
int trail_days(const struct trail *trail);
/* How many maxima are followed, and the largest. */
int trail_caps(const struct trail *trail, int *ret_largest);
/* How many maxima of the law the limits keep by themselves; ret_all: there are no others, so that
 * the law's answer to what the limits allow is the same whatever was counted. */
int trail_kept(const struct trail *trail, bool *ret_all);
/* The trail that follows nothing. */
const struct trail *trail_none(void);

/* The first channel that the trail cannot tell from this one: whatever is counted on one may as
 * well be counted on the other.  CHANNEL_NONE: nothing counts it. */
enum channel trail_alike(const struct trail *trail, enum channel channel);
/* Whether it matters which case a contact was about, and whether somebody answered. */
bool trail_tells_cases(const struct trail *trail);
bool trail_tells_contacts(const struct trail *trail);
/* Whether what is counted more in a day never leaves more room. */
bool trail_only_fills(const struct trail *trail);
#endif
