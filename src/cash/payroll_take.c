/* What employers deducted, into the book and against their lists. */
#include <inttypes.h>
#include <stdlib.h>

#include "book/claim.h"
#include "cash/payroll.h"
#include "store/db.h"

struct listed {
    int64_t number, debtor_id, case_id, claim_id;
    str reference, name;
    money expected;
    money booked; /* of what came before */
};

struct answered {
    struct payroll_list list;
    struct listed *lines; /* sorted by reference */
    size_t count;
    size_t first_entry, entry_count; /* of the file */
};

struct payroll_taking {
    struct answered *lists;
    size_t count;
};

/* What an answer says of one reference. */
struct told {
    int64_t entry_id;
    bool is_money;
    money amount, waiting;
    bool is_dismissed;
    str reference, name, reason;
};

bool payroll_is(const struct file_taken *file)
{
    return strcmp(file->format, "PAYROLL") == 0;
}

/* "left", or as most employers of the region write it. */
static bool is_left(str reason)
{
    return str_equal_nocase(reason, STR("left")) || str_equal_nocase(reason, STR("baja"));
}

static int compare_lines(const void *a, const void *b)
{
    return str_compare(((const struct listed *)a)->reference,
                       ((const struct listed *)b)->reference);
}

static int find_line(const void *key, const void *line)
{
    return str_compare(*(const str *)key, ((const struct listed *)line)->reference);
}

static struct listed *line_of(struct listed *lines, size_t count, str reference)
{
    return count == 0 ? NULL : bsearch(&reference, lines, count, sizeof(*lines), find_line);
}

static status load_lines(struct op *op, int64_t list_id, struct listed **ret_lines,
                         size_t *ret_count)
{
    struct listed *lines = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAYROLL_LINES, DB_ARGS(ARG_ID(list_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        lines = arena_grow(op->arena, lines, count, &room, sizeof(*lines));
        lines[count++] = (struct listed){.number = db_i64(&rows, 0),
                                         .debtor_id = db_id(&rows, 1),
                                         .case_id = db_id(&rows, 2),
                                         .claim_id = db_id(&rows, 3),
                                         .reference = db_text_copy(op, &rows, 4),
                                         .expected = db_money(&rows, 5),
                                         .name = db_text_copy(op, &rows, 6)};
    }
    *ret_lines = lines;
    *ret_count = count;
    return OK;
}

static status load_told(struct op *op, int64_t list_id, struct told **ret_said, size_t *ret_count)
{
    struct told *told = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAYROLL_ENTRIES,
                 DB_ARGS(ARG_TEXT_C(arena_printf(op->arena, "%" PRId64, list_id))), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        told = arena_grow(op->arena, told, count, &room, sizeof(*told));
        told[count++] = (struct told){.entry_id = db_id(&rows, 0),
                                      .is_money = str_equal_c(db_text(&rows, 1), "money"),
                                      .amount = db_money(&rows, 2),
                                      .reference = db_text_copy(op, &rows, 3),
                                      .name = db_text_copy(op, &rows, 4),
                                      .reason = db_text_copy(op, &rows, 5),
                                      .waiting = db_money(&rows, 6),
                                      .is_dismissed = str_equal_c(db_text(&rows, 7), "dismissed")};
    }
    *ret_said = told;
    *ret_count = count;
    return OK;
}

/* --- taking --- */

static bool is_of_file(const struct file_taken *file, const struct answered *answered,
                       int64_t entry_id)
{
    for (size_t i = 0; i < answered->entry_count; i++)
        if (file->entries[answered->first_entry + i].id == entry_id)
            return true;
    return false;
}

/* What earlier answers brought, line by line. */
static status note_booked(struct op *op, const struct file_taken *file, struct answered *answered)
{
    struct told *told = NULL;
    size_t count = 0;
    TRY(load_told(op, answered->list.id, &told, &count));
    for (size_t i = 0; i < count; i++) {
        struct listed *const line = line_of(answered->lines, answered->count, told[i].reference);
        if (line && told[i].is_money && !told[i].is_dismissed &&
            !is_of_file(file, answered, told[i].entry_id))
            line->booked.minor += told[i].amount.minor - told[i].waiting.minor;
    }
    return OK;
}

