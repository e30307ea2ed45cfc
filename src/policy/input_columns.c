#include "policy/input_columns.h"

#include "base/money.h"
#include "money/age.h"
#include "policy/indicator.h"
#include "record/symbol.h"

#define WORD_SEATS 4096 /* different words of all columns; more are looked up each time */

struct known_word {
    int64_t symbol; /* of the store, or a currency with its sign turned; 0: free */
    dmn_symbol word;
};

struct input_columns {
    const bool *reads;
    const struct dmn_symbols *symbols;
    struct vec_column columns[INPUT_COUNT];
    struct dmn_vector vectors[INPUT_COUNT];
    int64_t *cells[INPUT_COUNT];
    struct vec_bits own_valid[INPUT_COUNT];
    int64_t *facts[2]; /* of one chunk: what is being derived */
    struct known_word words[WORD_SEATS];
    struct dmn_value indicators[INDICATOR_COUNT]; /* of the open date */
    bool has_indicators;
};

struct input_columns *input_columns_create(struct op *op, const bool *reads,
                                           const struct dmn_symbols *symbols)
{
    struct input_columns *const self = arena_new(op->arena, struct input_columns);
    self->reads = reads;
    self->symbols = symbols;
    for (int i = 0; i < INDICATOR_COUNT; i++)
        self->indicators[i] = (struct dmn_value){.is_null = true};
    for (size_t i = 0; i < ARRAY_LEN(self->facts); i++)
        self->facts[i] = arena_array(op->arena, VEC_ROWS, sizeof(**self->facts));
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!reads[i] || i == INPUT_segment)
            continue;
        self->cells[i] = arena_array(op->arena, VEC_ROWS, sizeof(**self->cells));
        self->columns[i] = (struct vec_column){
            .shape = VEC_FLAT, .width = sizeof(int64_t), .cells = self->cells[i]};
        self->vectors[i] = (struct dmn_vector){
            &self->columns[i], {NULL, true}
        };
        if (INPUT_IS_OBLIGATIONS(i) || INPUT_IS_OBLIGATION(i)) /* policy/obligation_columns.h */
            self->vectors[i].valid = (struct vec_mask){&self->own_valid[i], false};
    }
    return self;
}

/* One chunk on its way. */
struct derivation {
    struct input_columns *self;
    const struct vec_chunk *chunk;
    day on;
};

static const int64_t *read_fact(const struct derivation *d, enum fact fact, size_t place)
{
    int64_t *const cells = d->self->facts[place];
    vec_column_read(&d->chunk->columns[COLUMN_FACTS + (size_t)fact], d->chunk->count, cells);
    return cells;
}

/* --- kinds of inputs --- */

static void put_fact(const struct derivation *d, enum input input, enum fact fact)
{
    if (d->self->reads[input])
        vec_column_read(&d->chunk->columns[COLUMN_FACTS + (size_t)fact], d->chunk->count,
                        d->self->cells[input]);
}

static void put_since(const struct derivation *d, enum input input, enum fact fact)
{
    if (!d->self->reads[input])
        return;
    const int64_t *const anchors = read_fact(d, fact, 0);
    int64_t *const cells = d->self->cells[input];
    for (size_t r = 0; r < d->chunk->count; r++)
        cells[r] = d->on - anchors[r];
    d->self->vectors[input].valid = d->chunk->masks[fact];
}

/* Days that are still to come; none where the anchor lies behind. */
static void put_until(const struct derivation *d, enum input input, enum fact fact)
{
    if (!d->self->reads[input])
        return;
    const int64_t *const anchors = read_fact(d, fact, 0);
    int64_t *const cells = d->self->cells[input];
    struct vec_bits *const valid = &d->self->own_valid[input];
    vec_bits_all(valid, d->chunk->count);
    vec_chunk_only_valid(d->chunk, (int)fact, valid);
    for (size_t r = 0; r < d->chunk->count; r++) {
        cells[r] = anchors[r] - d->on;
        if (cells[r] < 0)
            valid->words[r / 64] &= ~(UINT64_C(1) << (r % 64));
    }
    d->self->vectors[input].valid = (struct vec_mask){valid, false};
}

