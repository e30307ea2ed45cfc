/* A signed day under examination: its links make the root that was signed, and nobody else signed
 * it. */
#include "upkeep/audit_range.h"

static void find(const struct audit_sink *sink, const struct audit_root *root,
                 enum audit_fault fault, str detail)
{
    const struct audit_finding finding = {.fault = fault, .day = root->day, .detail = detail};
    sink->find(sink->context, &finding);
}

/* The groups of persons whose chains differ, for a person who looks for one. */
static str groups_of(struct op *op, const struct audit_root *root, const struct audit_tree *tree)
{
    struct buf out = buf_start(op->arena, 2048);
    for (int g = 0; g < AUDIT_GROUPS; g++)
        if (root->nodes.size != sizeof(tree->nodes) ||
            memcmp(root->nodes.data + g * MERKLE_BYTES, tree->nodes[g], MERKLE_BYTES) != 0)
            buf_printf(&out, out.size > 0 ? ", %d" : "%d", g);
    return buf_str(&out);
}

static status key_of(struct op *op, const struct audit_request *request, str id,
                     uint8_t out[CRYPTO_PUBLIC_BYTES], bool *ret_found)
{
    char name[AUDIT_KEY_ID_SIZE];
    struct audit_key_row *keys = NULL;
    size_t count = 0;
    *ret_found = false;
    if (request->public_key.size > 0) {
        *ret_found = crypto_from_hex(request->public_key, out, CRYPTO_PUBLIC_BYTES);
        return OK;
    }
    TRY(audit_key_list(op, &keys, &count));
    for (size_t i = 0; i < count && !*ret_found; i++) {
        audit_key_name(keys[i].public_key, name);
        *ret_found = str_equal_c(id, name) && str_equal(id, keys[i].id);
        if (*ret_found)
            memcpy(out, keys[i].public_key, CRYPTO_PUBLIC_BYTES);
    }
    return OK;
}

static status check_signature(struct op *op, const struct audit_request *request,
                              const struct audit_root *root, const struct audit_sink *sink)
{
    uint8_t key[CRYPTO_PUBLIC_BYTES];
    bool found = false;
    TRY(key_of(op, request, root->key_id, key, &found));
    if (!found || root->signature.size != CRYPTO_SIGNATURE_BYTES ||
        !crypto_signature_holds(key, root->statement, (const uint8_t *)root->signature.data))
        find(sink, root, FAULT_SIGNATURE, root->key_id);
    return OK;
}

status audit_check_day(struct op *op, const struct audit_request *request,
                       const struct audit_root *root, const uint8_t before[MERKLE_BYTES],
                       const struct audit_sink *sink)
{
    struct audit_tree *const tree = arena_new(op->arena, struct audit_tree);
    TRY(audit_tree_of_day(op, root->day, tree));
    const bool is_counted =
        root->links == tree->links && root->chains == tree->chains && root->rows == tree->rows;
    const str groups = groups_of(op, root, tree);
    const str statement = audit_statement(op, root, before, tree->root);
    if (!is_counted || groups.size > 0)
        find(sink, root, FAULT_DAY_CHANGED, groups);
    else if (!str_equal(statement, root->statement))
        find(sink, root, FAULT_ROOT_CHANGED, STR(""));
    return check_signature(op, request, root, sink);
}
