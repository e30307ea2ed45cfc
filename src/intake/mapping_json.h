/* Taking typed values out of a JSON file that people wrote: every wrong one is told with the file,
 * its place ($.columns.DueDate.date) and what is allowed there.
 *
 * The take_ functions leave their result as it is when the key is absent.  Texts live as long as
 * the tree, that is the op's arena.  E_INVALID throughout. */
#ifndef INTAKE_MAPPING_JSON_H
#define INTAKE_MAPPING_JSON_H
#include "base/json.h"
#include "intake/value.h"

struct json_place {
    struct op *op;
    const char *file;
};

#define PLACE_FAIL(place, path, format, ...)                                                       \
    op_fail((place)->op, E_INVALID, "%s: %s: %s", (place)->file, (path),                           \
            op_say((place)->op, format, __VA_ARGS__))

/* "$.columns" and "DueDate" give "$.columns.DueDate". */
const char *place_below(const struct json_place *place, const char *path, const char *key);
MUST_CHECK status place_expect(const struct json_place *place, const char *path,
                               const json_t *value, json_type type, const char *what);
/* An object with no other keys than allowed (ended by NULL). */
MUST_CHECK status place_check_keys(const struct json_place *place, const char *path, json_t *object,
                                   const char *const *allowed);

/* A text, or a list of texts. */
MUST_CHECK status place_texts(const struct json_place *place, const char *path, const json_t *value,
                              struct value_words *ret_words);
MUST_CHECK status take_text(const struct json_place *place, const char *path, const json_t *object,
                            const char *key, str *ret_text);
MUST_CHECK status take_texts(const struct json_place *place, const char *path, const json_t *object,
                             const char *key, struct value_words *ret_words);
/* One letter; "" gives 0 where that is allowed. */
MUST_CHECK status take_sign(const struct json_place *place, const char *path, const json_t *object,
                            const char *key, bool may_be_empty, char *ret_sign);
MUST_CHECK status take_number(const struct json_place *place, const char *path,
                              const json_t *object, const char *key, int least, int most,
                              int *ret_number);
/* date, decimal, group, two_digit_years_from, true, false, empty; *formats holds what is inherited.
 */
MUST_CHECK status take_formats(const struct json_place *place, const char *path,
                               const json_t *object, struct value_formats *formats);
#endif
