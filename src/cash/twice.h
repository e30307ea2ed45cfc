/* A name that stands twice in a list, where each must say which one is meant.  Pure. */
#ifndef CASH_TWICE_H
#define CASH_TWICE_H
#include "base/str.h"

/* Sorts the names in place.  False: none stands twice; else *ret_name is the first that does, in
 * the order of bytes. */
bool twice_find(str *names, size_t count, str *ret_name);
#endif
