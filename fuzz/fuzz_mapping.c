/* The reader of mapping files over any bytes; a mapping that is taken is then tried on a file. */
#include <assert.h>
#include <stdint.h>

#include "intake/check.h"

#define FILE_TEXT                                                                                  \
    STR("customerID,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,SettledDate,Extra\n"           \
        "a,1,1/2/2013,2/1/2013,55.94,1/15/2013,x\n"                                                \
        "b,2,2013-01-02,20130201,\"1.234,50\",,y\n")

static void try_mapping(struct op *op, const struct mapping *mapping)
{
    struct csv *csv = NULL;
    struct plan plan;
    struct row_reader *reader = NULL;
    struct check_result result;
    const struct check_options options = {.as_of = DAY_NONE};
    if (csv_open_text(op, "fuzz.csv", FILE_TEXT, &mapping->file, &csv) != OK ||
        plan_make(op, csv, mapping, CURRENCY('M', 'X', 'N'), &plan) != OK ||
        check_formats(op, csv, &plan) != OK || row_reader_make(op, &plan, csv, &reader) != OK)
        return;
    assert(check_rows(op, csv, &plan, reader, &options, &result) == OK);
    assert(result.good + result.skipped + result.refused == result.rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct op op;
    struct mapping mapping;
    const str text = {(const char *)data, size};
    op_init(&op, arena_create(), NULL, op_clock_system);
    if (mapping_parse(&op, "fuzz.json", text, &mapping) == OK)
        try_mapping(&op, &mapping);
    else
        assert(op.code != OK && op.text[0] != '\0');
    arena_destroy(op.arena);
    return 0;
}
