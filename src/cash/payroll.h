/* Payroll deduction: what an employer is asked to deduct, and what came of each person.
 *
 * A list holds, for one employer (a party with that role on a debt), currency and period, each open
 * claim that is due in it, a line each.  The employer fills in what was deducted and why not; the
 * file comes back as any file of a bank (cash/take.h): an entry pays the claim of its line, up to
 * what the list expected and the claim still owes.  What is more waits for a person, and so does a
 * second deduction (`double`); who is not on the list is matched like any payer.
 *
 * Amounts are minor units of the list's currency.  Texts live in the op's arena. */
#ifndef CASH_PAYROLL_H
#define CASH_PAYROLL_H
#include "cash/file_taken.h"
#include "cash/settle.h"

#define PAYROLL_LINES_MAX 100000 /* of one list: the largest employers have fewer */

struct payroll_request {
    int64_t employer_id; /* a party */
    currency currency;
    day from, until;  /* both belong to the period */
    bool has_arrears; /* also what was due before */
    bool has_left;    /* also who left, by the employer's word */
    bool takes_over;  /* lists of an overlapping period are withdrawn */
};

struct payroll_list {
    int64_t id, employer_id;
    str employer;
    currency currency;
    day from, until;
    int64_t lines;
    money amount;
    bool is_withdrawn;
    int64_t
        left_out; /* who left: persons' claims that are not on it; only payroll_expect says it */
};

/* Makes a list and writes it as CSV (src/bank/payroll.c).  In the caller's transaction.
 * E_NOT_FOUND: no such employer, or nobody owes.  E_INVALID: the period ends before it begins.
 * E_CONFLICT: a list of an overlapping period is there, or two claims have one name.  E_LIMIT: more
 * than PAYROLL_LINES_MAX. */
MUST_CHECK status payroll_expect(struct op *op, const struct payroll_request *request,
                                 struct payroll_list *ret_list, struct buf *out);
/* E_NOT_FOUND. */
MUST_CHECK status payroll_list_get(struct op *op, int64_t id, struct payroll_list *ret_list);
/* The newest first. */
MUST_CHECK status payroll_list_all(struct op *op, int64_t most, struct payroll_list **ret_lists,
                                   size_t *ret_count);

/* --- what came --- */

/* Whether a file that was taken is an employer's answer. */
bool payroll_is(const struct file_taken *file);

struct payroll_taking;
/* Knows the lists that the file answers, what came of them before, and notes who left.  After its
 * entries are in the store.  E_NOT_FOUND: a list that is not ours.  E_INVALID: another currency. */
MUST_CHECK status payroll_open(struct op *op, const struct file_taken *file,
                               struct payroll_taking **ret_taking);
/* Books or lets wait one entry of money, the file's at that index. */
MUST_CHECK status payroll_settle(struct op *op, struct payroll_taking *taking, size_t index,
                                 const struct matcher *matcher, const struct settle_entry *entry,
                                 bool *ret_is_settled);

/* --- differences --- */

struct payroll_difference {
    const char *kind; /* agrees | less | more | none | left | twice | unlisted | awaited */
    int64_t number;   /* of the line; 0: it is not on the list */
    str reference, name;
    money expected, deducted;
    money waiting; /* of what was deducted: for a person to place */
    str reason;    /* the employer's last word */
};
/* Every line in the list's order, then who is not on it.  *ret_has_answer: a file came. */
MUST_CHECK status payroll_differences(struct op *op, int64_t list_id,
                                      struct payroll_difference **ret_list, size_t *ret_count,
                                      bool *ret_has_answer);
#endif