static void put_past_due(const struct derivation *d)
{
    if (!d->self->reads[INPUT_past_due_days])
        return;
    const int64_t *const oldest = read_fact(d, FACT_oldest_due_on, 0);
    int64_t *const cells = d->self->cells[INPUT_past_due_days];
    struct vec_bits valid;
    vec_bits_all(&valid, d->chunk->count);
    vec_chunk_only_valid(d->chunk, FACT_oldest_due_on, &valid);
    for (size_t r = 0; r < d->chunk->count; r++) {
        const bool has = valid.words[r / 64] >> (r % 64) & 1;
        cells[r] = age_past_due_days(has ? (day)oldest[r] : DAY_NONE, d->on);
    }
}

/* As in inputs.c: what leaves the range stands at its edge. */
static int64_t scaled(int64_t minor, int exponent)
{
    int64_t value = minor;
    for (int i = exponent; i < INPUT_AMOUNT_SCALE; i++)
        if (__builtin_mul_overflow(value, (int64_t)10, &value))
            return minor < 0 ? INT64_MIN : INT64_MAX;
    return value;
}

static void put_amount(const struct derivation *d, enum input input, enum fact fact)
{
    if (!d->self->reads[input])
        return;
    const int64_t *const amounts = read_fact(d, fact, 0);
    const int64_t *const currencies = read_fact(d, FACT_currency, 1);
    int64_t *const cells = d->self->cells[input];
    int64_t known = currencies[0];
    int exponent = currency_exponent((currency)known);
    for (size_t r = 0; r < d->chunk->count; r++) {
        if (currencies[r] != known) {
            known = currencies[r];
            exponent = currency_exponent((currency)known);
        }
        cells[r] = scaled(amounts[r], exponent);
    }
}

static void put_window(const struct derivation *d, enum input input, enum fact anchor,
                       enum fact window)
{
    if (!d->self->reads[input])
        return;
    const int64_t *const anchors = read_fact(d, anchor, 0);
    const int64_t *const windows = read_fact(d, window, 1);
    int64_t *const cells = d->self->cells[input];
    for (size_t r = 0; r < d->chunk->count; r++)
        cells[r] = windows[r] == 0 ? 0 : facts_window_sum(anchors[r], windows[r], d->on, 7);
}

static void put_bit(const struct derivation *d, enum input input, enum fact fact, int64_t bit)
{
    if (!d->self->reads[input])
        return;
    const int64_t *const flags = read_fact(d, fact, 0);
    int64_t *const cells = d->self->cells[input];
    for (size_t r = 0; r < d->chunk->count; r++)
        cells[r] = (flags[r] & bit) != 0;
}

static void put_some(const struct derivation *d, enum input input, enum fact fact)
{
    if (!d->self->reads[input])
        return;
    const int64_t *const counts = read_fact(d, fact, 0);
    int64_t *const cells = d->self->cells[input];
    for (size_t r = 0; r < d->chunk->count; r++)
        cells[r] = counts[r] > 0;
}

/* --- words --- */

static status look_up(struct op *op, const struct input_columns *self, int64_t symbol,
                      bool is_currency, dmn_symbol *ret_word)
{
    char text[CURRENCY_TEXT];
    str word;
    if (is_currency)
        word = str_of(currency_format((currency)symbol, text));
    else
        TRY(symbol_text(op, symbol, &word));
    *ret_word = dmn_symbols_find(self->symbols, word);
    return OK;
}

static status find_word(struct op *op, struct input_columns *self, int64_t symbol, bool is_currency,
                        dmn_symbol *ret_word)
{
    const int64_t key = is_currency ? -symbol : symbol;
    struct known_word *const seat =
        &self->words[((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15) >> 40) % WORD_SEATS];
    if (seat->symbol == key && key != 0) {
        *ret_word = seat->word;
        return OK;
    }
    TRY(look_up(op, self, symbol, is_currency, ret_word));
    *seat = (struct known_word){key, *ret_word};
    return OK;
}

