#include "serve/bank_view.h"

#include <inttypes.h>

#include "serve/mask.h"
#include "serve/queue_item.h"
#include "store/db.h"

void reasons_write(struct json_writer *w, str words)
{
    json_key(w, "reasons");
    json_array_open(w);
    while (words.size > 0) {
        const str word = str_split(&words, ' ');
        if (word.size > 0)
            json_write_str(w, word);
    }
    json_array_close(w);
}

void said_write(struct op *op, const struct request *request, struct json_writer *w,
                const char *key, str text)
{
    if (text.size > 0)
        json_put_str(w, key, mask_unless(op->arena, request->session, "words", text));
    else
        json_put_c(w, key, NULL);
}

void case_shown_write(struct op *op, struct json_writer *w, const struct case_shown *of_case)
{
    json_put_id(w, "case_id", of_case->case_id);
    case_number_write(op, w, "case_number", of_case->number);
    json_put_str(w, "party_name", of_case->party_name);
}

/* --- one entry --- */

struct shown {
    const struct request *request;
    struct json_writer *w;
};

static status write_entry(struct op *op, struct db_rows *row, void *out)
{
    const struct shown *const shown = out;
    struct json_writer *const w = shown->w;
    const str account = db_text(row, 9);
    char unit[CURRENCY_TEXT];
    json_put_str(w, "kind", db_text(row, 0));
    json_put_i64(w, "amount", db_money(row, 2).minor);
    json_put_c(w, "currency", currency_format((currency)db_i64(row, 3), unit));
    json_put_day(w, "value_on", db_day(row, 4));
    json_put_day(w, "booked_on", db_day(row, 5));
    said_write(op, shown->request, w, "reference", db_text(row, 6));
    said_write(op, shown->request, w, "other_references", db_text(row, 7));
    said_write(op, shown->request, w, "counterparty", db_text(row, 8));
    json_put_c(w, "account_masked",
               account.size > 0 ? mask_value(op->arena, "document", account) : NULL);
    said_write(op, shown->request, w, "text", db_text(row, 10));
    return OK;
}

status bank_entry_write(struct op *op, const struct request *request, struct json_writer *w,
                        int64_t entry_id)
{
    struct shown shown = {request, w};
    bool found = false;
    json_put_id(w, "entry_id", entry_id);
    TRY(db_query_one(op, Q_BANK_ENTRY_GET, DB_ARGS(ARG_ID(entry_id)), write_entry, &shown, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no entry %" PRId64 " of a bank", entry_id);
    return bank_open_write(op, w, entry_id);
}

static status read_open(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(money *)out = db_money(row, 2);
    return OK;
}

status bank_open_write(struct op *op, struct json_writer *w, int64_t entry_id)
{
    money open = {0};
    bool found = false;
    TRY(db_query_one(op, Q_BANK_PENDING_OF, DB_ARGS(ARG_ID(entry_id)), read_open, &open, &found));
    json_put_i64(w, "open", open.minor);
    return OK;
}

/* --- what was booked --- */

struct match_shown {
    int64_t case_id;
    money amount;
    str how, reason;
    int score;
    day on;
};

static status write_match(struct op *op, const struct request *request, struct json_writer *w,
                          const struct match_shown *match)
{
    const bool is_by_machine = str_equal_c(match->how, "machine");
    struct case_shown of_case;
    TRY(case_shown_get(op, match->case_id, &of_case));
    json_object_open(w);
    case_shown_write(op, w, &of_case);
    json_put_i64(w, "amount", match->amount.minor);
    json_put_str(w, "how", match->how);
    json_put_i64(w, "score", match->score);
    reasons_write(w, is_by_machine ? match->reason : STR(""));
    said_write(op, request, w, "note", is_by_machine ? STR("") : match->reason);
    json_put_day(w, "on", match->on);
    json_object_close(w);
    return OK;
}

status bank_matches_write(struct op *op, const struct request *request, struct json_writer *w,
                          int64_t entry_id)
{
    struct match_shown *list = NULL;
    struct db_rows rows;
    bool has_row = true;
    size_t count = 0;
    size_t room = 0;
    TRY(db_query(op, Q_BANK_MATCH_OF, DB_ARGS(ARG_ID(entry_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = (struct match_shown){.case_id = db_id(&rows, 2),
                                             .amount = db_money(&rows, 5),
                                             .how = db_text_copy(op, &rows, 6),
                                             .score = (int)db_i64(&rows, 7),
                                             .reason = db_text_copy(op, &rows, 9),
                                             .on = db_day(&rows, 11)};
    }
    json_key(w, "matches");
    json_array_open(w);
    for (size_t i = 0; i < count; i++)
        TRY(write_match(op, request, w, &list[i]));
    json_array_close(w);
    return OK;
}
