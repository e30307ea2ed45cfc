#include "policy/own_rules.h"

#include "base/json_fields.h"
#include "record/organisation.h"
#include "record/setting.h"

status own_rules_of_settings(struct op *op, str hash, str reading, struct own_rules *ret_rules)
{
    struct own_rules rules = {.mode = PACK_ORDINARY, .country = STR(""), .text = STR("")};
    if (hash.size >= sizeof(rules.hash))
        return op_fail(op, E_STORE, "setting %s names no document", OWN_RULES_SETTING);
    memcpy(rules.hash, hash.data, hash.size);
    rules.mode = str_equal_c(reading, "strict") ? PACK_STRICT : PACK_ORDINARY;
    *ret_rules = rules;
    return OK;
}

status own_rules_read(struct op *op, struct own_rules *ret_rules)
{
    str hash;
    str reading;
    TRY(setting_text(op, OWN_RULES_SETTING, op->business_date, STR(""), &hash));
    TRY(setting_text(op, OWN_READING_SETTING, op->business_date, STR(""), &reading));
    return own_rules_of_settings(op, hash, reading, ret_rules);
}

bool own_rules_same(const struct own_rules *a, const struct own_rules *b)
{
    return a->mode == b->mode && strcmp(a->hash, b->hash) == 0;
}

static status find_country(struct op *op, str text, str *ret_country)
{
    json_t *root = NULL;
    const char *country = NULL;
    TRY(json_parse(op, text, &root));
    TRY(json_need_text(op, "pack", root, "country", &country));
    *ret_country = str_of(arena_printf(op->arena, "%s", country));
    return OK;
}

status own_rules_take(struct op *op, const struct own_rules *read, struct own_rules *ret_rules)
{
    struct document document;
    *ret_rules = *read;
    if (!*read->hash)
        return OK;
    TRY(document_get(op, read->hash, &document));
    ret_rules->text = document.bytes;
    return find_country(op, document.bytes, &ret_rules->country);
}

status own_rules_of_text(struct op *op, str text, struct own_rules *ret_rules)
{
    struct own_rules rules = {.mode = PACK_ORDINARY, .text = text};
    TRY(find_country(op, text, &rules.country));
    *ret_rules = rules;
    return OK;
}

/* "BR-SP" is in BR, and everything is in INT. */
static bool holds_in(const struct own_rules *rules, str place)
{
    const str country = str_split(&place, '-');
    return rules->text.size > 0 &&
           (str_equal_c(rules->country, PACK_DEFAULT) || str_equal(rules->country, country));
}

status own_rules_open(struct op *op, const struct own_rules *rules, str place, str limits,
                      const struct pack **ret_pack)
{
    const struct pack_source source = {.place = place,
                                       .mode = rules->mode,
                                       .own = holds_in(rules, place) ? rules->text : STR(""),
                                       .limits = limits};
    return pack_open_source(op, &source, ret_pack);
}

/* Where they hold everywhere they are held against the organisation's own country. */
static status check(struct op *op, str text, day from)
{
    struct organisation organisation;
    struct own_rules now;
    str country;
    TRY(organisation_get(op, &organisation));
    TRY(own_rules_read(op, &now));
    TRY(find_country(op, text, &country));
    if (str_equal_c(country, PACK_DEFAULT))
        country = organisation.country;
    return pack_check_own(op, country, now.mode, text, from);
}

status own_rules_put(struct op *op, str text, const char *name, day from,
                     char ret_hash[DOCUMENT_HASH_SIZE])
{
    ret_hash[0] = '\0';
    if (text.size > 0) {
        TRY(check(op, text, from));
        TRY(document_put(op, "application/json", name, text, ret_hash));
    }
    return setting_put(op, OWN_RULES_SETTING, from, str_of(ret_hash));
}
