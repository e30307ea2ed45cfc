#include "record/audit_root.h"

#include "record/audit_start.h"
#include "record/organisation.h"

int audit_group(int64_t debtor_id)
{
    return (int)(((uint64_t)debtor_id * UINT64_C(0x9E3779B97F4A7C15)) >> 56);
}

void audit_leaf(struct audit_chain chain, int64_t n, const uint8_t hash[AUDIT_HASH_BYTES],
                uint8_t out[MERKLE_BYTES])
{
    uint8_t data[3 * 8 + AUDIT_HASH_BYTES];
    audit_put_i64(data, chain.debtor_id);
    audit_put_i64(data + 8, chain.case_id);
    audit_put_i64(data + 16, n);
    memcpy(data + 24, hash, AUDIT_HASH_BYTES);
    merkle_leaf((str){(const char *)data, sizeof(data)}, out);
}

/* --- the links of a day, chain after chain --- */

struct head {
    struct audit_chain chain;
    int64_t n;
    uint8_t hash[AUDIT_HASH_BYTES];
};

struct walk {
    struct db_rows rows;
    struct head next; /* read already */
    bool has_next;
    int64_t links, row_count;
};

static status read_link(struct op *op, struct walk *walk)
{
    TRY(db_next(op, &walk->rows, &walk->has_next));
    if (!walk->has_next)
        return OK;
    const str hash = db_blob(&walk->rows, 3);
    walk->next = (struct head){
        .chain = {db_i64(&walk->rows, 0), db_i64(&walk->rows, 1)},
          .n = db_i64(&walk->rows, 2)
    };
    if (hash.size == AUDIT_HASH_BYTES) /* a damaged one is zeros: the root differs then */
        memcpy(walk->next.hash, hash.data, hash.size);
    walk->links++;
    walk->row_count += db_i64(&walk->rows, 4);
    return OK;
}

static status walk_start(struct op *op, day date, struct walk *walk)
{
    *walk = (struct walk){.links = 0};
    TRY(db_query(op, Q_AUDIT_LINK_OF_DAY, DB_ARGS(ARG_DAY(date)), &walk->rows));
    return read_link(op, walk);
}

/* The last link of the next chain; *ret_found false: there is none. */
static status walk_next(struct op *op, struct walk *walk, struct head *ret_head, bool *ret_found)
{
    *ret_found = walk->has_next;
    if (!walk->has_next)
        return OK;
    do {
        *ret_head = walk->next;
        TRY(read_link(op, walk));
    } while (walk->has_next && walk->next.chain.debtor_id == ret_head->chain.debtor_id &&
             walk->next.chain.case_id == ret_head->chain.case_id);
    return OK;
}

static void finish_tree(const struct merkle *groups, struct audit_tree *tree)
{
    struct merkle top = {0};
    for (int g = 0; g < AUDIT_GROUPS; g++) {
        merkle_root(&groups[g], tree->nodes[g]);
        merkle_add(&top, tree->nodes[g]);
    }
    merkle_root(&top, tree->root);
}

status audit_tree_of_day(struct op *op, day date, struct audit_tree *ret_tree)
{
    struct merkle *const groups = arena_array(op->arena, AUDIT_GROUPS, sizeof(*groups));
    struct walk walk;
    struct head head;
    uint8_t leaf[MERKLE_BYTES];
    bool found = false;
    ret_tree->chains = 0;
    TRY(walk_start(op, date, &walk));
    for (;;) {
        TRY(walk_next(op, &walk, &head, &found));
        if (!found)
            break;
        audit_leaf(head.chain, head.n, head.hash, leaf);
        merkle_add(&groups[audit_group(head.chain.debtor_id)], leaf);
        ret_tree->chains++;
    }
    ret_tree->links = walk.links;
    ret_tree->rows = walk.row_count;
    finish_tree(groups, ret_tree);
    return OK;
}

/* --- a proof --- */

struct leaves {
    uint8_t (*bytes)[MERKLE_BYTES];
    size_t count, capacity;
    size_t index; /* of the chain's */
};

