/* The checks that a query cannot make: pages, schema, seals, digests, promises and facts. */
#include "base/crypto.h"
#include "book/promise.h"
#include "policy/close.h"
#include "policy/facts.h"
#include "record/document.h"
#include "record/organisation.h"
#include "record/seal.h"
#include "store/load.h"
#include "store/open.h"
#include "upkeep/doctor.h"

#define CASES_AT_ONCE 500 /* of one snapshot: a server beside us keeps its log short */

struct examination {
    struct op *op;
    const struct doctor_check *check;
    const struct doctor_progress *progress;
    struct doctor_report *report;
};

static bool note(struct examination *e, int64_t debtor_id, int64_t id, int64_t found,
                 int64_t expected, str detail)
{
    return doctor_note(e->report,
                       (struct doctor_finding){e->check, debtor_id, id, found, expected, detail});
}

/* --- the file and its schema --- */

static status read_text(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status check_pages(struct examination *e)
{
    str finding = {"", 0};
    bool found = false;
    if (db_dialect_of(e->op->db) != DB_SQLITE)
        return OK; /* a server checks its own pages */
    TRY(db_query_one(e->op, Q_STORE_QUICK_CHECK, DB_NO_ARGS, read_text, &finding, &found));
    if (found)
        (void)note(e, 0, 0, 0, 0, finding);
    return OK;
}

static status check_schema_old(struct examination *e)
{
    int version = 0;
    TRY(db_schema_version(e->op, &version));
    if (version < db_schema_known())
        (void)note(e, 0, 0, version, db_schema_known(), STR(""));
    return OK;
}

static status check_schema_newer(struct examination *e)
{
    int version = 0;
    TRY(db_schema_version(e->op, &version));
    if (version > db_schema_known())
        (void)note(e, 0, 0, version, db_schema_known(), STR(""));
    return OK;
}

/* A table, a column or an index that a query needs is gone when the query is not understood. */
static status check_schema_damaged(struct examination *e)
{
    if (db_prepare_all(e->op) != OK)
        (void)note(e, 0, 0, 0, 0, str_of(e->op->text));
    op_clear(e->op);
    return OK;
}

/* Those that a load leaves out while it runs; searches are slow without them, and right. */
static status check_index_missing(struct examination *e)
{
    str missing;
    TRY(db_index_missing(e->op, &missing));
    if (missing.size > 0)
        (void)note(e, 0, 0, 0, 0, missing);
    return OK;
}

/* --- what is sealed, and what is kept by its digest --- */

static status check_key(struct examination *e)
{
    if (!seal_is_ready())
        (void)note(e, 0, 0, 0, 0, STR(""));
    return OK;
}

/* Whether a sealed value opens for its row, and is found by the index beside it. */
static bool is_sound(struct op *op, const char *kind, int64_t debtor_id, str sealed, str index)
{
    struct op probe = *op;
    uint8_t digest[SEAL_INDEX_BYTES];
    str plain;
    op_clear(&probe);
    if (sealed.size == 0)
        return index.size == 0; /* of who was erased */
    if (index.size != sizeof(digest) || seal_open(&probe, kind, debtor_id, sealed, &plain) != OK)
        return false;
    for (size_t i = 0; seal_index_at(i, kind, plain, digest); i++)
        if (memcmp(index.data, digest, sizeof(digest)) == 0)
            return true;
    return false;
}

static status check_points(struct examination *e)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(e->op, Q_DOCTOR_POINTS, DB_NO_ARGS, &rows));
    for (;;) {
        const struct arena_mark mark = arena_mark(e->op->arena);
        TRY(db_next(e->op, &rows, &has_row));
        if (!has_row)
            return OK;
        const char *const kind = str_cstr(e->op->arena, db_text(&rows, 2));
        const bool is_good =
            is_sound(e->op, kind, db_id(&rows, 0), db_blob(&rows, 3), db_blob(&rows, 4));
        arena_release(e->op->arena, mark);
        if (!is_good && !note(e, db_id(&rows, 0), db_id(&rows, 1), 0, 0, STR("")))
            break;
    }
    db_rows_close(&rows);
    return OK;
}