static status note_left(struct op *op, const struct file_taken *file,
                        const struct answered *answered)
{
    for (size_t i = 0; i < answered->entry_count; i++) {
        const struct entry_taken *const entry = &file->entries[answered->first_entry + i];
        const struct listed *const line =
            line_of(answered->lines, answered->count, entry->taken.reference);
        if (entry->id == 0 || !line || !is_left(entry->taken.text))
            continue;
        TRY(db_run(op, Q_PAYROLL_LEFT_PUT,
                   DB_ARGS(ARG_ID(line->debtor_id), ARG_ID(answered->list.employer_id),
                           ARG_ID(entry->id), ARG_DAY(op->business_date)),
                   NULL));
    }
    return OK;
}

static status open_list(struct op *op, const struct file_taken *file,
                        const struct statement_taken *statement, struct answered *answered)
{
    int64_t id = 0;
    if (!str_to_i64(statement->account, &id))
        return op_fail(op, E_INVALID, "\"" STR_FORMAT "\" is not the number of a list of payroll",
                       STR_ARG(statement->account));
    answered->first_entry = statement->first_entry;
    answered->entry_count = statement->entry_count;
    TRY(payroll_list_get(op, id, &answered->list));
    if (answered->list.currency != statement->currency)
        return op_fail(op, E_INVALID, "list %" PRId64 " of payroll has another currency", id);
    TRY(load_lines(op, id, &answered->lines, &answered->count));
    if (answered->count > 0)
        qsort(answered->lines, answered->count, sizeof(*answered->lines), compare_lines);
    TRY(note_left(op, file, answered));
    return note_booked(op, file, answered);
}

