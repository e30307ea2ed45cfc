#include "prove/enact.h"

#include "policy/strategy_check.h"
#include "store/db.h"

#define REPORT_BYTES_MAX (1 << 20)

status proof_refuse(struct op *op, const struct proof_request *request, const struct proof *proof)
{
    if (proof->verdict == PROOF_REFUTED)
        return op_fail(op, E_REFUSED,
                       "the strategy \"" STR_FORMAT "\" would break rule %s if there were no gate",
                       STR_ARG(request->name), proof->rule_id);
    if (proof->verdict == PROOF_OPEN)
        return op_fail(op, E_LIMIT, "the strategy \"" STR_FORMAT "\" is not proved: %s",
                       STR_ARG(request->name), proof->why);
    return OK;
}

/* --- tests --- */

static status run_examples(struct op *op, const struct strategy_source *source,
                           struct strategy_examples *examples)
{
    struct input_schema schema;
    TRY(input_schema_load(op, &schema));
    TRY(strategy_check(op, source, &schema));
    return strategy_examples_run(op, source, &schema, examples);
}

static str report_of(struct op *op, const struct strategy_examples *examples)
{
    struct buf *const out = arena_new(op->arena, struct buf);
    *out = buf_start(op->arena, REPORT_BYTES_MAX);
    struct json_writer w = json_start(out);
    strategy_examples_write(&w, examples);
    return buf_str(out);
}

status enact_test(struct op *op, int64_t id, struct strategy_examples *ret_examples)
{
    struct strategy_source source;
    struct strategy_row row;
    TRY(strategy_get(op, id, &row));
    TRY(strategy_texts(op, id, &source));
    TRY(run_examples(op, &source, ret_examples));
    if (ret_examples->miss_count > 0 || !str_equal_c(row.state, "draft"))
        return OK;
    TRY(db_begin(op, DB_WRITE));
    TRY(strategy_tested(op, id, report_of(op, ret_examples)));
    return db_commit(op);
}

/* --- proofs --- */

static void write_proof(struct json_writer *w, str country, const struct proof *proof)
{
    json_object_open(w);
    json_put_str(w, "country", country);
    json_put_c(w, "verdict", proof_verdict_name(proof->verdict));
    json_put_i64(w, "pack_version", proof->pack_version);
    json_put_day(w, "from", proof->from);
    json_put_day(w, "until", proof->until);
    json_put_i64(w, "states", proof->states);
    json_put_i64(w, "contacts", proof->contacts);
    json_object_close(w);
}

static status prove_for(struct op *op, str country, struct enactment *e)
{
    e->request.country = country;
    TRY(proof_make(op, &e->request, &e->proof));
    e->is_refuted = e->proof.verdict == PROOF_REFUTED;
    if (e->is_refuted) {
        const status code = proof_rehearse(op, &e->request, &e->proof);
        if (code == E_CONFLICT) /* refuted all the same, by something that cannot be simulated */
            op_clear(op);
        else
            TRY(code);
    }
    return proof_refuse(op, &e->request, &e->proof);
}

/* Every country once more in the list, or one that was not there. */
static bool has_all(const str *proved, size_t proved_count, const str *now, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool is_there = false;
        for (size_t j = 0; j < proved_count; j++)
            is_there |= str_equal(now[i], proved[j]);
        if (!is_there)
            return false;
    }
    return true;
}

struct proving_all {
    str *countries;
    size_t count;
    str report;
};

static status prove_all(struct op *op, struct enactment *e, struct proving_all *all)
{
    struct buf *const out = arena_new(op->arena, struct buf);
    *out = buf_start(op->arena, REPORT_BYTES_MAX);
    struct json_writer w = json_start(out);
    struct own_rules own;
    TRY(own_rules_read(op, &own));
    TRY(own_rules_take(op, &own, &e->request.own));
    TRY(strategy_countries(op, &all->countries, &all->count));
    json_array_open(&w);
    for (size_t i = 0; i < all->count; i++) {
        TRY(prove_for(op, all->countries[i], e));
        write_proof(&w, all->countries[i], &e->proof);
    }
    json_array_close(&w);
    all->report = buf_str(out);
    return OK;
}

static status activate(struct op *op, int64_t id, day from, const struct proving_all *all)
{
    str *countries = NULL;
    size_t count = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(strategy_countries(op, &countries, &count));
    if (!has_all(all->countries, all->count, countries, count))
        return op_fail(op, E_CONFLICT, "a person of another country came in meanwhile: once more");
    TRY(strategy_activate(op, id, from, all->report));
    return db_commit(op);
}

/* Its examples, then the law of every country, as of a day. */
static status try_version(struct op *op, int64_t id, day from, struct enactment *e,
                          struct proving_all *all)
{
    struct strategy_row row;
    *e = (struct enactment){.request = {.from = from}};
    TRY(strategy_get(op, id, &row));
    e->request.name = row.name;
    TRY(strategy_texts(op, id, &e->request.source));
    TRY(run_examples(op, &e->request.source, &e->examples));
    if (e->examples.miss_count > 0)
        return op_fail(op, E_REFUSED, "%zu of %zu examples of the strategy fail",
                       e->examples.miss_count, e->examples.cases);
    return prove_all(op, e, all);
}

status enact_activate(struct op *op, int64_t id, day from, struct enactment *ret_enactment)
{
    struct proving_all all = {0};
    *ret_enactment = (struct enactment){.request = {.from = from}};
    TRY(strategy_may_activate(op, id, from));
    TRY(try_version(op, id, from, ret_enactment, &all));
    return activate(op, id, from, &all);
}

/* --- experiments --- */

static status try_challengers(struct op *op, const struct experiment *experiment,
                              struct enactment *e, struct proving_all *all, struct json_writer *w)
{
    json_object_open(w);
    for (size_t i = 0; i < experiment->arm_count; i++) {
        const struct experiment_arm *const arm = &experiment->arms[i];
        if (arm->kind != ARM_CHALLENGER)
            continue;
        TRY(try_version(op, arm->strategy_id, experiment->from_on, e, all));
        json_key(w, str_cstr(op->arena, arm->name));
        json_write_raw(w, all->report);
    }
    json_object_close(w);
    return OK;
}

status enact_experiment(struct op *op, const struct experiment *experiment,
                        struct enactment *ret_enactment, int64_t *ret_id, int64_t *ret_approval_id)
{
    struct buf out = buf_start(op->arena, REPORT_BYTES_MAX);
    struct json_writer w = json_start(&out);
    struct proving_all all = {0};
    *ret_enactment = (struct enactment){.request = {.from = experiment->from_on}};
    TRY(experiment_check(op, experiment));
    TRY(try_challengers(op, experiment, ret_enactment, &all, &w));
    TRY(db_begin(op, DB_WRITE));
    TRY(experiment_ask(op, experiment, buf_str(&out), ret_id, ret_approval_id));
    return db_commit(op);
}
