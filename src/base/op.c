#include "base/op.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>

static instant system_now(void *context)
{
    struct timespec now;
    (void)context;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (instant)now.tv_sec * INSTANT_PER_SECOND + now.tv_nsec / 1000;
}

const struct op_clock op_clock_system = {system_now, NULL};

void op_init(struct op *op, struct arena *arena, struct db *db, struct op_clock clock)
{
    *op = (struct op){.arena = arena, .db = db, .clock = clock, .business_date = DAY_NONE};
}

status(op_fail)(struct op *op, status code, const char *format, ...)
{
    assert(code != OK);
    if (op->code == OK) {
        va_list args;
        va_start(args, format);
        (void)vsnprintf(op->text, sizeof(op->text), format, args);
        va_end(args);
        op->code = code;
    }
    return code;
}

void op_clear(struct op *op)
{
    op->code = OK;
    op->text[0] = '\0';
}

status op_check(struct op *op)
{
    if (arena_is_over_budget(op->arena))
        return op_fail(op, E_LIMIT, "the operation needs more memory than its budget of %zu MiB",
                       LIMIT_ARENA_SOFT_BYTES >> 20);
    return OK;
}

instant op_now(struct op *op)
{
    return op->clock.now(op->clock.context);
}
