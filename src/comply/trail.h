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

/* The maxima of packs on the day d, of all channels and purposes; those that count alike are one.
 * Lives in the op's arena.  E_LIMIT: more than can be told apart. */
MUST_CHECK status trail_open(struct op *op, const struct pack *const *packs, size_t pack_count,
                             day d, const struct trail **ret_trail);
/* Writes the trail of rows as the person's day d sees them, d being of the edition that the trail
 * was opened for; rows of one day, channel and case must be added up, none may lie after d and none
 * is reserved.  False: it does not fit in TRAIL_BYTES_MAX. */
MUST_CHECK bool trail_write(const struct trail *trail, const struct gate_count *rows, size_t count,
                            day d, struct trail_bytes *ret_bytes);
/* How many days back the maxima look, the day itself included: older rows say nothing. */
int trail_days(const struct trail *trail);
/* How many maxima there are, and the largest. */
int trail_caps(const struct trail *trail, int *ret_largest);
#endif
