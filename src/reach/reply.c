#include "reach/reply.h"

#include "base/assets.h"
#include "base/crypto.h"
#include "base/json.h"
#include "book/consent.h"
#include "book/identity.h"
#include "book/party.h"
#include "record/organisation.h"
#include "record/seal.h"
#include "store/db.h"

#define EVIDENCE_CHARACTERS 120 /* of a reply that are kept */

const char *reply_meaning_name(enum reply_meaning meaning)
{
    static const char *const names[] = {"other", "stop", "wrong_person"};
    assert((unsigned)meaning < ARRAY_LEN(names));
    return names[meaning];
}

/* Small letters and digits with single blanks between words. */
static str plain(struct arena *arena, str text)
{
    const str folded = party_search_name(arena, text);
    char *const out = arena_alloc(arena, folded.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < folded.size; i++) {
        const char c = folded.data[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out[size++] = c;
        else if (size > 0 && out[size - 1] != ' ')
            out[size++] = ' ';
    }
    return str_trim((str){out, size});
}

static bool begins_with(str text, str word)
{
    return str_starts(text, word) && (text.size == word.size || text.data[word.size] == ' ');
}

static bool has_word(const json_t *words, str text)
{
    for (size_t i = 0; i < json_array_size(words); i++)
        if (begins_with(text, str_of(json_string_value(json_array_get(words, i)))))
            return true;
    return false;
}

status reply_read(struct op *op, str text, enum reply_meaning *ret_meaning)
{
    const struct asset *const asset = asset_find(assets_policies, STR("replies.json"));
    json_t *root = NULL;
    if (!asset)
        return op_fail(op, E_INTERNAL, "the program carries no replies.json");
    TRY(json_parse(op, asset_text(asset), &root));
    const str said = plain(op->arena, text);
    *ret_meaning = has_word(json_object_get(root, "wrong_person"), said) ? REPLY_WRONG_PERSON
                   : has_word(json_object_get(root, "stop"), said)       ? REPLY_STOP
                                                                         : REPLY_OTHER;
    return OK;
}

/* --- whom it came from --- */

struct sender_point {
    int64_t person_id;
    int64_t point_id;
};

static status find_points(struct op *op, const char *kind, str from,
                          struct sender_point **ret_points, size_t *ret_count)
{
    struct organisation organisation;
    struct db_rows rows;
    uint8_t index[CRYPTO_DIGEST_BYTES];
    struct sender_point *points = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool has_row = false;
    str searched;
    TRY(organisation_get(op, &organisation));
    const str value = strcmp(kind, "phone") == 0
                          ? identity_phone(op, organisation.country, from, &searched)
                          : str_trim(from);
    seal_index(kind, value, index);
    TRY(db_query(op, Q_REPLY_POINTS,
                 DB_ARGS(ARG_TEXT_C(kind), ARG_BLOB(((str){(const char *)index, sizeof(index)}))),
                 &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        points = arena_grow(op->arena, points, count, &capacity, sizeof(*points));
        points[count++] = (struct sender_point){db_id(&rows, 0), db_id(&rows, 1)};
    }
    *ret_points = points;
    *ret_count = count;
    return OK;
}

static str evidence_of(struct op *op, str text)
{
    const size_t most = text.size < EVIDENCE_CHARACTERS ? text.size : EVIDENCE_CHARACTERS;
    return str_of(arena_printf(op->arena, "reply: %.*s", (int)most, text.data));
}

static status stop(struct op *op, const struct sender_point *point, enum channel channel,
                   str evidence, struct consent_effect *effect)
{
    const struct consent_input input = {
        .person_id = point->person_id,
        .point_id = point->point_id,
        .channel = str_of(channel_name(channel)),
        .purpose = STR("collection"),
        .from = DAY_NONE,
        .until = DAY_NONE,
        .evidence = evidence,
        .source = CONSENT_BY_INBOUND,
        .reason = CONSENT_OPT_OUT,
    };
    return consent_record(op, &input, effect);
}

status reply_apply(struct op *op, enum channel channel, str from, str text,
                   struct reply_effect *ret_effect)
{
    struct reply_effect effect = {.meaning = REPLY_OTHER};
    struct sender_point *points = NULL;
    size_t count = 0;
    const char *const kind = channel == CHANNEL_EMAIL ? "email" : "phone";
    TRY(reply_read(op, text, &effect.meaning));
    TRY(find_points(op, kind, from, &points, &count));
    effect.persons = (int)count;
    for (size_t i = 0; i < count && effect.meaning != REPLY_OTHER; i++) {
        struct consent_effect done = {0};
        if (effect.meaning == REPLY_STOP)
            TRY(stop(op, &points[i], channel, evidence_of(op, text), &done));
        else
            TRY(consent_wrong_number(op, points[i].person_id, points[i].point_id,
                                     CONSENT_BY_INBOUND, evidence_of(op, text), &done));
        effect.messages_stopped += done.messages_stopped;
        effect.permits_ended += done.permits_ended;
    }
    *ret_effect = effect;
    return OK;
}
