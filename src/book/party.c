#include "book/party.h"

#include <assert.h>

#include "base/crypto.h"
#include "base/ids.h"
#include "base/json.h"
#include "book/identity.h"
#include "book/person.h"
#include "book/reference.h"
#include "book/touch.h"
#include "book/unit.h"
#include "record/event.h"
#include "record/seal.h"
#include "store/gather.h"

/* Two-byte UTF-8 letters of Spanish and Portuguese and what search takes them for. */
static char fold_latin(unsigned char second)
{
    static const char upper[] = "aaaaaaaceeeeiiiidnooooo*ouuuuy*s"; /* U+00C0 to U+00DF */
    return upper[second & 0x1F]; /* U+00E0 to U+00FF fold to the same letters */
}

str party_search_name(struct arena *arena, str name)
{
    char *const out = arena_alloc(arena, name.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < name.size; i++) {
        const unsigned char c = (unsigned char)name.data[i];
        if (c == 0xC3 && i + 1 < name.size) {
            out[size++] = fold_latin((unsigned char)name.data[++i]);
        } else if (c >= 'A' && c <= 'Z') {
            out[size++] = (char)(c - 'A' + 'a');
        } else {
            out[size++] = (char)c;
        }
    }
    return (str){out, size};
}

static status touch_own_cases(struct op *op, int64_t debtor_id)
{
    struct db_rows rows;
    bool has_row = false;
    TRY(db_query(op, Q_CASE_LOCK_OF_DEBTOR, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            return OK;
        touch_case(op, debtor_id, db_id(&rows, 0));
    }
}

status party_touch_cases(struct op *op, int64_t debtor_id)
{
    struct person person;
    unit_forget_debtor(op, debtor_id);
    TRY(person_read(op, debtor_id, &person));
    for (size_t i = 0; i < person.count; i++)
        TRY(touch_own_cases(op, person.ids[i]));
    return OK;
}

status party_find(struct op *op, str source, str external_id, int64_t *ret_debtor_id)
{
    struct reference ref = {0};
    bool found = false;
    TRY(reference_find(op, "party", source, external_id, &ref, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no party \"" STR_FORMAT "\" of source \"" STR_FORMAT "\"",
                       STR_ARG(external_id), STR_ARG(source));
    *ret_debtor_id = ref.debtor_id;
    return OK;
}

/* Flags that have a column of their own; the others are bits of one. */
#define OWN_COLUMNS                                                                                \
    (FLAG_BIT(FLAG_DECEASED) | FLAG_BIT(FLAG_BANKRUPT) | FLAG_BIT(FLAG_VULNERABLE) |               \
     FLAG_BIT(FLAG_REPRESENTED))

/* What the row of a party holds, as far as an update compares it. */
struct party_row {
    str kind, name, document_kind, language, country, region, timezone, document_sealed;
    enum zone_trust zone_trust;
    uint32_t flags;
};

static const char *const trust_names[ZONE_TRUST_COUNT] = {NULL,     "several", "country", "phone",
                                                          "region", "place",   "given"};

const char *zone_trust_name(enum zone_trust trust)
{
    assert(trust < ZONE_TRUST_COUNT);
    return trust_names[trust];
}

/* A zone that came before anybody noted what it rests on was given. */
static enum zone_trust read_trust(str name, str timezone)
{
    for (int i = 1; i < ZONE_TRUST_COUNT; i++)
        if (str_equal_c(name, trust_names[i]))
            return (enum zone_trust)i;
    return timezone.size > 0 ? ZONE_TRUST_GIVEN : ZONE_TRUST_NONE;
}

static status read_party(struct op *op, struct db_rows *row, void *out)
{
    struct party_row *const party = out;
    party->kind = db_text_copy(op, row, 0);
    party->name = db_text_copy(op, row, 1);
    party->document_kind = db_text_copy(op, row, 2);
    party->document_sealed = str_copy(op->arena, db_blob(row, 3));
    party->language = db_text_copy(op, row, 4);
    party->country = db_text_copy(op, row, 5);
    party->region = db_text_copy(op, row, 6);
    party->timezone = db_text_copy(op, row, 7);
    party->flags = (uint32_t)db_i64(row, 16) | (db_i64(row, 8) ? FLAG_BIT(FLAG_DECEASED) : 0) |
                   (db_i64(row, 9) ? FLAG_BIT(FLAG_BANKRUPT) : 0) |
                   (db_i64(row, 10) ? FLAG_BIT(FLAG_VULNERABLE) : 0) |
                   (db_i64(row, 11) ? FLAG_BIT(FLAG_REPRESENTED) : 0);
    party->zone_trust = read_trust(db_text(row, 15), party->timezone);
    return OK;
}

/* A zone that comes without a word on what it rests on was given. */
static enum zone_trust trust_of(const struct party_input *in)
{
    return in->timezone.size > 0 && in->zone_trust == ZONE_TRUST_NONE ? ZONE_TRUST_GIVEN
                                                                      : in->zone_trust;
}

/* An empty text is NULL in a column that may be unknown. */
static struct db_arg text_or_null(str text)
{
    return text.size > 0 ? ARG_TEXT(text) : ARG_NULL;
}

struct document_args {
    struct db_arg sealed, index, last4;
    struct sealed_value bytes;
};

static status seal_document(struct op *op, int64_t debtor_id, str document,
                            struct document_args *out)
{
    out->sealed = out->index = out->last4 = ARG_NULL;
    if (document.size == 0)
        return OK;
    TRY(seal_whole(op, "document", debtor_id, document, document, &out->bytes));
    out->sealed = ARG_BLOB(out->bytes.value);
    out->index = ARG_BLOB(((str){(const char *)out->bytes.index, SEAL_INDEX_BYTES}));
    out->last4 = ARG_BLOB(((str){(const char *)out->bytes.last4, SEAL_INDEX_BYTES}));
    return OK;
}

static str or_else(str text, str fallback)
{
    return text.size > 0 ? text : fallback;
}

static status party_create(struct op *op, const struct party_input *in, int64_t debtor_id)
{
    struct document_args document;
    str country = in->country;
    if (in->name.size == 0)
        return op_fail(op, E_INVALID, "party \"" STR_FORMAT "\" has no name",
                       STR_ARG(in->external_id));
    if (country.size == 0)
        TRY(unit_country(op, &country));
    TRY(seal_person_make(op, debtor_id));
    TRY(seal_document(op, debtor_id,
                      identity_document(op, country, in->document_kind, in->document), &document));
    TRY(reference_add(op, "party", in->source, in->external_id, debtor_id, debtor_id));
    const str kind = or_else(in->kind, STR("person"));
    const struct db_arg now = ARG_INSTANT(op_now(op));
    TRY(db_insert(
        op, Q_PARTY_INSERT,
        DB_ARGS(ARG_ID(debtor_id), ARG_TEXT(in->source), ARG_TEXT(in->external_id), ARG_TEXT(kind),
                ARG_TEXT(in->name), ARG_TEXT(party_search_name(op->arena, in->name)),
                text_or_null(in->document_kind), document.sealed, document.index, document.last4,
                ARG_TEXT(or_else(in->language, STR("es"))), ARG_TEXT(country),
                text_or_null(in->region), text_or_null(in->timezone), ARG_BOOL(false),
                ARG_BOOL(false), ARG_BOOL(false), ARG_BOOL(false), ARG_TEXT(STR("active")),
                ARG_I64(1), now, now, ARG_TEXT_C(zone_trust_name(trust_of(in))))));
    unit_add_debtor(op, &(struct unit_debtor){.id = debtor_id,
                                              .source = in->source,
                                              .external_id = in->external_id,
                                              .kind = kind,
                                              .country = country,
                                              .region = in->region,
                                              .timezone = in->timezone});
    return OK;
}

/* Takes a given text into the row; true when it differs from what was there. */
static bool take_text(str given, str *there)
{
    if (given.size == 0 || str_equal(given, *there))
        return false;
    *there = given;
    return true;
}

/* Takes a zone that rests on as much as the one that is there; who has moved to another country
 * leaves what was derived behind.  A zone may be empty: then the organisation's stands in. */
static bool take_zone(const struct party_input *in, bool has_moved, struct party_row *there)
{
    const enum zone_trust trust = trust_of(in);
    const bool is_same = trust == there->zone_trust && str_equal(in->timezone, there->timezone);
    const bool is_weaker = trust < there->zone_trust;
    const bool is_kept = is_weaker && (!has_moved || there->zone_trust == ZONE_TRUST_GIVEN);
    if (trust == ZONE_TRUST_NONE || is_same || is_kept)
        return false;
    there->timezone = in->timezone;
    there->zone_trust = trust;
    return true;
}

static status read_blob(struct op *op, struct db_rows *row, void *out)
{
    *(str *)out = str_copy(op->arena, db_blob(row, 0));
    return OK;
}

static status document_differs(struct op *op, int64_t debtor_id, str document, bool *ret_differs)
{
    uint8_t index[CRYPTO_DIGEST_BYTES];
    str there = {"", 0};
    bool found = false;
    *ret_differs = false;
    if (document.size == 0)
        return OK;
    TRY(db_query_one(op, Q_PARTY_DOCUMENT_INDEX, DB_ARGS(ARG_ID(debtor_id)), read_blob, &there,
                     &found));
    *ret_differs = true;
    for (size_t i = 0; *ret_differs && seal_index_at(i, "document", document, index); i++)
        *ret_differs = !str_equal(there, (str){(const char *)index, sizeof(index)});
    return OK;
}

/* What the row says now stays known, before it is changed. */
static status keep_past(struct op *op, int64_t debtor_id)
{
    return db_run_later(op, Q_PARTY_KEEP_PAST, DB_ARGS(ARG_ID(debtor_id), ARG_INSTANT(op_now(op))));
}

static status party_change(struct op *op, const struct party_input *in, int64_t debtor_id,
                           enum book_change *ret_change)
{
    struct party_row row = {0};
    bool found = false;
    bool differs = false;
    TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(debtor_id)), read_party, &row, &found));
    if (!found)
        return op_fail(op, E_STORE, "party %lld is registered but not there", (long long)debtor_id);
    const str given =
        identity_document(op, or_else(in->country, row.country),
                          or_else(in->document_kind, row.document_kind), in->document);
    TRY(document_differs(op, debtor_id, given, &differs));
    const bool new_document = differs;
    const bool has_moved = in->country.size > 0 && !str_equal(in->country, row.country);
    differs |= take_text(in->kind, &row.kind);
    differs |= take_text(in->name, &row.name);
    differs |= take_text(in->document_kind, &row.document_kind);
    differs |= take_text(in->language, &row.language);
    differs |= take_text(in->country, &row.country);
    differs |= take_text(in->region, &row.region);
    differs |= take_zone(in, has_moved, &row);
    *ret_change = differs ? BOOK_UPDATED : BOOK_UNCHANGED;
    if (!differs)
        return OK;
    str document = given;
    if (!new_document && row.document_sealed.size > 0)
        TRY(seal_open(op, "document", debtor_id, row.document_sealed, &document));
    struct document_args sealed;
    TRY(seal_document(op, debtor_id, document, &sealed));
    TRY(keep_past(op, debtor_id));
    TRY(db_run(op, Q_PARTY_UPDATE,
               DB_ARGS(ARG_ID(debtor_id), ARG_TEXT(row.kind), ARG_TEXT(row.name),
                       ARG_TEXT(party_search_name(op->arena, row.name)),
                       text_or_null(row.document_kind), sealed.sealed, sealed.index, sealed.last4,
                       ARG_TEXT(row.language), ARG_TEXT(row.country), text_or_null(row.region),
                       text_or_null(row.timezone), ARG_INSTANT(op_now(op)),
                       ARG_TEXT_C(zone_trust_name(row.zone_trust))),
               NULL));
    return party_touch_cases(op, debtor_id);
}

