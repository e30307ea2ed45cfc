#include "book/identity.h"

#include "identity/id.h"
#include "identity/phone.h"

str identity_document(struct op *op, str country, str kind, str document)
{
    struct id_result result;
    id_check(op->arena, id_rule_of_word(country, kind), document, &result);
    return result.compact.size > 0 ? result.compact : document;
}

str identity_phone(struct op *op, str country, str text, str *ret_searched)
{
    struct phone phone;
    phone_read(op->arena, text, country, &phone);
    const bool is_usable = phone_is_usable(&phone);
    *ret_searched = is_usable ? phone.e164 : text;
    if (!is_usable || phone.extension.size == 0)
        return *ret_searched;
    return str_of(arena_printf(op->arena, STR_FORMAT ";ext=" STR_FORMAT, STR_ARG(phone.e164),
                               STR_ARG(phone.extension)));
}
