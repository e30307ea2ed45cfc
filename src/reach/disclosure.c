#include "reach/disclosure.h"

#include "base/assets.h"
#include "base/json.h"

static status read_declarations(struct op *op, json_t **ret_root)
{
    const struct asset *const asset = asset_find(assets_policies, STR("templates/disclosure.json"));
    if (!asset)
        return op_fail(op, E_INTERNAL, "the program carries no templates/disclosure.json");
    return json_parse(op, asset_text(asset), ret_root);
}

/* The rule of the person's country that lets nobody else learn of a debt; NULL: none on that day.
 */
static const char *rule_of(const struct pack *pack, const json_t *root, day on)
{
    const char *const id = json_string_value(
        json_object_get(json_object_get(root, "verified_only"), pack_country(pack)));
    const struct pack_rule *const rule = id ? pack_rule_find(pack, str_of(id)) : NULL;
    const bool is_of_day = rule && (rule->effective_on == DAY_NONE || rule->effective_on <= on) &&
                           (rule->repealed_on == DAY_NONE || on < rule->repealed_on);
    return is_of_day ? rule->id : NULL;
}

status disclosure_settle(struct op *op, const struct pack *pack, str template,
                         enum point_state state, day on, struct disclosure *ret_disclosure)
{
    struct disclosure settled = {.template = template};
    json_t *root = NULL;
    TRY(read_declarations(op, &root));
    const json_t *const declared =
        json_object_get(json_object_get(root, "templates"), str_cstr(op->arena, template));
    if (!json_is_object(declared))
        return op_fail(op, E_INVALID,
                       "template " STR_FORMAT " does not declare whether it speaks of a debt",
                       STR_ARG(template));
    const char *const rule = rule_of(pack, root, on);
    if (rule && state != POINT_VERIFIED && json_is_true(json_object_get(declared, "discloses"))) {
        const char *const limited = json_string_value(json_object_get(declared, "limited"));
        settled = (struct disclosure){str_of(limited), limited != NULL, rule};
    }
    *ret_disclosure = settled;
    return OK;
}
