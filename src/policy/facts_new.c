/* The facts of a case that this transaction made, from what it keeps in memory (book/unit.h): the
 * same functions take the same rows as facts_compute would read.  Such a case has claims and
 * points, and nothing else: whatever else happens to it makes the unit forget it. */
#include <stdlib.h>

#include "policy/facts.h"

static int compare_text(str a, str b)
{
    const size_t size = a.size < b.size ? a.size : b.size;
    const int order = size > 0 ? memcmp(a.data, b.data, size) : 0;
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

/* The order of claim_open_of_case. */
static int compare_claims(const void *left, const void *right)
{
    const struct unit_claim *const a = *(const struct unit_claim *const *)left;
    const struct unit_claim *const b = *(const struct unit_claim *const *)right;
    if (a->due_on != b->due_on)
        return a->due_on < b->due_on ? -1 : 1;
    if (a->issued_on != b->issued_on)
        return a->issued_on < b->issued_on ? -1 : 1;
    return compare_text(a->external_id, b->external_id);
}

/* The claims of a case, oldest first; all are open. */
static const struct unit_claim **claims_of(struct op *op, const struct unit_debtor *debtor,
                                           int64_t case_id, size_t *ret_count)
{
    const struct unit_claim **const claims =
        arena_array(op->arena, debtor->claim_count, sizeof(struct unit_claim *));
    size_t count = 0;
    for (size_t i = 0; i < debtor->claim_count; i++)
        if (debtor->claims[i].case_id == case_id)
            claims[count++] = &debtor->claims[i];
    qsort(claims, count, sizeof(struct unit_claim *), compare_claims);
    *ret_count = count;
    return claims;
}

static bool is_due_on(const struct unit_claim *const *claims, size_t count, int64_t obligation_id,
                      day due_on)
{
    for (size_t i = 0; i < count && claims[i]->due_on == due_on; i++)
        if (claims[i]->obligation_id == obligation_id)
            return true;
    return false;
}

/* Of the obligations of the oldest claims, or of all when there is none, the newest: case_product.
 */
static str product_of(const struct unit_debtor *debtor, int64_t case_id,
                      const struct unit_claim *const *claims, size_t count)
{
    const struct unit_obligation *leading = NULL;
    for (size_t i = 0; i < debtor->obligation_count; i++) {
        const struct unit_obligation *const own = &debtor->obligations[i];
        if (own->case_id != case_id ||
            (count > 0 && !is_due_on(claims, count, own->id, claims[0]->due_on)))
            continue;
        if (!leading || own->opened_on > leading->opened_on ||
            (own->opened_on == leading->opened_on &&
             compare_text(own->external_id, leading->external_id) < 0))
            leading = own;
    }
    return leading ? leading->product : STR("");
}

/* Kinds of points, and the channel that uses each. */
static const struct {
    const char *kind;
    enum channel channel;
} kinds[] = {
    {"email",   CHANNEL_EMAIL },
    {"phone",   CHANNEL_CALL  },
    {"address", CHANNEL_LETTER},
};

static const struct view_point *points_of(struct op *op, const struct unit_debtor *debtor,
                                          size_t *ret_count)
{
    struct view_point *const points = arena_array(op->arena, debtor->point_count, sizeof(*points));
    size_t count = 0;
    for (size_t i = 0; i < debtor->point_count; i++)
        for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
            if (str_equal_c(debtor->points[i].kind, kinds[k].kind))
                points[count++] =
                    (struct view_point){kinds[k].channel, POINT_UNVERIFIED, POINT_PERSONAL};
    *ret_count = count;
    return points;
}

status facts_of_new(struct op *op, const struct unit_debtor *debtor, const struct unit_case *made,
                    day open_date, struct case_facts *ret_facts)
{
    size_t count = 0;
    const struct unit_claim **const claims = claims_of(op, debtor, made->id, &count);
    struct view_claim *const open = arena_array(op->arena, count, sizeof(*open));
    for (size_t i = 0; i < count; i++)
        open[i] = (struct view_claim){claims[i]->due_on, claims[i]->open.minor};
    struct book_view view = {
        .key = {debtor->id, made->id},
        .head = { .creditor_id = made->creditor_id,
                .currency = made->currency,
                .opened_on = made->opened_on,
                .stage = STR(STAGE_AT_FIRST),
                .party_kind = debtor->kind,
                .country = debtor->country,
                .region = debtor->region,
                .timezone = debtor->timezone,
                .creditor_external_id = made->creditor_external_id,
                .party_source = debtor->source,
                .party_external_id = debtor->external_id,
                .product = product_of(debtor, made->id, claims, count)},
        .claims = open,
        .claim_count = count,
    };
    view.points = points_of(op, debtor, &view.point_count);
    return facts_of_view(op, &view, open_date, ret_facts);
}
