/* The files of the package tzdata as text; GLib reads the zones themselves. */
#ifndef CALENDAR_TZDATA_H
#define CALENDAR_TZDATA_H
#include "base/op.h"

/* A file of its folder (TZDIR, else the system's), into the arena.  E_IO: it is not there. */
MUST_CHECK status tzdata_read(struct op *op, struct arena *arena, const char *name, str *ret_text);
#endif
