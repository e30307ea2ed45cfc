/* Templates: texts with gaps, filled with values that are known by name.
 *
 *   {{name}}               the value; escaped in HTML; a name that nobody knows is an error
 *   {{#name}} … {{/name}}  once for each row of a list, or once when a text is not empty
 *   {{^name}} … {{/name}}  when the list or the text is empty
 *   {{>name}}              another template's text, with the same values
 *   {{! remark }}
 *
 * A tag other than a value that stands alone on its line takes the line with it.  Inside a list the
 * row's values hide those outside.  There is no way to write a value unescaped into HTML.  Texts
 * are UTF-8 and borrowed; everything lives in the op's arena. */
#ifndef REACH_TEMPLATE_H
#define REACH_TEMPLATE_H
#include "base/op.h"
#include "base/str.h"

#define TEMPLATE_VALUE_BYTES 512         /* a longer value ends in …: a name, not a letter */
#define TEMPLATE_OUTPUT_MAX  (256 << 10) /* mail servers cut larger texts off */
#define TEMPLATE_DEPTH_MAX   8           /* nested sections and partials */

enum template_form { TEMPLATE_TEXT, TEMPLATE_HTML };

struct template_values;

struct template_values *template_values(struct arena *arena);
void template_put(struct template_values *values, const char *name, str text);
/* A text that is not empty when the flag is true: for sections. */
void template_put_flag(struct template_values *values, const char *name, bool flag);
/* Adds a row to a list; the first makes the list. */
struct template_values *template_add_row(struct template_values *values, const char *list);

/* Where partials are found; the text is borrowed for the rendering. */
struct template_source {
    bool (*find)(void *context, str name, str *ret_text);
    void *context;
};

/* name is for the messages.  E_INVALID: an unknown value or partial, or a tag that is not closed,
 * with its line.  E_LIMIT: more than TEMPLATE_OUTPUT_MAX bytes, or nested too deep. */
MUST_CHECK status template_render(struct op *op, str name, str text, enum template_form form,
                                  const struct template_values *values,
                                  const struct template_source *source, str *ret_text);
#endif
