#include "intake/import.h"

#include <inttypes.h>

#include "book/touch.h"
#include "intake/apply.h"
#include "intake/known.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "store/db.h"

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
};

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
        .judge_context = i,
    };
    return check_rows(op, i->csv, &i->plan, i->reader, &options, &i->result.check);
}

/* The first pass sees one state of the store. */
static status check_in_transaction(struct op *op, struct importer *i)
{
    TRY(db_begin(op, DB_READ));
    status code = open_file(op, i);
    if (code == OK)
        code = check_file(op, i);
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
static status apply_row(struct op *op, struct importer *i, const struct csv_row *from,
                        int *ret_part_count)
{
    struct batch *const batch = &i->result.batch;
    struct row row;
    enum book_change change = BOOK_UNCHANGED;
    bool is_skipped = true;
    int part = 0;
    batch->position = from->at.number;
    *ret_part_count = 1;
    if (was_refused(i, from->at.number))
        return OK;
    do {
        enum book_change here = BOOK_UNCHANGED;
        bool is_here_skipped = false;
        TRY(row_read(op, i->reader, from, part++, &row));
        TRY(apply_part(op, i, &row, &here, &is_here_skipped));
        is_skipped = is_skipped && is_here_skipped;
        if (here != BOOK_UNCHANGED && change != BOOK_CREATED)
            change = here;
    } while (part < row.part_count);
    batch->created += change == BOOK_CREATED ? 1 : 0;
    batch->updated += change == BOOK_UPDATED ? 1 : 0;
    batch->unchanged += change == BOOK_UNCHANGED && !is_skipped ? 1 : 0;
    batch->skipped += change == BOOK_UNCHANGED ? 1 : 0;
    *ret_part_count = part;
    return OK;
}

/* One transaction: up to LIMIT_TRANSACTION_ROWS rows, and the record of how far it came. */
static status apply_some(struct op *op, struct importer *i, bool *ret_is_done)
{
    struct batch *const batch = &i->result.batch;
    const uint64_t done_before = batch->position;
    bool has_row = true;
    if (batch->id == 0)
        TRY(batch_start(op, i->csv, &i->mapping, i->request->as_of, batch));
    TRY(applier_prepare(op, i->applier));
    for (int rows = 0; has_row && rows < LIMIT_TRANSACTION_ROWS;) {
        struct csv_row from;
        int parts = 0;
        TRY(csv_next(op, i->csv, &from, &has_row));
        if (!has_row || from.at.number <= done_before)
            continue; /* applied before a kill */
        TRY(apply_row(op, i, &from, &parts));
        rows += parts;
    }
    TRY(batch_advance(op, batch, !has_row));
    *ret_is_done = !has_row;
    return policy_commit(op);
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
        TRY(db_begin(op, DB_WRITE));
        const status code = apply_some(op, i, &is_done);
        if (code != OK) {
            db_rollback(op);
            touch_clear(op);
            return code;
        }
        arena_release(op->arena, mark);
        if (progress->tell)
            progress->tell(progress->context, SAY("apply"), csv_offset(i->csv),
                           csv_format(i->csv)->size);
    }
    return OK;
}

status intake_import(struct op *op, const struct import_request *request,
                     struct import_result *ret_result)
{
    struct importer *const i = arena_new(op->arena, struct importer);
    i->request = request;
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
