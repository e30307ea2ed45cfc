#include "intake/import.h"

#include <inttypes.h>

#include "book/touch.h"
#include "book/unit.h"
#include "intake/apply.h"
#include "intake/chunk.h"
#include "intake/known.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "store/db.h"

#define CONFLICT_TRIES 3 /* of a transaction whose names another writer took */

/* One import on its way. */
struct importer {
    const struct import_request *request;
    struct mapping mapping;
    struct csv *csv;
    struct plan plan;
    struct row_reader *reader;
    struct applier *applier;
    struct import_result result;
    size_t next_refused; /* index into the numbers of the refused rows */
    struct chunk chunk;  /* the rows at hand */
    struct arena *ahead; /* of the names that the check asks for */
    uint64_t ahead_rows;
    bool has_names; /* the store knows any of the file's sources */
    uint64_t done;  /* rows up to this number were dealt with */
};

/* Work in an arena of its own, which outlives the row at hand. */
static status in_arena(struct op *op, struct arena *arena,
                       status (*work)(struct op *op, struct importer *i), struct importer *i)
{
    struct arena *const before = op->arena;
    op->arena = arena;
    const status code = work(op, i);
    op->arena = before;
    return code;
}

static bool skips_none(void *context, uint64_t number)
{
    (void)context;
    (void)number;
    return false;
}

/* A store that has no name of the file's sources need not be asked for each. */
static status learn_any(struct op *op, struct importer *i)
{
    unit_start(op);
    return known_learn_any(op, &i->mapping, &i->has_names);
}

static status learn_chunk(struct op *op, struct importer *i)
{
    struct chunk *const chunk = &i->chunk;
    unit_start(op);
    TRY(chunk_read(op, i->csv, i->reader, skips_none, NULL, chunk));
    i->ahead_rows = chunk->first.number > 0 ? chunk->last - chunk->first.number + 1 : 0;
    TRY(known_learn(op, &i->mapping, chunk->rows, chunk->count));
    return i->ahead_rows > 0 ? csv_seek(op, i->csv, chunk->first) : OK;
}

static status look_ahead(struct op *op, void *context, uint64_t *ret_rows)
{
    struct importer *const i = context;
    i->ahead_rows = 0;
    if (i->has_names) {
        unit_end(op);
        arena_reset(i->ahead);
        TRY(in_arena(op, i->ahead, learn_chunk, i));
    }
    *ret_rows = i->ahead_rows;
    return OK;
}

static status judge(struct op *op, void *context, const struct csv_row *from, struct row *row)
{
    const struct importer *const i = context;
    return known_judge(op, &i->plan, i->reader, from, row);
}

static status open_file(struct op *op, struct importer *i)
{
    const struct import_request *const request = i->request;
    struct organisation organisation;
    i->mapping = mapping_none(request->kind);
    if (request->mapping_path)
        TRY(mapping_load(op, request->mapping_path, &i->mapping));
    if (i->mapping.kind != request->kind)
        return op_fail(op, E_CONFLICT, "%s: it is a mapping for %s, and %s are to be imported",
                       i->mapping.name, intake_kind_name(i->mapping.kind),
                       intake_kind_name(request->kind));
    TRY(organisation_get(op, &organisation));
    TRY(csv_open(op, request->path, &i->mapping.file, &i->csv));
    TRY(plan_make(op, i->csv, &i->mapping, organisation.currency, &i->plan));
    TRY(attribute_match(op, i->csv, &i->plan));
    TRY(check_formats(op, i->csv, &i->plan));
    return row_reader_make(op, &i->plan, i->csv, &i->reader);
}

static status check_file(struct op *op, struct importer *i)
{
    const char *const beside = quarantine_path(op->arena, i->request->path);
    const struct check_options options = {
        .as_of = i->request->as_of,
        .quarantine_path = i->request->quarantine_path ? i->request->quarantine_path : beside,
        .progress = i->request->progress,
        .judge = judge,
        .look_ahead = look_ahead,
        .judge_context = i,
    };
    TRY(in_arena(op, i->ahead, learn_any, i));
    return check_rows(op, i->csv, &i->plan, i->reader, &options, &i->result.check);
}