static status put_word(struct op *op, const struct derivation *d, enum input input, enum fact fact)
{
    const bool is_currency = fact == FACT_currency;
    int64_t last = 0;
    dmn_symbol word = DMN_SYMBOL_UNKNOWN;
    struct vec_bits valid;
    if (!d->self->reads[input])
        return OK;
    const int64_t *const symbols = read_fact(d, fact, 0);
    int64_t *const cells = d->self->cells[input];
    vec_bits_all(&valid, d->chunk->count);
    vec_chunk_only_valid(d->chunk, (int)fact, &valid);
    for (size_t r = 0; r < d->chunk->count; r++) {
        const bool has = is_currency || (valid.words[r / 64] >> (r % 64) & 1);
        if (has && symbols[r] != last) {
            last = symbols[r];
            TRY(find_word(op, d->self, last, is_currency, &word));
        }
        cells[r] = has ? word : 0;
    }
    if (!is_currency)
        d->self->vectors[input].valid = d->chunk->masks[fact];
    return OK;
}

/* --- all inputs --- */

static void put_ages(const struct derivation *d)
{
    put_past_due(d);
    put_until(d, INPUT_days_to_next_due, FACT_next_due_on);
    put_since(d, INPUT_days_since_notice, FACT_last_notice_on);
    put_since(d, INPUT_days_since_contact, FACT_last_contact_on);
    put_since(d, INPUT_days_since_attempt, FACT_last_attempt_on);
    put_since(d, INPUT_days_since_broken, FACT_last_broken_on);
    put_since(d, INPUT_days_since_payment, FACT_last_payment_on);
    put_since(d, INPUT_days_since_outcome, FACT_last_outcome_on);
    put_since(d, INPUT_case_age_days, FACT_opened_on);
    put_until(d, INPUT_promise_days_left, FACT_promise_due_on);
    put_window(d, INPUT_attempts_7_days, FACT_attempt_anchor_on, FACT_attempt_window);
    put_window(d, INPUT_contacts_7_days, FACT_contact_anchor_on, FACT_contact_window);
}

static void put_amounts(const struct derivation *d)
{
    put_amount(d, INPUT_past_due_amount, FACT_past_due_amount);
    put_amount(d, INPUT_open_amount, FACT_open_amount);
    put_amount(d, INPUT_promise_amount, FACT_promise_amount);
    put_amount(d, INPUT_last_payment_amount, FACT_last_payment_amount);
    d->self->vectors[INPUT_last_payment_amount].valid = d->chunk->masks[FACT_last_payment_amount];
    put_fact(d, INPUT_open_claims, FACT_open_claims);
    put_fact(d, INPUT_past_due_claims, FACT_past_due_claims);
    put_fact(d, INPUT_notice_level, FACT_notice_level);
    put_fact(d, INPUT_promises_kept, FACT_promises_kept);
    put_fact(d, INPUT_promises_broken, FACT_promises_broken);
}

static void put_flags(const struct derivation *d)
{
    put_some(d, INPUT_has_open_promise, FACT_promises_open);
    put_some(d, INPUT_has_dispute, FACT_disputes_open);
    put_bit(d, INPUT_is_deceased, FACT_party_flags, FLAG_BIT(FLAG_DECEASED));
    put_bit(d, INPUT_is_represented, FACT_party_flags, FLAG_BIT(FLAG_REPRESENTED));
    put_bit(d, INPUT_is_bankrupt, FACT_party_flags, FLAG_BIT(FLAG_BANKRUPT));
    put_bit(d, INPUT_is_vulnerable, FACT_party_flags, FLAG_BIT(FLAG_VULNERABLE));
    put_some(d, INPUT_is_held, FACT_is_held);
    put_some(d, INPUT_is_arranged, FACT_is_arranged);
    put_bit(d, INPUT_has_email, FACT_reach_flags, REACH_EMAIL);
    put_bit(d, INPUT_has_phone, FACT_reach_flags, REACH_PHONE);
    put_bit(d, INPUT_has_address, FACT_reach_flags, REACH_ADDRESS);
}

