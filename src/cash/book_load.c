#include "cash/book_load.h"

#include <inttypes.h>
#include <stdio.h>

#include "cash/pay_reference.h"
#include "record/seal.h"
#include "record/setting.h"
#include "store/db.h"

struct scheme_of {
    int64_t creditor_id;
    struct pay_reference_scheme scheme;
};

struct loader {
    struct op *op;
    struct book_index *index;
    struct scheme_of *schemes;
    size_t scheme_count;
    int64_t last_case;
    uint32_t of_case;
    str last_debt; /* the obligation of the last claim */
};

static uint64_t digest_64(const uint8_t bytes[SEAL_INDEX_BYTES])
{
    uint64_t digest = 0;
    memcpy(&digest, bytes, sizeof(digest));
    return digest;
}

uint64_t book_account_digest(str account)
{
    uint8_t bytes[SEAL_INDEX_BYTES];
    if (account.size == 0)
        return 0;
    seal_index("account", account, bytes);
    return digest_64(bytes);
}

static uint64_t document_digest(void *self, str token)
{
    uint8_t bytes[SEAL_INDEX_BYTES];
    (void)self;
    seal_index("document", token, bytes);
    return digest_64(bytes);
}

static status load_schemes(struct loader *l)
{
    struct op *const op = l->op;
    struct db_rows rows;
    bool has_row = true;
    size_t room = 0;
    TRY(db_query(op, Q_PAY_REFERENCE_SCHEME_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        struct scheme_of scheme = {0};
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        scheme.creditor_id = db_id(&rows, 0);
        scheme.scheme.prefix = db_text_copy(op, &rows, 2);
        scheme.scheme.digits = (int)db_i64(&rows, 3);
        if (!pay_reference_kind_parse(db_text(&rows, 1), &scheme.scheme.kind))
            return op_fail(op, E_STORE, "a payment reference is of no known kind");
        l->schemes = arena_grow(op->arena, l->schemes, l->scheme_count, &room, sizeof(*l->schemes));
        l->schemes[l->scheme_count++] = scheme;
    }
}

/* --- parties, in the order of their ids --- */

struct parties {
    struct db_rows rows;
    bool has_row;
    int64_t debtor_id;
    str name, external_id;
    uint64_t document;
};

static status next_party(struct op *op, struct parties *parties)
{
    TRY(db_next(op, &parties->rows, &parties->has_row));
    if (!parties->has_row)
        return OK;
    const str digest = db_blob(&parties->rows, 3);
    parties->debtor_id = db_id(&parties->rows, 0);
    parties->document =
        digest.size == SEAL_INDEX_BYTES ? digest_64((const uint8_t *)digest.data) : 0;
    return OK;
}

/* Name and marks of a debtor; parties without an open claim are passed over. */
static status seek_party(struct op *op, struct parties *parties, int64_t debtor_id)
{
    while (parties->has_row && parties->debtor_id < debtor_id)
        TRY(next_party(op, parties));
    if (!parties->has_row || parties->debtor_id != debtor_id)
        return op_fail(op, E_STORE, "party %" PRId64 " is missing", debtor_id);
    parties->name = db_text_copy(op, &parties->rows, 1);
    parties->external_id = db_text(&parties->rows, 2);
    return OK;
}

/* --- claims --- */

static void add_references(struct loader *l, int64_t creditor_id, int64_t number)
{
    char text[PAY_REFERENCE_SIZE];
    for (size_t i = 0; i < l->scheme_count; i++)
        if (l->schemes[i].creditor_id == creditor_id &&
            pay_reference_make(&l->schemes[i].scheme, number, text))
            book_index_add_text(l->index, KEY_PAY_REFERENCE, str_of(text), l->of_case,
                                BOOK_INDEX_NONE);
}

static status add_case(struct loader *l, struct parties *parties, const struct db_rows *claim)
{
    char number[32];
    TRY(seek_party(l->op, parties, db_id(claim, 0)));
    const struct book_case of_case = {.debtor_id = db_id(claim, 0),
                                      .case_id = db_id(claim, 1),
                                      .currency = (currency)db_i64(claim, 4),
                                      .name = parties->name};
    l->of_case = book_index_add_case(l->index, &of_case);
    l->last_case = of_case.case_id;
    l->last_debt = STR("");
    (void)snprintf(number, sizeof(number), "%" PRId64, db_i64(claim, 6));
    book_index_add_text(l->index, KEY_CASE_NUMBER, str_of(number), l->of_case, BOOK_INDEX_NONE);
    book_index_add_text(l->index, KEY_CUSTOMER, parties->external_id, l->of_case, BOOK_INDEX_NONE);
    if (parties->document != 0)
        book_index_add_digest(l->index, KEY_DOCUMENT, parties->document, l->of_case);
    add_references(l, db_id(claim, 5), db_i64(claim, 6));
    return OK;
}

static void add_claim(struct loader *l, const struct db_rows *row)
{
    const str claim_ref = db_text(row, 7);
    const str debt_ref = db_text(row, 8);
    const uint32_t claim = book_index_add_claim(l->index, db_id(row, 2), db_money(row, 3));
    book_index_add_text(l->index, KEY_CLAIM, claim_ref, l->of_case, claim);
    if (str_equal(claim_ref, debt_ref) || str_equal(l->last_debt, debt_ref))
        return;
    book_index_add_text(l->index, KEY_CLAIM, debt_ref, l->of_case, BOOK_INDEX_NONE);
    l->last_debt = str_copy(l->op->arena, debt_ref);
}

static status load_claims(struct loader *l)
{
    struct op *const op = l->op;
    struct parties parties = {.has_row = true};
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_CASH_PARTIES, DB_NO_ARGS, &parties.rows));
    TRY(next_party(op, &parties));
    TRY(db_query(op, Q_CASH_CLAIMS, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        if (db_id(&rows, 1) != l->last_case)
            TRY(add_case(l, &parties, &rows));
        add_claim(l, &rows);
    }
    db_rows_close(&parties.rows);
    return op_check(op);
}

static status load_accounts(struct loader *l)
{
    struct op *const op = l->op;
    struct db_rows rows;
    bool has_row = true;
    TRY(db_query(op, Q_PAYER_ACCOUNT_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        const uint32_t of_case = book_index_find_case(l->index, db_id(&rows, 1));
        if (of_case != BOOK_INDEX_NONE)
            book_index_add_digest(l->index, KEY_ACCOUNT, (uint64_t)db_i64(&rows, 0), of_case);
    }
}

status book_load(struct op *op, struct matcher *ret_matcher)
{
    struct loader l = {.op = op, .index = book_index_create(op->arena)};
    int64_t score = 0;
    int64_t margin = 0;
    TRY(setting_i64(op, "bank.match_score", op->business_date,
                    setting_initial_i64("bank.match_score"), &score));
    TRY(setting_i64(op, "bank.match_margin", op->business_date,
                    setting_initial_i64("bank.match_margin"), &margin));
    TRY(load_schemes(&l));
    TRY(load_claims(&l));
    TRY(load_accounts(&l));
    book_index_finish(l.index);
    *ret_matcher = (struct matcher){
        .index = l.index, .score = (int)score, .margin = (int)margin, .document = document_digest};
    return OK;
}
