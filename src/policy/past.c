#include "policy/past.h"

#include "book/touch.h"
#include "store/open.h"
#include "store/table.h"

struct past {
    struct op *source; /* whose store has the book */
    struct op op;      /* on the store in memory */
    const struct policy *policy;
    const struct table_shape **shapes;
    size_t shape_count;
};

/* What all cases share, and the value that its query takes. */
enum taking { NOTHING, STRATEGY, INSTANT, BOTH };
static const struct {
    const char *table;
    enum query query;
    enum taking takes;
} shared[] = {
    {"symbol",          Q_KNOWN_SYMBOL,              NOTHING },
    {"creditor",        Q_KNOWN_CREDITOR,            NOTHING },
    {"disposition",     Q_KNOWN_DISPOSITION,         NOTHING },
    {"attribute_def",   Q_KNOWN_ATTRIBUTE_DEF,       NOTHING },
    {"setting",         Q_KNOWN_SETTING,             INSTANT },
    {"indicator",       Q_KNOWN_INDICATOR,           INSTANT },
    {"strategy",        Q_KNOWN_STRATEGY,            STRATEGY},
    {"strategy_file",   Q_KNOWN_STRATEGY_FILE,       STRATEGY},
    {"document",        Q_KNOWN_STRATEGY_DOCUMENT,   STRATEGY},
    {"experiment",      Q_KNOWN_EXPERIMENT,          BOTH    },
    {"experiment_arm",  Q_KNOWN_EXPERIMENT_ARM,      BOTH    },
    {"experiment_step", Q_KNOWN_EXPERIMENT_STEP,     BOTH    },
    {"strategy",        Q_KNOWN_CHALLENGER,          BOTH    },
    {"strategy_file",   Q_KNOWN_CHALLENGER_FILE,     BOTH    },
    {"document",        Q_KNOWN_CHALLENGER_DOCUMENT, BOTH    },
};

/* What belongs to a person: all that facts, gate and tables read. */
static const struct {
    const char *table;
    enum query query;
} of_debtors[] = {
    {"party",              Q_KNOWN_PARTY             },
    {"contact_point",      Q_KNOWN_CONTACT_POINT     },
    {"consent",            Q_KNOWN_CONSENT           },
    {"contact_preference", Q_KNOWN_CONTACT_PREFERENCE},
    {"debt_case",          Q_KNOWN_DEBT_CASE         },
    {"obligation",         Q_KNOWN_OBLIGATION        },
    {"claim",              Q_KNOWN_CLAIM             },
    {"payment",            Q_KNOWN_PAYMENT           },
    {"allocation",         Q_KNOWN_ALLOCATION        },
    {"action",             Q_KNOWN_ACTION            },
    {"promise",            Q_KNOWN_PROMISE           },
    {"dispute",            Q_KNOWN_DISPUTE           },
    {"hold",               Q_KNOWN_HOLD              },
    {"arrangement",        Q_KNOWN_ARRANGEMENT       },
    {"attribute_value",    Q_KNOWN_ATTRIBUTE_VALUE   },
    {"contact_count",      Q_KNOWN_CONTACT_COUNT     },
    {"party_same",         Q_KNOWN_PARTY_SAME        },
    {"outbox",             Q_KNOWN_OUTBOX            },
};

/* What the parties of other ranges tell of a person of this one. */
static const struct {
    const char *table;
    enum query query;
} of_persons[] = {
    {"party",              Q_KNOWN_PARTY             },
    {"contact_point",      Q_KNOWN_CONTACT_POINT     },
    {"consent",            Q_KNOWN_CONSENT           },
    {"contact_preference", Q_KNOWN_CONTACT_PREFERENCE},
    {"contact_count",      Q_KNOWN_CONTACT_COUNT     },
};

struct op *past_op(struct past *past)
{
    return &past->op;
}

const struct policy *past_policy(const struct past *past)
{
    return past->policy;
}

status past_fail(struct past *past, status code)
{
    return code == OK ? OK : op_fail(past->source, code, "%s", past->op.text);
}

static const struct table_shape *shape_of(const struct past *past, const char *table)
{
    for (size_t i = 0; i < past->shape_count; i++)
        if (strcmp(past->shapes[i]->name, table) == 0)
            return past->shapes[i];
    return NULL;
}

/* Every row that a query of the book gives becomes a row of the past. */
static status copy(struct past *past, const char *table, enum query query,
                   const struct db_arg *args, size_t arg_count)
{
    const struct table_shape *const shape = shape_of(past, table);
    struct db_arg values[LIMIT_DB_ARGS];
    struct db_rows rows;
    bool has_row = false;
    if (!shape)
        return op_fail(past->source, E_INTERNAL, "the schema has no table %s", table);
    TRY(db_query(past->source, query, args, arg_count, &rows));
    for (;;) {
        TRY(db_next(past->source, &rows, &has_row));
        if (!has_row)
            return OK;
        for (int c = 0; c < shape->column_count; c++)
            values[c] = table_value(&rows, shape, c);
        TRY(past_fail(past,
                      db_run(&past->op, shape->write, values, (size_t)shape->column_count, NULL)));
    }
}

