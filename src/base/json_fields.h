/* Typed fields of a parsed JSON object, for files that people write by hand: every refusal names
 * the place and the field, and a misspelt field is refused instead of ignored.
 *
 * where names the place for the reader ("rule MX-HOURS").  Texts are borrowed from the tree and end
 * in a NUL.  All functions fail with E_INVALID. */
#ifndef BASE_JSON_FIELDS_H
#define BASE_JSON_FIELDS_H
#include "base/json.h"

/* Fails when the value is not an object, or holds a field that is not in known. */
MUST_CHECK status json_check_object(struct op *op, const char *where, json_t *value,
                                    const char *const *known, size_t known_count);

/* A missing field is refused by _need_, left at the caller's *ret_value by _take_. */
MUST_CHECK status json_need_text(struct op *op, const char *where, const json_t *object,
                                 const char *key, const char **ret_text);
MUST_CHECK status json_take_text(struct op *op, const char *where, const json_t *object,
                                 const char *key, const char **ret_text);
MUST_CHECK status json_need_int(struct op *op, const char *where, const json_t *object,
                                const char *key, int least, int most, int *ret_number);
MUST_CHECK status json_take_int(struct op *op, const char *where, const json_t *object,
                                const char *key, int least, int most, int *ret_number);
MUST_CHECK status json_take_bool(struct op *op, const char *where, const json_t *object,
                                 const char *key, bool *ret_flag);
/* YYYY-MM-DD; null counts as missing. */
MUST_CHECK status json_take_day(struct op *op, const char *where, const json_t *object,
                                const char *key, day *ret_day);
MUST_CHECK status json_need_array(struct op *op, const char *where, const json_t *object,
                                  const char *key, json_t **ret_array);
#endif
