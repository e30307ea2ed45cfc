#include "record/rekey.h"

#include <inttypes.h>

#include "record/seal.h"
#include "store/db.h"

const char *const rekey_columns[] = {"party.document_sealed", "contact_point.value_sealed",
                                     "party_value_past.value_sealed", "mandate.account_sealed",
                                     NULL};

/* A value of the person whose turn it is, open between the old key and the new one. */
struct value {
    int64_t id; /* of the row; 0: the party's document */
    const char *kind;
    enum query write;
    str plain;
};

struct values {
    int64_t debtor_id;
    struct value *rows;
    size_t count;
    size_t capacity;
};

static status open_value(struct op *op, struct values *values, int64_t id, const char *kind,
                         enum query write, str sealed)
{
    struct value value = {.id = id, .kind = kind, .write = write};
    if (sealed.size == 0)
        return OK;
    TRY(seal_open(op, kind, values->debtor_id, sealed, &value.plain));
    values->rows =
        arena_grow(op->arena, values->rows, values->count, &values->capacity, sizeof(value));
    values->rows[values->count++] = value;
    return OK;
}

/* Rows of (id, kind, sealed value). */
static status open_rows(struct op *op, struct values *values, enum query read, enum query write)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, read, DB_ARGS(ARG_ID(values->debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        TRY(open_value(op, values, db_id(&rows, 0), str_cstr(op->arena, db_text(&rows, 1)), write,
                       str_copy(op->arena, db_blob(&rows, 2))));
    }
}

/* What the last four are taken of: a telephone without its extension. */
static str searched(str plain)
{
    const char *const extension = memmem(plain.data, plain.size, ";ext=", 5);
    return extension ? (str){plain.data, (size_t)(extension - plain.data)} : plain;
}

static status write_value(struct op *op, int64_t debtor_id, const struct value *value)
{
    struct sealed_value sealed;
    TRY(seal_whole(op, value->kind, debtor_id, value->plain, searched(value->plain), &sealed));
    const struct db_arg args[] = {
        ARG_ID(debtor_id),
        ARG_ID(value->id),
        ARG_BLOB(sealed.value),
        ARG_BLOB(((str){(const char *)sealed.index, SEAL_INDEX_BYTES})),
        ARG_BLOB(((str){(const char *)sealed.last4, SEAL_INDEX_BYTES})),
    };
    const bool is_unsearched =
        value->write == Q_REKEY_SET_PAST || value->write == Q_REKEY_SET_MANDATE;
    return db_run_later(op, value->write, args, is_unsearched ? 3 : ARRAY_LEN(args));
}

/* The person's key is held before her values are read, so nobody adds one under the old key. */
static status rekey_person(struct op *op, int64_t debtor_id)
{
    const struct crypto_key *key = NULL;
    struct values values = {.debtor_id = debtor_id};
    TRY(seal_person_hold(op, debtor_id, &key));
    TRY(open_rows(op, &values, Q_REKEY_DOCUMENT, Q_REKEY_SET_DOCUMENT));
    TRY(open_rows(op, &values, Q_REKEY_POINTS, Q_REKEY_SET_POINT));
    TRY(open_rows(op, &values, Q_REKEY_PAST, Q_REKEY_SET_PAST));
    TRY(open_rows(op, &values, Q_REKEY_MANDATES, Q_REKEY_SET_MANDATE));
    TRY(seal_person_replace(op, debtor_id, &key));
    for (size_t i = 0; i < values.count; i++)
        TRY(write_value(op, debtor_id, &values.rows[i]));
    return OK;
}

/* --- the change --- */

static status read_number(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_i64(row, 0);
    return OK;
}

static bool has_state(const struct rekey_key *keys, size_t count, const char *state)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal_c(keys[i].state, state))
            return true;
    return false;
}

/* The key after the current one: a prepared one, or a new one. */
static status next_key(struct op *op, const struct seal_key **ret_key)
{
    int number = seal_key_at(0)->number;
    if (number <= seal_key_current()->number)
        TRY(seal_key_add(op, &number));
    *ret_key = seal_key_find(number);
    return OK;
}

