#include "cash/take.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/touch.h"
#include "cash/book_load.h"
#include "cash/file_taken.h"
#include "cash/mandate.h"
#include "cash/matches.h"
#include "cash/payroll.h"
#include "cash/settle.h"
#include "cash/sheet.h"
#include "policy/commit.h"
#include "record/organisation.h"
#include "store/db.h"

enum { PAGE = 500 };

struct taking {
    struct op *op;
    const struct take_request *request;
    struct file_taken file;
    struct payroll_taking *payroll; /* NULL: it is no employer's */
    struct debit_book *debits;      /* NULL: no direct debit is under way */
    struct take_result result;
};

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* An entry of the same content came before: it is that one, or one that looks the same. */
static status judge_repeated(struct taking *t, const struct statement_taken *statement,
                             struct entry_taken *entry, bool *ret_is_new)
{
    struct op *const op = t->op;
    int64_t known = 0;
    bool found = false;
    TRY(db_query_one(op, Q_BANK_ENTRY_FIND, DB_ARGS(ARG_TEXT_C(entry->taken.identity)), read_id,
                     &known, &found));
    *ret_is_new = !found;
    if (!found || entry->taken.bank_reference.size > 0 || entry->taken.kind == TAKEN_NONE)
        return OK;
    const str both =
        str_of(arena_printf(op->arena, "%s %s", entry->taken.identity, statement->digest));
    uint8_t digest[16];
    crypto_digest_of(both, digest, sizeof(digest));
    crypto_hex(digest, sizeof(digest), entry->taken.identity);
    entry->doubt = "double";
    *ret_is_new = true;
    return OK;
}

/* --- writing --- */

static status write_entry(struct taking *t, const struct statement_taken *statement,
                          struct entry_taken *entry)
{
    struct op *const op = t->op;
    const struct taken *const taken = &entry->taken;
    bool is_new = false;
    TRY(judge_repeated(t, statement, entry, &is_new));
    t->result.repeated += !is_new;
    if (!is_new)
        return OK;
    entry->id = id_make();
    t->result.entries++;
    t->result.money += taken->kind == TAKEN_MONEY;
    t->result.returns += taken->kind == TAKEN_RETURN;
    return db_run(op, Q_BANK_ENTRY_INSERT,
                  DB_ARGS(ARG_ID(entry->id), ARG_ID(statement->id), ARG_I64(taken->number),
                          ARG_I64(taken->line), ARG_TEXT_C(taken_kind_name(taken->kind)),
                          ARG_TEXT_C(taken->identity), ARG_MONEY(taken->amount),
                          ARG_I64(taken->currency), ARG_DAY(taken->value_on),
                          ARG_DAY(taken->booked_on), ARG_TEXT(taken->reference),
                          ARG_TEXT(taken->other_references), ARG_TEXT(taken->counterparty),
                          ARG_TEXT(taken->account), ARG_TEXT(taken->text), ARG_INSTANT(op_now(op))),
                  NULL);
}

static status write_statement(struct taking *t, int64_t file_id, struct statement_taken *statement)
{
    struct op *const op = t->op;
    int64_t known = 0;
    bool found = false;
    file_taken_identify(op, statement);
    TRY(db_query_one(op, Q_BANK_STATEMENT_FIND, DB_ARGS(ARG_TEXT_C(statement->digest)), read_id,
                     &known, &found));
    if (found) {
        t->result.repeated += (int64_t)statement->entry_count;
        return OK;
    }
    statement->id = id_make();
    t->result.statements++;
    TRY(db_run(op, Q_BANK_STATEMENT_INSERT,
               DB_ARGS(ARG_ID(statement->id), ARG_ID(file_id), ARG_I64(statement->number),
                       ARG_TEXT(statement->account), ARG_I64(statement->currency),
                       ARG_TEXT_C(statement->opening), ARG_TEXT_C(statement->closing),
                       ARG_I64(statement->entry_count), ARG_TEXT_C(statement->digest)),
               NULL));
    for (size_t i = 0; i < statement->entry_count; i++)
        TRY(write_entry(t, statement, &statement->entries[i]));
    return OK;
}

