#include "intake/separator.h"

#include "intake/csv_scan.h"

static const struct {
    char sign;
    const char *name;
} signs[] = {
    {',',  SAY("comma")    },
    {';',  SAY("semicolon")},
    {'\t', SAY("tab")      },
    {'|',  SAY("bar")      },
};

const char *separator_name(char sign)
{
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (signs[i].sign == sign)
            return signs[i].name;
    return SAY("another sign");
}

struct verdict {
    int columns;    /* fields of the first row */
    int confidence; /* per cent */
};

static struct verdict try_sign(str sample, bool is_whole, char sign, struct csv_split *split)
{
    int rows = 0;
    int agreeing = 0;
    int columns = 0;
    while (sample.size > 0 && rows < SEPARATOR_SAMPLE_ROWS) {
        size_t used = csv_scan_line(sample, is_whole);
        if (used == 0 || csv_strip_line_end((str){sample.data, used}).size == 0) {
            if (used == 0)
                break;
            sample = (str){sample.data + used, sample.size - used};
            continue;
        }
        const enum csv_fault fault = csv_scan_row(sample, is_whole, sign, split, &used);
        if (fault == CSV_MORE)
            break;
        rows++;
        if (fault == CSV_GOOD) {
            columns = rows == 1 ? split->count : columns;
            agreeing += split->count == columns;
        }
        sample = (str){sample.data + used, sample.size - used};
    }
    return (struct verdict){columns, rows > 0 ? agreeing * 100 / rows : 0};
}

static bool takes_preamble(str sample, struct separator *separator)
{
    const size_t used = csv_scan_line(sample, true);
    const str line = csv_strip_line_end((str){sample.data, used});
    if (line.size != 5 || !str_equal_nocase((str){line.data, 4}, STR("sep=")))
        return false;
    *separator = (struct separator){line.data[4], 100, used};
    return true;
}

struct separator separator_detect(struct op *op, str sample, bool is_whole)
{
    struct separator best = {',', 0, 0};
    if (takes_preamble(sample, &best))
        return best;
    const struct arena_mark mark = arena_mark(op->arena);
    struct csv_split *const split = arena_new(op->arena, struct csv_split);
    split->scratch = arena_alloc(op->arena, sample.size);
    int best_columns = 1;
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        const struct verdict verdict = try_sign(sample, is_whole, signs[i].sign, split);
        if (verdict.columns < 2)
            continue;
        if (verdict.confidence > best.confidence ||
            (verdict.confidence == best.confidence && verdict.columns > best_columns)) {
            best = (struct separator){signs[i].sign, verdict.confidence, 0};
            best_columns = verdict.columns;
        }
    }
    arena_release(op->arena, mark);
    return best;
}