status party_upsert(struct op *op, const struct party_input *input, int64_t *ret_debtor_id,
                    enum book_change *ret_change)
{
    struct reference ref = {0};
    bool found = false;
    if (input->external_id.size == 0)
        return op_fail(op, E_INVALID, "a party needs an external id");
    TRY(reference_find(op, "party", input->source, input->external_id, &ref, &found));
    enum book_change change = BOOK_CREATED;
    if (found) {
        TRY(party_change(op, input, ref.debtor_id, &change));
    } else {
        ref.debtor_id = id_make();
        TRY(party_create(op, input, ref.debtor_id));
    }
    *ret_debtor_id = ref.debtor_id;
    *ret_change = change;
    return OK;
}

/* The history of each case must show what changed about the person. */
status party_tell(struct op *op, int64_t debtor_id, const char *kind, str payload)
{
    struct db_rows rows;
    int64_t *cases = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool has_row = false;
    unit_forget_debtor(op, debtor_id);
    TRY(db_query(op, Q_CASE_OF_DEBTOR, DB_ARGS(ARG_ID(debtor_id)), &rows));
    for (;;) {
        TRY(db_next(op, &rows, &has_row));
        if (!has_row)
            break;
        cases = arena_grow(op->arena, cases, count, &capacity, sizeof(*cases));
        cases[count++] = db_id(&rows, 0);
    }
    for (size_t i = 0; i < count; i++) {
        const struct event event = {debtor_id, cases[i], kind, 1, payload};
        TRY(event_append(op, &event));
    }
    return party_touch_cases(op, debtor_id);
}