static status check_identities(struct examination *e)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(e->op, Q_DOCTOR_PARTIES, DB_NO_ARGS, &rows));
    for (;;) {
        const struct arena_mark mark = arena_mark(e->op->arena);
        TRY(db_next(e->op, &rows, &has_row));
        if (!has_row)
            return OK;
        const bool is_good =
            is_sound(e->op, "document", db_id(&rows, 0), db_blob(&rows, 1), db_blob(&rows, 2));
        arena_release(e->op->arena, mark);
        if (!is_good && !note(e, db_id(&rows, 0), 0, 0, 0, STR("")))
            break;
    }
    db_rows_close(&rows);
    return OK;
}

static status check_sealed_points(struct examination *e)
{
    if (!seal_is_ready())
        return OK; /* check_key has said so */
    TRY(db_begin(e->op, DB_READ));
    TRY(check_points(e));
    return db_commit(e->op);
}

static status check_sealed_identities(struct examination *e)
{
    if (!seal_is_ready())
        return OK;
    TRY(db_begin(e->op, DB_READ));
    TRY(check_identities(e));
    return db_commit(e->op);
}

static status read_documents(struct examination *e)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(e->op, Q_DOCTOR_DOCUMENTS, DB_NO_ARGS, &rows));
    for (;;) {
        uint8_t digest[CRYPTO_DIGEST_BYTES];
        char hash[DOCUMENT_HASH_SIZE];
        TRY(db_next(e->op, &rows, &has_row));
        if (!has_row)
            return OK;
        crypto_digest(db_blob(&rows, 1), digest);
        crypto_hex(digest, sizeof(digest), hash);
        if (!str_equal_c(db_text(&rows, 0), hash))
            (void)note(e, 0, 0, 0, 0, db_text(&rows, 0));
    }
}

static status check_documents(struct examination *e)
{
    TRY(db_begin(e->op, DB_READ));
    TRY(read_documents(e));
    return db_commit(e->op);
}

/* --- promises and facts, case by case --- */

/* True when every promise says what the money says. */
static status check_promises(struct examination *e, struct case_key key, bool *ret_is_whole)
{
    struct op *const op = e->op;
    struct promise *promises = NULL;
    size_t count = 0;
    *ret_is_whole = true;
    TRY(promise_list(op, key, &promises, &count));
    for (size_t i = 0; i < count; i++) {
        enum promise_state state = promises[i].state;
        money paid = promises[i].paid;
        if (state == PROMISE_CANCELLED || state == PROMISE_RESCHEDULED)
            continue;
        TRY(promise_weigh(op, key, op->business_date, &promises[i], &state, &paid));
        if (state == promises[i].state && paid.minor == promises[i].paid.minor)
            continue;
        *ret_is_whole = false;
        (void)doctor_note(e->report, (struct doctor_finding){
                                         doctor_check_find("promise_grade"), key.debtor_id,
                                         promises[i].id, promises[i].paid.minor, paid.minor,
                                         str_of(arena_printf(op->arena, "%s / %s",
                                                             promise_state_name(promises[i].state),
                                                             promise_state_name(state)))});
    }
    return OK;
}

/* The name of the first cell that differs. */
static const char *different_cell(const struct case_facts *stored,
                                  const struct case_facts *computed)
{
    static const char *const names[] = {"debtor_id",     "case_id",     "recheck_on",
                                        "validity",      "natural_key",
#define FACT_NAME(name, kind) #name,
                                        FACTS(FACT_NAME)
#undef FACT_NAME
    };
    const int64_t *const a = &stored->debtor_id;
    const int64_t *const b = &computed->debtor_id;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (a[i] != b[i] && strcmp(names[i], "validity") != 0)
            return names[i];
    return "validity";
}

