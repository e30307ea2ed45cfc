#include "cash/waiting.h"

#include <inttypes.h>

#include "record/setting.h"
#include "store/db.h"

status waiting_list(struct op *op, day after_day, int64_t after_id, int64_t most,
                    struct waiting **ret_list, size_t *ret_count)
{
    struct waiting *list = NULL;
    struct db_rows rows;
    bool has_row = true;
    size_t count = 0;
    size_t room = 0;
    TRY(db_query(op, Q_BANK_PENDING_LIST,
                 DB_ARGS(ARG_I64(after_day), ARG_ID(after_id), ARG_I64(most)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = (struct waiting){.entry_id = db_id(&rows, 0),
                                         .kind = db_text_copy(op, &rows, 1),
                                         .open = db_money(&rows, 2),
                                         .currency = (currency)db_i64(&rows, 3),
                                         .aged_from = db_day(&rows, 4),
                                         .reason = db_text_copy(op, &rows, 5),
                                         .score = (int)db_i64(&rows, 6),
                                         .margin = (int)db_i64(&rows, 7),
                                         .best_case_id = db_id(&rows, 8),
                                         .reference = db_text_copy(op, &rows, 9),
                                         .counterparty = db_text_copy(op, &rows, 10),
                                         .text = db_text_copy(op, &rows, 11),
                                         .value_on = db_day(&rows, 12)};
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

status waiting_days(struct op *op, int64_t *ret_days)
{
    return setting_i64(op, "bank.suspense_days", op->business_date,
                       setting_initial_i64("bank.suspense_days"), ret_days);
}

status waiting_sums(struct op *op, struct waiting_sum **ret_list, size_t *ret_count)
{
    struct waiting_sum *list = NULL;
    struct db_rows rows;
    bool has_row = true;
    size_t count = 0;
    size_t room = 0;
    int64_t days = 0;
    TRY(waiting_days(op, &days));
    TRY(db_query(op, Q_BANK_PENDING_SUMS, DB_ARGS(ARG_DAY(op->business_date - (day)days)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = (struct waiting_sum){.currency = (currency)db_i64(&rows, 0),
                                             .kind = db_text_copy(op, &rows, 1),
                                             .entries = db_i64(&rows, 2),
                                             .open = db_money(&rows, 3),
                                             .late = db_i64(&rows, 4),
                                             .oldest_on = db_day(&rows, 5)};
    }
    *ret_list = list;
    *ret_count = count;
    return OK;
}

/* --- cases --- */

static status read_case(struct op *op, struct db_rows *row, void *out)
{
    struct case_shown *const shown = out;
    shown->debtor_id = db_id(row, 0);
    shown->number = db_i64(row, 1);
    shown->party_name = db_text_copy(op, row, 2);
    shown->creditor_name = db_text_copy(op, row, 3);
    return OK;
}

status case_shown_get(struct op *op, int64_t case_id, struct case_shown *ret_case)
{
    bool found = false;
    *ret_case = (struct case_shown){.case_id = case_id};
    TRY(db_query_one(op, Q_CASH_CASE_SHOWN, DB_ARGS(ARG_ID(case_id)), read_case, ret_case, &found));
    return found ? OK : op_fail(op, E_NOT_FOUND, "there is no case %" PRId64, case_id);
}

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

static status complete(struct op *op, int64_t claim_id, struct candidate_shown *candidate)
{
    bool found = false;
    TRY(case_shown_get(op, candidate->of_case.case_id, &candidate->of_case));
    candidate->claim = STR("");
    if (claim_id == 0)
        return OK;
    return db_query_one(op, Q_CASH_CLAIM_SHOWN,
                        DB_ARGS(ARG_ID(candidate->of_case.debtor_id), ARG_ID(claim_id)), read_name,
                        &candidate->claim, &found);
}

status waiting_candidates(struct op *op, int64_t entry_id, struct candidate_shown **ret_list,
                          size_t *ret_count)
{
    enum { MOST = 16 };
    struct candidate_shown *const list = arena_array(op->arena, MOST, sizeof(*list));
    int64_t claims[MOST];
    struct db_rows rows;
    bool has_row = true;
    size_t count = 0;
    TRY(db_query(op, Q_BANK_CANDIDATE_OF, DB_ARGS(ARG_ID(entry_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (count == MOST)
            continue;
        claims[count] = db_id(&rows, 1);
        list[count++] = (struct candidate_shown){.of_case.case_id = db_id(&rows, 0),
                                                 .score = (int)db_i64(&rows, 2),
                                                 .reason = db_text_copy(op, &rows, 3)};
    }
    for (size_t i = 0; i < count; i++)
        TRY(complete(op, claims[i], &list[i]));
    *ret_list = list;
    *ret_count = count;
    return OK;
}