/* The first pass sees one state of the store. */
static status check_in_transaction(struct op *op, struct importer *i)
{
    TRY(db_begin(op, DB_READ));
    status code = open_file(op, i);
    if (code == OK)
        code = check_file(op, i);
    unit_end(op);
    db_rollback(op); /* nothing was written */
    return code;
}

static bool was_refused(struct importer *i, uint64_t number)
{
    const struct check_result *const check = &i->result.check;
    while (i->next_refused < check->refused_count && check->refused_rows[i->next_refused] < number)
        i->next_refused++;
    return i->next_refused < check->refused_count && check->refused_rows[i->next_refused] == number;
}

/* One thing of a row; *ret_is_skipped: it is not to be applied now. */
static status apply_part(struct op *op, struct importer *i, const struct row *row,
                         enum book_change *ret_change, bool *ret_is_skipped)
{
    if (row->verdict == ROW_REFUSED)
        return op_fail(op, E_CONFLICT, "%s: line %" PRIu64 " was good a moment ago: %s",
                       csv_name(i->csv), row->line, row->reasons[0].text);
    *ret_is_skipped =
        row->verdict == ROW_FILTERED || check_is_later(row, i->plan.kind, i->request->as_of);
    *ret_change = BOOK_UNCHANGED;
    if (*ret_is_skipped)
        return OK;
    if (applier_row(op, i->applier, row, ret_change) != OK) {
        const char *const why = arena_copy(op->arena, op->text, strlen(op->text));
        const status code = op->code;
        op_clear(op);
        return op_fail(op, code, "%s: line %" PRIu64 ": %s", csv_name(i->csv), row->line, why);
    }
    return OK;
}

