/* The CSV reader over any bytes: every row must come out, whole or with its fault, and a second
 * reading must give the same rows. */
#include <assert.h>
#include <stdint.h>

#include "intake/csv.h"

/* A number that changes when a row changes. */
static uint64_t read_rows(struct op *op, struct csv *csv)
{
    uint64_t sum = 0;
    uint64_t line = 0;
    bool has_row = true;
    for (;;) {
        struct csv_row row;
        assert(csv_next(op, csv, &row, &has_row) == OK);
        if (!has_row)
            return sum;
        assert(row.at.line >= line && row.at.offset <= csv_format(csv)->size);
        line = row.at.line;
        sum = sum * 31 + row.at.offset + (uint64_t)row.fault;
        for (int i = 0; i < row.count; i++) {
            sum = sum * 31 + row.fields[i].size;
            assert(csv_field_line(&row, i) >= row.at.line);
            if (row.fault == CSV_GOOD)
                assert(str_is_utf8(row.fields[i], NULL));
        }
        assert((row.fault == CSV_GOOD) == (csv_fault_text(op, csv, &row)[0] == '\0'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct op op;
    struct csv *csv = NULL;
    const str text = {(const char *)data, size};
    op_init(&op, arena_create(), NULL, op_clock_system);
    if (csv_open_text(&op, "fuzz.csv", text, &(struct csv_options){.separator = 0}, &csv) == OK) {
        const uint64_t first = read_rows(&op, csv);
        assert(csv_rewind(&op, csv) == OK);
        assert(read_rows(&op, csv) == first);
    }
    arena_destroy(op.arena);
    return 0;
}