status party_set_flags(struct op *op, int64_t debtor_id, uint32_t set, uint32_t unset, str evidence)
{
    bool changed = false;
    return party_put_flags(op, debtor_id, set, unset, evidence, &changed);
}

status party_put_flags(struct op *op, int64_t debtor_id, uint32_t set, uint32_t unset, str evidence,
                       bool *ret_changed)
{
    struct party_row row = {0};
    bool found = false;
    TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(debtor_id)), read_party, &row, &found));
    if (!found)
        return op_fail(op, E_NOT_FOUND, "no party %lld", (long long)debtor_id);
    const uint32_t flags = (row.flags | set) & ~unset;
    *ret_changed = flags != row.flags;
    if (!*ret_changed)
        return OK;
    TRY(keep_past(op, debtor_id));
    TRY(db_run(op, Q_PARTY_SET_FLAGS,
               DB_ARGS(ARG_ID(debtor_id), ARG_BOOL(flags & FLAG_BIT(FLAG_DECEASED)),
                       ARG_BOOL(flags & FLAG_BIT(FLAG_BANKRUPT)),
                       ARG_BOOL(flags & FLAG_BIT(FLAG_VULNERABLE)),
                       ARG_BOOL(flags & FLAG_BIT(FLAG_REPRESENTED)),
                       ARG_I64(flags & ~(uint32_t)OWN_COLUMNS), ARG_INSTANT(op_now(op))),
               NULL));
    struct buf payload = buf_start(op->arena, 4096);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_i64(&w, "flags_before", row.flags);
    json_put_i64(&w, "flags_after", flags);
    json_put_str(&w, "evidence", evidence);
    json_object_close(&w);
    return party_tell(op, debtor_id, "party.flags_set", buf_str(&payload));
}

