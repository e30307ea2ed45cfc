/* Promises, payments and debts of a case as screens show them. */
#ifndef SERVE_MONEY_VIEW_H
#define SERVE_MONEY_VIEW_H
#include "base/json.h"
#include "book/touch.h"

/* How a person says that money will come; ended by NULL. */
extern const char *const pay_channels[];

/* Arrays "obligations", "promises" and "payments".  masks_words: as in serve/timeline.h. */
MUST_CHECK status obligations_write(struct op *op, struct json_writer *w, struct case_key key,
                                    bool masks_words);
MUST_CHECK status promises_write(struct op *op, struct json_writer *w, struct case_key key);
MUST_CHECK status payments_write(struct op *op, struct json_writer *w, struct case_key key);

/* One promise as an object.  E_NOT_FOUND. */
MUST_CHECK status promise_write_one(struct op *op, struct json_writer *w, int64_t promise_id);
/* The debtor and case of a promise.  E_NOT_FOUND. */
MUST_CHECK status promise_owner(struct op *op, int64_t promise_id, struct case_key *ret_key);
/* One payment of a case as an object.  E_NOT_FOUND. */
MUST_CHECK status payment_write_one(struct op *op, struct json_writer *w, struct case_key key,
                                    int64_t payment_id);
#endif
