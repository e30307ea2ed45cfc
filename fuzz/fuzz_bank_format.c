/* Which format a file of a bank is, over any bytes: the same again.  What this search finds, those
 * of the formats start from, too (scripts/fuzz): they all ask. */
#include "fuzz/bank.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct op op;
    const str text = {(const char *)data, size};
    op_init(&op, arena_create(), NULL, op_clock_system);
    bank_reader *const found = reader_of(&op, text);
    assert(reader_of(&op, text) == found);
    arena_destroy(op.arena);
    return 0;
}
