/* Ids: 64-bit, time-ordered, made in the process, positive.
 *
 * 41 bits of milliseconds since 2020-01-01, 10 bits of node (leased from the store), 12 bits of
 * counter.  A burst borrows from the coming milliseconds, so order of making is order of value
 * within a process.  Ids carry no meaning: comparisons, replay and digests use natural keys.
 * Thread-safe. */
#ifndef BASE_IDS_H
#define BASE_IDS_H
#include <stdint.h>

#include "base/status.h"
#include "base/str.h"

#define IDS_NODE_MAX 1023

/* Sets the node of this process; before the first id_make. */
void ids_set_node(int node);
int64_t id_make(void);

/* A check digit for numbers that people read: ISO 7064 MOD 11,10 over the decimal digits. */
int check_digit(uint64_t number);
#endif
