#include "dmn/types.h"

const char *dmn_type_name(enum dmn_type type)
{
    static const char *const names[] = {[DMN_NUMBER] = SAY("numbers"),
                                        [DMN_STRING] = SAY("texts"),
                                        [DMN_BOOLEAN] = SAY("true or false"),
                                        [DMN_DATE] = SAY("dates")};
    return names[type];
}

/* DMN 1.1 writes feel:number. */
static str without_prefix(str type_ref)
{
    if (!str_starts(type_ref, STR("feel:")))
        return type_ref;
    return (str){type_ref.data + 5, type_ref.size - 5};
}

static bool is_simple(str name, struct dmn_kind *kind)
{
    static const struct {
        const char *name;
        bool is_open;
        enum dmn_type type;
    } simple[] = {
        {"",        true,  DMN_STRING },
        {"Any",     true,  DMN_STRING },
        {"number",  false, DMN_NUMBER },
        {"string",  false, DMN_STRING },
        {"boolean", false, DMN_BOOLEAN},
        {"date",    false, DMN_DATE   },
    };
    for (size_t i = 0; i < ARRAY_LEN(simple); i++)
        if (str_equal_c(name, simple[i].name)) {
            kind->is_open = simple[i].is_open;
            kind->type = simple[i].type;
            return true;
        }
    return false;
}

static const struct dmn_item *find_item(const struct dmn_model *model, str name)
{
    for (size_t i = 0; i < model->item_count; i++)
        if (str_equal(model->items[i].name, name))
            return &model->items[i];
    return NULL;
}

static bool is_other_builtin(str name)
{
    static const char *const names[] = {"time",
                                        "dateTime",
                                        "date and time",
                                        "days and time duration",
                                        "dayTimeDuration",
                                        "years and months duration",
                                        "yearMonthDuration",
                                        "context",
                                        "list",
                                        "function",
                                        "Null"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal_c(name, names[i]))
            return true;
    return false;
}

status dmn_kind_resolve(struct op *op, const struct dmn_place *place, const struct dmn_model *model,
                        str type_ref, struct dmn_kind *ret_kind)
{
    struct dmn_kind kind = {0};
    str name = without_prefix(type_ref);
    const struct dmn_item *item = NULL;
    while ((item = find_item(model, name)) || !is_simple(name, &kind)) {
        if (!item)
            return dmn_refuse(op, place, E_INVALID,
                              is_other_builtin(name)
                                  ? SAY("the type '" STR_FORMAT "' is not supported in tables yet")
                                  : SAY("the type '" STR_FORMAT "' is not defined in this model"),
                              STR_ARG(name));
        if (kind.allowed_count == DMN_ALLOWED_MAX)
            return dmn_refuse(op, place, E_INVALID,
                              "the type '" STR_FORMAT "' refines too many others, or itself",
                              STR_ARG(type_ref));
        kind.is_list = kind.is_list || item->is_list;
        kind.allowed[kind.allowed_count++] = item->allowed_values;
        if (item->component_count > 0) {
            kind.structure = item;
            break;
        }
        name = without_prefix(item->type_ref);
    }
    *ret_kind = kind;
    return OK;
}
