#include "money/offer.h"

#include <assert.h>
#include <stdlib.h>

#include "money/split.h"

const char *offer_kind_name(enum offer_kind kind)
{
    static const char *const names[] = {"full", "settlement", "plan"};
    assert((size_t)kind < ARRAY_LEN(names));
    return names[kind];
}

static int64_t share_down(int64_t amount, int share)
{
    return (int64_t)((__int128)amount * share / OFFER_SHARE);
}

static int64_t share_up(int64_t amount, int share)
{
    return (int64_t)(((__int128)amount * share + OFFER_SHARE - 1) / OFFER_SHARE);
}

/* Whole percents, rounded down; at most `most`, so that it fits whatever is given. */
static int percent_of(int64_t part, int64_t whole, int most)
{
    const __int128 percent = whole > 0 ? (__int128)part * 100 / whole : most;
    return percent < most ? (int)percent : most;
}

static int within(int value, int least, int most)
{
    return value < least ? least : value > most ? most : value;
}

/* --- the chance --- */

static int burden(const struct offer_terms *terms, const struct offer *offer)
{
    if (terms->can_pay <= 0)
        return -2 * percent_of(offer->largest, terms->owed, 100);
    const int load = percent_of(offer->largest, terms->can_pay, 400);
    if (load <= 50)
        return 100;
    return load <= 100 ? 100 - (load - 50) * 4 : -100 - (load - 100) * 6;
}

static int chance_of(const struct offer_terms *terms, const struct offer *offer)
{
    int chance = 700;
    chance += 30 * within(terms->kept, 0, 3);
    chance -= 90 * within(terms->broken, 0, 4);
    chance -= 15 * ((int)offer->count - 1);
    if (offer->count > 1)
        chance += percent_of(offer->rows[0].amount, offer->total, 100) / 2;
    return within(chance + burden(terms, offer), 20, 980);
}

/* --- rows --- */

static day roll(const struct offer_terms *terms, day d, bool is_back)
{
    return terms->roll ? terms->roll(terms->calendar, d, is_back) : d;
}

/* The last business day that the limit allows, today at the earliest. */
static day first_day(const struct offer_terms *terms)
{
    const day last = roll(terms, terms->on + terms->limits.days, true);
    return last > terms->on ? last : terms->on;
}

static void fill_days(const struct offer_terms *terms, struct offer *offer)
{
    const day first = first_day(terms);
    offer->rows[0].due_on = first;
    for (size_t i = 1; i < offer->count; i++)
        offer->rows[i].due_on = roll(terms, day_add_months(first, (int)i), false);
}

/* The first row is what the limit asks for, or as large as the others; false: some row would be
 * empty. */
static bool fill_amounts(const struct offer_terms *terms, struct offer *offer)
{
    int64_t parts[OFFER_ROWS_MAX];
    const int64_t rows = (int64_t)offer->count;
    const int64_t least = rows > 1 ? share_up(offer->total, terms->limits.first) : offer->total;
    const int64_t level = (offer->total + rows - 1) / rows;
    offer->rows[0].amount = least > level ? least : level;
    offer->largest = offer->rows[0].amount;
    if (rows == 1)
        return true;
    split_evenly(offer->total - offer->rows[0].amount, offer->count - 1, parts);
    for (size_t i = 1; i < offer->count; i++) {
        offer->rows[i].amount = parts[i - 1];
        if (parts[i - 1] > offer->largest)
            offer->largest = parts[i - 1];
        if (parts[i - 1] <= 0)
            return false;
    }
    return true;
}

struct offers {
    struct op *op;
    const struct offer_terms *terms;
    struct offer *list;
    size_t count;
};

static void add(struct offers *offers, enum offer_kind kind, int rows, int64_t discount)
{
    const struct offer_terms *const terms = offers->terms;
    struct offer offer = {
        .kind = kind, .count = (size_t)rows, .total = terms->owed - discount, .discount = discount};
    if (offer.total <= 0)
        return;
    offer.rows = arena_array(offers->op->arena, offer.count, sizeof(*offer.rows));
    if (!fill_amounts(terms, &offer))
        return;
    fill_days(terms, &offer);
    offer.chance = chance_of(terms, &offer);
    offer.is_affordable = terms->can_pay <= 0 || offer.largest <= terms->can_pay;
    offers->list[offers->count++] = offer;
}

static void add_settlements(struct offers *offers)
{
    const struct offer_limits *const limits = &offers->terms->limits;
    for (int rows = 1; rows <= OFFER_SETTLEMENT_ROWS_MAX && rows <= limits->rows; rows++) {
        const int share =
            limits->discount * (OFFER_SETTLEMENT_ROWS_MAX + 1 - rows) / OFFER_SETTLEMENT_ROWS_MAX;
        const int64_t discount = share_down(offers->terms->owed, share);
        if (discount > 0)
            add(offers, OFFER_SETTLEMENT, rows, discount);
    }
}

static int compare(const void *left, const void *right)
{
    const struct offer *const a = left;
    const struct offer *const b = right;
    if (a->chance != b->chance)
        return a->chance > b->chance ? -1 : 1;
    if (a->largest != b->largest)
        return a->largest < b->largest ? -1 : 1;
    if (a->total != b->total)
        return a->total > b->total ? -1 : 1;
    return (a->count > b->count) - (a->count < b->count);
}

static bool is_share(int share)
{
    return share >= 0 && share <= OFFER_SHARE;
}

static status check(struct op *op, const struct offer_terms *terms)
{
    const struct offer_limits *const limits = &terms->limits;
    if (terms->owed <= 0 || terms->owed > LIMIT_AMOUNT_MINOR)
        return op_fail(op, E_INVALID, "nothing is owed that could be agreed upon");
    if (!is_share(limits->discount) || !is_share(limits->first) || limits->rows < 0 ||
        limits->days < 0)
        return op_fail(op, E_INVALID, "the limits of the negotiation cannot be");
    return OK;
}

status offer_list(struct op *op, const struct offer_terms *terms, struct offer **ret_offers,
                  size_t *ret_count)
{
    TRY(check(op, terms));
    const int rows = within(terms->limits.rows, 0, OFFER_ROWS_MAX);
    struct offers offers = {.op = op, .terms = terms};
    offers.list =
        arena_array(op->arena, (size_t)rows + OFFER_SETTLEMENT_ROWS_MAX + 1, sizeof(*offers.list));
    if (rows > 0)
        add(&offers, OFFER_FULL, 1, 0);
    add_settlements(&offers);
    for (int count = 2; count <= rows; count++)
        add(&offers, OFFER_PLAN, count, 0);
    qsort(offers.list, offers.count, sizeof(*offers.list), compare);
    *ret_offers = offers.list;
    *ret_count = offers.count;
    return OK;
}

unsigned offer_excess(const struct offer_terms *terms, const struct offer_row *rows, size_t count)
{
    const struct offer_limits *const limits = &terms->limits;
    const int months = limits->rows > 0 ? limits->rows - 1 : 0;
    const day first = first_day(terms);
    unsigned excess = 0;
    int64_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += rows[i].amount;
    if (terms->owed - total > share_down(terms->owed, limits->discount))
        excess |= OFFER_OVER_DISCOUNT;
    if ((int64_t)count > limits->rows)
        excess |= OFFER_OVER_ROWS;
    if (count > 1 && rows[0].amount < share_up(total, limits->first))
        excess |= OFFER_UNDER_FIRST;
    if (count > 0 && (rows[0].due_on > first ||
                      rows[count - 1].due_on > day_add_months(first, months) + OFFER_ROLL_DAYS))
        excess |= OFFER_OVER_DAYS;
    return excess;
}