static status collect_group(struct op *op, day date, struct audit_chain chain,
                            struct leaves *leaves, struct audit_proof *proof, bool *ret_found)
{
    const int group = audit_group(chain.debtor_id);
    struct walk walk;
    struct head head;
    bool found = false;
    *ret_found = false;
    TRY(walk_start(op, date, &walk));
    for (;;) {
        TRY(walk_next(op, &walk, &head, &found));
        if (!found)
            return OK;
        if (audit_group(head.chain.debtor_id) != group)
            continue;
        if (head.chain.debtor_id == chain.debtor_id && head.chain.case_id == chain.case_id) {
            *ret_found = true;
            leaves->index = leaves->count;
            proof->n = head.n;
            memcpy(proof->hash, head.hash, sizeof(proof->hash));
        }
        leaves->bytes = arena_grow(op->arena, leaves->bytes, leaves->count, &leaves->capacity,
                                   sizeof(*leaves->bytes));
        audit_leaf(head.chain, head.n, head.hash, leaves->bytes[leaves->count++]);
    }
}

status audit_prove(struct op *op, day date, struct audit_chain chain, struct audit_proof *ret_proof,
                   bool *ret_found)
{
    struct audit_tree *const tree = arena_new(op->arena, struct audit_tree);
    struct leaves leaves = {.count = 0};
    TRY(collect_group(op, date, chain, &leaves, ret_proof, ret_found));
    if (!*ret_found)
        return OK;
    TRY(audit_tree_of_day(op, date, tree));
    const uint8_t(*const group)[MERKLE_BYTES] = (const uint8_t(*)[MERKLE_BYTES])leaves.bytes;
    const uint8_t(*const nodes)[MERKLE_BYTES] = (const uint8_t(*)[MERKLE_BYTES])tree->nodes;
    ret_proof->count = merkle_path(group, leaves.count, leaves.index, ret_proof->steps);
    ret_proof->count += merkle_path(nodes, AUDIT_GROUPS, (size_t)audit_group(chain.debtor_id),
                                    ret_proof->steps + ret_proof->count);
    return OK;
}

/* --- statements --- */

static str hex_of(const struct op *op, const void *bytes, size_t size)
{
    char *const text = arena_alloc(op->arena, CRYPTO_HEX_SIZE(size));
    crypto_hex(bytes, size, text);
    return str_of(text);
}

str audit_statement(struct op *op, const struct audit_root *root,
                    const uint8_t before[MERKLE_BYTES], const uint8_t top[MERKLE_BYTES])
{
    char date[DAY_TEXT_SIZE];
    char at[INSTANT_TEXT_SIZE];
    return str_of(arena_printf(
        op->arena,
        "acuerdo audit root 1\nday %s\nbefore " STR_FORMAT
        "\nlinks %lld chains %lld rows %lld\nroot " STR_FORMAT "\nkey " STR_FORMAT "\nsigned %s\n",
        day_format(root->day, date), STR_ARG(hex_of(op, before, MERKLE_BYTES)),
        (long long)root->links, (long long)root->chains, (long long)root->rows,
        STR_ARG(hex_of(op, top, MERKLE_BYTES)), STR_ARG(root->key_id),
        instant_format(root->signed_at, at)));
}

void audit_statement_first(const struct op *op, day start, instant at, uint8_t out[MERKLE_BYTES])
{
    char date[DAY_TEXT_SIZE];
    char when[INSTANT_TEXT_SIZE];
    crypto_digest(str_of(arena_printf(op->arena, "acuerdo audit start 1\nday %s\nat %s\n",
                                      day_format(start, date), instant_format(at, when))),
                  out);
}

/* --- signing --- */

struct last {
    day day;
    str statement;
};

static status read_last(struct op *op, struct db_rows *row, void *out)
{
    *(struct last *)out = (struct last){db_day(row, 0), db_text_copy(op, row, 1)};
    return OK;
}

/* The next day to be signed, and the digest of the statement before it; *ret_is_due false: the open
 * date is reached, or rows are not chained yet. */
static status find_next(struct op *op, day *ret_day, uint8_t before[MERKLE_BYTES], bool *ret_is_due)
{
    struct audit_start start = {0};
    struct last last;
    bool found = false;
    *ret_is_due = false;
    TRY(audit_start_get(op, &start, &found));
    if (!found || !start.is_done)
        return OK;
    TRY(db_query_one(op, Q_AUDIT_ROOT_LAST, DB_NO_ARGS, read_last, &last, &found));
    *ret_day = found ? last.day + 1 : start.day;
    if (found)
        crypto_digest(last.statement, before);
    else
        audit_statement_first(op, start.day, start.at, before);
    *ret_is_due = *ret_day < op->business_date;
    return OK;
}

