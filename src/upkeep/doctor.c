#include "upkeep/doctor.h"

#include <inttypes.h>

#include "record/organisation.h"
#include "store/open.h"

const struct doctor_check *doctor_check_find(const char *name)
{
    for (const struct doctor_check *check = doctor_checks; check->name; check++)
        if (strcmp(check->name, name) == 0)
            return check;
    return NULL;
}

/* --- sentences --- */

static void add_number(struct buf *out, str name, const struct doctor_finding *finding)
{
    const struct {
        const char *name;
        int64_t value;
    } numbers[] = {
        {"debtor",   finding->debtor_id},
        {"id",       finding->id       },
        {"found",    finding->found    },
        {"expected", finding->expected },
    };
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        if (str_equal_c(name, numbers[i].name))
            buf_printf(out, "%" PRId64, numbers[i].value);
    if (str_equal_c(name, "detail"))
        buf_add(out, finding->detail);
    char text[DAY_TEXT_SIZE];
    if (str_equal_c(name, "found_day"))
        buf_add_c(out, day_format((day)finding->found, text));
    if (str_equal_c(name, "expected_day"))
        buf_add_c(out, day_format((day)finding->expected, text));
}

str doctor_sentence(struct arena *arena, const struct doctor_finding *finding, bool is_english)
{
    struct buf out = buf_start(arena, 4096);
    str rest = str_of(finding->check->what[is_english]);
    while (rest.size > 0) {
        const str before = str_split(&rest, '{');
        buf_add(&out, before);
        if (rest.size > 0)
            add_number(&out, str_split(&rest, '}'), finding);
    }
    return buf_str(&out);
}

/* --- findings --- */

bool doctor_note(struct doctor_report *report, struct doctor_finding finding)
{
    int same = 0;
    for (size_t i = 0; i < report->count; i++)
        same += report->findings[i].check == finding.check;
    if (same >= DOCTOR_FINDINGS_MOST)
        return false;
    finding.detail = str_copy(report->arena, finding.detail);
    report->findings = arena_grow(report->arena, report->findings, report->count, &report->capacity,
                                  sizeof(*report->findings));
    report->findings[report->count++] = finding;
    return true;
}

static status run_query(struct op *op, const struct doctor_check *check,
                        struct doctor_report *report)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, check->query, DB_ARGS(ARG_I64(DOCTOR_FINDINGS_MOST)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        (void)doctor_note(report, (struct doctor_finding){.check = check,
                                                          .debtor_id = db_i64(&rows, 0),
                                                          .id = db_i64(&rows, 1),
                                                          .found = db_i64(&rows, 2),
                                                          .expected = db_i64(&rows, 3)});
    }
}

/* A query that only one kind of store needs is no check of the other. */
static bool is_for_this_store(struct op *op, const struct doctor_check *check)
{
    return check->query != Q_DOCTOR_FOREIGN_KEYS || db_dialect_of(op->db) == DB_SQLITE;
}

static status run_check(struct op *op, const struct doctor_check *check,
                        const struct doctor_progress *progress, struct doctor_report *report)
{
    if (check->query == QUERY_COUNT)
        return doctor_deep(op, check, progress, report);
    TRY(db_begin(op, DB_READ));
    TRY(run_query(op, check, report));
    return db_commit(op);
}

/* What the store cannot answer is the worst finding: the others must still be told. */
static void examine(struct op *op, const struct doctor_check *check,
                    const struct doctor_progress *progress, struct doctor_report *report)
{
    if (!is_for_this_store(op, check))
        return;
    if (progress->tell)
        progress->tell(progress->context, check->name, report->checks);
    report->checks++;
    const status code = run_check(op, check, progress, report);
    db_rollback(op);
    if (code != OK)
        (void)doctor_note(
            report, (struct doctor_finding){.check = doctor_check_find("unreadable"),
                                            .detail = str_of(arena_printf(op->arena, "%s: %s",
                                                                          check->name, op->text))});
    op_clear(op);
}

/* Where the schema is another one the queries below it mean nothing. */
static bool ends_here(const struct doctor_report *report)
{
    for (size_t i = 0; i < report->count; i++)
        if (strncmp(report->findings[i].check->name, "schema_", 7) == 0)
            return true;
    return false;
}

status doctor_examine(struct op *op, const struct doctor_progress *progress,
                      struct doctor_report *ret_report)
{
    struct doctor_report report = {.arena = op->arena};
    for (const struct doctor_check *check = doctor_checks; check->name; check++) {
        if (strncmp(check->name, "schema_", 7) != 0 && ends_here(&report))
            break;
        examine(op, check, progress, &report);
    }
    TRY(op_check(op));
    *ret_report = report;
    return OK;
}
