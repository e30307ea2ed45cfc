/* Lists for employers: who owes what in a period, as rows and as CSV. */
#include "cash/payroll.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/party.h"
#include "cash/twice.h"
#include "record/access.h"
#include "record/seal.h"
#include "store/db.h"

struct line {
    int64_t debtor_id, case_id, claim_id;
    str reference, debt, name, document;
    day due_on;
    money open;
};

struct listing {
    struct op *op;
    const struct payroll_request *request;
    struct line *lines;
    size_t count, room;
    struct payroll_list list;
};

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 1);
    return OK;
}

static status find_employer(struct op *op, int64_t employer_id, str *ret_name)
{
    bool found = false;
    TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(employer_id)), read_name, ret_name, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "there is no party %" PRId64, employer_id);
}

static status open_document(struct op *op, int64_t debtor_id, str sealed, str *ret_document)
{
    *ret_document = STR("");
    return sealed.size > 0 ? seal_open(op, "document", debtor_id, sealed, ret_document) : OK;
}

static void add_line(struct listing *l, const struct db_rows *row)
{
    struct op *const op = l->op;
    l->lines = arena_grow(op->arena, l->lines, l->count, &l->room, sizeof(*l->lines));
    l->lines[l->count++] = (struct line){.debtor_id = db_id(row, 0),
                                         .case_id = db_id(row, 1),
                                         .claim_id = db_id(row, 2),
                                         .reference = db_text_copy(op, row, 3),
                                         .debt = db_text_copy(op, row, 4),
                                         .due_on = db_day(row, 5),
                                         .open = db_money(row, 6),
                                         .name = db_text_copy(op, row, 7),
                                         .document = str_copy(op->arena, db_blob(row, 8))};
}

static status collect(struct listing *l)
{
    struct op *const op = l->op;
    const struct payroll_request *const request = l->request;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAYROLL_CLAIMS,
                 DB_ARGS(ARG_ID(request->employer_id), ARG_I64(request->currency),
                         ARG_I64(request->has_arrears ? DAY_MIN : request->from),
                         ARG_DAY(request->until)),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        if (db_i64(&rows, 9) != 0 && !request->has_left) {
            l->list.left_out++;
            continue;
        }
        if (l->count == PAYROLL_LINES_MAX)
            return op_fail(op, E_LIMIT,
                           "a list of payroll has at most %d lines: choose a shorter "
                           "period",
                           PAYROLL_LINES_MAX);
        add_line(l, &rows);
    }
}

/* One who names a claim must be sure which one is meant. */
static status check_references(struct listing *l)
{
    str *const names = arena_array(l->op->arena, l->count, sizeof(*names));
    str twice;
    for (size_t i = 0; i < l->count; i++)
        names[i] = l->lines[i].reference;
    return twice_find(names, l->count, &twice)
               ? op_fail(l->op, E_CONFLICT,
                         "two claims are called \"" STR_FORMAT
                         "\": a list of payroll cannot tell them apart",
                         STR_ARG(twice))
               : OK;
}

static status write_withdrawn(struct op *op, int64_t id, str why)
{
    return db_run(op, Q_PAYROLL_LIST_WITHDRAW,
                  DB_ARGS(ARG_ID(id), ARG_DAY(op->business_date), ARG_TEXT(why)), NULL);
}

static status clear_period(struct listing *l)
{
    struct op *const op = l->op;
    const struct payroll_request *const request = l->request;
    int64_t earlier = 0;
    for (;;) {
        struct db_rows rows;
        bool has_row = false;
        TRY(db_query(op, Q_PAYROLL_LIST_OVERLAPPING,
                     DB_ARGS(ARG_ID(request->employer_id), ARG_I64(request->currency),
                             ARG_DAY(request->from), ARG_DAY(request->until)),
                     &rows));
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        earlier = db_id(&rows, 0);
        db_rows_close(&rows);
        if (!request->takes_over)
            return op_fail(op, E_CONFLICT,
                           "list %" PRId64 " asks the employer for days of that period already; "
                           "--again withdraws it and makes another",
                           earlier);
        TRY(write_withdrawn(op, earlier,
                            str_of(op_say(op, "another list for days of its period was made"))));
    }
}

