/* The rule by which two parties are compared; the header of duplicate.h states it. */
#include "book/duplicate_rows.h"
#include "identity/name.h"

enum {
    DOCUMENT = 70,
    OTHER_DOCUMENT = -60,
    POINT = 35,
    POINTS_COUNTED = 2,
    ADDRESS = 20,
    OTHER_KIND = -20,
    OTHER_NAME = -30,
    LIKE_TOO_LITTLE = 50
};

static const struct {
    int likeness, points;
} names[] = {
    {95, 40},
    {85, 30},
    {70, 15},
};

static int64_t key_of(char kind, str text)
{
    struct crypto_hash hash;
    uint8_t bytes[CRYPTO_DIGEST_BYTES];
    int64_t key = 0;
    crypto_hash_start(&hash);
    crypto_hash_add(&hash, &kind, 1);
    crypto_hash_add(&hash, text.data, text.size);
    crypto_hash_end(&hash, bytes);
    memcpy(&key, bytes, sizeof(key));
    return key;
}

static str digest_text(const uint8_t digest[CRYPTO_DIGEST_BYTES])
{
    return (str){(const char *)digest, CRYPTO_DIGEST_BYTES};
}

size_t traits_keys(const struct traits *traits, int64_t out[TRAITS_KEYS_MAX])
{
    struct name_keys keys;
    size_t count = 0;
    name_keys_make(traits->name, &keys);
    if (traits->has_document)
        out[count++] = key_of('d', digest_text(traits->document));
    for (size_t i = 0; i < keys.count; i++)
        out[count++] = key_of('n', keys.list[i]);
    for (size_t i = 0; i < traits->point_count && count < TRAITS_KEYS_MAX; i++)
        out[count++] =
            key_of(traits->points[i].channel.data[0], digest_text(traits->points[i].index));
    return count;
}

static bool is_same_digest(const uint8_t a[CRYPTO_DIGEST_BYTES],
                           const uint8_t b[CRYPTO_DIGEST_BYTES])
{
    return memcmp(a, b, CRYPTO_DIGEST_BYTES) == 0;
}

static int shared_points(const struct traits *a, const struct traits *b, const char *channel)
{
    int count = 0;
    for (size_t i = 0; i < a->point_count; i++)
        for (size_t j = 0; j < b->point_count; j++)
            count += str_equal_c(a->points[i].channel, channel) &&
                     str_equal(a->points[i].channel, b->points[j].channel) &&
                     is_same_digest(a->points[i].index, b->points[j].index);
    return count < POINTS_COUNTED ? count : POINTS_COUNTED;
}

struct scoring {
    struct buf reasons;
    int score;
    bool is_doubtful;
};

static void add(struct scoring *s, const char *reason, int points)
{
    if (points == 0)
        return;
    buf_printf(&s->reasons, "%s%s", s->reasons.size > 0 ? " " : "", reason);
    s->score += points;
    s->is_doubtful |= points < 0;
}

static bool score_document(struct scoring *s, const struct traits *a, const struct traits *b)
{
    if (!a->has_document || !b->has_document)
        return false;
    const bool is_same = is_same_digest(a->document, b->document);
    const bool is_one_kind =
        str_equal_nocase(a->document_kind, b->document_kind) && str_equal(a->country, b->country);
    add(s, "document", is_same ? DOCUMENT : 0);
    add(s, "other_document", !is_same && is_one_kind ? OTHER_DOCUMENT : 0);
    return is_same;
}

static int score_name(struct op *op, struct scoring *s, const struct traits *a,
                      const struct traits *b)
{
    const int likeness = name_likeness(a->name, b->name);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (likeness >= names[i].likeness) {
            add(s, arena_printf(op->arena, "name:%d", likeness), names[i].points);
            return likeness;
        }
    add(s, "other_name", likeness < LIKE_TOO_LITTLE ? OTHER_NAME : 0);
    return likeness;
}

int traits_score(struct op *op, const struct traits *a, const struct traits *b, str *ret_reasons,
                 bool *ret_sure)
{
    struct scoring s = {.reasons = buf_start(op->arena, 512)};
    const bool has_document = score_document(&s, a, b);
    add(&s, "phone", shared_points(a, b, "phone") * POINT);
    add(&s, "email", shared_points(a, b, "email") * POINT);
    add(&s, "address", shared_points(a, b, "address") > 0 ? ADDRESS : 0);
    const int likeness = score_name(op, &s, a, b);
    add(&s, "other_kind", str_equal(a->kind, b->kind) ? 0 : OTHER_KIND);
    *ret_reasons = buf_str(&s.reasons);
    *ret_sure = has_document && likeness >= DUPLICATE_SURE_NAME && !s.is_doubtful;
    return s.score;
}
