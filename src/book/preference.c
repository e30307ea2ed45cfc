/* When and how a person prefers to be reached. */
#include <inttypes.h>

#include "base/ids.h"
#include "base/json.h"
#include "book/consent.h"
#include "book/party.h"
#include "store/db.h"

#define DAY_SECONDS 86400

static bool is_language(str code)
{
    for (size_t i = 0; i < code.size; i++)
        if (code.data[i] < 'a' || code.data[i] > 'z')
            return false;
    return code.size == 0 || code.size == 2 || code.size == 3;
}

static status check(struct op *op, const struct contact_preference *p, str evidence)
{
    if (p->opens_s < 0 || p->closes_s > DAY_SECONDS || p->opens_s >= p->closes_s)
        return op_fail(op, E_INVALID, "preferred hours need a beginning, and an end after it");
    if ((p->days & ~UINT32_C(0xFE)) != 0)
        return op_fail(op, E_INVALID, "preferred days are Monday (1) to Sunday (7)");
    if (p->opens_s % 60 != 0 || p->closes_s % 60 != 0)
        return op_fail(op, E_INVALID, "preferred hours are whole minutes");
    if (!is_language(p->language))
        return op_fail(op, E_INVALID,
                       "a preferred language is a code of two or three letters: es, pt, en");
    return str_trim(evidence).size > 0
               ? OK
               : op_fail(op, E_INVALID, "a preference needs its evidence: who said so, and when");
}

status preference_record(struct op *op, int64_t person_id,
                         const struct contact_preference *preference, enum consent_source source,
                         str evidence)
{
    const int64_t id = id_make();
    const char *const channel =
        preference->channel == CHANNEL_NONE ? NULL : channel_name(preference->channel);
    struct buf payload = buf_start(op->arena, 8192);
    struct json_writer w = json_start(&payload);
    TRY(check(op, preference, evidence));
    TRY(db_run(op, Q_PREFERENCE_INSERT,
               DB_ARGS(ARG_ID(person_id), ARG_ID(id), ARG_I64(preference->days),
                       ARG_I64(preference->opens_s), ARG_I64(preference->closes_s),
                       ARG_TEXT_C(channel), ARG_TEXT_C(consent_source_name(source)),
                       ARG_TEXT(evidence), ARG_INSTANT(op_now(op)), ARG_ID(op->actor_id),
                       ARG_TEXT(preference->language)),
               NULL));
    json_object_open(&w);
    json_put_i64(&w, "days", preference->days);
    json_put_i64(&w, "opens_s", preference->opens_s);
    json_put_i64(&w, "closes_s", preference->closes_s);
    json_put_c(&w, "channel", channel);
    if (preference->language.size > 0)
        json_put_str(&w, "language", preference->language);
    json_put_c(&w, "source", consent_source_name(source));
    json_put_str(&w, "evidence", evidence);
    json_object_close(&w);
    return party_tell(op, person_id, "preference.recorded", buf_str(&payload));
}

static status read_preference(struct op *op, struct db_rows *row, void *out)
{
    struct contact_preference *const preference = out;
    *preference = (struct contact_preference){.days = (uint32_t)db_i64(row, 0),
                                              .opens_s = (int32_t)db_i64(row, 1),
                                              .closes_s = (int32_t)db_i64(row, 2),
                                              .channel = CHANNEL_NONE,
                                              .language = db_text_copy(op, row, 6),
                                              .said_at = db_instant(row, 5)};
    if (!db_is_null(row, 3) && !channel_parse(db_text(row, 3), &preference->channel))
        return op_fail(op, E_STORE, "a preference has an unknown channel");
    return OK;
}

status preference_get(struct op *op, int64_t person_id, struct contact_preference *ret_preference,
                      bool *ret_found)
{
    return db_query_one(op, Q_PREFERENCE_GET, DB_ARGS(ARG_ID(person_id)), read_preference,
                        ret_preference, ret_found);
}
