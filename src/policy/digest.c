/* Three walks in key order beside each other: the facts have the natural key, the decisions of the
 * same case are found where they stand. */
#include "policy/digest.h"

#include "base/crypto.h"
#include "policy/facts.h"
#include "record/symbol.h"
#include "store/db.h"

#define KEY_CELLS  2 /* debtor_id, case_id */
#define WORDS_CELL 2 /* of a decision: the one column that is a text */

/* How a cell of facts enters the digest: what an id stands for is in the natural key. */
enum cell { CELL_ID, CELL_NUMBER, CELL_SYMBOL };
#define CELL_DAY    CELL_NUMBER
#define CELL_MONEY  CELL_NUMBER
#define CELL_COUNT  CELL_NUMBER
#define CELL_CODE   CELL_NUMBER
#define CELL_WINDOW CELL_NUMBER
#define CELL_BITS   CELL_NUMBER

static const enum cell cells[FACT_COUNT] = {
#define CELL_ROW(name, kind) CELL_##kind,
    FACTS(CELL_ROW)
#undef CELL_ROW
};

static void add_number(struct crypto_hash *hash, int64_t number)
{
    crypto_hash_add(hash, &number, sizeof(number));
}

static void add_text(struct crypto_hash *hash, str text)
{
    crypto_hash_add(hash, text.data, text.size);
    crypto_hash_add(hash, "\x1f", 1);
}

static status add_symbol(struct op *op, struct crypto_hash *hash, int64_t id)
{
    str text;
    TRY(symbol_text(op, id, &text));
    add_text(hash, text);
    return OK;
}

static void add_row(struct digest_sum *sum, struct crypto_hash *hash)
{
    uint8_t bytes[CRYPTO_DIGEST_BYTES];
    uint64_t halves[2];
    crypto_hash_end(hash, bytes);
    memcpy(halves, bytes, sizeof(halves));
    sum->low += halves[0];
    sum->high += halves[1] + (sum->low < halves[0]); /* with the carry: one sum of 128 bits */
    sum->rows++;
}

static status add_facts(struct op *op, const struct db_rows *rows, struct digest_sum *sum)
{
    struct crypto_hash hash;
    crypto_hash_start(&hash);
    for (int c = KEY_CELLS; c < FACT_CELLS - FACT_COUNT; c++) /* recheck_on to natural_key */
        add_number(&hash, db_i64(rows, c));
    for (int i = 0; i < FACT_COUNT; i++) {
        const int64_t value = db_i64(rows, FACT_CELLS - FACT_COUNT + i);
        if (cells[i] == CELL_SYMBOL)
            TRY(add_symbol(op, &hash, value));
        else if (cells[i] == CELL_NUMBER)
            add_number(&hash, value);
    }
    add_row(sum, &hash);
    return OK;
}

/* Decisions in key order: the key, words, then numbers, then symbols. */
struct walk {
    struct db_rows rows;
    bool has_row;
    int number_count;
    int symbol_count;
};

static status walk_open(struct op *op, struct walk *walk, enum query query, int number_count,
                        int symbol_count)
{
    walk->number_count = number_count;
    walk->symbol_count = symbol_count;
    TRY(db_query(op, query, DB_NO_ARGS, &walk->rows));
    return db_next(op, &walk->rows, &walk->has_row);
}

static status add_decision(struct op *op, const struct walk *walk, int64_t natural_key,
                           struct digest_sum *sum)
{
    struct crypto_hash hash;
    const int symbols = WORDS_CELL + 1 + walk->number_count;
    crypto_hash_start(&hash);
    add_number(&hash, natural_key);
    add_text(&hash, db_text(&walk->rows, WORDS_CELL));
    for (int c = WORDS_CELL + 1; c < symbols; c++)
        add_number(&hash, db_is_null(&walk->rows, c) ? INT64_MIN : db_i64(&walk->rows, c));
    for (int c = symbols; c < symbols + walk->symbol_count; c++)
        TRY(add_symbol(op, &hash, db_i64(&walk->rows, c)));
    add_row(sum, &hash);
    return OK;
}

static bool is_of_case(const struct walk *walk, const struct db_rows *facts)
{
    return walk->has_row && db_id(&walk->rows, 0) == db_id(facts, 0) &&
           db_id(&walk->rows, 1) == db_id(facts, 1);
}

static status add_decisions(struct op *op, struct walk *walk, const struct db_rows *facts,
                            struct digest_sum *sum)
{
    while (is_of_case(walk, facts)) {
        TRY(add_decision(op, walk, db_i64(facts, FACT_CELLS - FACT_COUNT - 1), sum));
        TRY(db_next(op, &walk->rows, &walk->has_row));
    }
    return OK;
}

static status add_all(struct op *op, struct digest *digest)
{
    struct db_rows facts;
    struct walk carried;
    struct walk history;
    bool has_row = false;
    TRY(db_query(op, Q_FACTS_RANGE, DB_ARGS(ARG_I64(0), ARG_I64(INT64_MAX)), &facts));
    TRY(walk_open(op, &carried, Q_DIGEST_CARRIED, 6, 7));
    TRY(walk_open(op, &history, Q_DIGEST_HISTORY, 6, 6));
    for (;;) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(db_next(op, &facts, &has_row));
        if (!has_row)
            break;
        TRY(add_facts(op, &facts, &digest->facts));
        TRY(add_decisions(op, &carried, &facts, &digest->carried));
        TRY(add_decisions(op, &history, &facts, &digest->history));
        arena_release(op->arena, mark);
    }
    if (carried.has_row || history.has_row)
        return op_fail(op, E_STORE, "there are decisions of a case that has no facts");
    return OK;
}

status digest_compute(struct op *op, struct digest *ret_digest)
{
    struct digest digest = {0};
    TRY(db_begin(op, DB_READ));
    status code = add_all(op, &digest);
    if (code == OK)
        code = db_commit(op);
    if (code != OK) {
        db_rollback(op);
        return code;
    }
    *ret_digest = digest;
    return OK;
}
