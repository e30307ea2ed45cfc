#include "cash/settle.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/payment.h"
#include "cash/book_load.h"
#include "cash/matches.h"
#include "store/db.h"

/* The source of payments that came through a bank. */
#define SOURCE STR("bank")

struct spell {
    int64_t id;
    enum taken_kind kind;
    money open;
    currency currency;
    day aged_from;
};

static enum taken_kind kind_parse(str text)
{
    return str_equal_c(text, "return") ? TAKEN_RETURN : TAKEN_MONEY;
}

static status read_spell(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct spell *)out =
        (struct spell){db_id(row, 0), kind_parse(db_text(row, 1)), db_money(row, 2),
                       (currency)db_i64(row, 3), db_day(row, 4)};
    return OK;
}

static status get_spell(struct op *op, int64_t entry_id, struct spell *ret_spell, bool *ret_found)
{
    return db_query_one(op, Q_BANK_PENDING_OF, DB_ARGS(ARG_ID(entry_id)), read_spell, ret_spell,
                        ret_found);
}

static status read_entry(struct op *op, struct db_rows *row, void *out)
{
    struct settle_entry *const entry = out;
    entry->kind = kind_parse(db_text(row, 0));
    entry->identity = db_text_copy(op, row, 1);
    entry->currency = (currency)db_i64(row, 3);
    entry->value_on = db_day(row, 4) != DAY_NONE ? db_day(row, 4) : db_day(row, 5);
    entry->reference = db_text_copy(op, row, 6);
    entry->other_references = db_text_copy(op, row, 7);
    entry->counterparty = db_text_copy(op, row, 8);
    entry->account = db_text_copy(op, row, 9);
    entry->text = db_text_copy(op, row, 10);
    entry->aged_from = entry->value_on != DAY_NONE ? entry->value_on : op->business_date;
    return OK;
}

