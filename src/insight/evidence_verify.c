/* A file of a person under examination, without a store: digests, links, ways to the roots,
 * signatures, and the pages made anew. */
#include "base/version.h"
#include "insight/evidence.h"
#include "record/audit_root.h"

/* Columns of an erasure, in the order of record/audit_tables.c. */
enum { ERASURE_KIND = 3, ERASURE_ROW_ID = 4 };

struct checking {
    struct op *op;
    const json_t *root;
    str public_key;
    struct evidence_check *check;
    struct buf scratch;
};

static void note(struct checking *c, const char *text)
{
    struct evidence_check *const check = c->check;
    check->faults++;
    if (check->text_count >= 100) /* more say nothing new */
        return;
    check->texts = arena_grow(c->op->arena, check->texts, check->text_count, &check->text_capacity,
                              sizeof(*check->texts));
    check->texts[check->text_count++] = str_of(text);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *const text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

static int64_t number_of(const json_t *object, const char *key)
{
    return json_integer_value(json_object_get(object, key));
}

/* --- rows --- */

/* Files of before may lack columns that came later, from the last one on. */
static bool has_columns_of(const struct audit_shape *shape, const json_t *row)
{
    if (!json_is_array(row) || json_array_size(row) > (size_t)audit_column_count(shape))
        return false;
    for (size_t i = json_array_size(row); shape->kinds[i]; i++)
        if (!(shape->added & AUDIT_COLUMN(i)))
            return false;
    return true;
}

/* The values of a row as the store had them; false: they are no row of the table. */
static bool read_values(struct checking *c, const struct audit_shape *shape, const json_t *row,
                        struct db_arg *values)
{
    if (!has_columns_of(shape, row))
        return false;
    for (size_t i = 0; shape->kinds[i]; i++) {
        const json_t *const value = json_array_get(row, i);
        const str text = {json_string_value(value), json_string_length(value)};
        values[i] = ARG_NULL;
        if (json_is_integer(value) && shape->kinds[i] == 'i') {
            values[i] = ARG_I64(json_integer_value(value));
        } else if (json_is_string(value) && shape->kinds[i] == 't') {
            values[i] = ARG_TEXT(text);
        } else if (json_is_string(value) && shape->kinds[i] == 'b') {
            char *const bytes = arena_alloc(c->op->arena, text.size / 2 + 1);
            if (!crypto_from_hex(text, bytes, text.size / 2))
                return false;
            values[i] = ARG_BLOB(((str){bytes, text.size / 2}));
        } else if (value && !json_is_null(value)) {
            return false;
        }
    }
    return true;
}

/* What stands for the texts of a row in its digest. */
static bool commit_texts(enum audit_table table, bool has_nonce, const json_t *entry,
                         const struct db_arg *values, struct audit_commitments *out)
{
    const str erased = str_of(text_of(entry, "commitments"));
    uint8_t nonce[AUDIT_NONCE_BYTES];
    out->count = (size_t)__builtin_popcount(audit_shapes[table].erasable);
    if (erased.size > 0)
        return crypto_from_hex(erased, out->bytes, out->count * AUDIT_HASH_BYTES);
    if (has_nonce && !crypto_from_hex(str_of(text_of(entry, "nonce")), nonce, sizeof(nonce)))
        return false;
    audit_commit_row(table, values, has_nonce ? nonce : NULL, out);
    return true;
}

static bool row_holds(struct checking *c, enum audit_table table, bool has_nonce,
                      const json_t *entry, const uint8_t *digest)
{
    const struct audit_shape *const shape = &audit_shapes[table];
    struct db_arg values[LIMIT_DB_ARGS];
    struct audit_commitments commitments;
    uint8_t own[AUDIT_DIGEST_BYTES];
    if (!read_values(c, shape, json_object_get(entry, "row"), values) ||
        !commit_texts(table, has_nonce, entry, values, &commitments))
        return false;
    audit_digest_row(table, values, &commitments, &c->scratch, own);
    return memcmp(own, digest, sizeof(own)) == 0 &&
           audit_row_id(table, values, &c->scratch) == number_of(entry, "id");
}

/* Whether the file has the row that says that this one was erased. */
static bool is_erased(const struct checking *c, int64_t table, int64_t id)
{
    const json_t *const chains = json_object_get(c->root, "chains");
    for (size_t i = 0; i < json_array_size(chains); i++) {
        const json_t *const links = json_object_get(json_array_get(chains, i), "links");
        for (size_t l = 0; l < json_array_size(links); l++) {
            const json_t *const entries = json_object_get(json_array_get(links, l), "entries");
            for (size_t e = 0; e < json_array_size(entries); e++) {
                const json_t *const entry = json_array_get(entries, e);
                const json_t *const row = json_object_get(entry, "row");
                if (number_of(entry, "table") == AUDIT_ERASURE &&
                    json_integer_value(json_array_get(row, ERASURE_KIND)) == table &&
                    json_integer_value(json_array_get(row, ERASURE_ROW_ID)) == id)
                    return true;
            }
        }
    }
    return false;
}

/* Writes the entry as the link has it. */
static void check_entry(struct checking *c, const json_t *entry, int64_t case_id, int64_t n,
                        uint8_t *out)
{
    const int64_t number = number_of(entry, "table");
    const int64_t table = number & ~AUDIT_HAS_NONCE;
    const bool is_known = table >= AUDIT_EVENT && table < AUDIT_TABLE_COUNT;
    out[0] = (uint8_t)number;
    audit_put_i64(out + 1, number_of(entry, "id"));
    memset(out + 9, 0, AUDIT_DIGEST_BYTES);
    bool holds =
        is_known && crypto_from_hex(str_of(text_of(entry, "digest")), out + 9, AUDIT_DIGEST_BYTES);
    if (holds && json_is_null(json_object_get(entry, "row")))
        holds = is_erased(c, table, number_of(entry, "id"));
    else if (holds)
        holds =
            row_holds(c, (enum audit_table)table, (number & AUDIT_HAS_NONCE) != 0, entry, out + 9);
    c->check->rows++;
    if (!holds)
        note(c, op_say(c->op, "case %lld, link %lld: row %lld of %s is not what was chained",
                       (long long)case_id, (long long)n, (long long)number_of(entry, "id"),
                       is_known ? audit_shapes[table].table : "?"));
}

/* --- links --- */

static void check_link(struct checking *c, const json_t *chain, const json_t *link, int64_t n,
                       uint8_t hash[AUDIT_HASH_BYTES])
{
    const json_t *const entries = json_object_get(link, "entries");
    const size_t count = json_array_size(entries);
    uint8_t *const bytes = arena_alloc(c->op->arena, count * AUDIT_ENTRY_BYTES);
    uint8_t written[AUDIT_HASH_BYTES] = {0};
    const int64_t case_id = number_of(chain, "case_id");
    for (size_t i = 0; i < count; i++)
        check_entry(c, json_array_get(entries, i), case_id, n, bytes + i * AUDIT_ENTRY_BYTES);
    const struct audit_link own = {
        .chain = {number_of(chain, "debtor_id"), case_id},
        .n = number_of(link, "n"),
        .day = (day)number_of(link, "day"),
        .at = number_of(link, "at"),
        .kind = (int)number_of(link, "kind"),
        .entries = {(const char *)bytes,               count * AUDIT_ENTRY_BYTES        },
    };
    audit_hash_link(hash, &own, &c->scratch, hash);
    c->check->links++;
    if (own.n != n || !crypto_from_hex(str_of(text_of(link, "hash")), written, sizeof(written)) ||
        memcmp(written, hash, sizeof(written)) != 0)
        note(c, op_say(c->op, "case %lld: link %lld is not what was chained", (long long)case_id,
                       (long long)n));
}

/* --- roots --- */

static const json_t *find_root(const struct checking *c, int64_t date)
{
    const json_t *const roots = json_object_get(c->root, "roots");
    for (size_t i = 0; i < json_array_size(roots); i++)
        if (number_of(json_array_get(roots, i), "day") == date)
            return json_array_get(roots, i);
    return NULL;
}

static bool read_steps(const json_t *proof, struct merkle_step *steps, int *ret_count)
{
    const json_t *const list = json_object_get(proof, "steps");
    if (json_array_size(list) > MERKLE_DEPTH + 8)
        return false;
    *ret_count = (int)json_array_size(list);
    for (int i = 0; i < *ret_count; i++) {
        const json_t *const step = json_array_get(list, (size_t)i);
        steps[i].is_right = json_is_true(json_object_get(step, "right"));
        if (!crypto_from_hex(str_of(text_of(step, "sibling")), steps[i].sibling, MERKLE_BYTES))
            return false;
    }
    return true;
}

/* Whether the statement is of that day and that root, and signed. */
static bool statement_holds(struct checking *c, const json_t *root, int64_t date,
                            const uint8_t top[MERKLE_BYTES])
{
    const char *const statement = text_of(root, "statement");
    char text[DAY_TEXT_SIZE];
    char hex[CRYPTO_HEX_SIZE(MERKLE_BYTES)];
    uint8_t key[CRYPTO_PUBLIC_BYTES];
    uint8_t signature[CRYPTO_SIGNATURE_BYTES];
    crypto_hex(top, MERKLE_BYTES, hex);
    c->check->key_id = str_of(text_of(root, "key"));
    if (c->public_key.size == 0)
        c->check->public_key =
            str_of(text_of(json_object_get(c->root, "keys"), text_of(root, "key")));
    if (date < DAY_MIN || date > DAY_MAX)
        return false;
    return strstr(statement,
                  arena_printf(c->op->arena, "\nday %s\n", day_format((day)date, text))) &&
           strstr(statement, arena_printf(c->op->arena, "\nroot %s\n", hex)) &&
           crypto_from_hex(c->check->public_key, key, sizeof(key)) &&
           crypto_from_hex(str_of(text_of(root, "signature")), signature, sizeof(signature)) &&
           crypto_signature_holds(key, str_of(statement), signature);
}

/* The chain's last signed link is under a root that was signed. */
static void check_proof(struct checking *c, const json_t *chain, int64_t n,
                        const uint8_t hash[AUDIT_HASH_BYTES])
{
    const json_t *const proof = json_object_get(chain, "proof");
    const int64_t date = number_of(proof, "day");
    struct merkle_step steps[MERKLE_DEPTH + 8];
    uint8_t leaf[MERKLE_BYTES];
    uint8_t top[MERKLE_BYTES];
    int count = 0;
    audit_leaf((struct audit_chain){number_of(chain, "debtor_id"), number_of(chain, "case_id")}, n,
               hash, leaf);
    bool holds = read_steps(proof, steps, &count);
    if (holds) {
        merkle_climb(leaf, steps, count, top);
        holds = statement_holds(c, find_root(c, date), date, top);
    }
    if (!holds)
        note(c, op_say(c->op, "case %lld: its chain is not under a signed root",
                       (long long)number_of(chain, "case_id")));
    else if (date > c->check->last_day || c->check->last_day == DAY_NONE)
        c->check->last_day = (day)date;
}

static void check_chain(struct checking *c, const json_t *chain)
{
    const json_t *const links = json_object_get(chain, "links");
    const int64_t signed_n = number_of(json_object_get(chain, "proof"), "n");
    uint8_t hash[AUDIT_HASH_BYTES] = {0};
    for (size_t i = 0; i < json_array_size(links); i++) {
        const int64_t n = (int64_t)i + 1;
        check_link(c, chain, json_array_get(links, i), n, hash);
        if (n == signed_n)
            check_proof(c, chain, n, hash);
        c->check->unsigned_links += n > signed_n;
    }
    if (signed_n > (int64_t)json_array_size(links))
        note(c,
             op_say(c->op, "case %lld: its chain is cut", (long long)number_of(chain, "case_id")));
    c->check->chains++;
}

/* A letter is what its digest says. */
static void check_document(struct checking *c, const json_t *document)
{
    const json_t *const text = json_object_get(document, "text");
    const str bytes = {json_string_value(text), json_string_length(text)};
    uint8_t digest[CRYPTO_DIGEST_BYTES];
    char hex[CRYPTO_HEX_SIZE(CRYPTO_DIGEST_BYTES)];
    if (!json_is_string(text))
        return;
    crypto_digest(bytes, digest);
    crypto_hex(digest, sizeof(digest), hex);
    if (strcmp(hex, text_of(document, "hash")) != 0)
        note(c, op_say(c->op, "a letter is not what was sent: %s", text_of(document, "hash")));
}

/* --- the file --- */

static status find_json(struct op *op, str html, str *ret_json)
{
    static const str start = STR(EVIDENCE_START);
    static const str end = STR(EVIDENCE_END);
    const char *const at = memmem(html.data, html.size, start.data, start.size);
    const char *const from = at ? at + start.size : NULL;
    const char *const until =
        from ? memmem(from, html.size - (size_t)(from - html.data), end.data, end.size) : NULL;
    if (!until)
        return op_fail(op, E_INVALID, "this is no file of evidence");
    *ret_json = (str){from, (size_t)(until - from)};
    return OK;
}

/* As it was before < was written otherwise; a backslash and what follows it are one sign. */
static str unescape(struct op *op, str json)
{
    static const str mark = STR("\\u003c");
    struct buf out = buf_start(op->arena, json.size + 1);
    for (size_t i = 0; i < json.size; i++) {
        if (json.data[i] != '\\') {
            buf_add_char(&out, json.data[i]);
        } else if (str_starts((str){json.data + i, json.size - i}, mark)) {
            buf_add_char(&out, '<');
            i += mark.size - 1;
        } else {
            buf_add(&out, (str){json.data + i, i + 1 < json.size ? 2 : 1});
            i++;
        }
    }
    return buf_str(&out);
}

/* Pages that say something else than the rows are a fault as any other. */
static status compare_pages(struct checking *c, str json, str html)
{
    str own;
    c->check->has_own_pages = strcmp(text_of(c->root, "program"), ACUERDO_VERSION) != 0;
    if (c->check->faults > 0 || c->check->has_own_pages)
        return OK;
    TRY(evidence_render(c->op, json, &own));
    if (!str_equal(own, html))
        note(c, op_say(c->op, "the pages do not say what the rows say"));
    return OK;
}

status evidence_verify(struct op *op, str html, str public_key, struct evidence_check *ret_check)
{
    struct evidence_check check = {.last_day = DAY_NONE, .public_key = public_key};
    struct checking c = {.op = op,
                         .public_key = public_key,
                         .check = &check,
                         .scratch = buf_start(op->arena, EVIDENCE_BYTES_MAX)};
    json_t *root = NULL;
    str json;
    TRY(find_json(op, html, &json));
    json = unescape(op, json);
    TRY(json_parse(op, json, &root));
    c.root = root;
    if (strcmp(text_of(root, "format"), "acuerdo evidence 1") != 0)
        return op_fail(op, E_INVALID, "this is no file of evidence");
    const json_t *const chains = json_object_get(root, "chains");
    const json_t *const documents = json_object_get(root, "documents");
    for (size_t i = 0; i < json_array_size(chains); i++)
        check_chain(&c, json_array_get(chains, i));
    for (size_t i = 0; i < json_array_size(documents); i++)
        check_document(&c, json_array_get(documents, i));
    TRY(compare_pages(&c, json, html));
    *ret_check = check;
    return OK;
}