static status write_rows(struct listing *l)
{
    struct op *const op = l->op;
    const struct payroll_list *const list = &l->list;
    TRY(db_run(op, Q_PAYROLL_LIST_INSERT,
               DB_ARGS(ARG_ID(list->id), ARG_ID(list->employer_id), ARG_I64(list->currency),
                       ARG_DAY(list->from), ARG_DAY(list->until), ARG_I64(list->lines),
                       ARG_MONEY(list->amount), ARG_DAY(op->business_date), ARG_ID(op->actor_id),
                       ARG_INSTANT(op_now(op))),
               NULL));
    for (size_t i = 0; i < l->count; i++) {
        const struct line *const line = &l->lines[i];
        TRY(db_run(op, Q_PAYROLL_LINE_INSERT,
                   DB_ARGS(ARG_ID(line->debtor_id), ARG_ID(list->id), ARG_I64((int64_t)i + 1),
                           ARG_ID(line->case_id), ARG_ID(line->claim_id), ARG_TEXT(line->reference),
                           ARG_MONEY(line->open)),
                   NULL));
    }
    return OK;
}

/* --- as CSV --- */

/* In quotes where it needs them; what a spreadsheet would take for a formula begins with '. */
static void put_field(struct buf *out, str text)
{
    bool is_plain = true;
    for (size_t i = 0; i < text.size; i++)
        is_plain = is_plain && !strchr(",;\"\r\n", text.data[i]);
    if (!is_plain)
        buf_add_char(out, '"');
    if (text.size > 0 && strchr("=+-@", text.data[0]))
        buf_add_char(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            buf_add_char(out, '"');
        buf_add_char(out, text.data[i]);
    }
    buf_add_c(out, is_plain ? "," : "\",");
}

static void put_head(const struct listing *l, struct buf *out)
{
    char unit[CURRENCY_TEXT];
    char from[DAY_TEXT_SIZE];
    char until[DAY_TEXT_SIZE];
    buf_printf(out, "ACUERDO-PAYROLL,1,%" PRId64 ",%s,%s,%s,", l->list.id,
               currency_format(l->list.currency, unit), day_format(l->list.from, from),
               day_format(l->list.until, until));
    put_field(out, l->list.employer);
    buf_add_c(out, "\r\nline,reference,name,document,debt,due_on,expected,deducted,reason\r\n");
}

static status put_lines(const struct listing *l, struct buf *out)
{
    const int exponent = currency_exponent(l->list.currency);
    char text[MONEY_TEXT_SIZE];
    for (size_t i = 0; i < l->count; i++) {
        const struct line *const line = &l->lines[i];
        char due_on[DAY_TEXT_SIZE];
        str document;
        TRY(open_document(l->op, line->debtor_id, line->document, &document));
        buf_printf(out, "%zu,", i + 1);
        put_field(out, line->reference);
        put_field(out, line->name);
        put_field(out, document);
        put_field(out, line->debt);
        buf_printf(out, "%s,%s,,\r\n", day_format(line->due_on, due_on),
                   money_format_plain(line->open, exponent, text));
    }
    buf_printf(out, "TOTAL,%zu,,,,,%s,,\r\n", l->count,
               money_format_plain(l->list.amount, exponent, text));
    return out->is_full ? op_fail(l->op, E_LIMIT, "the list of payroll is too large") : OK;
}

/* Identity numbers go out in the clear: that is seen like any other look at them. */
static status note_access(const struct listing *l)
{
    int64_t before = 0;
    for (size_t i = 0; i < l->count; i++) {
        const struct line *const line = &l->lines[i];
        if (line->document.size == 0 || line->debtor_id == before)
            continue;
        before = line->debtor_id;
        TRY(access_note(l->op, line->debtor_id, "export", "payroll list", ACCESS_DOCUMENT));
    }
    return OK;
}

static status give_out(const struct listing *l, struct buf *out)
{
    TRY(note_access(l));
    put_head(l, out);
    return put_lines(l, out);
}

