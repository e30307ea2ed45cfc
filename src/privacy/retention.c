#include "privacy/retention.h"

#include "policy/commit.h"
#include "policy/pack_kept.h"
#include "record/seal_person.h"
#include "store/db.h"

struct job {
    struct op *op;
    day on;
    bool is_dry;
    const struct retention_progress *progress;
    struct retention *sums;
};

struct page {
    int64_t ids[RETENTION_PERSONS];
    size_t count;
};

static status read_page(struct op *op, enum query query, int64_t after_id, struct page *page)
{
    struct db_rows rows;
    bool has_row = true;
    page->count = 0;
    TRY(db_query(op, query, DB_ARGS(ARG_I64(after_id), ARG_I64(RETENTION_PERSONS)), &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            page->ids[page->count++] = db_id(&rows, 0);
    }
    return OK;
}

static bool has_work(const struct erase_plan *plan)
{
    for (int c = 0; c < PRIVACY_SYSTEM; c++)
        if (plan->classes[c].is_due)
            return true;
    return false;
}

static status do_person(struct job *job, int64_t debtor_id)
{
    struct op *const op = job->op;
    struct person person;
    struct erase_plan plan;
    struct person_bars bars;
    int64_t rows[PRIVACY_SYSTEM] = {0};
    TRY(person_get(op, debtor_id, &person));
    TRY(pack_kept(op, person.country, &person.pack));
    TRY(erase_plan_make(op, &person, job->on, false, &plan));
    job->sums->persons++;
    if (!has_work(&plan))
        return OK;
    TRY(person_bars(op, debtor_id, &bars));
    if (person_check_bars(op, &bars) != OK) {
        op_clear(op);
        job->sums->held++;
        return OK;
    }
    if (!job->is_dry)
        TRY(erase_carry_out(op, &person, &plan, 0, rows));
    for (int c = 0; c < PRIVACY_SYSTEM; c++)
        job->sums->rows[c] +=
            job->is_dry && plan.classes[c].is_due ? plan.classes[c].rows : rows[c];
    job->sums->erased++;
    return OK;
}

static status do_page(struct job *job, int64_t *after_id)
{
    struct page page;
    TRY(db_begin(job->op, job->is_dry ? DB_READ : DB_WRITE));
    TRY(read_page(job->op, Q_PRIVACY_RETENTION_PAGE, *after_id, &page));
    for (size_t i = 0; i < page.count; i++)
        TRY(do_person(job, page.ids[i]));
    *after_id = page.count > 0 ? page.ids[page.count - 1] : 0;
    return job->is_dry ? db_commit(job->op) : policy_commit(job->op);
}

static status do_pages(struct job *job)
{
    int64_t after_id = 0;
    do {
        const struct arena_mark mark = arena_mark(job->op->arena);
        const status code = do_page(job, &after_id);
        if (code != OK)
            db_rollback(job->op);
        TRY(code);
        arena_release(job->op->arena, mark);
        if (job->progress && job->progress->tell)
            job->progress->tell(job->progress->context, job->sums->persons);
    } while (after_id != 0);
    return OK;
}

/* --- who came back --- */

static status again(struct op *op, const struct page *page, int64_t *ret_persons)
{
    TRY(db_begin(op, DB_WRITE));
    for (size_t i = 0; i < page->count; i++)
        TRY(erase_again(op, page->ids[i]));
    *ret_persons += (int64_t)page->count;
    return policy_commit(op);
}

/* Those whom the store itself knows to be erased. */
static status finish_unfinished(struct op *op, int64_t *ret_persons)
{
    struct page page;
    int64_t after_id = 0;
    do {
        TRY(db_begin(op, DB_READ));
        TRY(read_page(op, Q_PRIVACY_UNFINISHED, after_id, &page));
        TRY(db_commit(op));
        if (page.count == 0)
            return OK;
        TRY(again(op, &page, ret_persons));
        after_id = page.ids[page.count - 1];
    } while (page.count == RETENTION_PERSONS);
    return OK;
}

static status is_to_erase(struct op *op, int64_t debtor_id, bool *ret_is)
{
    struct person person;
    instant at = INSTANT_NONE;
    const status code = person_get(op, debtor_id, &person);
    *ret_is = false;
    if (code == E_NOT_FOUND) {
        op_clear(op); /* she came after the backup */
        return OK;
    }
    TRY(code);
    TRY(seal_person_destroyed_at(op, debtor_id, &at));
    *ret_is = at == INSTANT_NONE;
    return OK;
}

status retention_reapply(struct op *op, const char *key_path, int64_t *ret_persons)
{
    struct seal_destroyed *list = NULL;
    size_t count = 0;
    *ret_persons = 0;
    TRY(seal_destroyed_list(op, key_path, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct page page = {.ids = {list[i].debtor_id}, .count = 1};
        bool is_to = false;
        TRY(is_to_erase(op, list[i].debtor_id, &is_to));
        if (is_to)
            TRY(again(op, &page, ret_persons));
    }
    return finish_unfinished(op, ret_persons);
}

status retention_run(struct op *op, day on, bool is_dry, const struct retention_progress *progress,
                     struct retention *ret_retention)
{
    struct retention sums = {0};
    struct job job = {.op = op, .on = on, .is_dry = is_dry, .progress = progress, .sums = &sums};
    if (on == DAY_NONE || on > op->business_date)
        return op_fail(op, E_INVALID, "what is over on a day to come is not known yet");
    if (!is_dry && seal_key_path())
        TRY(retention_reapply(op, seal_key_path(), &sums.restored));
    TRY(do_pages(&job));
    *ret_retention = sums;
    return OK;
}
