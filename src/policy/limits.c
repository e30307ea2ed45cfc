#include "policy/limits.h"

#include "base/json_fields.h"

#define EVERYWHERE       "*"
#define LIMITS_BYTES_MAX (1 << 20)

/* What a strategy's author need not say of each limit. */
static const struct {
    const char *key;
    const char *value;
} common[] = {
    {"basis",      "policy"        },
    {"status",     "policy_default"},
    {"confidence", "high"          },
    {"citation",   "strategy.json" },
};

static int add_piece(const char *piece, size_t size, void *text)
{
    buf_add(text, (str){piece, size});
    return 0;
}

static status add_rule(struct op *op, const char *country, json_t *rule, struct json_writer *w)
{
    if (!json_is_object(rule))
        return op_fail(op, E_INVALID,
                       "strategy.json: \"limits\" of %s holds something else than a "
                       "rule",
                       country);
    for (size_t i = 0; i < ARRAY_LEN(common); i++)
        if (!json_object_get(rule, common[i].key))
            (void)json_object_set_new(rule, common[i].key, json_string(common[i].value));
    struct buf text = buf_start(op->arena, LIMITS_BYTES_MAX);
    (void)json_dump_callback(rule, add_piece, &text, JSON_COMPACT);
    json_write_raw(w, buf_str(&text));
    return OK;
}

static status add_rules(struct op *op, const json_t *limits, const char *country,
                        struct json_writer *w, size_t *count)
{
    json_t *list = NULL;
    if (!json_object_get(limits, country))
        return OK;
    TRY(json_need_array(op, "strategy.json: \"limits\"", limits, country, &list));
    for (size_t i = 0; i < json_array_size(list); i++)
        TRY(add_rule(op, country, json_array_get(list, i), w));
    *count += json_array_size(list);
    return OK;
}

status limits_of(struct op *op, str settings, str country, str *ret_layer)
{
    json_t *root = NULL;
    struct buf out = buf_start(op->arena, LIMITS_BYTES_MAX);
    struct json_writer w = json_start(&out);
    size_t count = 0;
    *ret_layer = STR("");
    TRY(json_parse(op, settings, &root));
    const json_t *const limits = json_object_get(root, "limits");
    if (!limits)
        return OK;
    if (!json_is_object(limits))
        return op_fail(op, E_INVALID, "strategy.json: \"limits\" is a list of rules by country");
    json_object_open(&w);
    json_put_c(&w, "country", "strategy");
    json_put_i64(&w, "version", 1);
    json_key(&w, "rules");
    json_array_open(&w);
    TRY(add_rules(op, limits, EVERYWHERE, &w, &count));
    TRY(add_rules(op, limits, str_cstr(op->arena, country), &w, &count));
    json_array_close(&w);
    json_object_close(&w);
    if (out.is_full)
        return op_fail(op, E_LIMIT, "strategy.json: \"limits\" is longer than %d bytes",
                       LIMITS_BYTES_MAX);
    *ret_layer = count > 0 ? buf_str(&out) : STR("");
    return OK;
}
