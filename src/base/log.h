/* The log: one logfmt line per event on standard error, for machines and operators.
 *
 * A call takes an event name and typed fields.  There is no way to pass a text, so no name, address
 * or number of a person can leak into a log (ids can be looked up by who may).  Only serve, reach
 * and cli log; rules return a status instead.  Thread-safe: a line is one write. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include <stdint.h>

#include "base/status.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
    const char *name;     /* a literal */
    const char *constant; /* a literal such as a status name; NULL when the value is a number */
    int64_t number;
};
#define LOG_I64(field, value)   ((struct log_field){(field), NULL, (int64_t)(value)})
#define LOG_STATUS(field, code) ((struct log_field){(field), status_name(code), 0})

void log_set_level(enum log_level lowest);
void log_write(enum log_level level, const char *event, const struct log_field *fields,
               int field_count);
#define log_event(level, event, ...)                                                               \
    log_write((level), (event), (const struct log_field[]){__VA_ARGS__},                           \
              (int)ARRAY_LEN(((const struct log_field[]){__VA_ARGS__})))
#endif
