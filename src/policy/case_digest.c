#include "policy/case_digest.h"

#include "base/crypto.h"
#include "record/symbol.h"

static status digest_of(struct op *op, const struct case_facts *facts, const struct decision *d,
                        uint64_t *ret_digest)
{
    uint8_t bytes[CRYPTO_DIGEST_BYTES];
    struct crypto_hash hash;
    const int64_t numbers[] = {facts->natural_key, d->rules, d->channel, d->verdict};
    const int64_t symbols[] = {d->segment,      d->step,    d->template,
                               d->verdict_rule, d->silence, d->arm};
    const size_t count = ARRAY_LEN(symbols) - (d->arm == 0); /* as before there were arms */
    crypto_hash_start(&hash);
    crypto_hash_add(&hash, numbers, sizeof(numbers));
    for (size_t i = 0; i < count; i++) {
        str text;
        TRY(symbol_text(op, symbols[i], &text));
        crypto_hash_add(&hash, text.data, text.size);
        crypto_hash_add(&hash, "\x1f", 1);
    }
    crypto_hash_end(&hash, bytes);
    memcpy(ret_digest, bytes, sizeof(*ret_digest));
    return OK;
}

/* A cell's part, by the case that it belongs to: two cases that swap a value change the sum.  Half
 * a hundred cells of a million cases: a multiplication or two must do (splitmix64's). */
static uint64_t mix(uint64_t key, uint64_t value)
{
    uint64_t x = (key ^ value) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 31)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 29);
}

status case_sums_add(struct op *op, const struct case_facts *facts, const struct decision *decision,
                     struct case_sums *sums)
{
    uint64_t cells[FACT_CELLS];
    uint64_t digest = 0;
    TRY(digest_of(op, facts, decision, &digest));
    sums->decisions += digest;
    memcpy(cells, facts, sizeof(cells));
    for (int i = 0; i < FACT_CELLS; i++)
        sums->facts[i] += mix((uint64_t)facts->case_id, cells[i]);
    return OK;
}

void case_sums_join(struct case_sums *sums, const struct case_sums *more)
{
    sums->decisions += more->decisions;
    for (int i = 0; i < FACT_CELLS; i++)
        sums->facts[i] += more->facts[i];
}
