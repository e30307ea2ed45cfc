#include "cash/notice.h"

#include <inttypes.h>

#include "base/ids.h"
#include "book/pay_link.h"
#include "calendar/zone.h"
#include "cash/settle.h"
#include "record/organisation.h"
#include "store/db.h"

const char *notice_outcome_name(enum notice_outcome outcome)
{
    static const char *const names[] = {"known", "booked", "waits"};
    return names[outcome];
}

static void digest_of(struct op *op, const char *what, const struct money_notice *notice, str name,
                      char ret_hex[CRYPTO_HEX_SIZE(16)])
{
    uint8_t digest[16];
    crypto_digest_of(str_of(arena_printf(op->arena, "%s\n" STR_FORMAT "\n" STR_FORMAT, what,
                                         STR_ARG(notice->provider), STR_ARG(name))),
                     digest, sizeof(digest));
    crypto_hex(digest, sizeof(digest), ret_hex);
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status day_of(struct op *op, instant at, day *ret_day)
{
    struct organisation organisation;
    const struct zone *zone = NULL;
    TRY(organisation_get(op, &organisation));
    TRY(zone_find(op, organisation.timezone, &zone));
    const day on = zone_to_local(zone, at).day;
    *ret_day = on < op->business_date ? on : op->business_date;
    return OK;
}

/* --- keeping it --- */

static status write_file(struct op *op, const struct money_notice *notice, const char *hash,
                         int64_t *ret_statement_id)
{
    const int64_t file_id = id_make();
    *ret_statement_id = id_make();
    TRY(db_run(op, Q_BANK_FILE_INSERT,
               DB_ARGS(ARG_ID(file_id), ARG_TEXT_C(hash), ARG_TEXT(notice->id),
                       ARG_TEXT(notice->provider), ARG_I64(1), ARG_TEXT_C(""),
                       ARG_DAY(op->business_date), ARG_ID(op->actor_id), ARG_INSTANT(op_now(op))),
               NULL));
    return db_run(op, Q_BANK_STATEMENT_INSERT,
                  DB_ARGS(ARG_ID(*ret_statement_id), ARG_ID(file_id), ARG_I64(1),
                          ARG_TEXT(notice->provider), ARG_I64(notice->currency), ARG_TEXT_C(""),
                          ARG_TEXT_C(""), ARG_I64(1), ARG_TEXT_C(hash)),
                  NULL);
}

static status write_entry(struct op *op, int64_t statement_id, const struct settle_entry *entry)
{
    return db_run(op, Q_BANK_ENTRY_INSERT,
                  DB_ARGS(ARG_ID(entry->id), ARG_ID(statement_id), ARG_I64(1), ARG_I64(1),
                          ARG_TEXT_C(taken_kind_name(entry->kind)), ARG_TEXT(entry->identity),
                          ARG_MONEY(entry->open), ARG_I64(entry->currency),
                          ARG_DAY(entry->value_on), ARG_DAY(entry->value_on),
                          ARG_TEXT(entry->reference), ARG_TEXT(entry->other_references),
                          ARG_TEXT_C(""), ARG_TEXT_C(""), ARG_TEXT_C(""), ARG_INSTANT(op_now(op))),
                  NULL);
}

/* --- whose it is --- */

/* Returns of this payment that came before it. */
static status settle_returns(struct op *op, str payment)
{
    enum { MOST = 100 };
    int64_t ids[MOST];
    int count = 0;
    struct db_rows rows;
    bool has_row = true;
    bool is_settled = false;
    TRY(db_query(op, Q_BANK_PENDING_RETURNS, DB_ARGS(ARG_TEXT(payment)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        ids[count++] = db_id(&rows, 0);
    }
    for (int i = 0; i < count; i++)
        TRY(settle_again(op, NULL, ids[i], &is_settled));
    return OK;
}

static status settle_paid(struct op *op, const struct money_notice *notice,
                          const struct settle_entry *entry, bool *ret_is_booked)
{
    struct pay_link link;
    struct op probe = *op; /* a reference that is none of ours is an answer, not a failure */
    *ret_is_booked = false;
    if (pay_link_read(&probe, PAY_LINK_PROVIDER, notice->reference, &link) != OK)
        return settle_wait(op, entry, "link_unknown", NULL);
    const struct settle_target target = {.debtor_id = link.key.debtor_id,
                                         .case_id = link.key.case_id,
                                         .claim_id = link.claim_id,
                                         .reason = STR("link")};
    if (link.currency != entry->currency || link.amount.minor != entry->open.minor)
        return settle_wait(op, entry, "amount_differs", &target);
    *ret_is_booked = true;
    TRY(settle_to(op, entry, &target));
    return settle_returns(op, notice->payment);
}

status notice_take(struct op *op, const struct money_notice *notice,
                   enum notice_outcome *ret_outcome)
{
    struct settle_entry entry = {.kind = notice->is_return ? TAKEN_RETURN : TAKEN_MONEY,
                                 .open = notice->amount,
                                 .currency = notice->currency,
                                 .reference = STR(""),
                                 .other_references = notice->payment};
    char hash[CRYPTO_HEX_SIZE(16)];
    char identity[CRYPTO_HEX_SIZE(16)];
    int64_t known = 0;
    int64_t statement_id = 0;
    bool is_known = false;
    bool is_booked = false;
    *ret_outcome = NOTICE_KNOWN;
    digest_of(op, "notice", notice, notice->id, hash);
    TRY(db_query_one(op, Q_BANK_FILE_FIND, DB_ARGS(ARG_TEXT_C(hash)), read_id, &known, &is_known));
    if (is_known)
        return OK;
    /* a payment comes once; money goes back as often as the provider says so */
    digest_of(op, notice->is_return ? "return" : "payment", notice,
              notice->is_return ? notice->id : notice->payment, identity);
    TRY(db_query_one(op, Q_BANK_ENTRY_FIND, DB_ARGS(ARG_TEXT_C(identity)), read_id, &known,
                     &is_known));
    if (is_known)
        return OK;
    entry.id = id_make();
    entry.identity = str_of(identity);
    TRY(day_of(op, notice->at, &entry.value_on));
    entry.aged_from = entry.value_on;
    TRY(write_file(op, notice, hash, &statement_id));
    TRY(write_entry(op, statement_id, &entry));
    if (notice->is_return)
        TRY(settle_first(op, NULL, &entry, NULL, &is_booked));
    else
        TRY(settle_paid(op, notice, &entry, &is_booked));
    *ret_outcome = is_booked ? NOTICE_BOOKED : NOTICE_WAITS;
    return OK;
}

/* --- refunds --- */

struct paid {
    str payment, format, kind;
    money amount;
    currency currency;
};

static status read_paid(struct op *op, struct db_rows *row, void *out)
{
    *(struct paid *)out = (struct paid){.kind = db_text_copy(op, row, 0),
                                        .amount = db_money(row, 1),
                                        .currency = (currency)db_i64(row, 2),
                                        .payment = db_text_copy(op, row, 3),
                                        .format = db_text_copy(op, row, 4)};
    return OK;
}

status notice_payment_of(struct op *op, int64_t entry_id, str provider, str *ret_payment,
                         money *ret_amount, currency *ret_currency)
{
    struct paid paid = {.amount = {0}};
    bool found = false;
    TRY(db_query_one(op, Q_BANK_ENTRY_ORIGIN, DB_ARGS(ARG_ID(entry_id)), read_paid, &paid, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no entry %" PRId64 " of a bank", entry_id);
    if (!str_equal(paid.format, provider) || !str_equal_c(paid.kind, "money"))
        return op_fail(op, E_INVALID, "entry %" PRId64 " is no payment of the provider", entry_id);
    *ret_payment = paid.payment;
    *ret_amount = paid.amount;
    *ret_currency = paid.currency;
    return OK;
}