static status write_file(struct taking *t)
{
    struct op *const op = t->op;
    struct file_taken *const file = &t->file;
    const int64_t id = id_make();
    t->result.file_id = id;
    TRY(db_run(op, Q_BANK_FILE_INSERT,
               DB_ARGS(ARG_ID(id), ARG_TEXT_C(file->hash), ARG_TEXT_C(file->name),
                       ARG_TEXT_C(file->format), ARG_I64(file->entry_count),
                       ARG_TEXT_C(file->differs), ARG_DAY(op->business_date), ARG_ID(op->actor_id),
                       ARG_INSTANT(op_now(op))),
               NULL));
    for (size_t i = 0; i < file->statement_count; i++)
        TRY(write_statement(t, id, &file->statements[i]));
    return OK;
}

/* A direct debit that the bank could not collect: there is no payment to take back. */
static status is_refused_debit(struct taking *t, const struct settle_entry *entry, bool *ret_is)
{
    struct match_row row = {0};
    bool has_payment = false;
    *ret_is = false;
    if (!t->debits || entry->kind != TAKEN_RETURN)
        return OK;
    TRY(match_row_of_return(t->op, entry, &row, &has_payment));
    return has_payment ? OK : debit_answer(t->op, t->debits, entry, ret_is);
}

static status settle_one(struct taking *t, size_t index, const struct matcher *matcher,
                         const struct settle_entry *entry, bool *ret_is_settled)
{
    bool is_order = false;
    TRY(is_refused_debit(t, entry, ret_is_settled));
    if (*ret_is_settled)
        return OK;
    if (t->payroll)
        return payroll_settle(t->op, t->payroll, index, matcher, entry, ret_is_settled);
    if (entry->kind == TAKEN_MONEY)
        TRY(debit_answer(t->op, t->debits, entry, &is_order));
    return settle_first(t->op, matcher, entry, t->file.entries[index].doubt, ret_is_settled);
}

static status settle_all(struct taking *t)
{
    struct op *const op = t->op;
    struct matcher matcher;
    if (debit_said_is(&t->file)) {
        t->result.is_answer = true;
        return debit_said_take(op, &t->file, &t->result.said);
    }
    TRY(book_load(op, &matcher));
    if (payroll_is(&t->file))
        TRY(payroll_open(op, &t->file, &t->payroll));
    TRY(debit_book_load(op, &t->debits));
    for (size_t i = 0; i < t->file.entry_count; i++) {
        const struct taken *const taken = &t->file.entries[i].taken;
        const day value_on = taken->value_on != DAY_NONE ? taken->value_on : taken->booked_on;
        const struct settle_entry entry = {.id = t->file.entries[i].id,
                                           .kind = taken->kind,
                                           .identity = str_of(taken->identity),
                                           .open = taken->amount,
                                           .currency = taken->currency,
                                           .value_on = value_on,
                                           .aged_from =
                                               value_on != DAY_NONE ? value_on : op->business_date,
                                           .reference = taken->reference,
                                           .other_references = taken->other_references,
                                           .counterparty = taken->counterparty,
                                           .account = taken->account,
                                           .text = taken->text};
        bool is_settled = false;
        if (entry.id == 0 || entry.kind == TAKEN_NONE)
            continue;
        TRY(settle_one(t, i, &matcher, &entry, &is_settled));
        t->result.settled += is_settled;
        t->result.waiting += !is_settled;
        TRY(op_check(op));
    }
    return OK;
}

/* What the employer sent as one sum is now in its parts: it leaves the queue, or it would be
 * counted twice. */
static status settle_deposit(struct taking *t)
{
    struct op *const op = t->op;
    const int64_t id = t->request->deposit_id;
    struct settle_entry deposit;
    int64_t total = 0;
    if (id == 0)
        return OK;
    if (!payroll_is(&t->file) || t->result.is_known)
        return op_fail(op, E_CONFLICT,
                       "a deposit belongs to a file of an employer that comes for the first time");
    TRY(settle_load(op, id, &deposit));
    for (size_t i = 0; i < t->file.entry_count; i++)
        if (t->file.entries[i].id != 0 && t->file.entries[i].taken.kind == TAKEN_MONEY)
            total += t->file.entries[i].taken.amount.minor;
    if (deposit.kind != TAKEN_MONEY || deposit.currency != t->file.statements[0].currency ||
        deposit.open.minor != total)
        return op_fail(op, E_CONFLICT,
                       "entry %" PRId64 " of a bank is not what the employer's file adds up to",
                       id);
    return settle_dismiss(op, id, str_of(arena_printf(op->arena, "payroll %s", t->file.name)));
}