/* The public half stands in the store, for those who look there first; nobody should only. */
static status register_key(struct op *op, const struct crypto_signer *signer, const char *id)
{
    bool found = false;
    TRY(db_query_one(op, Q_AUDIT_KEY_GET, DB_ARGS(ARG_TEXT_C(id)), NULL, NULL, &found));
    if (found)
        return OK;
    return db_run(op, Q_AUDIT_KEY_INSERT,
                  DB_ARGS(ARG_TEXT_C(id),
                          ARG_BLOB(((str){(const char *)signer->public_key, CRYPTO_PUBLIC_BYTES})),
                          ARG_INSTANT(op_now(op))),
                  NULL);
}

static status sign_day(struct op *op, const struct crypto_signer *signer, const char *key_id,
                       day date, const uint8_t before[MERKLE_BYTES])
{
    struct audit_tree *const tree = arena_new(op->arena, struct audit_tree);
    uint8_t signature[CRYPTO_SIGNATURE_BYTES];
    TRY(audit_tree_of_day(op, date, tree));
    const struct audit_root root = {.day = date,
                                    .links = tree->links,
                                    .chains = tree->chains,
                                    .rows = tree->rows,
                                    .key_id = str_of(key_id),
                                    .signed_at = op_now(op)};
    const str statement = audit_statement(op, &root, before, tree->root);
    crypto_sign_text(signer, statement, signature);
    TRY(register_key(op, signer, key_id));
    return db_run(
        op, Q_AUDIT_ROOT_INSERT,
        DB_ARGS(ARG_DAY(date), ARG_I64(root.links), ARG_I64(root.chains), ARG_I64(root.rows),
                ARG_BLOB(((str){(const char *)tree->nodes, sizeof(tree->nodes)})),
                ARG_TEXT(statement), ARG_BLOB(((str){(const char *)signature, sizeof(signature)})),
                ARG_TEXT_C(key_id), ARG_INSTANT(root.signed_at)),
        NULL);
}

/* One day, when one is due; two who sign at once take turns at the organisation's row. */
static status sign_next(struct op *op, bool *ret_is_due, bool *ret_is_signed)
{
    char key_id[AUDIT_KEY_ID_SIZE];
    const struct crypto_signer *const signer = audit_key_signer(key_id);
    uint8_t before[MERKLE_BYTES];
    day date = DAY_NONE;
    bool found = false;
    *ret_is_signed = false;
    TRY(db_query_one(op, Q_OPEN_DATE_TAKE, DB_NO_ARGS, NULL, NULL, &found));
    TRY(organisation_read_date(op));
    TRY(find_next(op, &date, before, ret_is_due));
    if (!*ret_is_due || !signer)
        return OK;
    TRY(sign_day(op, signer, key_id, date, before));
    *ret_is_signed = true;
    return OK;
}

status audit_sign_days(struct op *op, int *ret_signed)
{
    bool is_due = true;
    bool is_signed = true;
    int count = 0;
    while (is_signed) {
        const struct arena_mark mark = arena_mark(op->arena);
        TRY(db_begin(op, DB_WRITE));
        status code = sign_next(op, &is_due, &is_signed);
        if (code == OK)
            code = db_commit(op);
        if (code != OK) {
            db_rollback(op);
            return code;
        }
        count += is_signed;
        arena_release(op->arena, mark);
    }
    *ret_signed = is_due ? -1 : count;
    return OK;
}

status audit_root_list(struct op *op, day from, day until, struct audit_root **ret_roots,
                       size_t *ret_count)
{
    struct audit_root *roots = NULL;
    size_t count = 0;
    size_t capacity = 0;
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_AUDIT_ROOT_LIST, DB_ARGS(ARG_DAY(from), ARG_DAY(until)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        roots = arena_grow(op->arena, roots, count, &capacity, sizeof(*roots));
        roots[count++] = (struct audit_root){
            .day = db_day(&rows, 0),
            .links = db_i64(&rows, 1),
            .chains = db_i64(&rows, 2),
            .rows = db_i64(&rows, 3),
            .nodes = str_copy(op->arena, db_blob(&rows, 4)),
            .statement = db_text_copy(op, &rows, 5),
            .signature = str_copy(op->arena, db_blob(&rows, 6)),
            .key_id = db_text_copy(op, &rows, 7),
            .signed_at = db_instant(&rows, 8),
        };
    }
    *ret_roots = roots;
    *ret_count = count;
    return OK;
}