static status check_case(struct examination *e, struct case_key key)
{
    struct op *const op = e->op;
    struct case_facts stored;
    struct case_facts computed;
    bool found = false;
    bool is_whole = true;
    TRY(facts_get(op, key, &stored, &found));
    TRY(check_promises(e, key, &is_whole));
    if (!found || !is_whole)
        return OK; /* the missing row has a check of its own; wrong promises give wrong facts */
    TRY(facts_compute(op, key, op->business_date, &computed));
    if (!facts_equal(&stored, &computed))
        (void)note(e, key.debtor_id, key.case_id, 0, 0, str_of(different_cell(&stored, &computed)));
    return OK;
}

static status load_cases(struct op *op, struct case_key after, struct case_key *keys, size_t *count)
{
    struct db_rows rows;
    bool has_row = false;
    *count = 0;
    TRY(db_query(op, Q_DOCTOR_CASES,
                 DB_ARGS(ARG_I64(after.debtor_id), ARG_I64(after.case_id), ARG_I64(CASES_AT_ONCE)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        keys[(*count)++] = (struct case_key){db_id(&rows, 0), db_id(&rows, 1)};
    }
}

/* The cases of one snapshot: none while a close is under way, when facts are of two days and its
 * own check says so.  A case that cannot be computed ends the snapshot, not the check. */
static status check_some(struct examination *e, struct case_key *last, size_t *ret_count)
{
    struct op *const op = e->op;
    struct case_key keys[CASES_AT_ONCE];
    size_t count = 0;
    day unreleased = DAY_NONE;
    TRY(db_begin(op, DB_READ));
    TRY(organisation_read_date(op));
    TRY(close_unreleased(op, &unreleased));
    if (unreleased == DAY_NONE)
        TRY(load_cases(op, *last, keys, &count));
    *ret_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct arena_mark mark = arena_mark(op->arena);
        const status code = check_case(e, keys[i]);
        *last = keys[i];
        e->report->cases++;
        if (code != OK) {
            (void)note(e, keys[i].debtor_id, keys[i].case_id, 0, 0, str_of(op->text));
            db_rollback(op);
            op_clear(op);
            return OK;
        }
        arena_release(op->arena, mark);
    }
    return db_commit(op);
}

static status check_facts(struct examination *e)
{
    struct case_key last = {INT64_MIN, INT64_MIN};
    size_t count = 1;
    while (count > 0) {
        struct arena *const before = e->op->arena;
        e->op->arena = arena_create();
        const status code = check_some(e, &last, &count);
        arena_destroy(e->op->arena);
        e->op->arena = before;
        TRY(code);
        if (e->progress->tell)
            e->progress->tell(e->progress->context, e->check->name, e->report->cases);
    }
    return OK;
}

static status say_nothing(struct examination *e)
{
    (void)e; /* its findings come from other checks */
    return OK;
}

static const struct {
    const char *name;
    status (*run)(struct examination *e);
} deep_checks[] = {
    {"pages",           check_pages            },
    {"schema_old",      check_schema_old       },
    {"schema_newer",    check_schema_newer     },
    {"schema_damaged",  check_schema_damaged   },
    {"index_missing",   check_index_missing    },
    {"key",             check_key              },
    {"sealed_point",    check_sealed_points    },
    {"sealed_identity", check_sealed_identities},
    {"document",        check_documents        },
    {"facts",           check_facts            },
    {"promise_grade",   say_nothing            },
    {"unreadable",      say_nothing            },
};

status doctor_deep(struct op *op, const struct doctor_check *check,
                   const struct doctor_progress *progress, struct doctor_report *report)
{
    struct examination e = {op, check, progress, report};
    for (size_t i = 0; i < ARRAY_LEN(deep_checks); i++)
        if (strcmp(deep_checks[i].name, check->name) == 0)
            return deep_checks[i].run(&e);
    return op_fail(op, E_INTERNAL, "the check %s has nothing that runs it", check->name);
}