/* What only some strategies read: counted from several facts of a row. */
static void put_complexity(const struct derivation *d)
{
    struct case_facts facts;
    if (!d->self->reads[INPUT_complexity])
        return;
    for (size_t r = 0; r < d->chunk->count; r++) {
        column_get_facts(d->chunk, r, &facts);
        d->self->cells[INPUT_complexity][r] = inputs_complexity(&facts, d->on);
    }
}

/* The same for every case. */
static void put_indicators(const struct derivation *d)
{
    for (int i = 0; i < INDICATOR_COUNT; i++) {
        const struct dmn_value value = d->self->indicators[i];
        struct vec_bits *const valid = &d->self->own_valid[INPUT_INDICATOR + i];
        if (!d->self->reads[INPUT_INDICATOR + i])
            continue;
        for (size_t r = 0; r < d->chunk->count; r++)
            d->self->cells[INPUT_INDICATOR + i][r] = value.value;
        vec_bits_all(valid, d->chunk->count);
        if (value.is_null)
            memset(valid->words, 0, sizeof(valid->words));
        d->self->vectors[INPUT_INDICATOR + i].valid = (struct vec_mask){valid, false};
    }
}

static void put_seldom(const struct derivation *d)
{
    put_amount(d, INPUT_next_due_amount, FACT_next_due_amount);
    d->self->vectors[INPUT_next_due_amount].valid = d->chunk->masks[FACT_next_due_on];
    put_amount(d, INPUT_unapplied_amount, FACT_unapplied_amount);
    put_amount(d, INPUT_disputed_amount, FACT_disputed_amount);
    put_amount(d, INPUT_paid_amount, FACT_paid_amount);
    put_since(d, INPUT_days_since_kept, FACT_last_kept_on);
    put_until(d, INPUT_callback_days_left, FACT_callback_on);
    put_fact(d, INPUT_promises_open, FACT_promises_open);
    put_fact(d, INPUT_disputes_open, FACT_disputes_open);
    put_fact(d, INPUT_unknown_sends, FACT_unknown_sends);
    put_bit(d, INPUT_is_elderly, FACT_party_flags, FLAG_BIT(FLAG_ELDERLY));
    put_bit(d, INPUT_is_sued, FACT_party_flags, FLAG_BIT(FLAG_SUED));
    put_bit(d, INPUT_in_moratorium, FACT_party_flags, FLAG_BIT(FLAG_MORATORIUM));
    put_bit(d, INPUT_has_verified_email, FACT_reach_flags, REACH_EMAIL_VERIFIED);
    put_bit(d, INPUT_has_verified_phone, FACT_reach_flags, REACH_PHONE_VERIFIED);
    put_bit(d, INPUT_has_verified_address, FACT_reach_flags, REACH_ADDRESS_VERIFIED);
    put_complexity(d);
    put_indicators(d);
}

static status put_words(struct op *op, const struct derivation *d)
{
    TRY(put_word(op, d, INPUT_last_outcome, FACT_last_outcome));
    TRY(put_word(op, d, INPUT_product, FACT_product));
    TRY(put_word(op, d, INPUT_party_kind, FACT_party_kind));
    TRY(put_word(op, d, INPUT_country, FACT_country));
    TRY(put_word(op, d, INPUT_stage, FACT_stage));
    return put_word(op, d, INPUT_currency, FACT_currency);
}

/* Once, and only from a store: without one none is known. */
static status take_indicators(struct op *op, struct input_columns *self)
{
    bool is_read = false;
    for (int i = 0; i < INDICATOR_COUNT; i++)
        is_read |= self->reads[INPUT_INDICATOR + i];
    if (self->has_indicators || !is_read || !op->db)
        return OK;
    TRY(indicators_read(op, self->indicators));
    self->has_indicators = true;
    return OK;
}

status input_columns_derive(struct op *op, struct input_columns *self,
                            const struct vec_chunk *chunk, day on,
                            const struct dmn_vector **ret_vectors)
{
    const struct derivation d = {self, chunk, on};
    TRY(take_indicators(op, self));
    put_ages(&d);
    put_amounts(&d);
    put_flags(&d);
    put_seldom(&d);
    TRY(put_words(op, &d));
    *ret_vectors = self->vectors;
    return OK;
}
