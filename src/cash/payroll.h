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
#define PAYROLL_WHY_MAX   300    /* characters of why one is withdrawn: a sentence or two */

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
    day withdrawn_on;  /* DAY_NONE: it stands */
    str withdrawn_why; /* empty: it stands, or nobody was asked */
    day made_on;
    int64_t answers;  /* files that came */
    int64_t left_out; /* of who left: claims that are not on it; only payroll_expect says it */
};

/* Who may be asked: parties with that role on a debt, by name. */
struct payroll_employer {
    int64_t id;
    str name;
    int64_t people;
};
MUST_CHECK status payroll_employers(struct op *op, int64_t most, struct payroll_employer **ret_list,
                                    size_t *ret_count);

/* Makes a list and writes it as CSV (src/bank/payroll.c), noted as payroll_list_write does; out may
 * be NULL where nobody gets it yet.  In the caller's transaction.
 * E_NOT_FOUND: no such employer, or nobody owes.  E_INVALID: the period ends before it begins.
 * E_CONFLICT: a list of an overlapping period is there, or two claims have one name.  E_LIMIT: more
 * than PAYROLL_LINES_MAX. */
MUST_CHECK status payroll_expect(struct op *op, const struct payroll_request *request,
                                 struct payroll_list *ret_list, struct buf *out);
/* Takes back a list that was made by mistake, in the caller's transaction; an answer to it that
 * comes later is still taken.  E_NOT_FOUND.  E_CONFLICT: an answer came, or it was withdrawn.
 * E_INVALID: no reason is given, or one of more than PAYROLL_WHY_MAX. */
MUST_CHECK status payroll_withdraw(struct op *op, int64_t id, str why);
/* E_NOT_FOUND. */
MUST_CHECK status payroll_list_get(struct op *op, int64_t id, struct payroll_list *ret_list);
/* Writes a list that was made as the same CSV, with what is left of a person who was erased; notes
 * whose identity numbers left the house (record/access.h).  E_NOT_FOUND, E_LIMIT. */
MUST_CHECK status payroll_list_write(struct op *op, int64_t id, struct buf *out);
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
    int64_t case_id;  /* 0: as above */
    str reference, name;
    money expected, deducted;
    money waiting; /* of what was deducted: for a person to place */
    str reason;    /* the employer's last word */
};
/* A file that answered a list. */
struct payroll_answer {
    int64_t file_id;
    str name;
    day taken_on;
    int64_t entries;
};
/* The first first. */
MUST_CHECK status payroll_answers(struct op *op, int64_t list_id, struct payroll_answer **ret_list,
                                  size_t *ret_count);
/* Every line in the list's order, then who is not on it.  *ret_has_answer: a file came. */
MUST_CHECK status payroll_differences(struct op *op, int64_t list_id,
                                      struct payroll_difference **ret_list, size_t *ret_count,
                                      bool *ret_has_answer);
#endif
