/* Settings: named values of the organisation that hold from a day on.
 *
 * A row is never changed: a new value is a new row, and of the rows effective on a day the latest
 * day, then the latest recording counts; so a past day can be computed again as it was known.
 * Nothing is cached: a rule reads its settings once per operation. */
#ifndef RECORD_SETTING_H
#define RECORD_SETTING_H
#include "base/op.h"
#include "base/str.h"

enum setting_type { SETTING_INTEGER, SETTING_TEXT, SETTING_CHOICE };

/* A setting that the program knows. */
struct setting {
    const char *name; /* room.thing */
    enum setting_type type;
    int64_t lowest, highest; /* of an integer; bytes of a text */
    const char *initial;     /* what holds where nothing was recorded */
    const char *unit;        /* days, basis points…; the words of a choice, a|b; "" for a text */
    const char *about[2];    /* one sentence for the screen, by enum language */
};
const struct setting *setting_list(size_t *ret_count);
/* NULL: not known. */
const struct setting *setting_find(str name);

/* E_INVALID: the name is not known, or the value is not of its type and range; the text says what
 * is. */
MUST_CHECK status setting_check(struct op *op, const char *name, str value);
/* Records a value from a day on, in the caller's transaction.  E_INVALID: as setting_check. */
MUST_CHECK status setting_put(struct op *op, const char *name, day effective_on, str value);
/* The value that holds on a day; fallback where none was recorded (a country pack's figure, or the
 * initial one: setting_initial_i64).  E_INTERNAL: a name that the list lacks, or of the other type.
 */
MUST_CHECK status setting_i64(struct op *op, const char *name, day on, int64_t fallback,
                              int64_t *ret_value);
MUST_CHECK status setting_text(struct op *op, const char *name, day on, str fallback,
                               str *ret_value);
/* The initial value of a known integer setting. */
int64_t setting_initial_i64(const char *name);
#endif