status payroll_open(struct op *op, const struct file_taken *file,
                    struct payroll_taking **ret_taking)
{
    struct payroll_taking *const taking = arena_new(op->arena, struct payroll_taking);
    taking->lists = arena_array(op->arena, file->statement_count, sizeof(*taking->lists));
    for (size_t i = 0; i < file->statement_count; i++)
        TRY(open_list(op, file, &file->statements[i], &taking->lists[taking->count++]));
    *ret_taking = taking;
    return OK;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static status settle_listed(struct op *op, struct listed *line, const struct settle_entry *entry,
                            bool *ret_is_settled)
{
    struct settle_target target = {.debtor_id = line->debtor_id,
                                   .case_id = line->case_id,
                                   .claim_id = line->claim_id,
                                   .reason = STR("payroll")};
    struct claim claim;
    *ret_is_settled = false;
    TRY(claim_get(op, line->debtor_id, line->claim_id, &claim));
    const int64_t open = claim.is_open ? claim.amount.minor - claim.paid.minor : 0;
    const int64_t room = least(line->expected.minor - line->booked.minor, open);
    if (room <= 0)
        return settle_wait(op, entry, "double", &target);
    if (entry->value_on == DAY_NONE || entry->value_on > op->business_date)
        return settle_wait(op, entry, "day", &target);
    target.most.minor = room;
    line->booked.minor += least(room, entry->open.minor);
    *ret_is_settled = entry->open.minor <= room;
    return settle_to(op, entry, &target);
}

status payroll_settle(struct op *op, struct payroll_taking *taking, size_t index,
                      const struct matcher *matcher, const struct settle_entry *entry,
                      bool *ret_is_settled)
{
    for (size_t i = 0; i < taking->count; i++) {
        struct answered *const answered = &taking->lists[i];
        if (index < answered->first_entry || index >= answered->first_entry + answered->entry_count)
            continue;
        struct listed *const line = line_of(answered->lines, answered->count, entry->reference);
        if (line)
            return settle_listed(op, line, entry, ret_is_settled);
    }
    return settle_first(op, matcher, entry, NULL, ret_is_settled);
}

/* --- differences --- */

struct comparing {
    struct op *op;
    struct payroll_difference *list;
    size_t count, room;
    bool has_answer;
};

static int compare_numbers(const void *a, const void *b)
{
    const int64_t left = ((const struct payroll_difference *)a)->number;
    const int64_t right = ((const struct payroll_difference *)b)->number;
    return (left > right) - (left < right);
}

static void add(struct comparing *c, const struct payroll_difference *one)
{
    c->list = arena_grow(c->op->arena, c->list, c->count, &c->room, sizeof(*c->list));
    c->list[c->count++] = *one;
}

static const char *kind_of(const struct comparing *c, const struct payroll_difference *one,
                           int times)
{
    if (!c->has_answer)
        return "awaited";
    if (times > 1)
        return "twice";
    if (is_left(one->reason))
        return "left";
    if (one->deducted.minor == 0)
        return "none";
    if (one->deducted.minor == one->expected.minor)
        return "agrees";
    return one->deducted.minor < one->expected.minor ? "less" : "more";
}

static void compare_line(struct comparing *c, const struct listed *line, const struct told *told,
                         size_t count)
{
    struct payroll_difference one = {.number = line->number,
                                     .case_id = line->case_id,
                                     .reference = line->reference,
                                     .name = line->name,
                                     .expected = line->expected};
    int times = 0;
    for (size_t i = 0; i < count; i++) {
        times += told[i].is_money;
        one.deducted.minor += told[i].amount.minor;
        one.waiting.minor += told[i].waiting.minor;
        one.reason = told[i].reason;
    }
    one.kind = kind_of(c, &one, times);
    add(c, &one);
}

static int compare_told(const void *a, const void *b)
{
    const struct told *const left = a;
    const struct told *const right = b;
    const int order = str_compare(left->reference, right->reference);
    return order != 0 ? order
                      : (left->entry_id > right->entry_id) - (left->entry_id < right->entry_id);
}

/* Both sorted by reference: a walk beside each other. */
static void compare_all(struct comparing *c, const struct listed *lines, size_t line_count,
                        const struct told *told, size_t told_count)
{
    size_t at = 0;
    for (size_t i = 0; i <= line_count; i++) {
        for (; at < told_count &&
               (i == line_count || str_compare(told[at].reference, lines[i].reference) < 0);
             at++) {
            const struct payroll_difference one = {.kind = "unlisted",
                                                   .reference = told[at].reference,
                                                   .name = told[at].name,
                                                   .deducted = told[at].amount,
                                                   .waiting = told[at].waiting,
                                                   .reason = told[at].reason};
            add(c, &one);
        }
        const size_t first = at;
        while (i < line_count && at < told_count &&
               str_equal(told[at].reference, lines[i].reference))
            at++;
        if (i < line_count)
            compare_line(c, &lines[i], told ? &told[first] : NULL, at - first);
    }
}

status payroll_differences(struct op *op, int64_t list_id, struct payroll_difference **ret_list,
                           size_t *ret_count, bool *ret_has_answer)
{
    struct comparing c = {.op = op};
    struct payroll_list list;
    struct listed *lines = NULL;
    struct told *told = NULL;
    size_t line_count = 0;
    size_t told_count = 0;
    TRY(payroll_list_get(op, list_id, &list));
    TRY(load_lines(op, list_id, &lines, &line_count));
    TRY(load_told(op, list_id, &told, &told_count));
    c.has_answer = told_count > 0;
    if (line_count > 0)
        qsort(lines, line_count, sizeof(*lines), compare_lines);
    if (told_count > 0)
        qsort(told, told_count, sizeof(*told), compare_told);
    compare_all(&c, lines, line_count, told, told_count);
    if (c.count > 0)
        qsort(c.list, c.count, sizeof(*c.list), compare_numbers);
    /* who is not on the list has the number 0: to the end with them */
    size_t unlisted = 0;
    while (unlisted < c.count && c.list[unlisted].number == 0)
        unlisted++;
    struct payroll_difference *const turned = arena_array(op->arena, c.count, sizeof(*turned));
    for (size_t i = 0; i < c.count; i++)
        turned[i] = c.list[(i + unlisted) % c.count];
    *ret_list = turned;
    *ret_count = c.count;
    *ret_has_answer = c.has_answer;
    return OK;
}

status payroll_answers(struct op *op, int64_t list_id, struct payroll_answer **ret_list,
                       size_t *ret_count)
{
    struct payroll_answer *list = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAYROLL_ANSWERS,
                 DB_ARGS(ARG_TEXT_C(arena_printf(op->arena, "%" PRId64, list_id))), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = (struct payroll_answer){db_id(&rows, 0), db_text_copy(op, &rows, 1),
                                                db_day(&rows, 2), db_i64(&rows, 3)};
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}