static status switch_key(struct op *op, int *ret_number)
{
    const struct seal_key *key = NULL;
    struct rekey_key *keys = NULL;
    size_t count = 0;
    TRY(seal_current(op));
    TRY(rekey_list(op, &keys, &count));
    *ret_number = seal_key_current()->number;
    if (has_state(keys, count, "open"))
        return OK; /* a change that was interrupted */
    TRY(next_key(op, &key));
    TRY(db_run(op, Q_DATA_KEY_OPEN_OTHERS, DB_NO_ARGS, NULL));
    TRY(db_run(op, Q_DATA_KEY_INSERT,
               DB_ARGS(ARG_I64(key->number), ARG_TEXT_C(key->mark), ARG_INSTANT(op_now(op))),
               NULL));
    *ret_number = key->number;
    return OK;
}

status rekey_start(struct op *op, int *ret_number)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(switch_key(op, ret_number));
    return db_commit(op);
}

static status step(struct op *op, int64_t *ret_done)
{
    int64_t ids[REKEY_PERSONS];
    struct db_rows rows;
    bool has_row = true;
    int64_t count = 0;
    TRY(seal_current(op));
    TRY(db_query(op, Q_REKEY_PERSONS,
                 DB_ARGS(ARG_I64(0), ARG_I64(seal_key_current()->number), ARG_I64(REKEY_PERSONS)),
                 &rows));
    while (has_row) {
        TRY(db_next(op, &rows, &has_row));
        if (has_row)
            ids[count++] = db_id(&rows, 0);
    }
    for (int64_t i = 0; i < count; i++)
        TRY(rekey_person(op, ids[i]));
    *ret_done = count;
    return OK;
}

status rekey_step(struct op *op, int64_t *ret_done)
{
    TRY(db_begin(op, DB_WRITE));
    TRY(step(op, ret_done));
    return db_commit(op);
}

status rekey_waiting(struct op *op, int64_t *ret_count)
{
    bool found = false;
    return db_query_one(op, Q_REKEY_COUNT, DB_ARGS(ARG_I64(seal_key_current()->number)),
                        read_number, ret_count, &found);
}

static status retire(struct op *op)
{
    int64_t waiting = 0;
    TRY(seal_current(op));
    TRY(db_run(op, Q_DATA_KEY_RETIRE, DB_ARGS(ARG_INSTANT(op_now(op))), NULL));
    TRY(rekey_waiting(op, &waiting)); /* after who held the key has ended */
    return waiting == 0 ? OK
                        : op_fail(op, E_CONFLICT,
                                  "%" PRId64 " persons are still under the old key: run `acuerdo "
                                  "key rotate` again",
                                  waiting);
}

status rekey_finish(struct op *op)
{
    struct rekey_key *keys = NULL;
    size_t count = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(retire(op));
    TRY(rekey_list(op, &keys, &count));
    TRY(db_commit(op));
    for (size_t i = 0; i < count; i++) {
        const struct seal_key *const key = seal_key_find(keys[i].number);
        if (key && !key->is_retired && str_equal_c(keys[i].state, "retired"))
            TRY(seal_key_retire(op, key->number));
    }
    return OK;
}

status rekey_forget(struct op *op, int number)
{
    int64_t changed = 0;
    TRY(db_begin(op, DB_WRITE));
    TRY(db_run(op, Q_DATA_KEY_FORGET, DB_ARGS(ARG_I64(number)), &changed));
    if (changed == 0)
        return op_fail(op, E_CONFLICT,
                       "key %d is not retired: `acuerdo key list` says which ones are", number);
    TRY(seal_key_forget(op,
                        number)); /* first the file: a kill between leaves a key too few named */
    return db_commit(op);
}

status rekey_list(struct op *op, struct rekey_key **ret_keys, size_t *ret_count)
{
    struct db_rows rows;
    size_t capacity = 0;
    bool has_row = false;
    *ret_keys = NULL;
    *ret_count = 0;
    TRY(db_query(op, Q_DATA_KEY_LIST, DB_NO_ARGS, &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        *ret_keys = arena_grow(op->arena, *ret_keys, *ret_count, &capacity, sizeof(**ret_keys));
        (*ret_keys)[(*ret_count)++] = (struct rekey_key){
            .number = (int)db_i64(&rows, 0),
            .mark = db_text_copy(op, &rows, 1),
            .state = db_text_copy(op, &rows, 2),
            .is_in_file = seal_key_find((int)db_i64(&rows, 0)) != NULL,
            .made_at = db_instant(&rows, 3),
            .retired_at = db_instant(&rows, 4),
        };
    }
}
