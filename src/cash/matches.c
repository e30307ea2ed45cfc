#include "cash/matches.h"

#include "base/ids.h"
#include "cash/book_load.h"
#include "store/db.h"

status match_row_put(struct op *op, int64_t entry_id, const struct match_row *row)
{
    return db_run(op, Q_BANK_MATCH_INSERT,
                  DB_ARGS(ARG_ID(row->debtor_id), ARG_ID(id_make()), ARG_ID(entry_id),
                          ARG_ID(row->case_id), ARG_ID(row->claim_id), ARG_ID(row->payment_id),
                          ARG_MONEY(row->amount), ARG_TEXT_C(row->how), ARG_I64(row->score),
                          ARG_I64(row->margin), ARG_TEXT(row->reason), ARG_ID(row->undoes_id),
                          ARG_DAY(op->business_date), ARG_ID(op->actor_id),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

static status read_count(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int *)out = (int)db_i64(row, 0);
    return OK;
}

status match_row_count(struct op *op, int64_t entry_id, int *ret_count)
{
    bool found = false;
    return db_query_one(op, Q_BANK_MATCH_COUNT, DB_ARGS(ARG_ID(entry_id)), read_count, ret_count,
                        &found);
}

status match_row_standing(struct op *op, int64_t entry_id, struct match_row **ret_rows,
                          size_t *ret_count)
{
    struct match_row *list = NULL;
    struct db_rows rows;
    bool has_row = true;
    size_t count = 0;
    size_t room = 0;
    TRY(db_query(op, Q_BANK_MATCH_STANDING, DB_ARGS(ARG_ID(entry_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        list = arena_grow(op->arena, list, count, &room, sizeof(*list));
        list[count++] = (struct match_row){.debtor_id = db_id(&rows, 0),
                                           .id = db_id(&rows, 1),
                                           .case_id = db_id(&rows, 2),
                                           .claim_id = db_id(&rows, 3),
                                           .payment_id = db_id(&rows, 4),
                                           .amount = db_money(&rows, 5)};
    }
    *ret_rows = list;
    *ret_count = count;
    return OK;
}

/* --- what a return means --- */

#define WORDS_MAX 16

struct words {
    char bytes[WORDS_MAX][BOOK_TOKEN_MAX];
    size_t sizes[WORDS_MAX];
    size_t count;
};

static void add_words(struct words *words, str text)
{
    while (text.size > 0 && words->count < WORDS_MAX) {
        const str word = str_split(&text, ' ');
        const size_t size = book_token(word, words->bytes[words->count]);
        if (size >= 4)
            words->sizes[words->count++] = size;
    }
}

static bool share_word(const struct words *a, const struct words *b)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (str_equal((str){a->bytes[i], a->sizes[i]}, (str){b->bytes[k], b->sizes[k]}))
                return true;
    return false;
}

/* Entries of money with that amount and a reference in common. */
static status list_returned(struct op *op, const struct settle_entry *entry, int64_t **ret_ids,
                            size_t *ret_count)
{
    struct words wanted = {.count = 0};
    struct db_rows rows;
    bool has_row = true;
    size_t room = 0;
    add_words(&wanted, entry->reference);
    add_words(&wanted, entry->other_references);
    TRY(db_query(
        op, Q_BANK_RETURN_CANDIDATES,
        DB_ARGS(ARG_MONEY(entry->open), ARG_I64(entry->currency), ARG_DAY(entry->value_on)),
        &rows));
    for (;;) {
        struct words words = {.count = 0};
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        add_words(&words, db_text(&rows, 1));
        add_words(&words, db_text(&rows, 2));
        if (!share_word(&wanted, &words))
            continue;
        *ret_ids = arena_grow(op->arena, *ret_ids, *ret_count, &room, sizeof(**ret_ids));
        (*ret_ids)[(*ret_count)++] = db_id(&rows, 0);
    }
}

status match_row_of_return(struct op *op, const struct settle_entry *entry,
                           struct match_row *ret_row, bool *ret_found)
{
    int64_t *ids = NULL;
    size_t id_count = 0;
    size_t found = 0;
    *ret_found = false;
    TRY(list_returned(op, entry, &ids, &id_count));
    for (size_t i = 0; i < id_count; i++) {
        struct match_row *rows = NULL;
        size_t count = 0;
        TRY(match_row_standing(op, ids[i], &rows, &count));
        found += count;
        if (count == 1)
            *ret_row = rows[0];
    }
    *ret_found = found == 1 && ret_row->amount.minor == entry->open.minor;
    return OK;
}

/* --- accounts that paid --- */

status match_row_learn(struct op *op, const struct match_row *row, str account)
{
    if (account.size == 0)
        return OK;
    return db_run(op, Q_PAYER_ACCOUNT_PUT,
                  DB_ARGS(ARG_I64(book_account_digest(account)), ARG_ID(row->debtor_id),
                          ARG_ID(row->case_id)),
                  NULL);
}

status match_row_unlearn(struct op *op, const struct match_row *row, str account)
{
    if (account.size == 0)
        return OK;
    return db_run(op, Q_PAYER_ACCOUNT_DROP,
                  DB_ARGS(ARG_I64(book_account_digest(account)), ARG_ID(row->debtor_id),
                          ARG_ID(row->case_id)),
                  NULL);
}
