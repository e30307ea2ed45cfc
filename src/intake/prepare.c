#include "intake/prepare.h"

#include <pthread.h>

#include "book/unit.h"
#include "policy/commit.h"
#include "record/audit.h"
#include "record/seal_key.h"
#include "record/seal_person.h"
#include "store/gather.h"
#include "store/open.h"

enum work { WORK_NONE, WORK_ASKED, WORK_DONE };

/* Results alternate: one is written while the other is made. */
#define RESULTS 2

#define RETAIN_BYTES ((size_t)64 << 20) /* more than a transaction needs */

struct prepared_rows {
    struct gather *gather;
    struct audit_noted *evidence;   /* of the rows */
    void *unit;                     /* of work, which goes on at the writer */
    const struct case_key *touched; /* that the writer decides */
    size_t touched_count;
    instant at;     /* that the rows carry */
    int key_number; /* of the master key that their persons' keys are wrapped with */
    struct arena *arena;
};

struct prepare {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    struct op op;      /* of the thread */
    struct pass *pass; /* of whoever has the turn: the thread while work is asked */
    /* under the mutex */
    bool is_stopping;
    enum work work;
    const struct prepared *after;
    int result; /* which of the two is the last one */
    struct prepared prepared[RESULTS];
    struct prepared_rows rows[RESULTS];
};

/* The cases of the rows, all of which they made themselves: nobody else changes what these are
 * decided by. */
static status take_touched(struct op *op, struct prepared_rows *rows)
{
    rows->touched_count = touch_list(op, &rows->touched);
    touch_clear(op);
    for (size_t i = 0; i < rows->touched_count; i++)
        if (!unit_find_case(op, rows->touched[i]))
            return op_fail(op, E_CONFLICT, "a case was there before");
    return OK;
}

/* In a transaction that reads. */
static status prepare_rows(struct op *op, struct pass *pass, const void *unit_before,
                           struct prepared_rows *rows)
{
    op_hold_time(op, INSTANT_NONE);
    TRY(seal_current(op));
    rows->key_number = seal_key_current()->number;
    unit_start_after(op, unit_before);
    TRY(unit_keep(op));
    applier_forget(pass->applier); /* what rows of the transaction before said is no help here */
    TRY(pass_rows(op, pass, LIMIT_TRANSACTION_ROWS));
    TRY(take_touched(op, rows));
    rows->unit = op->unit;
    rows->at = op_now(op);
    return OK;
}

static void work_on(struct prepare *p)
{
    struct op *const op = &p->op;
    struct prepared *const out = &p->prepared[p->result];
    struct prepared_rows *const rows = &p->rows[p->result];
    op->arena = rows->arena;
    arena_reset(op->arena);
    db_gather_clear(rows->gather);
    out->before = pass_mark(p->pass);
    status code = db_begin(op, DB_READ);
    db_gather_lend(op, rows->gather);
    audit_lend(op, rows->evidence);
    if (code == OK)
        code = prepare_rows(op, p->pass, p->after ? p->after->rows->unit : NULL, rows);
    if (code != OK)
        db_gather_clear(rows->gather);
    audit_return(op, rows->evidence);
    db_gather_return(op);
    db_rollback(op); /* nothing was written */
    unit_end(op);
    touch_clear(op);
    op_clear(op);
    out->is_ready = code == OK;
    out->batch = p->pass->batch;
    out->is_end = p->pass->is_end;
    out->offset = csv_offset(p->pass->csv);
}

/* Whether something was asked for; otherwise it is time to stop. */
static bool wait_for_work(struct prepare *p)
{
    pthread_mutex_lock(&p->mutex);
    while (p->work != WORK_ASKED && !p->is_stopping)
        pthread_cond_wait(&p->moved, &p->mutex);
    const bool is_asked = !p->is_stopping;
    pthread_mutex_unlock(&p->mutex);
    return is_asked;
}

static void set_work(struct prepare *p, enum work work)
{
    pthread_mutex_lock(&p->mutex);
    p->work = work;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->mutex);
}

static void *run(void *context)
{
    struct prepare *const p = context;
    while (wait_for_work(p)) {
        work_on(p);
        set_work(p, WORK_DONE);
    }
    return NULL;
}

static void give_back(struct prepare *p)
{
    db_close(p->op.db);
    for (int i = 0; i < RESULTS; i++)
        arena_destroy(p->rows[i].arena);
    pthread_mutex_destroy(&p->mutex);
    pthread_cond_destroy(&p->moved);
}

struct prepare *prepare_start(struct op *op, struct pass *pass)
{
    struct prepare *const p = arena_new(op->arena, struct prepare);
    struct op opener = *op; /* its failure is not the import's */
    struct db *db = NULL;
    op_clear(&opener);
    if (db_open_beside(&opener, &db) != OK)
        return NULL;
    for (int i = 0; i < RESULTS; i++) {
        p->rows[i].arena = arena_create();
        arena_retain(p->rows[i].arena, RETAIN_BYTES);
        p->rows[i].gather = db_gather_create(op->arena);
        p->rows[i].evidence = audit_noted_create(op->arena);
        p->prepared[i].rows = &p->rows[i];
    }
    op_init(&p->op, p->rows[0].arena, db, op->clock);
    p->op.language = op->language;
    p->op.business_date = op->business_date;
    p->op.floor = op->floor;
    p->op.actor_id = op->actor_id;
    p->pass = pass;
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->moved, NULL);
    if (pthread_create(&p->thread, NULL, run, p) == 0)
        return p;
    give_back(p);
    return NULL;
}

void prepare_stop(struct prepare *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->mutex);
    p->is_stopping = true;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->mutex);
    pthread_join(p->thread, NULL);
    give_back(p);
}

void prepare_ask(struct prepare *p, const struct prepared *after)
{
    pthread_mutex_lock(&p->mutex);
    p->after = after;
    p->result = (p->result + 1) % RESULTS;
    p->work = WORK_ASKED;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->mutex);
}

const struct prepared *prepare_take(struct prepare *p)
{
    pthread_mutex_lock(&p->mutex);
    while (p->work == WORK_ASKED)
        pthread_cond_wait(&p->moved, &p->mutex);
    const struct prepared *const prepared = &p->prepared[p->result];
    pthread_mutex_unlock(&p->mutex);
    return prepared;
}

/* In a transaction that writes. */
static status write_rows(struct op *op, const struct prepared *prepared)
{
    const struct prepared_rows *const rows = prepared->rows;
    op_hold_time(op, rows->at);
    TRY(seal_current(op)); /* and hold it; who prepared could not */
    if (seal_key_current()->number != rows->key_number)
        return op_fail(op, E_CONFLICT, "the master key was changed meanwhile");
    TRY(unit_adopt(op, rows->unit));
    TRY(batch_advance(op, &prepared->batch, prepared->is_end));
    for (size_t i = 0; i < rows->touched_count; i++)
        touch_known(op, rows->touched[i].debtor_id, rows->touched[i].case_id);
    return policy_commit(op);
}

status prepared_write(struct op *op, const struct prepared *prepared)
{
    TRY(db_begin(op, DB_WRITE));
    db_gather_lend(op, prepared->rows->gather);
    audit_adopt(op, prepared->rows->evidence);
    const status code = write_rows(op, prepared);
    unit_end(op);
    if (code != OK) {
        db_rollback(op);
        touch_clear(op);
    }
    audit_return(op, prepared->rows->evidence);
    db_gather_return(op);
    return code;
}
