/* Stories of debts over any bytes: answered or refused, and the same story is told the same twice.
 */
#include <assert.h>

#include "cli/lines.h"
#include "cli/story.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const str text = {(const char *)data, size};
    struct op op;
    op_init(&op, arena_create(), NULL, op_clock_system);
    struct buf first = buf_start(op.arena, LINES_OUT_BYTES);
    struct buf second = buf_start(op.arena, LINES_OUT_BYTES);
    const status code = story_tell(&op, text, &first);
    assert(code == OK || op.text[0] != '\0');
    op_clear(&op);
    assert(story_tell(&op, text, &second) == code);
    if (code == OK) {
        assert(first.size > 0 && str_is_utf8(buf_str(&first), NULL));
        assert(str_equal(buf_str(&first), buf_str(&second)));
    }
    arena_destroy(op.arena);
    return 0;
}
