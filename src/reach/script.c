#include "reach/script.h"

#include "record/organisation.h"
#include "record/setting.h"
#include "store/db.h"

static status read_name(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = db_text_copy(op, row, 0);
    return OK;
}

status script_write(struct op *op, str party_name, bool is_english, struct script *ret_script)
{
    struct organisation organisation;
    str house;
    str phone;
    str caller = {"", 0};
    bool found = false;
    TRY(organisation_get(op, &organisation));
    TRY(setting_text(op, "shield.house", op->business_date, STR(""), &house));
    if (house.size == 0)
        house = organisation.name;
    TRY(setting_text(op, "contact.phone", op->business_date, STR(""), &phone));
    TRY(db_query_one(op, Q_SCRIPT_CALLER, DB_ARGS(ARG_ID(op->actor_id)), read_name, &caller,
                     &found));
    struct arena *const arena = op->arena;
    ret_script->greeting =
        str_of(arena_printf(arena,
                            is_english ? "Good day. May I speak with " STR_FORMAT "?"
                                       : "Buen día. ¿Podría comunicarme con " STR_FORMAT "?",
                            STR_ARG(party_name)));
    ret_script->third_party = str_of(
        arena_printf(arena,
                     is_english ? "It is a personal matter. Could you ask them to call " STR_FORMAT
                                  " on " STR_FORMAT "? Thank you."
                                : "Es un asunto personal. ¿Le pediría que llame a " STR_FORMAT
                                  " al " STR_FORMAT "? Gracias.",
                     STR_ARG(caller), STR_ARG(phone)));
    ret_script->voicemail = str_of(arena_printf(
        arena,
        is_english ? "Good day, this is " STR_FORMAT " from " STR_FORMAT ", for " STR_FORMAT
                     ". Please call back on " STR_FORMAT ". Thank you."
                   : "Buen día, habla " STR_FORMAT " de " STR_FORMAT ", para " STR_FORMAT
                     ". Por favor comuníquese al " STR_FORMAT ". Gracias.",
        STR_ARG(caller), STR_ARG(house), STR_ARG(party_name), STR_ARG(phone)));
    return OK;
}
