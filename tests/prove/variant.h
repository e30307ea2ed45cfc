/* What the tests of proofs share: strategies made from the one that ships by changing its texts. */
#ifndef TESTS_PROVE_VARIANT_H
#define TESTS_PROVE_VARIANT_H
#include <stdlib.h>

#include "prove/proof.h"
#include "tests/check.h"
#include "tests/support/files.h"

/* Every variant of a test, or, where a proof is slow (sanitizers; ACUERDO_TEST_EACH=10 says it for
 * other builds), each tenth. */
static inline bool variant_is_due(size_t number)
{
#ifdef ACUERDO_SANITIZED
    const char *const each = "10";
#else
    const char *const each = getenv("ACUERDO_TEST_EACH");
#endif
    int64_t step = 1;
    return !each || !str_to_i64(str_of(each), &step) || step < 1 || number % (size_t)step == 0;
}

#define VARIANT_BYTES ((size_t)1 << 20)
#define VARIANT_DAY   20779 /* 2026-11-22, a Sunday */

static inline str variant_replace(struct op *op, str text, size_t from_offset, const char *from,
                                  const char *to)
{
    struct buf out = buf_start(op->arena, VARIANT_BYTES);
    const char *const whole = str_cstr(op->arena, text);
    const char *const at = strstr(whole + from_offset, from);
    if (!at)
        print_error("there is no %s\n", from);
    assert_non_null(at);
    buf_add(&out, (str){whole, (size_t)(at - whole)});
    buf_add_c(&out, to);
    buf_add_c(&out, at + strlen(from));
    assert_false(out.is_full);
    return buf_str(&out);
}

/* Changes a limit of strategy.json, the first place behind its id. */
static inline str variant_limit(struct op *op, str settings, const char *rule, const char *from,
                                const char *to)
{
    const char *const whole = str_cstr(op->arena, settings);
    const char *const at = strstr(whole, arena_printf(op->arena, "\"id\": \"%s\"", rule));
    const char *const place = at ? strstr(at, from) : NULL;
    const char *const next = at ? strstr(at + 1, "\"id\":") : NULL;
    if (!place || (next && place > next))
        print_error("limit %s has no %s\n", rule, from);
    assert_true(place && (!next || place < next));
    return variant_replace(op, settings, (size_t)(place - whole), from, to);
}

/* Gives treatment.dmn an output "recipient": the debtor in every rule but one. */
static inline str variant_recipient(struct op *op, str treatment, const char *rule,
                                    const char *recipient)
{
    static const char column[] = "<output id=\"to\" name=\"recipient\" typeRef=\"string\"/>";
    const char *const text = str_cstr(op->arena, treatment);
    const char *const first = strstr(text, "<annotation "); /* where the outputs end */
    struct buf out = buf_start(op->arena, VARIANT_BYTES);
    assert_non_null(first);
    buf_add(&out, (str){text, (size_t)(first - text)});
    buf_add_c(&out, column);
    const char *at = first;
    for (const char *row; (row = strstr(at, "<rule id=\"")) != NULL;) {
        const char *const entry = strstr(row, "<annotationEntry>"); /* where its outputs end */
        const char *const id = row + strlen("<rule id=\"");
        const bool is_it = strncmp(id, rule, strlen(rule)) == 0 && id[strlen(rule)] == '"';
        assert_non_null(entry);
        buf_add(&out, (str){at, (size_t)(entry - at)});
        buf_printf(&out, "<outputEntry><text>\"%s\"</text></outputEntry>",
                   is_it ? recipient : "debtor");
        at = entry;
    }
    buf_add_c(&out, at);
    assert_false(out.is_full);
    return buf_str(&out);
}

/* An operation with memory of its own, which variant_end gives back. */
static inline struct op variant_op(void)
{
    struct op op;
    (void)check_op(); /* starts the cryptography */
    op_init(&op, arena_create(), NULL, op_clock_system);
    return op;
}

static inline void variant_end(struct op *op)
{
    arena_destroy(op->arena);
}

static inline struct proof_request variant_request(struct op *op, const char *country)
{
    struct proof_request request = {
        .name = STR("variant"), .country = str_of(country), .from = VARIANT_DAY};
    check_ok(op, strategy_shipped(op, STR("default"), &request.source));
    return request;
}

/* Refuted by the rule, with a counter-example that the engine lives through. */
static inline void variant_check_refuted(struct op *op, const struct proof_request *request,
                                         const char *rule)
{
    struct proof proof = {0};
    check_ok(op, proof_make(op, request, &proof));
    if (proof.verdict != PROOF_REFUTED)
        print_error("%s%s\n", proof_verdict_name(proof.verdict), proof.why ? proof.why : "");
    check_eq(proof.verdict, PROOF_REFUTED);
    check_text(proof.rule_id, rule);
    check_ok(op, proof_rehearse(op, request, &proof));
}

static inline void variant_check_proved(struct op *op, const struct proof_request *request)
{
    struct proof proof = {0};
    check_ok(op, proof_make(op, request, &proof));
    if (proof.verdict != PROOF_PROVED)
        print_error("%s by %s %s\n", proof_verdict_name(proof.verdict),
                    proof.rule_id ? proof.rule_id : "", proof.why ? proof.why : "");
    check_eq(proof.verdict, PROOF_PROVED);
}
#endif