static status read_id(struct op *op, struct db_rows *row, void *out)
{
    (void)op;
    *(int64_t *)out = db_id(row, 0);
    return OK;
}

static status find_digest(struct op *op, int64_t debtor_id, str kind, str index, int64_t *ret_id)
{
    const struct unit_debtor *const made = unit_find_debtor(op, debtor_id);
    bool found = false;
    for (size_t i = 0; made && i < made->point_count; i++)
        if (str_equal(made->points[i].kind, kind) &&
            memcmp(made->points[i].index, index.data, index.size) == 0)
            *ret_id = made->points[i].id;
    if (made)
        return OK;
    return db_query_one(op, Q_CONTACT_POINT_BY_INDEX,
                        DB_ARGS(ARG_ID(debtor_id), ARG_TEXT(kind), ARG_BLOB(index)), read_id,
                        ret_id, &found);
}

/* The point of that kind and value; *ret_id 0: there is none. */
static status find_point(struct op *op, int64_t debtor_id, str kind, str value, int64_t *ret_id)
{
    uint8_t index[SEAL_INDEX_BYTES];
    const char *const name = str_cstr(op->arena, kind);
    *ret_id = 0;
    for (size_t i = 0; *ret_id == 0 && seal_index_at(i, name, value, index); i++)
        TRY(find_digest(op, debtor_id, kind, (str){(const char *)index, sizeof(index)}, ret_id));
    return OK;
}