static status copy_shared(struct past *past, const struct past_run *run)
{
    const struct db_arg values[] = {
        [STRATEGY] = ARG_ID(run->strategy_id), [INSTANT] = ARG_INSTANT(run->started_at)};
    static const size_t counts[] = {[NOTHING] = 0, [STRATEGY] = 1, [INSTANT] = 1, [BOTH] = 2};
    for (size_t i = 0; i < ARRAY_LEN(shared); i++)
        TRY(copy(past, shared[i].table, shared[i].query,
                 &values[shared[i].takes == BOTH ? STRATEGY : shared[i].takes],
                 counts[shared[i].takes]));
    return OK;
}

static status make_organisation(struct past *past, day on)
{
    struct organisation organisation;
    struct op *const op = &past->op;
    TRY(organisation_get(past->source, &organisation));
    op->business_date = on;
    return past_fail(
        past, db_run(op, Q_ORGANISATION_INSERT,
                     DB_ARGS(ARG_TEXT(organisation.name), ARG_TEXT(organisation.country),
                             ARG_I64(organisation.currency), ARG_TEXT(organisation.timezone),
                             ARG_BOOL(organisation.is_test), ARG_DAY(on), ARG_INSTANT(op_now(op))),
                     NULL));
}

static status fill_shared(struct past *past, const struct past_run *run)
{
    struct op *const op = &past->op;
    TRY(past_fail(past, db_begin(op, DB_WRITE)));
    TRY(make_organisation(past, run->on));
    TRY(copy_shared(past, run));
    TRY(past_fail(past, db_commit(op)));
    return past_fail(past, policy_get(op, &past->policy));
}

static void close_past(void *context)
{
    struct past *const past = context;
    db_close(past->op.db);
    arena_destroy(past->op.arena);
}

status past_open(struct op *op, const struct past_run *run, struct past **ret_past)
{
    const struct db_options options = {.create = true};
    struct past *const past = arena_new(op->arena, struct past);
    struct op *const own = &past->op;
    past->source = op;
    past->shapes = table_list(op->arena, db_schema_known(), &past->shape_count);
    op_init(own, arena_create(), NULL, op->clock);
    own->language = op->language;
    const status code = db_open(own, STR(":memory:"), &options, &own->db);
    if (code != OK) {
        arena_destroy(own->arena);
        return op_fail(op, code, "%s", own->text);
    }
    arena_defer(op->arena, close_past, past);
    TRY(past_fail(past, db_migrate(own, NULL)));
    TRY(fill_shared(past, run));
    *ret_past = past;
    return OK;
}

/* Parties outside of the range that are one person with somebody in it, each once. */
static status list_others(struct past *past, int64_t from, int64_t until, int64_t **ret_ids,
                          size_t *ret_count)
{
    struct op *const op = &past->op;
    struct db_rows rows;
    bool has_row = false;
    size_t capacity = 0;
    size_t count = 0;
    int64_t *ids = NULL;
    TRY(past_fail(
        past, db_query(op, Q_PARTY_SAME_OTHERS, DB_ARGS(ARG_I64(from), ARG_I64(until)), &rows)));
    for (;;) {
        TRY(past_fail(past, db_next(op, &rows, &has_row)));
        if (!has_row)
            break;
        ids = arena_grow(op->arena, ids, count, &capacity, sizeof(*ids));
        ids[count++] = db_id(&rows, 0);
    }
    *ret_ids = ids;
    *ret_count = count;
    return OK;
}

static status load_persons(struct past *past, int64_t from, int64_t until, instant known_at)
{
    int64_t *ids = NULL;
    size_t count = 0;
    TRY(list_others(past, from, until, &ids, &count));
    for (size_t i = 0; i < count; i++) {
        const struct db_arg one[] = {ARG_I64(ids[i]), ARG_I64(ids[i] + 1), ARG_INSTANT(known_at)};
        for (size_t j = 0; j < ARRAY_LEN(of_persons); j++)
            TRY(copy(past, of_persons[j].table, of_persons[j].query, one, ARRAY_LEN(one)));
    }
    return OK;
}

status past_load(struct past *past, int64_t from, int64_t until, instant known_at)
{
    struct op *const op = &past->op;
    const struct db_arg range[] = {ARG_I64(from), ARG_I64(until), ARG_INSTANT(known_at)};
    db_rollback(op); /* the range before was never committed: that is how it goes */
    touch_clear(op);
    arena_reset(op->arena);
    TRY(past_fail(past, db_begin(op, DB_WRITE)));
    for (size_t i = 0; i < ARRAY_LEN(of_debtors); i++)
        TRY(copy(past, of_debtors[i].table, of_debtors[i].query, range, ARRAY_LEN(range)));
    return load_persons(past, from, until, known_at);
}