/* In a transaction. */
static status book(struct taking *t)
{
    TRY(db_query_one(t->op, Q_BANK_FILE_FIND, DB_ARGS(ARG_TEXT_C(t->file.hash)), read_id,
                     &t->result.file_id, &t->result.is_known));
    if (!t->result.is_known) {
        TRY(write_file(t));
        TRY(settle_all(t));
    }
    return settle_deposit(t);
}

static status take(struct taking *t)
{
    struct op *const op = t->op;
    TRY(db_begin(op, DB_WRITE));
    TRY(book(t));
    if (!t->request->is_dry_run && !t->result.is_known)
        return policy_commit(op);
    db_rollback(op);
    touch_clear(op);
    return OK;
}

static status find_currency(struct op *op, const struct take_request *request, currency *ret_unit)
{
    struct organisation organisation;
    TRY(organisation_get(op, &organisation));
    *ret_unit = request->currency != CURRENCY_NONE ? request->currency : organisation.currency;
    return OK;
}

/* A file that was read and does not agree needs somebody who takes it as it is. */
static status judge(struct taking *t)
{
    if (debit_said_is(&t->file))
        TRY(debit_said_compare(t->op, &t->file));
    t->result.format = t->file.format;
    t->result.differs = t->file.differs;
    if (!*t->file.differs || t->request->accepts_differences)
        return OK;
    if (t->request->is_command)
        return op_fail(t->op, E_INVALID,
                       "%s does not agree with itself and nothing was taken: %s; ask the bank, or "
                       "take it as it is with --accept-differences",
                       t->file.name, t->file.differs);
    return op_fail(t->op, E_INVALID,
                   "%s does not agree with itself and nothing was taken: %s; ask the bank, or "
                   "choose \"Take it though its totals do not agree\"",
                   t->file.name, t->file.differs);
}

status take_file(struct op *op, const struct take_request *request, struct take_result *ret_result)
{
    struct taking t = {.op = op, .request = request};
    currency unit = CURRENCY_NONE;
    TRY(find_currency(op, request, &unit));
    if (request->mapping_path)
        TRY(sheet_read(op, request->path, request->mapping_path, unit, &t.file));
    else
        TRY(file_taken_read(op, request->path, unit, &t.file));
    TRY(judge(&t));
    const status code = take(&t);
    if (code != OK) {
        db_rollback(op);
        touch_clear(op);
        return code;
    }
    *ret_result = t.result;
    return OK;
}

status take_bytes(struct op *op, const char *name, str bytes, const struct take_request *request,
                  struct take_result *ret_result)
{
    struct taking t = {.op = op, .request = request};
    currency unit = CURRENCY_NONE;
    TRY(find_currency(op, request, &unit));
    TRY(file_taken_read_bytes(op, name, bytes, unit, &t.file));
    TRY(judge(&t));
    TRY(book(&t));
    *ret_result = t.result;
    return OK;
}

/* What a person has touched, or must look at, no machine settles. */
static bool is_for_people(str reason)
{
    return str_equal_c(reason, "double") || str_equal_c(reason, "undone") ||
           str_equal_c(reason, "rest");
}

status take_again(struct op *op, int64_t *ret_tried, int64_t *ret_settled)
{
    struct matcher matcher;
    day after_day = DAY_MIN;
    int64_t after_id = 0;
    int64_t tried = 0;
    int64_t settled = 0;
    int count = PAGE;
    TRY(book_load(op, &matcher));
    while (count == PAGE) {
        int64_t ids[PAGE];
        bool is_ours[PAGE];
        struct db_rows rows;
        bool has_row = true;
        count = 0;
        TRY(db_query(op, Q_BANK_PENDING_LIST,
                     DB_ARGS(ARG_DAY(after_day), ARG_ID(after_id), ARG_I64(PAGE)), &rows));
        for (;;) {
            TRY(db_next(op, &rows, &has_row));
            if (!has_row || count == PAGE)
                break;
            after_id = db_id(&rows, 0);
            after_day = db_day(&rows, 4);
            ids[count] = after_id;
            is_ours[count++] = !is_for_people(db_text(&rows, 5));
        }
        db_rows_close(&rows);
        for (int i = 0; i < count; i++) {
            bool is_settled = false;
            if (!is_ours[i])
                continue;
            TRY(settle_again(op, &matcher, ids[i], &is_settled));
            settled += is_settled;
            tried++;
        }
    }
    *ret_tried = tried;
    *ret_settled = settled;
    return OK;
}