/* Where the national digits of a telephone belong: the party's country. */
static status country_of(struct op *op, int64_t debtor_id, str *ret_country)
{
    const struct unit_debtor *const made = unit_find_debtor(op, debtor_id);
    struct party_row row = {0};
    bool found = false;
    if (!made)
        TRY(db_query_one(op, Q_PARTY_GET, DB_ARGS(ARG_ID(debtor_id)), read_party, &row, &found));
    *ret_country = made ? made->country : row.country;
    return OK;
}

/* A value in the form in which it is kept, and what it is searched by. */
struct point_value {
    str kept, searched;
};

static status normal_value(struct op *op, int64_t debtor_id, str kind, str value,
                           struct point_value *ret_value)
{
    str country = {"", 0};
    *ret_value = (struct point_value){value, value};
    if (!str_equal_c(kind, "phone"))
        return OK;
    TRY(country_of(op, debtor_id, &country));
    ret_value->kept = identity_phone(op, country, value, &ret_value->searched);
    return OK;
}

/* A store of before may have the point as it was written: found too, it stays one. */
static status find_as_written(struct op *op, int64_t debtor_id, str kind, str value, str kept,
                              int64_t *ret_id)
{
    if (*ret_id != 0 || str_equal(value, kept))
        return OK;
    return find_point(op, debtor_id, kind, value, ret_id);
}

/* The unit of work keeps the point of a debtor whom it made; the cases of others have changed. */
static status note_point(struct op *op, int64_t debtor_id, const struct unit_point *point)
{
    struct unit_debtor *const made = unit_find_debtor(op, debtor_id);
    if (!made)
        return party_touch_cases(op, debtor_id);
    unit_add_point(op, made, point);
    return OK;
}

status contact_point_put(struct op *op, int64_t debtor_id, str kind, str value, str source,
                         int priority, int64_t *ret_id, enum book_change *ret_change)
{
    struct unit_point point = {.kind = kind, .priority = priority};
    struct point_value normal;
    struct sealed_value sealed;
    char *const name = str_cstr(op->arena, kind);
    if (value.size == 0)
        return op_fail(op, E_INVALID, "a contact point of kind %s needs a value", name);
    TRY(normal_value(op, debtor_id, kind, value, &normal));
    TRY(find_point(op, debtor_id, kind, normal.kept, ret_id));
    TRY(find_as_written(op, debtor_id, kind, value, normal.kept, ret_id));
    *ret_change = *ret_id != 0 ? BOOK_UNCHANGED : BOOK_CREATED;
    if (*ret_id != 0)
        return OK;
    point.id = id_make();
    TRY(seal_whole(op, name, debtor_id, normal.kept, normal.searched, &sealed));
    memcpy(point.index, sealed.index, sizeof(point.index));
    const struct db_arg now = ARG_INSTANT(op_now(op));
    TRY(db_insert(
        op, Q_CONTACT_POINT_INSERT,
        DB_ARGS(ARG_ID(debtor_id), ARG_ID(point.id), ARG_TEXT(kind), ARG_BLOB(sealed.value),
                ARG_BLOB(((str){(const char *)sealed.index, SEAL_INDEX_BYTES})),
                ARG_BLOB(((str){(const char *)sealed.last4, SEAL_INDEX_BYTES})), ARG_TEXT(source),
                ARG_TEXT(STR("unverified")), ARG_I64(priority), ARG_I64(1), now, now)));
    *ret_id = point.id;
    return note_point(op, debtor_id, &point);
}

status contact_point_owner(struct op *op, int64_t debtor_id, int64_t point_id,
                           int64_t *ret_party_id)
{
    struct person person;
    TRY(person_read(op, debtor_id, &person));
    for (size_t i = 0; i < person.count; i++) {
        bool found = false;
        TRY(db_query_one(op, Q_CONTACT_POINT_GET, DB_ARGS(ARG_ID(person.ids[i]), ARG_ID(point_id)),
                         NULL, NULL, &found));
        if (found) {
            *ret_party_id = person.ids[i];
            return OK;
        }
    }
    return op_fail(op, E_INVALID, "no contact point %lld of this debtor", (long long)point_id);
}