status payroll_expect(struct op *op, const struct payroll_request *request,
                      struct payroll_list *ret_list, struct buf *out)
{
    struct listing l = {.op = op, .request = request};
    if (request->until < request->from)
        return op_fail(op, E_INVALID, "the period ends before it begins");
    TRY(find_employer(op, request->employer_id, &l.list.employer));
    TRY(clear_period(&l));
    TRY(collect(&l));
    if (l.count == 0)
        return op_fail(op, E_NOT_FOUND,
                       "nobody of that employer owes anything that is due in the period");
    TRY(check_references(&l));
    for (size_t i = 0; i < l.count; i++)
        if (!money_add(l.list.amount, l.lines[i].open, &l.list.amount))
            return op_fail(op, E_LIMIT, "the list adds up to more than can be counted");
    l.list.id = id_make();
    l.list.employer_id = request->employer_id;
    l.list.currency = request->currency;
    l.list.from = request->from;
    l.list.until = request->until;
    l.list.lines = (int64_t)l.count;
    l.list.made_on = op->business_date;
    l.list.withdrawn_on = DAY_NONE;
    TRY(write_rows(&l));
    *ret_list = l.list;
    return out ? give_out(&l, out) : OK;
}

/* --- lists that are there --- */

static struct payroll_list read_list(struct op *op, const struct db_rows *row)
{
    return (struct payroll_list){.id = db_id(row, 0),
                                 .employer_id = db_id(row, 1),
                                 .currency = (currency)db_i64(row, 2),
                                 .from = db_day(row, 3),
                                 .until = db_day(row, 4),
                                 .lines = db_i64(row, 5),
                                 .amount = db_money(row, 6),
                                 .withdrawn_on = db_day(row, 7),
                                 .withdrawn_why = db_text_copy(op, row, 10),
                                 .made_on = db_day(row, 8),
                                 .answers = db_i64(row, 9)};
}

static status read_one(struct op *op, struct db_rows *row, void *out)
{
    *(struct payroll_list *)out = read_list(op, row);
    return OK;
}

status payroll_list_get(struct op *op, int64_t id, struct payroll_list *ret_list)
{
    bool found = false;
    TRY(db_query_one(op, Q_PAYROLL_LIST_GET, DB_ARGS(ARG_ID(id)), read_one, ret_list, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no list %" PRId64 " of payroll", id);
    return find_employer(op, ret_list->employer_id, &ret_list->employer);
}

status payroll_withdraw(struct op *op, int64_t id, str why)
{
    struct payroll_list list;
    TRY(payroll_list_get(op, id, &list));
    if (str_trim(why).size == 0)
        return op_fail(op, E_INVALID, "why?  give a reason");
    if (str_characters(why) > PAYROLL_WHY_MAX)
        return op_fail(op, E_INVALID, "the reason is longer than %d characters", PAYROLL_WHY_MAX);
    if (list.withdrawn_on != DAY_NONE)
        return op_fail(op, E_CONFLICT, "list %" PRId64 " is withdrawn already", id);
    if (list.answers > 0)
        return op_fail(op, E_CONFLICT,
                       "the employer has answered list %" PRId64
                       ": what was booked is undone entry by entry, the list stays",
                       id);
    return write_withdrawn(op, id, why);
}

static status load_lines(struct listing *l)
{
    struct op *const op = l->op;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAYROLL_FILE_LINES, DB_ARGS(ARG_ID(l->list.id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        add_line(l, &rows);
    }
}

status payroll_list_write(struct op *op, int64_t id, struct buf *out)
{
    struct listing l = {.op = op};
    TRY(payroll_list_get(op, id, &l.list));
    TRY(load_lines(&l));
    return give_out(&l, out);
}

status payroll_employers(struct op *op, int64_t most, struct payroll_employer **ret_list,
                         size_t *ret_count)
{
    struct payroll_employer *list = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAYROLL_EMPLOYERS, DB_ARGS(ARG_I64(most)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = (struct payroll_employer){db_id(&rows, 0), db_text_copy(op, &rows, 1),
                                                  db_i64(&rows, 2)};
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

status payroll_list_all(struct op *op, int64_t most, struct payroll_list **ret_lists,
                        size_t *ret_count)
{
    struct payroll_list *lists = NULL;
    size_t count = 0;
    size_t room = 0;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAYROLL_LIST_NEWEST, DB_ARGS(ARG_I64(most)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        lists = arena_grow(op->arena, lists, count, &room, sizeof(*lists));
        lists[count++] = read_list(op, &rows);
    }
    for (size_t i = 0; i < count; i++)
        TRY(find_employer(op, lists[i].employer_id, &lists[i].employer));
    *ret_lists = lists;
    *ret_count = count;
    return OK;
}
