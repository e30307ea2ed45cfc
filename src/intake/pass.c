#include "intake/pass.h"

#include <inttypes.h>

#include "intake/known.h"

struct pass_mark pass_mark(const struct pass *pass)
{
    return (struct pass_mark){pass->batch, csv_position(pass->csv), pass->next_refused};
}

status pass_back(struct op *op, struct pass *pass, const struct pass_mark *mark)
{
    applier_forget(pass->applier);
    pass->batch = mark->batch;
    pass->next_refused = mark->next_refused;
    pass->is_end = false;
    return csv_seek(op, pass->csv, mark->at);
}

static bool was_refused(struct pass *pass, uint64_t number)
{
    const struct check_result *const check = pass->check;
    while (pass->next_refused < check->refused_count &&
           check->refused_rows[pass->next_refused] < number)
        pass->next_refused++;
    return pass->next_refused < check->refused_count &&
           check->refused_rows[pass->next_refused] == number;
}

/* One thing of a row; *ret_is_skipped: it is not to be applied now. */
static status apply_part(struct op *op, struct pass *pass, const struct row *row,
                         enum book_change *ret_change, bool *ret_is_skipped)
{
    if (row->verdict == ROW_REFUSED)
        return op_fail(op, E_CONFLICT, "%s: line %" PRIu64 " was good a moment ago: %s",
                       csv_name(pass->csv), row->line, row->reasons[0].text);
    *ret_is_skipped =
        row->verdict == ROW_FILTERED || check_is_later(row, pass->plan->kind, pass->as_of);
    *ret_change = BOOK_UNCHANGED;
    if (*ret_is_skipped)
        return OK;
    if (applier_row(op, pass->applier, row, ret_change) != OK) {
        const char *const why = arena_copy(op->arena, op->text, strlen(op->text));
        const status code = op->code;
        op_clear(op);
        return op_fail(op, code, "%s: line %" PRIu64 ": %s", csv_name(pass->csv), row->line, why);
    }
    return OK;
}

/* All things of a row count as one: created when one of them is new. */
static status apply_row(struct op *op, struct pass *pass, const struct row *parts, size_t count)
{
    struct batch *const batch = &pass->batch;
    enum book_change change = BOOK_UNCHANGED;
    bool is_skipped = true;
    for (size_t p = 0; p < count; p++) {
        enum book_change here = BOOK_UNCHANGED;
        bool is_here_skipped = false;
        TRY(apply_part(op, pass, &parts[p], &here, &is_here_skipped));
        is_skipped = is_skipped && is_here_skipped;
        if (here != BOOK_UNCHANGED && change != BOOK_CREATED)
            change = here;
    }
    batch->created += change == BOOK_CREATED ? 1 : 0;
    batch->updated += change == BOOK_UPDATED ? 1 : 0;
    batch->unchanged += change == BOOK_UNCHANGED && !is_skipped ? 1 : 0;
    batch->skipped += change == BOOK_UNCHANGED ? 1 : 0;
    return OK;
}

static status apply_chunk(struct op *op, struct pass *pass)
{
    const struct chunk *const chunk = &pass->chunk;
    size_t next = 0;
    for (size_t at = 0; at < chunk->count; at = next) {
        while (next < chunk->count && chunk->rows[next].number == chunk->rows[at].number)
            next++;
        TRY(apply_row(op, pass, chunk->rows + at, next - at));
    }
    return OK;
}

/* Rows that were applied before a kill, and refused ones. */
static bool skips(void *context, uint64_t number)
{
    struct pass *const pass = context;
    return number <= pass->batch.position || was_refused(pass, number);
}

/* The rows that come next: what they name is asked for at once. */
static status take_chunk(struct op *op, struct pass *pass)
{
    struct chunk *const chunk = &pass->chunk;
    TRY(chunk_read(op, pass->csv, pass->reader, skips, pass, chunk));
    TRY(known_learn(op, pass->plan->mapping, chunk->rows, chunk->count, pass->made));
    TRY(apply_chunk(op, pass));
    if (chunk->first.number > 0)
        pass->batch.position = chunk->last;
    pass->is_end = chunk->is_end;
    return OK;
}

status pass_rows(struct op *op, struct pass *pass, size_t row_max)
{
    size_t rows = 0;
    do {
        TRY(take_chunk(op, pass));
        rows += pass->chunk.count;
    } while (!pass->is_end && rows < row_max);
    return OK;
}
