/* The inside of a proof, for the room alone: the compiled strategy, what its tables can tell apart,
 * and the contacts that they can plan. */
#ifndef PROVE_MODEL_H
#define PROVE_MODEL_H
#include "dmn/classes.h"
#include "policy/policy.h"
#include "prove/proof.h"

/* What gate and tables both see of a case. */
enum {
    SEEN_DECEASED = 1,
    SEEN_REPRESENTED = 2,
    SEEN_BANKRUPT = 4,
    SEEN_VULNERABLE = 8,
    SEEN_HELD = 16,
    SEEN_DISPUTE = 32,
    SEEN_EMAIL = 64,
    SEEN_PHONE = 128,
    SEEN_ADDRESS = 256,
    SEEN_PAST_DUE = 512, /* collection, not a reminder */
};

/* Inputs that follow from the history of contacts; the rest may have any value at any time. */
enum follow {
    FOLLOW_ATTEMPT,  /* days_since_attempt */
    FOLLOW_CONTACT,  /* days_since_contact */
    FOLLOW_ATTEMPTS, /* attempts_7_days */
    FOLLOW_CONTACTS, /* contacts_7_days */
    FOLLOW_NOTICE,   /* notice_level */
    FOLLOW_NOTICED,  /* days_since_notice */
    FOLLOW_COUNT
};
extern const enum input follow_inputs[FOLLOW_COUNT];

#define AXIS_MAX 96 /* classes of one input */

/* An input and a value of each of its classes. */
struct axis {
    size_t input;
    int count;
    struct dmn_value values[AXIS_MAX];
    bool is_of_segment; /* segment.dmn reads it */
};

struct model {
    struct op *op;
    const struct proof_request *request;
    struct dmn_symbols *symbols;
    const struct dmn_plan *segment;
    const struct dmn_plan *treatment;
    struct input_schema schema;
    int outputs[OUTPUT_COUNT];
    const struct pack *law;
    const struct pack *limits;
    const struct zone *zone;
    struct axis *axes; /* those of segment.dmn first */
    size_t axis_count;
};

/* The program's own inputs and the imported attributes: with a store those that it has, without one
 * those that the tables declare. */
MUST_CHECK status model_schema(struct op *op, const struct proof_request *request,
                               struct input_schema *ret_schema);

/* What the tables leave when all but the followed inputs are known. */
struct row {
    uint64_t *set; /* of treatment.dmn */
    uint32_t seen;
    int32_t segment_rule;
    int32_t segment;
    struct dmn_value *values;
};
struct rows {
    struct row *list;
    size_t count;
};
/* A contact that the tables can plan. */
struct move {
    enum channel channel;
    enum purpose purpose;
    enum party_role role;
    int32_t segment_rule;
    int32_t rule;
    int32_t segment;
    int32_t step;       /* symbols */
    int notice_level;   /* 0: none */
    bool is_message;    /* a machine sends it, at most once a day and step */
    bool is_repeatable; /* a machine and people: nothing keeps it from coming twice */
    uint32_t seen;
    const struct row *row; /* what it was found with, and the followed inputs */
    bool has_followed;
    struct dmn_value followed[FOLLOW_COUNT];
};

struct moves {
    const struct move *list;
    size_t count;
};

/* Compiles; refuses by name what the proof does not know. */
MUST_CHECK status model_make(struct op *op, const struct proof_request *request,
                             struct model *ret_model);
/* The axes of all inputs; or, where the history is followed, of those that it says nothing of. */
MUST_CHECK status model_set_axes(struct model *model, bool is_followed);
/* Whether the input follows from the history that is gone through. */
bool model_follows(const struct model *model, size_t input);
/* Whether a rule's outputs plan a contact, and which; E_INVALID: unknown words. */
MUST_CHECK status model_read_contact(const struct model *model, const struct dmn_value *outputs,
                                     struct move *ret_move, bool *ret_contacts);

/* Every combination of classes, those that can end in no contact left out.  E_LIMIT: too many. */
MUST_CHECK status rows_find(struct model *model, struct rows *ret_rows);
/* The contacts that the rows can plan; followed: the inputs that follow from the history, or NULL
 * where the rows have them as well. */
MUST_CHECK status rows_decide(struct model *model, const struct rows *rows,
                              const struct dmn_value *followed, struct moves *ret_moves);
/* All that the tables read when they plan the move; in the op's arena. */
struct dmn_value *move_facts(const struct model *model, const struct move *move);
#endif
