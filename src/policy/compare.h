/* What another version of a strategy's tables would do with the cases that there are.
 *
 * Both versions decide every open case over resident columns, as of one day, with the facts as they
 * stand: nothing is written, and nothing that a contact would bring about is guessed.  Then the
 * gate is asked about the changed cases that would be contacted, which is where a maximum shows.
 * Texts are words of the tables; all lives in the op's arena. */
#ifndef POLICY_COMPARE_H
#define POLICY_COMPARE_H
#include "base/json.h"
#include "dmn/model.h"
#include "policy/resident_view.h"

struct compare_side {
    const struct dmn_model *segment, *treatment;
    const struct dmn_model *obligation; /* NULL: it has none */
    str settings;                       /* strategy.json, for capacities; may be empty */
};

struct compare_request {
    struct compare_side before, after;
    const struct resident_view *view;
    day on;
    size_t gate_max; /* changed cases that the gate is asked about; 0: none, and no store is needed
                        beyond the words of the columns */
};

/* Cases that go from one treatment to another; empty texts: none. */
struct compare_move {
    str from_step, from_channel, to_step, to_channel;
    int64_t cases;
    int64_t example_case_id;
};

/* Contacts of a channel, or work of a queue, on the day. */
struct compare_load {
    str name;
    int64_t before, after;
    int64_t capacity; /* of a queue, by the version that comes; INT64_MAX: none is set */
};

struct compare_refusal {
    str rule;
    int64_t cases;
};

struct compare_result {
    int64_t cases;              /* open ones, which were decided */
    int64_t segment_changed;    /* cases */
    int64_t changed;            /* cases whose treatment is another in any output */
    struct compare_move *moves; /* most cases first */
    size_t move_count;
    struct compare_load *channels, *queues; /* by name */
    size_t channel_count, queue_count;
    int64_t gate_candidates, gate_asked, gate_refused; /* changed cases that would be contacted */
    struct compare_refusal *refusals;                  /* by rule of law, most cases first */
    size_t refusal_count;
    instant engine_us; /* deciding and comparing took */
    str experiment;    /* that splits the cases on the day, empty where none does: both versions
                          decide all cases here, as if it did not run */
};

/* Whether a table asks for facts of obligations: then the view had better have claims. */
bool compare_asks_obligations(const struct compare_request *request);
/* Attributes of cases are read from the op's store in one walk, when a table reads one; obligations
 * come from the view's claims, or from such a walk where it has none.  Without a store there are no
 * attributes, and obligations without claims are refused.  E_INVALID: a table does not compile.
 * E_LIMIT: it gives too many different treatments. */
MUST_CHECK status strategy_compare(struct op *op, const struct compare_request *request,
                                   struct compare_result *ret_result);
/* The members of an object that is open, under the names that openapi.yaml gives a simulation. */
MUST_CHECK status compare_write(struct op *op, struct json_writer *w,
                                const struct compare_result *result);
#endif
