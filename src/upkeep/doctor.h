/* The doctor: looks a whole store over, says what is wrong, where, and what to do.  It writes
 * nothing.
 *
 * A check is a rule that every whole store keeps: most are a query of sql/doctor.sql, the rest need
 * a key, a digest or the functions of the book (doctor_deep.c).  Its name is fixed, so that scripts
 * can wait for it. */
#ifndef UPKEEP_DOCTOR_H
#define UPKEEP_DOCTOR_H
#include "store/db.h"

#define DOCTOR_FINDINGS_MOST 20 /* of one check: more say nothing new */

struct doctor_check {
    const char *name;
    enum query query;    /* QUERY_COUNT: doctor_deep.c does it */
    const char *what[2]; /* Spanish, English; {debtor} {id} {found} {expected} stand for numbers */
    const char *advice[2]; /* what a person does about it */
};
/* All checks, in the order in which they run; ended by a NULL name. */
extern const struct doctor_check doctor_checks[];

struct doctor_finding {
    const struct doctor_check *check;
    int64_t debtor_id; /* 0 where the row has none, like the next three */
    int64_t id;
    int64_t found;
    int64_t expected;
    str detail; /* what has no number: a table, a digest, the words of a failure */
};

struct doctor_report {
    struct doctor_finding *findings;
    size_t count;
    size_t capacity;
    int checks;    /* that ran */
    int64_t cases; /* whose facts were computed again */
    struct arena *arena;
};

struct doctor_progress {
    void (*tell)(void *context, const char *check, int64_t done);
    void *context;
};

/* Runs every check on op->db; no transaction may be open, and none is left open.  A check that the
 * store cannot answer is a finding too (`unreadable`), so this fails only without memory. */
MUST_CHECK status doctor_examine(struct op *op, const struct doctor_progress *progress,
                                 struct doctor_report *ret_report);
/* The sentence of a finding in Spanish or English, in the arena. */
str doctor_sentence(struct arena *arena, const struct doctor_finding *finding, bool is_english);
/* Adds a finding; false when the check has DOCTOR_FINDINGS_MOST already. */
bool doctor_note(struct doctor_report *report, struct doctor_finding finding);
const struct doctor_check *doctor_check_find(const char *name);

/* The checks of doctor_deep.c, each by its name. */
MUST_CHECK status doctor_deep(struct op *op, const struct doctor_check *check,
                              const struct doctor_progress *progress, struct doctor_report *report);
#endif