/* All things of a row count as one: created when one of them is new. */
static status apply_row(struct op *op, struct importer *i, const struct row *parts, size_t count)
{
    struct batch *const batch = &i->result.batch;
    enum book_change change = BOOK_UNCHANGED;
    bool is_skipped = true;
    for (size_t p = 0; p < count; p++) {
        enum book_change here = BOOK_UNCHANGED;
        bool is_here_skipped = false;
        TRY(apply_part(op, i, &parts[p], &here, &is_here_skipped));
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

static status apply_rows(struct op *op, struct importer *i, const struct chunk *chunk)
{
    size_t next = 0;
    for (size_t at = 0; at < chunk->count; at = next) {
        while (next < chunk->count && chunk->rows[next].number == chunk->rows[at].number)
            next++;
        TRY(apply_row(op, i, chunk->rows + at, next - at));
    }
    return OK;
}

/* Rows that were applied before a kill, and refused ones. */
static bool skips(void *context, uint64_t number)
{
    struct importer *const i = context;
    return number <= i->done || was_refused(i, number);
}

/* The next rows: what they name is asked for at once, what they make is kept back. */
static status apply_chunk(struct op *op, struct importer *i)
{
    struct chunk *const chunk = &i->chunk;
    TRY(chunk_read(op, i->csv, i->reader, skips, i, chunk));
    TRY(known_learn(op, &i->mapping, chunk->rows, chunk->count));
    TRY(apply_rows(op, i, chunk));
    if (chunk->first.number > 0)
        i->result.batch.position = chunk->last;
    return OK;
}

/* One transaction, and the record of how far it came. */
static status apply_some(struct op *op, struct importer *i, bool *ret_is_done)
{
    struct batch *const batch = &i->result.batch;
    size_t rows = 0;
    unit_start(op);
    if (batch->id == 0)
        TRY(batch_start(op, i->csv, &i->mapping, i->request->as_of, batch));
    TRY(applier_prepare(op, i->applier));
    TRY(unit_keep(op));
    do {
        TRY(apply_chunk(op, i));
        rows += i->chunk.count;
    } while (!i->chunk.is_end && rows < LIMIT_TRANSACTION_ROWS);
    TRY(batch_advance(op, batch, i->chunk.is_end));
    *ret_is_done = i->chunk.is_end;
    return policy_commit(op);
}

/* A transaction, from its first row on; whole or not at all. */
static status apply_transaction(struct op *op, struct importer *i, bool *ret_is_done)
{
    TRY(db_begin(op, DB_WRITE));
    const status code = apply_some(op, i, ret_is_done);
    unit_end(op);
    if (code != OK) {
        db_rollback(op);
        touch_clear(op);
    }
    return code;
}

/* Names that were free when a transaction began may be another writer's when it writes them: then
 * it begins anew and finds them.  A conflict that is the file's own fault comes again. */
static status apply_next(struct op *op, struct importer *i, bool *ret_is_done)
{
    const struct batch before = i->result.batch;
    const struct csv_position at = csv_position(i->csv);
    const size_t next_refused = i->next_refused;
    status code = E_CONFLICT;
    i->done = before.position;
    for (int tries = 0; code == E_CONFLICT && tries < CONFLICT_TRIES; tries++) {
        if (tries > 0) {
            op_clear(op);
            applier_forget(i->applier);
            i->result.batch = before;
            i->next_refused = next_refused;
            TRY(csv_seek(op, i->csv, at));
        }
        code = apply_transaction(op, i, ret_is_done);
    }
    return code;
}

static status apply_file(struct op *op, struct importer *i)
{
    const struct intake_progress *const progress = &i->request->progress;
    const day as_of = i->request->as_of;
    bool is_done = false;
    const bool is_until_today = as_of == DAY_NONE || as_of > op->business_date;
    i->applier = applier_create(op, &i->plan, is_until_today ? op->business_date : as_of);
    TRY(batch_find(op, i->csv, &i->mapping, as_of, &i->result.batch));
    i->result.is_resumed = i->result.batch.id != 0;
    i->result.batch.refused = i->result.check.refused;
    TRY(csv_rewind(op, i->csv));
    while (!is_done) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(apply_next(op, i, &is_done)); /* the arena keeps what a failure speaks of */
        arena_release(op->arena, mark);
        if (progress->tell)
            progress->tell(progress->context, SAY("apply"), csv_offset(i->csv),
                           csv_format(i->csv)->size);
    }
    return OK;
}

static void release_arena(void *arena)
{
    arena_destroy(arena);
}

/* An arena that lives as long as the import, whatever is released in the op's. */
static struct arena *longer_arena(struct op *op)
{
    struct arena *const arena = arena_create();
    arena_defer(op->arena, release_arena, arena);
    return arena;
}

status intake_import(struct op *op, const struct import_request *request,
                     struct import_result *ret_result)
{
    struct importer *const i = arena_new(op->arena, struct importer);
    i->request = request;
    i->ahead = longer_arena(op);
    i->chunk.arena = longer_arena(op);
    TRY(check_in_transaction(op, i));
    const struct check_result *const check = &i->result.check;
    i->result.csv = i->csv;
    i->result.plan = &i->plan;
    i->result.outcome = request->is_dry_run                            ? IMPORT_CHECKED
                        : check->refused > 0 && !request->accepts_good ? IMPORT_REFUSED
                                                                       : IMPORT_APPLIED;
    if (i->result.outcome == IMPORT_APPLIED && check->refused > check->refused_count)
        return op_fail(op, E_LIMIT,
                       "%s: %" PRIu64
                       " rows are refused; past %d the file itself is wrong, and its "
                       "good rows are not taken either",
                       request->path, check->refused, LIMIT_REFUSED_ROWS);
    if (i->result.outcome == IMPORT_APPLIED)
        TRY(apply_file(op, i));
    *ret_result = i->result;
    return OK;
}
