#include "intake/import.h"

#include <inttypes.h>

#include "book/touch.h"
#include "book/unit.h"
#include "intake/known.h"
#include "intake/prepare.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "store/load.h"

#define CONFLICT_TRIES 3 /* of a transaction whose names another writer took */
#define UNPREPARED_MAX 3 /* transactions in a row: then the rest of the file is like them */

/* One import on its way. */
struct importer {
    const struct import_request *request;
    struct mapping mapping;
    struct csv *csv;
    struct plan plan;
    struct row_reader *reader;
    struct import_result result;
    struct pass pass;    /* the second */
    struct chunk chunk;  /* the rows that the check asks for */
    struct arena *ahead; /* of their names */
    uint64_t ahead_rows;
    bool has_names; /* the store knows any of the file's sources */
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
    TRY(known_learn(op, &i->mapping, chunk->rows, chunk->count, NULL));
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

/* One transaction, and the record of how far it came. */
static status apply_some(struct op *op, struct importer *i, size_t row_max)
{
    struct pass *const pass = &i->pass;
    unit_start(op);
    if (pass->batch.id == 0)
        TRY(batch_start(op, i->csv, &i->mapping, i->request->as_of, &pass->batch));
    TRY(applier_prepare(op, pass->applier));
    TRY(unit_keep(op));
    TRY(pass_rows(op, pass, row_max));
    TRY(batch_advance(op, &pass->batch, pass->is_end));
    return policy_commit(op);
}

/* A transaction, from its first row on; whole or not at all. */
static status apply_transaction(struct op *op, struct importer *i, size_t row_max)
{
    TRY(db_begin(op, DB_WRITE));
    const status code = apply_some(op, i, row_max);
    unit_end(op);
    if (code != OK) {
        db_rollback(op);
        touch_clear(op);
    }
    return code;
}

/* Names that were free when a transaction began may be another writer's when it writes them: then
 * it begins anew and finds them.  A conflict that is the file's own fault comes again. */
static status apply_next(struct op *op, struct importer *i, size_t row_max)
{
    const struct pass_mark before = pass_mark(&i->pass);
    status code = E_CONFLICT;
    for (int tries = 0; code == E_CONFLICT && tries < CONFLICT_TRIES; tries++) {
        if (tries > 0) {
            op_clear(op);
            TRY(pass_back(op, &i->pass, &before));
        }
        code = apply_transaction(op, i, row_max);
    }
    return code;
}

static void tell(const struct importer *i, uint64_t offset)
{
    const struct intake_progress *const progress = &i->request->progress;
    if (progress->tell)
        progress->tell(progress->context, SAY("apply"), offset, csv_format(i->csv)->size);
}

/* The next transaction by this thread alone; the arena keeps what a failure speaks of. */
static status apply_alone(struct op *op, struct importer *i, size_t row_max, bool *ret_is_done)
{
    const struct arena_mark mark = arena_mark(op->arena);
    TRY(apply_next(op, i, row_max));
    arena_release(op->arena, mark);
    i->result.batch = i->pass.batch;
    *ret_is_done = i->pass.is_end;
    tell(i, csv_offset(i->csv));
    return OK;
}

/* Writes a transaction while the next one is prepared; *ret_is_written false: it must be taken
 * anew, and nothing is being prepared. */
static status write_prepared(struct op *op, struct importer *i, struct prepare *prepare,
                             const struct prepared *prepared, bool *ret_is_written)
{
    const struct arena_mark mark = arena_mark(op->arena);
    if (!prepared->is_end)
        prepare_ask(prepare, prepared);
    const status code = prepared_write(op, prepared);
    *ret_is_written = code == OK;
    if (code == OK) {
        arena_release(op->arena, mark);
        i->result.prepared++;
        i->result.batch = prepared->batch;
        tell(i, prepared->offset);
        return OK;
    }
    if (!prepared->is_end)
        (void)prepare_take(prepare); /* it follows what was not written */
    if (code == E_CONFLICT)
        op_clear(op);
    return code == E_CONFLICT ? OK : code;
}

/* The rest of the file, transaction by transaction, as long as they can be prepared. */
static status apply_prepared(struct op *op, struct importer *i, struct prepare *prepare,
                             bool *ret_is_done)
{
    int failures = 0; /* in a row */
    prepare_ask(prepare, NULL);
    while (!*ret_is_done) {
        const struct prepared *const prepared = prepare_take(prepare);
        bool is_written = false;
        if (prepared->is_ready)
            TRY(write_prepared(op, i, prepare, prepared, &is_written));
        failures = is_written ? 0 : failures + 1;
        *ret_is_done = is_written && prepared->is_end;
        if (is_written)
            continue;
        TRY(pass_back(op, &i->pass, &prepared->before));
        TRY(apply_alone(op, i, LIMIT_TRANSACTION_ROWS, ret_is_done));
        if (failures == UNPREPARED_MAX)
            return OK;
        if (!*ret_is_done)
            prepare_ask(prepare, NULL);
    }
    return OK;
}

static status start_pass(struct op *op, struct importer *i)
{
    const day as_of = i->request->as_of;
    const bool is_until_today = as_of == DAY_NONE || as_of > op->business_date;
    struct pass *const pass = &i->pass;
    pass->plan = &i->plan;
    pass->check = &i->result.check;
    pass->as_of = as_of;
    pass->csv = i->csv;
    pass->reader = i->reader;
    pass->chunk.arena = longer_arena(op);
    pass->applier = applier_create(op, &i->plan, is_until_today ? op->business_date : as_of);
    pass->made = i->has_names ? NULL : made_create(op->arena, csv_format(i->csv)->size);
    TRY(batch_find(op, i->csv, &i->mapping, as_of, &pass->batch));
    i->result.is_resumed = pass->batch.id != 0;
    pass->batch.refused = i->result.check.refused;
    return csv_rewind(op, i->csv);
}

/* The first rows bring what the store lacks (words, attributes, creditors) and are this thread's;
 * a small file has no others. */
static status apply_all(struct op *op, struct importer *i)
{
    const bool is_alone = i->request->threads == 1;
    struct prepare *prepare = NULL;
    bool is_done = false;
    TRY(apply_alone(op, i, is_alone ? LIMIT_TRANSACTION_ROWS : CHUNK_ROWS, &is_done));
    if (!is_done && !is_alone)
        prepare = prepare_start(op, &i->pass);
    if (prepare) {
        const status code = apply_prepared(op, i, prepare, &is_done);
        prepare_stop(prepare);
        TRY(code);
    }
    while (!is_done)
        TRY(apply_alone(op, i, LIMIT_TRANSACTION_ROWS, &is_done));
    return OK;
}

/* Whatever the load leaves, its rows are on the disk and its indexes are there. */
static status end_load(struct op *op, status code)
{
    struct op ending = *op; /* the failure of the load is the one to tell */
    op_clear(&ending);
    const status end_code = db_load_end(&ending);
    return code != OK || end_code == OK ? code : op_fail(op, end_code, "%s", ending.text);
}

/* A file of more than one transaction is a load; new to the store are all rows of a source that it
 * has no name of, and those that a killed import has left. */
static status apply_file(struct op *op, struct importer *i)
{
    TRY(start_pass(op, i));
    const uint64_t rows = i->result.check.rows - i->pass.batch.position;
    if (i->result.check.rows <= LIMIT_TRANSACTION_ROWS)
        return apply_all(op, i);
    TRY(db_load_begin(op, i->has_names && !i->result.is_resumed ? 0 : rows));
    return end_load(op, apply_all(op, i));
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
    if (i->result.outcome == IMPORT_APPLIED && request->finds_twins)
        TRY(twins_find(op, request->kind, &i->result.batch, &i->result.twins));
    *ret_result = i->result;
    return OK;
}
