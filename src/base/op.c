#include "base/op.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/str.h"

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
    *op = (struct op){.arena = arena,
                      .db = db,
                      .clock = clock,
                      .business_date = DAY_NONE,
                      .floor = INSTANT_NONE,
                      .held = INSTANT_NONE,
                      .language = LANGUAGE_EN};
}

/* A failure of the store or of ours is English for whoever mends it, behind a word for the reader.
 */
static size_t lead_in(struct op *op, status code, const char *format)
{
    const bool is_internal = code == E_STORE || code == E_INTERNAL;
    const bool is_echo = strcmp(format, "%s") == 0; /* of another operation, with all its words */
    if (!is_internal || is_echo || say_knows(op->language, format))
        return 0;
    const int size =
        snprintf(op->text, sizeof(op->text), "%s: ", op_word(op, SAY("internal failure")));
    return (size_t)size;
}

status(op_fail)(struct op *op, status code, const char *format, ...)
{
    assert(code != OK);
    if (op->code == OK) {
        va_list args;
        const size_t used = lead_in(op, code, format);
        va_start(args, format);
        say_text(op->text + used, sizeof(op->text) - used, op->language, format, args);
        va_end(args);
        op->code = code;
        op->form = format;
    }
    return code;
}

const char *op_say(struct op *op, const char *format, ...)
{
    char text[LIMIT_SAID_BYTES];
    va_list args;
    va_start(args, format);
    say_text(text, sizeof(text), op->language, format, args);
    va_end(args);
    return str_cstr(op->arena, str_of(text));
}

const char *op_word(const struct op *op, const char *english)
{
    return say_word(op->language, english);
}

const char *op_errno(const struct op *op, int error)
{
    const char *const known = strerrordesc_np(error);
    return op_word(op, known ? known : SAY("unknown error"));
}

void op_clear(struct op *op)
{
    op->code = OK;
    op->text[0] = '\0';
    op->form = NULL;
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
    if (op->holds_time && op->held != INSTANT_NONE)
        return op->held;
    instant now = op->clock.now(op->clock.context);
    if (now < op->floor && op->floor - now <= OP_LAG_MAX)
        now = op->floor;
    if (op->holds_time)
        op->held = now;
    return now;
}

void op_hold_time(struct op *op, instant at)
{
    op->holds_time = true;
    op->held = at;
}

void op_release_time(struct op *op)
{
    op->holds_time = false;
}