static status load_entry(struct op *op, int64_t entry_id, struct settle_entry *ret_entry)
{
    bool found = false;
    ret_entry->id = entry_id;
    TRY(db_query_one(op, Q_BANK_ENTRY_GET, DB_ARGS(ARG_ID(entry_id)), read_entry, ret_entry,
                     &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "no entry %" PRId64 " of a bank", entry_id);
}

static status load_pending(struct op *op, int64_t entry_id, struct settle_entry *ret_entry,
                           struct spell *ret_spell)
{
    bool found = false;
    TRY(load_entry(op, entry_id, ret_entry));
    TRY(get_spell(op, entry_id, ret_spell, &found));
    if (!found)
        return op_fail(op, E_CONFLICT, "nothing of entry %" PRId64 " waits", entry_id);
    ret_entry->kind = ret_spell->kind;
    ret_entry->open = ret_spell->open;
    ret_entry->currency = ret_spell->currency;
    ret_entry->aged_from = ret_spell->aged_from;
    return OK;
}

status settle_load(struct op *op, int64_t entry_id, struct settle_entry *ret_entry)
{
    struct spell spell;
    return load_pending(op, entry_id, ret_entry, &spell);
}

/* --- the queue --- */

/* best_case_id 0: there is none. */
static status wait(struct op *op, const struct settle_entry *entry, money open,
                   const struct match_answer *answer, int64_t best_case_id)
{
    return db_run(op, Q_BANK_PENDING_INSERT,
                  DB_ARGS(ARG_ID(entry->id), ARG_ID(id_make()),
                          ARG_TEXT_C(taken_kind_name(entry->kind)), ARG_MONEY(open),
                          ARG_I64(entry->currency), ARG_DAY(entry->aged_from),
                          ARG_DAY(op->business_date), ARG_TEXT(answer->reason),
                          ARG_I64(answer->score), ARG_I64(answer->margin), ARG_ID(best_case_id)),
                  NULL);
}

static status wait_for(struct op *op, const struct settle_entry *entry, money open,
                       const char *reason)
{
    const struct match_answer answer = {.reason = str_of(reason)};
    return wait(op, entry, open, &answer, 0);
}

/* The cases that a person may choose from, as they look now. */
static status wait_with_guesses(struct op *op, const struct matcher *matcher,
                                const struct settle_entry *entry, const struct match_answer *answer)
{
    int64_t best_case_id = 0;
    for (size_t i = 0; i < answer->guess_count; i++) {
        const struct match_guess *const guess = &answer->guesses[i];
        const int64_t case_id = book_index_case(matcher->index, guess->of_case)->case_id;
        const int64_t claim_id = guess->claim == BOOK_INDEX_NONE
                                     ? 0
                                     : book_index_claim(matcher->index, guess->claim)->claim_id;
        TRY(db_run(op, Q_BANK_CANDIDATE_INSERT,
                   DB_ARGS(ARG_ID(entry->id), ARG_I64((int64_t)i + 1), ARG_ID(case_id),
                           ARG_ID(claim_id), ARG_I64(guess->score), ARG_TEXT(guess->reason)),
                   NULL));
    }
    if (answer->part_count > 0)
        best_case_id = book_index_case(matcher->index, answer->parts[0].of_case)->case_id;
    return wait(op, entry, entry->open, answer, best_case_id);
}

static status end_spell(struct op *op, int64_t entry_id, const struct spell *spell,
                        const char *ended_by, str note)
{
    int64_t changed = 0;
    TRY(db_run(op, Q_BANK_PENDING_END,
               DB_ARGS(ARG_ID(entry_id), ARG_ID(spell->id), ARG_DAY(op->business_date),
                       ARG_TEXT_C(ended_by), ARG_ID(op->actor_id), ARG_TEXT(note)),
               &changed));
    return changed == 1
               ? OK
               : op_fail(op, E_CONFLICT, "entry %" PRId64 " was settled meanwhile", entry_id);
}

/* --- payments --- */

static status book_part(struct op *op, const struct settle_entry *entry, int sequence,
                        const struct match_row *match)
{
    struct match_row row = *match;
    const struct payment_order order = {
        .debtor_id = match->debtor_id,
        .case_id = match->case_id,
        .source = SOURCE,
        .reference =
            str_of(arena_printf(op->arena, STR_FORMAT "-%d", STR_ARG(entry->identity), sequence)),
        .value_on = entry->value_on,
        .amount = match->amount,
        .claim_id = match->claim_id};
    bool is_new = false;
    TRY(payment_take(op, &order, &row.payment_id, &is_new));
    if (!is_new)
        return op_fail(op, E_INTERNAL, "a payment of entry %" PRId64 " is there already",
                       entry->id);
    TRY(match_row_put(op, entry->id, &row));
    return match_row_learn(op, &row, entry->account);
}

static bool is_bookable(const struct op *op, const struct settle_entry *entry)
{
    return entry->value_on != DAY_NONE && entry->value_on <= op->business_date;
}

static struct match_entry question(const struct settle_entry *entry)
{
    return (struct match_entry){.currency = entry->currency,
                                .amount = entry->open,
                                .reference = entry->reference,
                                .other_references = entry->other_references,
                                .counterparty = entry->counterparty,
                                .text = entry->text,
                                .account = book_account_digest(entry->account)};
}

static status book_answer(struct op *op, const struct matcher *matcher,
                          const struct settle_entry *entry, const struct match_answer *answer)
{
    int sequence = 0;
    TRY(match_row_count(op, entry->id, &sequence));
    for (size_t i = 0; i < answer->part_count; i++) {
        const struct match_part *const part = &answer->parts[i];
        const struct book_case *const of_case = book_index_case(matcher->index, part->of_case);
        const struct match_row row = {
            .debtor_id = of_case->debtor_id,
            .case_id = of_case->case_id,
            .claim_id = part->claim == BOOK_INDEX_NONE
                            ? 0
                            : book_index_claim(matcher->index, part->claim)->claim_id,
            .amount = part->amount,
            .how = "machine",
            .score = answer->score,
            .margin = answer->margin,
            .reason = answer->reason};
        TRY(book_part(op, entry, ++sequence, &row));
    }
    return OK;
}

/* --- returns --- */

static status take_back(struct op *op, const struct settle_entry *entry, bool *ret_is_settled)
{
    struct match_row back = {0};
    int64_t return_id = 0;
    *ret_is_settled = false;
    if (!is_bookable(op, entry))
        return OK;
    TRY(match_row_of_return(op, entry, &back, ret_is_settled));
    if (!*ret_is_settled)
        return OK;
    TRY(payment_return(op, back.debtor_id, back.payment_id, entry->identity, entry->value_on,
                       &return_id));
    back.undoes_id = back.id;
    back.payment_id = return_id;
    back.amount.minor = -back.amount.minor;
    back.how = "machine";
    back.reason = STR("returned");
    return match_row_put(op, entry->id, &back);
}

/* --- first and again --- */

static status settle_money(struct op *op, const struct matcher *matcher,
                           const struct settle_entry *entry, struct match_answer *answer,
                           bool *ret_is_settled)
{
    const struct match_entry asked = question(entry);
    *ret_is_settled = false;
    match_find(matcher, &asked, op->arena, answer);
    if (!answer->is_sure)
        return OK;
    if (!is_bookable(op, entry)) {
        answer->reason = STR("day");
        return OK;
    }
    *ret_is_settled = true;
    return book_answer(op, matcher, entry, answer);
}

status settle_first(struct op *op, const struct matcher *matcher, const struct settle_entry *entry,
                    const char *doubt, bool *ret_is_settled)
{
    struct match_answer answer = {.part_count = 0};
    *ret_is_settled = false;
    if (doubt)
        return wait_for(op, entry, entry->open, doubt);
    if (entry->kind == TAKEN_RETURN) {
        TRY(take_back(op, entry, ret_is_settled));
        return *ret_is_settled ? OK : wait_for(op, entry, entry->open, "return");
    }
    TRY(settle_money(op, matcher, entry, &answer, ret_is_settled));
    return *ret_is_settled ? OK : wait_with_guesses(op, matcher, entry, &answer);
}

status settle_again(struct op *op, const struct matcher *matcher, int64_t entry_id,
                    bool *ret_is_settled)
{
    struct settle_entry entry;
    struct spell spell;
    struct match_answer answer;
    TRY(load_pending(op, entry_id, &entry, &spell));
    if (entry.kind == TAKEN_RETURN)
        TRY(take_back(op, &entry, ret_is_settled));
    else
        TRY(settle_money(op, matcher, &entry, &answer, ret_is_settled));
    return *ret_is_settled ? end_spell(op, entry_id, &spell, "matched", STR("")) : OK;
}

/* --- without a search --- */

#define SURE 100 /* the score of what is no guess */

status settle_to(struct op *op, const struct settle_entry *entry,
                 const struct settle_target *target)
{
    const bool is_cut = target->most.minor > 0 && target->most.minor < entry->open.minor;
    const money rest = {is_cut ? entry->open.minor - target->most.minor : 0};
    const struct match_row row = {.debtor_id = target->debtor_id,
                                  .case_id = target->case_id,
                                  .claim_id = target->claim_id,
                                  .amount = {entry->open.minor - rest.minor},
                                  .how = "machine",
                                  .score = SURE,
                                  .margin = SURE,
                                  .reason = target->reason};
    TRY(book_part(op, entry, 1, &row));
    return is_cut ? wait_for(op, entry, rest, "rest") : OK;
}

status settle_wait(struct op *op, const struct settle_entry *entry, const char *reason,
                   const struct settle_target *target)
{
    const struct match_answer answer = {.reason = str_of(reason)};
    if (!target)
        return wait_for(op, entry, entry->open, reason);
    TRY(db_run(op, Q_BANK_CANDIDATE_INSERT,
               DB_ARGS(ARG_ID(entry->id), ARG_I64(1), ARG_ID(target->case_id),
                       ARG_ID(target->claim_id), ARG_I64(SURE), ARG_TEXT(target->reason)),
               NULL));
    return wait(op, entry, entry->open, &answer, target->case_id);
}

/* --- what a person says --- */

struct found_case {
    int64_t debtor_id, id;
    currency currency;
};

static status read_case(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(struct found_case *)out =
        (struct found_case){db_id(row, 0), db_id(row, 1), (currency)db_i64(row, 2)};
    return OK;
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

/* Case and claim that a person names. */
static status find_target(struct op *op, const struct settle_order *order, currency unit,
                          struct match_row *row)
{
    struct found_case of_case = {0};
    bool found = false;
    TRY(db_query_one(op, Q_CASH_CASE, DB_ARGS(ARG_I64(order->case_number)), read_case, &of_case,
                     &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "there is no case %" PRId64, order->case_number);
    if (of_case.currency != unit)
        return op_fail(op, E_INVALID, "case %" PRId64 " has another currency than the entry",
                       order->case_number);
    row->debtor_id = of_case.debtor_id;
    row->case_id = of_case.id;
    if (order->claim.size == 0)
        return OK;
    TRY(db_query_one(op, Q_CASH_CLAIM,
                     DB_ARGS(ARG_ID(of_case.debtor_id), ARG_ID(of_case.id), ARG_TEXT(order->claim)),
                     read_id, &row->claim_id, &found));
    return found ? OK
                 : op_fail(op, E_NOT_FOUND, "case %" PRId64 " has no claim \"" STR_FORMAT "\"",
                           order->case_number, STR_ARG(order->claim));
}

static status check_reason(struct op *op, str reason)
{
    return str_trim(reason).size > 0 ? OK : op_fail(op, E_INVALID, "why?  give a reason");
}

status settle_assign(struct op *op, const struct settle_order *order)
{
    struct settle_entry entry;
    struct spell spell;
    struct match_row row = {.how = "person", .reason = order->reason};
    int sequence = 0;
    TRY(load_pending(op, order->entry_id, &entry, &spell));
    TRY(find_target(op, order, entry.currency, &row));
    row.amount = order->amount.minor == 0 ? entry.open : order->amount;
    if (entry.kind != TAKEN_MONEY)
        return op_fail(op, E_INVALID,
                       "entry %" PRId64 " takes money back: undo the entry that it returns, and "
                       "dismiss this one",
                       entry.id);
    if (row.amount.minor < 0 || row.amount.minor > entry.open.minor)
        return op_fail(op, E_INVALID, "entry %" PRId64 " has less open than that", entry.id);
    TRY(match_row_count(op, entry.id, &sequence));
    TRY(book_part(op, &entry, sequence + 1, &row));
    TRY(end_spell(op, entry.id, &spell, "assigned", order->reason));
    const money rest = {entry.open.minor - row.amount.minor};
    return rest.minor > 0 ? wait_for(op, &entry, rest, "rest") : OK;
}

status settle_dismiss(struct op *op, int64_t entry_id, str reason)
{
    struct settle_entry entry;
    struct spell spell;
    TRY(check_reason(op, reason));
    TRY(load_pending(op, entry_id, &entry, &spell));
    return end_spell(op, entry_id, &spell, "dismissed", reason);
}

/* --- undo --- */

static status undo_one(struct op *op, const struct settle_entry *entry,
                       const struct match_row *match, day paid_on, str reason)
{
    struct match_row back = *match;
    const str reference = str_of(
        arena_printf(op->arena, STR_FORMAT "-undo-%" PRId64, STR_ARG(entry->identity), match->id));
    TRY(payment_return(op, match->debtor_id, match->payment_id, reference, paid_on,
                       &back.payment_id));
    back.undoes_id = match->id;
    back.amount.minor = -match->amount.minor;
    back.how = "undo";
    back.reason = reason;
    TRY(match_row_put(op, entry->id, &back));
    return match_row_unlearn(op, match, entry->account);
}

struct last_spell {
    struct spell spell;
    bool is_open, is_dismissed;
};

static status read_last(struct op *op, struct db_rows *row, void *out)
{
    struct last_spell *const last = out;
    (void)op;
    last->spell = (struct spell){db_id(row, 0), kind_parse(db_text(row, 1)), db_money(row, 2),
                                 (currency)db_i64(row, 3), db_day(row, 4)};
    last->is_open = db_is_null(row, 5);
    last->is_dismissed = str_equal_c(db_text(row, 6), "dismissed");
    return OK;
}

/* Ends what waits, or what was dismissed; the entry is then what it was in that spell. */
static status resume(struct op *op, struct settle_entry *entry, str reason, bool *ret_was_waiting,
                     bool *ret_was_dismissed)
{
    struct last_spell last = {.is_open = false};
    bool found = false;
    TRY(db_query_one(op, Q_BANK_PENDING_LAST, DB_ARGS(ARG_ID(entry->id)), read_last, &last,
                     &found));
    *ret_was_waiting = found && last.is_open;
    *ret_was_dismissed = found && !last.is_open && last.is_dismissed;
    if (*ret_was_waiting || *ret_was_dismissed)
        entry->open = last.spell.open;
    if (found) {
        entry->kind = last.spell.kind;
        entry->aged_from = last.spell.aged_from;
    }
    return *ret_was_waiting ? end_spell(op, entry->id, &last.spell, "undone", reason) : OK;
}

status settle_undo(struct op *op, int64_t entry_id, str reason, int64_t *ret_count)
{
    struct settle_entry entry = {.id = entry_id};
    struct match_row *standing = NULL;
    size_t count = 0;
    bool was_waiting = false;
    bool was_dismissed = false;
    TRY(check_reason(op, reason));
    TRY(load_entry(op, entry_id, &entry));
    TRY(match_row_standing(op, entry_id, &standing, &count));
    if (entry.kind == TAKEN_RETURN && count == 0)
        return op_fail(op, E_CONFLICT,
                       "entry %" PRId64 " takes money back: what the bank took back is not undone",
                       entry_id);
    TRY(resume(op, &entry, reason, &was_waiting, &was_dismissed));
    if (count == 0 && !was_dismissed)
        return op_fail(op, E_CONFLICT, "nothing of entry %" PRId64 " was settled", entry_id);
    for (size_t i = 0; i < count; i++) {
        TRY(undo_one(op, &entry, &standing[i], entry.value_on, reason));
        entry.open.minor += standing[i].amount.minor;
    }
    *ret_count = (int64_t)count;
    return wait_for(op, &entry, entry.open, "undone");
}
