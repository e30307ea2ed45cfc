/* A unit of work: what a transaction of many rows knows and has made, so that the book need not ask
 * the store for it.
 *
 * Names of things are looked up by the hundred (reference_learn).  A debtor whom the transaction
 * itself made has nothing in the store but what the transaction put there: their points, cases,
 * debts and claims are kept here while their rows wait (store/gather.h), and the facts of such a
 * case are computed from here (policy/facts_new.c).  As soon as anything else happens to them
 * (touch_case, a change of the person) they are forgotten, and asked for like anybody else.
 *
 * Everything lives in the op's arena from unit_start to unit_end. */
#ifndef BOOK_UNIT_H
#define BOOK_UNIT_H
#include "base/crypto.h"
#include "base/money.h"
#include "base/op.h"
#include "book/names.h"
#include "book/touch.h"

/* What a case begins with. */
#define CASE_STATE_AT_FIRST "watching"
#define STAGE_AT_FIRST      "administrative"

struct unit_point {
    int64_t id;
    str kind;
    int priority;
    uint8_t index[CRYPTO_DIGEST_BYTES];
};

struct unit_obligation {
    int64_t id;
    int64_t case_id;
    int64_t creditor_id;
    int64_t portfolio_id;
    str external_id;
    str product;
    str document_hash;
    currency currency;
    day opened_on;
    const str *attributes; /* texts that a file said of it last; NULL: none (intake/attribute.h) */
};

struct unit_claim {
    int64_t case_id;
    int64_t obligation_id;
    str external_id;
    day issued_on;
    day due_on;
    money open;
};

struct unit_case {
    int64_t debtor_id;
    int64_t id;
    int64_t creditor_id;
    str creditor_external_id;
    currency currency;
    day opened_on;
    const char *state;
    day closed_on;
    int64_t event_seq;   /* of the last event */
    int64_t written_seq; /* as the store has it */
    bool is_written;
};

struct unit_debtor {
    int64_t id;
    str source;
    str external_id;
    str kind;
    str country;
    str region;
    str timezone;
    struct unit_point *points;
    struct unit_case **cases;
    struct unit_obligation *obligations;
    struct unit_claim *claims;
    size_t point_count, case_count, obligation_count, claim_count;
    size_t point_room, case_room, obligation_room, claim_room;
};

/* Names may be learned from here on. */
void unit_start(struct op *op);
/* The same after a unit whose transaction another operation is writing now: what that one gives
 * names to cannot be asked for.  NULL: after none.  It is only read, and must outlive this one. */
void unit_start_after(struct op *op, const void *before);
/* In a transaction that writes: what it makes is kept back and known. */
MUST_CHECK status unit_keep(struct op *op);
/* After the transaction, however it ended. */
void unit_end(struct op *op);
/* A unit that another operation began and kept goes on here, in a transaction that writes, with the
 * rows that it kept (store/gather.h): op->unit of the other, which gives it up. */
MUST_CHECK status unit_adopt(struct op *op, void *unit);
/* NULL: there is no unit. */
struct names *unit_names(const struct op *op);
/* Those of the unit before; NULL: there is none. */
const struct names *unit_names_before(const struct op *op);

/* The organisation's country, which stands in where a person's is not said; asked for once. */
MUST_CHECK status unit_country(struct op *op, str *ret_country);

/* A debtor that was made just now; without a unit that keeps, nothing. */
void unit_add_debtor(struct op *op, const struct unit_debtor *debtor);
/* NULL: not made by this transaction, or forgotten. */
struct unit_debtor *unit_find_debtor(const struct op *op, int64_t debtor_id);
/* Something else happened to them. */
void unit_forget_debtor(struct op *op, int64_t debtor_id);
struct unit_case *unit_find_case(const struct op *op, struct case_key key);
struct unit_obligation *unit_find_obligation(const struct op *op, int64_t debtor_id, int64_t id);

void unit_add_point(struct op *op, struct unit_debtor *debtor, const struct unit_point *point);
void unit_add_obligation(struct op *op, struct unit_debtor *debtor,
                         const struct unit_obligation *obligation);
void unit_add_claim(struct op *op, struct unit_debtor *debtor, const struct unit_claim *claim);
/* Makes a case; its number is taken when its row is written. */
MUST_CHECK status unit_add_case(struct op *op, struct unit_debtor *debtor, int64_t creditor_id,
                                currency of_debt, day opened_on, struct unit_case **ret_case);
#endif
