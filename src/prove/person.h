/* Who may be contacted: circumstances of a person that decide for all time, asked of the limits and
 * of the law.  For the room alone. */
#ifndef PROVE_PERSON_H
#define PROVE_PERSON_H
#include "prove/model.h"

/* Days of one edition of the law that stand for all of their kind. */
#define KINDS 2 /* ordinary, holiday */
struct edition_days {
    day from;
    day until;          /* first day after */
    day days[8][KINDS]; /* by weekday; DAY_NONE: there is none */
};

/* Who may be contacted, apart from when and how often: whatever time does not cure. */
enum person_state {
    PERSON_NEVER,    /* the strategy's limits forbid it */
    PERSON_LAWFUL,   /* whatever the limits let through, the law does */
    PERSON_UNLAWFUL, /* the limits let somebody through whom the law does not */
};
struct person {
    enum person_state state;
    struct gate_request request; /* one that the limits let through; unlawful: that one */
    struct proof_circumstance circumstance;
    const char *rule_id; /* unlawful */
    const char *citation;
    const char *reason;
};

struct persons; /* answers that are kept */
struct persons *persons_start(struct model *model, const struct edition_days *days);
/* The answer for a move. */
const struct person *persons_ask(struct persons *persons, const struct move *move);
int64_t persons_count(const struct persons *persons);
#endif