status contact_point_find(struct op *op, int64_t debtor_id, str value, int64_t *ret_id)
{
    static const char *const kinds[] = {"phone", "email", "address"};
    int64_t id = 0;
    for (size_t i = 0; i < ARRAY_LEN(kinds) && id == 0; i++) {
        const str kind = str_of(kinds[i]);
        struct point_value normal;
        TRY(normal_value(op, debtor_id, kind, value, &normal));
        TRY(find_point(op, debtor_id, kind, normal.kept, &id));
        TRY(find_as_written(op, debtor_id, kind, value, normal.kept, &id));
    }
    if (id == 0)
        return op_fail(op, E_NOT_FOUND, "the person has no such contact point");
    *ret_id = id;
    return OK;
}

status contact_point_set_state(struct op *op, int64_t debtor_id, int64_t point_id,
                               enum point_state state, str evidence)
{
    int64_t changed = 0;
    const day verified_on = state == POINT_VERIFIED ? op->business_date : DAY_NONE;
    TRY(db_run_later(op, Q_CONTACT_POINT_KEEP_PAST,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(point_id), ARG_INSTANT(op_now(op)))));
    TRY(db_run(op, Q_CONTACT_POINT_SET_STATE,
               DB_ARGS(ARG_ID(debtor_id), ARG_ID(point_id), ARG_TEXT_C(point_state_name(state)),
                       ARG_DAY(verified_on), ARG_INSTANT(op_now(op))),
               &changed));
    if (changed == 0)
        return op_fail(op, E_NOT_FOUND, "no contact point %lld of this party", (long long)point_id);
    struct buf payload = buf_start(op->arena, 4096);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "point_id", point_id);
    json_put_c(&w, "state", point_state_name(state));
    json_put_str(&w, "evidence", evidence);
    json_object_close(&w);
    return party_tell(op, debtor_id, "contact_point.state_set", buf_str(&payload));
}

static status read_use(struct op *op, struct db_rows *row, void *out)
{
    enum point_use *const use = out;
    *use = POINT_PERSONAL;
    return db_is_null(row, 3) || point_use_parse(db_text(row, 3), use)
               ? OK
               : op_fail(op, E_STORE, "a contact point is used in no known way");
}

status contact_point_use(struct op *op, int64_t debtor_id, int64_t point_id,
                         enum point_use *ret_use)
{
    bool found = false;
    TRY(db_query_one(op, Q_CONTACT_POINT_GET, DB_ARGS(ARG_ID(debtor_id), ARG_ID(point_id)),
                     read_use, ret_use, &found));
    return found ? OK
                 : op_fail(op, E_NOT_FOUND, "no contact point %lld of this party",
                           (long long)point_id);
}

status contact_point_set_use(struct op *op, int64_t debtor_id, int64_t point_id, enum point_use use,
                             str evidence, bool *ret_changed)
{
    enum point_use there = POINT_PERSONAL;
    TRY(contact_point_use(op, debtor_id, point_id, &there));
    *ret_changed = there != use;
    if (there == use)
        return OK;
    TRY(db_run_later(op, Q_CONTACT_POINT_KEEP_PAST,
                     DB_ARGS(ARG_ID(debtor_id), ARG_ID(point_id), ARG_INSTANT(op_now(op)))));
    TRY(db_run(op, Q_CONTACT_POINT_SET_USE,
               DB_ARGS(ARG_ID(debtor_id), ARG_ID(point_id),
                       ARG_TEXT_C(use == POINT_PERSONAL ? NULL : point_use_name(use)),
                       ARG_INSTANT(op_now(op))),
               NULL));
    struct buf payload = buf_start(op->arena, 4096);
    struct json_writer w = json_start(&payload);
    json_object_open(&w);
    json_put_id(&w, "point_id", point_id);
    json_put_c(&w, "used_as", point_use_name(use));
    json_put_str(&w, "evidence", evidence);
    json_object_close(&w);
    return party_tell(op, debtor_id, "contact_point.use_set", buf_str(&payload));
}
