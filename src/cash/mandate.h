/* Mandates of direct debit, the files that collect under them, and what the bank answers.
 *
 * A mandate lets the claims of one case be collected from one account, from a day on, up to so much
 * at once.  A file takes what is due by its day of collection under a mandate that holds then; a
 * claim is in one file at a time: its order is under way until money with its reference and amount
 * comes (`paid`), the bank gives it back or refuses it (`returned`, `rejected`: it may be collected
 * again), or the file is withdrawn.  Money itself goes the way of every bank's (cash/take.h).
 *
 * Amounts are minor units of the case's currency.  Accounts are sealed with the person's key. */
#ifndef CASH_MANDATE_H
#define CASH_MANDATE_H
#include "bank/debit.h"
#include "book/touch.h"
#include "cash/settle.h"

struct mandate {
    int64_t id;
    str reference;
    str scheme;       /* pain | cnab | asobancaria */
    str account_kind; /* iban | clabe | cbu | account: the first three have check digits */
    str account;
    str bank; /* its code; empty: the account says it */
    str holder;
    money most;                 /* of one debit; 0: whatever is due */
    day signed_on, from, until; /* until: the last day; DAY_NONE: until it is revoked */
    day revoked_on;             /* DAY_NONE: it stands */
    str revoked_why;
    str evidence;
};

/* In the caller's transaction.  E_INVALID: an unknown scheme or kind, an account whose check digits
 * are wrong, no reference, holder or evidence, a day that is missing or before another. E_CONFLICT:
 * a mandate of that name stands on the case. */
MUST_CHECK status mandate_give(struct op *op, struct case_key key, const struct mandate *mandate,
                               int64_t *ret_id);
/* E_NOT_FOUND: no such mandate.  E_CONFLICT: it was revoked.  E_INVALID: no reason. */
MUST_CHECK status mandate_revoke(struct op *op, struct case_key key, str reference, str why);
/* The same by its number. */
MUST_CHECK status mandate_revoke_one(struct op *op, struct case_key key, int64_t id, str why);
MUST_CHECK status mandate_list(struct op *op, struct case_key key, struct mandate **ret_list,
                               size_t *ret_count);

/* --- collecting --- */

struct debit_result {
    int64_t file_id;
    int64_t orders;
    money amount;
};
/* One order that a file would hold. */
struct debit_preview {
    int64_t debtor_id, case_id;
    str reference, mandate, holder;
    str account; /* plain: a face covers it */
    money amount;
};
/* What debit_collect would write, without writing; the header's format and currency count.
 * Failures as there, but that nothing may be collected is no failure. */
MUST_CHECK status debit_preview(struct op *op, const struct debit_header *header,
                                int64_t creditor_id, day collect_on,
                                struct debit_preview **ret_list, size_t *ret_count,
                                money *ret_total);
/* Writes the file of all that may be collected on a day, and notes it as under way; and, as
 * debit_write_again, whose accounts left the house (record/access.h).  out NULL: nobody gets it
 * yet, and it is only checked that it can be written.  In the caller's transaction.  E_INVALID: as
 * bank_debit_write, or a day that is past.  E_CONFLICT: the message was used, or two claims have
 * one name.  E_NOT_FOUND: nothing may be collected. */
MUST_CHECK status debit_collect(struct op *op, const struct debit_header *header,
                                int64_t creditor_id, day collect_on,
                                struct debit_result *ret_result, struct buf *out);
/* An order of that person is in a file that is given out. */
MUST_CHECK status debit_note_access(struct op *op, int64_t debtor_id, bool has_document);
/* The same by the number of the file. */
MUST_CHECK status debit_withdraw_file(struct op *op, int64_t file_id, str why);
/* The file was not sent, or refused whole: its claims may be collected again.  E_NOT_FOUND,
 * E_CONFLICT: withdrawn already.  E_INVALID: no reason. */
MUST_CHECK status debit_withdraw(struct op *op, str message, str why);

/* Orders that are under way, found by what an answer says. */
struct debit_book;
/* NULL: nothing is under way. */
MUST_CHECK status debit_book_load(struct op *op, struct debit_book **ret_book);
/* Ends the order that an entry answers: money pays it, a return takes it back.  *ret_found false:
 * none.  The entry's money is not touched. */
MUST_CHECK status debit_answer(struct op *op, struct debit_book *book,
                               const struct settle_entry *entry, bool *ret_found);
#endif
