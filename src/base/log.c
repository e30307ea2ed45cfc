#include "base/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/op.h"

static _Atomic int lowest_level = LOG_INFO;

void log_set_level(enum log_level lowest)
{
    atomic_store(&lowest_level, (int)lowest);
}

void log_write(enum log_level level, const char *event, const struct log_field *fields,
               int field_count)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    char line[1024];
    char at[INSTANT_TEXT_SIZE];
    if ((int)level < atomic_load(&lowest_level))
        return;
    int size = snprintf(line, sizeof(line), "at=%s level=%s event=%s",
                        instant_format(op_clock_system.now(NULL), at), names[level], event);
    for (int i = 0; i < field_count && size < (int)sizeof(line) - 64; i++) {
        const size_t room = sizeof(line) - (size_t)size;
        if (fields[i].constant)
            size += snprintf(line + size, room, " %s=%s", fields[i].name, fields[i].constant);
        else
            size += snprintf(line + size, room, " %s=%lld", fields[i].name,
                             (long long)fields[i].number);
    }
    if (size > (int)sizeof(line) - 2)
        size = (int)sizeof(line) - 2;
    line[size] = '\n';
    (void)!write(STDERR_FILENO, line, (size_t)size + 1);
}
